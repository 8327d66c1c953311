"""Rows that count things (辆, 批次, 人次) among rows of money: T10, T11 and T15, and T09 printed downwards.

A row counts where its label says in what (公务用车保有量（辆）). T09 and T15 follow the ministry's form, of which
copies leave the units out: there a row counts, too, where it names what is only counted (机要通信用车), and where it
stands below one that counts or below 相关统计数, unless its own words are money's.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.tables.vocabulary import strip_marks

_UNITS = "|".join(re.escape(row["unit"]) for row in read_lexicon("count_units"))
_COUNTED = re.compile(
    rf"\((?:单位:)?(?:{_UNITS})(?:[、,/或](?:{_UNITS}))*\)(?:\(.*\))?$|:(?:{_UNITS})$|(?<=[\u4e00-\u9fff]),(?:{_UNITS})$"
)
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+[、.,]",
        r"\([一二三四五六七八九十]+\)",
        r"\d+[.、,](?!\d)",
        r"\(\d+\)",
        r"[①-⑳]|其中:",
    )
)
_UNMARKED = len(_LEVELS)
_COUNTING = frozenset({"T09", "T10", "T11", "T15"})
_BY_WORDS = frozenset({"T09", "T15"})


@cache
def _words() -> dict[str, re.Pattern[str]]:
    rows = read_lexicon("count_rows")
    return {
        role: re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["role"] == role))
        for role in {row["role"] for row in rows}
    }


@lru_cache(maxsize=4096)
def _level(label: str) -> int:
    """How deep a label's mark stands: 一、 is 0, （一） 1, 1. 2, (1) 3, 其中： 4, no mark 5."""
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(label)), _UNMARKED)


@lru_cache(maxsize=4096)
def _counts(label: str) -> bool | None:
    """Whether the words of a label count things; None where they do not say."""
    words = _words()
    bare = strip_marks(label)
    if words["money"].search(bare):
        return False
    return True if words["counted"].fullmatch(bare) else None


class CountedRows:
    """Tells the rows of one group of columns that count, from the first row to the last."""

    def __init__(self, table_id: str) -> None:
        self._table_id = table_id
        self._below: int | None = None
        """The level of the last label that counts, while the rows below it may."""

    def has(self, label: str) -> bool:
        """Whether the row of a label (folded, its marks still on) counts; to be asked of every row in order."""
        if self._table_id not in _COUNTING:
            return False
        names_unit = _COUNTED.search(label) is not None
        if self._table_id not in _BY_WORDS:
            return names_unit
        level, own = _level(label), True if names_unit else _counts(label)
        if self._below is not None and (level <= self._below or own is False):
            self._below = None
        if own and self._below is None:
            self._below = level
        return own if own is not None else self._below is not None
