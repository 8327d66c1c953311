"""Labels over several columns: the stretch of columns in whose middle each stands, level by level from above.

Where two stretches have the same middle, the words decide that the lexicon lists under a label, then the narrower one.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    borders, leaves = level.borders.tolist(), level.leaves
    words = [{c: may_head(label.text, leaf.text) for c, leaf in leaves.items()} for label in level.labels]
    skipped = [0.0]
    for column in range(len(borders) - 1):
        is_left_out = column in leaves and any(heads[column] is not False for heads in words)
        skipped.append(skipped[-1] + level.left_out * is_left_out)

    @cache
    def stretches(at: int, first: int) -> list[tuple[int, float]]:
        """The last columns, from the left, of what label `at` may head from column `first` on, and their costs."""
        return list(_priced(level, borders, level.labels[at], words[at], first))

    @cache
    def best(at: int, start: int) -> tuple[float, tuple[Stretch, ...]]:
        """The least cost and the stretches of the labels from `at` on, in the columns from `start` on."""
        if at == len(level.labels):
            return skipped[-1] - skipped[start], ()
        rest, chosen = best(at + 1, start)
        least, found = rest + _NO_STRETCH, ((-1, -1), *chosen)
        for first in range(start, len(borders) - 1):
            for last, cost in stretches(at, first):
                so_far = skipped[first] - skipped[start] + cost
                if so_far > least:
                    continue
                rest, chosen = best(at + 1, last + 1)
                if so_far + rest <= least:
                    least, found = min((least, found), (so_far + rest, ((first, last), *chosen)))
        return least, found

    for label, (first, last) in zip(level.labels, best(0, 0)[1], strict=True):
        label.first, label.last = (first, last) if first >= 0 else _nearest(label, level.borders)


def _priced(
    level: _Level, borders: list[float], label: Label, words: dict[int, bool | None], first: int
) -> Iterator[tuple[int, float]]:
    """The stretches from column `first` on that a label may head, by their last columns, with their costs.

    `words` says which columns the lexicon lists under the label.
    """
    left, unlisted = borders[first], 0.0
    for last in range(first, len(borders) - 1):
        if last not in level.leaves:
            return
        unlisted += _UNLISTED[words[last]]
        if not _fits_bounds(level, first, last):
            continue
        right = borders[last + 1]
        off = abs((left + right) / 2 - label.centre)
        if is_flush(label, level.leaves[first]):
            off = min(off, _ASIDE)
        outside = max(left - label.x0, label.x1 - right, 0.0)
        yield last, off + _OUTSIDE * outside + unlisted + _ALONE * (first == last)


def _fits_bounds(level: _Level, first: int, last: int) -> bool:
    """Whether a stretch lies within one of the level above, or beside all."""
    return all((a <= first and last <= b) or last < a or b < first for a, b in level.bounds)


def _nearest(label: Label, borders: Floats) -> Stretch:
    at = min(range(len(borders) - 1), key=lambda c: abs((borders[c] + borders[c + 1]) / 2 - label.centre))
    return at, at
