"""R11-R15: the final account in summary (收入支出决算总表, T01) balances in itself."""

from __future__ import annotations

from pipelines.extract.records import Side
from pipelines.rules import labels
from pipelines.rules.bench import Bench, operand
from pipelines.rules.book import Book, Row, Sheet
from pipelines.rules.catalogue import rule


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


@rule("R11")
def income_rows_add_up(book: Book, bench: Bench) -> None:
    """Σ income rows = 本年收入合计."""
    for sheet in book.sheets("T01"):
        total = sheet.first(side="income", labels=labels.INCOME_TOTAL)
        rows = sheet.where(role="item", side="income")
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
    terms = (*labels.BALANCE_USED, *labels.OPENING_CARRY_OVER)
    for sheet in book.sheets("T01"):
        _total_balances(sheet, bench, "income", labels.INCOME_TOTAL, terms)


@rule("R14")
def expenditure_total_balances(book: Book, bench: Bench) -> None:
    """本年支出合计 + 结余分配 + 年末结转和结余 = 总计."""
    terms = (*labels.BALANCE_DISTRIBUTED, *labels.CLOSING_CARRY_OVER)
    for sheet in book.sheets("T01"):
        _total_balances(sheet, bench, "expenditure", labels.EXPENDITURE_TOTAL, terms)


def _total_balances(
    sheet: Sheet, bench: Bench, side: Side, year_labels: tuple[str, ...], term_labels: tuple[str, ...]
) -> None:
    year = sheet.first(side=side, labels=year_labels)
    total = sheet.first(role="total", side=side, labels=labels.GRAND_TOTAL)
    if year is None or total is None:
        return
    parts = [year, *sheet.where(side=side, labels=term_labels)]
    bench.equal_sum(operand(sheet, [total], labels.AMOUNT), operand(sheet, parts, labels.AMOUNT))


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
