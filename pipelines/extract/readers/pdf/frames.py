"""Rulings to frames: boundaries of rows and columns, and which positions the rulings leave merged.

Lines are snapped and joined, crossing lines form one frame, and within a frame a box is the largest rectangle that
no ruling crosses. Only geometry belongs here; characters do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import (
    Flags,
    Floats,
    Indices,
    changes,
    columns,
    first_and,
    numbered,
    picked,
    tally,
    where,
)

_SNAP = 2.0
"""Rulings closer than this (points) are the same line: double borders, cell-wise drawn edges."""
_DOT_SNAP = 0.3
_REACH = 3.0
"""Rulings cross, and pieces of a line join, across gaps of this size."""
_MIN_PITCH = 3.5
"""No row or column is narrower; boundaries closer than this are one."""
_SHORT_OF_MIDDLE = 0.25
"""A line that stops short of an interval's middle by this part of it passes it all the same; no farther off."""
_MIN_LENGTH = 6.0
_OPEN_SIDE = 8.0
"""A table without side borders: its lines run on this far beyond the outermost crossing line."""
_OPEN_ROW = 60.0
"""Where but a few lines do, they part the boxes of an outer row or column no larger than this (points)."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Joined lines of an upright page: `across` (n, 3) y, x0, x1 and `down` (m, 3) x, top, bottom."""

    across: Floats
    down: Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid drawn on a page.

    `xs` (C+1) and `ys` (R+1) are the boundaries. `owner` (R, C) names for every position the flat index of the top
    left position of its box. `walls` (R, C+1) and `floors` (R+1, C) say where a ruling is really drawn.
    """

    xs: Floats
    ys: Floats
    owner: Indices
    walls: Flags
    floors: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1

    @property
    def area(self) -> float:
        """Area in square points."""
        return float((self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0]))


def join_rulings(boxes: Floats, thin: float) -> Rulings:
    """Thin boxes (n, 4) x0, top, x1, bottom to joined lines; dots of a dotted line count in both directions."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (width <= thin) & (height <= thin)
    across = _across(picked(boxes, where((height <= width) & ~dot)))
    down = _down(picked(boxes, where((width <= height) & ~dot)))
    if tally(dot):
        dots = _both_joined(_across(boxes[dot]), _down(boxes[dot]), _DOT_SNAP)
        across, down = np.concatenate((across, dots[0])), np.concatenate((down, dots[1]))
    return Rulings(*_both_joined(across, down, _SNAP))


def _across(boxes: Floats) -> Floats:
    return columns((boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 0], boxes[:, 2])


def _down(boxes: Floats) -> Floats:
    return columns((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1], boxes[:, 3])


def _both_joined(across: Floats, down: Floats, snap: float) -> tuple[Floats, Floats]:
    """Snap positions, join collinear pieces, drop what stays short: (n, 3) position, start, end, of both directions.

    They go through the steps in one table: a page has so few lines that each step costs the same for one as for both.
    """
    n_across = len(across)
    if not n_across + len(down):
        return across, down
    lines = np.concatenate((across, down))
    is_down = np.arange(len(lines)) >= n_across
    lines = picked(lines, np.lexsort((lines[:, 0], is_down)))
    begins = first_and(lines[1:, 0] - lines[:-1, 0] > snap)
    if 0 < n_across < len(lines):
        begins[n_across] = True
    group = numbered(begins)
    length = np.maximum(lines[:, 2] - lines[:, 1], 0.01)
    position = np.bincount(group, lines[:, 0] * length) / np.bincount(group, length)
    order = np.lexsort((lines[:, 1], group))
    group = group[order]
    shift = group * 1e5
    start, end = lines[order, 1] + shift, lines[order, 2] + shift
    reach = np.maximum.accumulate(end)
    first = where(first_and(start[1:] > reach[:-1] + _REACH))
    last = np.concatenate((first[1:], [len(start)])) - 1
    joined = columns(position[group[first]], start[first] - shift[first], reach[last] - shift[first])
    kept = where(joined[:, 2] - joined[:, 1] > _MIN_LENGTH)
    joined, end_of_across = picked(joined, kept), tally(first[kept] < n_across)
    return joined[:end_of_across], joined[end_of_across:]


def find_frames(rulings: Rulings) -> list[Frame]:
    """Frames of at least two positions, smallest first, so that an inner grid comes before what surrounds it."""
    across, down = rulings.across, rulings.down
    if len(across) < 2 or not len(down):
        return []
    frames = []
    for rows, cols in _components(_crossings(across, down)):
        frame = _frame(picked(across, where(rows)), picked(down, where(cols)))
        if frame is not None and frame.owner.size >= 2:
            frames.append(frame)
    return sorted(frames, key=lambda frame: frame.area)


def _crossings(across: Floats, down: Floats) -> Flags:
    """(h, v): whether line h meets line v."""
    y, x0, x1 = across[:, :1], across[:, 1:2], across[:, 2:]
    x, top, bottom = down[:, 0], down[:, 1], down[:, 2]
    return (x >= x0 - _REACH) & (x <= x1 + _REACH) & (y >= top - _REACH) & (y <= bottom + _REACH)


def _components(crossings: Flags) -> list[tuple[Flags, Flags]]:
    """Connected sets of crossing lines with two lines across and one down or more."""
    free = np.ones(len(crossings), np.bool_)
    if tally(crossings) == crossings.size:
        return [(free, np.ones(crossings.shape[1], np.bool_))]
    found = []
    while tally(free):
        rows = np.zeros(len(crossings), np.bool_)
        rows[free.argmax()] = True
        while True:
            # products of flags, several times faster than rows and columns picked by flags
            cols: Flags = rows @ crossings
            grown: Flags = (crossings @ cols) | rows
            if tally(grown) == tally(rows):
                break
            rows = grown
        free &= ~rows
        if tally(rows) >= 2 and tally(cols):
            found.append((rows, cols))
    return found


def _frame(across: Floats, down: Floats) -> Frame | None:
    ys = _boundaries(across, down)
    xs = _boundaries(down, across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    walls = _coverage(down, xs, ys).T
    floors = _coverage(across, ys, xs)
    walls[:, [0, -1]] = True
    floors[[0, -1]] = True
    return Frame(xs, ys, merge_boxes(walls, floors), walls, floors)


def _boundaries(lines: Floats, crossing: Floats) -> Floats:
    """Distinct positions of lines in order; where those crossing them run on beyond the outermost, their end is a side.

    The side lies where most of them end; where merged boxes let but a few run on, as far as a row or two reach. The
    outer sides of the table may run on alone: a browser draws the border round all of it to the end of a page.
    """
    groups: list[list[float]] = []
    for position in sorted(lines[:, 0].tolist()):
        if groups and position - groups[-1][-1] <= _MIN_PITCH:
            groups[-1].append(position)
        else:
            groups.append([position])
    found = [sum(group) / len(group) for group in groups]
    above = _open_side([found[0] - start for start in crossing[:, 1].tolist()], lines, crossing)
    below = _open_side([end - found[-1] for end in crossing[:, 2].tolist()], lines, crossing)
    return np.array([*(found[0] - reach for reach in above), *found, *(found[-1] + reach for reach in below)])


def _open_side(reaches: list[float], lines: Floats, crossing: Floats) -> list[float]:
    """How far beyond the outermost of the lines an open side lies, from how far each crossing one runs on; or none."""
    ordered = sorted(reaches)
    usual = ordered[len(ordered) // 2]
    if usual > _OPEN_SIDE or ordered[-1] <= _OPEN_SIDE:
        return [usual] if usual > _OPEN_SIDE else []
    first, last = lines[:, 1].min() + _REACH, lines[:, 2].max() - _REACH
    inner = [reach for reach, place in zip(reaches, crossing[:, 0].tolist(), strict=True) if first < place < last]
    farthest = max(inner, default=0.0)
    return [farthest] if _OPEN_SIDE < farthest < _OPEN_ROW else []


def _coverage(lines: Floats, boundaries: Floats, stops: Floats) -> Flags:
    """(boundaries, intervals between stops): whether a line on the boundary passes the middle of the interval.

    Lines and boundaries are in order, as `join_rulings` leaves them.
    """
    middles = (stops[:-1] + stops[1:]) / 2
    is_one_each = len(lines) == len(boundaries)
    begin, end = lines[:, 1], lines[:, 2]
    if is_one_each and np.maximum.reduce(begin) <= middles[0] and np.minimum.reduce(end) >= middles[-1]:
        return np.ones((len(boundaries), len(middles)), np.bool_)
    reach = np.minimum(_REACH, _SHORT_OF_MIDDLE * (stops[1:] - stops[:-1]))
    passes: Flags = (middles > lines[:, 1:2] - reach) & (middles < lines[:, 2:] + reach)
    if is_one_each and tally(lines[:, 0] == boundaries) == len(lines):
        return passes
    nearest = ((boundaries[:-1] + boundaries[1:]) / 2).searchsorted(lines[:, 0])
    firsts = where(changes(nearest))
    covered = np.zeros((len(boundaries), len(middles)), np.bool_)
    covered[nearest[firsts]] = np.logical_or.reduceat(passes, firsts, axis=0)
    return covered


def merge_boxes(walls: Flags, floors: Flags) -> Indices:
    """Positions to boxes: a partition into rectangles, each named by its top left position.

    Args:
        walls: (R, C+1) rulings left and right of the positions; the outer ones are taken as drawn.
        floors: (R+1, C) rulings above and below; likewise.

    Returns:
        (R, C) flat indices. Positions without a wall between them form a run; equal runs in neighbouring rows with
        no floor at all between them form a box.
    """
    n_rows, n_cols = len(walls), floors.shape[1]
    if tally(walls) == walls.size and tally(floors) == floors.size:
        return np.arange(n_rows * n_cols).reshape(n_rows, n_cols)
    position, rows = np.arange(n_cols), np.arange(n_rows)[:, None]
    left = np.maximum.accumulate(np.where(walls[:, :-1], position, 0), axis=1)
    inner = floors[1:-1]
    if tally(inner) == inner.size:
        apart: Indices = rows * n_cols + left
        return apart
    closes = walls[:, 1:].copy()
    closes[:, -1] = True
    right = np.minimum.accumulate(np.where(closes, position, n_cols)[:, ::-1], axis=1)[:, ::-1]
    drawn = np.concatenate((np.zeros((n_rows + 1, 1), np.int64), np.cumsum(floors, axis=1)), axis=1)
    between = drawn[rows, right + 1] - drawn[rows, left]
    joined = np.zeros((n_rows, n_cols), np.bool_)
    joined[1:] = (left[1:] == left[:-1]) & (right[1:] == right[:-1]) & (between[1:] == 0)
    top = np.maximum.accumulate(np.where(joined, 0, rows), axis=0)
    owner: Indices = top * n_cols + left
    return owner
