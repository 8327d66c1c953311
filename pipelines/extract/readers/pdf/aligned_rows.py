"""Rows of a table without rulings by the alignment of its cells: names in several lines, set as close as rows are."""

from __future__ import annotations

from bisect import bisect_left

from pipelines.extract.readers.pdf.cell_runs import Run, find_runs
from pipelines.extract.readers.pdf.leads import is_lead
from pipelines.extract.readers.pdf.row_lines import (
    LINES_BELOW,
    Row,
    anchored_rows,
    is_anchor,
    items_below,
    overlap,
    pitch_of,
)
from pipelines.extract.readers.pdf.segments import Segment


def aligned_rows(
    lines: list[list[Segment]], first: int, last: int, separators: list[float], n_above: int = 0
) -> list[Row]:
    """The rows in the lines `first` to `last` and below; none where the alignment of cells does not tell them.

    Args:
        lines: the lines of the page.
        first: the first line of the rows.
        last: the last line with figures.
        separators: x between the columns.
        n_above: how many of the lines are the row of column numbers (栏次), which is a row by itself.
    """
    begin = first + n_above
    inner = lines[begin : last + 1] + _rests(lines, last, separators)
    rows = anchored_rows(inner)
    if not rows or all(map(is_anchor, inner)):
        return []
    figures = [[piece for piece in row.segments if piece.is_number] for row in rows]
    extents = [(min(piece.middle for piece in own), max(piece.middle for piece in own)) for own in figures]
    names = [piece for line in inner for piece in line if not piece.is_number]
    runs = find_runs(names, extents, separators)
    if runs is None:
        return []
    found = [Row(row.anchor, own) for row, own in zip(rows, figures, strict=True)]
    found = sorted([*found, *_put_together(runs, found)], key=lambda row: row.anchor)
    if n_above:
        found.insert(0, Row(lines[first][0].middle, [piece for line in lines[first:begin] for piece in line]))
    return found + items_below(found, lines[last + 1 :], pitch_of(lines[first : last + 1]))


def _put_together(runs: list[Run], rows: list[Row]) -> list[Row]:
    """Give the rows their names; the rows of names without figures, of which those above all others are one.

    What stands above the first row is the rest of one that the page before begins.
    """
    first, last = rows[0].top, rows[-1].bottom
    rest = Row(first)
    apart: list[Row] = []
    for at, lines in runs:
        pieces = [piece for line in lines for piece in line.pieces]
        middle = lines[0].middle
        if at is not None:
            rows[at].segments.extend(pieces)
        elif middle < first:
            rest.anchor = min(rest.anchor, middle)
            rest.segments.extend(pieces)
        elif middle < last:
            apart.append(Row(middle, pieces))
    return [rest, *apart] if rest.segments else apart


def _rests(lines: list[list[Segment]], last: int, separators: list[float]) -> list[list[Segment]]:
    """The lines below the last one with figures that may be the rest of its row: each piece stands in its column."""
    found: list[list[Segment]] = []
    for line in lines[last + 1 : last + LINES_BELOW]:
        is_other = is_anchor(line) or any(is_lead(piece) or _crosses(piece, separators) for piece in line)
        if is_other and not overlap(lines[last], line):
            break
        found.append(line)
    return found


def _crosses(piece: Segment, separators: list[float]) -> bool:
    return bisect_left(separators, piece.x0) != bisect_left(separators, piece.x1)
