"""What a grid lists below its rows of amounts that have no names: 江苏 prints 相关统计数 under the amounts of T09.

There names stand in the very columns of the amounts above, and numbers beside them: 因公出国（境）团组数（个） 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.money import is_blank, read_amount
from pipelines.extract.tables.counted import CountedRows
from pipelines.extract.tables.glyphs import label_key
from pipelines.extract.tables.pieces import Row


def n_own_rows(body: list[Row], columns: list[int]) -> int:
    """How many rows of `body` stand above the first that has words in a column of amounts; all, if it is the first."""
    return next((i for i, row in enumerate(body) if any(_is_word(row.texts[c]) for c in columns)), 0) or len(body)


def amounts_without_name(rows: list[Row], table_id: str) -> Iterator[tuple[int, int]]:
    """The row and column numbers of every number in a list that no name to its left says to count something."""
    counted = CountedRows(table_id)
    for i, row in enumerate(rows):
        is_counted = False
        for col, text in enumerate(row.texts):
            if _is_word(text):
                is_counted = counted.has(label_key(text))
            elif text and not is_counted and read_amount(text, "元").number is not None:
                yield i, col


def _is_word(text: str) -> bool:
    return bool(text) and not is_blank(text) and not read_amount(text, "元").ok
