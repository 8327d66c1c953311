"""Names in several lines beside figures, told by how the cells of a table are aligned: at top, middle or bottom.

Where the lines of a page follow one another evenly, distance does not tell where one name ends and the next begins.
But a name goes on only from a line that is full, and all cells of a table are aligned alike: of the three alignments
one explains every line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.row_words import is_row_name
from pipelines.extract.readers.pdf.segments import Segment

_LEVEL = 0.3
"""Middles that differ by less than this, in em, are level."""
_NEXT_LINE = 2.2
"""The next line of a name is at most this many em below."""
_MOST_LINES = 8
_NOT_FITTING = 0.97
"""A line with less room than this, in em, at its end is full: the next character did not fit."""
_BEGINS = re.compile(r"其中[:：]|[一二三四五六七八九十]+、|\d+[.、．]|[（(][一二三四五六七八九十\d]+[）)]")
"""The number with which a name begins."""
_OPENINGS, _CLOSINGS = frozenset("(（《“〔["), frozenset(")）》”〕]、，。；：,.;:%％")
"""Marks that end no line, and marks that begin none: another character moves to the next line with each."""
_TOTALS = ("合计", "总计")
_OF_TOTALS = re.compile(r"(?:本年)?(?:收入|支出)|(?:人员|公用|日常公用)(?:经费|支出)")
"""What bare totals end, even in a line of their own."""
_ALIGNMENTS = (0.0, 0.5, 1.0)
"""Where a row's figures stand beside its name: level with its first line, its middle, its last line."""
_APART, _OUTSIDE, _NAMED = 1.0, 0.5, 0.1
"""Costs of a line that belongs to no figures: any, one above or below all rows, a name of its own (blank amounts)."""
_UNEXPLAINED, _CLEARLY = 0.05, 4.0
"""Cost of the best alignment at most, as a share of all pieces, and how many times as much any other costs at least."""


@dataclass(slots=True)
class Line:
    """What stands in one line of one column of names."""

    pieces: list[Segment]

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return self.pieces[0].middle

    @property
    def em(self) -> float:
        """Height of the em square."""
        return self.pieces[0].em

    @property
    def x1(self) -> float:
        """Right end."""
        return self.pieces[-1].x1

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(piece.text for piece in self.pieces)


Extent = tuple[float, float]
"""The middles of the first and the last of some lines."""
Run = tuple[int | None, list[Line]]
"""The lines of one name, and the number of the row of its figures; None where it has none."""


def find_runs(names: list[Segment], rows: list[Extent], separators: list[float]) -> list[Run] | None:
    """The lines of names put together, or None where not just one alignment explains them.

    Args:
        names: the pieces beside the figures.
        rows: where the figures of each row stand, from above.
        separators: x between the columns.
    """
    columns = _columns(names, separators)
    if all(_level_with(line, line, rows, 0.0) is not None for lines in columns for line in lines):
        return None
    found = [[_cheapest(lines, rows, alignment) for lines in columns] for alignment in _ALIGNMENTS]
    best, second, _ = sorted((sum(cost for cost, _ in ways), at) for at, ways in enumerate(found))
    if best[0] > _UNEXPLAINED * len(names) or second[0] <= _CLEARLY * best[0]:
        return None
    return [run for _, runs in found[best[1]] for run in runs]


def _columns(names: list[Segment], separators: list[float]) -> list[list[Line]]:
    """The lines of each column, from above."""
    columns: dict[int, list[Line]] = {}
    for piece in sorted(names, key=lambda piece: piece.middle):
        lines = columns.setdefault(bisect_left(separators, min(piece.x0 + 1.5 * piece.em, piece.x1)), [])
        if lines and piece.middle - lines[-1].middle < _LEVEL * piece.em:
            lines[-1].pieces.append(piece)
            lines[-1].pieces.sort(key=lambda one: one.x0)
        else:
            lines.append(Line([piece]))
    return list(columns.values())


def _level_with(first: Line, last: Line, rows: list[Extent], alignment: float) -> int | None:
    """The one row whose figures stand beside the lines `first` to `last`, if they are aligned with them."""
    slack = _LEVEL * first.em
    at = bisect_left(rows, first.middle - slack, key=lambda row: row[1])
    beside = [row for row in rows[at : at + 2] if row[0] < last.middle + slack]
    if len(beside) != 1:
        return None
    (top, bottom), middle = beside[0], first.middle + alignment * (last.middle - first.middle)
    return at if abs(top + alignment * (bottom - top) - middle) < slack else None


def _cheapest(lines: list[Line], rows: list[Extent], alignment: float) -> tuple[float, list[Run]]:
    """The lines of a column put together so that the fewest are left without figures: the cost of those, and all."""
    goes_on = _going_on(lines)
    ways: list[tuple[float, list[Run]]] = [(0.0, [])]
    for at in range(len(lines) - 1, -1, -1):
        is_rest = at > 0 and goes_on[at - 1]
        steps: list[tuple[float, int, int | None]] = [
            (ways[-1][0] + _cost_apart(lines[at], rows, is_rest=is_rest), 1, None)
        ]
        for count in range(1, _most_lines(goes_on, at) + 1):
            row = _level_with(lines[at], lines[at + count - 1], rows, alignment)
            if row is not None:
                steps.append((ways[-count][0], count, row))
        cost, count, found = min(steps, key=lambda step: (step[0], -step[1], step[2] is None))
        ways.append((cost, [(found, lines[at : at + count]), *ways[-count][1]]))
    return ways[-1]


def _most_lines(goes_on: list[bool], at: int) -> int:
    """How many lines a name may have that begins with line `at`."""
    return next((count for count in range(1, _MOST_LINES) if not goes_on[at + count - 1]), _MOST_LINES)


def _cost_apart(line: Line, rows: list[Extent], *, is_rest: bool) -> float:
    """What it costs that a line belongs to no figures; nothing below all rows, where notes stand.

    `is_rest`: it may be the rest of the line above.
    """
    if line.middle > rows[-1][1]:
        return _OUTSIDE * is_rest
    if _BEGINS.match(line.text) or (is_row_name(line.text) and fold_tight(line.text) not in _TOTALS):
        return _NAMED
    return _OUTSIDE if line.middle < rows[0][0] else _APART


def _going_on(lines: list[Line]) -> list[bool]:
    """Whether each line may go on in the next one."""
    right = max(line.x1 for line in lines)
    return [*(_goes_on(line, rest, right) for line, rest in pairwise(lines)), False]


def _goes_on(line: Line, rest: Line, right: float) -> bool:
    text = fold_tight(rest.text)
    if rest.middle - line.middle > _NEXT_LINE * line.em or _BEGINS.match(text):
        return False
    if is_row_name(text):
        return text in _TOTALS and bool(_OF_TOTALS.fullmatch(fold_tight(line.text)))
    is_opened = text[:1] in _OPENINGS
    moved = is_opened + (text[1 + is_opened : 2 + is_opened] in _CLOSINGS)
    return right - line.x1 < (_NOT_FITTING + moved) * line.em
