"""The records of one document, indexed the way the rules ask: table, row, measure.

Rows are known by role, label and code, never by position. Only the discloser's own numbers are in the book: rows of
a unit list (`entity`, or a table by unit) and budget columns are left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

import msgspec

from pipelines.extract import money
from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Cell, FundType, Parsed, RowRole, Side, TableId
from pipelines.rules.mentions import Narrative
from pipelines.rules.promises import Promise, promises_of
from pipelines.rules.prose import Prose, prose_of

_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])")
_INSTEAD: dict[TableId, TableId] = {"T05": "T12"}
"""一般公共预算财政拨款收入支出决算表 (云南) instead of 一般公共预算财政拨款支出决算表."""
_SUMMARIES: tuple[TableId, ...] = ("T01", "T04")
_FUNDS: tuple[FundType, ...] = ("general_public_budget", "government_fund", "state_capital")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of one side or group of a table; `cells` by measure (final amounts only)."""

    table_id: TableId
    table_seq: int
    row_no: int
    group_no: int
    label: str
    code: str | None
    role: RowRole | None
    side: Side | None
    fund_type: FundType | None
    parent_label: str | None
    is_detail: bool
    is_numbered: bool = False
    """Whether its label is printed behind 一、 or 1. or the like."""
    cells: dict[str, Cell]

    def cell(self, measure: str) -> Cell | None:
        """The amount slot of `measure`, if the table has that column."""
        return self.cells.get(measure)


class Sheet(msgspec.Struct, frozen=True):
    """One printed table: its rows in order, and its printed step in yuan (the finest digit it prints)."""

    table_id: TableId
    table_seq: int
    rows: list[Row]
    step: Decimal
    codes: dict[str, list[Row]]

    def where(
        self, *, role: RowRole | None = None, side: Side | None = None, labels: Iterable[str] | None = None
    ) -> list[Row]:
        """The rows of that role, side and set of labels, detail rows (其中：…) left out."""
        wanted = None if labels is None else frozenset(labels)
        return [
            row
            for row in self.rows
            if not row.is_detail
            and (role is None or row.role == role)
            and (side is None or row.side == side)
            and (wanted is None or row.label in wanted)
        ]

    def first(
        self, *, role: RowRole | None = None, side: Side | None = None, labels: Iterable[str] | None = None
    ) -> Row | None:
        """The first such row, or None."""
        return next(iter(self.where(role=role, side=side, labels=labels)), None)

    def by_code(self) -> dict[str, list[Row]]:
        """The rows that print a code, by code; not to be changed."""
        return self.codes


class Book:
    """A document for the rules: its tables (`sheets`; `items`, T09 in all phases) and its text (`narrative`)."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.narrative = Narrative(parsed.claims, parsed.document.fiscal_year)
        self._sheets: dict[str, list[Sheet]] = defaultdict(list)
        by_unit = {table.table_seq for table in parsed.tables if table.row_kind == "unit"}
        cells: dict[int, list[Cell]] = defaultdict(list)
        for cell in parsed.cells:
            if cell.entity is None and cell.phase == "final" and cell.table_seq not in by_unit:
                cells[cell.table_seq].append(cell)
        self.items = [
            cell
            for cell in parsed.cells
            if cell.table_id == "T09" and cell.entity is None and cell.table_seq not in by_unit
        ]
        self.item_steps = {
            seq: printed_step(cell for cell in self.items if cell.table_seq == seq)
            for seq in {cell.table_seq for cell in self.items}
        }
        for table_seq, own in cells.items():
            self._sheets[own[0].table_id].append(_sheet(table_seq, own))

    @cached_property
    def prose(self) -> list[Prose]:
        """The running text of each page."""
        return [prose_of(page) for page in self.parsed.pages]

    @cached_property
    def promises(self) -> list[Promise]:
        """The tables whose titles the document prints on a line of their own."""
        return promises_of(self.parsed)

    @cached_property
    def _second_set(self) -> float:
        """Where a second set of tables begins (a unit's behind the department's): T01 again, behind other tables."""
        first, *later = [s.table_seq for s in self.sheets("T01") if any(has_amount(row) for row in s.rows)] or [0]
        others = [s.table_seq for sheets in self._sheets.values() for s in sheets if s.table_id != "T01"]
        return next((seq for seq in later if any(first < other < seq for other in others)), math.inf)

    def sheets(self, table_id: TableId) -> list[Sheet]:
        """Every printed table of that id, in the order of the document; T12 where it stands instead of T05."""
        return self._sheets.get(table_id) or self._sheets.get(_INSTEAD.get(table_id, table_id), [])

    def sheet(self, table_id: TableId) -> Sheet | None:
        """The discloser's table of that id: the first one that holds an amount, else the first; of the first set."""
        sheets = [sheet for sheet in self.sheets(table_id) if sheet.table_seq < self._second_set]
        return next((s for s in sheets if any(has_amount(row) for row in s.rows)), sheets[0] if sheets else None)


def has_amount(row: Row) -> bool:
    """Whether any slot of the row holds an amount."""
    return any(cell.amount_yuan is not None for cell in row.cells.values())


def is_blank(cell: Cell) -> bool:
    """Whether the slot is printed blank (or with a dash, which says none)."""
    return cell.amount_yuan is None and money.is_blank(cell.printed)


def is_unreadable(cell: Cell) -> bool:
    """Whether something is printed in the slot that is no amount."""
    return cell.amount_yuan is None and not is_blank(cell)


def _sheet(table_seq: int, cells: list[Cell]) -> Sheet:
    grouped: dict[tuple[int, str, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.row_no, cell.side or "", cell.group_no].append(cell)
    rows = [_row(group) for group in grouped.values()]
    if cells[0].table_id in _SUMMARIES:
        rows = list(_with_details(rows))
    codes: dict[str, list[Row]] = {}
    for row in rows:
        if row.code:
            codes.setdefault(row.code, []).append(row)
    return Sheet(cells[0].table_id, table_seq, rows, printed_step(cells), codes)


def _with_details(rows: list[Row]) -> Iterator[Row]:
    """Of which (其中) goes on over rows without a number, as long as they fit into the row that they are part of.

    Beside the one row of all fiscal money (财政拨款收入) the rows of its funds are details too.
    """
    numbered = {(row.side, row.group_no) for row in rows if row.is_numbered}
    has_fiscal = any(row.table_id == "T01" and row.fund_type == "fiscal" and row.role == "item" for row in rows)
    whole: dict[tuple[Side | None, int], Decimal] = {}
    left: dict[tuple[Side | None, int], Decimal] = {}
    for row in rows:
        column, amount = (row.side, row.group_no), _first_amount(row)
        if row.is_detail:
            left[column] = left.get(column, whole.get(column, Decimal(0))) - amount
        elif _is_continued(row) and column in numbered and amount <= left.get(column, -abs(amount) - 1):
            left[column] -= amount
        else:
            left.pop(column, None)
            whole[column] = amount
        is_fund = has_fiscal and row.role == "item" and row.fund_type in _FUNDS
        yield msgspec.structs.replace(row, is_detail=True) if is_fund or column in left else row


def _is_continued(row: Row) -> bool:
    """Whether a row may belong to an 其中 above it."""
    return row.role == "item" and not row.is_numbered


def _first_amount(row: Row) -> Decimal:
    return next((cell.amount_yuan for cell in row.cells.values() if cell.amount_yuan is not None), Decimal(0))


def _row(cells: list[Cell]) -> Row:
    head = cells[0]
    by_measure: dict[str, Cell] = {}
    for cell in cells:
        by_measure.setdefault(cell.measure or f"#{cell.col_no}", cell)
    return Row(
        table_id=head.table_id,
        table_seq=head.table_seq,
        row_no=head.row_no,
        group_no=head.group_no,
        label=head.line_label or "",
        code=head.line_code,
        role=head.row_role,
        side=head.side,
        fund_type=head.fund_type,
        parent_label=head.parent_label,
        is_detail=fold_tight(head.line_label_printed or head.line_label or "").startswith("其中"),
        is_numbered=_ORDINAL.match(fold_tight(head.line_label_printed or "")) is not None,
        cells=by_measure,
    )


def printed_step(cells: Iterable[Cell]) -> Decimal:
    """The finest printed digit of some slots in yuan: 0.01 万元 is 100 yuan."""
    steps = (
        factor.scaleb(-_decimals(cell.printed))
        for cell in cells
        if cell.amount_yuan is not None and (factor := money.unit_factor(cell.unit_printed)) is not None
    )
    return min(steps, default=Decimal(0))


def _decimals(printed: str) -> int:
    _, _, fraction = printed.partition(".")
    return sum(character.isdigit() for character in fraction)
