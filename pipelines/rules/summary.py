"""R11-R15: the final account in summary (收入支出决算总表, T01) balances in itself."""

from __future__ import annotations

from pipelines.extract.records import Side
from pipelines.rules import labels
from pipelines.rules.bench import Bench, operand
from pipelines.rules.book import Book, Row, Sheet, has_amount
from pipelines.rules.catalogue import rule

_PARTS_OF_BALANCE = ("提取", "转入", "缴纳", "交纳")


def class_rows(sheet: Sheet, total: Row | None, side: Side) -> list[Row]:
    """The rows that a side's total adds up: its classes, or its items where it prints no classes.

    A table that lists expenditure by function beside expenditure by nature has two groups; only the group with
    classes, else that of the total, is summed.
    """
    rows = sheet.where(role="class", side=side) or sheet.where(role="item", side=side)
    groups = {row.group_no for row in rows}
    if total is not None and len(groups) > 1:
        rows = [row for row in rows if row.group_no == (total.group_no if total.group_no in groups else min(groups))]
    return rows


def fiscal_rows(sheet: Sheet) -> list[Row]:
    """The income rows of fiscal money (财政拨款收入): one, or one for each fund."""
    return [
        row
        for row in sheet.where(role="item", side="income")
        if row.label in labels.FISCAL_INCOME_ROWS or row.fund_type in {"fiscal", *labels.FUND_MEASURES}
    ]


@rule("R11")
def income_rows_add_up(book: Book, bench: Bench) -> None:
    """Σ income rows = 本年收入合计."""
    for sheet in book.sheets("T01"):
        total = sheet.first(side="income", labels=labels.INCOME_TOTAL)
        rows = [row for row in sheet.where(role="item", side="income") if _stands_above(row, total)]
        bench.equal_sum(operand(sheet, [total], labels.AMOUNT), operand(sheet, rows, labels.AMOUNT, "各项收入之和"))


@rule("R12")
def expenditure_rows_add_up(book: Book, bench: Bench) -> None:
    """Σ expenditure classes = 本年支出合计."""
    for sheet in book.sheets("T01"):
        total = sheet.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
        rows = class_rows(sheet, total, "expenditure")
        bench.equal_sum(operand(sheet, [total], labels.AMOUNT), operand(sheet, rows, labels.AMOUNT, "各类支出之和"))


@rule("R13")
def income_total_balances(book: Book, bench: Bench) -> None:
    """本年收入合计 + balance used + 年初结转和结余 = 总计."""
    for sheet in book.sheets("T01"):
        _total_balances(sheet, bench, "income", labels.INCOME_TOTAL)


@rule("R14")
def expenditure_total_balances(book: Book, bench: Bench) -> None:
    """本年支出合计 + 结余分配 + 年末结转和结余 = 总计."""
    for sheet in book.sheets("T01"):
        _total_balances(sheet, bench, "expenditure", labels.EXPENDITURE_TOTAL)


def _total_balances(sheet: Sheet, bench: Bench, side: Side, year_labels: tuple[str, ...]) -> None:
    """This year's sum, balance (结余) and carry-over make the total; another row with an amount between: doubt."""
    year = sheet.first(side=side, labels=year_labels)
    total = sheet.first(role="total", side=side, labels=labels.GRAND_TOTAL)
    if year is None or total is None:
        return
    parts = [year, *(row for row in sheet.where(side=side) if _is_adjustment(row))]
    between = [row for row in sheet.where(side=side) if year.row_no < row.row_no < total.row_no]
    is_known = all(row in parts or row.group_no != total.group_no or not has_amount(row) for row in between)
    bench.equal_sum(
        operand(sheet, [total], labels.AMOUNT),
        operand(sheet, parts, labels.AMOUNT),
        doubt=None if is_known else "unknown_rows",
    )


def _is_adjustment(row: Row) -> bool:
    """A balance used or distributed, or a carry-over; not what one of them consists of."""
    if row.role == "carry_over":
        return row.parent_label is None
    return row.role == "balance" and not row.label.startswith(_PARTS_OF_BALANCE)


def _stands_above(row: Row, total: Row | None) -> bool:
    return total is None or row.row_no < total.row_no or row.group_no != total.group_no


@rule("R15")
def both_totals_agree(book: Book, bench: Bench) -> None:
    """Income 总计 = expenditure 总计."""
    for sheet in book.sheets("T01"):
        income = sheet.first(role="total", side="income", labels=labels.GRAND_TOTAL)
        expenditure = sheet.first(role="total", side="expenditure", labels=labels.GRAND_TOTAL)
        bench.equal_copy(
            operand(sheet, [income], labels.AMOUNT, "收入总计"),
            operand(sheet, [expenditure], labels.AMOUNT, "支出总计"),
        )
