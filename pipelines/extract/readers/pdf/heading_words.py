"""The words of headings, as the lexicon lists them: they tell whether lines of a label belong together."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon

WordKind = Literal["code", "name", "amount"]
_ROLES: dict[str, WordKind] = {
    "code": "code", "code_part": "code", "line_no": "code",
    "label": "name", "item": "name", "code_label": "name", "unit": "name", "column_no": "name", "text": "name",
}  # fmt: skip
_PHASES = ("final", "budget_unspecified", "initial_budget", "adjusted_budget")
"""The roles of 决算数 and 预算数: they may stand under any amount."""
_CODE_PARTS = ("类", "款", "项")
_TOTALS = ("合计", "小计")
_BESIDE = re.compile(
    r"\((?:单位:?)?(?:元|千元|万元|亿元)\)$|^(?:19|20)\d\d年度?|^其中:|^\d+[.、]|^[一二三四五六七八九十]+、"
)


@cache
def _patterns() -> list[tuple[re.Pattern[str], WordKind, str]]:
    return [
        (re.compile(row["pattern"]), _ROLES.get(row["role"], "amount"), row["canonical"])
        for row in read_lexicon("column_heads")
    ]


@lru_cache(maxsize=8192)
def _known(text: str) -> tuple[WordKind, str] | None:
    """What a column with this heading holds, and the heading's own name."""
    key = _BESIDE.sub("", fold_tight(text))
    return next(((kind, name) for pattern, kind, name in _patterns() if pattern.fullmatch(key)), None)


def word_kind(text: str) -> WordKind | None:
    """What a column with this heading holds; None for an unknown heading."""
    known = _known(text)
    return known[0] if known else None


@cache
def _parts() -> dict[str, set[str]]:
    """The headings that stand under another one, as far as the lexicon lists such paths."""
    parts: dict[str, set[str]] = {"项目": {"科目编码", "科目名称", "类", "款", "项", "科目编码名称", "单位名称"}}
    for row in read_lexicon("table_columns"):
        for over, under in pairwise(row["path"].split("/")):
            if under not in _named(*_PHASES):
                parts.setdefault(over, {"合计"}).add(under)
    return parts


def may_head(over: str, under: str) -> bool | None:
    """Whether a heading may stand over another one; None where the lexicon does not say.

    A side (收入, 支出) has the names of its items below it, and whatever figures.
    """
    above, below = _known(over), _known(under)
    if above is not None and below is not None and above[1] in _named("side"):
        return True if below[0] == "name" else None
    if above is None or below is None or above[1] not in _parts():
        return None
    return below[1] in _parts()[above[1]] if below[1] in _all_parts() | _tops() else None


def is_total(text: str) -> bool:
    """Whether a heading is that of a total (合计), which stands beside its parts, not over them."""
    known = _known(text)
    return known is not None and known[1] in _TOTALS


def is_code_part(text: str) -> bool:
    """Whether a heading is that of a part of a code (类, 款, 项)."""
    known = _known(text)
    return known is not None and known[1] in _CODE_PARTS


def is_phase(text: str) -> bool:
    """Whether a heading tells a final account from a budget (决算数, 预算数); it may stand under any other."""
    known = _known(text)
    return known is not None and known[1] in _named(*_PHASES)


@cache
def _named(*roles: str) -> frozenset[str]:
    """The names of the headings with these roles."""
    return frozenset(row["canonical"] for row in read_lexicon("column_heads") if row["role"] in roles)


@cache
def _tops() -> frozenset[str]:
    """The headings with which paths begin, but for budget and final account, which may stand under any."""
    return frozenset(row["path"].split("/")[0] for row in read_lexicon("table_columns")) - _named(*_PHASES)


@cache
def _all_parts() -> frozenset[str]:
    return frozenset().union(*_parts().values())
