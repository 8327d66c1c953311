"""Legacy workbooks (.xls, .et: BIFF 2 to 8): every sheet a page, cells as displayed, like the newer format.

xlrd reads the records; this module asks it for what a cell shows. Files without a code page are read as GB18030:
they come from Chinese programs of the nineties, and xlrd would take them for Latin-1.
"""

from __future__ import annotations

import io
import re

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.archives import damaged
from pipelines.extract.readers.biff import check_records
from pipelines.extract.readers.boxes import Box
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.number_format import is_kept_back, shown_number
from pipelines.extract.readers.sheets import Hidden, not_shown, reference, write_sheet
from pipelines.extract.records import Place
from pipelines.extract.sniffing import XLS

_UNICODE_FROM = 80
_ENCRYPTED = "encrypted"
_NO_TEXT = "no text"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_xls(data: bytes) -> Content:
    """A legacy workbook: each sheet a page with its name; `encrypted`, `damaged` or `empty` where it is so."""
    try:
        check_records(data)
        book = _opened(data)
        content = _content(book)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file makes xlrd raise whatever its parsing runs into
        if _ENCRYPTED in str(error).lower():
            return Content(media_type=XLS, status="encrypted", status_reason="password-protected workbook")
        return damaged(XLS, error)
    if any(page.text.strip() for page in content.pages):
        return content
    return Content(media_type=XLS, pages=content.pages, flaws=content.flaws, status="empty", status_reason=_NO_TEXT)


def _opened(data: bytes) -> Book:
    book = _book(data, None)
    is_unmarked = book.biff_version < _UNICODE_FROM and book.codepage is None
    return _book(data, "gb18030") if is_unmarked else book


def _book(data: bytes, encoding: str | None) -> Book:
    return xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        ragged_rows=True,
        logfile=io.StringIO(),
        encoding_override=encoding,
    )


def _content(book: Book) -> Content:
    pages: list[Page] = []
    flaws: list[Flaw] = []
    for number, sheet in enumerate(book.sheets(), 1):
        builder = PageBuilder("sheet")
        if sheet.visibility:
            flaws.append(flaw("hidden_sheet", f"sheet {sheet.name} is hidden", Place(page=number)))
        else:
            boxes = _boxes(book, sheet, number, flaws)
            flaws.extend(write_sheet(builder, boxes, number, _hidden(sheet)))
            if strange := sum(bool(_CONTROLS.search(box.text)) for box in boxes):
                message = f"{strange} texts with characters that nothing prints"
                flaws.append(flaw("undecodable_bytes", message, Place(page=number)))
        pages.append(builder.page(number, sheet.name))
    return Content(media_type=XLS, pages=pages, flaws=flaws, title=None)


def _hidden(sheet: Sheet) -> Hidden:
    return Hidden(
        rows=frozenset(index for index, row in sheet.rowinfo_map.items() if row.hidden),
        columns=frozenset(index for index, column in sheet.colinfo_map.items() if column.hidden),
    )


def _boxes(book: Book, sheet: Sheet, page: int, flaws: list[Flaw]) -> list[Box]:
    """The filled, merged and bordered cells with their extents, row by row; numbers that do not show become flaws."""
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    boxes = []
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            text = _shown(book, sheet, row, col)
            if sheet.cell_type(row, col) == XL_CELL_NUMBER and is_kept_back(repr(sheet.cell_value(row, col)), text):
                flaws.append(not_shown(row, col, page))
            if text or (row, col) in spans or _is_drawn(book, sheet, row, col):
                row_span, col_span = spans.get((row, col), (1, 1))
                boxes.append(
                    Box(
                        row=row,
                        col=col,
                        row_span=max(1, row_span),
                        col_span=max(1, col_span),
                        text=text,
                        ref=reference(row, col),
                    )
                )
    return boxes


def _is_drawn(book: Book, sheet: Sheet, row: int, col: int) -> bool:
    border = book.xf_list[sheet.cell_xf_index(row, col)].border
    return border is not None and any(
        (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
    )


def _shown(book: Book, sheet: Sheet, row: int, col: int) -> str:
    """The displayed text of a cell."""
    kind, value = sheet.cell_type(row, col), sheet.cell_value(row, col)
    if kind == XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == XL_CELL_ERROR:
        return str(error_text_from_code.get(int(value), "#ERROR"))
    if kind not in {XL_CELL_NUMBER, XL_CELL_DATE}:
        return str(value)
    if not value and not getattr(sheet, "show_zero_values", 1):
        return ""
    known = book.format_map.get(book.xf_list[sheet.cell_xf_index(row, col)].format_key)
    return shown_number(repr(value), known.format_str if known else "General", is_1904=book.datemode == 1)
