"""The heading of a table without rulings: labels above the rows, wrapped or spanning several columns.

Labels and columns go in the same order from left to right; a label that has others below it on both sides heads the
stretch of columns in whose middle it stands.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats, Indices
from pipelines.extract.readers.pdf.borders import find_borders
from pipelines.extract.readers.pdf.frames import Rulings
from pipelines.extract.readers.pdf.groups import place_groups
from pipelines.extract.readers.pdf.heading_words import WordKind, is_code_part, word_kind
from pipelines.extract.readers.pdf.labels import Label, is_flush, labels_of
from pipelines.extract.readers.pdf.lanes import Interval, touch, with_whole_codes
from pipelines.extract.readers.pdf.leads import is_named
from pipelines.extract.readers.pdf.matching import Column, match, with_whole_columns
from pipelines.extract.readers.pdf.segments import Segment
from pipelines.extract.readers.pdf.walls import column_walls, place_between

_MAX_LINES = 64
"""Lines of a heading at most: labels written downwards stand at heights of their own, each a line a character."""
_PAUSE = 4.2
_LARGER = 1.2
_REACH = 2.0
"""Points by which a text may reach over the border of its column."""
_WRAPPED = 1.6
"""Lines of one label are at most this many em apart."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Columns by their borders, the boxes of the heading's rows (`owner`, depth x columns) and their texts."""

    borders: Floats
    owner: Indices
    text: dict[int, str]
    labels: tuple[Label, ...] = ()
    """All labels from the left, with the columns they head."""

    @property
    def segments(self) -> list[Segment]:
        """The pieces of all labels."""
        return [piece for label in self.labels for piece in label.segments]

    @property
    def depth(self) -> int:
        """Number of heading rows."""
        return len(self.owner)

    @property
    def is_known(self) -> bool:
        """Whether any label is a heading that the lexicon lists."""
        return any(word_kind(text) for text in self.text.values())

    @property
    def span(self) -> Interval:
        """Left and right end of the table."""
        return float(self.borders[0]), float(self.borders[-1])

    @property
    def separators(self) -> list[float]:
        """The borders between two columns."""
        inner: list[float] = self.borders[1:-1].tolist()
        return inner

    def boundaries(self, body_top: float) -> Floats:
        """Upper edges of the heading rows and of the body, evenly spaced."""
        if not self.depth:
            return np.array([body_top])
        top = min(piece.top for piece in self.segments)
        return np.linspace(top, body_top, self.depth + 1)


def plain_heading(borders: Floats) -> Heading:
    """No heading over these columns."""
    return Heading(borders, np.zeros((0, len(borders) - 1), np.int64), {})


def find_heading(
    above: list[list[Segment]],
    lanes: list[Interval],
    body: list[Segment],
    numbering: list[Segment],
    rulings: Rulings,
    *,
    ruled: bool,
    carried: Heading | None = None,
) -> Heading:
    """The heading in the lines above the first row.

    Args:
        above: lines over the first row, from top to bottom, and its first line.
        lanes: x-intervals of the columns found in the rows; columns without any entry are added from the labels.
        body: the segments of the rows, from the first on.
        numbering: the row of column numbers (栏次), if there is one: it knows the columns without entries, too.
        rulings: one across between two lines says that they are no lines of one label; those down part columns.
        carried: the heading of the page before; it serves if this one repeats its labels.
        ruled: whether rulings part all cells from those above, so that lines without one between them are one label.
    """
    lines = _heading_lines(above[:-1], above[-1][0])
    labels = labels_of(lines, rulings.across, by_words=not ruled)
    walls = column_walls(rulings.down, body, labels)
    if walls is not None:
        place_between(labels, walls, rulings.down)
        return _arranged(labels, walls)
    if carried is not None and _repeats(labels, carried) and fits(body + numbering, _widened(carried.borders, body)):
        for label, known in zip(labels, carried.labels, strict=True):
            label.first, label.last = known.first, known.last
        return _arranged(labels, _widened(carried.borders, body))
    if not any(is_code_part(label.text) for label in labels):
        lanes = with_whole_codes(lanes, body)
    kinds = [_kind(lane, body) for lane in lanes]
    lanes, kinds, numbers = _numbered(lanes, kinds, numbering)
    columns, over = match(labels, lanes, kinds, numbers)
    columns = with_whole_columns(columns, body)
    middles = [_middle(column, numbers) for column in columns]
    borders, is_sure = find_borders([_low(c) for c in columns], [_high(c) for c in columns], middles)
    for place, column in enumerate(columns):
        if column.label:
            column.label.first = column.label.last = place
    placed = [column.label for column in columns if column.label]
    place_groups(over, placed, borders, is_sure=is_sure)
    return _arranged([*placed, *over], borders)


def _repeats(labels: list[Label], carried: Heading) -> bool:
    """Whether labels are those of the heading of the page before, in their places."""
    return len(labels) == len(carried.labels) > 0 and all(
        ours.text == known.text and abs(ours.centre - known.centre) < _REACH
        for ours, known in zip(labels, carried.labels, strict=True)
    )


def repeats_line(line: list[Segment], carried: Heading) -> bool:
    """Whether a line is labels of the heading of the page before, or ends of them, in their places."""
    return len(line) > 1 and all(
        any(known.text.endswith(piece.text) and known.x0 - _REACH < piece.x0 < known.x1 for known in carried.labels)
        for piece in line
    )


def _widened(borders: Floats, pieces: list[Segment]) -> Floats:
    """The borders, so far apart that all pieces stand between the first and the last: totals are set to the left."""
    wide = borders.copy()
    wide[0] = min(borders[0], *(piece.x0 - 1 for piece in pieces))
    wide[-1] = max(borders[-1], *(piece.x1 + 1 for piece in pieces))
    return wide


def fits(pieces: list[Segment], borders: Floats) -> bool:
    """Whether every figure stands in one of these columns, and all texts between the first and the last."""
    sides: list[float] = borders.tolist()
    for piece in pieces:
        first, last = bisect_left(sides, piece.x0 + _REACH), bisect_left(sides, piece.x1 - _REACH)
        if first == 0 or last == len(borders) or (piece.is_number and first != last):
            return False
    return True


def _kind(lane: Interval, body: list[Segment]) -> WordKind:
    """What stands in a lane: amounts, codes and line numbers, or names."""
    inside = [piece for piece in body if touch((piece.x0, piece.x1), lane)]
    if any(piece.is_amount for piece in inside):
        return "amount"
    words = sum(not piece.is_number for piece in inside)
    digits = sum(piece.is_code and piece.text != "0" for piece in inside)
    return "name" if 2 * words > len(inside) else "code" if 2 * digits > len(inside) else "amount"


def _numbered(
    lanes: list[Interval], kinds: list[WordKind], numbering: list[Segment]
) -> tuple[list[Interval], list[WordKind], dict[Interval, Label]]:
    """Lanes with those that only a row of column numbers knows, and the numbers of the columns it numbers."""
    labels = [Label([piece]) for piece in numbering if piece.is_number]
    if not labels:
        return lanes, kinds, {}
    amounts = [lane for lane, kind in zip(lanes, kinds, strict=True) if kind == "amount"]
    found, _ = match(labels, amounts, ["amount"] * len(amounts), {})
    by_lane: dict[Interval, WordKind] = dict(zip(lanes, kinds, strict=True))
    numbers: dict[Interval, Label] = {}
    for column in found:
        if column.label:
            lane = column.lane or (column.label.x0, column.label.x1)
            by_lane.setdefault(lane, "amount")
            numbers[lane] = column.label
    ordered = sorted(by_lane)
    return ordered, [by_lane[lane] for lane in ordered], numbers


def _middle(column: Column, numbers: dict[Interval, Label]) -> float | None:
    """Where the label or the number of a column tells its middle: not if they are set flush left."""
    number = numbers.get(column.lane) if column.lane else None
    if number is None:
        return column.label.centre if column.label else None
    if column.label and is_flush(column.label, number) and abs(column.label.centre - number.centre) > number.em:
        return None
    return number.centre


def _low(column: Column) -> float:
    ends = [column.lane[0] if column.lane else None, column.label.x0 if column.label else None]
    return min(end for end in ends if end is not None)


def _high(column: Column) -> float:
    ends = [column.lane[1] if column.lane else None, column.label.x1 if column.label else None]
    return max(end for end in ends if end is not None)


def _heading_lines(above: list[list[Segment]], body: Segment) -> list[list[Segment]]:
    chosen: list[list[Segment]] = []
    below = body
    for line in reversed(above[-_MAX_LINES:]):
        if not _belongs(line, below, body):
            break
        chosen.insert(0, line)
        below = line[0]
    left = min((piece.x0 for line in chosen for piece in line), default=0.0)
    right = max((piece.x1 for line in chosen for piece in line), default=0.0)
    while chosen and len(chosen[0]) == 1 and _stands_alone(chosen, left, right):
        chosen.pop(0)
    return chosen


def _belongs(line: list[Segment], below: Segment, body: Segment) -> bool:
    near = below.middle - line[0].middle < _PAUSE * body.em
    named = any(is_named(piece) for piece in line)
    sized = max(piece.em for piece in line) < _LARGER * body.em
    filled = any(piece.is_number and len(piece.text) > 2 for piece in line)
    return near and sized and not named and not filled


def _stands_alone(lines: list[list[Segment]], left: float, right: float) -> bool:
    """A lone topmost piece that is a title (in the middle), a number or unit (flush right), or all there is."""
    piece = lines[0][0]
    if any(_continued(piece, below) for line in lines[1:] for below in line):
        return False
    central = abs((piece.x0 + piece.x1) / 2 - (left + right) / 2) < 0.08 * (right - left)
    flush = piece.x1 > right - 2 * piece.em and piece.x0 > (left + right) / 2
    return central or flush or len(lines) == 1


def _continued(piece: Segment, below: Segment) -> bool:
    """Whether a piece below is the next line of the same label."""
    return touch((piece.x0, piece.x1), (below.x0, below.x1)) and below.top - piece.top < _WRAPPED * piece.em


def _arranged(labels: list[Label], borders: Floats) -> Heading:
    """Levels from the top: a label without another below it reaches down to the rows."""
    order = sorted(labels, key=lambda label: label.middle)
    for position, label in enumerate(order):
        over = [other for other in order[:position] if _share(label, other)]
        label.level = max((other.level + 1 for other in over), default=0)
    depth, n_cols = max((label.level + 1 for label in labels), default=0), len(borders) - 1
    owner = np.arange(depth * n_cols).reshape(depth, n_cols)
    text: dict[int, str] = {}
    for label in labels:
        beneath = [other.level for other in labels if _share(label, other) and other.level > label.level]
        stop = min(beneath, default=depth)
        index = label.level * n_cols + label.first
        owner[label.level : stop, label.first : label.last + 1] = index
        text[index] = label.text
    in_order = sorted(labels, key=lambda label: (label.centre, label.top))
    return Heading(borders, owner, text, tuple(in_order))


def _share(label: Label, other: Label) -> bool:
    """Whether two labels stand over a common column."""
    return label is not other and label.first <= other.last and other.first <= label.last
