"""Rows of amounts that stand outside any grid: a table whose columns no reader found, which must not go in silence."""

from __future__ import annotations

import re

from pipelines.extract.content import Page, TextLine
from pipelines.extract.folding import fold
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Place

_AMOUNT = re.compile(r"(?<![\d.,])[-−△(]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}\)?(?![\d.%])")
_GLUED = re.compile(r"(?<=\.\d\d)(?=[\d,]+\.\d\d)")
"""Between amounts whose columns stand too close for the reader to part: 100.0020.50."""
_SENTENCE = re.compile(r"[。;:,!?%]|元|同比|增长|完成")
_MIN_ROWS, _MIN_SINGLES = 3, 8
"""So many lines of two amounts, or of one amount alone (cells written below one another), are a table."""
_TOTAL = re.compile(r"^\W*(?:[\u4e00-\u9fff]{0,6}合\s*计|总\s*计)")
"""A total with two amounts is a row of a table even by itself."""
_SHOWN = 60


def unread_tables(pages: list[Page]) -> list[Flaw]:
    """One flaw for each page on which lines look like rows of a table, or like its cells one below the other."""
    flaws = []
    for page in pages:
        lines = [block.text for block in page.blocks if isinstance(block, TextLine) and _has_point(block.text)]
        counts = [_amounts(line) for line in lines]
        n_rows, n_singles = sum(n > 1 for n in counts), sum(n == 1 for n in counts)
        has_total = any(n > 1 and _TOTAL.match(line) for line, n in zip(lines, counts, strict=True))
        if n_rows >= _MIN_ROWS or n_singles >= _MIN_SINGLES or has_total:
            first = next(line for line, n in zip(lines, counts, strict=True) if n)
            message = f"{sum(n > 0 for n in counts)} lines of amounts in no table, the first: {first[:_SHOWN]}"
            flaws.append(flaw("unread_table", message, Place(page=page.number)))
    return flaws


def _has_point(text: str) -> bool:
    return "." in text or "．" in text


def _amounts(text: str) -> int:
    """The amounts of a line with a point that could be a row; 0 for a sentence, and for words with one amount."""
    if "元" in text or "。" in text:
        return 0
    line = _GLUED.sub(" ", fold(text))
    found = len(_AMOUNT.findall(line))
    rest = _AMOUNT.sub("", line).strip()
    return 0 if _SENTENCE.search(rest) or (found == 1 and rest) else found
