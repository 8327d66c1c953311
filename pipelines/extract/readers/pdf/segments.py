"""Text without rulings cut into segments: pieces of a line with white space on both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import first_and, numbered, where
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs
from pipelines.extract.readers.pdf.typeset import reading_order, set_ordered

_GUTTER = 0.6
"""White space wider than this, in em, parts two columns; single blanks within a text are narrower."""
_AUTOSPACE = 0.27
"""Between a figure and Chinese text of the same run a quarter of an em is set by itself."""
_TOUCHING = 0.15
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[%％]?|[-—]{1,2}")
AMOUNT = re.compile(r"[-−]?\d[\d,]*\.\d+[%％]?")


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of text, and the indices of its glyphs."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    members: tuple[int, ...]
    size: float = 0.0
    """Height of the em square where the piece has several lines."""

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def em(self) -> float:
        """Height of the em square."""
        return self.size or max(self.bottom - self.top, 1.0)

    @property
    def is_number(self) -> bool:
        """A number, a code, a line number, or the dash that stands for none."""
        return bool(_NUMBER.fullmatch(self.text.replace(" ", "")))

    @property
    def is_amount(self) -> bool:
        """A number with decimals."""
        return bool(AMOUNT.fullmatch(self.text.replace(" ", "")))


def cut_segments(glyphs: Glyphs) -> list[list[Segment]]:
    """Lines from top to bottom, each its segments from left to right."""
    if not len(glyphs):
        return []
    order, line = reading_order(glyphs, np.zeros(len(glyphs), np.int64))
    g = glyphs.take(order)
    gap = g.box[1:, 0] - g.box[:-1, 2]
    em = np.maximum(g.em, 1.0)[1:]
    wide = gap > _GUTTER * em
    digit = (g.code >= 0x30) & (g.code <= 0x39)
    beside = digit[:-1] & (digit[1:] | (g.code[1:] >= FIRST_CJK))
    touching = beside & (gap > np.where(np.diff(order) == 1, _AUTOSPACE, _TOUCHING) * em)
    cut = (line[1:] != line[:-1]) | wide | touching
    number = numbered(first_and(cut))
    text = set_ordered(g, number, order, number).text
    starts = where(first_and(cut))
    low, high = np.minimum.reduceat(g.box[:, :2], starts), np.maximum.reduceat(g.box[:, 2:], starts)
    ends = [*starts[1:].tolist(), len(glyphs)]
    lines: dict[int, list[Segment]] = {}
    for name, (a, z) in enumerate(zip(starts.tolist(), ends, strict=True)):
        x0, top = low[name].tolist()
        x1, bottom = high[name].tolist()
        piece = Segment(text[name], x0, top, x1, bottom, tuple(order[a:z].tolist()))
        lines.setdefault(int(line[a]), []).append(piece)
    return [lines[key] for key in sorted(lines)]
