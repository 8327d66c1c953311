"""Rows of a table without rulings, from its lines: what stands in one row, names in several lines included.

The lines of one cell stand closer than two rows do. The least step between two lines with figures is the pitch of
plain rows; a smaller step leads to another line of the same row, a full one to another row, with figures or without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.heading_words import word_kind
from pipelines.extract.readers.pdf.leads import is_lead, is_note, numbers_table
from pipelines.extract.readers.pdf.row_words import are_row_names
from pipelines.extract.readers.pdf.segments import Segment

_CONTINUES = 1.7
"""A line at most this many em from a row may be its wrapped text, where no pitch is known."""
_PITCH = 0.93
"""Share of the pitch of rows that two rows are at least apart."""
_NEXT = 1.2
"""Pitches between the rest of a name and the row below it at most."""
_SAME_ROW = 0.85
"""Lines less than this many em apart overlap: they are of one row."""
_TOTALS = frozenset({"合计", "总计"})
_LINES_BELOW = 9
_ITEM = re.compile(r"[一二三四五六七八九十]+、")
"""The number with which the name of an item begins, and its row."""
_STEP = 4.2
"""Items without figures are at most so many em apart."""
_ALIGNED = 0.3
"""Names of one column begin within so many em, or have their middles within as many."""


@dataclass(slots=True)
class Row:
    """The pieces of a row; `anchor` is the height of the line with its figures."""

    anchor: float
    segments: list[Segment] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Upper end."""
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Lower end."""
        return max(segment.bottom for segment in self.segments)


def is_row(line: list[Segment]) -> bool:
    """A number beside another piece of text."""
    return len(line) >= 2 and is_anchor(line)


def is_anchor(line: list[Segment]) -> bool:
    """A row, or a number alone beside which the name is wrapped over the lines above and below.

    The number of a table (公开03表) is neither, nor is a note with the number of the page beside it.
    """
    return any(segment.is_number for segment in line) and not numbers_table(line) and not is_note(line[0])


def rows_of(lines: list[list[Segment]], first: int, last: int) -> list[Row]:
    """The rows in the lines `first` to `last`, the rest of the last one below it, and items that end the page."""
    pitch = pitch_of(lines[first : last + 1])
    inner = lines[first : last + 1]
    groups: list[list[list[Segment]]] = []
    for line in inner:
        if groups and (not pitch or line[0].middle - groups[-1][-1][0].middle < pitch * _PITCH):
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = [row for group in groups for row in _of_group(group)]
    for line in lines[last + 1 : last + _LINES_BELOW]:
        reach = pitch * _PITCH if pitch else _CONTINUES * line[0].em
        is_same = line[0].middle - lines[last][0].middle < _SAME_ROW * line[0].em
        if not is_same and (
            is_anchor(line)
            or line[0].middle - max(s.middle for s in rows[-1].segments) > reach
            or not _hangs_below(rows[-1], line)
        ):
            break
        rows[-1].segments.extend(line)
    end = max(segment.middle for segment in rows[-1].segments)
    below = [line for line in lines[last + 1 :] if line[0].middle > end]
    return rows + _items_below(rows, below, pitch)


def pitch_of(lines: list[list[Segment]]) -> float:
    """The least step between neighbouring lines with figures, or with items of one column; 0 where it is not known."""
    begin = [(a, b) for a, b in pairwise(lines) if (is_anchor(a) and is_anchor(b)) or _list_items(a, b)]
    steps = [b[0].middle - a[0].middle for a, b in begin]
    return min((step for step in steps if step > 0.8 * lines[0][0].em), default=0.0) or _pitch_of_blocks(lines)


def _pitch_of_blocks(lines: list[list[Segment]]) -> float:
    """The least step from one row to the next where every row has several lines; 0 where none stands out.

    The widest step between two lines with figures leads to another row, and none within a row is as wide.
    """
    anchors = [number for number, line in enumerate(lines) if is_anchor(line)]
    steps = [b[0].middle - a[0].middle for a, b in pairwise(lines)]
    between = [sorted(steps[a:b]) for a, b in pairwise(anchors)]
    pitch = min((step for *_, step in between), default=0.0)
    return pitch if all(step < _PITCH * pitch for *inner, _ in between for step in inner) else 0.0


def _list_items(one: list[Segment], other: list[Segment]) -> bool:
    """Whether an item (二、…) begins right below another one."""
    items = [[piece for piece in line if _ITEM.match(piece.text)] for line in (one, other)]
    return any(_aligned(a, b) for a in items[0] for b in items[1])


def _aligned(one: Segment, other: Segment) -> bool:
    """Whether two names begin at the same place, or have the same middle."""
    off = min(abs(one.x0 - other.x0), abs(one.x0 + one.x1 - other.x0 - other.x1) / 2)
    return off < _ALIGNED * one.em


def _items_below(rows: list[Row], below: list[list[Segment]], pitch: float) -> list[Row]:
    """The items without figures down to the end of the page, of a table that goes on overleaf; else none."""
    names = [piece for row in rows for piece in row.segments if _ITEM.match(piece.text)]
    found = [rows[-1]]
    for line, above in zip(below, [rows[-1].segments, *below], strict=False):
        step = line[0].middle - above[-1].middle
        is_placed = all(any(_aligned(name, piece) for name in names) for piece in line)
        if is_placed and step < _NEXT * pitch and all(_ITEM.match(piece.text) for piece in line):
            found.append(Row(line[0].middle, list(line)))
        elif is_placed and step < _PITCH * pitch and len(found) > 1 and not is_anchor(line):
            found[-1].segments.extend(line)
        else:
            return []
    return found[1:]


def first_item(lines: list[list[Segment]], first: int, last: int) -> int:
    """The uppermost of the items without figures (二、…) right above the rows `first` to `last`, in line with them."""
    names = [piece for line in lines[first : last + 1] for piece in line if not piece.is_number]
    top = first
    for number in range(first - 1, -1, -1):
        line = lines[number]
        items = [piece for piece in line if _ITEM.match(piece.text)]
        rest = [piece for piece in line if piece not in items]
        is_near = lines[number + 1][0].middle - line[0].middle < _STEP * line[0].em
        if not is_near or not any(in_line(piece, names) for piece in line):
            break
        if any(word_kind(piece.text) or is_lead(piece) or not in_line(piece, names) for piece in rest):
            break
        names += line
        top = number if items else top
    return top


def in_line(piece: Segment, names: list[Segment]) -> bool:
    """Whether a piece stands in line with a name above or below it."""
    return any(_aligned(piece, name) for name in names)


def first_of_name(lines: list[list[Segment]], first: int) -> int:
    """The line with which the names of line `first` begin: above it, aligned with them, and no words of a heading."""
    while first > 1 and _begins_names(lines[first - 1], lines[first], lines[first - 2]):
        first -= 1
    return first


def _begins_names(line: list[Segment], below: list[Segment], above: list[Segment]) -> bool:
    if below[0].middle - line[0].middle > _CONTINUES * line[0].em:
        return False
    names = [piece for piece in below if not piece.is_number]
    return all(
        in_line(piece, names)
        and (not word_kind(piece.text) or are_row_names([piece]))
        and not is_lead(piece)
        and not any(word_kind(over.text + piece.text) for over in above if over.x0 < piece.x1 and piece.x0 < over.x1)
        for piece in line
    )


def first_of_row(lines: list[list[Segment]], first: int, last: int) -> int:
    """The line with which the row of line `first` begins: names may be wrapped upwards."""
    pitch = pitch_of(lines[first : last + 1]) or pitch_of([line for line in lines[first : last + 1] if is_anchor(line)])
    while first and lines[first][0].middle - lines[first - 1][0].middle < pitch * _PITCH:
        if any(is_lead(piece) for piece in lines[first - 1]):
            break
        first -= 1
    return first - _is_rest(lines, first, pitch)


def _is_rest(lines: list[list[Segment]], first: int, pitch: float) -> bool:
    """Whether the line above the first row of a page is the rest of a name that the page before begins."""
    if not first or len(lines[first - 1]) > 1:
        return False
    rest, row = lines[first - 1][0], lines[first][0]
    is_near = rest.middle > row.middle - _NEXT * pitch and abs(rest.em - row.em) < 0.1 * row.em
    is_word = not rest.is_number and not is_lead(rest)
    return is_near and is_word and any(s.x0 < rest.x1 and rest.x0 < s.x1 for s in lines[first])


def _of_group(lines: list[list[Segment]]) -> list[Row]:
    """The rows of lines that stand close together: one for each line with figures, or a single one without any."""
    rows = _anchored([line for line in lines if is_anchor(line)])
    others = [line for line in lines if not is_anchor(line)]
    if not rows:
        return [Row(lines[0][0].middle, [piece for line in lines for piece in line])]
    anchors = np.array([row.anchor for row in rows])
    extra: list[Row] = []
    for line in others:
        distance = np.abs(anchors - line[0].middle)
        nearest = int(distance.argmin())
        is_near = len(rows) == 1 or distance[nearest] <= _CONTINUES * line[0].em
        if is_near and not _are_two_rows(line, rows[nearest].segments):
            rows[_next_to_a_total(rows, nearest, line)].segments.extend(line)
        else:
            extra.append(Row(line[0].middle, list(line)))
    return sorted([*rows, *extra], key=lambda row: row.anchor)


def _are_two_rows(line: list[Segment], row: list[Segment]) -> bool:
    """Whether whole names stand in line with whole names of the row above or below them."""
    names = [piece for piece in row if not piece.is_number]
    return are_row_names(line) and are_row_names(names) and all(in_line(piece, names) for piece in line)


def _next_to_a_total(rows: list[Row], nearest: int, line: list[Segment]) -> int:
    """The row that a line without figures belongs to: 合计 is a whole name, what stands below it begins the next."""
    row = rows[nearest]
    if nearest + 1 == len(rows) or line[0].middle < row.anchor:
        return nearest
    words = sorted((piece for piece in row.segments if not piece.is_number), key=lambda piece: piece.middle)
    return nearest + (fold_tight("".join(piece.text for piece in words)) in _TOTALS)


def _anchored(lines: list[list[Segment]]) -> list[Row]:
    """A row for each line with figures; lines nearer than two rows can be are one, as round a code in two lines."""
    groups: list[list[list[Segment]]] = []
    for line in lines:
        if groups and line[0].middle - groups[-1][-1][0].middle < _SAME_ROW * line[0].em:
            groups[-1].append(line)
        else:
            groups.append([line])
    fullest = [max(group, key=len) for group in groups]
    return [
        Row(line[0].middle, [piece for one in group for piece in one])
        for line, group in zip(fullest, groups, strict=True)
    ]


def _hangs_below(row: Row, line: list[Segment]) -> bool:
    """Whether a line under the last row is the rest of its texts rather than a note below the table."""
    return all(not rest.is_number and _hangs_from(row, rest) for rest in line)


def _hangs_from(row: Row, rest: Segment) -> bool:
    above = [s for s in row.segments if not s.is_number and s.x0 < rest.x1 and rest.x0 < s.x1]
    return any(
        (abs(s.x0 - rest.x0) < 2.5 * s.em or abs(s.x0 + s.x1 - rest.x0 - rest.x1) < s.em) and rest.x1 <= s.x1 + s.em
        for s in above
    )
