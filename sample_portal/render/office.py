"""A disclosure as a workbook (one sheet a table) and as a Word document. Dates inside the files are fixed."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from sample_portal.document import Disclosure
from sample_portal.sheet import Box, Sheet, place

EPOCH = dt.datetime(2024, 9, 1, 9, 0, tzinfo=dt.UTC)
_ZIP_DATE = (2024, 9, 1, 9, 0, 0)
_THIN = Side(style="thin")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def render_xlsx(disclosure: Disclosure) -> bytes:
    """A workbook of the tables: captions in merged rows above each, amounts stored as numbers with a format."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.created = workbook.properties.modified = EPOCH.replace(tzinfo=None)
    workbook.properties.title = disclosure.title
    for number, sheet in enumerate(disclosure.sheets, start=1):
        _fill(workbook.create_sheet(f"{number:02d}{sheet.title}"[:31]), sheet)
    buffer = BytesIO()
    workbook.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _fill(worksheet: Any, sheet: Sheet) -> None:
    width = len(sheet.widths)
    row_no = 0
    for caption in sheet.caption:
        row_no += 1
        if caption == "owner_unit":
            worksheet.cell(row_no, 1, sheet.owner)
            worksheet.cell(row_no, width, sheet.unit_line).alignment = Alignment(horizontal="right")
            if width > 3:
                worksheet.merge_cells(start_row=row_no, end_row=row_no, start_column=1, end_column=width - 2)
        else:
            text = sheet.title if caption == "title" else sheet.number
            side = "center" if caption == "title" else "right"
            worksheet.cell(row_no, 1, text).alignment = Alignment(horizontal=side)
            worksheet.merge_cells(start_row=row_no, end_row=row_no, start_column=1, end_column=width)
    top = row_no + 1
    for row, col, box in place(sheet.rows):
        _put(worksheet, top + row, col + 1, box)
    row_no = top + len(sheet.rows)
    for note in filter(None, (sheet.note, sheet.empty_note)):
        worksheet.cell(row_no, 1, note)
        worksheet.merge_cells(start_row=row_no, end_row=row_no, start_column=1, end_column=width)
        row_no += 1
    for index, part in enumerate(sheet.widths):
        worksheet.column_dimensions[column_letter(index + 1)].width = 9 * part


def _put(worksheet: Any, row: int, col: int, box: Box) -> None:
    cell = worksheet.cell(row, col)
    cell.border = _RULED
    if box.value is not None:
        cell.value = box.value
        cell.number_format = "#,##0.00" if "," in box.text else "0.00"
    elif box.text:
        cell.value = box.text
    if box.cols > 1 or box.rows > 1:
        worksheet.merge_cells(
            start_row=row, end_row=row + box.rows - 1, start_column=col, end_column=col + box.cols - 1
        )


def column_letter(number: int) -> str:
    """The letters of a 1-based column: 1 is A."""
    return str(get_column_letter(number))


def render_docx(disclosure: Disclosure) -> bytes:
    """A Word document: headings, paragraphs and tables with merged cells."""
    document: Any = Document()
    document.core_properties.created = document.core_properties.modified = EPOCH.replace(tzinfo=None)
    document.core_properties.title = disclosure.title
    document.core_properties.author = ""
    for block in disclosure.blocks:
        if isinstance(block, Sheet):
            _add_table(document, block)
        elif block.role == "title":
            document.add_heading(block.text, 0)
        elif block.role == "text":
            document.add_paragraph(block.text)
        else:
            document.add_heading(block.text, 1 if block.role == "part" else 2)
    buffer = BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _add_table(document: Any, sheet: Sheet) -> None:
    for caption in sheet.caption:
        if caption == "title":
            document.add_paragraph(sheet.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif caption == "number" and sheet.number:
            document.add_paragraph(sheet.number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif caption == "owner_unit":
            document.add_paragraph(sheet.owner)
            document.add_paragraph(sheet.unit_line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    n_rows, n_cols = len(sheet.rows), len(sheet.widths)
    table = document.add_table(n_rows, n_cols)
    table.style = "Table Grid"
    # table.cell() walks the whole table each time; the flat list is made once.
    cells = list(table._cells)  # noqa: SLF001
    for row, col, box in place(sheet.rows):
        cell = cells[row * n_cols + col]
        if box.cols > 1 or box.rows > 1:
            cell = cell.merge(cells[(row + box.rows - 1) * n_cols + col + box.cols - 1])
        if box.text:
            cell.paragraphs[0].add_run(box.text)
    for note in filter(None, (sheet.note, sheet.empty_note)):
        document.add_paragraph(note)


def _with_fixed_dates(data: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _with_fixed_stamp(content)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _with_fixed_stamp(core: bytes) -> bytes:
    """Openpyxl writes the time of saving into `modified`."""
    head, mark, rest = core.partition(b"<dcterms:modified")
    if not mark:
        return core
    opening, close, tail = rest.partition(b"</dcterms:modified>")
    kept = opening.partition(b">")[0]
    return head + mark + kept + b">" + EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + close + tail
