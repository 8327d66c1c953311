"""R22-R26: fiscal appropriations in summary (财政拨款收入支出决算总表, T04) balance and agree with the other tables."""

from __future__ import annotations

from typing import cast

from pipelines.extract.records import TableId
from pipelines.rules import labels
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book, Row, Sheet
from pipelines.rules.by_function import classes, total_row
from pipelines.rules.catalogue import rule
from pipelines.rules.summary import class_rows, fiscal_rows


@rule("R22")
def fiscal_income_agrees(book: Book, bench: Bench) -> None:
    """T04 本年收入 = T02 财政拨款收入 = T01 fiscal rows."""
    fiscal = book.sheet("T04")
    if fiscal is None:
        return
    year = operand(fiscal, [fiscal.first(side="income", labels=labels.INCOME_TOTAL)], labels.AMOUNT)
    income, summary = book.sheet("T02"), book.sheet("T01")
    if income is not None:
        bench.equal_copy(year, operand(income, [total_row(income)], "财政拨款收入", "财政拨款收入"))
    if summary is not None:
        bench.equal_copy(year, operand(summary, fiscal_rows(summary), labels.AMOUNT, "财政拨款收入"))


@rule("R23")
def funds_balance(book: Book, bench: Bench) -> None:
    """Per fund 年初 + 收入 = 总计 = 支出 + 年末; 合计 = the funds' sum; both totals agree."""
    for sheet in book.sheets("T04"):
        _side_totals(sheet, bench)
        _funds_add_up(sheet, bench)
        for fund_type, measure in labels.FUND_MEASURES.items():
            _one_fund(sheet, bench, fund_type, measure)


def _fund_rows(sheet: Sheet, *, opening: bool) -> list[Row]:
    """The income rows by fund: this year's, above its total, or those of the opening carry-over below it."""
    year = sheet.first(side="income", labels=labels.INCOME_TOTAL)
    return [
        row
        for row in sheet.where(side="income")
        if row.fund_type in labels.FUND_MEASURES
        and (row.parent_label is not None) == opening
        and (year is None or (row.row_no > year.row_no) == opening)
    ]


def _side_totals(sheet: Sheet, bench: Bench) -> None:
    year = sheet.first(side="income", labels=labels.INCOME_TOTAL)
    opening = sheet.first(side="income", labels=(*labels.OPENING_FISCAL_CARRY_OVER, *labels.OPENING_CARRY_OVER))
    total = sheet.first(role="total", side="income", labels=labels.GRAND_TOTAL)
    bench.equal_sum(
        operand(sheet, [year], labels.AMOUNT), operand(sheet, _fund_rows(sheet, opening=False), labels.AMOUNT)
    )
    if opening is not None:
        parts = operand(sheet, _fund_rows(sheet, opening=True), labels.AMOUNT, "年初各类资金之和")
        bench.equal_sum(operand(sheet, [opening], labels.AMOUNT), parts)
    if year is not None:
        bench.equal_sum(operand(sheet, [total], labels.AMOUNT), operand(sheet, [year, opening], labels.AMOUNT))
    spent = sheet.first(role="total", side="expenditure", labels=labels.GRAND_TOTAL)
    bench.equal_copy(
        operand(sheet, [total], labels.AMOUNT, "收入总计"), operand(sheet, [spent], labels.TOTAL, "支出总计")
    )


def _funds_add_up(sheet: Sheet, bench: Bench) -> None:
    measures = tuple(labels.FUND_MEASURES.values())
    for row in sheet.where(side="expenditure"):
        bench.equal_sum(
            operand(sheet, [row], labels.TOTAL), operand(sheet, [row], measures, f"{row.label}.各类资金之和")
        )


def _one_fund(sheet: Sheet, bench: Bench, fund_type: str, measure: str) -> None:
    spent = sheet.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
    closing = sheet.first(side="expenditure", labels=(*labels.CLOSING_FISCAL_CARRY_OVER, *labels.CLOSING_CARRY_OVER))
    total = operand(sheet, [sheet.first(role="total", side="expenditure", labels=labels.GRAND_TOTAL)], measure)
    if spent is None or total is None:
        return
    bench.equal_sum(total, operand(sheet, [spent, closing], measure))
    income = [row for row in _fund_rows(sheet, opening=False) if row.fund_type == fund_type]
    opening = [row for row in _fund_rows(sheet, opening=True) if row.fund_type == fund_type]
    if income and opening:
        bench.equal_sum(total, operand(sheet, [*opening, *income], labels.AMOUNT, f"{measure}年初与本年收入之和"))


@rule("R24")
def fiscal_classes_add_up(book: Book, bench: Bench) -> None:
    """Σ class = 本年支出合计, for each fund and in total."""
    for sheet in book.sheets("T04"):
        total = sheet.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
        rows = class_rows(sheet, total, "expenditure")
        for measure in (labels.TOTAL, *labels.FUND_MEASURES.values()):
            bench.equal_sum(
                operand(sheet, [total], measure, f"本年支出合计.{measure}"),
                operand(sheet, rows, measure, f"各类支出之和.{measure}"),
            )


@rule("R25")
def funds_agree(book: Book, bench: Bench) -> None:
    """T04's columns by fund = T05, T07 and T08, in total and by class."""
    fiscal = book.sheet("T04")
    if fiscal is None:
        return
    for fund_type, measure in labels.FUND_MEASURES.items():
        fund = book.sheet(cast("TableId", labels.FUND_TABLES[fund_type]))
        if fund is not None:
            _fund_agrees(fiscal, fund, measure, bench)
    balance, general = book.sheet("T12"), book.sheet("T05")
    if balance is not None and general is not None and balance is not general:
        _fund_agrees(fiscal, balance, labels.FUND_MEASURES["general_public_budget"], bench)
        _rows_agree(balance, general, bench)


def _fund_agrees(fiscal: Sheet, fund: Sheet, measure: str, bench: Bench) -> None:
    total = fiscal.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
    bench.equal_copy(
        operand(fiscal, [total], measure, f"本年支出合计.{measure}"),
        operand(fund, [total_row(fund)], labels.ALL_EXPENDITURE),
    )
    printed = {labels.class_name(row.label): row for row in class_rows(fiscal, total, "expenditure")}
    for name, row in classes(fund).items():
        if name in printed:
            bench.equal_copy(operand(fiscal, [printed[name]], measure), operand(fund, [row], labels.ALL_EXPENDITURE))


def _rows_agree(balance: Sheet, general: Sheet, bench: Bench) -> None:
    """T12 and T05 print the same expenditure for each code."""
    printed = general.by_code()
    for code, rows in balance.by_code().items():
        others = printed.get(code, [])
        if len(rows) == len(others) == 1:
            for measure in (labels.ALL_EXPENDITURE, "基本支出", "项目支出"):
                bench.equal_copy(operand(balance, rows, measure), operand(general, others, measure))


@rule("R26")
def carry_over_contains_fiscal(book: Book, bench: Bench) -> None:
    """T01 年初/年末结转和结余 ≥ T04's."""
    summary, fiscal = book.sheet("T01"), book.sheet("T04")
    if summary is None or fiscal is None:
        return
    whole = _carry_over(summary, "income", labels.OPENING_CARRY_OVER, labels.AMOUNT)
    bench.at_most(
        _carry_over(fiscal, "income", (*labels.OPENING_FISCAL_CARRY_OVER, *labels.OPENING_CARRY_OVER), labels.AMOUNT),
        whole,
    )
    whole = _carry_over(summary, "expenditure", labels.CLOSING_CARRY_OVER, labels.AMOUNT)
    wanted = (*labels.CLOSING_FISCAL_CARRY_OVER, *labels.CLOSING_CARRY_OVER)
    bench.at_most(_carry_over(fiscal, "expenditure", wanted, labels.TOTAL), whole)


def _carry_over(sheet: Sheet, side: str, wanted: tuple[str, ...], measure: str) -> Operand | None:
    row = next((row for row in sheet.where(labels=wanted) if row.side == side), None)
    return operand(sheet, [row], measure)
