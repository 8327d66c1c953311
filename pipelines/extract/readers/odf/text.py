"""The text of an OpenDocument file: paragraphs, the boxes anchored in them, and tables.

What tracked changes deleted, comments, the text of notes and hidden text are not printed in their place, and not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.folding import raised
from pipelines.extract.readers.boxes import MAX_POSITIONS
from pipelines.extract.readers.flow import Block, FlowCell, FlowTable
from pipelines.extract.readers.odf.styles import Styles
from pipelines.extract.readers.package import Element, attribute, local, whole

_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "note-body", "ruby-text", "sequence-decls", "forms", "title", "desc", "object"}
)
_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BLANKS = 100


def flow_of(root: Element, styles: Styles) -> list[Block]:
    """Every paragraph, box and table under `root`, in order."""
    flow: list[Block] = []
    for child in root:
        name = local(child)
        if name in {"p", "h"}:
            boxes: list[Element] = []
            flow.append("".join(_runs(child, styles, boxes)))
            for box in boxes:
                flow += flow_of(box, styles)
        elif name == "table":
            flow.append(_table(child, styles))
        elif name and name not in _SKIPPED:
            flow += flow_of(child, styles)
    return flow


def text_of(cell: Element, styles: Styles) -> str:
    """The paragraphs of a cell of a sheet, a line each."""
    return "\n".join("".join(_runs(paragraph, styles, [])) for paragraph in cell.iterfind("{*}p"))


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those of groups and repeated headings among them."""
    for child in table:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in _GROUPS:
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[tuple[Element, int, bool]]:
    """The cells of a row: how often each comes, and whether another one covers it."""
    for cell in row:
        name = local(cell)
        if name in _CELLS:
            repeated = min(max(1, whole(attribute(cell, "number-columns-repeated"), 1)), MAX_POSITIONS)
            yield cell, repeated, name != "table-cell"


def spans_of(cell: Element) -> tuple[int, int]:
    """Over how many rows and columns a cell goes."""
    names = ("number-rows-spanned", "number-columns-spanned")
    rows, columns = (min(max(1, whole(attribute(cell, name), 1)), MAX_POSITIONS) for name in names)
    return rows, columns


def _runs(element: Element, styles: Styles, boxes: list[Element]) -> Iterator[str]:
    """The texts of a paragraph; boxes anchored in it are collected."""
    style = attribute(element, "style-name")
    if local(element) == "span" and style in styles.hidden:
        return
    mark = raised if local(element) == "note-citation" else styles.marks.get(style)
    texts = _children(element, styles, boxes)
    yield from (mark(text) for text in texts) if mark else texts


def _children(element: Element, styles: Styles, boxes: list[Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * min(whole(attribute(child, "c"), 1), _BLANKS)
        elif name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name == "text-box":
            boxes.append(child)
        elif name and name not in _SKIPPED:
            yield from _runs(child, styles, boxes)
        yield child.tail or ""


def _table(table: Element, styles: Styles) -> FlowTable:
    rows: list[list[FlowCell]] = []
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows_of(table)):
        cells: list[FlowCell] = []
        col = 0
        for cell, repeated, is_covered in cells_of(row):
            for _ in range(min(repeated, _BLANKS)):
                if is_covered:
                    last, span = above.get(col, (0, 1))
                    if number < last:
                        cells.append(FlowCell(col=col, col_span=span, continues=True, blocks=flow_of(cell, styles)))
                else:
                    n_rows, span = spans_of(cell)
                    above[col] = (number + n_rows, span)
                    cells.append(FlowCell(col=col, col_span=span, blocks=flow_of(cell, styles)))
                col += 1
        rows.append(cells)
    return FlowTable(rows)
