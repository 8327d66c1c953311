"""The words of headings, as the lexicon lists them: they tell whether lines of a label belong together."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon

WordKind = Literal["code", "name", "amount"]
_ROLES: dict[str, WordKind] = {
    "code": "code", "code_part": "code", "line_no": "code",
    "label": "name", "item": "name", "code_label": "name", "unit": "name", "column_no": "name", "text": "name",
}  # fmt: skip
_BESIDE = re.compile(r"\((?:单位:?)?(?:元|千元|万元|亿元)\)$|^(?:19|20)\d\d年度?|^\d+[.、]|^[一二三四五六七八九十]+、")


@cache
def _patterns() -> list[tuple[re.Pattern[str], WordKind]]:
    return [(re.compile(row["pattern"]), _ROLES.get(row["role"], "amount")) for row in read_lexicon("column_heads")]


@lru_cache(maxsize=8192)
def word_kind(text: str) -> WordKind | None:
    """What a column with this heading holds; None for an unknown heading."""
    key = _BESIDE.sub("", fold_tight(text))
    return next((kind for pattern, kind in _patterns() if pattern.fullmatch(key)), None)
