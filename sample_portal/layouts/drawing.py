"""A disclosure as PDF in a given look, and where on its pages every amount stands."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import msgspec
from reportlab.pdfgen.canvas import Canvas

from sample_portal.document import Disclosure, Paragraph
from sample_portal.layouts.bands import Band, SetBox, Setter, column_edges, split
from sample_portal.layouts.look import PLAIN, Look
from sample_portal.layouts.paper import Pages, register_font
from sample_portal.layouts.ruler import Rect, Ruler
from sample_portal.layouts.typeset import wrap
from sample_portal.sheet import Sheet

SIZES = {"title": 22.0, "part": 18.0, "heading": 14.0, "text": 12.0}
SMALL = 9.0
Bounds = tuple[float, float, float, float]


class Spot(msgspec.Struct, frozen=True):
    """Where an amount was drawn: page, and its box from the top left of the upright page, in points."""

    page: int
    bounds: Bounds


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a file; `spots` by (0-based number of the sheet, 1-based row, 1-based column)."""

    data: bytes
    pages: int
    spots: dict[tuple[int, int, int], Spot]


def draw(disclosure: Disclosure, look: Look = PLAIN, *, canvas_type: Callable[..., Any] = Canvas) -> Drawn:
    """The disclosure drawn in this look, as PDF or as what another canvas writes."""
    register_font()
    buffer = BytesIO()
    canvas = canvas_type(buffer, invariant=1, pageCompression=1)
    canvas.setTitle(disclosure.title)
    pages = Pages(canvas, look)
    spots: dict[tuple[int, int, int], Spot] = {}
    number = 0
    for block in disclosure.blocks:
        if isinstance(block, Sheet):
            for (row, col), spot in _SheetDrawer(pages, block).draw().items():
                spots[number, row, col] = spot
            number += 1
        else:
            _draw_paragraph(pages, block)
    pages.end()
    canvas.save()
    return Drawn(data=buffer.getvalue(), pages=pages.number, spots=spots)


def _draw_paragraph(pages: Pages, paragraph: Paragraph) -> None:
    size = SIZES[paragraph.role]
    margin = pages.look.margin
    centred = paragraph.role in {"title", "part"}
    if not pages.is_open or paragraph.role == "part" or pages.orientation == "landscape":
        pages.turn()
    if paragraph.role == "title":
        pages.y -= 160
    indent = 0.0 if centred else 2 * size
    for number, line in enumerate(wrap(paragraph.text, pages.room, size, indent)):
        if pages.y < margin + size:
            pages.turn()
        if centred:
            pages.write(line, pages.width / 2, pages.y - size, size, "center")
        else:
            pages.write(line, margin + (indent if number == 0 else 0.0), pages.y - size, size)
        pages.y -= size * 1.9


class _SheetDrawer:
    """Draws one table with its captions and notes, over as many pages as it needs."""

    def __init__(self, pages: Pages, sheet: Sheet) -> None:
        self.pages = pages
        self.sheet = sheet
        self.look = pages.look
        self.spots: dict[tuple[int, int], Spot] = {}
        self.ruler = Ruler(pages.canvas, self.look)
        self.rows_on_page = 0
        self.is_striped = False
        self.parts = 0

    @property
    def _orientation(self) -> str:
        return self.look.orientation or self.sheet.orientation

    def draw(self) -> dict[tuple[int, int], Spot]:
        """The spots of its amounts by 1-based row and column."""
        pages, sheet = self.pages, self.sheet
        if not self._fits_below():
            pages.turn(self._orientation)
        else:
            pages.y -= 14
        self.edges = column_edges(sheet, self.look, self.look.margin, pages.room)
        self.setter = Setter(sheet, self.edges, self.look)
        self.header = self.setter.header()
        if self.look.habits.starts_low and pages.number % 2:
            captions = 24 * len(wrap(sheet.title, pages.room, 16)) + 16 * len(sheet.caption)
            pages.y = min(pages.y, self.look.margin + self.header.height + captions)
        self._captions(sheet.title)
        self._open(is_first=True)
        for index in range(len(sheet.body)):
            if self.look.habits.last_row_alone and self.rows_on_page > 1 and index == len(sheet.body) - 1:
                self._turn()
            self._row(self.setter.row(index))
        self._close()
        self._notes()
        if self.look.has_seal:
            pages.stamp(sheet.owner.partition("：")[2] or sheet.owner)
        return self.spots

    def _fits_below(self) -> bool:
        """Whether the table may begin, and end, below what is on the page."""
        pages = self.pages
        needed = 90 + 20 * (len(self.sheet.rows) + 1)
        return self.look.flows and pages.is_open and pages.orientation == self._orientation and pages.y > needed

    def _captions(self, title: str) -> None:
        pages, sheet, margin = self.pages, self.sheet, self.look.margin
        right = pages.width - margin
        for caption in sheet.caption:
            if caption == "title":
                for line in wrap(title, pages.room, 16):
                    pages.write(line, pages.width / 2, pages.y - 16, 16, "center")
                    pages.y -= 24
                continue
            shown = {
                "number": (None, None, sheet.number),
                "owner_unit": (sheet.owner, None, sheet.unit_line),
                "owner": (sheet.owner, None, None),
                "unit": (None, None, sheet.unit_line),
                "owner_number_unit": (sheet.owner, sheet.number, sheet.unit_line),
                "owner_number": (sheet.owner, None, sheet.number),
            }[caption]
            if not any(shown):
                continue
            places = ((margin, "left"), (pages.width / 2 + 60, "center"), (right, "right"))
            for text, (x, align) in zip(shown, places, strict=True):
                if text:
                    pages.write(text, x, pages.y - 11, SMALL, align)
            pages.y -= 16

    def _open(self, *, is_first: bool) -> None:
        """Begins the table on this page: its upper line, and its header where it is printed here."""
        self.top = self.pages.y
        self.rows_on_page = 0
        self.ruler.line_across(self.edges[0], self.edges[-1], self.pages.y)
        repeats = self.sheet.repeat_header if self.look.repeat_header is None else self.look.repeat_header
        self.parts += 1
        is_left_out = self.look.habits.every_other_header and self.parts % 2 == 0
        if is_first or (repeats and not is_left_out):
            self._band(self.header)
            self.ruler.line_across(self.edges[0], self.edges[-1], self.pages.y)

    def _close(self) -> None:
        self.ruler.line_across(self.edges[0], self.edges[-1], self.pages.y)
        self.ruler.frame(self.edges[0], self.edges[-1], self.pages.y, self.top)

    def _turn(self) -> None:
        self._close()
        self._end_of_page()
        self.pages.turn(self._orientation)
        if self.look.habits.overleaf[1]:
            self.pages.write(self.look.habits.overleaf[1], self.look.margin, self.pages.y - 11, SMALL)
            self.pages.y -= 16
        if self.look.repeat_title != "never":
            self._captions(self.sheet.title + ("（续表）" if self.look.repeat_title == "continued" else ""))
        self._open(is_first=False)

    def _end_of_page(self) -> None:
        """What is printed below a part of the table that goes on."""
        pages, habits = self.pages, self.look.habits
        if habits.signature:
            pages.write(habits.signature, self.look.margin, pages.y - 11, SMALL)
        if habits.overleaf[0]:
            pages.write(habits.overleaf[0], pages.width - self.look.margin, pages.y - 11, SMALL, "right")

    def _row(self, band: Band) -> None:
        look, pages = self.look, self.pages
        left = pages.y - look.margin
        is_full = look.rows_a_page is not None and self.rows_on_page >= look.rows_a_page
        if left >= band.height and not is_full:
            self._band(band)
            return
        line = self.setter.size * look.leading
        kept = int((left - 2 * look.padding) / line)
        if look.tears_rows and not is_full and 0 < kept < max(len(box.lines) for box in band.boxes):
            above, below = split(band, kept, self.setter.size, look)
            self._band(above)
            self._turn()
            self._band(below)
        else:
            self._turn()
            self._band(band)

    def _band(self, band: Band) -> None:
        tops = [self.pages.y]
        for height in band.heights:
            tops.append(tops[-1] - height)
        look = self.look
        self.is_striped = not (self.is_striped or band.is_header)
        if (look.shade == "header" and band.is_header) or (look.shade == "stripes" and self.is_striped):
            self.ruler.shade(self.edges[0], tops[-1], self.edges[-1], tops[0])
        rects = [self._rect(box, tops) for box in band.boxes]
        self.ruler.band(rects, is_header=band.is_header)
        bold = look.fake_bold == "all" or (look.fake_bold == "header" and band.is_header)
        for box, rect in zip(band.boxes, rects, strict=True):
            self._text(box, rect, bold=bold)
        self.pages.y = tops[-1]
        self.rows_on_page += len(band.heights)

    def _rect(self, box: SetBox, tops: list[float]) -> Rect:
        bottom = tops[box.top_row + box.box.rows]
        return self.edges[box.col], bottom, self.edges[box.col + box.box.cols], tops[box.top_row]

    def _text(self, box: SetBox, rect: Rect, *, bold: bool) -> None:
        if not box.lines or not any(box.lines):
            return
        left, bottom, right, top = rect
        size, look = self.setter.size, self.look
        if box.is_rotated:
            self.pages.write_upwards(box.lines[0], (left + right) / 2 + size * 0.38, bottom + look.padding, size)
            return
        line = size * look.leading
        slack = (top - bottom) - len(box.lines) * line
        lead = {"top": look.padding, "middle": slack / 2, "bottom": slack - look.padding}[look.vertical]
        y = top - lead - size - (line - size) / 2 + size * 0.12
        x = {"left": left + look.padding + box.indent, "center": (left + right) / 2, "right": right - look.padding}
        for text in box.lines:
            space = 0.0 if box.box.is_amount or text.isascii() else look.habits.letter_space
            self.pages.write(text, x[box.align], y, size, box.align, bold=bold, space=space)
            y -= line
        if box.box.is_amount:
            height = self.pages.height
            bounds = (left, height - top, right, height - bottom)
            self.spots.setdefault((box.row + 1, box.col + 1), Spot(self.pages.number, bounds))

    def _notes(self) -> None:
        pages, sheet = self.pages, self.sheet
        for note in filter(None, (sheet.note, sheet.empty_note)):
            for line in wrap(note, pages.room, SMALL):
                pages.write(line, self.look.margin, pages.y - 14, SMALL)
                pages.y -= 14
