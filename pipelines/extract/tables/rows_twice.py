"""Rows that stand twice in a table: the same code, or the same total, of one unit; which counts, nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place

_ROLES = frozenset({"total", "balance"})


def repeated_rows(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row that fills the slots of an earlier row of its table once more.

    Only rows with a code, totals and balances: names of items repeat (其他支出 under several headings).
    """
    first: dict[tuple[object, ...], int] = {}
    told: set[tuple[int, int]] = set()
    for cell in cells:
        if not (cell.line_code or cell.row_role in _ROLES) or cell.measure is None:
            continue
        line = (cell.side, cell.group_no, cell.line_code, cell.line_label, cell.parent_label)
        slot = (cell.table_seq, cell.entity, *line, cell.measure, cell.phase, cell.fund_type)
        row, place = first.setdefault(slot, cell.row_no), (cell.table_seq, cell.row_no)
        if row != cell.row_no and place not in told:
            told.add(place)
            name = cell.line_code or cell.line_label or ""
            where = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            yield flaw("row_twice", f"{name} stands in row {row} and in row {cell.row_no}", where)
