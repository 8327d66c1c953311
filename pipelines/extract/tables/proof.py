"""Columns without rulings, proved by arithmetic: what a reader took for columns must add up as the table does.

Only grids that were read from blanks between words (`stream`) need this: there a heading can come to stand over its
neighbour's figures. Then nearly every sum fails; a department's own slip makes one fail among many.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache

from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import Cell

_ZERO = Decimal(0)
_HOLDING_PER_FAILING = 3
_LISTS = frozenset({"T10", "T11", "T15"})
_STEPS = 3
"""How many printed steps (0.01 in the printed unit) a sum of rounded terms may be off."""


@cache
def _sums() -> dict[str, list[tuple[str, list[str]]]]:
    sums: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for row in read_lexicon("table_sums"):
        for table_id in row["tables"].split():
            sums[table_id].append((row["total"], row["terms"].split(";")))
    return dict(sums)


def columns_add_up(cells: list[Cell], unlisted: frozenset[int] = frozenset()) -> bool:
    """Whether the sums of a table hold, three for each that fails, and no amount stands under no measure.

    A table without amounts has nothing to prove, and a list of one amount a row has no columns to mistake.

    Args:
        cells: the cells of one table.
        unlisted: the 1-based columns whose heading is known and no measure of the records.
    """
    measured = {cell.col_no for cell in cells if cell.measure} | unlisted
    if any(cell.printed and cell.col_no not in measured for cell in cells):
        return False
    if not any(cell.amount_yuan for cell in cells):
        return True
    if cells[0].table_id in _LISTS and len({(c.group_no, c.col_no) for c in cells}) == len({c.group_no for c in cells}):
        return True
    checks = [*_across(cells), *_down_sides(cells), *_down_codes(cells), *_down_items(cells)]
    holding = sum(checks)
    return holding > 0 and _HOLDING_PER_FAILING * (len(checks) - holding) <= holding


def _adds_up(total: Decimal, terms: list[Decimal], unit: str | None) -> bool:
    step = Decimal(100) if unit and unit.endswith("万元") else Decimal(1)
    return abs(total - sum(terms, _ZERO)) <= _STEPS * step


def _across(cells: list[Cell]) -> list[bool]:
    """In each row: a total column is the sum of its term columns; all terms that the table has must be known.

    The items of T09 may be rows: there all slots of a unit and a phase belong together.
    """
    sums = _sums().get(cells[0].table_id, [])
    rows: dict[tuple[int | str, int, str], dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        row = cell.row_no if cell.table_id != "T09" else cell.entity or ""
        rows[row, cell.group_no, cell.phase][cell.measure or f"?{cell.col_no}"] = cell
    checks = []
    for slots in rows.values():
        for total, terms in sums:
            values = [slots[term].amount_yuan or _ZERO for term in terms if term in slots]
            if total in slots and values and (slots[total].amount_yuan is not None or any(values)):
                checks.append(_adds_up(slots[total].amount_yuan or _ZERO, values, slots[total].unit_printed))
    return checks


def _down_sides(cells: list[Cell]) -> list[bool]:
    """In T01 and T04: 本年收入合计 and 本年支出合计 are the sums of the rows above them."""
    checks = []
    columns: dict[tuple[str | None, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.side:
            columns[cell.side, cell.col_no].append(cell)
    for column in columns.values():
        at = next((i for i, c in enumerate(column) if c.row_role == "total" and "本年" in (c.line_label or "")), None)
        if at is not None:
            own = [c for c in column[:at] if not (c.line_label or "").startswith("其中")]
            terms = [c.amount_yuan or _ZERO for c in own]
            if column[at].amount_yuan or any(terms):
                checks.append(_adds_up(column[at].amount_yuan or _ZERO, terms, column[at].unit_printed))
    return checks


def _down_codes(cells: list[Cell]) -> list[bool]:
    """In tables by code: a class is the sum of its sections, where the table prints any."""
    if cells[0].table_id not in {"T06", "T13", "T14"}:
        return []
    by_code = {(cell.line_code, cell.measure): cell for cell in cells if cell.line_code}
    checks = []
    for (code, measure), cell in by_code.items():
        parts = [c for (other, m), c in by_code.items() if m == measure and other and code and _is_part(other, code)]
        if parts and len(code or "") == 3:
            checks.append(
                _adds_up(cell.amount_yuan or _ZERO, [c.amount_yuan or _ZERO for c in parts], cell.unit_printed)
            )
    return checks


def _down_items(cells: list[Cell]) -> list[bool]:
    """In lists: each column's total is the sum of the items that are no part of another (其中：)."""
    if cells[0].table_id not in _LISTS:
        return []
    checks = []
    for column in {cell.col_no for cell in cells}:
        own = [c for c in cells if c.col_no == column and not (c.line_label or "").startswith("其中")]
        totals = [c for c in own if c.row_role == "total"]
        terms = [c.amount_yuan or _ZERO for c in own if c.row_role != "total"]
        checks += [_adds_up(total.amount_yuan or _ZERO, terms, total.unit_printed) for total in totals]
    return checks


def _is_part(other: str, code: str) -> bool:
    return len(other) == 5 and other.startswith(code)
