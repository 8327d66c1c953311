"""Cells as a reader meets them, and the rectangle that they tile: every position covered by exactly one box."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

MAX_POSITIONS = 2_000_000
"""Rows x columns of the largest table that is read; the largest real one seen has 15,000."""

_WIDEST_SPAN, _TALLEST_SPAN = 100, 5_000
"""Spans beyond these say nothing about a table's size (titles are merged over all 16,384 columns of a sheet)."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BREAKS = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_BLANKS = re.compile(r"[\t\r\n\v\f\u00a0 \u2028\u2029]+")
_WIDE = re.compile(r"[^\x00-\u2e7f]")


class OversizedTableError(ValueError):
    """A table has more positions than `MAX_POSITIONS`."""


class Box(msgspec.Struct, kw_only=True):
    """A cell as a reader meets it: 0-based position, spans, text with its line breaks, spreadsheet reference."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str = ""
    ref: str | None = None


def clean(text: str) -> str:
    """One line of text: invisible characters out, runs of blanks to one, ends stripped (ideographic blanks stay)."""
    return _BLANKS.sub(" ", text.translate(_INVISIBLE)).strip()


def one_line(text: str) -> str:
    """A cell's text without line breaks: a break between two Chinese characters vanishes, any other is a blank."""
    if "\n" not in text and "\r" not in text:
        return clean(text)
    parts = [part for part in (clean(part) for part in _BREAKS.split(text)) if part]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        glue = "" if _WIDE.match(joined[-1]) or _WIDE.match(part[0]) else " "
        joined += glue + part
    return joined


def short_rows(boxes: list[Box]) -> int:
    """How many rows of two or more cells end before the widest one does: which of their cells is missing, is not known.

    Only for formats that write every cell; a workbook leaves out blank ones.
    """
    ends: dict[int, int] = {}
    cells: Counter[int] = Counter()
    for box in boxes:
        for row in range(box.row, box.row + min(box.row_span, _TALLEST_SPAN)):
            ends[row] = max(ends.get(row, 0), box.col + box.col_span)
            cells[row] += 1
    widest = max(ends.values(), default=0)
    return sum(end < widest and cells[row] > 1 for row, end in ends.items())


class Tiling(msgspec.Struct):
    """The boxes that cover every position of a rectangle once, and those under them that print something else."""

    boxes: list[Box]
    covered: list[Box] = []


def normalised(boxes: list[Box]) -> Tiling:
    """Every position of the rectangle covered once: overlaps cropped, holes filled, empty margins cut, row-major.

    Drawn columns stay though blank: a part of a table without its heading must keep the width of the whole. One drawn
    row below the last filled one stays: a 三公 table without any amount is its heading and a blank row.
    """
    boxes = [msgspec.structs.replace(box, text=one_line(box.text)) for box in boxes]
    filled = [box for box in boxes if box.text]
    if not filled:
        return Tiling([])
    top, left = min(box.row for box in filled), min(box.col for box in filled)
    bottom = max(box.row + (box.row_span if box.row_span <= _TALLEST_SPAN else 1) for box in filled)
    bottom += any(box.row == bottom for box in boxes)
    right = max(box.col + (box.col_span if box.text and box.col_span <= _WIDEST_SPAN else 1) for box in boxes)
    if (bottom - top) * (right - left) > MAX_POSITIONS:
        raise OversizedTableError(f"{bottom - top} rows x {right - left} columns")
    return _tiled(boxes, top, left, bottom, right)


def _tiled(boxes: list[Box], top: int, left: int, bottom: int, right: int) -> Tiling:
    """The boxes inside the rectangle, moved to its corner, cropped to free positions, holes filled."""
    free = [bytearray(b"\x01") * (right - left) for _ in range(bottom - top)]
    tiles: list[Box] = []
    covered: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.row, box.col)):
        row, col = max(box.row, top) - top, max(box.col, left) - left
        row_end = min(box.row + box.row_span, bottom) - top
        col_end = min(box.col + box.col_span, right) - left
        if row >= row_end or col >= col_end or not free[row][col]:
            covered += [box] if box.text else []
            continue
        col_end = next((c for c in range(col, col_end) if not free[row][c]), col_end)
        full = bytes(col_end - col)
        row_end = next((r for r in range(row, row_end) if not all(free[r][col:col_end])), row_end)
        for taken in range(row, row_end):
            free[taken][col:col_end] = full
        tiles.append(Box(row=row, col=col, row_span=row_end - row, col_span=col_end - col, text=box.text, ref=box.ref))
    for row, line in enumerate(free):
        tiles.extend(Box(row=row, col=col) for col, is_free in enumerate(line) if is_free)
    tiles.sort(key=lambda box: (box.row, box.col))
    return Tiling(tiles, [box for box in covered if not any(_repeats(box, tile, top, left) for tile in tiles)])


def _repeats(box: Box, tile: Box, top: int, left: int) -> bool:
    """Whether a covered box says what the one above it does."""
    row, col = box.row - top - tile.row, box.col - left - tile.col
    return 0 <= row < tile.row_span and 0 <= col < tile.col_span and box.text == tile.text


def filled_rows(boxes: list[Box]) -> list[list[Box]]:
    """Per row the boxes with text that cover it."""
    rows: list[list[Box]] = [[] for _ in range(max(box.row + box.row_span for box in boxes))]
    for box in boxes:
        if box.text:
            for row in range(box.row, box.row + box.row_span):
                rows[row].append(box)
    return rows


def rows_of(boxes: list[Box], first: int, last: int) -> list[Box]:
    """The boxes of rows first..last-1, cropped and moved up."""
    cut = []
    for box in boxes:
        row, row_end = max(box.row, first), min(box.row + box.row_span, last)
        if row < row_end:
            cut.append(msgspec.structs.replace(box, row=row - first, row_span=row_end - row))
    return sorted(cut, key=lambda box: (box.row, box.col))
