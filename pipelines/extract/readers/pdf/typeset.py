"""Glyphs to strings: the glyphs of a cell or a line, in reading order, with the blanks that were printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, changes, later, numbered, tally, where
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text

_LINE_SHIFT = 0.45
"""Glyphs whose centres differ by more than this share of an em stand on different lines."""
_WIDE_GAP = 0.45
"""A gap of more than this share of an em reads as a blank; the automatic gap between Chinese and digits is 0.25."""
_SAME_PLACE = 0.2
"""Equal glyphs nearer than this share of an em are one glyph drawn twice (fake bold)."""


@dataclass(frozen=True, slots=True)
class Composed:
    """Text per group, and the groups in which glyphs of one line lie over one another."""

    text: dict[int, str]
    overlapping: list[int]


def compose(glyphs: Glyphs, group: Indices) -> Composed:
    """The text of each group of glyphs; lines are joined without a break.

    Args:
        glyphs: (n) glyphs in content order.
        group: (n) number of each glyph's cell or line.
    """
    if not len(glyphs):
        return Composed({}, [])
    order, line = reading_order(glyphs, group)
    return set_ordered(glyphs.take(order), group[order], order, line)


def set_ordered(g: Glyphs, owner: Indices, order: Indices, line: Indices) -> Composed:
    """Like `compose`, for glyphs in reading order with their groups, their places in content order, and lines."""
    em = np.maximum(g.em, 1.0)
    starts = changes(line)
    gap = np.concatenate(([0.0], g.box[1:, 0] - g.box[:-1, 2]))
    twice = ~starts & _repeats(g, em)
    blank = ~starts & ~twice & ((gap > _WIDE_GAP * em) | (g.spaced & _follows(order) & (gap > -_SAME_PLACE * em)))
    over = ~starts & ~twice & (gap < -0.6 * em)
    text = _texts(g, owner, twice, blank)
    return Composed(text, np.unique(owner[over]).tolist() if tally(over) else [])


def reading_order(glyphs: Glyphs, group: Indices) -> tuple[Indices, Indices]:
    """Indices that sort glyphs by group, line and x, and the number of the line of each in that order."""
    middle = glyphs.middle
    order = np.lexsort((middle, group))
    level = middle[order]
    height = np.maximum(glyphs.em[order], 1.0)
    shift = level[1:] - level[:-1] > _LINE_SHIFT * np.minimum(height[1:], height[:-1])
    begins = changes(group[order])
    begins[1:] |= shift
    line = numbered(begins)
    return order[np.lexsort((glyphs.box[order, 0], line))], line


def _follows(order: NDArray[np.int64]) -> Flags:
    """Glyphs whose neighbour on the left is also their neighbour in content order."""
    return later(order[1:] - order[:-1] == 1)


def _repeats(g: Glyphs, em: Floats) -> Flags:
    reach = _SAME_PLACE * em[1:]
    left = g.box[:, 0]
    same = (g.code[1:] == g.code[:-1]) & (np.abs(left[1:] - left[:-1]) < reach)
    return later(same & (np.abs(g.middle[1:] - g.middle[:-1]) < reach))


def _texts(g: Glyphs, owner: Indices, twice: Flags, blank: Flags) -> dict[int, str]:
    code = g.code
    if tally(twice):
        keep = ~twice
        code, owner, blank = code[keep], owner[keep], blank[keep]
    cuts = where(changes(owner))
    names, starts = owner[cuts].tolist(), cuts
    if tally(blank):
        places = where(blank)
        code = np.insert(code, places, np.uint32(0x20))
        starts = cuts + places.searchsorted(cuts)
    text = to_text(code)
    ends = [*starts[1:].tolist(), len(text)]
    return {name: text[a:z] for name, a, z in zip(names, starts.tolist(), ends, strict=True)}
