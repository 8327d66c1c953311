"""Excel 2003 XML (SpreadsheetML): the .xls that reporting systems write as one XML file.

Cells name their position only where it is not the next one (`ss:Index`); numbers are stored plain and shown by the
format of their style, which may be one of Excel's names (lexicon/number_format_names.csv).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from lxml import etree

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.archives import damaged
from pipelines.extract.readers.boxes import Box
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.number_format import is_date, is_kept_back, shown_number
from pipelines.extract.readers.package import Element, ForbiddenXmlError, attribute, parse_xml, whole
from pipelines.extract.readers.sheets import MAX_COLUMNS, Hidden, not_shown, reference, write_sheet
from pipelines.extract.records import Place
from pipelines.extract.sniffing import SPREADSHEET_XML

MAX_BYTES = 64 * 1024 * 1024
_NAMED = {row["name"]: row["format"] for row in read_lexicon("number_format_names")}
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheet dates have no time zone
_YES = ("1", "true")


class _Style(msgspec.Struct, frozen=True):
    """How a cell shows a number, and whether it has a border; None is inherited."""

    format: str | None = None
    is_drawn: bool | None = None


def read_spreadsheet_xml(data: bytes) -> Content:
    """The workbook, each sheet a page; `damaged` where it is not well-formed, `empty` without text."""
    if len(data) > MAX_BYTES:
        reason = f"workbook over {MAX_BYTES} bytes"
        return Content(media_type=SPREADSHEET_XML, status="unsupported", status_reason=reason)
    try:
        root = parse_xml(data.lstrip(), "the workbook")
    except (etree.XMLSyntaxError, ForbiddenXmlError, ValueError) as error:
        return damaged(SPREADSHEET_XML, error)
    styles = _styles(root)
    pages: list[Page] = []
    flaws: list[Flaw] = []
    for number, sheet in enumerate(root.iterfind("{*}Worksheet"), 1):
        name = attribute(sheet, "Name") or f"Sheet{number}"
        builder = PageBuilder("sheet")
        if (sheet.findtext("{*}WorksheetOptions/{*}Visible") or "SheetVisible") != "SheetVisible":
            flaws.append(flaw("hidden_sheet", f"sheet {name} is hidden", Place(page=number)))
        else:
            flaws.extend(_write(sheet, styles, number, builder))
        pages.append(builder.page(number, name))
    content = Content(media_type=SPREADSHEET_XML, pages=pages, flaws=flaws)
    if any(page.text.strip() for page in pages):
        return content
    return msgspec.structs.replace(content, status="empty", status_reason="no text")


def _styles(root: Element) -> dict[str, _Style]:
    """The styles by their name, what they inherit filled in."""
    styles: dict[str, _Style] = {}
    parents: dict[str, str] = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        name = attribute(style, "ID") or ""
        code = attribute(style.find("{*}NumberFormat"), "Format")
        borders = style.find("{*}Borders")
        styles[name] = _Style(
            None if code is None else _NAMED.get(code, code),
            None if borders is None else any(attribute(side, "LineStyle") not in {None, "None"} for side in borders),
        )
        parents[name] = attribute(style, "Parent") or "Default"
    default = styles.get("Default", _Style())
    return {name: _merged(style, styles.get(parents[name], default), default) for name, style in styles.items()}


def _merged(style: _Style, *upper: _Style) -> _Style:
    """The style with what it does not say taken from the first of `upper` that does."""
    chain = (style, *upper)
    code = next((each.format for each in chain if each.format is not None), "General")
    return _Style(code, next((each.is_drawn for each in chain if each.is_drawn is not None), False))


def _write(sheet: Element, styles: dict[str, _Style], number: int, builder: PageBuilder) -> list[Flaw]:
    boxes: list[Box] = []
    flaws: list[Flaw] = []
    hidden_rows: set[int] = set()
    row_no = -1
    for row in sheet.iterfind("{*}Table/{*}Row"):
        row_no = whole(attribute(row, "Index"), row_no + 2) - 1
        if attribute(row, "Hidden") in _YES:
            hidden_rows.add(row_no)
        col = -1
        for cell in row.iterfind("{*}Cell"):
            col = whole(attribute(cell, "Index"), col + 2) - 1
            across, down = whole(attribute(cell, "MergeAcross")), whole(attribute(cell, "MergeDown"))
            style = styles.get(attribute(cell, "StyleID") or "Default", _Style("General"))
            data = cell.find("{*}Data")
            text = _shown(data, style.format or "General")
            if attribute(data, "Type") == "Number" and is_kept_back("".join(data.itertext()), text):
                flaws.append(not_shown(row_no, col, number))
            elif not text and attribute(cell, "Formula"):
                message = f"{reference(row_no, col)} holds a formula without a stored result"
                flaws.append(flaw("formula_without_value", message, Place(page=number)))
            if text or across or down or style.is_drawn:
                boxes.append(
                    Box(
                        row=row_no,
                        col=col,
                        row_span=down + 1,
                        col_span=across + 1,
                        text=text,
                        ref=reference(row_no, col),
                    )
                )
            col += across
        row_no += whole(attribute(row, "Span"))
    hidden = Hidden(rows=frozenset(hidden_rows), columns=_hidden_columns(sheet))
    return [*flaws, *write_sheet(builder, boxes, number, hidden)]


def _hidden_columns(sheet: Element) -> frozenset[int]:
    """The 0-based columns that are not shown: one that names no number follows those before it."""
    hidden: set[int] = set()
    col = -1
    for column in sheet.iterfind("{*}Table/{*}Column"):
        col = whole(attribute(column, "Index"), col + 2) - 1
        more = min(whole(attribute(column, "Span")), MAX_COLUMNS)
        if attribute(column, "Hidden") in _YES:
            hidden.update(range(col, col + more + 1))
        col += more
    return frozenset(hidden)


def _shown(data: Element | None, code: str) -> str:
    """The displayed text of a cell."""
    if data is None:
        return ""
    kind, text = attribute(data, "Type"), "".join(data.itertext())
    if kind == "Number":
        return shown_number(text, code)
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime":
        return _date(text.strip(), code)
    return text


def _date(text: str, code: str) -> str:
    """A stored moment (2024-08-05T00:00:00.000) in the cell's format."""
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z").partition(".")[0])
    except ValueError:
        return text
    serial = (moment - _DAY_ZERO) / timedelta(days=1)
    return shown_number(repr(serial), code) if is_date(code) else text
