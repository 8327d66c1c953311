"""Glyphs to strings: the glyphs of a cell or a line, in reading order, with the blanks that were printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf.arrays import (
    Codes,
    Flags,
    Floats,
    Indices,
    changes,
    first_and,
    later,
    numbered,
    tally,
    where,
)
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text

_LINE_SHIFT = 0.45
"""Glyphs whose centres differ by more than this share of an em stand on different lines."""
_OVERLAP, _OFF_LINE = 0.25, 0.12
"""Glyphs that overlap by more of an em, their centres so far apart in height, are of two texts printed as one line."""
_INTO, _FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0.3, 0x4E00, 0x9FFF
"""So do ideographs and digits that overlap by so much of an em: no spacing sets them so close."""
_CLOSE_LINES = 0.75
"""Lines of one text are at least this part of an em apart."""
_WIDE_GAP = 0.45
"""A gap of more than this share of an em reads as a blank; the automatic gap between Chinese and digits is 0.25."""
_FEW = 2
_TOUCHING = 0.07
"""Characters that follow in one text leave no more of an em between them."""
_SAME_PLACE = 0.2
"""Equal glyphs nearer than this share of an em are one glyph drawn twice (fake bold)."""


class Lined(NamedTuple):
    """Glyphs by line and x: their places among the `drawn` ones, which are in content order, and their lines."""

    drawn: Glyphs
    glyphs: Glyphs
    order: Indices
    line: Indices


def in_lines(glyphs: Glyphs) -> Lined:
    """Glyphs in content order as lines."""
    order, line = reading_order(glyphs)
    return Lined(glyphs, glyphs.take(order), order, line)


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
    order = _read_upwards(glyphs, group, order)
    ordered, owner = glyphs.take(order), group[order]
    composed = set_ordered(ordered, owner, order, line)
    crowded = _crowded(ordered, owner, line)
    return Composed(composed.text, sorted({*composed.overlapping, *crowded})) if crowded else composed


def set_ordered(g: Glyphs, owner: Indices, order: Indices, line: Indices) -> Composed:
    """Like `compose`, for glyphs in reading order with their groups, their places in content order, and lines."""
    em = np.maximum(g.em, 1.0)
    starts = changes(line)
    gap = np.concatenate(([0.0], g.box[1:, 0] - g.box[:-1, 2]))
    twice = ~starts & _repeats(g, em)
    inner = ~(starts | twice)
    blank = inner & (gap > _WIDE_GAP * em)
    if tally(g.spaced):
        blank |= inner & g.spaced & _follows(order) & (gap > -_SAME_PLACE * em)
    over = inner & (gap < -_OVERLAP * em)
    if tally(over):
        is_solid = ((g.code >= _FIRST_IDEOGRAPH) & (g.code <= _LAST_IDEOGRAPH)) | ((g.code >= 0x30) & (g.code <= 0x39))
        level = (gap < -_INTO * em) & is_solid & later(is_solid[:-1])
        over &= (gap < -0.6 * em) | level | later(np.abs(g.middle[1:] - g.middle[:-1]) > _OFF_LINE * em[1:])
    text = _texts(g, owner, twice, blank)
    return Composed(text, np.unique(owner[over]).tolist() if tally(over) else [])


def _crowded(g: Glyphs, owner: Indices, line: Indices) -> list[int]:
    """The groups in which a line is printed into the line above it; glyphs are in reading order."""
    begins = where(changes(line))
    inner = where(owner[begins[1:]] == owner[begins[1:] - 1]) + 1
    if not len(inner):
        return []
    at = begins[inner]
    middle = g.middle
    close = where(np.abs(middle[at] - middle[at - 1]) < _CLOSE_LINES * g.em[at])
    if not len(close):
        return []
    ends = np.append(begins[1:], len(line))
    return [
        int(owner[begins[number]])
        for number in inner[close].tolist()
        if _meet(g.box[begins[number - 1] : begins[number]], g.box[begins[number] : ends[number]])
    ]


def _meet(above: Floats, below: Floats) -> bool:
    """Whether two lines of glyphs stand over the same stretch of the page."""
    return bool(below[:, 0].min() < above[:, 2].max() and above[:, 0].min() < below[:, 2].max())


def _read_upwards(glyphs: Glyphs, group: Indices, order: Indices) -> Indices:
    """The order with each group turned round whose characters stand on one another and were drawn from below.

    A heading that is turned by a quarter runs so, where the page does not. Two characters alone may be two lines.
    """
    back = where(order[1:] - order[:-1] == -1)
    if not len(back):
        return order
    owner = group[order]
    stacks = [own for name in np.unique(owner[back]).tolist() if _is_stack(glyphs, order[own := where(owner == name)])]
    turned = order.copy()
    for own in stacks if max(map(len, stacks), default=0) > _FEW else ():
        turned[own] = order[own][::-1]
    return turned


def _is_stack(glyphs: Glyphs, members: Indices) -> bool:
    """Whether glyphs, from top to bottom, stand one on another without a gap, and were drawn from bottom to top.

    PDFium may turn the order of characters set one a line, too; but lines have leading. Brackets have gaps beside
    them, and two characters may be spread (合 计).
    """
    if not (np.diff(members) == -1).all():
        return False
    x, em, box = glyphs.centre[members], float(glyphs.em[members].mean()), glyphs.box[members]
    touch = np.abs(box[1:, 1] - box[:-1, 3]) < _TOUCHING * em
    return bool(x.max() - x.min() < _SAME_PLACE * em and (2 * tally(touch) >= len(touch) or len(members) == _FEW))


def reading_order(glyphs: Glyphs, group: Indices | None = None) -> tuple[Indices, Indices]:
    """Indices that sort glyphs by group, if any, line and x, and the number of the line of each in that order."""
    middle, height = glyphs.middle, np.maximum(glyphs.em, 1.0)
    order = _sorted(group, middle)
    if order is not None:
        middle, height = middle[order], height[order]
    shift = middle[1:] - middle[:-1] > _LINE_SHIFT * np.minimum(height[1:], height[:-1])
    if group is not None:
        own = group if order is None else group[order]
        shift |= own[1:] != own[:-1]
    line = numbered(first_and(shift)[: len(middle)])
    left = glyphs.box[:, 0] if order is None else glyphs.box[:, 0][order]
    along = _sorted(line, left)
    if along is None:
        return (np.arange(len(line)) if order is None else order), line
    return (along if order is None else order[along]), line


def _sorted(group: Indices | None, value: Floats) -> Indices | None:
    """Indices that sort values within their groups; None where they are in order, as cells mostly are drawn."""
    if group is None:
        return None if tally(value[1:] >= value[:-1]) == max(len(value) - 1, 0) else value.argsort(kind="stable")
    rises = (group[1:] > group[:-1]) | ((group[1:] == group[:-1]) & (value[1:] >= value[:-1]))
    return None if tally(rises) == len(rises) else np.lexsort((value, group))


def _follows(order: NDArray[np.int64]) -> Flags:
    """Glyphs whose neighbour on the left is also their neighbour in content order."""
    return later(order[1:] - order[:-1] == 1)


def _repeats(g: Glyphs, em: Floats) -> Flags:
    """Glyphs that are the one before them drawn again."""
    same = g.code[1:] == g.code[:-1]
    at = where(same)
    if len(at):
        left, middle, reach = g.box[:, 0], g.middle, _SAME_PLACE * em[at + 1]
        same[at] = (np.abs(left[at + 1] - left[at]) < reach) & (np.abs(middle[at + 1] - middle[at]) < reach)
    return later(same)


def _texts(g: Glyphs, owner: Indices, twice: Flags, blank: Flags) -> dict[int, str]:
    code = g.code
    if tally(twice):
        keep = ~twice
        code, owner, blank = code[keep], owner[keep], blank[keep]
    cuts = where(changes(owner))
    names, starts = owner[cuts].tolist(), cuts
    if tally(blank):
        code, shift = with_blanks(code, blank)
        starts = cuts + shift[cuts]
    text = to_text(code)
    ends = [*starts[1:].tolist(), len(text)]
    return {name: text[a:z] for name, a, z in zip(names, starts.tolist(), ends, strict=True)}


def with_blanks(codes: Codes, blank: Flags) -> tuple[Codes, Indices]:
    """The characters with a blank before those flagged, and how many blanks stand before each."""
    shift: Indices = blank.cumsum()
    spaced = np.full(len(codes) + int(shift[-1]), 0x20, codes.dtype)
    spaced[np.arange(len(codes)) + shift] = codes
    return spaced, shift - blank
