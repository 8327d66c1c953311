"""Tables of codes and names: T02, T03, T05, T07 and T12 with all their columns, T13 and T14 by economic class."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from pipelines.extract.records import FundType, TableId
from sample_portal.account import ZERO, Account, Row
from sample_portal.sheet import Box, Sheet, amount_box, header_rows
from sample_portal.tables import EMPTY_NOTES, LEVEL_ROLES, TABLE_FUNDS, Layout, Recorder
from sample_portal.vocabulary import economic_names, read_yaml
from sample_portal.wider.around import Around

Columns = dict[str, str | None]
CodeForm = Literal["one", "split", "ministry"]
"""A code in one column, in three, or in three that are headed 类, 款 and 项 beside 栏次, as in the ministry's form."""
_FUNDS: dict[TableId, FundType] = {
    **TABLE_FUNDS,
    "T12": "general_public_budget",
    "T13": "government_fund",
    "T14": "fiscal",
}
_PUBLIC_SHARE = Decimal("0.2")


def wider_columns(table_id: TableId) -> Columns:
    """The printed paths of a table's columns and their measures; None for a column without a measure."""
    columns: Columns = read_yaml("wider.yml")["columns"][table_id]
    return columns


def functional_sheet(account: Account, table_id: TableId, rows: list[Row], around: Around, form: CodeForm) -> Sheet:
    """T02, T03, T05, T07 or T12; without rows an empty total and the sentence that says so."""
    columns = wider_columns(table_id)
    header = _header(columns, around.layout, form)
    n_codes = 1 if form == "one" else 3
    recorder = Recorder(account, table_id, len(header))
    body: list[list[Box]] = []
    for row_no, row in enumerate(rows or [Row("", "合计", {})]):
        amounts = _finer(row)
        boxes = [amount_box(amounts.get(measure or "", ZERO) if rows else None, account.style)
                 for measure in columns.values()]  # fmt: skip
        body.append([*_codes(row, form), *boxes])
        for offset, (box, (head, measure)) in enumerate(zip(boxes, columns.items(), strict=True)):
            if measure:
                recorder.add(row_no, n_codes + 1 + offset, box, label=row.name, line_code=row.code or None,
                             row_role=LEVEL_ROLES[len(row.code)], measure=measure, column_header=head,
                             fund_type="fiscal" if measure == "财政拨款收入" else _FUNDS[table_id])  # fmt: skip
    return around.sheet(
        table_id,
        widths=[*([1.3] if n_codes == 1 else [0.6] * 3), 3.0, *[1.4] * len(columns)],
        header=header,
        body=body,
        cells=recorder.cells,
        empty_note=None if rows else EMPTY_NOTES.get(table_id),
    )


def _finer(row: Row) -> dict[str, Decimal]:
    """A row's amounts with those that only T12 prints: only projects carry over, a fifth of 基本支出 is 公用经费."""
    given = row.amounts
    basic, opening, closing = (given.get(name, ZERO) for name in ("基本支出", "年初结转和结余", "年末结转和结余"))
    return given | {
        "年初结转和结余/项目支出结转和结余": opening,
        "本年收入/基本支出": basic,
        "本年收入/项目支出": given.get("本年收入", ZERO) - basic,
        "人员经费": basic - basic * _PUBLIC_SHARE,
        "公用经费": basic * _PUBLIC_SHARE,
        "年末结转和结余/项目支出结转和结余": closing,
        "年末结转和结余/项目支出结转": closing,
    }


def _header(columns: Columns, layout: Layout, form: CodeForm) -> list[list[Box]]:
    depth = max(2, *(path.count("/") + 1 for path in columns))
    header = header_rows([f"项目/{layout.code_head}", "项目/科目名称", *columns], depth)
    numbers = [Box(str(i + 1)) for i in range(len(columns))]
    if form != "one":
        header[0][0] = msgspec.structs.replace(header[0][0], cols=4)
        header[1][0] = msgspec.structs.replace(header[1][0], cols=3)
    if form == "ministry":
        header.append([*(Box(part) for part in "类款项"), Box("栏次"), *numbers])
    elif layout.ordinal:
        header.append([Box(layout.ordinal, cols=2 if form == "one" else 4), *numbers])
    return header


def _codes(row: Row, form: CodeForm) -> list[Box]:
    if form == "one":
        return [Box(row.code), Box(row.name)] if row.code else [Box(row.name, cols=2)]
    if form == "split":
        parts = (row.code[:3], row.code[3:5], row.code[5:7])
        return [*map(Box, parts), Box(row.name)] if row.code else [Box(row.name, cols=4)]
    return [Box(row.code, cols=3), Box(row.name)]


def economic_sheet(account: Account, table_id: TableId, around: Around) -> Sheet:
    """T13 or T14: T14 with basic and project expenditure, T13 with one amount."""
    columns: Columns = wider_columns("T14") if table_id == "T14" else {around.layout.amount_head: None}
    header = header_rows(["科目编码", "科目名称", *columns])
    recorder = Recorder(account, table_id, len(header))
    body: list[list[Box]] = []
    for row_no, (code, name) in enumerate(economic_names(account.era).items()):
        boxes = []
        for offset, (head, measure) in enumerate(columns.items()):
            amount = ZERO if measure == "项目支出" else account.economic.get(code, ZERO)
            box = amount_box(amount, account.style)
            recorder.add(row_no, 2 + offset, box, label=name, line_code=code, row_role=LEVEL_ROLES[len(code)],
                         measure=measure or head, column_header=head, fund_type=_FUNDS[table_id])  # fmt: skip
            boxes.append(box)
        body.append([Box(code), Box(name), *boxes])
    widths = [1.2, 3.0, *[1.5] * len(columns)]
    return around.sheet(table_id, widths=widths, header=header, body=body, cells=recorder.cells)
