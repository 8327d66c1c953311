"""Reading a title: which department, which fiscal year, which kind of document, at which level.

Districts write `某局2024年度部门决算`, `2024年度某局（汇总）部门决算（草案）`, `250006某中学2023年决算公开`,
`2024部门决算` and more (field guide, section 4). A title is read by elimination: the word 决算 or 预算 splits it, the
year, the level and decorations are taken out, and what is left of it is the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipelines.extract.folding import fold
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import DisclosureLevel, DocumentKind

_ROWS = read_lexicon("identity")
_BLANKS = re.compile(r"\s+")
_OF = r"(?:部门|单位|财务|收入支出|收支)*"
_ANCHORS: dict[DocumentKind, re.Pattern[str]] = {
    "final_account": re.compile(rf"{_OF}(?:预决算|预算决算|决算)"),
    "budget": re.compile(rf"{_OF}预算(?!评审|编审|编制(?!说明|情况)|审核|管理|绩效|中心|执行|股|处|科)"),
}
"""Where a title's department ends, by its kind: 预算 is also a word of names (预算评审中心)."""
_THREE_PUBLIC = re.compile(r"[“”\"]*三公")
_YEARS = (
    re.compile(r"(?<!\d)((?:19|20)\d{2})年度"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?=(?:部门|单位|财政|政府)?(?:决算|预算|预决算))"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!\d)"),
    re.compile(r"^((?:19|20)\d{2})(?!\d)(?=[^\d.\-/])"),
)
_SEVERAL_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}年?度?[-—－~～至](?:19|20)\d{2}年")
_YEAR_MARK = re.compile(r"[(（]?(?<!\d)(?:19|20)\d{2}(?!\d)(?:年度|年)?[)）]?")
_CHINESE_YEAR = re.compile(r"二[〇○Ｏ0零OΟ][〇○Ｏ0零OΟ一二][〇○Ｏ零OΟ一二三四五六七八九]年(?:度)?")
_DIGITS = str.maketrans("〇○ＯOΟ零一二三四五六七八九", "000000123456789")
_RADICALS = re.compile(r"[\u2e80-\u2fdf]")
_LONGEST_TITLE = 50
_NO_TITLE_ENDS = ("。", "；", "：", "，", "表", "情况", "说明")
"""What ends a sentence, the title of a table, or the heading of a chapter."""
_TITLE_TAIL = re.compile(
    r"决算(?:信息|数据|文本|材料|公开|公布|公示|发布|批复|草案|报告|说明书|目录|版|稿|[(（][^()（）]*[)）])*$"
)
"""How a title goes on behind its last 决算; a line of a sentence goes on otherwise (…决算编制范围的二级预算单位)."""
_OF_A_SENTENCE = re.compile("^(?:纳入|列入|根据|按照|与)|[。，,；;：:%]")
"""What begins or parts a line of a sentence, and no name."""
_TWICE = re.compile(r"(.{3,30})(.*\1)")
"""A list that prints the department before the title of its file: 某区司法局 某区司法局2024年度部门决算."""
_TAIL_TWICE = re.compile(r"(.*?)(.{3,20})\2")
"""A form that adds the kind of the department to its name: 某区教育局教育局."""
_BRACKETED = re.compile(r"[(（]([^()（）]{4,40})[)）]")


def patterns(role: str) -> list[tuple[str, re.Pattern[str]]]:
    """The (value, pattern) pairs of one role of lexicon/identity.csv, in file order."""
    return [(row["value"], re.compile(row["pattern"])) for row in _ROWS if row["role"] == role]


def any_of(role: str) -> re.Pattern[str]:
    """One pattern that matches where any pattern of the role does."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in patterns(role)))


_KINDS = patterns("kind")
_LEVELS = patterns("level")
_PREFIXES = [pattern for _, pattern in patterns("name_prefix")]
_SUFFIXES = [pattern for _, pattern in patterns("name_suffix")]
_NO_NAME = any_of("no_name")
_PRINTED_AT = any_of("printed_at")
_ORGANISATION = any_of("organisation")


class TitleReading(msgspec.Struct, frozen=True, kw_only=True):
    """What one title says; None where it does not say."""

    text: str
    department: str | None = None
    fiscal_year: int | None = None
    kind: DocumentKind | None = None
    level: DisclosureLevel | None = None


@lru_cache(maxsize=4096)
def read_title(printed: str) -> TitleReading:
    """The reading of one title; blanks are ignored, brackets and digits may be of either width."""
    text = _squeeze(printed)
    kind = title_kind(text)
    return TitleReading(
        text=text,
        department=_department(text, kind),
        fiscal_year=title_year(text),
        kind=kind,
        level=title_level(text) if kind else None,
    )


def _department(text: str, kind: DocumentKind | None) -> str | None:
    """The name before the first 决算 that has one before it, else the one in brackets behind (【公开】某局…决算)."""
    anchors = list(_ANCHORS[kind].finditer(text)) if kind in _ANCHORS else []
    if kind == "final_account" and not anchors:  # 某镇2015年“三公”经费支出说明
        anchors = list(_THREE_PUBLIC.finditer(text))
    start = 0
    for anchor in anchors:
        name = _name(text[start : anchor.start()])
        if name:
            return name
        start = anchor.end()
    return _name_behind(text[anchors[0].end() :]) if anchors else None


def title_kind(text: str) -> DocumentKind | None:
    """The kind that a title names; None for a title of something else."""
    for value, pattern in _KINDS:
        if pattern.search(text):
            kind: DocumentKind = msgspec.convert(value, DocumentKind)
            return kind
    return None


def title_level(text: str) -> DisclosureLevel | None:
    """汇总 before 本级/机关 before 单位决算; None where the title does not say."""
    for value, pattern in _LEVELS:
        if pattern.search(text):
            level: DisclosureLevel = msgspec.convert(value, DisclosureLevel)
            return level
    return None


def title_year(text: str) -> int | None:
    """The fiscal year: `2024年度` before a year beside 决算 before any other year; Chinese digits are read too.

    None for a title of several years (2021-2022年度).
    """
    text = _CHINESE_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)
    if _SEVERAL_YEARS.search(text):
        return None
    for pattern in _YEARS:
        match = pattern.search(text)
        if match:
            return int(match.group(1))
    return None


def names_discloser(printed: str) -> str | None:
    """The department of a line that can only be the title of a final account: it says the year, too, and no more."""
    if "决算" not in printed or len(printed) > _LONGEST_TITLE or printed.rstrip().endswith(_NO_TITLE_ENDS):
        return None
    reading = read_title(printed)
    name = reading.department
    is_whole = reading.kind == "final_account" and reading.fiscal_year and _TITLE_TAIL.search(reading.text)
    return name if name and is_whole and _ORGANISATION.search(name) and not _OF_A_SENTENCE.search(name) else None


def is_organisation(text: str) -> bool:
    """Whether a text ends as names of departments and units do."""
    return _ORGANISATION.search(text) is not None


def clean_name(text: str) -> str | None:
    """A department's name without level, year and decorations; None if nothing that can be a name is left."""
    return _name(_squeeze(text))


def _squeeze(printed: str) -> str:
    """Without blanks and a browser's date, radicals repaired, full-width digits ASCII; brackets stay as printed."""
    text = _RADICALS.sub(lambda match: fold(match.group()), _BLANKS.sub("", printed.replace("\u200b", "")))
    return _PRINTED_AT.sub("", text.translate({0xFF10 + digit: str(digit) for digit in range(10)}))


def _name(text: str) -> str | None:
    name = _CHINESE_YEAR.sub("", text)
    name = _YEAR_MARK.sub("", re.sub(r"年度?$", "", name) if not re.search(r"\d年度?$", name) else name)
    for _, pattern in _LEVELS:
        name = pattern.sub("", name)
    before = None
    while name != before:
        before = name
        for pattern in (*_PREFIXES, *_SUFFIXES):
            name = pattern.sub("", name)
    twice = _TWICE.fullmatch(name)
    if twice and is_organisation(twice[1]):
        name = twice[2]
    tail = _TAIL_TWICE.fullmatch(name)
    if tail and is_organisation(tail[2]):
        name = tail[1] + tail[2]
    return None if not name or _NO_NAME.match(name) or len(name) > 60 or _is_torn(name) else name


def _is_torn(name: str) -> bool:
    """Whether one end of a bracket is missing: a title broken inside （本级） leaves 级） on its second line."""
    return len(re.findall(r"[(（]", name)) != len(re.findall(r"[)）]", name))


def _name_behind(tail: str) -> str | None:
    """A name that stands in brackets behind the title: `2023年度部门决算公开（某区教育局）`."""
    for match in _BRACKETED.finditer(tail):
        name = _name(match.group(1))
        if name and _ORGANISATION.search(name):
            return name
    return None
