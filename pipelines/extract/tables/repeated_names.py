"""Columns that a sheet repeats on every page: the codes and names of the rows, left of further amounts."""

from __future__ import annotations

import msgspec

from pipelines.extract.tables.heads import find_header, is_amount_text
from pipelines.extract.tables.pieces import Piece, Row

_MIN_ROWS = 3


def without_repeated_names(left: Piece, right: Piece) -> Piece:
    """`right` without the columns with which `left` begins, if it repeats them in every row; else `right` itself.

    A table that has no other headings either is another one of the same form, not further columns.
    """
    n_rows = len(left.body)
    if left.page >= right.page or n_rows < _MIN_ROWS or len(right.rows) < n_rows or right.n_cols < 2:
        return right
    ours, theirs = left.rows[-n_rows:], right.rows[-n_rows:]
    most = min(left.n_cols, right.n_cols) - 1
    n_same = _same_columns(ours, theirs, min(most, _same_headings(left, right)))
    has_names = any(char.isalpha() for row in ours for text in row.texts[:n_same] for char in text)
    if not n_same or not has_names or any(_reaches_over(row, n_same) for row in right.rows):
        return right
    rows = [_without(row, n_same) for row in right.rows]
    header, start = find_header([(row.cells, row.texts) for row in rows])
    if header.paths and set(header.key()) <= set(left.header.key()):
        return right
    return Piece(
        page=right.page,
        sheet=right.sheet,
        lead=right.lead,
        header=header,
        rows=rows,
        body=rows[start:],
        edges=right.edges[n_same:] if right.edges else None,
        n_cols=right.n_cols - n_same,
        has_rulings=right.has_rulings,
        trail=right.trail,
        follows_directly=right.follows_directly,
        is_noted=right.is_noted,
    )


def _same_headings(left: Piece, right: Piece) -> int:
    """How many columns from the left have the same headings on both pages; all where one page prints none."""
    pairs = zip(left.header.key(), right.header.key(), strict=False)
    n_same = next((c for c, (ours, theirs) in enumerate(pairs) if ours != theirs), None)
    return min(left.n_cols, right.n_cols) if n_same is None else n_same


def _same_columns(ours: list[Row], theirs: list[Row], most: int) -> int:
    """How many columns from the left say the same in all rows, no amounts, and the last of them something in most."""
    n_same = 0
    while n_same < most and all(
        a.texts[n_same] == b.texts[n_same] and not is_amount_text(a.texts[n_same])
        for a, b in zip(ours, theirs, strict=True)
    ):
        n_same += 1
    while n_same and 2 * sum(bool(row.texts[n_same - 1]) for row in ours) < len(ours):
        n_same -= 1
    return n_same


def _reaches_over(row: Row, edge: int) -> bool:
    """Whether a box of the row lies on both sides of the edge."""
    return row.cells[edge - 1] is row.cells[edge]


def _without(row: Row, n_cols: int) -> Row:
    cells = {id(cell): msgspec.structs.replace(cell, col=cell.col - n_cols) for cell in row.cells[n_cols:]}
    pages = row.pages[n_cols:] if row.pages else None
    return Row(row.page, row.sheet, [cells[id(cell)] for cell in row.cells[n_cols:]], row.texts[n_cols:], pages)
