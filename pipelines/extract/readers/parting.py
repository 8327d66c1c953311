"""The tables that are drawn as one, stacked or beside each other, and the rows of each that are no grid."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.boxes import Box, filled_rows, normalised, rows_of


def _marks(role: str) -> re.Pattern[str]:
    patterns = [row["pattern"] for row in read_lexicon("layout_marks") if row["role"] == role]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_LEAD = _marks("lead")
_TRAIL = _marks("trail")
_TITLE = _marks("title")


def tables_of(boxes: list[Box]) -> list[list[Box]]:
    """The tables of a tiled rectangle, each tiled by itself: cut below and beside each other as long as titles tell."""
    if not boxes:
        return []
    parts = _below(boxes)
    if len(parts) == 1:
        parts = _beside(boxes)
    return [boxes] if len(parts) < 2 else [table for part in parts for table in tables_of(normalised(part).boxes)]


def _below(boxes: list[Box]) -> list[list[Box]]:
    """Cut above each row of nothing but titles, or above the number and unit rows that stand over it."""
    rows = filled_rows(boxes)
    starts = [0]
    for number, row in enumerate(rows):
        if not _is_title_row(row, number):
            continue
        start = number
        while start > starts[-1] and all(map(_opens, rows[start - 1])):
            start -= 1
        if start > starts[-1]:
            starts.append(start)
    return [rows_of(boxes, start, end) for start, end in pairwise([*starts, len(rows)])]


def _is_title_row(row: list[Box], number: int) -> bool:
    """Whether row `number` begins with it, and is nothing but titles with what may stand beside them."""
    return any(map(_is_title, row)) and all(box.row == number and _opens(box) for box in row)


def _beside(boxes: list[Box]) -> list[list[Box]]:
    """Cut between the first two titles that stand beside each other, each over a table of its own."""
    titles = sorted(filter(_is_title, boxes), key=lambda box: box.col)
    for left, right in pairwise(titles):
        for col in range(right.col, left.col + left.col_span - 1, -1):
            if col and (parts := _sides(boxes, col, right)):
                return parts
    return [boxes]


def _is_title(box: Box) -> bool:
    return _TITLE.search(box.text) is not None


def _opens(box: Box) -> bool:
    """Whether a box can stand above a table: its title, number, unit or department."""
    return _LEAD.search(box.text) is not None or _is_title(box)


def _is_titled_table(boxes: list[Box]) -> bool:
    """Whether a title stands above a row of two or more filled boxes."""
    title = min((box.row for box in boxes if _is_title(box)), default=None)
    below = Counter(box.row for box in boxes if box.text and title is not None and box.row > title and not _opens(box))
    return max(below.values(), default=0) > 1


def _begins_at(title: Box, col: int, boxes: list[Box]) -> bool:
    """Whether a table begins at a column: its title is merged from there on, or stands there with its unit below it."""
    is_led = any(box.col == col and box.row > title.row and _LEAD.search(box.text) for box in boxes)
    return title.col == col and (title.col_span > 1 or is_led)


def _sides(boxes: list[Box], col: int, title: Box) -> list[list[Box]] | None:
    """The tables left and right of a column, each with a title; None where that is not certain.

    It is where nothing reaches over the column, and either the column before it is blank or the right-hand title
    begins there. A title over both and a note below both are parts of their own.
    """
    end = max(box.row + box.row_span for box in boxes)
    over = [box for box in boxes if box.text and box.col < col < box.col + box.col_span]
    top = max((box.row + box.row_span for box in over if box.row < title.row), default=0)
    bottom = min((box.row for box in over if box.row >= title.row), default=end)
    between = rows_of(boxes, top, bottom)
    left, right = ([box for box in between if (box.col < col) is is_left] for is_left in (True, False))
    reach = max((box.col + box.col_span for box in left if box.text), default=0)
    if not (reach < col or _begins_at(title, col, right)) or not all(map(_is_titled_table, (left, right))):
        return None
    left = [box for box in left if box.col < reach]
    return [part for part in (rows_of(boxes, 0, top), left, right, rows_of(boxes, bottom, end)) if part]


def lines_and_grids(boxes: list[Box]) -> list[tuple[list[str], list[Box]]]:
    """A tiled table as (lines, grid) pairs: title rows before the grid, note rows after it (with an empty grid)."""
    if not boxes:
        return []
    n_cols = max(box.col + box.col_span for box in boxes)
    rows = filled_rows(boxes)
    n_rows = len(rows)
    if all(len(row) < 2 for row in rows):
        return [(_texts(rows), [])]
    first = next((i for i, row in enumerate(rows) if not _is_lead(row, n_cols)), n_rows)
    last = next((i for i in range(n_rows, first, -1) if not _is_trail(rows, i - 1, n_cols)), first)
    return [(_texts(rows[:first]), rows_of(boxes, first, last)), (_texts(rows[last:]), [])]


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
