"""Wrapped text that is higher than its row: which lines are one paragraph, and in which row it was set.

A name of three lines in a row for two crosses the rulings above and below it. Set from the top of its row, its last
line may lie in the next row altogether.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import Codes, Flags, Floats, Indices, first_and, numbered, tally, where
from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs

_NUMERALS, _AFTER_NUMERAL = list(map(ord, "一二三四五六七八九十")), ord("、")
_TOTALS, _TOTALS_END = list(map(ord, "合总小")), ord("计")
_CLOSEST, _FARTHEST = 0.8, 1.7
"""How far apart the lines of a paragraph are, in em."""
_RAGGED = 2.0
"""A line of a paragraph is at most so many em shorter than the one above: what follows would have fitted."""
_AT_HOME, _OFF_CENTRE = 0.15, 0.3
"""How much another line may be placed elsewhere in its row, and a centred paragraph be off its middle, in em."""


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of glyphs on a line: left and right end, middle, em, row, whether one has Chinese, sticks out of its row."""

    x0: Floats
    x1: Floats
    y: Floats
    em: Floats
    row: Indices
    wrapped: Flags
    stuck: Flags
    name: Flags
    """Whether a name begins with it for certain: an item with its number (八、…), a bare total (合计)."""


def settle_paragraphs(frame: Frame, g: Glyphs, row: Indices, first: Flags, sticks_out: Flags | None = None) -> Indices:
    """The row of each glyph, after every paragraph that does not lie in its row was moved to one row.

    Args:
        frame: the rulings.
        g: (n) the glyphs inside it, in content order.
        row: (n) the row in which each glyph lies.
        first: (n) whether a run of text begins with the glyph.
        sticks_out: (n) whether its body crosses a ruling above or below it; None where none does.
    """
    starts = where(first)
    runs = _Runs(
        x0=np.minimum.reduceat(g.box[:, 0], starts),
        x1=np.maximum.reduceat(g.box[:, 2], starts),
        y=g.middle[starts],
        em=g.em[starts],
        row=row[starts],
        wrapped=np.logical_or.reduceat(g.code >= FIRST_CJK, starts),
        stuck=np.zeros(len(starts), np.bool_) if sticks_out is None else np.logical_or.reduceat(sticks_out, starts),
        name=_begin_names(g.code, starts),
    )
    begins = first_and(~_continues(frame, runs))
    block = numbered(begins)
    homes = _homes(frame, runs, where(begins))
    is_moved = np.zeros(len(homes), np.bool_)
    is_moved[block[runs.stuck]] = True
    is_moved |= np.bincount(block) > 1
    of_glyph = block[numbered(first)]
    return np.where(is_moved[of_glyph], homes[of_glyph], row)


def _begin_names(codes: Codes, starts: Indices) -> Flags:
    """Which runs begin with Chinese numerals and 、, or are 合计 or 总计; `starts` are their first characters."""
    first, *after = (codes[np.minimum(starts + step, len(codes) - 1)] for step in range(4))
    lengths = np.append(starts[1:], len(codes)) - starts
    is_item = np.logical_or.reduce([code == _AFTER_NUMERAL for code in after])
    is_total = (after[0] == _TOTALS_END) & (lengths == 2)
    if tally(is_item):
        is_item &= np.isin(first, _NUMERALS)
    if tally(is_total):
        is_total &= np.isin(first, _TOTALS)
    begin: Flags = is_item | is_total
    return begin


def _continues(frame: Frame, runs: _Runs) -> Flags:
    """For each run but the first, whether it is the next line of the paragraph of the run before.

    It stands directly below and is not wider, and one of the two sticks out of its row, or the lower lies in the next
    row where no text of a row of its own would stand: a column of tight single lines is no paragraph. A line shorter
    than the one above ends its paragraph, the number of an item and a bare total begin one.
    """
    x0, x1, em, wrapped, stuck = runs.x0, runs.x1, runs.em, runs.wrapped, runs.stuck
    drop = np.diff(runs.y)
    continues = (
        (drop > _CLOSEST * em[1:])
        & (drop < _FARTHEST * em[1:])
        & (x0[1:] < x1[:-1])
        & (x1[1:] > x0[:-1])
        & (x1[1:] < x1[:-1] + 1.2 * em[1:])
        & (x0[1:] > x0[:-1] - 3.2 * em[1:])
        & wrapped[1:]
        & wrapped[:-1]
        & ~runs.name[1:]
        & (stuck[1:] | stuck[:-1] | _strays(frame, runs))
    )
    width = x1 - x0
    ends = continues & (width[1:] < width[:-1] - _RAGGED * em[1:])
    continues[1:] &= ~ends[:-1]
    return continues


def _strays(frame: Frame, runs: _Runs) -> Flags:
    """For each run but the first, whether it lies in another row than the run before, and not as a text of that row.

    Such a text stands in the middle of its row, or as far from the ruling above or below it as others do.
    """
    from_top, from_bottom = runs.y - frame.ys[runs.row], frame.ys[runs.row + 1] - runs.y
    reach = _AT_HOME * runs.em
    off_centre = np.abs(from_top - from_bottom) > 2 * reach
    unlike = (np.abs(np.diff(from_top)) > reach[1:]) & (np.abs(np.diff(from_bottom)) > reach[1:])
    strays: Flags = (runs.row[1:] != runs.row[:-1]) & off_centre[1:] & unlike
    return strays


def _homes(frame: Frame, runs: _Runs, first: Indices) -> Indices:
    """The row that each paragraph was set in; `first` are the numbers of their first runs.

    It is the row in whose middle its own lies; else the row of the figure drawn right after it to its right, or right
    before it to its left, if the paragraph reaches into that row.
    """
    last = np.append(first[1:], len(runs.row)) - 1
    middle = (np.minimum.reduceat(runs.y, first) + np.maximum.reduceat(runs.y, first)) / 2
    top, bottom = np.minimum.reduceat(runs.row, first), np.maximum.reduceat(runs.row, first)
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(runs.row) - 1)
    is_left = runs.x1[before] < np.minimum.reduceat(runs.x0, first)
    is_right = runs.x0[after] > np.maximum.reduceat(runs.x1, first)
    home = frame.ys[1:-1].searchsorted(middle)
    off = np.abs(middle - (frame.ys[home] + frame.ys[home + 1]) / 2) > _OFF_CENTRE * runs.em[first]
    for beside, is_beside in ((before, is_left), (after, is_right)):
        row = runs.row[beside]
        tells = off & is_beside & ~runs.wrapped[beside] & (row >= top) & (row <= bottom)
        home = np.where(tells, row, home)
    return home
