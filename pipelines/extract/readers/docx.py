"""Word documents: paragraphs and tables in document order, text boxes behind their paragraph, nothing fetched.

Deleted text, hidden text and field codes (PAGEREF …) are not printed and not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.content import Content
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.layout import Box, OversizedTableError, PageBuilder
from pipelines.extract.readers.package import Element, Package, attribute, local
from pipelines.extract.records import Place

_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "rt", "ppr"}
)
_BREAKS = frozenset({"br", "cr"})
_DATA_ROWS, _DATA_COLS = 3, 3
_LONG_CELL = 400
_FEW_CELLS = 4
_MAX_SPAN = 1000


def read_word(package: Package, media_type: str) -> Content:
    """The document as page 1; raises what `Package` raises."""
    _, root = package.main_part("word/document.xml", "document")
    builder = PageBuilder("docx")
    flaws: list[Flaw] = []
    body = root.find("{*}body")
    _write(root if body is None else body, builder, flaws)
    core = package.part("docProps/core.xml")
    title = None if core is None else core.findtext("{*}title")
    return Content(media_type=media_type, pages=[builder.page(1)], title=(title or "").strip() or None, flaws=flaws)


def _write(root: Element, builder: PageBuilder, flaws: list[Flaw]) -> None:
    """Put every block under `root` on the page."""
    for block in _blocks(root):
        if local(block) == "p":
            text, boxes = _paragraph(block)
            for line in text.split("\n"):
                builder.line(line)
            for box in boxes:
                _write(box, builder, flaws)
        elif _is_layout(block):
            for row in _rows(block):
                for cell in row:
                    _write(cell, builder, flaws)
        else:
            try:
                builder.table(_boxes(block))
            except OversizedTableError as error:
                flaws.append(flaw("oversized_table", str(error), Place(page=1)))


def _blocks(root: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, through content controls, insertions and the chosen alternative."""
    for child in root:
        name = local(child)
        if name in {"p", "tbl"}:
            yield child
        elif name == "AlternateContent":
            yield from _blocks(_chosen(child))
        elif name not in _SKIPPED and len(child) and name not in {"tcPr", "trPr", "sectPr"}:
            yield from _blocks(child)


def _chosen(alternatives: Element) -> Element:
    """The first alternative: the later ones repeat it for older programs."""
    return next(iter(alternatives), alternatives)


def _paragraph(paragraph: Element) -> tuple[str, list[Element]]:
    """The text of a paragraph, breaks as line breaks, and the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[Element] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in _BREAKS:
            parts.append("\n")
        elif name in {"tab", "ptab"}:
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "AlternateContent":
            stack.append(_chosen(element))
        elif name not in _SKIPPED and not (name == "r" and _is_hidden(element)):
            stack.extend(reversed(element))
    return "".join(parts), boxes


def _is_hidden(run: Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and attribute(vanish, "val") not in {"0", "false"}


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through content controls and insertions."""
    for child in element:
        found = local(child)
        if found == name:
            yield child
        elif found in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _children(child, name)


def _rows(table: Element) -> list[list[Element]]:
    rows = [row for row in _children(table, "tr") if row.find("{*}trPr/{*}del") is None]
    return [list(_children(row, "tc")) for row in rows]


def _is_layout(table: Element) -> bool:
    """A table that only places things: one column, the article in a cell, or other tables."""
    rows = _rows(table)
    widest = max(map(len, rows), default=0)
    if widest < 2:
        return True
    if next(table.iter("{*}tbl"), None) is not table or sum(1 for _ in table.iter("{*}tbl")) > 1:
        return len(rows) < _DATA_ROWS or widest < _DATA_COLS
    cells = [cell for row in rows for cell in row]
    return len(cells) <= _FEW_CELLS and any(len(_cell_text(cell)) > _LONG_CELL for cell in cells)


def _cell_text(cell: Element) -> str:
    """The text of a cell, a line break between paragraphs; tables inside are flattened."""
    parts: list[str] = []
    for block in _blocks(cell):
        if local(block) == "p":
            text, boxes = _paragraph(block)
            parts += [text, *(_cell_text(box) for box in boxes)]
        else:
            parts += [_cell_text(inner) for row in _rows(block) for inner in row]
    return "\n".join(part for part in parts if part.strip())


def _boxes(table: Element) -> list[Box]:
    """The cells at their positions; a vertically merged cell grows over its continuations."""
    boxes: list[Box] = []
    above: dict[int, Box] = {}
    for number, cells in enumerate(_table_rows(table)):
        col = cells.before
        for cell in cells.cells:
            properties = cell.find("{*}tcPr")
            span = _span(None if properties is None else properties.find("{*}gridSpan"))
            merge = None if properties is None else properties.find("{*}vMerge")
            upper = above.get(col)
            if merge is not None and attribute(merge, "val") != "restart" and upper and upper.col_span == span:
                upper.row_span += 1
            else:
                box = Box(row=number, col=col, col_span=span, text=_cell_text(cell))
                boxes.append(box)
                above[col] = box
            col += span
    return boxes


class _Row:
    """The cells of a row and how many grid columns stay empty before them."""

    def __init__(self, row: Element) -> None:
        self.cells = list(_children(row, "tc"))
        before = row.find("{*}trPr/{*}gridBefore")
        self.before = 0 if before is None else _span(before)


def _table_rows(table: Element) -> list[_Row]:
    return [_Row(row) for row in _children(table, "tr") if row.find("{*}trPr/{*}del") is None]


def _span(element: Element | None) -> int:
    value = attribute(element, "val") or "1"
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() else 1
