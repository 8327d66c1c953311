"""Score sheets (评分表, 自评表) as rows of marks: what a row is worth, what it got, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Table

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)分?")
_WEIGHTS = frozenset({"分值", "标准分", "标准分值", "权重", "满分"})
_SCORE = "得分"
_COMMENT = re.compile("意见|评价说明|评分说明|扣分|偏差原因|得分说明")
_CAUSE = "偏差原因"
_TOTALS = frozenset({"合计", "总分", "总计"})
_EXECUTION, _FUNDS_TOTAL = "执行率", "年度资金总额"
_PAIR = 2

Grid = Sequence[Sequence[str]]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `weight` and `score` in points, null where the row prints none or the score is beyond the weight."""

    table_seq: int
    page: int | None
    row_no: int
    name: str
    weight: Decimal | None
    score: Decimal | None
    comment: str = ""
    is_cause: bool = False
    """Whether the comment is what a deviation is put down to (偏差原因), not an opinion."""


class Group(msgspec.Struct, frozen=True):
    """A weight of a coarser level and the finer weights that stand beside it."""

    whole: Mark
    parts: Sequence[Mark]


class ScoreSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: its rows, the points for execution that stand above them, its total, its groups by level."""

    table: Table
    marks: Sequence[Mark]
    executed: Sequence[Mark]
    total: Mark | None
    groups: Sequence[Group]


def number(text: str) -> Decimal | None:
    """A number of points, with or without 分."""
    found = _NUMBER.fullmatch(text)
    return Decimal(found.group(1)) if found else None


def grid_of(table: Table) -> Grid:
    """The rows of a stray table, header included, folded and without blanks; empty for a T-table."""
    return [[_bare(text) for text in row] for row in (*table.header, *table.rows)] if table.rows else []


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return fold_tight(text)


def funds_row(grid: Grid, at: int) -> int:
    """The line 年度资金总额 below a heading, else the heading itself, which holds no numbers."""
    return next((n for n in range(at + 1, len(grid)) if any(t.startswith(_FUNDS_TOTAL) for t in grid[n])), at)


def heads_of(grid: Grid) -> tuple[list[int], list[int]]:
    """The headings of scores, and those among them whose points are for execution."""
    heads = [n for n, row in enumerate(grid) if _WEIGHTS.intersection(row) and any(t.endswith(_SCORE) for t in row)]
    return heads, [n for n in heads if any(text.startswith(_EXECUTION) for text in grid[n])]


def score_sheets(tables: Sequence[Table]) -> Iterator[ScoreSheet]:
    """Every score sheet among the tables."""
    for table in tables:
        grid = grid_of(table)
        heads, funds = heads_of(grid)
        for at in heads:
            if at not in funds:
                yield _sheet(table, grid, at, [n for n in funds if n < at])


def _sheet(table: Table, grid: Grid, at: int, funds: Sequence[int]) -> ScoreSheet:
    last = next((n for n, row in enumerate(grid) if n > at and _TOTALS.intersection(row)), len(grid))
    head = grid[at]
    return ScoreSheet(
        table=table,
        marks=[_mark(table, grid, head, n) for n in range(at + 1, last)],
        executed=[_mark(table, grid, grid[n], funds_row(grid, n)) for n in funds],
        total=_mark(table, grid, head, last) if last < len(grid) else None,
        groups=list(_groups(table, grid, at, last)),
    )


def _columns(head: Sequence[str]) -> tuple[list[int], int, int | None]:
    weights = [i for i, text in enumerate(head) if text in _WEIGHTS]
    comments = [i for i, text in enumerate(head) if _COMMENT.search(text)]
    return weights, next(i for i, text in enumerate(head) if text.endswith(_SCORE)), comments[-1] if comments else None


def _mark(table: Table, grid: Grid, head: Sequence[str], at: int) -> Mark:
    weights, score, comment = _columns(head)
    row = grid[at]
    points = _at(row, weights[-1]), _at(row, score)
    if points[0] is None or points[1] is None or points[0] < points[1]:
        is_beyond = points[0] is not None and points[1] is not None
        points = _shifted(row, comment) or ((None, None) if is_beyond else points)
    return Mark(
        table_seq=table.table_seq,
        page=table.pages[0] if table.pages else None,
        row_no=at + 1,
        name=next((text for text in reversed(row[: weights[-1]]) if text and number(text) is None), row[0]),
        weight=points[0],
        score=points[1],
        comment=row[comment] if comment is not None and comment < len(row) else "",
        is_cause=comment is not None and _CAUSE in head[comment],
    )


def _shifted(row: Sequence[str], comment: int | None) -> tuple[Decimal | None, Decimal | None] | None:
    """Weight and score of a row whose boxes moved because a merged box above was lost: its only two numbers."""
    printed = [value for i, text in enumerate(row) if i != comment and (value := number(text)) is not None]
    return (printed[0], printed[1]) if len(printed) == _PAIR and printed[1] <= printed[0] else None


def _at(row: Sequence[str], column: int) -> Decimal | None:
    return number(row[column]) if column < len(row) else None


def _groups(table: Table, grid: Grid, at: int, last: int) -> Iterator[Group]:
    """Each weight left of the finest column, with the finest weights of its rows."""
    weights, _, _ = _columns(grid[at])
    for column in weights[:-1]:
        starts = [n for n in range(at + 1, last) if _at(grid[n], column) is not None and _at(grid[n], weights[-1])]
        for start, end in zip(starts, [*starts[1:], last], strict=True):
            parts = [_mark(table, grid, grid[at], n) for n in range(start, end)]
            name = grid[start][column - 1] if column else ""
            whole = msgspec.structs.replace(parts[0], name=name, weight=_at(grid[start], column), score=None)
            yield Group(whole, parts)
