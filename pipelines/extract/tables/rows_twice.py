"""Rows that stand twice in a table: the same code, or the same total, of one unit; which counts, nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place

_ROLES = frozenset({"total", "balance"})


def first_of_rows(cells: Sequence[Cell]) -> list[Cell]:
    """The first cell of each row, of each group where several stand side by side; `cells` follow row by row."""
    found: list[Cell] = []
    before: Cell | None = None
    for cell in cells:
        if (
            before is None
            or cell.row_no != before.row_no
            or cell.group_no != before.group_no
            or cell.table_seq != before.table_seq
        ):
            found.append(cell)
            before = cell
    return found


def repeated_rows(cells: Sequence[Cell], rows: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row that fills the slots of an earlier row of its table once more.

    Only rows with a code, totals and balances: names of items repeat (其他支出 under several headings).

    Args:
        cells: all cells of the document.
        rows: the first of each row.
    """
    lines = Counter(_line(cell) for cell in rows if _may_tell(cell))
    first: dict[tuple[object, ...], int] = {}
    told: set[tuple[int, int]] = set()
    for cell in cells if any(count > 1 for count in lines.values()) else ():
        if cell.measure is None or not _may_tell(cell) or lines[_line(cell)] == 1:
            continue
        slot = (*_line(cell), cell.measure, cell.phase, cell.fund_type)
        row, place = first.setdefault(slot, cell.row_no), (cell.table_seq, cell.row_no)
        if row != cell.row_no and place not in told:
            told.add(place)
            name = cell.line_code or cell.line_label or ""
            where = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            yield flaw("row_twice", f"{name} stands in row {row} and in row {cell.row_no}", where)


def _may_tell(cell: Cell) -> bool:
    return bool(cell.line_code) or cell.row_role in _ROLES


def _line(cell: Cell) -> tuple[object, ...]:
    """What tells a row from the others of its document."""
    return (
        cell.table_seq,
        cell.entity,
        cell.side,
        cell.group_no,
        cell.line_code,
        cell.line_label,
        cell.parent_label,
    )
