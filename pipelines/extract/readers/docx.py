"""Word documents: paragraphs and tables in document order, text boxes behind their paragraph, nothing fetched.

Deleted text, hidden text and field codes (PAGEREF …) are not printed and not read.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from pipelines.extract.content import Content
from pipelines.extract.folding import struck
from pipelines.extract.issues import Flaw
from pipelines.extract.readers.archives import damaged
from pipelines.extract.readers.flow import Block, FlowCell, FlowTable, write_flow
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.package import MARKING, Element, ForbiddenXmlError, Package, attribute, local, parse_xml
from pipelines.extract.readers.pictures import Shown
from pipelines.extract.readers.word_pictures import shown_in
from pipelines.extract.sniffing import WORD_XML

_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "rt", "ppr"}
)
_BREAKS = frozenset({"br", "cr"})
_MAX_SPAN = 1000


def read_word(package: Package, media_type: str) -> tuple[Content, Shown]:
    """The document as page 1, and what it shows beside its text; raises what `Package` raises."""
    _, root = package.main_part("word/document.xml", "document")
    core = package.part("docProps/core.xml")
    content = _document(root, None if core is None else core.findtext("{*}title"), media_type)
    return content, shown_in(root)


def read_word_xml(data: bytes) -> Content:
    """Word saved as one XML file (Word 2003 XML, or the parts of a package in one); like the package otherwise."""
    try:
        root = parse_xml(data.lstrip(), "the document")
    except (etree.XMLSyntaxError, ForbiddenXmlError, ValueError) as error:
        return damaged(WORD_XML, error)
    main = next(root.iter("{*}document", "{*}wordDocument"), None)
    if main is None:
        return damaged(WORD_XML, KeyError("no document"))
    content = _document(main, root.findtext(".//{*}Title"), WORD_XML)
    if content.pages[0].text:
        return content
    return msgspec.structs.replace(content, status="empty", status_reason="no text")


def _document(root: Element, title: str | None, media_type: str) -> Content:
    builder = PageBuilder("docx")
    flaws: list[Flaw] = []
    body = root.find("{*}body")
    write_flow(_flow(root if body is None else body), builder, flaws)
    return Content(media_type=media_type, pages=[builder.page(1)], title=(title or "").strip() or None, flaws=flaws)


def _flow(root: Element) -> list[Block]:
    """Every block under `root`: paragraphs, the text boxes anchored in one behind it, tables."""
    flow: list[Block] = []
    for block in _blocks(root):
        if local(block) == "p":
            text, boxes = _paragraph(block)
            flow.append(text)
            for box in boxes:
                flow.extend(_flow(box))
        else:
            flow.append(FlowTable([_row(row) for row in _rows(block)]))
    return flow


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
            text = element.text or ""
            parts.append(_marked(text, element.getparent()))
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
        elif name not in _SKIPPED and not (name == "r" and _is_on(element, "vanish")):
            stack.extend(reversed(element))
    return "".join(parts), boxes


def _marked(text: str, run: Element) -> str:
    """The text of a run; digits that are raised, lowered or struck out as characters that say so."""
    if run.find("{*}rPr") is None:
        return text
    if mark := MARKING.get(attribute(run.find("{*}rPr/{*}vertAlign"), "val") or ""):
        return mark(text)
    return struck(text) if _is_on(run, "strike") or _is_on(run, "dstrike") else text


def _is_on(run: Element, switch: str) -> bool:
    found = run.find(f"{{*}}rPr/{{*}}{switch}")
    return found is not None and attribute(found, "val") not in {"0", "false", "off"}


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through content controls and insertions."""
    for child in element:
        found = local(child)
        if found == name and child.find("{*}tcPr/{*}cellDel") is None:
            yield child
        elif found in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _children(child, name)


def _rows(table: Element) -> list[Element]:
    return [row for row in _children(table, "tr") if row.find("{*}trPr/{*}del") is None]


def _row(row: Element) -> list[FlowCell]:
    """The cells of a row at their columns; columns left out at its end are one blank cell."""
    col = _span(row.find("{*}trPr/{*}gridBefore"), 0)
    cells = []
    for cell in _children(row, "tc"):
        properties = cell.find("{*}tcPr")
        span = _span(None if properties is None else properties.find("{*}gridSpan"), 1)
        merge = None if properties is None else _first(properties, "{*}vMerge", "{*}vmerge")
        continues = merge is not None and attribute(merge, "val") != "restart"
        cells.append(FlowCell(col=col, col_span=span, continues=continues, blocks=_flow(cell)))
        col += span
    after = _span(row.find("{*}trPr/{*}gridAfter"), 0)
    return [*cells, FlowCell(col=col, col_span=after)] if cells and after else cells


def _first(element: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := element.find(name)) is not None), None)


def _span(element: Element | None, default: int) -> int:
    value = attribute(element, "val") or ""
    return min(max(int(value), default), _MAX_SPAN) if value.isascii() and value.isdigit() else default
