"""The names of rows, as the lexicon lists them: two of them right below one another are two rows."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.pdf.segments import Segment

_FUND = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算财政拨款")
"""The whole name of a fund, as rows of what is brought forward from it print it."""
_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in read_lexicon("row_labels") if row["role"]))


@lru_cache(maxsize=8192)
def is_row_name(text: str) -> bool:
    """Whether a text is the name of a row, all of it."""
    name = _ORDINAL.sub("", fold_tight(text))
    if _FUND.fullmatch(name):
        return True
    return bool(_names().fullmatch(name)) and name.count("(") == name.count(")")


def are_row_names(pieces: list[Segment]) -> bool:
    """Whether pieces are names of rows, each of them whole (结余分配, 年末结转和结余)."""
    return bool(pieces) and all(is_row_name(piece.text) for piece in pieces)
