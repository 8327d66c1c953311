"""Lanes: the columns of a table without rulings, and the columns that only its heading knows."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.segments import Segment

Interval = tuple[float, float]

_TOTAL = re.compile(r"[合总]\s*计$")
"""Totals are printed across the columns of code and name."""
_STEP = 0.5
_OVERLONG = 0.04
"""Share of rows whose text, but never a number, may stick out over a lane."""
_BESIDE = 60.0


def find_lanes(segments: list[Segment], n_rows: int) -> list[Interval]:
    """The lanes of all segments but the totals that are printed across two of them."""
    others = [segment for segment in segments if not _TOTAL.search(segment.text)]
    if len(others) in {0, len(segments)}:
        return _lanes(segments, n_rows)
    lanes = _lanes(others, n_rows)
    across = [s for s in segments if _TOTAL.search(s.text) and sum(s.x0 < b and a < s.x1 for a, b in lanes) > 1]
    return _lanes([segment for segment in segments if segment not in across], n_rows)


def _lanes(segments: list[Segment], n_rows: int) -> list[Interval]:
    """The x-intervals between white lanes."""
    x0 = np.array([segment.x0 for segment in segments])
    x1 = np.array([segment.x1 for segment in segments])
    steps = np.arange(x0.min(), x1.max() + _STEP, _STEP)
    weight = np.array([float(n_rows) if segment.is_number else 1.0 for segment in segments])
    covered = ((steps[:, None] >= x0 + 0.1) & (steps[:, None] <= x1 - 0.1)) @ weight
    inked = covered > (_OVERLONG * n_rows if n_rows > 8 else 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int64)))
    return [(float(steps[a]), float(steps[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def separators_of(lanes: list[Interval]) -> Floats:
    """The middles of the white lanes."""
    return np.array([(before[1] + after[0]) / 2 for before, after in pairwise(lanes)])


def with_empty_columns(labels: list[Interval], lanes: list[Interval], amounts: set[Interval]) -> list[Interval]:
    """Lanes, widened to labels that stand beside their figures, and one more for each column without figures.

    Labels that touch no lane belong to the lanes that no label touches, one to one in order where there are as many
    of both, else each to the nearest; a label for which none is left heads a column in which nothing is printed.
    """
    loose = [label for label in labels if not any(touch(label, lane) for lane in lanes)]
    unnamed = [lane for lane in lanes if not any(touch(label, lane) for label in labels)]
    pairs = list(zip(loose, unnamed, strict=False))
    if len(loose) != len(unnamed) or any(_gap(label, lane) > _BESIDE for label, lane in pairs):
        pairs = _nearest_pairs(loose, unnamed, amounts)
    matched = {lane for _, lane in pairs}
    named = {label for label, _ in pairs}
    widened = [(min(label[0], lane[0]), max(label[1], lane[1])) for label, lane in pairs]
    return sorted([lane for lane in lanes if lane not in matched] + widened + [x for x in loose if x not in named])


def _nearest_pairs(
    labels: list[Interval], lanes: list[Interval], amounts: set[Interval]
) -> list[tuple[Interval, Interval]]:
    distances = sorted(
        (_apart(label, lane, flush_right=lane in amounts), label, lane) for label in labels for lane in lanes
    )
    pairs: list[tuple[Interval, Interval]] = []
    for _, label, lane in distances:
        if _gap(label, lane) <= _BESIDE and all(label != other and lane != taken for other, taken in pairs):
            pairs.append((label, lane))
    return pairs


def _gap(label: Interval, lane: Interval) -> float:
    return max(lane[0] - label[1], label[0] - lane[1])


def _apart(label: Interval, lane: Interval, *, flush_right: bool) -> float:
    """How far a label is from what it does not touch: amounts stand flush right of its middle, all else left."""
    middle = (label[0] + label[1]) / 2
    offset = lane[1] - middle if flush_right else middle - lane[0]
    return offset if offset >= 0 else -3 * offset


def united(intervals: list[Interval]) -> list[Interval]:
    """Overlapping intervals made one, in order: the lines of a wrapped label."""
    united: list[Interval] = []
    for start, end in sorted(intervals):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return united


def touch(one: Interval, other: Interval) -> bool:
    """Whether two intervals overlap."""
    return one[0] < other[1] and other[0] < one[1]
