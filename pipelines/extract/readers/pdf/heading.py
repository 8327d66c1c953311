"""The heading of a table without rulings: labels above the rows, wrapped or spanning several columns.

Labels are centred over what they head. From the lowest line up, a label stands over one column, or, where there
are labels below it, over the stretch of columns whose middle lies nearest to its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats, Indices
from pipelines.extract.readers.pdf.lanes import Interval, touch, united, with_empty_columns
from pipelines.extract.readers.pdf.segments import Segment
from pipelines.extract.readers.pdf.wrapped import unwrapped

_MAX_LINES = 8
_PAUSE = 3.0
_LARGER = 1.2
_APART = 3.0
_WRAPPED = 1.6
"""Lines of one label are at most this many em apart."""


@dataclass(slots=True)
class _Label:
    """A label over columns `first` to `last`, with what heads it from above."""

    first: int
    last: int
    segments: list[Segment]
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in sorted(self.segments, key=lambda piece: (piece.middle, piece.x0)))

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.segments)

    @property
    def span(self) -> Interval:
        return min(piece.x0 for piece in self.segments), max(piece.x1 for piece in self.segments)


@dataclass(frozen=True, slots=True)
class Heading:
    """Columns as the heading knows them, the boxes of its rows (`owner`, depth x columns) and their texts."""

    lanes: list[Interval]
    owner: Indices
    text: dict[int, str]
    segments: list[Segment]

    @property
    def depth(self) -> int:
        """Number of heading rows."""
        return len(self.owner)

    def boundaries(self, body_top: float) -> Floats:
        """Upper edges of the heading rows and of the body, evenly spaced."""
        if not self.depth:
            return np.array([body_top])
        top = min(piece.top for piece in self.segments)
        return np.linspace(top, body_top, self.depth + 1)


def find_heading(
    above: list[list[Segment]],
    lanes: list[Interval],
    body: list[Segment],
    numbering: list[Segment],
    across: Floats,
    *,
    ruled: bool,
) -> Heading:
    """The heading in the lines above the first row.

    Args:
        above: lines over the first row, from top to bottom.
        lanes: x-intervals of the columns found in the rows; columns without any entry are added from the labels.
        body: the segments of the rows, from the first on.
        numbering: the row of column numbers (栏次), if there is one: it knows the columns without entries, too.
        across: rulings (n, 3) y, x0, x1; one between two lines says that they are no lines of one label.
        ruled: whether rulings part all cells from those above, so that lines without one between them are one label.
    """
    lines = _heading_lines(above, numbering[0] if numbering else body[0])
    if ruled:
        lines = unwrapped(lines, across)
    single = _single_labels(lines)
    numbers = [piece for piece in numbering if piece.is_number]
    amounts = {lane for lane in lanes if any(s.is_amount and touch((s.x0, s.x1), lane) for s in body)}
    lanes = with_empty_columns(united([(piece.x0, piece.x1) for piece in single + numbers]), lanes, amounts)
    labels: list[_Label] = []
    for line in reversed(lines):
        below = [_uppermost(labels, column) for column in range(len(lanes))]
        for piece in line:
            parted = _is_ruled_off(piece, below, across) or _heads_group(piece, line, below, lanes)
            _place(piece, labels, below, lanes, parted=parted)
    return _arranged(labels, lanes)


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
    named = any("：" in piece.text or ":" in piece.text for piece in line)
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


def _single_labels(lines: list[list[Segment]]) -> list[Segment]:
    """Labels that stand over one column: over no two columns of lower labels, nor over one that does."""
    single: list[Segment] = []
    wide: list[Segment] = []
    for number in range(len(lines) - 1, -1, -1):
        for piece in lines[number]:
            over_wide = any(touch((piece.x0, piece.x1), (p.x0, p.x1)) for p in wide)
            (wide if over_wide or _spans(piece, lines[number + 1 :]) else single).append(piece)
    return single


def _spans(piece: Segment, lower: list[list[Segment]]) -> bool:
    """Whether a label stands over two columns of lower labels, or over the white space between two of a line."""
    under = united([(p.x0, p.x1) for line in lower for p in line if touch((piece.x0, piece.x1), (p.x0, p.x1))])
    if under:
        return len(under) > 1
    return any(len(line) > 1 and line[0].x1 < piece.x0 and piece.x1 < line[-1].x0 for line in lower)


def _is_ruled_off(piece: Segment, below: list[_Label | None], across: Floats) -> bool:
    """Whether a ruling runs between a piece and the labels below it."""
    tops = [label.top for label in below if label and touch((piece.x0, piece.x1), label.span)]
    if not tops:
        return False
    middle, end = (piece.x0 + piece.x1) / 2, min(tops) + piece.em / 2
    between = (across[:, 0] > piece.middle) & (across[:, 0] < end) & (across[:, 1] < middle) & (across[:, 2] > middle)
    return bool(between.any())


def _heads_group(piece: Segment, line: list[Segment], below: list[_Label | None], lanes: list[Interval]) -> bool:
    """Whether a piece right above a label heads it and its neighbours: 本年支出 over 小计, 基本支出, 项目支出.

    It does where their first lines are level, and there was room for the label below to go on in the piece's own line.
    """
    middle = (piece.x0 + piece.x1) / 2
    touched = [c for c, label in enumerate(below) if label and touch((piece.x0, piece.x1), label.span)]
    if len(touched) != 1 or not 0 < touched[0] < len(lanes) - 1:
        return False
    at = touched[0]
    left, under, right = below[at - 1], below[at], below[at + 1]
    if left is None or under is None or right is None or abs(sum(under.span) / 2 - middle) > piece.em:
        return False
    is_level = all(abs(label.top - under.top) < 0.3 * piece.em for label in (left, right))
    is_beside = any(
        other is not piece and touch((other.x0, other.x1), label.span) for label in (left, right) for other in line
    )
    start, end = max(left.span[1], lanes[at - 1][1]), min(right.span[0], lanes[at + 1][0])
    return is_level and not is_beside and piece.x1 - piece.x0 + 2 * piece.em < end - start


def _place(
    piece: Segment, labels: list[_Label], below: list[_Label | None], lanes: list[Interval], *, parted: bool
) -> None:
    """Add a label, or (not `parted` from it) the upper line of one, to those found below it."""
    first, last = _best_range(piece, below, lanes, parted=parted)
    under = below[first]
    if first == last and under is not None and not parted and _wraps(piece, under):
        under.segments.append(piece)
    else:
        labels.append(_Label(first, last, [piece]))


def _wraps(piece: Segment, under: _Label) -> bool:
    """Whether a piece is the upper line of the label below it."""
    return under.first == under.last and under.top - piece.top < _WRAPPED * piece.em


def _uppermost(labels: list[_Label], column: int) -> _Label | None:
    """The highest label over a column so far; labels are kept from the lowest up."""
    over = [label for label in labels if label.first <= column <= label.last]
    return over[-1] if over else None


def _best_range(piece: Segment, below: list[_Label | None], lanes: list[Interval], *, parted: bool) -> tuple[int, int]:
    """The column, or the stretch of columns with labels below, whose middle lies nearest to a label's own."""
    middle = (piece.x0 + piece.x1) / 2
    costs = [_distance(piece, lane, label, parted=parted) for lane, label in zip(lanes, below, strict=True)]
    best = min(range(len(lanes)), key=costs.__getitem__)
    choice, cost = (best, best), costs[best]
    for first in range(len(lanes)):
        for last in range(first + 1, len(lanes)):
            if below[last] is None or below[first] is None:
                break
            off = abs((lanes[first][0] + lanes[last][1]) / 2 - middle)
            covers = lanes[first][0] - 2 < piece.x0 and piece.x1 < lanes[last][1] + 2
            if covers and off + 1.0 < cost:
                choice, cost = (first, last), off
    return choice


def _distance(piece: Segment, lane: Interval, label: _Label | None, *, parted: bool) -> float:
    """From a label's middle to a column: to the middle of its label below, or else to the column itself.

    A label that stands apart over another one rather heads several columns than a single one.
    """
    middle = (piece.x0 + piece.x1) / 2
    if label is None:
        return max(lane[0] - middle, middle - lane[1], 0.0)
    offset = abs((label.span[0] + label.span[1]) / 2 - middle)
    return offset if not parted and _wraps(piece, label) else offset + _APART * piece.em


def _arranged(labels: list[_Label], lanes: list[Interval]) -> Heading:
    """Levels from the top: a label without another below it reaches down to the rows."""
    for position, label in enumerate(reversed(labels)):
        over = [other for other in labels[len(labels) - position :] if _share(label, other)]
        label.level = max((other.level + 1 for other in over), default=0)
    depth, n_cols = max((label.level + 1 for label in labels), default=0), len(lanes)
    owner = np.arange(depth * n_cols).reshape(depth, n_cols)
    text: dict[int, str] = {}
    for label in labels:
        beneath = [other.level for other in labels if _share(label, other) and other.level > label.level]
        stop = min(beneath, default=depth)
        index = label.level * n_cols + label.first
        owner[label.level : stop, label.first : label.last + 1] = index
        text[index] = label.text
    return Heading(lanes, owner, text, [piece for label in labels for piece in label.segments])


def _share(label: _Label, other: _Label) -> bool:
    """Whether two labels stand over a common column."""
    return label is not other and label.first <= other.last and other.first <= label.last
