"""Where columns without rulings end: labels stand in the middle of their columns, so one border gives the next.

The borders b of n columns with middles m satisfy b[k] + b[k+1] = 2 m[k]. With the first border all are known; that
every border must lie in the white between its neighbours' texts bounds it. Where no border fits, labels are not
centred, and the middle of each gap serves.
"""

from __future__ import annotations

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats

_SLACK = 1.5
"""Points by which a text may reach over its border."""
_OUTER = (60.0, 400.0)
"""Points by which the first and last columns may reach out over their texts; far only where nothing else fits."""


def find_borders(low: list[float], high: list[float], middles: list[float | None]) -> tuple[Floats, bool]:
    """The n + 1 borders of n columns, and whether labels in the middle of their columns gave them all.

    Args:
        low: left end of all texts of each column.
        high: their right end.
        middles: the middle of each column's label, None where it has none.
    """
    n = len(low)
    lower = [low[0] - _OUTER[0], *(high[k] - _SLACK for k in range(n - 1)), high[-1]]
    upper = [low[0], *(low[k + 1] + _SLACK for k in range(n - 1)), high[-1] + _OUTER[0]]
    borders = [low[0] - 1, *((high[k] + low[k + 1]) / 2 for k in range(n - 1)), high[-1] + 1]
    start, is_sure = 0, True
    while start < n:
        end = start
        while end < n and middles[end] is not None:
            end += 1
        known = [middle for middle in middles[start:end] if middle is not None]
        if known and not _solve(borders, lower, upper, known, start):
            far_lower = [low[0] - _OUTER[1], *lower[1:]]
            far_upper = [*upper[:-1], high[-1] + _OUTER[1]]
            is_sure &= _solve(borders, far_lower, far_upper, known, start)
        is_sure &= end == n
        start = end + 1
    return np.array(borders), is_sure


def _solve(borders: list[float], lower: list[float], upper: list[float], middles: list[float], start: int) -> bool:
    """Set the borders from `start` on by the middles of the columns between them, as far as they fit; True if all."""
    sign, shift = 1.0, 0.0
    least, most = lower[start], upper[start]
    terms = [(sign, shift)]
    for count, middle in enumerate(middles, 1):
        sign, shift = -sign, 2 * middle - shift
        a, b = lower[start + count] - shift, upper[start + count] - shift
        if sign < 0:
            a, b = -b, -a
        if max(least, a) > min(most, b):
            break
        least, most = max(least, a), min(most, b)
        terms.append((sign, shift))
    if len(terms) > 1:
        first = (least + most) / 2
        for k, (sign, shift) in enumerate(terms):
            borders[start + k] = sign * first + shift
    return len(terms) == len(middles) + 1
