"""Labels over several columns: the stretch of columns in whose middle each stands, level by level from above.

Where two stretches have the same middle, the words decide that the lexicon lists under a label, then the narrower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.heading_words import may_head
from pipelines.extract.readers.pdf.labels import Label, is_flush

_LEVEL = 0.6
"""Labels whose middles differ by less than this many em stand on one level."""
_CLEAR = 0.0
"""What a label heads begins below it, or reaches into it by this many em at most."""
_BESIDE = 0.2
_LEFT_OUT = {True: 1.5, False: 15.0}
"""Cost, in points off the middle, of a column below a level that no label of the level heads; little where the
borders are sure."""
_UNLISTED = {True: 0.0, None: 0.3, False: 6.0}
"""Cost of each column by whether the lexicon lists it under the label."""
_ASIDE = 2.0
"""Cost, in points off the middle, of a label that is flush with the first it heads instead."""
_ALONE = 3.0
_NO_STRETCH = 200.0
_OUTSIDE = 3.0
"""Cost of each point by which a label is wider than what it heads."""
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Level:
    """Labels of one height, from the left, and what each column has below them: the columns' own labels."""

    labels: list[Label]
    leaves: dict[int, Label]
    bounds: list[Stretch]
    """The stretches of the level above; what this level heads lies within one of them, or in none."""
    borders: Floats
    left_out: float


def place_groups(groups: list[Label], placed: list[Label], borders: Floats, *, is_sure: bool) -> None:
    """Set `first` and `last` of each group; `placed` are the labels of single columns."""
    waiting = sorted(groups, key=lambda label: label.middle)
    leaves = {label.first: label for label in placed}
    bounds: list[Stretch] = []
    while waiting:
        highest = waiting[0]
        labels = [label for label in waiting if label.middle - highest.middle < _LEVEL * highest.em]
        waiting = [label for label in waiting if label not in labels]
        below = {c: leaf for c, leaf in leaves.items() if leaf.top > highest.bottom - _CLEAR * highest.em}
        if not waiting:
            below = _lowest(below)
        labels.sort(key=lambda label: label.centre)
        _place_level(_Level(labels, below, bounds, borders, _LEFT_OUT[is_sure]))
        bounds = [(label.first, label.last) for label in labels]


def _lowest(leaves: dict[int, Label]) -> dict[int, Label]:
    """The labels without those that end above where the lowest begins: those stand beside a group, not below it."""
    lowest = max((leaf.top for leaf in leaves.values()), default=0.0)
    return {c: leaf for c, leaf in leaves.items() if leaf.bottom > lowest + _BESIDE * leaf.em}


def _place_level(level: _Level) -> None:
    n = len(level.borders) - 1

    @cache
    def best(at: int, start: int) -> tuple[float, tuple[Stretch, ...]]:
        """The least cost and the stretches of the labels from `at` on, in the columns from `start` on."""
        if at == len(level.labels):
            return _skipped(level, start, n), ()
        rest, stretches = best(at + 1, start)
        options = [(rest + _NO_STRETCH, ((-1, -1), *stretches))]
        for first in range(start, n):
            for last in range(first, n):
                if last not in level.leaves:
                    break
                if _fits_bounds(level, first, last):
                    rest, stretches = best(at + 1, last + 1)
                    cost = _skipped(level, start, first) + _cost(level, level.labels[at], first, last)
                    options.append((cost + rest, ((first, last), *stretches)))
        return min(options)

    for label, (first, last) in zip(level.labels, best(0, 0)[1], strict=True):
        label.first, label.last = (first, last) if first >= 0 else _nearest(label, level.borders)


def _skipped(level: _Level, start: int, end: int) -> float:
    """The cost of heading none of the columns from `start` to before `end`."""
    return sum(
        level.left_out
        for column in range(start, end)
        if column in level.leaves
        and any(may_head(o.text, level.leaves[column].text) is not False for o in level.labels)
    )


def _cost(level: _Level, label: Label, first: int, last: int) -> float:
    left, right = level.borders[first], level.borders[last + 1]
    outside = max(left - label.x0, label.x1 - right, 0.0)
    words = sum(_UNLISTED[may_head(label.text, level.leaves[c].text)] for c in range(first, last + 1))
    off = abs((left + right) / 2 - label.centre)
    if is_flush(label, level.leaves[first]):
        off = min(off, _ASIDE)
    return float(off + _OUTSIDE * outside + words + _ALONE * (first == last))


def _fits_bounds(level: _Level, first: int, last: int) -> bool:
    """Whether a stretch lies within one of the level above, or beside all."""
    return all((a <= first and last <= b) or last < a or b < first for a, b in level.bounds)


def _nearest(label: Label, borders: Floats) -> Stretch:
    at = min(range(len(borders) - 1), key=lambda c: abs((borders[c] + borders[c + 1]) / 2 - label.centre))
    return at, at
