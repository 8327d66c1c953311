"""Names spread over the whole width of their cells (分散对齐): characters evenly apart are one text, not columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipelines.extract.readers.pdf.segments import Segment

_SURE = 4
"""So many characters evenly apart are one text; fewer (类 款 项) only where they fill the cell of such a one."""
_EVEN = 0.25
"""The white spaces of one text differ by less than this, in em."""
_FLUSH = 0.6
"""Texts of one column begin and end within so many em."""
Cell = tuple[float, float]
"""Left and right end."""


def with_justified(lines: list[list[Segment]]) -> list[list[Segment]]:
    """The lines, each text of evenly spread characters in a row of figures as one piece.

    Labels written downwards leave single characters side by side, too, but no figures.
    """
    spread = [list(_spread(line)) for line in lines]
    cells = [_cell(line, run) for line, runs in zip(lines, spread, strict=True) for run in runs if len(run) >= _SURE]
    if not cells:
        return lines
    return [
        _joined(
            line, [run for run in runs if len(run) >= _SURE or _fills_any(_cell(line, run), line[run[0]].em, cells)]
        )
        for line, runs in zip(lines, spread, strict=True)
    ]


def _spread(line: list[Segment]) -> Iterator[range]:
    """The stretches of single characters of a row of figures that are evenly apart, two at least in each."""
    if sum(len(piece.text) == 1 for piece in line) < 2 or not any(piece.is_number for piece in line):
        return
    first = 0
    for at in range(1, len(line) + 1):
        if at < len(line) and _goes_on(line[first : at + 1]):
            continue
        if at - first > 1:
            yield range(first, at)
        first = at


def _goes_on(pieces: list[Segment]) -> bool:
    """Whether single characters are as far apart as the first two of them."""
    if any(len(piece.text) > 1 or piece.is_number for piece in pieces):
        return False
    first, last = ((b.x0 + b.x1 - a.x0 - a.x1) / 2 for a, b in (pieces[:2], pieces[-2:]))
    return abs(last - first) < _EVEN * pieces[0].em


def _cell(line: list[Segment], run: range) -> Cell:
    return line[run[0]].x0, line[run[-1]].x1


def _fills_any(cell: Cell, em: float, cells: list[Cell]) -> bool:
    return any(abs(cell[0] - x0) < _FLUSH * em and abs(cell[1] - x1) < _FLUSH * em for x0, x1 in cells)


def _joined(line: list[Segment], runs: list[range]) -> list[Segment]:
    """A line with some stretches of its pieces as one piece each."""
    kept: list[Segment] = []
    ends = [0, *(end for run in runs for end in (run.start, run.stop)), len(line)]
    for number, (first, last) in enumerate(pairwise(ends)):
        own = line[first:last]
        kept += [_whole(own)] if number % 2 else own
    return kept


def _whole(pieces: list[Segment]) -> Segment:
    return Segment(
        text="".join(piece.text for piece in pieces),
        x0=pieces[0].x0,
        top=min(piece.top for piece in pieces),
        x1=pieces[-1].x1,
        bottom=max(piece.bottom for piece in pieces),
        members=tuple(index for piece in pieces for index in piece.members),
    )
