"""From an account to its printed tables: what goes into which box, and which record it must become."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from pipelines.extract.records import Cell, FundType, Phase, RowRole, Side, TableId
from sample_portal.account import FISCAL_FUNDS, FUND_TABLES, UNIT_YUAN, ZERO, Account
from sample_portal.sheet import TRUTH_SHA256, Box, Sheet, amount_box, fold_label, header_rows
from sample_portal.vocabulary import read_yaml

TABLE_FUNDS: dict[TableId, FundType] = {
    "T02": "all",
    "T03": "all",
    "T05": "general_public_budget",
    "T06": "general_public_budget",
    "T07": "government_fund",
    "T08": "state_capital",
}
LEVEL_ROLES: dict[int, RowRole] = {0: "total", 3: "class", 5: "section", 7: "item"}
EMPTY_NOTES: dict[TableId, str] = {
    "T07": "我单位当年未安排政府性基金，未发生相关收支，故本表无数据。",
    "T08": "我单位当年未安排国有资本经营预算，未发生相关支出，故本表无数据。",
    "T09": "我单位当年未安排“三公”经费，未发生相关支出，故本表无数据。",
}


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One layout of data/layouts.yml."""

    orientation: str
    repeat_header: bool
    ordinal: str | None
    line_numbers: bool
    classes: str
    code_head: str
    name_head: str
    split_code: bool
    total: str
    caption: list[str]
    owner: str
    unit_label: str
    amount_head: str
    item_head: str
    public_phase: Phase
    groups: list[list[str]]
    group_head: bool
    tables: dict[TableId, dict[str, Any]]


def layout_of(account: Account) -> Layout:
    """The layout that the account's style names."""
    return msgspec.convert(read_yaml("layouts.yml")[account.style.layout], Layout)


def captions(account: Account, layout: Layout, table_id: TableId) -> dict[str, Any]:
    """What stands around a table, as keywords of a Sheet."""
    ordinal = list(layout.tables).index(table_id) + 1
    return {
        "table_id": table_id,
        "title": layout.tables[table_id]["title"],
        "number": f"公开{ordinal:02d}表" if any("number" in caption for caption in layout.caption) else None,
        "owner": f"{layout.owner}：{account.department}",
        "unit_line": f"{layout.unit_label}：{account.style.unit}",
        "unit": account.style.unit,
        "caption": layout.caption,
        "orientation": layout.orientation,
        "repeat_header": layout.repeat_header,
    }


class Recorder:
    """Collects the true cells of one table; rows are counted in the grid, the header once."""

    def __init__(self, account: Account, table_id: TableId, header_height: int) -> None:
        self.account = account
        self.table_id = table_id
        self.header_height = header_height
        self.cells: list[Cell] = []

    def add(self, body_row: int, col: int, box: Box, **known: Any) -> None:
        """The cell of a body row and 0-based column; `known` are its fields."""
        unit = self.account.style.unit
        label = known.pop("label", None)
        self.cells.append(
            Cell(
                sha256=TRUTH_SHA256,
                fiscal_year=self.account.fiscal_year,
                table_seq=0,
                table_id=self.table_id,
                page=0,
                row_no=self.header_height + body_row + 1,
                col_no=col + 1,
                line_label=fold_label(label) if label else None,
                line_label_printed=label,
                printed=box.text,
                unit_printed=unit,
                amount_yuan=box.value * UNIT_YUAN[unit] if box.value is not None else None,
                **known,
            )
        )


def functional_sheet(account: Account, layout: Layout, table_id: TableId) -> Sheet:
    """T02, T03, T05, T07 or T08: a code, a name and the columns of the layout."""
    columns: dict[str, str] = layout.tables[table_id]["columns"]
    heads = ["类", "款", "项"] if layout.split_code else []
    code_paths = [f"{layout.item_head}/{layout.code_head}/{head}" for head in heads] or [
        f"{layout.item_head}/{layout.code_head}"
    ]
    header = header_rows([*code_paths, f"{layout.item_head}/{layout.name_head}", *columns])
    first = len(code_paths) + 1
    if layout.ordinal:
        header.append([Box(layout.ordinal, cols=first), *(Box(str(i + 1)) for i in range(len(columns)))])
    recorder = Recorder(account, table_id, len(header))
    rows = account.rows[table_id]
    printed = [*rows[1:], *rows[:1]] if layout.total == "last" else rows
    body = []
    for row_no, row in enumerate(printed):
        boxes = [amount_box(row.amounts.get(measure, ZERO), account.style) for measure in columns.values()]
        body.append([*_code_boxes(row.code, row.name, split=layout.split_code), *boxes])
        for offset, (box, (head, measure)) in enumerate(zip(boxes, columns.items(), strict=True)):
            recorder.add(
                row_no,
                first + offset,
                box,
                label=row.name,
                line_code=row.code or None,
                row_role=LEVEL_ROLES[len(row.code)],
                measure=measure,
                column_header=head,
                fund_type=_fund_type(table_id, measure),
            )
    if not rows:
        body.append([Box("合计", cols=first), *(Box(is_amount=True) for _ in columns)])
        for offset, (head, measure) in enumerate(columns.items()):
            recorder.add(0, first + offset, Box(), label="合计", row_role="total", measure=measure,
                         column_header=head, fund_type=TABLE_FUNDS[table_id])  # fmt: skip
    return Sheet(
        **captions(account, layout, table_id),
        widths=[*([0.6] * 3 if layout.split_code else [1.3]), 3.2, *[1.5] * len(columns)],
        header=header,
        body=body,
        cells=recorder.cells,
        note="注：本表为部门本年度相关收支情况。",
        empty_note=None if rows else EMPTY_NOTES.get(table_id),
    )


def _fund_type(table_id: TableId, measure: str) -> FundType:
    return "fiscal" if measure == "财政拨款收入" else TABLE_FUNDS[table_id]


def _code_boxes(code: str, name: str, *, split: bool) -> list[Box]:
    if not code:
        return [Box(name, cols=4 if split else 2)]
    if split:
        return [Box(code[:3]), Box(code[3:5]), Box(code[5:7]), Box(name)]
    return [Box(code), Box(name)]


def fund_classes(account: Account, code: str) -> dict[str, Decimal]:
    """What a 类 spent by fund, under the column names of T04."""
    general, fund, capital = (account.of_class(FUND_TABLES[name], code, "本年支出合计") for name in FISCAL_FUNDS)
    return {
        "合计": general + fund + capital,
        "一般公共预算财政拨款": general,
        "政府性基金预算财政拨款": fund,
        "国有资本经营预算财政拨款": capital,
    }


SIDES: tuple[Side, Side] = ("income", "expenditure")
