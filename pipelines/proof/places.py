"""Where things stand on a page: stretches of text as boxes, and printed amounts that no record holds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from pipelines.extract.content import Grid, Page, TextLine
from pipelines.extract.records import BoundingBox

AMOUNT = re.compile(r"(?<![\d.,])-?\d[\d,]*(?:\.\d{2}(?![\d.%％])|(?:\.\d+)?(?=\s*[百千万亿]?元))")
"""What looks like money: two decimals, or a unit of money behind it; percentages and dates do not."""
LOOK_AHEAD = 1000
"""Rows of tables behind the last that was found in which the next is sought."""
NARROW = 2.0
"""Points below which a stretch of a line has no width to show."""


class Stretch(msgspec.Struct, frozen=True):
    """Code points `start` to `end` (exclusive) of a page's text."""

    start: int
    end: int


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch with what it is (`kind`: claim, fail, doubt, unread …), the key of its record, and a note."""

    start: int
    end: int
    kind: str
    key: str = ""
    note: str = ""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of text that the same marks cover."""

    text: str
    marks: list[Mark]


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The text cut at every mark's ends, so that marks may overlap."""
    inside = sorted((mark for mark in marks if 0 <= mark.start < min(mark.end, len(text))), key=lambda mark: mark.start)
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(min(mark.end, len(text)) for mark in inside)})
    found = []
    over: list[Mark] = []
    at = 0
    for start, end in pairwise(cuts):
        over = [mark for mark in over if mark.end > start]
        while at < len(inside) and inside[at].start == start:
            over.append(inside[at])
            at += 1
        found.append(Piece(text=text[start:end], marks=over))
    return found


def unread_amounts(text: str, claimed: Sequence[Stretch], printed: Iterable[str]) -> list[Stretch]:
    """Amounts of a page's text that stand neither in a claim's sentence nor, as often, in its cells."""
    left = Counter(_plain(each) for each in printed)
    found = []
    for match in AMOUNT.finditer(text):
        if any(each.start <= match.start() < each.end for each in claimed):
            continue
        figure = _plain(match.group())
        if left[figure]:
            left[figure] -= 1
        else:
            found.append(Stretch(match.start(), match.end()))
    return found


def cell_stretches(text: str, rows: Sequence[Sequence[tuple[str, str]]]) -> Iterator[tuple[str, Stretch]]:
    """Where the cells of tables stand in a page's text: (key, stretch) of those that are found.

    Args:
        text: the page; grids print as tab-separated rows, one row a line, in the order of their tables.
        rows: (key, printed) of the cells of each row, in reading order.
    """
    grid_lines = [line for line in _lines(text) if len(line) > 1]
    at = 0
    for row in rows:
        for number in range(at, min(at + LOOK_AHEAD, len(grid_lines))):
            found = _in_line(grid_lines[number], row)
            if found is not None:
                yield from found
                at = number + 1
                break


def _lines(text: str) -> Iterator[list[tuple[str, int]]]:
    """The fields of each line with their offsets."""
    start = 0
    for line in text.split("\n"):
        fields = []
        for part in line.split("\t"):
            fields.append((part, start))
            start += len(part) + 1
        yield fields


def _in_line(fields: Sequence[tuple[str, int]], row: Sequence[tuple[str, str]]) -> list[tuple[str, Stretch]] | None:
    """The row's cells among a line's fields, in their order; None unless all are there."""
    found = []
    at = 0
    for key, printed in row:
        while at < len(fields) and fields[at][0].strip() != printed.strip():
            at += 1
        if at == len(fields):
            return None
        found.append((key, Stretch(fields[at][1], fields[at][1] + len(fields[at][0]))))
        at += 1
    return found


def _plain(printed: str) -> str:
    return re.sub(r"[\s,，]", "", printed)


def boxes_of(page: Page, stretch: Stretch) -> Iterator[BoundingBox]:
    """The boxes of a stretch on the page, one a line; where in a line is told from usual widths of characters."""
    for block in page.blocks:
        start, end = max(stretch.start, block.start), min(stretch.end, block.end)
        if start >= end or block.bbox is None:
            continue
        if isinstance(block, TextLine):
            box = _part(block.bbox, block.text, start - block.start, end - block.start)
            if box[2] - box[0] > NARROW:
                yield box
        else:
            yield from _boxes_in_grid(page, block, stretch)


def _part(box: BoundingBox, text: str, start: int, end: int) -> BoundingBox:
    whole = max(_ems(text), 1)
    width = box[2] - box[0]
    return (box[0] + width * _ems(text[:start]) / whole, box[1], box[0] + width * _ems(text[:end]) / whole, box[3])


def _ems(text: str) -> int:
    """Its width in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _boxes_in_grid(page: Page, grid: Grid, stretch: Stretch) -> Iterator[BoundingBox]:
    """The cells that hold the stretch's words, in its row if they are there: a grid prints one row a line."""
    start = max(stretch.start, grid.start)
    words = page.text[start : min(stretch.end, grid.end)].strip()
    row = page.text.count("\n", grid.start, start)
    holders = [cell for cell in grid.cells if words and (words in cell.text or (cell.text and cell.text in words))]
    nearest = [cell for cell in holders if cell.row <= row < cell.row + cell.row_span]
    yield from (cell.bbox for cell in nearest or holders if cell.bbox)


def unread_grids(page: Page, read: Sequence[BoundingBox]) -> list[BoundingBox]:
    """Grids in which no cell was read; `read` are the boxes of the page's cells."""
    return [
        block.bbox
        for block in page.blocks
        if isinstance(block, Grid) and block.bbox and not any(_holds(block.bbox, box) for box in read)
    ]


def unread_boxes(page: Page, read: Sequence[BoundingBox]) -> list[BoundingBox]:
    """Boxes of grids that hold an amount and are no cell, in grids of which others are."""
    idle = set(unread_grids(page, read))
    known = {_rounded(box) for box in read}
    return [
        cell.bbox
        for block in page.blocks
        if isinstance(block, Grid) and block.bbox not in idle
        for cell in block.cells
        if cell.bbox and AMOUNT.search(cell.text) and _rounded(cell.bbox) not in known
    ]


def _rounded(box: BoundingBox) -> tuple[int, ...]:
    return tuple(round(side) for side in box)


def _holds(outer: BoundingBox, inner: BoundingBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
