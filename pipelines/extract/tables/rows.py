"""Rows of an identified table into cells: one for each amount slot whose group has a code or a name in that row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.money import Amount, read_amount
from pipelines.extract.records import Cell, Place, RowKind, RowRole, TableId
from pipelines.extract.tables.columns import AmountColumn, Group, Plan
from pipelines.extract.tables.glyphs import label_key
from pipelines.extract.tables.pieces import Row
from pipelines.extract.tables.stitch import Stitched
from pipelines.extract.tables.vocabulary import head_of, label_fund, label_measure, label_role, strip_ordinal

_CODE_AND_NAME = re.compile(r"^(\d{3}|\d{5}|\d{7})[-—–:]?([^\d.,%].*)$")
_AMOUNT = re.compile(r"^[-−–—△]?[\d,]*\.\d+$")
_ELLIPSIS = re.compile(r"^[.…·]+$")
_COUNT_UNITS = "|".join(re.escape(row["unit"]) for row in read_lexicon("count_units"))
_COUNTED = re.compile(rf"\((?:单位:)?(?:{_COUNT_UNITS})\)$|:(?:{_COUNT_UNITS})$")
_DIGITS = re.compile(r"^\d+$")
_CODE_TEXT = re.compile(r"^(?:\d+|[.…·]+)$")
_CODE_ROLES: dict[int, RowRole] = {3: "class", 5: "section", 7: "item"}
_COUNT_TABLES = frozenset({"T09", "T10", "T11", "T15"})
_MERGED_LABEL_TABLES = frozenset({"T06", "T13", "T14"})


@dataclass(slots=True)
class Emission:
    """What the rows of one table are read with, and what comes of it."""

    sha256: str
    fiscal_year: int | None
    table_seq: int
    table_id: TableId
    row_kind: RowKind | None
    unit: str | None
    entity: str | None
    first_row_no: int
    cells: list[Cell] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    has_unknown_unit: bool = False


@dataclass(slots=True)
class Key:
    """What names a row within a group."""

    code: str | None = None
    label: str = ""
    printed: str = ""
    line_no: str | None = None
    role: RowRole | None = None
    parent: str | None = None
    entity: str | None = None
    label_col: int | None = None


def emit(table: Stitched, plan: Plan, out: Emission) -> None:
    """Append the cells of `table` and the flaws met on the way to `out`."""
    if not plan.has_labels:
        _emit_unlabelled(table, plan, out)
        return
    parents: dict[int, str | None] = {}
    parts: dict[int, list[str]] = {}
    entity: str | None = None
    for offset, row in enumerate(table.body):
        if plan.unit_names:
            entity = next((label_key(row.texts[c]) for c in plan.unit_names if row.texts[c]), entity)
        keys = [_key(row, group, parts.setdefault(group.number, []), plan, out) for group in plan.groups]
        owned: set[int] = set()
        for i, (group, key) in enumerate(zip(plan.groups, keys, strict=True)):
            if key is None:
                _report_unlabelled(row, group, owned, offset, out)
                continue
            _place_in_table(key, parents, group, out)
            key.entity = _entity(key, entity, out)
            for column in _owned(row, group, key, plan, keys, i, out):
                owned.add(column.col)
                _emit_cell(row, group, key, column, offset, out)


def _key(row: Row, group: Group, parts: list[str], plan: Plan, out: Emission) -> Key | None:
    """The code and name of a group in a row; None where it has neither.

    In a table by unit and class the total and the units' own rows print their name in the unit's column only.
    """
    texts = row.texts
    named = [*group.labels, *(c for c in plan.unit_names if not any(texts[code] for code in group.codes))]
    label_col = next((c for c in named if texts[c] and not _ELLIPSIS.match(texts[c].strip())), None)
    printed = texts[label_col] if label_col is not None else ""
    code = None
    if group.codes:
        code, other = _code(row, group.codes, parts)
        if other is not None and not (printed and code):
            if printed:
                message = f"a name in two columns: {texts[other]} | {printed}"
                out.flaws.append(flaw("name_in_doubt", message, Place(page=row.page, table_seq=out.table_seq)))
            label_col, printed = other, texts[other] + printed
    label = label_key(printed)
    if code is None and printed and out.row_kind in {"function", "economic"}:
        found = _CODE_AND_NAME.match(label)
        if found:
            code, label = found.group(1), found.group(2)
    if code is None and (not printed.strip() or _AMOUNT.match(label)):
        return None
    key = Key(code=code, label=strip_ordinal(label), printed=printed, label_col=label_col)
    if group.line_no is not None:
        key.line_no = label_key(texts[group.line_no]) or None
    key.role = _role(key, group, out)
    return key


def _code(row: Row, columns: list[int], parts: list[str]) -> tuple[str | None, int | None]:
    """The code in `columns` (split over 类, 款 and 项 columns: joined) and the column of other text found there.

    Where a row prints only its own part (款 39 under 类 201), the parts before it are those of the rows above, which
    `parts` remembers.
    """
    found = ["" if _is_code_part(row.texts[c]) else label_key(row.texts[c]) for c in columns]
    digits = [text if _DIGITS.match(text) else "" for text in found]
    other = next((c for c, text in zip(columns, found, strict=True) if text and not _CODE_TEXT.match(text)), None)
    if len(columns) == 1 or other is not None:
        return next(filter(None, digits), None), other
    last = max((i for i, text in enumerate(digits) if text), default=-1)
    remembered = [*parts, *[""] * len(columns)]
    whole = ""
    for i in range(last + 1):
        digits[i] = digits[i] or remembered[i]
        whole = digits[i] if whole and digits[i].startswith(whole) else whole + digits[i]
    if last >= 0:
        parts[:] = digits[: last + 1]
    return whole or None, None


def _is_code_part(text: str) -> bool:
    """Whether a cell holds 类, 款 or 项: a heading that reaches down into the total's row, or stands in it."""
    head = head_of(text)
    return head is not None and head.role == "code_part"


def _role(key: Key, group: Group, out: Emission) -> RowRole | None:
    """The role of a row: by its label, else by the length of its code, else by its table."""
    if out.table_id == "T09":
        return None
    named = None if key.code else label_role(out.table_id, key.label)
    if named:
        return named
    if key.code and out.row_kind in {"function", "economic", "unit"}:
        return _CODE_ROLES.get(len(key.code), "item")
    if group.side == "expenditure" and key.printed and strip_ordinal(label_key(key.printed)) != label_key(key.printed):
        return "class"
    return "item"


def _place_in_table(key: Key, parents: dict[int, str | None], group: Group, out: Emission) -> None:
    """Fund rows under 年初财政拨款结转和结余 are carry-over too, and name it as their parent."""
    if out.table_id not in {"T01", "T04"}:
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
    if out.row_kind != "unit" or key.role == "total":
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


def _report_unlabelled(row: Row, group: Group, owned: set[int], offset: int, out: Emission) -> None:
    """Amounts in a group without code and name that no merged label to their left owns."""
    columns = [*group.amounts, *(replace(group.amounts[0], col=c) for c in group.labels)]
    for column in columns:
        text = row.texts[column.col]
        if text and column.col not in owned and read_amount(text, "元").number is not None:
            out.flaws.append(flaw("unlabelled_amount", text, _place(row, column, offset, out)))


def _emit_unlabelled(table: Stitched, plan: Plan, out: Emission) -> None:
    """T09 without a name column: every row with an amount, or the one blank row."""
    filled = [i for i, row in enumerate(table.body) if any(row.texts)]
    for offset in filled or [0][: len(table.body)]:
        for group in plan.groups:
            for column in group.amounts:
                _emit_cell(table.body[offset], group, Key(entity=out.entity), column, offset, out)


def _emit_cell(row: Row, group: Group, key: Key, column: AmountColumn, offset: int, out: Emission) -> None:
    if out.table_id in _COUNT_TABLES and _COUNTED.search(key.label):
        return
    col = column.col
    if col in row.headings:
        return
    cell = row.cells[col]
    printed = row.texts[col]
    unit = column.unit or out.unit
    amount = read_amount(printed, unit)
    if amount.flaw:
        _report_amount(amount, printed, _place(row, column, offset, out), out)
    measure, fund = column.measure, column.fund_type
    if out.table_id == "T09" and key.label and out.row_kind != "unit":
        measure = label_measure("T09", key.label)
        if measure is None:
            message = f"{key.label} has no measure in T09"
            out.flaws.append(flaw("unlisted_column", message, _place(row, column, offset, out)))
    if out.table_id in {"T01", "T04"} and (group.side == "income" or key.parent):
        fund = label_fund(key.label) or fund
    out.cells.append(
        Cell(
            sha256=out.sha256,
            fiscal_year=out.fiscal_year,
            table_seq=out.table_seq,
            table_id=out.table_id,
            page=row.pages[col] if row.pages else row.page,
            row_no=out.first_row_no + offset,
            col_no=col + 1,
            group_no=group.number,
            line_no=key.line_no,
            line_code=key.code,
            line_label=key.label or None,
            line_label_printed=key.printed or None,
            parent_label=key.parent,
            row_role=key.role,
            entity=key.entity,
            side=group.side if out.table_id in {"T01", "T04"} else None,
            fund_type=fund,
            column_header=column.header or None,
            measure=measure,
            phase=column.phase,
            printed=printed,
            unit_printed=unit,
            amount_yuan=amount.value_yuan,
            bbox=cell.bbox,
            sheet=row.sheet,
            cell_ref=cell.cell_ref,
        )
    )


def _report_amount(amount: Amount, printed: str, place: Place, out: Emission) -> None:
    if amount.flaw == "unknown_unit":
        out.has_unknown_unit = True
    elif amount.flaw:
        out.flaws.append(flaw(amount.flaw, printed, place))


def _place(row: Row, column: AmountColumn, offset: int, out: Emission) -> Place:
    return Place(page=row.page, table_seq=out.table_seq, row_no=out.first_row_no + offset, col_no=column.col + 1)
