"""Text that flows, with tables in it: what the readers of Word documents (DOCX, DOC, RTF) make before a page of it.

Paragraphs are strings; a table is rows of cells, each at its column of the table's grid, and a cell holds paragraphs
and tables again. Here it is decided which tables only place things, and what covers which position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.boxes import Box, short_rows
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.records import Place

_DATA_ROWS, _DATA_COLS = 3, 3
_LONG_CELL = 400
_FEW_CELLS = 4
_SAME_EDGE = 45
"""Twips (2.25 pt): edges of cells nearer than this are one; hand-drawn borders of neighbouring rows differ so much."""


class FlowCell(msgspec.Struct, kw_only=True):
    """A cell: 0-based column, columns covered, whether it continues the cell above, and what is in it."""

    col: int
    col_span: int = 1
    continues: bool = False
    blocks: list[str | FlowTable] = []


class FlowTable(msgspec.Struct):
    """A table: its rows of cells. A row need not reach the right edge, and may begin behind the left one."""

    rows: list[list[FlowCell]]


Block = str | FlowTable


def write_flow(blocks: Sequence[Block], builder: PageBuilder, flaws: list[Flaw]) -> None:
    """Put paragraphs and tables on the page, tables that only place things as what they hold."""
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                builder.line(line)
        elif _is_layout(block):
            for row in block.rows:
                for cell in row:
                    write_flow(cell.blocks, builder, flaws)
        else:
            _write_table(block, builder, flaws)


def _write_table(table: FlowTable, builder: PageBuilder, flaws: list[Flaw]) -> None:
    boxes, hidden = _boxes(table)
    if hidden:
        message = f"{len(hidden)} filled cells continue the one above, first {hidden[0][:20]}"
        flaws.append(flaw("cells_covered", message, Place(page=1)))
    flaws += builder.table(boxes)
    if short := short_rows(boxes):
        flaws.append(flaw("short_rows", f"{short} rows end before the table does", Place(page=1)))


def _is_layout(table: FlowTable) -> bool:
    """A table that only places things: one column, the article in a cell, or other tables."""
    widest = max(map(len, table.rows), default=0)
    if widest < 2:
        return True
    cells = [cell for row in table.rows for cell in row]
    if any(isinstance(block, FlowTable) for cell in cells for block in cell.blocks):
        return len(table.rows) < _DATA_ROWS or widest < _DATA_COLS
    return len(cells) <= _FEW_CELLS and any(len(_text(cell)) > _LONG_CELL for cell in cells)


def _text(cell: FlowCell) -> str:
    """The text of a cell, a line break between paragraphs; tables inside are flattened."""
    return "\n".join(part for part in _parts(cell) if part.strip())


def _parts(cell: FlowCell) -> Iterator[str]:
    for block in cell.blocks:
        if isinstance(block, str):
            yield block
        else:
            for row in block.rows:
                for inner in row:
                    yield from _parts(inner)


def _boxes(table: FlowTable) -> tuple[list[Box], list[str]]:
    """The cells at their positions; a vertically merged cell grows over its continuations, whose texts do not show."""
    boxes: list[Box] = []
    hidden: list[str] = []
    above: dict[int, Box] = {}
    for number, row in enumerate(table.rows):
        for cell in row:
            upper = above.get(cell.col)
            if cell.continues and upper and upper.col_span == cell.col_span:
                upper.row_span += 1
                text = _text(cell)
                hidden += [text] if text not in {"", upper.text} else []
            else:
                box = Box(row=number, col=cell.col, col_span=cell.col_span, text=_text(cell))
                boxes.append(box)
                above[cell.col] = box
    return boxes, hidden


def columns_of(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """The columns of cell edges: for each row its edges (twips, ascending) as numbers of the table's grid lines."""
    lines: list[int] = []
    number_of: dict[int, int] = {}
    for edge in sorted({edge for row in edges for edge in row}):
        if not lines or edge - lines[-1] > _SAME_EDGE:
            lines.append(edge)
        number_of[edge] = len(lines) - 1
    return [[number_of[edge] for edge in row] for row in edges]
