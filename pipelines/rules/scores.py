"""R52: score sheets (自评表, 评价指标表) add up, and the rate of execution is spent / budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from pipelines.extract.folding import fold
from pipelines.extract.records import Place, Table
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, percent, rate_step, rate_verdict

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)分?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)%")
_WEIGHT, _SCORE = "分值", "得分"
_BUDGET, _SPENT, _EXECUTION = "全年预算数", "全年执行数", "执行率"
_TOTALS = frozenset({"合计", "总分", "总计"})
_FUNDS_TOTAL = "年度资金总额"
_HUNDRED = Decimal(100)
_FEWEST = 2

Grid = Sequence[Sequence[str]]


@rule("R52")
def scores_add_up(book: Book, bench: Bench) -> None:
    """Σ分值 = 100 and Σ得分 = 总分 where every row prints both; 执行率 = 执行数 / 全年预算数."""
    for table in book.parsed.tables:
        rows = [*table.header, *table.rows] if table.rows else []
        if not any("分" in text for row in rows for text in row):
            continue
        grid = [[_bare(text) for text in row] for row in rows]
        heads = [at for at, row in enumerate(grid) if _WEIGHT in row and any(text.endswith(_SCORE) for text in row)]
        funds = [at for at in heads if any(text.startswith(_EXECUTION) for text in grid[at])]
        for at in funds:
            _execution(bench, table, grid, at)
        for at in heads:
            if at not in funds:
                _scores(bench, table, grid, at, [n for n in funds if n < at])


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _number(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(text)
    return Decimal(found.group(1)) if found else None


def _columns(head: Sequence[str]) -> dict[str, int]:
    """The finest column of weights and the column of scores."""
    return {
        _WEIGHT: max(i for i, text in enumerate(head) if text == _WEIGHT),
        _SCORE: next(i for i, text in enumerate(head) if text.endswith(_SCORE)),
    }


def _scores(bench: Bench, table: Table, grid: Grid, at: int, funds: Sequence[int]) -> None:
    """The rows between heading and total, and the points for execution that stand above them in the same form."""
    last = next((n for n, row in enumerate(grid) if n > at and _TOTALS.intersection(row)), 0)
    for name, column in _columns(grid[at]).items():
        whole = _at(grid[last], column) if last else None
        executed = [_at(grid[_funds_row(grid, n)], _columns(grid[n])[name]) for n in funds]
        parts = [*executed, *(_at(row, column) for row in grid[at + 1 : last])]
        if whole is None or len(parts) < _FEWEST:
            continue
        expected = _exhibit(table, f"总{name}", whole, grid[last][column], last)
        numbers = [part for part in parts if part is not None]
        words = "＋".join(str(number) for number in numbers)
        found = _exhibit(table, f"各项{name}之和", sum(numbers, Decimal(0)), words, at + 1)
        doubt = "rows_without_number" if None in parts else None
        bench.amounts(expected, found, Decimal(0), doubt=doubt)
        if name == _WEIGHT:
            bench.amounts(Exhibit("满分", _HUNDRED, "", (), "分"), expected, Decimal(0), doubt=doubt)


def _at(row: Sequence[str], column: int) -> Decimal | None:
    return _number(row[column]) if column < len(row) else None


def _funds_row(grid: Grid, at: int) -> int:
    """The line 年度资金总额 below a heading, else the heading itself, which holds no numbers."""
    return next((n for n in range(at + 1, len(grid)) if any(t.startswith(_FUNDS_TOTAL) for t in grid[n])), at)


def _execution(bench: Bench, table: Table, grid: Grid, at: int) -> None:
    """The line 年度资金总额 below the heading 全年预算数, 全年执行数, 执行率."""
    columns = [
        [i for i, text in enumerate(grid[at]) if text.startswith(word)] for word in (_BUDGET, _SPENT, _EXECUTION)
    ]
    row = _funds_row(grid, at)
    if any(len(found) != 1 or found[0] >= len(grid[row]) for found in columns):
        return
    line = grid[row]
    budget, spent = (_number(line[found[0]]) for found in columns[:2])
    rate = _RATE.fullmatch(line[columns[2][0]])
    if not budget or spent is None or rate is None:
        return
    part, whole, printed = _printed(spent), _printed(budget), Decimal(rate.group(1))
    expected = _exhibit(table, f"{spent}÷{budget}＝", percent(part, whole), f"{spent} / {budget}", row, "%")
    stated = _exhibit(table, _EXECUTION, printed, rate.group(), row, "%")
    bench.judged(rate_verdict(printed, part, whole), expected, stated, rate_step(printed), reason="percent")


def _printed(number: Decimal) -> Printed:
    return Printed(number, rate_step(number))


def _exhibit(table: Table, name: str, value: Decimal, words: str, row_no: int, unit: str = "分") -> Exhibit:
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq, row_no=row_no + 1)
    title = f"《{table.title_printed}》" if table.title_printed else ""
    return Exhibit(f"{title}{name}", value, words, [place], unit)
