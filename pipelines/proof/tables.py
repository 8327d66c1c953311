"""Tables as they were read: rows of the joined grid with code, label and one slot per amount column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.records import Cell, Table
from pipelines.proof.notes import Problem, cell_key, gravest


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One cell as shown: what was printed, what it is in yuan, and what is wrong with it."""

    key: str
    printed: str
    yuan: str
    kind: str
    note: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One code/name/amounts group of a row; `slots` follow the group's columns, None where the row has none."""

    code: str
    label: str
    role: str
    slots: list[Slot | None]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row; `parts` follow the groups of columns that stand side by side, None where the row has none."""

    row_no: int
    parts: list[Part | None]


class TableView(msgspec.Struct, frozen=True, kw_only=True):
    """A table, or the part of it that lies on one page; `rows` is the printed grid of a table of no known kind."""

    anchor: str
    name: str
    title: str
    about: str
    note: str
    groups: list[list[str]]
    has_codes: bool
    lines: list[Line]
    rows: list[list[str]]


def table_view(table: Table, cells: Sequence[Cell], troubled: dict[str, list[Problem]], *, is_first: bool) -> TableView:
    """The table with `cells` of one page; the grid of an unknown table stands on its first page only."""
    groups: dict[int, dict[int, str]] = {}
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda each: (each.group_no, each.col_no)):
        groups.setdefault(cell.group_no, {}).setdefault(cell.col_no, _column(cell))
        rows.setdefault(cell.row_no, []).append(cell)
    return TableView(
        anchor=f"t{table.table_seq}" if is_first else "",
        name=table.table_id or "other table",
        title=table.title_printed or "(no title)",
        about=_about(table, is_first=is_first),
        note=table.empty_note or "",
        has_codes=any(cell.line_code for cell in cells),
        groups=[list(names.values()) for names in groups.values()],
        lines=[
            Line(row_no=row, parts=[_part(rows[row], group, names, troubled) for group, names in groups.items()])
            for row in sorted(rows)
        ],
        rows=[*table.header, *table.rows] if is_first and table.rows is not None else [],
    )


def _about(table: Table, *, is_first: bool) -> str:
    pages = f"pages {table.pages[0]}–{table.pages[-1]}" if len(table.pages) > 1 else ""
    parts = (
        f"table {table.table_seq}",
        table.number_printed,
        table.unit_printed,
        pages,
        "" if is_first else "continued",
    )
    return " · ".join(part for part in parts if part)


def _column(cell: Cell) -> str:
    return cell.measure or f"? {cell.column_header or ''}".strip()


def _part(row: Sequence[Cell], group: int, columns: Iterable[int], troubled: dict[str, list[Problem]]) -> Part | None:
    cells = {cell.col_no: cell for cell in row if cell.group_no == group}
    if not cells:
        return None
    first = next(iter(cells.values()))
    label = first.line_label_printed or first.line_label or ""
    return Part(
        code=first.line_code or "",
        label=" ".join(part for part in (first.entity, label) if part),
        role=first.row_role or "",
        slots=[slot(cells[column], troubled) if column in cells else None for column in columns],
    )


def slot(cell: Cell, troubled: dict[str, list[Problem]]) -> Slot:
    """One cell as shown."""
    key = cell_key(cell.table_seq, cell.row_no, cell.col_no)
    found = troubled.get(key, [])
    kind = gravest(found) or ("blank" if not cell.printed else "unread" if cell.amount_yuan is None else "ok")
    return Slot(key=key, printed=cell.printed, yuan=yuan(cell.amount_yuan), kind=kind, note=_note(cell, found))


def yuan(amount: Decimal | None) -> str:
    """An amount with thousands separators, exact; blank for null."""
    return "" if amount is None else f"{amount:,}"


def _note(cell: Cell, found: Sequence[Problem]) -> str:
    amount = "blank" if not cell.printed else f"{yuan(cell.amount_yuan) or 'not an amount'} yuan"
    parts = (
        f"{cell.line_code or ''} {cell.line_label or ''}".strip(),
        f"{cell.measure or 'unknown measure'}: {amount} (printed “{cell.printed}”, {cell.unit_printed or 'no unit'})",
        " · ".join(part for part in (cell.phase, cell.fund_type, cell.side, cell.row_role) if part),
        f"heading: {cell.column_header}" if cell.column_header else "",
        f"row {cell.row_no}, column {cell.col_no}" + (f", {cell.sheet} {cell.cell_ref}" if cell.cell_ref else ""),
        *(f"{problem.code}: {problem.message}" for problem in found),
    )
    return "\n".join(part for part in parts if part)
