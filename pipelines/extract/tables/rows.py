"""Rows of an identified table into cells: one for each amount slot whose group has a code or a name in that row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as fill_in

from pipelines.extract.issues import flaw
from pipelines.extract.money import Amount, read_amount
from pipelines.extract.records import Cell, Place
from pipelines.extract.tables.columns import AmountColumn, Group, Plan
from pipelines.extract.tables.counted import CountedRows
from pipelines.extract.tables.emission import Emission
from pipelines.extract.tables.glyphs import label_key
from pipelines.extract.tables.listed_below import amounts_without_name, n_own_rows
from pipelines.extract.tables.measuring import counts_things, money_unit
from pipelines.extract.tables.pieces import Row
from pipelines.extract.tables.row_names import Key, name_row
from pipelines.extract.tables.stitched import Stitched
from pipelines.extract.tables.three_public import item_slot
from pipelines.extract.tables.vocabulary import label_fund, label_role

_WITH_SIDES = frozenset({"T01", "T04"})
_MERGED_LABEL_TABLES = frozenset({"T06", "T13", "T14"})


def emit(table: Stitched, plan: Plan, out: Emission) -> None:
    """Append the cells of `table` and the flaws met on the way to `out`."""
    out.budget = plan.budget
    if not plan.has_labels:
        _emit_unlabelled(table.body, plan, out)
        return
    if out.table_id == "T09":
        out.is_only_row = _is_only_row(table.body, _amount_columns(plan))
    parents: dict[int, str | None] = {}
    counted = {group.number: CountedRows(out.table_id) for group in plan.groups}
    parts: dict[int, list[str]] = {}
    entity: str | None = None
    for offset, row in enumerate(table.body):
        if plan.unit_names:
            entity = next((label_key(row.texts[c]) for c in plan.unit_names if row.texts[c]), entity)
        keys = [name_row(row, group, parts.setdefault(group.number, []), plan, out) for group in plan.groups]
        owned: set[int] = set()
        for i, (group, key) in enumerate(zip(plan.groups, keys, strict=True)):
            if key is None:
                _report_unlabelled(row, group, owned, offset, out)
                continue
            if counted[group.number].has(label_key(key.printed)) or counts_things(row, group, out.table_id):
                continue
            _report_shared_code(row, group, key, offset, out)
            _place_in_table(key, parents, group, out)
            key.entity = _entity(key, entity, out)
            columns = _owned(row, group, key, plan, keys, i, out)
            owned.update([column.col for column in columns])
            _emit_cells(row, group, key, columns, offset, out)


def _amount_columns(plan: Plan) -> list[int]:
    return [column.col for group in plan.groups for column in group.amounts]


def _is_only_row(rows: list[Row], columns: list[int]) -> bool:
    """Whether one row at most has amounts."""
    return sum(any(_holds_number(row.texts[c]) for c in columns) for row in rows) <= 1


def _holds_number(text: str) -> bool:
    return bool(text) and read_amount(text, "元").number is not None


def _place_in_table(key: Key, parents: dict[int, str | None], group: Group, out: Emission) -> None:
    """Fund rows under 年初财政拨款结转和结余 are carry-over too, and name it as their parent."""
    if out.table_id not in _WITH_SIDES:
        return
    parent = parents.get(group.number)
    if key.role == "carry_over":
        parents[group.number] = key.label
    elif parent and key.role != "total" and (label_fund(key.label) or key.label.startswith("其中")):
        key.parent, key.role = parent, "carry_over"
    else:
        parents[group.number] = None


def _entity(key: Key, unit: str | None, out: Emission) -> str | None:
    """The unit that a row is about: its name in a table by unit, else that of the whole table."""
    if out.row_kind != "unit" or key.role == "total" or label_role(out.table_id, key.label) == "total":
        return out.entity
    return unit or (key.label if not key.code else None) or out.entity


def _owned(
    row: Row, group: Group, key: Key, plan: Plan, keys: list[Key | None], i: int, out: Emission
) -> list[AmountColumn]:
    """The amount slots of a group in a row.

    In T06 a total's label (公用经费合计) may be merged over the groups to its right up to the amount that it owns;
    then that is the row's only slot of these groups.
    """
    if out.table_id not in _MERGED_LABEL_TABLES or key.role != "total":
        return group.amounts
    reach = i
    while reach + 1 < len(keys) and keys[reach + 1] is None:
        reach += 1
    last = plan.groups[reach].amounts[-1]
    filled = [c for c in range((key.label_col or 0) + 1, last.col + 1) if row.texts[c]]
    if reach == i or len(filled) > 1:
        return group.amounts
    if not filled:
        return plan.groups[reach].amounts
    return [column for other in plan.groups for column in other.amounts if column.col == filled[0]] or [
        replace(last, col=filled[0])
    ]


def _report_shared_code(row: Row, group: Group, key: Key, offset: int, out: Emission) -> None:
    """A code whose box reaches down over a row that prints a name of its own: whether it is its code is not known."""
    if key.code is not None or not key.label or key.role == "total":
        return
    for col in group.codes:
        code = row.cells[col].text
        if not row.texts[col] and code.isdigit():
            message = f"the box of {code} reaches down over {key.label}"
            out.flaws.append(flaw("code_in_doubt", message, _place(row, col, offset, out)))


def _report_unlabelled(row: Row, group: Group, owned: set[int], offset: int, out: Emission) -> None:
    """Amounts in a group without code and name that no merged label to their left owns."""
    for col in (*(column.col for column in group.amounts), *group.labels):
        text = row.texts[col]
        if col not in owned and _holds_number(text):
            out.flaws.append(flaw("unlabelled_amount", text, _place(row, col, offset, out)))


def _emit_unlabelled(body: list[Row], plan: Plan, out: Emission) -> None:
    """T09 without a name column: every row with an amount, or the one blank row; of several none has a measure.

    Below them may stand a list of counts.
    """
    columns = _amount_columns(plan)
    n_own = n_own_rows(body, columns)
    out.is_only_row = _is_only_row(body[:n_own], columns)
    for i, col in amounts_without_name(body[n_own:], out.table_id):
        row = body[n_own + i]
        out.flaws.append(flaw("unlabelled_amount", row.texts[col], _place(row, col, n_own + i, out)))
    filled = [i for i, row in enumerate(body[:n_own]) if any(row.texts)]
    for offset in filled or [0][: len(body)]:
        row = body[offset]
        for group in plan.groups:
            if out.is_only_row:
                _emit_cells(row, group, Key(entity=out.entity), group.amounts, offset, out)
                continue
            for column in group.amounts:
                _emit_cells(row, group, Key(entity=out.entity), [replace(column, measure=None)], offset, out)
                if _holds_number(row.texts[column.col]):
                    place = _place(row, column.col, offset, out)
                    out.flaws.append(flaw("unlabelled_amount", row.texts[column.col], place))


def _emit_cells(row: Row, group: Group, key: Key, columns: Sequence[AmountColumn], offset: int, out: Emission) -> None:
    """Append the cells of a group in one row."""
    has_sides = out.table_id in _WITH_SIDES
    slot = fill_in(
        out.slot,
        page=row.page,
        row_no=out.first_row_no + offset,
        group_no=group.number,
        line_no=key.line_no,
        line_code=key.code,
        line_label=key.label or None,
        line_label_printed=key.printed or None,
        parent_label=key.parent,
        row_role=key.role,
        entity=key.entity,
        side=group.side if has_sides else None,
        fund_type=label_fund(key.label) if has_sides and (group.side == "income" or key.parent) else None,
        unit_printed=money_unit(row, group),
        sheet=row.sheet,
    )
    for column in columns:
        if column.col not in row.headings:
            _emit_cell(row, key, column, offset, slot, out)


def _emit_cell(row: Row, key: Key, column: AmountColumn, offset: int, slot: Cell, out: Emission) -> None:
    """Append the cell of one column; `slot` holds what the row says of all of them."""
    col = column.col
    cell = row.cells[col]
    printed = row.texts[col]
    unit = slot.unit_printed or column.unit or out.unit
    amount = read_amount(printed, unit)
    if amount.flaw:
        _report_amount(amount, printed, _place(row, col, offset, out), out)
    measure, phase = column.measure, column.phase
    if out.table_id == "T09" and key.label and out.row_kind != "unit":
        item = item_slot(key.label, column, fiscal_year=out.fiscal_year, budget=out.budget, is_only_row=out.is_only_row)
        measure, phase = item.measure, item.phase
        if item.complaint:
            out.flaws.append(flaw("unlisted_column", item.complaint, _place(row, col, offset, out)))
    out.cells.append(
        fill_in(
            slot,
            page=row.pages[col] if row.pages else row.page,
            col_no=col + 1,
            fund_type=slot.fund_type or column.fund_type,
            column_header=column.header or None,
            measure=measure,
            phase=phase,
            printed=printed,
            unit_printed=unit,
            amount_yuan=amount.value_yuan,
            bbox=cell.bbox,
            cell_ref=cell.cell_ref,
        )
    )


def _report_amount(amount: Amount, printed: str, place: Place, out: Emission) -> None:
    if amount.flaw == "unknown_unit":
        out.has_unknown_unit = True
    elif amount.flaw:
        out.flaws.append(flaw(amount.flaw, printed, place))


def _place(row: Row, col: int, offset: int, out: Emission) -> Place:
    return Place(page=row.page, table_seq=out.table_seq, row_no=out.first_row_no + offset, col_no=col + 1)
