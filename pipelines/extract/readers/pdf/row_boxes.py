"""The boxes of a row without rulings: which columns each of its pieces fills."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise

from pipelines.extract.readers.pdf.lanes import is_total_name
from pipelines.extract.readers.pdf.row_lines import Row
from pipelines.extract.readers.pdf.segments import Segment

_SAME_LINE = 0.4
"""The middles of the pieces of one line differ by less than this, in em."""

Boxes = dict[tuple[int, int], list[Segment]]
"""The pieces of a row by their first and last column."""


def _column(segment: Segment, separators: list[float]) -> int:
    """Numbers stand at the right edge of their column, text at the left edge."""
    at = segment.x1 - 0.3 * segment.em if segment.is_number else min(segment.x0 + 1.5 * segment.em, segment.x1)
    return bisect_left(separators, at)


def joined(pieces: list[Segment]) -> str:
    """The texts of one box; two figures are never joined into a third."""
    text = ""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        text += " " * (before is not None and before.is_number and piece.is_number) + piece.text
    return text


def _line_by_line(segments: list[Segment]) -> list[Segment]:
    """The pieces as they are read: the middles of one line differ by a little (11 stands lower than 01)."""
    lines: list[list[Segment]] = []
    for piece in sorted(segments, key=lambda piece: piece.middle):
        if lines and piece.middle - lines[-1][0].middle < _SAME_LINE * piece.em:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [piece for line in lines for piece in sorted(line, key=lambda piece: piece.x0)]


def with_wide_totals(row: Boxes, names: Counter[int]) -> Boxes:
    """The boxes of a row; a total in a column without other names is set across the blanks around it (公用经费合计)."""
    wide: Boxes = {}
    for (first, last), pieces in row.items():
        left, right = first, last
        if is_total_name(pieces[0]) and names[first] == 1 and any(other > last for other, _ in row):
            left = max((other + 1 for _, other in row if other < first), default=0)
            right = min(other - 1 for other, _ in row if other > last)
        wide[left, right] = pieces
    return wide


def row_boxes(row: Row, separators: list[float], *, spread: bool) -> Boxes:
    """The pieces of a row by their first and last column.

    A word across two empty columns (合计) spans them; in the row of column numbers a word (栏次) spans what lies
    between two numbers.
    """
    pieces = _line_by_line(row.segments)
    columns = [_column(piece, separators) for piece in pieces]
    boxes: Boxes = {}
    for piece, column in zip(pieces, columns, strict=True):
        span = column, column
        if not piece.is_number and columns.count(column) == 1:
            others, inner = {other for other in columns if other != column}, piece.em / 3
            first, last = bisect_left(separators, piece.x0 + inner), bisect_left(separators, piece.x1 - inner)
            if spread:
                first = max((other + 1 for other in others if other < column), default=0)
                last = min((other - 1 for other in others if other > column), default=len(separators))
            if (spread or last == first + 1) and not {first, last} & others:
                span = first, last
        boxes.setdefault(span, []).append(piece)
    return {span: _side_by_side(own) for span, own in boxes.items()}


def _side_by_side(pieces: list[Segment]) -> list[Segment]:
    """The parts of a code from left to right: one broken into lines (20 over 1) has another middle than the others."""
    ordered = sorted(pieces, key=lambda piece: piece.x0)
    are_apart = all(a.is_code and b.is_code and a.x1 <= b.x0 for a, b in pairwise(ordered))
    return ordered if are_apart else pieces
