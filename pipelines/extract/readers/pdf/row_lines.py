"""Rows of a table without rulings, from its lines: what stands in one row, names in several lines included.

The lines of one cell stand closer than two rows do. The least step between two lines with figures is the pitch of
plain rows; a smaller step leads to another line of the same row, a full one to another row, with figures or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.leads import begins_to_name, is_note, numbers_table
from pipelines.extract.readers.pdf.row_words import are_row_names, is_row_name
from pipelines.extract.readers.pdf.segments import Segment

CONTINUES = 1.7
"""A line at most this many em from a row may be its wrapped text, where no pitch is known."""
PITCH = 0.93
"""Share of the pitch of rows that two rows are at least apart."""
NEXT = 1.2
"""Pitches between the rest of a name and the row below it at most."""
_SAME_ROW = 0.85
"""Lines less than this many em apart overlap: they are of one row."""
_TOTALS = frozenset({"合计", "总计"})
LINES_BELOW = 9
ITEM = re.compile(r"[一二三四五六七八九十]+、")
"""The number with which the name of an item begins, and its row."""
_WRAPPED = 2.0
"""Lines of one name are less than so many em apart."""
_NOT_FITTING = 1.2
"""A line is this many em shorter at most, for the next character did not fit, than the line below it."""
_IN_PROSE, _CLOSE = 2, 0.45
"""The digits of a sentence stand in a line of more pieces than this, nearer than so many em to both neighbours."""
_CENTRED = 0.25
"""So much, in em, may the lines above and below the figures of a row differ in their distance."""
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

    The number of a table (公开03表) is neither, nor is a note with the number of the page beside it, nor a name above
    a table that has digits (部门：第 12 中学), nor prose with digits.
    """
    if not any(segment.is_number for segment in line) or numbers_table(line) or is_note(line[0]):
        return False
    is_text = begins_to_name(line[0]) or (len(line) > _IN_PROSE and _is_prose(line))
    return not is_text or any(segment.is_amount for segment in line)


def _is_prose(line: list[Segment]) -> bool:
    """Whether a figure stands close between two words: white space parts it from neither, as columns are parted."""
    return any(
        number.is_number
        and not (before.is_number or after.is_number)
        and max(number.x0 - before.x1, after.x0 - number.x1) < _CLOSE * number.em
        for before, number, after in zip(line, line[1:], line[2:], strict=False)
    )


def rows_of(lines: list[list[Segment]], first: int, last: int, *, is_numbered: bool = False) -> list[Row]:
    """The rows in the lines `first` to `last`, the rest of the last one below it, and items that end the page.

    `is_numbered` says that the first is the row of column numbers (栏次), which is a row by itself.
    """
    pitch = pitch_of(lines[first : last + 1])
    if rows := mirrored_rows(lines, first, last):
        return rows + items_below(rows, lines[last + 1 :], pitch)
    inner = lines[first : last + 1]
    groups: list[list[list[Segment]]] = []
    for line in inner:
        if groups and (not pitch or line[0].middle - groups[-1][-1][0].middle < pitch * PITCH):
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = [row for group in groups for row in _of_group(group, is_numbered=is_numbered and group is groups[0])]
    for line in lines[last + 1 : last + LINES_BELOW]:
        reach = pitch * PITCH if pitch else CONTINUES * line[0].em
        if not overlap(lines[last], line) and (
            is_anchor(line)
            or line[0].middle - max(s.middle for s in rows[-1].segments) > reach
            or not _hangs_below(rows[-1], line)
        ):
            break
        rows[-1].segments.extend(line)
    return rows + items_below(rows, lines[last + 1 :], pitch)


def mirrored_rows(lines: list[list[Segment]], first: int, last: int) -> list[Row]:
    """The rows where each has as many lines above its figures as below, equally far, as in centred cells; else none.

    How far the first row reaches up says how far it reaches down, and so on to the last one. Lines with figures that
    overlap, as round a code in two lines, are not told apart in this way.
    """
    anchors = [number for number in range(first, last + 1) if is_anchor(lines[number])]
    if any(overlap(lines[one], lines[other]) for one, other in pairwise(anchors)):
        return []
    rows: list[Row] = []
    reach = anchors[0] - first
    for at, following in zip(anchors, [*anchors[1:], len(lines)], strict=True):
        if at + reach >= following or not all(_are_mirrored(lines, at, step) for step in range(1, reach + 1)):
            return []
        own = lines[at - reach : at + reach + 1]
        if not all(_goes_on(upper, lower) for upper, lower in pairwise(own)):
            return []
        rows.append(Row(lines[at][0].middle, [piece for line in own for piece in line]))
        reach = following - at - reach - 1
    return rows if any(len(row.segments) > len(lines[at]) for row, at in zip(rows, anchors, strict=True)) else []


def _goes_on(upper: list[Segment], lower: list[Segment]) -> bool:
    """Whether the names of a line go on in the next: it is as full as that one, which begins no row of its own."""
    pairs = [(one, rest) for one in upper for rest in lower if one.x0 < rest.x1 and rest.x0 < one.x1]
    return not any(
        ITEM.match(rest.text)
        or rest.x1 - rest.x0 > one.x1 - one.x0 + _NOT_FITTING * one.em
        or (are_row_names([one]) and are_row_names([rest]))
        for one, rest in pairs
        if not one.is_number and not rest.is_number
    )


def _are_mirrored(lines: list[list[Segment]], at: int, step: int) -> bool:
    """Whether two lines, so many above and below the one with figures, are as far from it and near the next."""
    above, middle, below = (lines[at + side * step][0].middle for side in (-1, 0, 1))
    em = lines[at][0].em
    is_near = lines[at - step + 1][0].middle - above < _WRAPPED * em
    return is_near and abs(above + below - 2 * middle) < _CENTRED * em


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
    return pitch if all(step < PITCH * pitch for *inner, _ in between for step in inner) else 0.0


def _list_items(one: list[Segment], other: list[Segment]) -> bool:
    """Whether an item (二、…) begins right below another one."""
    items = [[piece for piece in line if ITEM.match(piece.text)] for line in (one, other)]
    return any(aligned(a, b) for a in items[0] for b in items[1])


def aligned(one: Segment, other: Segment) -> bool:
    """Whether two names begin at the same place, or have the same middle."""
    off = min(abs(one.x0 - other.x0), abs(one.x0 + one.x1 - other.x0 - other.x1) / 2)
    return off < _ALIGNED * one.em


def in_line(piece: Segment, names: list[Segment]) -> bool:
    """Whether a piece stands in line with a name above or below it."""
    return any(aligned(piece, name) for name in names)


def items_below(rows: list[Row], lines: list[list[Segment]], pitch: float) -> list[Row]:
    """The items without figures below the rows to the end of the page, of a table that goes on overleaf; else none."""
    end = max(segment.middle for segment in rows[-1].segments)
    below = [line for line in lines if line[0].middle > end]
    names = [piece for row in rows for piece in row.segments if ITEM.match(piece.text)]
    found = [rows[-1]]
    for line, above in zip(below, [rows[-1].segments, *below], strict=False):
        step = line[0].middle - above[-1].middle
        is_placed = all(any(aligned(name, piece) for name in names) for piece in line)
        if is_placed and step < NEXT * pitch and all(ITEM.match(piece.text) for piece in line):
            found.append(Row(line[0].middle, list(line)))
        elif is_placed and step < PITCH * pitch and len(found) > 1 and not is_anchor(line):
            found[-1].segments.extend(line)
        else:
            return []
    return found[1:]


def _of_group(lines: list[list[Segment]], *, is_numbered: bool) -> list[Row]:
    """The rows of lines that stand close together: one for each line with figures, or a single one without any.

    Where they are numbered, the first row takes no names: it is that of the column numbers.
    """
    rows = anchored_rows(lines)
    others = [line for line in lines if not is_anchor(line)]
    if not rows:
        return [Row(lines[0][0].middle, [piece for line in lines for piece in line])]
    anchors = np.array([row.anchor for row in rows])
    extra: list[Row] = []
    for line in others:
        distance = np.abs(anchors - line[0].middle)
        nearest = int(distance.argmin())
        is_near = len(rows) == 1 or distance[nearest] <= CONTINUES * line[0].em
        is_part = not (is_numbered and nearest == 0) and not _are_two_rows(line, rows[nearest].segments)
        if is_near and is_part:
            rows[_next_to_a_total(rows, nearest, line)].segments.extend(line)
        else:
            extra.append(Row(line[0].middle, list(line)))
    return sorted([*rows, *extra], key=lambda row: row.anchor)


def _are_two_rows(line: list[Segment], row: list[Segment]) -> bool:
    """Whether a line stands in line with whole names of the row above or below it, and is no part of them."""
    names = [piece for piece in row if not piece.is_number]
    if not are_row_names(names) or not all(in_line(piece, names) for piece in line):
        return False
    return are_row_names(line) or not any(is_row_name(joined) for joined in _joined(line, names))


def _joined(line: list[Segment], names: list[Segment]) -> Iterator[str]:
    """The pieces of a line and the names in line with them as one text each, from above."""
    for piece in line:
        for name in names:
            if aligned(piece, name):
                upper, lower = sorted((piece, name), key=lambda one: one.middle)
                yield upper.text + lower.text


def _next_to_a_total(rows: list[Row], nearest: int, line: list[Segment]) -> int:
    """The row that a line without figures belongs to: 合计 is a whole name, what stands below it begins the next."""
    row = rows[nearest]
    if nearest + 1 == len(rows) or line[0].middle < row.anchor:
        return nearest
    words = sorted((piece for piece in row.segments if not piece.is_number), key=lambda piece: piece.middle)
    return nearest + (fold_tight("".join(piece.text for piece in words)) in _TOTALS)


def anchored_rows(lines: list[list[Segment]]) -> list[Row]:
    """A row for each line with figures; lines nearer than two rows can be are one, as round a code in two lines."""
    groups: list[list[list[Segment]]] = []
    for line in (line for line in lines if is_anchor(line)):
        if groups and overlap(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    fullest = [max(group, key=len) for group in groups]
    return [
        Row(line[0].middle, [piece for one in group for piece in one])
        for line, group in zip(fullest, groups, strict=True)
    ]


def overlap(upper: list[Segment], lower: list[Segment]) -> bool:
    """Whether two lines are nearer than those of two rows can be, as the lines of a code beside its figures are."""
    return lower[0].middle - upper[0].middle < _SAME_ROW * lower[0].em


def _hangs_below(row: Row, line: list[Segment]) -> bool:
    """Whether a line under the last row is the rest of its texts rather than a note below the table."""
    return all(not rest.is_number and _hangs_from(row, rest) for rest in line)


def _hangs_from(row: Row, rest: Segment) -> bool:
    above = [s for s in row.segments if not s.is_number and s.x0 < rest.x1 and rest.x0 < s.x1]
    return any(
        (abs(s.x0 - rest.x0) < 2.5 * s.em or abs(s.x0 + s.x1 - rest.x0 - rest.x1) < s.em) and rest.x1 <= s.x1 + s.em
        for s in above
    )
