"""Rows of a table set into bands: rows that stay together on a page, their boxes with lines and places."""

from __future__ import annotations

import msgspec

from sample_portal.layouts.look import Align, Look
from sample_portal.layouts.typeset import text_width, wrap
from sample_portal.sheet import Box, Sheet, place

_CROWDED = 0.8
"""The height that crowded lines get, of what they need."""
_OVERFLOW = 1.06
"""How much larger than fitting overflowing amounts are set: more would run into their neighbours."""


class SetBox(msgspec.Struct, frozen=True, kw_only=True):
    """A box with its lines; `row` counts in the whole table, `top_row` in the band."""

    row: int
    col: int
    top_row: int
    box: Box
    lines: list[str]
    align: Align
    indent: float = 0.0
    is_rotated: bool = False
    """Whether its text runs upwards."""


class Band(msgspec.Struct, kw_only=True):
    """Rows that are drawn together."""

    boxes: list[SetBox]
    heights: list[float]
    is_header: bool = False

    @property
    def height(self) -> float:
        """Of all rows."""
        return sum(self.heights)


class Setter:
    """Sets the rows of one sheet between the given column edges."""

    def __init__(self, sheet: Sheet, edges: list[float], look: Look) -> None:
        self.sheet = sheet
        self.edges = edges
        self.look = look
        self.size = _size(sheet, edges, look)
        self.amount_columns = {col for _, col, box in place(sheet.body) if box.is_amount and box.cols == 1}

    def header(self) -> Band:
        """All header rows as one band."""
        return self._band(self.sheet.header, 0, is_header=True)

    def row(self, index: int) -> Band:
        """One body row."""
        return self._band([self.sheet.body[index]], len(self.sheet.header) + index, is_header=False)

    def _band(self, rows: list[list[Box]], first: int, *, is_header: bool) -> Band:
        look = self.look
        boxes = []
        heights = [self.size * look.leading + 2 * look.padding] * len(rows)
        for row, col, box in place(rows):
            indent = 0.0 if is_header or box.is_amount else self._indent(rows[row], col)
            width = self.edges[col + box.cols] - self.edges[col] - 2 * look.padding - indent
            lines = self._lines(box, col, width, is_header=is_header) if box.text else []
            boxes.append(
                SetBox(
                    row=first + row,
                    col=col,
                    top_row=row,
                    box=box,
                    lines=lines,
                    align=self._align(box, is_header=is_header),
                    indent=indent,
                    is_rotated=is_header and self._is_rotated(box, col),
                )
            )
            needed = self._height(boxes[-1], is_header=is_header)
            if needed > sum(heights[row : row + box.rows]):
                heights[row : row + box.rows] = [needed / box.rows] * box.rows
        return Band(boxes=boxes, heights=heights, is_header=is_header)

    def _is_rotated(self, box: Box, col: int) -> bool:
        is_narrow = box.cols == 1 and col in self.amount_columns
        return self.look.habits.rotated_heads and is_narrow and len("".join(box.text.split())) > 4

    def _lines(self, box: Box, col: int, width: float, *, is_header: bool) -> list[str]:
        look, size = self.look, self.size
        if is_header:
            if self._is_rotated(box, col):
                return [box.text]
            if look.stacked_heads and box.cols == 1 and col in self.amount_columns and 2 < len(box.text) < 12:
                return list("".join(box.text.split()))
            return wrap(box.text, width, size * (1 + look.habits.letter_space))
        if box.is_amount:
            return wrap(box.text, width, size, tears=True) if look.numbers == "wrap" else [box.text]
        is_code = box.text.isascii()
        return wrap(box.text, width, size if is_code else size * (1 + look.habits.letter_space), tears=is_code)

    def _height(self, set_box: SetBox, *, is_header: bool) -> float:
        box, lines = set_box.box, set_box.lines
        if set_box.is_rotated:
            return text_width(box.text, self.size) + 2 * self.look.padding
        height = len(lines) * self.size * self.look.leading
        is_name = not (is_header or box.is_amount or box.text.isascii())
        if self.look.names == "crowd" and len(lines) > 1 and is_name:
            return height * _CROWDED
        return height + 2 * self.look.padding

    def _align(self, box: Box, *, is_header: bool) -> Align:
        if is_header:
            return "center"
        if box.is_amount:
            return self.look.amount_align
        if box.text.isascii():
            return self.look.code_align
        return self.look.name_align

    def _indent(self, row: list[Box], col: int) -> float:
        code = row[0].text if col and row and row[0].text.isdigit() else ""
        return self.look.indent * max(len(code) - 3, 0) / 2


def column_edges(sheet: Sheet, look: Look, left: float, room: float) -> list[float]:
    """The left edge of every column and the right edge of the last."""
    names = _name_columns(sheet)
    widths = [width * (look.name_share if col in names else 1.0) for col, width in enumerate(sheet.widths)]
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + room * look.table_width * width / sum(widths))
    return edges


def _size(sheet: Sheet, edges: list[float], look: Look) -> float:
    """The size of the look, as far as amounts may be wider than their columns, and of its habits."""
    size = _size_of_look(sheet, edges, look)
    return min(size, look.habits.largest_size or size)


def _size_of_look(sheet: Sheet, edges: list[float], look: Look) -> float:
    if look.size and look.numbers == "wrap":
        return look.size
    fitting = _fitting_size(sheet, edges, look)
    if look.numbers == "overflow":
        fitting *= _OVERFLOW
    return min(look.size or fitting, fitting)


def _fitting_size(sheet: Sheet, edges: list[float], look: Look) -> float:
    """The largest size in which every amount fits its column."""
    size = 9.0 if len(sheet.widths) <= 9 else 7.5
    for _, col, box in place(sheet.rows):
        if box.is_amount and box.text:
            room = edges[col + box.cols] - edges[col] - 2 * look.padding
            size = min(size, size * room / text_width(box.text, size))
    return size


def split(band: Band, kept: int, size: float, look: Look) -> tuple[Band, Band]:
    """A one-row band torn by a page break: `kept` lines of each box above, the rest below."""
    above = [msgspec.structs.replace(box, lines=box.lines[:kept]) for box in band.boxes]
    below = [msgspec.structs.replace(box, lines=box.lines[kept:]) for box in band.boxes]
    rest = max(len(box.lines) for box in below)
    line = size * look.leading
    return (
        Band(boxes=above, heights=[kept * line + 2 * look.padding]),
        Band(boxes=below, heights=[rest * line + 2 * look.padding]),
    )


def _name_columns(sheet: Sheet) -> set[int]:
    return {
        col
        for _, col, box in place(sheet.body)
        if box.text and not (box.is_amount or box.text.isascii() or box.cols > 1)
    }
