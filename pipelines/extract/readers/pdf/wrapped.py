"""Wrapped text that is higher than its row: which lines are one paragraph, and in which row it was set.

A name of three lines in a row for two crosses the rulings above and below it. Set from the top of its row, its last
line may lie in the next row altogether.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import (
    Codes,
    Flags,
    Floats,
    Indices,
    first_and,
    later,
    median,
    numbered,
    tally,
    where,
)
from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs
from pipelines.extract.readers.pdf.paragraphs import NameLine, Setting, Slot, Told, settled

_NUMERALS, _AFTER_NUMERAL = list(map(ord, "一二三四五六七八九十")), ord("、")
_TOTALS, _TOTALS_END = list(map(ord, "合总小")), ord("计")
_CLOSEST, _FARTHEST = 0.8, 1.7
"""How far apart the lines of a paragraph are, in em."""
_RAGGED = 2.0
"""A line of a paragraph is at most so many em shorter than the one above: what follows would have fitted."""
_AT_HOME = 0.15
"""How much another line may be placed elsewhere in its row, in em."""
_HOPELESS = 10.0
"""The cost, in em, of lines that no row can hold."""
_SOME = 3
"""Lines within one row tell the pitch of all, where there are so many."""
_JOINED, _WITH_ROOM, _BARE_TOTAL = 0.02, 0.6, 0.25
"""What speaks against a line that goes on, more if it had room, and against 合计 as the end of a name, in em."""


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
    item: Flags
    """Whether it begins with the number of an item (八、…)."""
    total: Flags
    """Whether it is a bare total (合计)."""


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
    is_item, is_total = _begin_names(g.code, starts)
    runs = _Runs(
        x0=np.minimum.reduceat(g.box[:, 0], starts),
        x1=np.maximum.reduceat(g.box[:, 2], starts),
        y=g.middle[starts],
        em=g.em[starts],
        row=row[starts],
        wrapped=np.logical_or.reduceat(g.code >= FIRST_CJK, starts),
        stuck=np.zeros(len(starts), np.bool_) if sticks_out is None else np.logical_or.reduceat(sticks_out, starts),
        item=is_item,
        total=is_total,
    )
    column = np.minimum(frame.xs[1:].searchsorted((runs.x0 + runs.x1) / 2), frame.shape[1] - 1)
    beside = _is_below(runs, column)
    strain = _strain(frame, runs, column, beside)
    chain = numbered(first_and(~beside))
    strays = later(beside & _strays(frame, runs))
    chains = [where(chain == number) for number in np.unique(chain[(runs.stuck | strays) & runs.wrapped]).tolist()]
    rows = runs.row.copy()
    is_moved = np.zeros(len(starts), np.bool_)
    for members, found in zip(chains, _best_rows(frame, runs, chains, strain), strict=True):
        if found:
            rows[members], is_moved[members] = found, True
    of_glyph = numbered(first)
    return np.where(is_moved[of_glyph], rows[of_glyph], row)


def _begin_names(codes: Codes, starts: Indices) -> tuple[Flags, Flags]:
    """Which runs begin with Chinese numerals and 、, or are 合计 or 总计; `starts` are their first characters."""
    first, *after = (codes[np.minimum(starts + step, len(codes) - 1)] for step in range(4))
    lengths = np.append(starts[1:], len(codes)) - starts
    is_item = np.logical_or.reduce([code == _AFTER_NUMERAL for code in after])
    is_total = (after[0] == _TOTALS_END) & (lengths == 2)
    if tally(is_item):
        is_item &= np.isin(first, _NUMERALS)
    if tally(is_total):
        is_total &= np.isin(first, _TOTALS)
    return is_item, is_total


def _is_below(runs: _Runs, column: Indices) -> Flags:
    """For each run but the first, whether it stands directly below the run before."""
    x0, x1, em, wrapped = runs.x0, runs.x1, runs.em, runs.wrapped
    drop = np.diff(runs.y)
    is_near = (drop > _CLOSEST * em[1:]) & (drop < _FARTHEST * em[1:])
    is_under = (column[1:] == column[:-1]) | ((x0[1:] < x1[:-1]) & (x1[1:] > x0[:-1]))
    below: Flags = is_near & is_under & wrapped[1:] & wrapped[:-1]
    return below


def _strain(frame: Frame, runs: _Runs, column: Indices, below: Flags) -> Floats:
    """For each run, how much speaks against its going on from the run before, in em; infinite where it cannot.

    A line is not wider than the one it goes on from, and that has no room for a character more. One that is shorter
    ends its paragraph, the number of an item and a bare total begin one. All lines are equally far apart.
    """
    x0, x1, em = runs.x0, runs.x1, runs.em[1:]
    width, drop = x1 - x0, np.diff(runs.y)
    may_follow = below & (x1[1:] < x1[:-1] + 1.2 * em) & ~runs.item[1:]
    ends = may_follow & (width[1:] < width[:-1] - _RAGGED * em)
    may_follow[1:] &= ~ends[:-1]
    fits = runs.wrapped & (x0 > frame.xs[column]) & (x1 < frame.xs[column + 1])
    widest, farthest = np.zeros((2, frame.shape[1]))
    np.maximum.at(widest, column[fits], width[fits])
    np.maximum.at(farthest, column[fits], x1[fits])
    filled = np.maximum(width + runs.em - widest[column], x1 + runs.em - farthest[column])[:-1]
    together = may_follow & (runs.row[1:] == runs.row[:-1]) & (filled > -_AT_HOME * em)
    pitch = median((drop / em)[together]) if tally(together) >= _SOME else 0.0
    strain = _JOINED + _WITH_ROOM * (filled < -_AT_HOME * em) + _BARE_TOTAL * runs.total[1:]
    if pitch:
        strain += np.abs(drop / em - pitch)
    return np.concatenate(([np.inf], np.where(may_follow, strain, np.inf)))


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


def _best_rows(frame: Frame, runs: _Runs, chains: list[Indices], strain: Floats) -> list[list[int]]:
    """The rows of the runs of each chain: of the three ways to set texts in their rows, that which explains them best.

    None for a chain whose column has no boxes for it.
    """
    ways = [[_rows(frame, runs, members, strain, setting) for members in chains] for setting in _settings(frame, runs)]
    best = min(ways, key=lambda way: sum(min(cost, _HOPELESS) for cost, _ in way))
    return [rows for _, rows in best]


def _rows(frame: Frame, runs: _Runs, members: Indices, strain: Floats, setting: Setting) -> tuple[float, list[int]]:
    """The rows of some runs below one another, and how ill they fit."""
    first, last = int(members[0]), int(members[-1])
    centre = float((runs.x0[first] + runs.x1[first]) / 2)
    column = min(max(int(frame.xs.searchsorted(centre)) - 1, 0), frame.shape[1] - 1)
    slots = _slots(frame, column)
    lines = [NameLine(float(runs.y[at]), float(strain[at])) for at in members.tolist()]
    cost, found = settled(lines, slots, setting, _told(runs, first, last))
    return cost, [slots[number].row for number in found]


def _slots(frame: Frame, column: int) -> list[Slot]:
    """The boxes of a column from top to bottom."""
    tops = where(first_and(np.diff(frame.owner[:, column]) != 0)).tolist()
    bottoms = [*tops[1:], frame.shape[0]]
    return [Slot(top, float(frame.ys[top]), float(frame.ys[bottom])) for top, bottom in zip(tops, bottoms, strict=True)]


def _settings(frame: Frame, runs: _Runs) -> Iterator[Setting]:
    """The ways to set texts in their rows: in the middle, or as far from top or bottom as the figures are."""
    em = float(runs.em[0])
    yield Setting(em)
    figures = where(~runs.wrapped & ~runs.stuck)
    y, row = runs.y[figures], runs.row[figures]
    for side, insets in enumerate((y - frame.ys[row], frame.ys[row + 1] - y)):
        yield Setting(em, side, median(insets) if len(insets) else em)


def _told(runs: _Runs, first: int, last: int) -> Told:
    """The rows of the figures drawn right before the runs `first` to `last`, to their left, and after, to their right.

    They are those of the first and the last, if these reach into them.
    """

    def row_of(figure: int, line: int, *, is_beside: bool) -> int | None:
        is_near = not runs.wrapped[figure] and abs(runs.row[figure] - runs.row[line]) <= 1
        return int(runs.row[figure]) if is_beside and is_near else None

    before, after = max(first - 1, 0), min(last + 1, len(runs.row) - 1)
    return Told(
        row_of(before, first, is_beside=bool(runs.x1[before] < runs.x0[first])),
        row_of(after, last, is_beside=bool(runs.x0[after] > runs.x1[last])),
    )
