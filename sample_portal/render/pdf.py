"""A disclosure as PDF: text pages, and ruled tables that run over pages with or without their header repeated."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from sample_portal.document import Disclosure, Paragraph
from sample_portal.sheet import Box, Sheet, place

FONT = "STSong-Light"
"""A font of every PDF reader; it is named, not embedded, and keeps the files small."""
MARGIN = 56.0
PADDING = 2.5
LEADING = 1.25
SIZES = {"title": 22.0, "part": 18.0, "heading": 14.0, "text": 12.0}


def render_pdf(disclosure: Disclosure) -> bytes:
    """The bytes of the PDF."""
    _register_font()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(disclosure.title)
    pages = _Pages(canvas)
    for block in disclosure.blocks:
        if isinstance(block, Sheet):
            _draw_sheet(pages, block)
        else:
            _draw_paragraph(pages, block)
    pages.end()
    canvas.save()
    return buffer.getvalue()


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class _Pages:
    """The page being drawn: its size, and how far down it is filled (`y` counts from the bottom, as PDF does)."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 0
        self.width, self.height = A4
        self.y = 0.0

    @property
    def is_open(self) -> bool:
        return self.number > 0

    def turn(self, orientation: str = "portrait") -> None:
        """Ends this page and begins another."""
        self.end()
        self.width, self.height = landscape(A4) if orientation == "landscape" else A4
        self.canvas.setPageSize((self.width, self.height))
        self.number += 1
        self.y = self.height - MARGIN

    def end(self) -> None:
        """Prints the page number and closes the page, if one is open."""
        if self.is_open:
            self.write(f"- {self.number} -", self.width / 2, 28, 9, "center")
            self.canvas.showPage()

    def write(self, text: str, x: float, y: float, size: float, align: str = "left") -> None:
        self.canvas.setFont(FONT, size)
        if align == "center":
            self.canvas.drawCentredString(x, y, text)
        elif align == "right":
            self.canvas.drawRightString(x, y, text)
        else:
            self.canvas.drawString(x, y, text)


def text_width(text: str, size: float) -> float:
    """The width of a text: full-width characters are square, the others about half as wide."""
    return sum(size if ord(char) > 0x2000 else size * 0.52 for char in text)


def wrap(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """The lines of a text; no number is torn, no line begins with a closing mark or ends with an opening one."""
    lines, line, room = [], "", width - indent
    for piece in _pieces(text):
        needed = text_width(piece, size)
        if line and needed > room:
            lines.append(line)
            line, room = "", width
        line += piece
        room -= needed
    return [*lines, line]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        is_number = bool(pieces) and char in "0123456789.,%" and pieces[-1][-1] in "0123456789.,"
        if is_number or (pieces and (char in "，。；：、）”" or pieces[-1][-1] in "（“")):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _draw_paragraph(pages: _Pages, paragraph: Paragraph) -> None:
    size = SIZES[paragraph.role]
    centred = paragraph.role in {"title", "part"}
    if not pages.is_open or paragraph.role == "part" or pages.width > pages.height:
        pages.turn()
    if paragraph.role == "title":
        pages.y -= 160
    indent = 0.0 if centred else 2 * size
    for number, line in enumerate(wrap(paragraph.text, pages.width - 2 * MARGIN, size, indent)):
        if pages.y < MARGIN + size:
            pages.turn()
        if centred:
            pages.write(line, pages.width / 2, pages.y - size, size, "center")
        else:
            pages.write(line, MARGIN + (indent if number == 0 else 0.0), pages.y - size, size)
        pages.y -= size * 1.9


def _draw_sheet(pages: _Pages, sheet: Sheet) -> None:
    pages.turn(sheet.orientation)
    _draw_captions(pages, sheet)
    room = pages.width - 2 * MARGIN
    edges = [MARGIN]
    for width in sheet.widths:
        edges.append(edges[-1] + room * width / sum(sheet.widths))
    size = _fitting_size(sheet, edges)
    header = _band(sheet.header, edges, size)
    _draw_band(pages, header, edges, size)
    for row in sheet.body:
        band = _band([row], edges, size)
        if pages.y - sum(band.heights) < MARGIN:
            pages.turn(sheet.orientation)
            if sheet.repeat_header:
                _draw_band(pages, header, edges, size)
        _draw_band(pages, band, edges, size)
    for note in filter(None, (sheet.note, sheet.empty_note)):
        for line in wrap(note, room, 9):
            pages.write(line, MARGIN, pages.y - 14, 9)
            pages.y -= 14


def _fitting_size(sheet: Sheet, edges: list[float]) -> float:
    """The largest size in which every amount fits its column."""
    size = 9.0 if len(sheet.widths) <= 9 else 7.5
    for _, col_no, box in place(sheet.rows):
        if box.is_amount and box.text:
            room = edges[col_no + box.cols] - edges[col_no] - 2 * PADDING
            size = min(size, size * room / text_width(box.text, size))
    return size


def _draw_captions(pages: _Pages, sheet: Sheet) -> None:
    for caption in sheet.caption:
        if caption == "title":
            pages.write(sheet.title, pages.width / 2, pages.y - 16, 16, "center")
            pages.y -= 24
        elif caption == "number" and sheet.number:
            pages.write(sheet.number, pages.width - MARGIN, pages.y - 10, 9, "right")
            pages.y -= 14
        elif caption == "owner_unit":
            pages.write(sheet.owner, MARGIN, pages.y - 10, 9)
            pages.write(sheet.unit_line, pages.width - MARGIN, pages.y - 10, 9, "right")
            pages.y -= 16


class _Band:
    """Rows that stay together on a page: the placed boxes, their lines, the height of each row."""

    def __init__(self, boxes: list[tuple[int, int, Box, list[str]]], heights: list[float]) -> None:
        self.boxes = boxes
        self.heights = heights


def _band(rows: list[list[Box]], edges: list[float], size: float) -> _Band:
    boxes = []
    heights = [size * LEADING + 2 * PADDING] * len(rows)
    for row_no, col_no, box in place(rows):
        lines = wrap(box.text, edges[col_no + box.cols] - edges[col_no] - 2 * PADDING, size) if box.text else []
        boxes.append((row_no, col_no, box, lines))
        needed = len(lines) * size * LEADING + 2 * PADDING
        spanned = heights[row_no : row_no + box.rows]
        if needed > sum(spanned):
            heights[row_no : row_no + box.rows] = [needed / box.rows] * box.rows
    return _Band(boxes, heights)


def _draw_band(pages: _Pages, band: _Band, edges: list[float], size: float) -> None:
    tops = [pages.y]
    for height in band.heights:
        tops.append(tops[-1] - height)
    canvas: Any = pages.canvas
    canvas.setLineWidth(0.5)
    for row_no, col_no, box, lines in band.boxes:
        top, bottom = tops[row_no], tops[row_no + box.rows]
        left, right = edges[col_no], edges[col_no + box.cols]
        canvas.rect(left, bottom, right - left, top - bottom)
        y = (top + bottom) / 2 + len(lines) * size * LEADING / 2 - size
        for line in lines:
            if box.is_amount:
                pages.write(line, right - PADDING, y, size, "right")
            elif box.text.isascii() or row_no < len(band.heights) - 1:
                pages.write(line, (left + right) / 2, y, size, "center")
            else:
                pages.write(line, left + PADDING, y, size)
            y -= size * LEADING
    pages.y = tops[-1]
