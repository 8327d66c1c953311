"""Minus signs that stand a little apart from their figures, and the dashes of another column, which stand as near.

A sign in a font whose figures are narrower leaves half an em before its figure, as much as there may be between the
dash for nothing and the amount of the next column. The dash stands where its own column ends, as other entries do.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.segments import Segment

_MINUS = frozenset("-−－–")
_NEAR = 0.6
"""A sign stands less than this many em before its figure."""
_SAME = 0.1
"""Marks that differ by less than this, in em, stand in line."""


class _Pair(NamedTuple):
    """A dash and the figure right behind it, and the place of the dash: its line, and its number in the line."""

    dash: Segment
    figure: Segment
    line: int
    at: int

    @property
    def gap(self) -> float:
        """White space between the two."""
        return self.figure.x0 - self.dash.x1


def with_signs(lines: list[list[Segment]], down: Floats) -> list[list[Segment]]:
    """The lines, each sign as one piece with its figure.

    Args:
        lines: pieces from left to right.
        down: rulings (n, 3) x, top, bottom; one between a dash and a figure parts them.
    """
    pairs = [pair for number, line in enumerate(lines) for pair in _pairs(line, number)]
    if not pairs:
        return lines
    dashes = {id(pair.dash) for pair in pairs}
    others = [piece for line in lines for piece in line if _is_entry(piece) and id(piece) not in dashes]
    kept = [list(line) for line in lines]
    for pair in reversed(pairs):
        if not (_ends_column(pair, others, pairs) or _is_ruled(pair, down)):
            kept[pair.line][pair.at : pair.at + 2] = [_whole(pair)]
    return kept


def _pairs(line: list[Segment], number: int) -> list[_Pair]:
    return [
        _Pair(piece, after, number, at)
        for at, (piece, after) in enumerate(pairwise(line))
        if piece.text in _MINUS and after.x0 - piece.x1 < _NEAR * after.em and _is_figure(after)
    ]


def _is_entry(piece: Segment) -> bool:
    """Amounts and marks for nothing; the numbers of columns stand in the middle of theirs."""
    return piece.is_amount or (piece.is_number and (piece.text == "0" or not piece.is_code))


def _is_figure(piece: Segment) -> bool:
    return piece.is_number and fold_tight(piece.text)[0].isdigit()


def _ends_column(pair: _Pair, others: list[Segment], pairs: list[_Pair]) -> bool:
    """Whether the dash stands where entries of a column before the figure's end, or in line with other dashes."""
    dash, figure = pair.dash, pair.figure
    if any(dash.x0 < other.x1 <= figure.x0 for other in others):
        return True
    slack = _SAME * dash.em
    return any(abs(other.dash.x1 - dash.x1) < slack < abs(other.gap - pair.gap) for other in pairs)


def _is_ruled(pair: _Pair, down: Floats) -> bool:
    between = (down[:, 0] > pair.dash.x1) & (down[:, 0] < pair.figure.x0)
    return bool((between & (down[:, 1] < pair.dash.middle) & (down[:, 2] > pair.dash.middle)).any())


def _whole(pair: _Pair) -> Segment:
    dash, figure = pair.dash, pair.figure
    return Segment(
        text=dash.text + figure.text,
        x0=dash.x0,
        top=min(dash.top, figure.top),
        x1=figure.x1,
        bottom=max(dash.bottom, figure.bottom),
        members=dash.members + figure.members,
    )
