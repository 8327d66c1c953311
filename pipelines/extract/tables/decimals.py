"""Amounts that print more decimals than all others of their table: a note's mark may have come to stand behind one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extract.folding import fold_tight
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.money import without_note_marks
from pipelines.extract.records import Cell, Place

_LEAST, _FEW = 8, 2
"""So many amounts show the habit of a table, and so few depart from it by accident."""
_CENTS = 2


def longer_than_others(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each of one or two amounts of a table that go beyond the cents at which all its others end."""
    amounts = [(cell, _decimals(cell.printed)) for cell in cells if cell.amount_yuan is not None]
    longer = [cell for cell, decimals in amounts if decimals > _CENTS]
    if len(longer) > _FEW or len(amounts) - len(longer) < _LEAST:
        return
    for cell in longer:
        place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no, col_no=cell.col_no)
        yield flaw("decimals_in_doubt", f"{cell.printed} has more decimals than the other amounts", place)


def _decimals(printed: str) -> int:
    return sum(map(str.isdigit, fold_tight(without_note_marks(printed)).partition(".")[2]))
