"""What all workbook readers share: references, the tables of a sheet, and putting them on a page."""

from __future__ import annotations

import re

import msgspec

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.boxes import Box
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.parting import is_lead_row
from pipelines.extract.records import Place

MAX_COLUMNS = 16_384
"""The columns that a sheet can have."""
_AMOUNT = re.compile(r"[-−(]?\d[\d,]*(?:\.\d+|,\d{3})\)?")


class Hidden(msgspec.Struct, frozen=True):
    """The 0-based rows and columns of a sheet that are not shown."""

    rows: frozenset[int]
    columns: frozenset[int]


def reference(row: int, col: int) -> str:
    """The A1 reference of a 0-based position."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def not_shown(row: int, col: int, page: int) -> Flaw:
    """The flaw of a cell at a 0-based position that holds a number and shows none."""
    message = f"{reference(row, col)} holds a number that its format does not show"
    return flaw("number_not_shown", message, Place(page=page))


def write_sheet(builder: PageBuilder, boxes: list[Box], number: int, hidden: Hidden) -> list[Flaw]:
    """Put the tables of a sheet on its page `number`; returns what was odd.

    Args:
        builder: the page.
        boxes: the filled, merged and bordered cells, in row-major order.
        number: the page's number, for the places of flaws.
        hidden: the rows and columns that are not shown; they are read like all others.
    """
    flaws = [item for table in _tables(boxes) for item in builder.table(table, number)]
    unseen = [box for box in boxes if box.row in hidden.rows or box.col in hidden.columns]
    amounts = [box for box in unseen if _AMOUNT.fullmatch(box.text.strip())]
    if amounts:
        message = f"{len(amounts)} amounts in hidden rows or columns, the first in {amounts[0].ref}"
        flaws.append(flaw("hidden_amounts", message, Place(page=number)))
    elif hidden.rows or hidden.columns:
        flaws.append(flaw("hidden_cells", "the sheet has hidden rows or columns", Place(page=number)))
    return flaws


def _tables(boxes: list[Box]) -> list[list[Box]]:
    """The boxes of a sheet by table: an empty row ends one where a title row follows."""
    tables: list[list[Box]] = []
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.row, []).append(box)
    end = -1
    for row in sorted(rows):
        filled = [box for box in rows[row] if box.text]
        if filled and (not tables or (row > end and is_lead_row(rows[row]))):
            tables.append([])
        if tables:
            tables[-1].extend(rows[row])
        end = max([end, *(box.row + box.row_span for box in filled)])
    return tables
