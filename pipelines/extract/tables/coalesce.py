"""Columns that no row tells apart: a sheet that stacks several tables, or a stray ruling, makes a grid too fine.

Every cell of the table is then merged over the same neighbouring columns. Such neighbours are one column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pipelines.extract.content import GridCell
    from pipelines.extract.tables.pieces import Row


def coalesce(rows: list[Row], *, is_whole: bool) -> list[Row]:
    """The rows with neighbouring columns joined where every row covers both by one cell; else the rows themselves.

    Args:
        rows: the rows of one table, its headings included.
        is_whole: whether they are all of it, not one page's: then a column without any text is none.
    """
    if not rows:
        return rows
    n_cols = len(rows[0].cells)
    joined = list(range(1, n_cols))
    for row in rows:
        joined = [c for c in joined if row.cells[c] is row.cells[c - 1]]
        if not joined:
            break
    kept = [c for c in range(n_cols) if c not in joined]
    if is_whole:
        kept = [c for c in kept if any(row.cells[c].text for row in rows)] or kept
    if len(kept) == n_cols:
        return rows
    number = {c: i for i, c in enumerate(kept)}
    narrowed: dict[int, GridCell] = {}
    for row in rows:
        for c in kept:
            cell = row.cells[c]
            if id(cell) not in narrowed:
                own = [k for k in kept if row.cells[k] is cell]
                narrowed[id(cell)] = msgspec.structs.replace(cell, col=number[own[0]], col_span=len(own))
    return [
        msgspec.structs.replace(
            row, cells=[narrowed[id(row.cells[c])] for c in kept], texts=[row.texts[c] for c in kept]
        )
        for row in rows
    ]
