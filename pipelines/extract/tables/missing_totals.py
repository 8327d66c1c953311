"""Tables that print rows and no total: the row that holds them together has been lost, in the file or in reading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place, Table

_WITH_TOTAL = frozenset({"T01", "T02", "T03", "T04", "T05"})
"""The forms of the ministry have 合计 or 总计 in each of these."""
_ROWS = 5
"""A stray part of a table may have fewer."""


def without_total(cells: Sequence[Cell], tables: Sequence[Table]) -> Iterator[Flaw]:
    """A flaw for each such table of the discloser that has five rows with amounts and none that is a total."""
    by_unit = {table.table_seq for table in tables if table.row_kind == "unit"}
    rows: dict[int, set[int]] = {}
    first: dict[int, Cell] = {}
    summed: set[int] = set()
    for cell in cells:
        if cell.table_id not in _WITH_TOTAL or cell.entity is not None or cell.table_seq in by_unit:
            continue
        first.setdefault(cell.table_seq, cell)
        if cell.row_role == "total":
            summed.add(cell.table_seq)
        if cell.amount_yuan is not None:
            rows.setdefault(cell.table_seq, set()).add(cell.row_no)
    for table_seq, filled in rows.items():
        if len(filled) >= _ROWS and table_seq not in summed:
            place = Place(page=first[table_seq].page, table_seq=table_seq)
            yield flaw("total_missing", f"{first[table_seq].table_id} has {len(filled)} rows and no total", place)
