"""Wrapped labels made whole, in a table whose rows are parted by rulings across: what no ruling parts is one cell."""

from __future__ import annotations

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.segments import Segment

_LINE = 1.7
"""Lines of one cell are at most this many em apart."""
_LEVEL = 0.6
"""Labels whose middles lie nearer than this, in em, stand in one line."""


def unwrapped(lines: list[list[Segment]], across: Floats) -> list[list[Segment]]:
    """The lines of a heading with every label in one piece, at the height of its middle.

    Args:
        lines: segments, from top to bottom.
        across: rulings (n, 3) y, x0, x1 of the page.
    """
    whole: list[list[Segment]] = []
    for piece in (piece for line in lines for piece in line):
        above = next((parts for parts in reversed(whole) if _goes_on(parts[-1], piece, across)), None)
        if above is None:
            whole.append([piece])
        else:
            above.append(piece)
    found: list[list[Segment]] = []
    for label in sorted((_joined(parts) for parts in whole), key=lambda label: label.middle):
        if found and label.middle - found[-1][0].middle < _LEVEL * min(label.em, found[-1][0].em):
            found[-1].append(label)
        else:
            found.append([label])
    return [sorted(line, key=lambda label: label.x0) for line in found]


def _goes_on(upper: Segment, lower: Segment, across: Floats) -> bool:
    """Whether a piece is the next line of the cell of the one above it."""
    start, end = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    drop = lower.middle - upper.middle
    if start >= end or not 0.5 * upper.em < drop < _LINE * upper.em:
        return False
    between = (across[:, 0] > upper.middle) & (across[:, 0] < lower.middle)
    return not (between & (across[:, 1] < end) & (across[:, 2] > start)).any()


def _joined(parts: list[Segment]) -> Segment:
    if len(parts) == 1:
        return parts[0]
    return Segment(
        text="".join(part.text for part in parts),
        x0=min(part.x0 for part in parts),
        top=parts[0].top,
        x1=max(part.x1 for part in parts),
        bottom=parts[-1].bottom,
        members=tuple(index for part in parts for index in part.members),
        size=max(part.em for part in parts),
    )
