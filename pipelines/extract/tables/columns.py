"""What each column of an identified table is: code, name, line number, or an amount with measure, phase and fund.

Columns come in groups: one for T02, two for the sides of T01 and T04, up to three for T06. A group begins with a code
or name column that follows an amount column. T09 as a rule has no key column: only amounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.extract.folding import fold_tight
from pipelines.extract.money import find_unit, is_blank, read_amount
from pipelines.extract.records import FundType, Phase, Side
from pipelines.extract.tables.glyphs import as_printed
from pipelines.extract.tables.stitched import Stitched
from pipelines.extract.tables.titles import scope_of_title
from pipelines.extract.tables.vocabulary import (
    Head,
    head_year,
    heads_over,
    label_fund,
    label_role,
    measure_of,
    table_kinds,
    without_unit,
)

PHASES: dict[str, Phase] = {
    "final": "final",
    "budget_unspecified": "budget_unspecified",
    "initial_budget": "initial_budget",
    "adjusted_budget": "adjusted_budget",
}
_KEY_ROLES = frozenset({"code", "code_part", "label", "item", "code_label"})
_OWN_HEADING = frozenset({"T10", "T11", "T13", "T14", "T15"})
_NAMED_BY_ROWS = _OWN_HEADING | {"T09"}
_BASES = frozenset({"决算数", "预算数", "年初预算数", "全年预算数"})
"""Column paths that name no more than the phase."""
_SIDES: dict[str, Side] = {"收入": "income", "支出": "expenditure"}


@dataclass(slots=True)
class AmountColumn:
    """A column of amounts."""

    col: int
    header: str
    measure: str | None
    phase: Phase
    fund_type: FundType | None
    unit: str | None
    takes_row: bool = False
    """Whether the heading names only a phase and the row the measure (T09 printed downwards)."""


@dataclass(slots=True)
class Group:
    """Code and name columns and the amounts they own."""

    number: int
    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    line_no: int | None = None
    unit_of_measure: int | None = None
    amounts: list[AmountColumn] = field(default_factory=list)
    side: Side | None = None


@dataclass(slots=True)
class Plan:
    """The columns of a table."""

    groups: list[Group] = field(default_factory=list)
    unit_names: list[int] = field(default_factory=list)
    flaws: list[tuple[str, int, str]] = field(default_factory=list)
    """(issue code, 0-based column, message)."""
    budget: Phase | None = None
    """The basis of 预算数 that the notes state."""

    @property
    def has_labels(self) -> bool:
        """Whether any group has a code or name column (T09 as a rule has none)."""
        return any(group.codes or group.labels for group in self.groups)


@dataclass(slots=True)
class Ask:
    """What columns are read with: the table's id, the headings, the basis of 预算数 in the notes, the year."""

    table_id: str
    heads: list[list[Head]]
    budget: Phase | None
    fiscal_year: int | None


def plan_columns(table: Stitched, ask: Ask) -> Plan:
    """The columns of `table`, their doubts as flaws."""
    plan = Plan(budget=ask.budget)
    for col in range(table.n_cols):
        _take(plan, table, ask, col)
    plan.groups = [group for group in plan.groups if group.amounts]
    if plan.groups and not plan.has_labels:
        plan.groups[0].labels = plan.unit_names
    for number, group in enumerate(plan.groups, 1):
        group.number = number
        group.side = None if _is_by_nature(table, group) else group.side or _side_by_rows(table, ask, group)
        _name_measures(plan, table, ask, group)
    return plan


def _take(plan: Plan, table: Stitched, ask: Ask, col: int) -> None:
    """Add one column to the plan."""
    column = ask.heads[col]
    role = column[-1].role if column else ""
    if role == "unit":
        plan.unit_names.append(col)
    elif role == "unit_of_measure":
        _group(plan, column, opens=False).unit_of_measure = col
    elif role in {"line_no", "column_no"}:
        _group(plan, column, opens=False).line_no = col
    elif role in _KEY_ROLES or (role == "side" and _holds_words(table, col)):
        group = _group(plan, column, opens=True)
        (group.codes if _holds_codes(table, col, role) else group.labels).append(col)
    elif role not in {"unit_code", "text"}:
        _take_other(plan, table, ask, col)


def _take_other(plan: Plan, table: Stitched, ask: Ask, col: int) -> None:
    """Add a column of amounts, or one with an unknown heading by what stands below it.

    T10, T11 and T15 head their names and amounts as they please, and T09 its names: there words name the row.
    """
    column = ask.heads[col]
    if not column and _names_rows(plan, table, ask, col):
        _group(plan, column, opens=True).labels.append(col)
    elif column or _holds_amounts(plan, table, ask, col):
        _group(plan, column, opens=False).amounts.append(_amount(table, ask, col))


def _names_rows(plan: Plan, table: Stitched, ask: Ask, col: int) -> bool:
    """Whether words stand below an unknown heading of a table that heads its names as it pleases."""
    if ask.table_id not in _NAMED_BY_ROWS or (ask.table_id == "T09" and plan.groups):
        return False
    values = [row.texts[col] for row in table.body if row.texts[col]]
    return not all(is_blank(text) or read_amount(text, "元").ok for text in values)


def _group(plan: Plan, column: list[Head], *, opens: bool) -> Group:
    """The group that a column belongs to; a key column after amounts opens the next."""
    if not plan.groups or (opens and plan.groups[-1].amounts):
        plan.groups.append(Group(number=len(plan.groups) + 1))
    group = plan.groups[-1]
    if group.side is None:
        group.side = next((_SIDES[head.canonical] for head in column if head.role == "side"), None)
    return group


def _holds_words(table: Stitched, col: int) -> bool:
    """Whether names stand below a bare 收入 or 支出."""
    values = [row.texts[col] for row in table.body if row.texts[col]]
    return sum(read_amount(text, "元").number is None for text in values) * 2 > len(values)


def _holds_codes(table: Stitched, col: int, role: str) -> bool:
    """Whether a key column holds codes: by its heading, or by what stands below a 科目 that is over names, too."""
    if role in {"code", "code_part"}:
        return True
    keys = [fold_tight(row.texts[col]) for row in table.body if row.texts[col]]
    digits = sum(map(str.isdigit, keys))
    return digits > 0 and digits * 2 > sum(bool(key) and not label_role("", key) for key in keys)


def _holds_amounts(plan: Plan, table: Stitched, ask: Ask, col: int) -> bool:
    """Whether a column with an unknown heading holds amounts; what is neither blank nor known is reported."""
    path = table.header.paths[col]
    values = [row.texts[col] for row in table.body if row.texts[col]]
    if not path and not values:
        return False
    is_numeric = all(is_blank(text) or read_amount(text, "元").ok for text in values)
    if ask.table_id not in _OWN_HEADING:
        plan.flaws.append(("unknown_column", col, f"unknown heading {'/'.join(path)!r}"))
    return is_numeric


def _amount(table: Stitched, ask: Ask, col: int) -> AmountColumn:
    path = table.header.paths[col]
    phase: Phase = next((PHASES[head.role] for head in reversed(ask.heads[col]) if head.role in PHASES), "final")
    if phase == "budget_unspecified" and ask.budget:
        phase = ask.budget
    return AmountColumn(
        col=col,
        header="/".join(as_printed(part) for part in path),
        measure=None,
        phase=phase,
        fund_type=scope_of_title(table.lead.title, table_kinds()[ask.table_id].fund_type),
        unit=next((unit for part in reversed(path) if (unit := find_unit(part))), None),
    )


def _name_measures(plan: Plan, table: Stitched, ask: Ask, group: Group) -> None:
    """Give each amount column of a group its measure; what has none is reported once."""
    tops = {path[0] for path in table.header.paths if path}
    paths = [_path(table.header.paths[column.col], ask, is_wrapped=len(tops) == 1) for column in group.amounts]
    has_own_total = any(path.startswith("三公经费/") for path in paths)
    has_item_rows = ask.table_id == "T09" and bool(group.labels) and not plan.unit_names
    for column, path in zip(group.amounts, paths, strict=True):
        found = measure_of(ask.table_id, group.side, path)
        if found and not (has_own_total and path.removesuffix("/决算数") == "合计"):
            column.measure, column.fund_type = found.name, found.fund_type or column.fund_type
        elif ask.table_id in _OWN_HEADING:
            column.measure = _own_heading(table, column.col)
            column.fund_type = _fund_over(ask.heads[column.col]) or column.fund_type
        elif has_item_rows and (path in _BASES or not table.header.paths[column.col]):
            column.takes_row = True
        else:
            _report(plan, column, ask.table_id, is_known=bool(path))
    _part_twins(plan, ask, group)


def _fund_over(heads: list[Head]) -> FundType | None:
    """The fund that a heading over a column names."""
    return next((fund for head in heads if (fund := label_fund(head.canonical))), None)


def _part_twins(plan: Plan, ask: Ask, group: Group) -> None:
    """Tell columns of one measure apart by their whole heading; where measures are a closed list, none has any."""
    has_own = ask.table_id in _OWN_HEADING
    seen: dict[tuple[str | None, Phase, FundType | None], AmountColumn] = {}
    for column in group.amounts:
        if not (column.measure or column.takes_row):
            continue
        twin = seen.setdefault((column.measure, column.phase, column.fund_type if has_own else None), column)
        if twin is column:
            continue
        if has_own:
            twin.measure, column.measure = twin.header, column.header
            continue
        plan.flaws.append(("unknown_column", column.col, f"two columns are headed {column.measure or column.phase}"))
        twin.measure = column.measure = None
        twin.takes_row = column.takes_row = False


def _path(printed: tuple[str, ...], ask: Ask, *, is_wrapped: bool) -> str:
    """The canonical path of what a column measures, without side, phase and 项目; empty where a part is unknown.

    A heading over the whole table (a title, a department) says nothing about a column. A heading of another year
    makes the column none of this year's.
    """
    parts = printed[1:] if is_wrapped and len(printed) > 1 else printed
    heads = heads_over(parts)
    years = {year for part in parts if (year := head_year(part))}
    if None in heads or (ask.fiscal_year and years - {ask.fiscal_year}):
        return ""
    known = [head for head in heads if head]
    names = [head.canonical for head in known if head.role in {"amount", "economic"}]
    if names[:2] == ["三公经费", "三公经费合计"]:
        names = names[1:]
    if names and known[-1].role == "final":
        names.append("决算数")
    if names or not known:
        return "/".join(names)
    return "决算数" if known[-1].role == "final" else known[-1].canonical


def _own_heading(table: Stitched, col: int) -> str | None:
    """The column's own heading without its unit; for 合计 and 小计 under a heading, that heading."""
    path = [without_unit(fold_tight(part)) for part in table.header.paths[col]]
    if not path:
        return None
    return path[-2] if path[-1] in {"合计", "小计"} and len(path) > 1 else path[-1]


def _report(plan: Plan, column: AmountColumn, table_id: str, *, is_known: bool) -> None:
    if any(col == column.col for _, col, _ in plan.flaws):
        return
    if is_known:
        plan.flaws.append(("unlisted_column", column.col, f"{column.header} has no measure in {table_id}"))
    else:
        plan.flaws.append(("unknown_column", column.col, f"unknown heading {column.header!r}"))


def _is_by_nature(table: Stitched, group: Group) -> bool:
    """Whether a block of T01 lists the same expenditure again 按支出性质和经济分类 (forms up to about 2018).

    It belongs to neither side: a sum over the expenditure side must not count it twice.
    """
    words = "".join(part for c in group.labels for part in table.header.paths[c])
    return "性质" in words or ("经济分类" in words and not group.codes)


def _side_by_rows(table: Stitched, ask: Ask, group: Group) -> Side | None:
    """The side of a group of T01 or T04 whose header does not say: by its 本年收入合计 or 本年支出合计."""
    if ask.table_id not in {"T01", "T04"}:
        return None
    labels = {fold_tight(row.texts[c]) for row in table.body for c in group.labels}
    totals = {label for label in labels if label_role("T01", label) == "total"}
    income = any("收入" in label for label in totals)
    expenditure = any("支出" in label for label in totals)
    return None if income == expenditure else "income" if income else "expenditure"
