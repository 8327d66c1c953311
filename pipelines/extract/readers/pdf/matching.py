"""Labels to columns: both go from left to right, so their order matches them where places alone would not.

A label heads one lane of figures or names, or several columns whose labels stand below it, or a column in which
nothing is printed. The cheapest way through both rows decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np

from pipelines.extract.readers.pdf.heading_words import WordKind, is_phase, is_total, may_head, word_kind
from pipelines.extract.readers.pdf.labels import Label, is_flush
from pipelines.extract.readers.pdf.lanes import Interval, touch
from pipelines.extract.readers.pdf.segments import Segment

_OVERLAP = 0.4
"""What a label heads begins below it, or reaches into its height by this many em at most."""
_NO_LABEL = 12.0
_NO_LANE = 6.0
_GROUP = 1.0
_WRONG_KIND = 4.0
_FAR = 0.5
"""Cost of one em of white space between a label and its lane."""
_FARTHEST = 8.0
_SAME_ROW = 0.6
"""The middles of the entries of one row differ by less than this, in em."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the lane of its entries, its label, or both."""

    lane: Interval | None
    label: Label | None


def match(
    labels: list[Label], lanes: list[Interval], kinds: list[WordKind], numbers: dict[Interval, Label]
) -> tuple[list[Column], list[Label]]:
    """The columns from left to right, and the labels that head several of them.

    Args:
        labels: from left to right.
        lanes: where the entries of the columns stand.
        kinds: what each lane holds.
        numbers: the column numbers of some lanes.
    """
    groups = [_may_group(label, labels) for label in labels]

    @cache
    def best(at: int, lane: int) -> tuple[float, str]:
        """The least cost of the labels from `at` and the lanes from `lane` on, and the first step of that way."""
        steps: list[tuple[float, str]] = []
        if at == len(labels) and lane == len(lanes):
            return 0.0, ""
        if lane < len(lanes):
            steps.append((_NO_LABEL + best(at, lane + 1)[0], "lane"))
        if at < len(labels):
            if groups[at]:
                steps.append((_GROUP + best(at + 1, lane)[0], "group"))
            steps.append((_NO_LANE + best(at + 1, lane)[0], "label"))
            if lane < len(lanes):
                steps.append(
                    (
                        _cost(labels[at], lanes[lane], kinds[lane], numbers.get(lanes[lane]))
                        + best(at + 1, lane + 1)[0],
                        "both",
                    )
                )
        return min(steps)

    columns: list[Column] = []
    over: list[Label] = []
    at = lane = 0
    while step := best(at, lane)[1]:
        if step == "group":
            over.append(labels[at])
        else:
            columns.append(
                Column(lanes[lane] if step in {"lane", "both"} else None, labels[at] if step != "lane" else None)
            )
        lane += step in {"lane", "both"}
        at += step != "lane"
    return columns, over


def with_whole_columns(columns: list[Column], body: list[Segment]) -> list[Column]:
    """The columns, a lane without a label as one with the lane beside it where both are one column.

    Dashes and whole numbers set flush left stand apart from the amounts of their column, set flush right: the label
    stands over both, one of them has no amount, and no row has entries in both.
    """
    whole: list[Column] = []
    for column in columns:
        last = whole[-1] if whole else None
        joined = _joined(last, column, body) if last else None
        if joined:
            whole[-1] = joined
        else:
            whole.append(column)
    return whole


def _joined(left: Column, right: Column, body: list[Segment]) -> Column | None:
    """Two neighbours as one column, or None where they are two."""
    label = left.label or right.label
    if left.lane is None or right.lane is None or label is None or (left.label and right.label):
        return None
    lane = left.lane[0], right.lane[1]
    ours, theirs = ([piece for piece in body if touch((piece.x0, piece.x1), own)] for own in (left.lane, right.lane))
    are_figures = all(piece.is_number for piece in (*ours, *theirs))
    has_blank_side = not all(any(piece.is_amount for piece in own) for own in (ours, theirs))
    if not (lane[0] < label.centre < lane[1] and are_figures and has_blank_side):
        return None
    middles = np.array([piece.middle for piece in ours])[:, None] - np.array([piece.middle for piece in theirs])
    return None if (np.abs(middles) < _SAME_ROW * label.em).any() else Column(lane, label)


def _cost(label: Label, lane: Interval, kind: WordKind, number: Label | None) -> float:
    """White space between a label and its lane, or off the middle or beginning of its column where that is known."""
    if number is not None:
        off = min(abs(number.centre - label.centre), abs(number.x0 - label.x0), abs(lane[0] - label.x0))
        gap = max(off - label.em, 0.0) / label.em
    else:
        gap = max(lane[0] - label.x1, label.x0 - lane[1], 0.0) / label.em
    off = abs((lane[0] + lane[1]) / 2 - label.centre) / label.em
    known = word_kind(label.text)
    return min(_FAR * gap, _FARTHEST) + 0.02 * off + (_WRONG_KIND if known and known != kind else 0.0)


def _may_group(label: Label, labels: list[Label]) -> bool:
    """Whether labels begin below this one on both sides of its middle, or two right below it.

    None of its own height stands between it and them. Flush left, it begins with the first of them. Below a total
    nothing can but budget and final account.
    """
    lower = [other for other in labels if other.top > label.bottom - _OVERLAP * label.em]
    if is_total(label.text):
        lower = [other for other in lower if is_phase(other.text)]
    beside = [other.centre for other in labels if other.top < label.bottom and label.top < other.bottom]
    before = max((centre for centre in beside if centre < label.centre - 1), default=-inf)
    after = min((centre for centre in beside if centre > label.centre + 1), default=inf)
    left = any(before < other.centre < label.centre + 1 for other in lower)
    right = any(label.centre - 1 < other.centre < after for other in lower)
    return (left and right) or any(is_flush(label, other) and may_head(label.text, other.text) for other in lower)
