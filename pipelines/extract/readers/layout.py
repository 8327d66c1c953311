"""Building a page: lines and tables in reading order, with the exact offsets that content.py asks for.

The readers of HTML, XLSX and DOCX meet the same habit: the title, 公开01表 and 金额单位：万元 stand in merged rows of
the table itself, its note (注：…) in the last one. Here such rows become lines, so that all readers look alike.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from pipelines.extract.content import Block, Grid, GridCell, GridMethod, Page, TextLine
from pipelines.extract.lexicon_files import read_lexicon

MAX_POSITIONS = 2_000_000
"""Rows x columns of the largest table that is read; the largest real one seen has 15,000."""

_WIDEST_SPAN, _TALLEST_SPAN = 100, 5_000
"""Spans beyond these say nothing about a table's size (titles are merged over all 16,384 columns of a sheet)."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BREAKS = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_BLANKS = re.compile(r"[\t\r\n\v\f\u00a0 \u2028\u2029]+")
_WIDE = re.compile(r"[^\x00-\u2e7f]")


def _marks(role: str) -> re.Pattern[str]:
    patterns = [row["pattern"] for row in read_lexicon("layout_marks") if row["role"] == role]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_LEAD = _marks("lead")
_TRAIL = _marks("trail")
_TITLE = _marks("title")


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


class PageBuilder:
    """Collects the blocks of one page; `page()` ends it."""

    def __init__(self, method: GridMethod) -> None:
        self._method = method
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0

    def line(self, text: str, *, ends_paragraph: bool = True) -> None:
        """Add a paragraph; one without text adds nothing."""
        text = clean(text)
        if text:
            start, end = self._append(text)
            self._blocks.append(TextLine(text=text, start=start, end=end, ends_paragraph=ends_paragraph))

    def table(self, boxes: list[Box]) -> None:
        """Add a table: its leading and trailing one-cell rows as lines, the rest as a grid.

        Raises OversizedTableError. A table in which no row has two filled cells is no grid but lines; several tables
        drawn as one (each with its title row) come apart.
        """
        for part in _split(_normalised(boxes)):
            for lines, grid in _sections(part):
                for text in lines:
                    self.line(text)
                if grid:
                    self._grid(grid)

    def page(self, number: int, sheet: str | None = None) -> Page:
        """The page with everything added so far."""
        return Page(number=number, text="".join(self._parts), blocks=self._blocks, sheet=sheet)

    def _append(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        return start, start + len(text)

    def _grid(self, boxes: list[Box]) -> None:
        n_rows = max(box.row + box.row_span for box in boxes)
        n_cols = max(box.col + box.col_span for box in boxes)
        rows = [[""] * n_cols for _ in range(n_rows)]
        cells = []
        for box in boxes:
            rows[box.row][box.col] = box.text
            cells.append(
                GridCell(
                    row=box.row,
                    col=box.col,
                    row_span=box.row_span,
                    col_span=box.col_span,
                    text=box.text,
                    cell_ref=box.ref,
                )
            )
        start, end = self._append("\n".join("\t".join(row) for row in rows))
        self._blocks.append(Grid(n_rows=n_rows, n_cols=n_cols, cells=cells, method=self._method, start=start, end=end))


def _normalised(boxes: list[Box]) -> list[Box]:
    """Every position of the rectangle covered once: overlaps cropped, holes filled, empty margins cut, row-major.

    Drawn columns stay though blank: a part of a table without its heading must keep the width of the whole. One drawn
    row below the last filled one stays: a 三公 table without any amount is its heading and a blank row.
    """
    boxes = [msgspec.structs.replace(box, text=one_line(box.text)) for box in boxes]
    filled = [box for box in boxes if box.text]
    if not filled:
        return []
    top, left = min(box.row for box in filled), min(box.col for box in filled)
    bottom = max(box.row + (box.row_span if box.row_span <= _TALLEST_SPAN else 1) for box in filled)
    bottom += any(box.row == bottom for box in boxes)
    right = max(box.col + (box.col_span if box.text and box.col_span <= _WIDEST_SPAN else 1) for box in boxes)
    if (bottom - top) * (right - left) > MAX_POSITIONS:
        raise OversizedTableError(f"{bottom - top} rows x {right - left} columns")
    return _tiled(boxes, top, left, bottom, right)


def _tiled(boxes: list[Box], top: int, left: int, bottom: int, right: int) -> list[Box]:
    """The boxes inside the rectangle, moved to its corner, cropped to free positions, holes filled."""
    free = [bytearray(b"\x01") * (right - left) for _ in range(bottom - top)]
    tiles: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.row, box.col)):
        row, col = max(box.row, top) - top, max(box.col, left) - left
        row_end = min(box.row + box.row_span, bottom) - top
        col_end = min(box.col + box.col_span, right) - left
        if row >= row_end or col >= col_end or not free[row][col]:
            continue
        col_end = next((c for c in range(col, col_end) if not free[row][c]), col_end)
        full = bytes(col_end - col)
        row_end = next((r for r in range(row, row_end) if not all(free[r][col:col_end])), row_end)
        for taken in range(row, row_end):
            free[taken][col:col_end] = full
        tiles.append(Box(row=row, col=col, row_span=row_end - row, col_span=col_end - col, text=box.text, ref=box.ref))
    for row, line in enumerate(free):
        tiles.extend(Box(row=row, col=col) for col, is_free in enumerate(line) if is_free)
    return sorted(tiles, key=lambda box: (box.row, box.col))


def _filled_rows(boxes: list[Box]) -> list[list[Box]]:
    """Per row the boxes with text that cover it."""
    rows: list[list[Box]] = [[] for _ in range(max(box.row + box.row_span for box in boxes))]
    for box in boxes:
        if box.text:
            for row in range(box.row, box.row + box.row_span):
                rows[row].append(box)
    return rows


def _split(boxes: list[Box]) -> list[list[Box]]:
    """The tables drawn as one: each begins with a title in a row of its own, or the number and unit rows above it."""
    if not boxes:
        return []
    rows = _filled_rows(boxes)
    starts = [0]
    for number, row in enumerate(rows):
        if len(row) != 1 or row[0].row != number or not _TITLE.search(row[0].text):
            continue
        start = number
        while start > starts[-1] and all(_LEAD.search(box.text) for box in rows[start - 1]):
            start -= 1
        if start > starts[-1]:
            starts.append(start)
    if len(starts) == 1:
        return [boxes]
    ends = [*starts[1:], len(rows)]
    return [_normalised(_cut(boxes, start, end)) for start, end in zip(starts, ends, strict=True)]


def _sections(boxes: list[Box]) -> list[tuple[list[str], list[Box]]]:
    """A tiled table as (lines, grid) pairs: title rows before the grid, note rows after it (with an empty grid)."""
    if not boxes:
        return []
    n_cols = max(box.col + box.col_span for box in boxes)
    rows = _filled_rows(boxes)
    n_rows = len(rows)
    if all(len(row) < 2 for row in rows):
        return [(_texts(rows), [])]
    first = next((i for i, row in enumerate(rows) if not _is_lead(row, n_cols)), n_rows)
    last = next((i for i in range(n_rows, first, -1) if not _is_trail(rows, i - 1, n_cols)), first)
    return [(_texts(rows[:first]), _cut(boxes, first, last)), (_texts(rows[last:]), [])]


def _texts(rows: list[list[Box]]) -> list[str]:
    """The texts of the boxes of these rows, each box once."""
    return [box.text for box in {id(box): box for row in rows for box in row}.values()]


def is_lead_row(row: list[Box]) -> bool:
    """Whether a row can open a table: a single box, or filled ones that all bear a lead mark.

    A name among blank boxes that are drawn, too, is the total below the blank rows of an empty table.
    """
    return len(row) == 1 or all(_LEAD.search(box.text) for box in row if box.text)


def _is_lead(row: list[Box], n_cols: int) -> bool:
    """A title, number, unit or department row: one cell, or a few that all bear such a mark."""
    if len(row) == 1:
        box = row[0]
        return box.col_span == n_cols or (box.row_span == 1 and (box.col == 0 or _LEAD.search(box.text) is not None))
    return all(box.row_span == 1 and _LEAD.search(box.text) for box in row)


def _is_trail(rows: list[list[Box]], at: int, n_cols: int) -> bool:
    """A note under the table: one cell over the whole width, or one that begins like a note; or blank below a note."""
    row = rows[at]
    if not row:
        return at > 0 and _is_note(rows[at - 1], n_cols)
    return _is_note(row, n_cols)


def _is_note(row: list[Box], n_cols: int) -> bool:
    return len(row) == 1 and (row[0].col_span == n_cols or _TRAIL.search(row[0].text) is not None)


def _cut(boxes: list[Box], first: int, last: int) -> list[Box]:
    """The boxes of rows first..last-1, cropped and moved up."""
    cut = []
    for box in boxes:
        row, row_end = max(box.row, first), min(box.row + box.row_span, last)
        if row < row_end:
            cut.append(msgspec.structs.replace(box, row=row - first, row_span=row_end - row))
    return sorted(cut, key=lambda box: (box.row, box.col))
