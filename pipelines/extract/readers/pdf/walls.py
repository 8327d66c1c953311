"""Rulings down a table that has none across: they are its columns, and where one is missing a heading spans two."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.labels import Label
from pipelines.extract.readers.pdf.segments import Segment

_SAME = 2.5
"""Rulings nearer than this, in points, are one."""
_COVERED = 0.6
"""Share of the height of the rows that a ruling between columns covers."""
_REACH = 2.0
_MIN_WALLS = 3


def column_walls(down: Floats, body: list[Segment], labels: list[Label]) -> Floats | None:
    """The borders of the columns that rulings part, or None where they part none or figures cross them.

    Args:
        down: rulings (n, 3) x, top, bottom.
        body: the pieces of the rows.
        labels: those above them, which may stand over an outer column without any entry.
    """
    top, bottom = min(piece.top for piece in body), max(piece.bottom for piece in body)
    walls: list[list[float]] = []
    for x, start, end in sorted(down.tolist()):
        covered = min(end, bottom) - max(start, top)
        if covered <= 0:
            continue
        if walls and x - walls[-1][0] < _SAME:
            walls[-1][1] += covered
        else:
            walls.append([x, covered])
    xs = [x for x, covered in walls if covered > _COVERED * (bottom - top)]
    if not xs:
        return None
    left = min(*(piece.x0 for piece in body), *(label.x0 for label in labels if label.x1 < xs[0] + _REACH))
    right = max(*(piece.x1 for piece in body), *(label.x1 for label in labels if label.x0 > xs[-1] - _REACH))
    if left < xs[0] - _REACH:
        xs.insert(0, left - 1)
    if right > xs[-1] + _REACH:
        xs.append(right + 1)
    if len(xs) < _MIN_WALLS or any(piece.is_number and _crosses(piece, xs) for piece in body):
        return None
    return np.array(xs)


def _crosses(piece: Segment, xs: list[float]) -> bool:
    return bisect_left(xs, piece.x0 + _REACH) != bisect_left(xs, piece.x1 - _REACH)


def place_between(labels: list[Label], walls: Floats, down: Floats) -> None:
    """Set the columns of each label: from the ruling on its left to the one on its right, at its own height."""
    for label in labels:
        here = down[(down[:, 1] < label.middle) & (down[:, 2] > label.middle), 0]
        standing = [c for c, x in enumerate(walls) if (abs(here - x) < _SAME).any()]
        label.first = max((c for c in standing if walls[c] < label.centre), default=0)
        label.last = min((c - 1 for c in standing if walls[c] > label.centre), default=len(walls) - 2)
