"""Tables that rule their heading only: the ruled heading gives the columns to the rows without rulings below it."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.segments import Segment, is_amount
from pipelines.extract.readers.pdf.sheet import Sheet

_OVERHANG = 2.0
_NEAR = 3.0
"""The first row stands at most this many em below its heading."""
_MAX_UPWARDS = 2
"""Lines of a wrapped name above the first line with a number."""
_CROSSING = 0.1
"""Share of rows whose text, but never a number, may cross a boundary."""


def without_open_body(frame: Frame) -> Frame | None:
    """The frame without a last row that is one box under several columns, or None where it has no such row."""
    n_rows, n_cols = frame.shape
    top = int(frame.owner[-1, 0]) // n_cols
    if n_cols < 2 or not 0 < top < n_rows or (frame.owner[-1] != frame.owner[-1, 0]).any():
        return None
    if len(np.unique(frame.owner[top - 1])) < 2:
        return None
    return upper_rows(frame, top)


def upper_rows(frame: Frame, count: int) -> Frame:
    """The first rows of a frame."""
    return Frame(frame.xs, frame.ys[: count + 1], frame.owner[:count], frame.walls[:count], frame.floors[: count + 1])


def head_of(lines: list[list[Segment]], first: int, last: int, heads: list[Sheet]) -> tuple[Sheet, int] | None:
    """The ruled heading right above a stretch of rows, and the line with which its body begins."""
    anchor = lines[first][0]
    for head in heads:
        is_heading = head.method == "ruled" and not any(is_amount(text) for text in head.text.values())
        if not is_heading or not 0 < anchor.middle - head.ys[-1] < _NEAR * anchor.em:
            continue
        start = next((n for n in range(first + 1) if lines[n][0].middle > head.ys[-1]), first)
        if first - start <= _MAX_UPWARDS and _fits(head, lines[start : last + 1]):
            return head, start
    return None


def _fits(head: Sheet, lines: list[list[Segment]]) -> bool:
    """Whether all lies below the heading, every number in one of its columns, and nearly every text."""
    crossing = 0
    xs: list[float] = head.xs.tolist()
    for piece in (piece for line in lines for piece in line):
        if piece.x0 < xs[0] - _OVERHANG or piece.x1 > xs[-1] + _OVERHANG:
            return False
        first, last = bisect_left(xs, piece.x0 + 1), bisect_left(xs, piece.x1 - 1)
        if first != last and piece.is_number:
            return False
        crossing += int(first != last)
    return crossing <= max(1.0, _CROSSING * len(lines))


def stacked(head: Sheet, body: Sheet) -> Sheet:
    """Heading and body as one sheet with the heading's columns."""
    shift = head.owner.size
    ys = np.concatenate((head.ys, np.maximum(body.ys[1:], head.ys[-1])))
    text = head.text | {index + shift: text for index, text in body.text.items()}
    return Sheet(head.xs, ys, np.concatenate((head.owner, body.owner + shift)), text, "stream", head.doubtful)
