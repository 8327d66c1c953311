"""The text of a Word 97-2003 document as paragraphs and tables.

Marks in the text say where things end: a paragraph (CR), a cell or row (BEL); what a mark ends is in the properties of
its paragraph. Tables inside cells end their cells with CR too.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.doc.container import Document
from pipelines.extract.readers.doc.properties import DamagedDocumentError, ParagraphShape, RowShape, paragraph_shape
from pipelines.extract.readers.flow import Block, FlowCell, FlowTable, columns_of
from pipelines.extract.records import Place

_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
PICTURES = "\x01\x08"
_SHOWN = {"\x0b": "\n", "\x0e": "\n", "\t": " ", "\x1e": "-", "\xa0": " "}
_DEEPEST = 20


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph's printed text and where it stands."""

    text: str
    shape: ParagraphShape


class Row(msgspec.Struct):
    """A row while it is read: the blocks of each cell, and its shape."""

    cells: list[list[Block]]
    shape: RowShape | None


def paragraphs_of(document: Document, story: str) -> tuple[list[Paragraph], int]:
    """The paragraphs of a story, and how many pictures stand in it; raises DamagedDocumentError."""
    start, end = document.stories[story]
    paragraphs: list[Paragraph] = []
    shown: list[str] = []
    fields: list[bool] = []
    pictures = 0
    for position in range(start, end):
        char = document.text[position]
        if char in {_PARAGRAPH, _CELL, _PAGE}:
            paragraphs.append(Paragraph(_joined(shown), _shape(document, position, char)))
            shown, fields = [], fields if char == _PARAGRAPH else []
        elif char == _FIELD:
            fields.append(False)
        elif char == _RESULT and fields:
            fields[-1] = True
        elif char == _FIELD_END and fields:
            fields.pop()
        elif all(fields) and document.is_printed(position):
            pictures += char in PICTURES
            shown.append(_SHOWN.get(char, char if char >= " " else ""))
    if shown:
        paragraphs.append(Paragraph(_joined(shown), ParagraphShape()))
    return paragraphs, pictures


def _joined(shown: list[str]) -> str:
    """The characters as text; the halves of one outside the basic plane come together."""
    return "".join(shown).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _shape(document: Document, position: int, char: str) -> ParagraphShape:
    """The shape of the paragraph that ends here. A cell's mark outside any table means lost properties."""
    shape = paragraph_shape(document.changes_at(position), document.elsewhere)
    if char == _CELL:
        if not shape.depth:
            raise DamagedDocumentError("a cell outside any table")
        return msgspec.structs.replace(shape, depth=1, ends_cell=not shape.ends_row)
    return shape if shape.depth > 1 and char == _PARAGRAPH else ParagraphShape(depth=shape.depth)


def flow_of(paragraphs: Sequence[Paragraph], flaws: list[Flaw], depth: int = 0) -> list[Block]:
    """Paragraphs inside `depth` tables as text, runs of deeper ones as tables; raises DamagedDocumentError."""
    if depth > _DEEPEST:
        raise DamagedDocumentError(f"tables nested deeper than {_DEEPEST}")
    flow: list[Block] = []
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.shape.depth > depth:
            run.append(paragraph)
            continue
        flow += _table(run, flaws, depth + 1)
        flow.append(paragraph.text)
        run = []
    return [*flow, *_table(run, flaws, depth + 1)]


def _table(run: list[Paragraph], flaws: list[Flaw], depth: int) -> list[Block]:
    """The table that a run of paragraphs makes up; text behind its last row raises DamagedDocumentError."""
    if not run:
        return []
    rows: list[Row] = []
    cells: list[list[Block]] = []
    inside: list[Paragraph] = []
    for paragraph in run:
        is_mine = paragraph.shape.depth == depth
        if is_mine and paragraph.shape.ends_row:
            rows.append(Row(cells, paragraph.shape.row))
            cells = []
        else:
            inside.append(paragraph)
            if is_mine and paragraph.shape.ends_cell:
                cells.append(flow_of(inside, flaws, depth))
                inside = []
    if cells or inside:
        raise DamagedDocumentError("a table without the end of its last row")
    return [FlowTable(_placed(rows, flaws))]


def _placed(rows: list[Row], flaws: list[Flaw]) -> list[list[FlowCell]]:
    """The rows' cells at their columns; a row whose definition does not fit it leaves all of them in their order."""
    if any(row.shape is None or len(row.shape.edges) != len(row.cells) + 1 for row in rows):
        message = "rows of a table are not as they are defined; cells stand in their order"
        flaws.append(flaw("grid_in_doubt", message, Place(page=1)))
        return [[FlowCell(col=col, blocks=blocks) for col, blocks in enumerate(row.cells)] for row in rows]
    shapes = [row.shape for row in rows if row.shape]
    columns = columns_of([shape.edges for shape in shapes])
    return [_cells(row.cells, shape, cols) for row, shape, cols in zip(rows, shapes, columns, strict=True)]


def _cells(contents: list[list[Block]], shape: RowShape, columns: list[int]) -> list[FlowCell]:
    """The cells of one row, those merged with their left neighbour joined to it."""
    cells: list[FlowCell] = []
    for number, blocks in enumerate(contents):
        left, right = columns[number], columns[number + 1]
        if cells and (shape.continues_left[number] or right == left):
            cells[-1].col_span = max(right - cells[-1].col, cells[-1].col_span)
            cells[-1].blocks += blocks
            continue
        continues = shape.continues_above[number]
        cells.append(FlowCell(col=left, col_span=max(1, right - left), continues=continues, blocks=blocks))
    return cells
