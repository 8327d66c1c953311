"""T01 and T04: income on the left, expenditure on the right, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.records import FundType, RowRole, TableId
from sample_portal.account import FISCAL_FUNDS, FUND_TABLES, INCOME_SOURCES, ZERO, Account, Fund
from sample_portal.sheet import Box, Sheet, amount_box, header_rows
from sample_portal.tables import SIDES, Layout, Recorder, captions, fund_classes
from sample_portal.vocabulary import class_names

FUND_COLUMNS: dict[str, FundType] = {
    "合计": "fiscal",
    "一般公共预算财政拨款": "general_public_budget",
    "政府性基金预算财政拨款": "government_fund",
    "国有资本经营预算财政拨款": "state_capital",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a printed row; `amounts` has one entry for each amount column of the side, None for an empty slot."""

    label: str = ""
    amounts: Sequence[Decimal | None] = ()
    role: RowRole | None = None
    parent: str | None = None
    fund: FundType | None = None


def summary_sheet(account: Account, layout: Layout) -> Sheet:
    """T01 收入支出决算总表."""
    income, expenditure = _classes_of(account, layout), [*_class_lines(account, layout)]
    height = max(len(income), len(expenditure))
    if layout.line_numbers:
        height += 1
    used = "用事业基金弥补收支差额" if account.era == "2018" else "使用非财政拨款结余（含专用结余）"
    if account.style.layout == "shandong":
        used = "用事业基金弥补收支差额" if account.era == "2018" else "使用非财政拨款结余"
    left = [
        *_pad(income, height),
        _line("本年收入合计", account.total("T02", "本年收入合计"), "total"),
        _line(used, account.used_balance, "balance"),
        _line("年初结转和结余", account.opening, "carry_over"),
        Line(),
        _line("总计", account.grand_total, "total"),
    ]
    right = [
        *_pad(expenditure, height),
        _line("本年支出合计", account.total("T03", "本年支出合计"), "total"),
        _line("结余分配", account.distributed, "balance"),
        _line("年末结转和结余", account.closing, "carry_over"),
        Line(),
        _line("总计", account.grand_total, "total"),
    ]
    return _two_sided(account, layout, "T01", [left, right], ["决算数"])


def fiscal_summary_sheet(account: Account, layout: Layout) -> Sheet:
    """T04 财政拨款收入支出决算总表."""
    columns: list[str] = list(layout.tables["T04"]["columns"])
    funds = list(FUND_COLUMNS)[1 : len(columns)]
    income = [
        _line(f"{numeral(i + 1)}、{fund}", account.fund_income[FISCAL_FUNDS[i]], fund=FUND_COLUMNS[fund])
        for i, fund in enumerate(funds)
    ]
    classes = [
        Line(label=f"{numeral(i + 1)}、{name}", amounts=[fund_classes(account, code)[column] for column in columns])
        for i, (code, name) in enumerate(_listed_classes(account, layout, own=False))
    ]
    height = max(len(income), len(classes)) + layout.line_numbers
    left = [
        *_pad(income, height),
        _line("本年收入合计", sum(account.fund_income.values(), ZERO), "total", fund="fiscal"),
        _line("年初财政拨款结转和结余", _fiscal(account.openings), "carry_over", fund="fiscal"),
        *(
            _line(fund, account.openings[FISCAL_FUNDS[i]], "carry_over", "年初财政拨款结转和结余", FUND_COLUMNS[fund])
            for i, fund in enumerate(funds)
        ),
        _line("总计", account.fiscal_total, "total", fund="fiscal"),
    ]
    spent = _by_fund({fund: _spent(account, i) for i, fund in enumerate(FISCAL_FUNDS)}, columns)
    closing = _by_fund({fund: account.closings[fund] for fund in FISCAL_FUNDS}, columns)
    totals = [a + b for a, b in zip(spent, closing, strict=True)]
    right = [
        *_pad(classes, height),
        Line(label="本年支出合计", amounts=spent, role="total"),
        Line(label="年末财政拨款结转和结余", amounts=closing, role="carry_over"),
        *(Line() for _ in funds),
        Line(label="总计", amounts=totals, role="total"),
    ]
    return _two_sided(account, layout, "T04", [left, right], columns)


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return ((digits[tens] if tens > 1 else "") + "十" if tens else "") + (digits[ones] if ones else "")


def _line(
    label: str, amount: Decimal, role: RowRole | None = None, parent: str | None = None, fund: FundType | None = None
) -> Line:
    return Line(label=label, amounts=[amount], role=role, parent=parent, fund=fund)


def _pad(lines: list[Line], height: int) -> list[Line]:
    return lines + [Line()] * (height - len(lines))


def _classes_of(account: Account, layout: Layout) -> list[Line]:
    incomes: list[tuple[str, Decimal]]
    if account.era == "2018":
        incomes = [("财政拨款收入", account.total("T02", "财政拨款收入"))]
    else:
        names = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入")
        incomes = [(name, account.fund_income[fund]) for name, fund in zip(names, FISCAL_FUNDS, strict=True)]
    incomes += [(source, account.total("T02", source)) for source in INCOME_SOURCES[1:]]
    kept = incomes if layout.classes == "all" or account.era == "2018" else [pair for pair in incomes if any(pair)]
    return [_line(f"{numeral(i + 1)}、{name}", amount) for i, (name, amount) in enumerate(kept)]


def _class_lines(account: Account, layout: Layout) -> list[Line]:
    listed = _listed_classes(account, layout, own=True)
    return [
        _line(f"{numeral(i + 1)}、{name}", account.of_class("T03", code, "本年支出合计"))
        for i, (code, name) in enumerate(listed)
    ]


def _listed_classes(account: Account, layout: Layout, *, own: bool) -> list[tuple[str, str]]:
    names = class_names(account.era)
    if layout.classes == "all":
        return list(names.items())
    used = (
        {row.code for row in account.classes}
        if own
        else {row.code for table in FUND_TABLES.values() for row in account.rows[table] if len(row.code) == 3}
    )
    return [(code, name) for code, name in names.items() if code in used]


def _fiscal(by_fund: dict[Fund, Decimal]) -> Decimal:
    return sum((by_fund[fund] for fund in FISCAL_FUNDS), ZERO)


def _spent(account: Account, index: int) -> Decimal:
    return account.total(FUND_TABLES[FISCAL_FUNDS[index]], "本年支出合计")


def _by_fund(amounts: dict[Fund, Decimal], columns: list[str]) -> list[Decimal]:
    in_order = [amounts[fund] for fund in FISCAL_FUNDS]
    return [sum(in_order, ZERO), *in_order][: len(columns)]


def _two_sided(
    account: Account, layout: Layout, table_id: TableId, sides: list[list[Line]], columns: list[str]
) -> Sheet:
    numbered = [f"{layout.item_head}", "行次"] if layout.line_numbers else [layout.item_head]
    amount_heads = [[layout.amount_head], columns if table_id == "T04" else [layout.amount_head]]
    paths = [
        f"{side}/{head}"
        for side, heads in zip(("收入", "支出"), amount_heads, strict=True)
        for head in [*numbered, *heads]
    ]
    header = header_rows(paths)
    if layout.ordinal:
        header.append(_ordinals(layout, [len(heads) for heads in amount_heads]))
    recorder = Recorder(account, table_id, len(header))
    body: list[list[Box]] = []
    for row_no, lines in enumerate(zip(*sides, strict=True)):
        boxes: list[Box] = []
        for side_no, line in enumerate(lines):
            line_no = str(row_no + 1 + side_no * len(sides[0]))
            boxes += [Box(line.label)] + ([Box(line_no)] if layout.line_numbers else [])
            slots = line.amounts or [None] * len(amount_heads[side_no])
            for offset, amount in enumerate(slots):
                box = amount_box(amount, account.style)
                if line.label:
                    is_column = table_id == "T04" and side_no == 1
                    recorder.add(
                        row_no,
                        len(boxes),
                        box,
                        label=line.label,
                        parent_label=line.parent,
                        side=SIDES[side_no],
                        line_no=line_no if layout.line_numbers else None,
                        row_role=line.role,
                        column_header=paths[len(boxes)],
                        measure=columns[offset] if is_column else "决算数",
                        fund_type=FUND_COLUMNS[columns[offset]] if is_column else line.fund,
                    )
                boxes.append(box)
        body.append(boxes)
    widths = [2.9, *([0.7] if layout.line_numbers else [])]
    return Sheet(
        **captions(account, layout, table_id),
        widths=[*widths, 1.4, *widths, *[1.4] * len(amount_heads[1])],
        header=header,
        body=body,
        cells=recorder.cells,
        note="注：金额由元换算而来，个别尾数可能有出入。",
    )


def _ordinals(layout: Layout, counts: list[int]) -> list[Box]:
    boxes: list[Box] = []
    number = 1
    for count in counts:
        boxes += [Box(layout.ordinal or ""), *([Box()] if layout.line_numbers else [])]
        boxes += [Box(str(number + i)) for i in range(count)]
        number += count
    return boxes
