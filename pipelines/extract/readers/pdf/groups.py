"""Labels over several columns: the stretch of columns in whose middle each stands, level by level from below."""

from __future__ import annotations

from functools import cache

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.labels import Label

_LEVEL = 0.6
"""Labels whose middles differ by less than this many em stand on one level."""
_CLEAR = 0.15
"""What a label heads begins below it, or reaches into it by this many em at most."""
_LEFT_OUT = {True: 1.5, False: 15.0}
"""Cost, in points off the middle, of a column with a label below the level that no label of the level heads; little
where the borders are sure."""
_NO_STRETCH = 200.0
_OUTSIDE = 3.0
"""Cost of each point by which a label is wider than what it heads."""


def place_groups(groups: list[Label], placed: list[Label], borders: Floats, *, is_sure: bool) -> None:
    """Set `first` and `last` of each group; `placed` are the labels of single columns."""
    below = list(placed)
    waiting = sorted(groups, key=lambda label: -label.middle)
    while waiting:
        lowest = waiting[0]
        level = [label for label in waiting if lowest.middle - label.middle < _LEVEL * lowest.em]
        waiting = [label for label in waiting if label not in level]
        _place_level(sorted(level, key=lambda label: label.centre), below, borders, _LEFT_OUT[is_sure])
        below += level


def _place_level(level: list[Label], below: list[Label], borders: Floats, left_out: float) -> None:
    n = len(borders) - 1
    free = {column for column in range(n) if _is_headed(column, level[0], below)}

    @cache
    def best(at: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """The least cost and the stretches of the labels from `at` on, in the columns from `start` on."""
        if at == len(level):
            return left_out * sum(column >= start for column in free), ()
        rest, stretches = best(at + 1, start)
        options = [(rest + _NO_STRETCH, ((-1, -1), *stretches))]
        for first in range(start, n):
            skipped = left_out * sum(start <= column < first for column in free)
            for last in range(first, n):
                if last not in free:
                    break
                rest, stretches = best(at + 1, last + 1)
                cost = _off(level[at], borders[first], borders[last + 1])
                options.append((skipped + cost + rest, ((first, last), *stretches)))
        return min(options)

    for label, (first, last) in zip(level, best(0, 0)[1], strict=True):
        label.first, label.last = (first, last) if first >= 0 else _nearest(label, borders)


def _is_headed(column: int, label: Label, below: list[Label]) -> bool:
    """Whether the uppermost label over a column so far begins below a label's level."""
    tops = [other.top for other in below if other.first <= column <= other.last]
    return bool(tops) and min(tops) > label.bottom - _CLEAR * label.em


def _off(label: Label, left: float, right: float) -> float:
    outside = max(left - label.x0, label.x1 - right, 0.0)
    return float(abs((left + right) / 2 - label.centre) + _OUTSIDE * outside)


def _nearest(label: Label, borders: Floats) -> tuple[int, int]:
    at = min(range(len(borders) - 1), key=lambda c: abs((borders[c] + borders[c + 1]) / 2 - label.centre))
    return at, at
