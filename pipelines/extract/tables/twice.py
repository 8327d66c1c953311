"""Tables that stand twice in a document with different totals: a further account that no title or line names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place, Table

_LISTS = frozenset({"T10", "T11", "T15"})
_ROUNDING = Decimal(100)
"""Yuan by which one amount may differ between a table in 元 and one in 万元."""

_Totals = dict[tuple[object, ...], Decimal]


def contradicting_copies(cells: Sequence[Cell], tables: Sequence[Table]) -> Iterator[Flaw]:
    """A flaw for each further copy of a table, of the discloser itself, whose totals are others than the first's."""
    by_unit = {table.table_seq for table in tables if table.row_kind == "unit"}
    totals: dict[tuple[str, int], _Totals] = {}
    pages: dict[int, int] = {}
    for cell in cells:
        is_total = cell.row_role == "total" or (cell.table_id == "T09" and cell.measure == "合计")
        is_own = cell.entity is None and cell.table_seq not in by_unit and cell.table_id not in _LISTS
        if not (is_own and is_total and cell.measure) or cell.amount_yuan is None:
            continue
        slot = (cell.side, cell.line_label, cell.measure, cell.phase, cell.fund_type)
        totals.setdefault((cell.table_id, cell.table_seq), {})[slot] = cell.amount_yuan
        pages.setdefault(cell.table_seq, cell.page)
    first: dict[str, _Totals] = {}
    for (table_id, table_seq), own in totals.items():
        known = first.setdefault(table_id, own)
        other = next((slot for slot, amount in own.items() if abs(known.get(slot, amount) - amount) > _ROUNDING), None)
        if other is not None:
            place = Place(page=pages[table_seq], table_seq=table_seq)
            message = f"{table_id} stands twice: {other[2]} is {known[other]} and {own[other]}"
            yield flaw("table_twice", message, place)
