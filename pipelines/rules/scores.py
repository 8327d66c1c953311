"""R52: score sheets (自评表, 评价指标表) add up, and the rate of execution is spent / budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.extract.records import Place, Table
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, percent, rate_step, rate_verdict
from pipelines.rules.prose import Prose
from pipelines.rules.score_sheets import Grid, Mark, ScoreSheet, funds_row, grid_of, heads_of, number, score_sheets

_RATE = re.compile(r"(\d+(?:\.\d+)?)%")
_BUDGET, _SPENT, _EXECUTION = "全年预算数", "全年执行数", "执行率"
_TOLD = re.compile(
    r"[“\"]?([^“”\"()、,。:;\d\n]{2,20})[”\"]?[(,]?指标(?:权重|分值)为?(\d+(?:\.\d+)?)分,(?:实际)?得分?(\d+(?:\.\d+)?)分"
)
_HUNDRED = Decimal(100)
_FEWEST = 2
_MANY = Decimal("1.4")
_LEAST_WHOLE = Decimal(60)
"""Points below which a total is that of a part of a sheet."""


@rule("R52")
def scores_add_up(book: Book, bench: Bench) -> None:
    """Σ分值 = 100 and Σ得分 = 总分 where every row prints both; a level's weights make the coarser one's; 执行率."""
    for table in book.parsed.tables:
        grid = grid_of(table)
        for at in heads_of(grid)[1]:
            _execution(bench, table, grid, at)
    for sheet in score_sheets(book.parsed.tables):
        _totals(bench, sheet)
        for group in sheet.groups:
            weights = [part.weight for part in group.parts]
            if None not in weights and group.whole.weight is not None:
                _compare(bench, sheet.table, f"{group.whole.name}分值", group.whole, group.whole.weight, weights)


def _totals(bench: Bench, sheet: ScoreSheet) -> None:
    """The rows between heading and total, and the points for execution that stand above them in the same form."""
    rows = [*sheet.executed, *sheet.marks]
    if sheet.total is None or len(rows) < _FEWEST:
        return
    for name, whole, parts in (
        ("分值", sheet.total.weight, [mark.weight for mark in rows]),
        ("得分", sheet.total.score, [mark.score for mark in rows]),
    ):
        if whole is None:
            continue
        doubt = "rows_without_number" if None in parts else _doubt(whole, parts)
        _compare(bench, sheet.table, f"总{name}", sheet.total, whole, parts, doubt)
        if name == "分值":
            doubt = doubt or ("part_of_a_sheet" if whole < _LEAST_WHOLE else None)
            expected = _exhibit(sheet.table, f"总{name}", whole, str(whole), sheet.total.row_no)
            bench.amounts(Exhibit("满分", _HUNDRED, "", (), "分"), expected, Decimal(0), doubt=doubt)


def _doubt(whole: Decimal, parts: Sequence[Decimal | None]) -> str | None:
    """Sums far from their total are lists that print sums of levels among their rows, or leave rows out."""
    added = sum((part for part in parts if part is not None), Decimal(0))
    return "levels_in_one_column" if added >= whole * _MANY or added <= whole / _MANY else None


def _compare(
    bench: Bench,
    table: Table,
    name: str,
    at: Mark,
    whole: Decimal,
    parts: Sequence[Decimal | None],
    doubt: str | None = None,
) -> None:
    numbers = [part for part in parts if part is not None]
    words = "＋".join(str(part) for part in numbers)
    expected = _exhibit(table, name, whole, f"{at.name} {whole}".strip(), at.row_no)
    found = _exhibit(table, f"{name}各项之和", sum(numbers, Decimal(0)), words, at.row_no)
    bench.amounts(expected, found, Decimal(0), doubt=doubt)


def _execution(bench: Bench, table: Table, grid: Grid, at: int) -> None:
    """The line 年度资金总额 below the heading 全年预算数, 全年执行数, 执行率."""
    columns = [
        [i for i, text in enumerate(grid[at]) if text.startswith(word)] for word in (_BUDGET, _SPENT, _EXECUTION)
    ]
    row = funds_row(grid, at)
    if any(len(found) != 1 or found[0] >= len(grid[row]) for found in columns):
        return
    line = grid[row]
    budget, spent = (number(line[found[0]]) for found in columns[:2])
    rate = _RATE.fullmatch(line[columns[2][0]])
    if not budget or spent is None or rate is None:
        return
    part, whole, printed = _printed(spent), _printed(budget), Decimal(rate.group(1))
    expected = _exhibit(table, f"{spent}÷{budget}＝", percent(part, whole), f"{spent} / {budget}", row + 1, "%")
    stated = _exhibit(table, _EXECUTION, printed, rate.group(), row + 1, "%")
    bench.judged(rate_verdict(printed, part, whole), expected, stated, rate_step(printed), reason="percent")


def _printed(value: Decimal) -> Printed:
    return Printed(value, rate_step(value))


def _exhibit(table: Table, name: str, value: Decimal, words: str, row_no: int, unit: str = "分") -> Exhibit:
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq, row_no=row_no)
    title = f"《{table.title_printed}》" if table.title_printed else ""
    return Exhibit(f"{title}{name}", value, words, [place], unit)


def told_marks(book: Book, bench: Bench) -> None:
    """Weight and score that the text gives a row = those of the one sheet with a row of that name."""
    rows: dict[str, list[tuple[Table, Mark]]] = {}
    for sheet in score_sheets(book.parsed.tables):
        for mark in sheet.marks:
            rows.setdefault(mark.name, []).append((sheet.table, mark))
    for prose in book.prose if rows else ():
        for name, weight, score, told in _told(prose):
            if len(rows.get(name, ())) == 1:
                table, mark = rows[name][0]
                for of, printed, stated in (("分值", mark.weight, weight), ("得分", mark.score, score)):
                    if printed is not None:
                        expected = _exhibit(table, f"{name}{of}", printed, f"{name} {printed}", mark.row_no)
                        found = Exhibit(f"文中{name}{of}", stated, told.quote, told.places, "分")
                        bench.amounts(expected, found, Decimal(0))


def _told(prose: Prose) -> Iterator[tuple[str, Decimal, Decimal, Exhibit]]:
    for found in _TOLD.finditer(prose.text):
        yield found.group(1), Decimal(found.group(2)), Decimal(found.group(3)), prose.exhibit("", *found.span())
