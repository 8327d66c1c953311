"""R16-R21: income and expenditure by functional classification (T02, T03) agree with T01 and with themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.extract.records import TableId
from pipelines.rules import labels
from pipelines.rules.bench import Bench, operand
from pipelines.rules.book import Book, Row, Sheet, has_amount
from pipelines.rules.catalogue import rule
from pipelines.rules.summary import class_rows, fiscal_rows

BY_FUNCTION: tuple[TableId, ...] = ("T02", "T03", "T05", "T07", "T08")


def total_row(sheet: Sheet) -> Row | None:
    """The 合计 row of a table by functional or economic classification."""
    return sheet.first(role="total", labels=("合计", "总计", "本年支出合计", "本年收入合计"))


def classes(sheet: Sheet) -> dict[str, Row]:
    """The class rows (three digits) of a table by functional classification, by name."""
    return {labels.class_name(row.label): row for row in sheet.rows if row.code and len(row.code) == 3}


@rule("R16")
def income_agrees(book: Book, bench: Bench) -> None:
    """T01 本年收入合计 = T02 合计; each source row = its T02 column."""
    summary, income = book.sheet("T01"), book.sheet("T02")
    if summary is None or income is None:
        return
    total = total_row(income)
    year = summary.first(side="income", labels=labels.INCOME_TOTAL)
    bench.equal_copy(operand(summary, [year], labels.AMOUNT), operand(income, [total], labels.ALL_INCOME))
    bench.equal_copy(
        operand(summary, fiscal_rows(summary), labels.AMOUNT, "财政拨款收入"),
        operand(income, [total], "财政拨款收入", "财政拨款收入"),
    )
    for source in labels.SOURCES:
        row = summary.first(side="income", labels=(source,))
        bench.equal_copy(operand(summary, [row], labels.AMOUNT), operand(income, [total], source, source))


@rule("R17")
def expenditure_agrees(book: Book, bench: Bench) -> None:
    """T01 本年支出合计 = T03 合计."""
    summary, expenditure = book.sheet("T01"), book.sheet("T03")
    if summary is None or expenditure is None:
        return
    year = summary.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
    bench.equal_copy(
        operand(summary, [year], labels.AMOUNT),
        operand(expenditure, [total_row(expenditure)], labels.ALL_EXPENDITURE),
    )


@rule("R18")
def classes_agree(book: Book, bench: Bench) -> None:
    """T01 class = T03 class, by name."""
    summary, expenditure = book.sheet("T01"), book.sheet("T03")
    if summary is None or expenditure is None:
        return
    total = summary.first(side="expenditure", labels=labels.EXPENDITURE_TOTAL)
    printed = {labels.class_name(row.label): row for row in class_rows(summary, total, "expenditure")}
    for name, row in classes(expenditure).items():
        if name in printed:
            bench.equal_copy(
                operand(summary, [printed[name]], labels.AMOUNT), operand(expenditure, [row], labels.ALL_EXPENDITURE)
            )
        elif has_amount(row):
            bench.none_made("insufficient_data", f"class_not_in_T01: {row.code} {row.label}")


@rule("R19")
def income_columns_add_up(book: Book, bench: Bench) -> None:
    """T02: each row = the sum of its sources."""
    columns_add_up(book, bench, "T02", labels.ALL_INCOME, labels.INCOME_MEASURES)


@rule("R20")
def expenditure_columns_add_up(book: Book, bench: Bench) -> None:
    """T03: each row = the sum of its columns."""
    columns_add_up(book, bench, "T03", labels.ALL_EXPENDITURE, labels.EXPENDITURE_MEASURES)


def columns_add_up(book: Book, bench: Bench, table_id: TableId, total: str, parts: Sequence[str]) -> None:
    """Each row's `total` column = the sum of its `parts` columns; an amount in another column leaves doubt."""
    for sheet in book.sheets(table_id):
        for row in sheet.where():
            name = f"{row.code or ''}{row.label}"
            others = [c for measure, c in row.cells.items() if not measure.startswith((total, *parts, *labels.CARRIED))]
            bench.equal_sum(
                operand(sheet, [row], total, f"{name}.{total}"),
                operand(sheet, [row], parts, f"{name}.各栏之和"),
                doubt="unknown_columns" if any(cell.amount_yuan for cell in others) else None,
            )


@rule("R21")
def levels_add_up(book: Book, bench: Bench) -> None:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项, for each column."""
    for table_id in BY_FUNCTION:
        for sheet in book.sheets(table_id):
            tree_adds_up(sheet, bench, total_row(sheet))


def tree_adds_up(sheet: Sheet, bench: Bench, total: Row | None) -> None:
    """Every row equals the sum of the rows whose nearest printed ancestor it is; `total` that of the topmost rows.

    A level that the table leaves out (an item printed under its class without the section) is bridged.
    """
    coded = {code: rows for code, rows in sheet.by_code().items() if any(has_amount(row) for row in rows)}
    children: dict[str, list[Row]] = defaultdict(list)
    for code, rows in coded.items():
        children[nearest_ancestor(code, coded)].extend(rows)
    for parent_code, rows in children.items():
        parents = [total] if not parent_code else coded[parent_code]
        if len(parents) == 1 and parents[0] is not None:
            _columns_of_parent(sheet, bench, parents[0], rows)
        elif len(parents) > 1:
            bench.none_made("insufficient_data", f"code_printed_twice: {sheet.table_id} {parent_code}")


def nearest_ancestor(code: str, printed: dict[str, list[Row]]) -> str:
    """The longest printed proper prefix of a code by level (2010301 → 20103 → 201), or '' for none."""
    return next((code[:n] for n in range(len(code) - 2, 2, -2) if code[:n] in printed), "")


def _columns_of_parent(sheet: Sheet, bench: Bench, parent: Row, rows: list[Row]) -> None:
    for measure in parent.cells:
        name = f"{parent.code or ''}{parent.label}.{measure}"
        bench.equal_sum(operand(sheet, [parent], measure, name), operand(sheet, rows, measure, f"{name}的下级之和"))
