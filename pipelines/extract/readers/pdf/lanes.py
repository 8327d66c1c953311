"""Lanes: the columns of a table without rulings, told by the white between their entries."""

from __future__ import annotations

import re

import numpy as np

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.segments import Segment

Interval = tuple[float, float]

_CLASS, _PART, _MAX_PARTS = 3, 2, 2
"""Digits of a class (类), of each part of a code below it (款, 项), and how many parts there are."""
_TOTAL = re.compile(r"[合总]\s*计$")
"""Totals are printed across the columns of code and name."""
_STEP = 0.5
_WIDEST = 14_400.0
"""No page is wider (PDF 32000-1, annex C.2); text farther apart is a damaged number."""
_OVERLONG = 0.04
"""Share of rows whose text, but never a number, may stick out over a lane."""


def is_total_name(piece: Segment) -> bool:
    """Whether a piece names a total (合计, 总计)."""
    return bool(_TOTAL.search(piece.text))


def find_lanes(segments: list[Segment], n_rows: int) -> list[Interval]:
    """The lanes of all segments but the totals that are printed across two of them, or beside all."""
    others = [segment for segment in segments if not is_total_name(segment)]
    if len(others) == len(segments) or all(segment.is_number for segment in others):
        return _lanes(segments, n_rows)
    lanes = _lanes(others, n_rows)
    across = [s for s in segments if is_total_name(s) and sum(s.x0 < b and a < s.x1 for a, b in lanes) != 1]
    found = _lanes([segment for segment in segments if segment not in across], n_rows)
    return found if len(found) >= len(lanes) else lanes


def _lanes(segments: list[Segment], n_rows: int) -> list[Interval]:
    """The x-intervals between white lanes."""
    x0 = np.array([segment.x0 for segment in segments])
    x1 = np.array([segment.x1 for segment in segments])
    if x1.max() - x0.min() > _WIDEST:
        raise ValueError("text stands farther apart than any page is wide")
    steps = np.arange(x0.min(), x1.max() + _STEP, _STEP)
    weight = np.array([float(n_rows) if segment.is_number else 1.0 for segment in segments])
    begin = steps.searchsorted(x0 + 0.1)
    end = np.maximum(steps.searchsorted(x1 - 0.1, side="right"), begin)
    begun, ended = (np.bincount(at, weight, len(steps) + 1) for at in (begin, end))
    covered = (begun - ended).cumsum()[:-1]
    inked = covered > (_OVERLONG * n_rows if n_rows > 8 else 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int64)))
    return [(float(steps[a]), float(steps[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def with_whole_codes(lanes: list[Interval], segments: list[Segment]) -> list[Interval]:
    """The lanes, those of the parts of a code (201 | 06 | 01, 类款项) as one where they lie side by side."""
    whole: list[Interval] = []
    parts = 0
    named = [piece for piece in segments if not is_total_name(piece)]
    for lane in lanes:
        inside = [fold_tight(piece.text) for piece in named if touch((piece.x0, piece.x1), lane)]
        is_part = all(len(text) == _PART and text.isdigit() for text in inside)
        if is_part and 0 < parts <= _MAX_PARTS:
            whole[-1] = whole[-1][0], lane[1]
            parts += 1
            continue
        whole.append(lane)
        numbers = [text for text in inside if text.isdigit()]
        parts = int(bool(numbers) and all(len(text) == _CLASS for text in numbers))
    return whole


def touch(one: Interval, other: Interval) -> bool:
    """Whether two intervals overlap."""
    return one[0] < other[1] and other[0] < one[1]
