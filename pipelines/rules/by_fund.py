"""R33, R34: government funds (政府性基金, T07) and state capital (国有资本经营, T08) balance row by row."""

from __future__ import annotations

from pipelines.extract.records import Cell, TableId
from pipelines.rules import labels
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book, Row, Sheet
from pipelines.rules.catalogue import rule

OPENING, INCOME, CLOSING = "年初结转和结余", "本年收入", "年末结转和结余"
SPENT = ("基本支出", "项目支出")


@rule("R33")
def government_fund_balances(book: Book, bench: Bench) -> None:
    """T07: 年初 + 本年收入 = 支出小计 + 年末; 小计 = 基本 + 项目."""
    _balances(book, bench, "T07")


@rule("R34")
def state_capital_balances(book: Book, bench: Bench) -> None:
    """T08: the same, for the columns that are printed."""
    _balances(book, bench, "T08")


def _balances(book: Book, bench: Bench, table_id: TableId) -> None:
    for sheet in book.sheets(table_id):
        for row in sheet.where():
            name = f"{row.code or ''}{row.label}"
            spent = operand(sheet, [row], labels.ALL_EXPENDITURE, f"{name}.支出小计")
            bench.equal_sum(spent, operand(sheet, [row], SPENT, f"{name}.基本与项目支出之和"))
            carried(sheet, row, name, bench)


def carried(sheet: Sheet, row: Row, name: str, bench: Bench) -> None:
    """年初 + 本年收入 against 支出小计 + 年末; only where all four columns are printed."""
    slots = [row.cell(measure) for measure in (OPENING, INCOME, labels.ALL_EXPENDITURE, CLOSING)]
    cells: list[Cell] = [cell for cell in slots if cell is not None]
    if len(cells) == len(slots):
        bench.equal_copy(
            Operand(f"{sheet.table_id} {name}.年初结转与本年收入之和", cells[:2], sheet.step),
            Operand(f"{sheet.table_id} {name}.支出与年末结转之和", cells[2:], sheet.step),
        )
