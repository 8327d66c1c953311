"""Paragraphs with marks to tables: in DOC and RTF a table is a run of paragraphs that end cells and rows.

What a row looks like stands at its end: the edges of its cells, and which of them continue another one.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.flow import Block, FlowCell, FlowTable, columns_of
from pipelines.extract.records import Place

_DEEPEST = 20


class DamagedDocumentError(ValueError):
    """The structure of the document cannot be followed."""


class RowShape(msgspec.Struct, frozen=True):
    """A row as its end describes it: n + 1 edges in twips, and which of the n cells continue another one."""

    edges: list[int]
    continues_left: list[bool]
    continues_above: list[bool]


class ParagraphShape(msgspec.Struct, frozen=True, kw_only=True):
    """Where a paragraph stands: in how many tables, and whether its mark ends a cell or a row of the innermost."""

    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    row: RowShape | None = None


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph's printed text and where it stands."""

    text: str
    shape: ParagraphShape


class _Row(msgspec.Struct):
    """A row while it is read: the blocks of each cell, and its shape."""

    cells: list[list[Block]]
    shape: RowShape | None


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
    rows: list[_Row] = []
    cells: list[list[Block]] = []
    inside: list[Paragraph] = []
    for paragraph in run:
        is_mine = paragraph.shape.depth == depth
        if is_mine and paragraph.shape.ends_row:
            rows.append(_Row(cells, paragraph.shape.row))
            cells = []
        else:
            inside.append(paragraph)
            if is_mine and paragraph.shape.ends_cell:
                cells.append(flow_of(inside, flaws, depth))
                inside = []
    if cells or any(paragraph.text.strip() for paragraph in inside):
        raise DamagedDocumentError("a table without the end of its last row")
    return [FlowTable(_placed(rows, flaws))]


def _placed(rows: list[_Row], flaws: list[Flaw]) -> list[list[FlowCell]]:
    """The rows' cells at their columns; a row whose definition does not fit it leaves all of them in their order."""
    if any(row.shape is None or len(row.shape.edges) != len(row.cells) + 1 for row in rows):
        message = "rows of a table are not as they are defined; cells stand in their order"
        flaws.append(flaw("grid_in_doubt", message, Place(page=1)))
        return [[FlowCell(col=col, blocks=blocks) for col, blocks in enumerate(row.cells)] for row in rows]
    shapes = [row.shape for row in rows if row.shape]
    columns = columns_of([shape.edges for shape in shapes])
    return [_cells(row.cells, shape, cols) for row, shape, cols in zip(rows, shapes, columns, strict=True)]


def _cells(contents: list[list[Block]], shape: RowShape, columns: list[int]) -> list[FlowCell]:
    """The cells of one row, those merged with their left neighbour joined to it, and those without any width."""
    cells: list[FlowCell] = []
    before: list[Block] = []
    for number, blocks in enumerate(contents):
        left, right = columns[number], columns[number + 1]
        is_apart = right > left and not (cells and shape.continues_left[number])
        if is_apart:
            continues = shape.continues_above[number]
            cells.append(FlowCell(col=left, col_span=right - left, continues=continues, blocks=[*before, *blocks]))
            before = []
        elif cells:
            cells[-1].col_span = max(right - cells[-1].col, cells[-1].col_span)
            cells[-1].blocks += blocks
        else:
            before += blocks
    return cells or [FlowCell(col=0, blocks=before)]
