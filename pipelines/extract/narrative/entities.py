"""Whose figures a sentence states: the discloser's own (None) or those of a unit that it names at its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipelines.extract.narrative.lexicon import any_of, lexicon
from pipelines.extract.records import DisclosureLevel

_OPENING = r"^(?:[(（]?\d{1,2}[)）、.]|[①②③④⑤⑥⑦⑧⑨⑩]|其中[:,]?|[-•])?"
_FOLLOWS = (
    r"(?=:?(?:20\d\d年|本年|当年|全年|年内|年末|三公|因公|公务|机关运行|政府采购|政府性基金|国有资本|财政拨款|一般公共|收入|支出|收、支"
    r"|基本支出|项目支出|共有|行政编制|事业编制|人员经费|截至|(?:本级|机关)20\d\d年)|[:,]?$)"
)
_ITSELF = re.compile(r"(?:我|本|全)(?:部门|单位|系统|街道|中心|[局办委院校镇乡馆所站])(?=20\d\d年|本年|当年|全年)")
_OFFICE = re.compile(rf"{_OPENING}(?P<name>[局委厅办院部]本级|(?:局|委|厅)?机关本级){_FOLLOWS}")
"""The head office (局本级) of a department that has units below it, without the department's name."""
_PAUSE = re.compile("(?:[,;]|:(?<=其中:))(?=[\u4e00-\u9fff(])(?![占比较与增减降主完其决均])")
"""Where the name of a unit may begin: no name begins with these words of a clause."""
_THINGS = re.compile("(?<=[部会社场园处所站办委队])(?:支出|收入)")
"""Behind a comma 公共场所支出 is spent on places; a unit's figures would say 卫生监督所2024年支出."""
_HAS_AMOUNT = re.compile(r"\d[万亿千]?元")
_BRACKETED = re.compile(r"\([^)]*\)$")
_CONSOLIDATED = re.compile(r"\((?:汇总|合并|部门|全系统)\)$")


@cache
def _named() -> re.Pattern[str]:
    endings = any_of(lexicon().organisation_endings)
    return re.compile(
        rf"{_OPENING}(?P<name>[\u4e00-\u9fff()]{{2,38}}?(?:{endings})(?:\([\u4e00-\u9fff]{{2,6}}\))?)(?:等单位|机关)?{_FOLLOWS}"
    )


@cache
def _joined_organs() -> re.Pattern[str]:
    """The organs that share the account of the one before them, at the end of a name."""
    return re.compile(f"(?:{any_of(lexicon().joined_organs)})$")


class Discloser:
    """Knows the discloser's names; the first organisation met is the discloser where the document does not say."""

    def __init__(self, department: str | None, level: DisclosureLevel | None = None) -> None:
        self._consolidated = level == "consolidated"
        self._may_have_parts = level in {"consolidated", None}
        self._name = department.replace("（", "(").replace("）", ")") if department else None

    def named_at_start(self, sentence: str) -> tuple[str | None, int]:
        """The unit that a compact sentence opens with, None for the discloser itself, and where its name ends."""
        itself = _ITSELF.match(sentence)
        if itself:
            return None, itself.end()
        part = _OFFICE.match(sentence) if self._may_have_parts else None
        if part:
            return part.group("name"), part.end()
        found = _named().match(sentence)
        if found is None:
            return None, 0
        name = found.group("name")
        if self._consolidated and sentence.startswith("本级", found.end("name")):
            return f"{name}（本级）".replace("(", "（").replace(")", "）"), found.end("name") + 2
        if any(name.startswith(word) for word in lexicon().self_words) or self._is_self(name):
            return None, found.end("name")
        return name.replace("(", "（").replace(")", "）"), found.end("name")

    def parts(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A sentence in the parts that begin with the name of a unit: “某局2024年…9万元；某中心2024年…5万元。”.

        Behind a comma one begins only where the part before it has its amount; behind 其中 always.
        """
        begin = start
        for pause in _PAUSE.finditer(text, start, end):
            at = pause.end() - 1
            if pause.group() == "," and not _HAS_AMOUNT.search(text, begin, at):
                continue
            rest = text[at + 1 : end]
            name = _named().match(rest)
            if (name and (pause.group() == ";" or not _THINGS.match(rest, name.end()))) or _ITSELF.match(rest):
                yield begin, at + 1
                begin = at + 1
        if begin < end:
            yield begin, end

    def _is_self(self, name: str) -> bool:
        if self._name is None:
            self._name = name
            return True
        own = _BRACKETED.sub("", self._name)
        if name == self._name or _CONSOLIDATED.search(name) or name.endswith(own) or _in_short(name, own):
            return True
        if _BRACKETED.search(name):
            return False
        letters = iter(own)
        return all(char in letters for char in _joined_organs().sub("", name) or name)


def _in_short(name: str, own: str) -> bool:
    """Whether 中国人民政治协商会议某省某县委员会 is 政协某县委员会: the title in full or in short."""
    for full, short in lexicon().short_titles.items():
        rests = [text.removeprefix(title) for text in (name, own) for title in (full, short) if text.startswith(title)]
        if len(rests) == 2 and (rests[0].endswith(rests[1]) or rests[1].endswith(rests[0])):
            return True
    return False
