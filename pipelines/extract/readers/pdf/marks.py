"""What PDFium says of a page: bounds, characters, rulings, pictures. What they make up is not judged here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import numpy as np

from pipelines.extract.readers.pdf.arrays import Codes, Indices, tally
from pipelines.extract.readers.pdf.drawn import drawn_order
from pipelines.extract.readers.pdf.glyphs import (
    DIGIT,
    FULL_WIDTH,
    Glyphs,
    has_unknown_characters,
    kinds_of,
    read_codes,
    read_glyphs,
    to_text,
)
from pipelines.extract.readers.pdf.lines import Line, lines_from_text
from pipelines.extract.readers.pdf.opened import OpenPage
from pipelines.extract.readers.pdf.pictures import Pictures, read_pictures
from pipelines.extract.readers.pdf.rulings import Drawing, read_rulings
from pipelines.extract.readers.pdf.upright import PageBox, read_page_box

NO_PICTURES = Pictures()
_NUMBER = r"[-−△(]?[\d,]*\d(?:\.\d+)?%?\)?"
_START = "\0"
_COLUMN_OF_NUMBERS = re.compile(
    rf"[{_START} \n计](?:(?<!计){_NUMBER}(?= +{_NUMBER}(?:[ \r\n]|$))"
    rf"|(?<=[ \n]){_NUMBER}(?=\r|$)|(?<=计) +{_NUMBER}(?= ))"
)
"""Behind the mark of a page's start. A pattern that begins with a few characters is searched several times as fast."""
_FEW_BOXES = 3
"""Fewer rulings frame no table."""
_MIN_NUMBERS = 2
"""Numbers side by side or at line ends: fewer do not make a table without rulings."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks on a page that is still open, in page space.

    `lines` are PDFium's own, of a page that seems to bear no table: they come cheaper than those made of glyphs.
    """

    opened: OpenPage
    box: PageBox
    codes: Codes
    drawing: Drawing
    pictures: Pictures
    has_unknown: bool
    lines: list[Line] | None = None
    placed: tuple[Glyphs, int] | None = None

    def glyphs(self) -> tuple[Glyphs, int]:
        """The visible characters, upright, and the quarter turns (clockwise) that made them so."""
        return self.placed or read_glyphs(self.opened.text_page, self.codes, self.box)

    def drawn_order(self) -> Indices:
        """Indices that sort the glyphs by when they were drawn."""
        return drawn_order(self.opened.objects, self.opened.text_page, self.codes)


def read_marks(opened: OpenPage) -> Marks:
    """The marks on an open page; raises ValueError where PDFium cannot load it."""
    if not opened.page:
        raise ValueError(f"PDFium cannot load page {opened.index + 1}")
    if not opened.text_page:
        raise ValueError(f"PDFium cannot read the text of page {opened.index + 1}")
    box = read_page_box(opened.page)
    codes = read_codes(opened.text_page)
    drawing = read_rulings(opened.objects)
    lines = None
    if len(drawing.boxes) < _FEW_BOXES and not _looks_tabular(codes):
        lines = lines_from_text(opened.text_page, codes, box)
    return Marks(
        opened,
        box,
        codes,
        drawing,
        read_pictures(opened.objects, box) if drawing.images else NO_PICTURES,
        has_unknown_characters(opened.text_page, codes),
        lines,
        read_glyphs(opened.text_page, codes, box) if lines is None else None,
    )


def _looks_tabular(codes: Codes) -> bool:
    """Whether numbers stand side by side or alone at line ends, as in a table without rulings."""
    kinds = kinds_of(codes)
    if tally(kinds & DIGIT) < _MIN_NUMBERS:
        return False
    narrow = np.where(kinds & FULL_WIDTH, codes - 0xFEE0, codes) if tally(kinds & FULL_WIDTH) else codes
    numbers = _COLUMN_OF_NUMBERS.finditer(_START + to_text(narrow))
    return next(islice(numbers, _MIN_NUMBERS - 1, None), None) is not None
