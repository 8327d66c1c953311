"""Where in the disclosure a paragraph stands: headings, chapters, and the zones that are not harvested.

Numbering gives a heading its level (第X部分 above 一、 above （一） above 1. above （1）). A zone that is not harvested
(名词解释, 绩效 …) ends only at a known heading of its own level or above, so that the chapters of an annexed report
stay inside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract.narrative.furniture import MARKER
from pipelines.extract.narrative.lexicon import Chapter, lexicon

_LEVELS = re.compile(
    r"(第[一二三四五六七八九十]{1,3}(?:部分|章|节))|([一二三四五六七八九十]{1,3}[、.])|(\([一二三四五六七八九十]{1,3}\))"
    r"|(\d{1,2}[、.)])|(\(\d{1,2}\))"
)
"""One group for each level; no two of them fit the same text."""
_ORDINAL = re.compile(r"^\(?([一二三四五六七八九十]{1,3})[、.)]")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}
_UNNUMBERED = 5
_HEADING_LENGTH = 48
_BARE_HEADING = re.compile(r"^[^,。;:%]{2,36}(?:情况|说明|概况|解释|决算表)(?:[.·…-]{2,}|PAGEREF.*)?\d{0,3}$")
"""The words of a heading, with the page number that a table of contents prints behind it."""
_STOP = re.compile("[。;].")
_FIGURE = re.compile(r"\d(?:元|[万亿]元?|%|[个辆台批]|人次?(?!大))|\((?:类|款|项)\)")
_FIRST_STATEMENT = re.compile(r"^([^。:]{2,46})[。:]")
_YEAR_BEFORE_BODY = re.compile(r"^([^。:,]{4,30}?(?:情况|说明|情况说明))(?=20\d\d年)")
_DEFINITION = re.compile("指|反映")
_GENERIC = frozenset({"overall", "income", "expenditure"})
_OPEN = Chapter(kind="open", read="open")


def level_of(text: str) -> int:
    """0 for 第X部分 down to 4 for （1）; 5 for a line without a number."""
    found = _LEVELS.match(text)
    return (found.lastindex or 0) - 1 if found else _UNNUMBERED


def ordinal_of(text: str) -> int | None:
    """Which of its level a heading is: 10 for （十）, 12 for 十二、; None for one without a Chinese numeral."""
    found = _ORDINAL.match(text)
    if found is None:
        return None
    tens, ten, ones = found.group(1).rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def split_heading(text: str) -> int:
    """How many characters of a compact paragraph are its heading (0: none, all: it is only a heading)."""
    numbered = bool(MARKER.match(text))
    opening = text[:_HEADING_LENGTH]
    if _DEFINITION.search(opening) and "指标" not in opening:
        return 0
    if len(text) <= _HEADING_LENGTH and not _FIGURE.search(text):
        if numbered and not _STOP.search(text) and text.count(",") <= 1:
            return len(text)
        if _BARE_HEADING.match(text):
            return len(text)
    found = (_FIRST_STATEMENT.match(text) if numbered else None) or _YEAR_BEFORE_BODY.match(text)
    if found and not _FIGURE.search(found.group(1)) and _chapter(found.group(1)):
        return found.end()
    return 0


@lru_cache(maxsize=4096)
def _chapter(heading: str) -> Chapter | None:
    return next(
        (
            chapter
            for chapter in lexicon().chapters
            if any(word in heading for word in chapter.words) and not any(word in heading for word in chapter.unless)
        ),
        None,
    )


class Reader:
    """The chapter in which the next paragraph stands."""

    def __init__(self) -> None:
        self.chapter = _OPEN
        self._level = -1
        self._has_body = False
        self._heading_level = -1
        self._seen_figures = False
        self._next: tuple[int, int] | None = None
        """Level and ordinal of the heading that would follow the one which opened a zone that is not harvested."""

    def enter(self, heading: str) -> bool:
        """Take note of a heading; True where it begins another chapter.

        Before any chapter of figures has had text one may still be in the table of contents: its last entries
        (名词解释, 附件) do not close the chapters that follow.
        """
        level = self._level_of(heading)
        found = _chapter(heading)
        ordinal = ordinal_of(heading)
        follows = found is not None and self._follows(found, level, ordinal)
        if self.chapter.read == "none" and not follows and not self._leaves(found, level):
            return False
        nested = found is not None and found.read == self.chapter.read == "none"
        if nested:
            level = min(level, self._level)
        if found is None:
            if level > 1 or level > self._level:
                return False
            found = _OPEN
        elif self._is_part(found, level):
            return False
        if not nested:
            self._next = (level, ordinal + 1) if found.read == "none" and ordinal is not None else None
        self.chapter, self._level, self._has_body = found, level, found.read == "none" and self._seen_figures
        return True

    def body(self) -> None:
        """Take note that the chapter has text of its own."""
        self._has_body = True
        self._seen_figures = self._seen_figures or self.chapter.read == "all"
        self._heading_level = -1

    def _level_of(self, heading: str) -> int:
        """The heading's level; a title on the line below 第X部分 has the level of that line."""
        level = level_of(heading)
        if level == _UNNUMBERED and self._heading_level == 0:
            level = 0
        self._heading_level = level
        return level

    def _leaves(self, found: Chapter | None, level: int) -> bool:
        if found is None:
            return level == 0
        if self.chapter.kind == "tables" and found.read == "all":
            return True
        if found.read == "staff":
            return level <= self._level and (level == 0 or not self._has_body)
        return level <= self._level or found.read == "none" or not self._has_body

    def _follows(self, found: Chapter, level: int, ordinal: int | None) -> bool:
        """Whether a heading is the next of those among which the zone stands, whatever reports are annexed in it."""
        return found.read != "none" and found.kind not in _GENERIC and (level, ordinal) == self._next

    def _is_part(self, found: Chapter, level: int) -> bool:
        """A general sub-heading (总体情况, 收入情况, 基本支出情况) stays in the chapter of its fund."""
        own_fund = self.chapter.read == "all" and self.chapter.kind not in _GENERIC
        part = found.kind in _GENERIC or found.read == "open"
        part = part or (found.kind == "fiscal" and self.chapter.scope not in {None, "all", "fiscal"})
        basic = found.kind == "basic" and found.scope is None and self.chapter.read == "all"
        return (basic or (part and own_fund)) and level > self._level
