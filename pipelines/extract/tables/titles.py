"""What the lines around a table say: title, 公开05表, unit of money, department, notes. Lines only, no grids."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

import msgspec

from pipelines.extract.folding import fold, fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.money import find_unit
from pipelines.extract.records import FundType, RowKind, TableId
from pipelines.extract.tables.vocabulary import Title, key_of

_FORM = r"(?:[财部]决)?公开(?:\d{1,2}(?:-\d+)?表|表\d{1,2})|[财部]决附?\d{1,2}(?:-\d+)?表"
"""The number of a form: 公开05表, 公开表5, and of the ministry's own: 财决05-1表, 财决附03表."""
_NUMBER = re.compile(_FORM)
_LEADING_NUMBER = re.compile(
    r"^\s*附?\s*表\s*(?:[一二三四五六七八九十]+|\([一二三四五六七八九十\d]+\)|\d+(?:-\d+)*)(?![\d年月日]|\s*格)"
)
_DEPARTMENT = re.compile(
    r"(?:^|(?<=[^一-鿿]))(?:编制|公开|填报|预算)?(?:部门|单位|部门\(单位\)|单位\(部门\))(?:名称)?:(.*?)"
    rf"(?={_FORM}|附?表(?:\d|\([一二三四五六七八九十\d]+\))|附件\d|(?:金额|货币|计量)?单位:|$)"
)
_PREFIX_MARKS = re.compile(
    rf"^(?:{_FORM}|[A-Za-z]{{1,3}}\d{{1,2}}(?:[_-]\d+)?|附件\d*(?:[-.]\d+)*|附?表[一二三四五六七八九十]+"
    r"|附?表\(?[\d一二三四五六七八九十]+(?:[-.]\d+)*\)?"
    r"|附表|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+(?:[-.]\d+)*[.、]?|[:、.\-#]+|(?:19|20)\d\d年度?)+"
)
_SUFFIX_MARKS = re.compile(
    r"(?:\([一二三四五六七八九十]\)|之[一二三四五六七八九十]|\(?续表?\d*\)?|\((?:财决|公开|财决公开)附?\d[\d-]*"
    rf"|\(?(?:{_FORM})\)?|\(?(?:单位:)?(?:万元|元)\)?|\(空表\))+$"
)
_ASIDE = re.compile(r"\((?![^()]*(?:分类|科目|功能|经济|单位|预算|绩效))[^()]*\)$")
"""What a title says in brackets at its end that does not tell which table it is: （汇总）, （本级）, （批复表）."""
_BESIDE_TITLE = re.compile(rf"(?<=表)(?:{_FORM}|(?:编制|公开|填报|金额|货币|计量)?(?:部门|单位)(?:名称)?:).*$")
_PRINTED_BESIDE = re.compile(
    r"(?<=表)\s*(?:公\s*开\s*\d|(?:编制|公开|填报|金额|货币|计量)?\s*(?:部\s*门|单\s*位)\s*(?:名称)?\s*[:：]).*$"
)
_SENTENCE = re.compile(r"[。;!?]|\.{2,}|…|\s\d+$")
_CONTINUED = re.compile(r"续表?\)?\d*$|^续")
_FISCAL_END = re.compile(f"(?:{'|'.join(row['word'] for row in read_lexicon('fiscal_words'))})$")
_WORDINGS = [(re.compile(row["pattern"]), row["replacement"]) for row in read_lexicon("title_wordings")]
_FUNDS = [(row["words"], cast("FundType", row["fund_type"])) for row in read_lexicon("title_funds")]
_FURNITURE = re.compile(r"^[-—–\s·.]*(?:第?\s*\d{1,4}\s*页?(?:\s*[,/共]+\s*\d*\s*页?)?)[-—–\s·.]*$")
_SECTION = re.compile(r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))")
_NOTE = re.compile(r"^[*※]?(?:注|备注|附注|说明|注释)\d*[:.、\d]|本表反映|^\*")
_GOES_ON = re.compile(
    r"[-\d]*\(?(?:续上?表|[接承续]上[表页]|上接|上表续|表续|[接转续]下[表页]|下接|未完(?:待续)?|待续)"
    r"(?:第?\d{1,3}页|之?[\d一二三四五六七八九十]{0,2})\)?[-\d]*"
)
"""A line that says no more than that the table above goes on, or that it goes on below, and the number of the page."""
_NO_TITLE = re.compile(r"\d表$|^(?:本|此|该|以下|上述)表|空表$|[见如]下表$")
_ENTRY = re.compile(r"^\s*附?表?\s*\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?\s*[、.:：)]")
_NUMERALS = "〇一二三四五六七八九"
_MAX_TITLE = 60


class Lead(msgspec.Struct, kw_only=True):
    """What the lines before a table say."""

    title: str | None = None
    known: Title | None = None
    number: str | None = None
    unit: str | None = None
    department: str | None = None
    discloser: str | None = None
    """The department of the last title of a document above the table: a file may hold several documents."""
    continued: bool = False


@cache
def _titles() -> list[tuple[tuple[TableId, ...], RowKind | None, re.Pattern[str]]]:
    return [
        (
            cast("tuple[TableId, ...]", tuple(row["table_id"].split())),
            cast("RowKind | None", row["row_kind"] or None),
            re.compile(f"(?:{row['pattern']})$"),
        )
        for row in read_lexicon("table_titles")
    ]


def title_key(text: str) -> str:
    """A title's key: folded, without quotation marks, numbering, year and 续表."""
    bare = _BESIDE_TITLE.sub("", _PREFIX_MARKS.sub("", key_of(text)))
    return _SUFFIX_MARKS.sub("", bare)


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title | None:
    """The title that a line prints, possibly behind a department or year; the longest known wording wins.

    “一般公共预算财政拨款支出决算表” is T05, never the T03 that its end spells: what stands before a wording must not
    end in a fiscal word.
    """
    if len(text) > _MAX_TITLE or "表" not in text:
        return None
    key = title_key(text)
    if _SENTENCE.search(fold(text).strip()):
        return None
    bare = _ASIDE.sub("", key)
    for wording, plain in _WORDINGS:
        bare = wording.sub(plain, bare)
    best: tuple[int, Title] | None = None
    for table_ids, row_kind, pattern in _titles():
        found = pattern.search(bare)
        if found and (best is None or found.start() < best[0]) and not _FISCAL_END.search(bare[: found.start()]):
            best = (found.start(), Title(table_ids=table_ids, row_kind=row_kind, key=key))
    return best[1] if best else None


@lru_cache(maxsize=8192)
def is_title_shaped(text: str) -> bool:
    """Whether a line could be the title of some table: short, no sentence, ends in 表."""
    key = fold_tight(text)
    if len(key) > _MAX_TITLE or len(key) <= 2 or _SENTENCE.search(fold(text).strip()):
        return False
    bare = re.sub(r"\([^()]*\)$", "", title_key(text))
    return bare.endswith("表") and len(bare) > 2 and not _NO_TITLE.search(bare) and not _NOTE.search(key)


@lru_cache(maxsize=8192)
def table_number(text: str) -> str | None:
    """公开05表 or the like, as printed without blanks."""
    key = fold_tight(text)
    found = _NUMBER.search(key) or _LEADING_NUMBER.match(fold(text))
    return fold_tight(found.group(0)) if found else None


@lru_cache(maxsize=8192)
def department_of(text: str) -> str | None:
    """The name behind 部门： or 编制单位： in a line; None for 单位：万元."""
    found = _DEPARTMENT.search(fold_tight(text))
    name = found.group(1).strip(" ,") if found else ""
    return name if name and find_unit(text) != name else None


@lru_cache(maxsize=8192)
def is_furniture(text: str) -> bool:
    """Whether a line is a page number or nothing."""
    key = fold(text).strip()
    return not key or _FURNITURE.match(key) is not None


@lru_cache(maxsize=8192)
def is_note(text: str) -> bool:
    """Whether a line is a note under a table (注：…, 说明：…, 本表反映…)."""
    return _NOTE.search(fold_tight(text)) is not None


@lru_cache(maxsize=8192)
def is_section_heading(text: str) -> bool:
    """Whether a line opens a part of the document (第三部分, 一、收入支出决算总体情况说明)."""
    key = fold_tight(text)
    return len(key) <= _MAX_TITLE and _SECTION.match(key) is not None and read_title(text) is None


@lru_cache(maxsize=8192)
def is_lead(text: str) -> bool:
    """Whether a line belongs to a table's head: title, number, unit or department."""
    key = fold_tight(text)
    return len(key) <= 2 * _MAX_TITLE and bool(
        read_title(text)
        or is_title_shaped(text)
        or table_number(text)
        or find_unit(text)
        or department_of(text)
        or _GOES_ON.fullmatch(key)
        or re.fullmatch(r"附件\d*|(?:19|20)\d\d年度?|(?:填报|编制|公开)?(?:部门|单位)(?:名称)?:", key)
    )


def read_lead(lines: list[str]) -> Lead:
    """What the lines before a table say, nearest line last; the nearest title is the table's, known or not."""
    lead = Lead()
    for i in range(len(lines) - 1, -1, -1):
        text = lines[i]
        lead.number = lead.number or table_number(text)
        lead.unit = lead.unit or find_unit(text)
        lead.department = lead.department or department_of(text)
        lead.continued = lead.continued or (len(text) < _MAX_TITLE and bool(_CONTINUED.search(fold_tight(text))))
        if lead.title is None:
            if _is_entry(lines, i):
                return lead
            _take_title(lead, lines, i)
    return lead


def _is_entry(lines: list[str], i: int) -> bool:
    """Whether line `i` is the last entry of a 目录: a numbered title right below the title with the number before."""
    if not (i and read_title(lines[i]) and read_title(lines[i - 1])):
        return False
    here, before = _ordinal(lines[i]), _ordinal(lines[i - 1])
    return here is not None and before is not None and here == before + 1


def _ordinal(text: str) -> int | None:
    """The number before a title: 12、 or 表十二：."""
    found = _ENTRY.match(fold(text))
    if not found:
        return None
    tens, ten, ones = found.group(1).partition("十")
    if tens.isdigit():
        return int(tens)
    if not ten:
        return _NUMERALS.find(tens)
    return 10 * (_NUMERALS.find(tens) if tens else 1) + _NUMERALS.find(ones)


def _take_title(lead: Lead, lines: list[str], i: int) -> None:
    """Let line `i`, or it and the one before it where a title was broken in two, be the title."""
    text = lines[i]
    known = read_title(text)
    broken = lines[i - 1] + text if i else ""
    joined = read_title(broken) if "表" in text and i and not read_title(lines[i - 1]) else None
    if joined and joined.table_ids and (known is None or _more_specific(joined, known, lines[i - 1])):
        lead.title, lead.known = _PRINTED_BESIDE.sub("", broken).strip(), joined
    elif known:
        lead.title, lead.known = _PRINTED_BESIDE.sub("", text).strip(), known
    elif is_title_shaped(text):
        lead.title = text.strip()


def _more_specific(joined: Title, known: Title, before: str) -> bool:
    """Whether a title of two lines says more than its second line: the first line ends in a fiscal word."""
    return joined.table_ids != known.table_ids and _FISCAL_END.search(title_key(before)) is not None


def scope_of_title(title: str | None, default: FundType | None) -> FundType | None:
    """The fund that a title names, where the table is else about the three funds together."""
    if not title or default != "fiscal":
        return default
    return next((fund for words, fund in _FUNDS if words in key_of(title)), default)
