"""The second reader: pdfplumber, for pages on which the first contradicts itself, and as its judge in tests."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import numpy as np
import pdfplumber

from pipelines.extract.content import Grid
from pipelines.extract.money import is_blank, read_amount
from pipelines.extract.readers.pdf.frames import merge_boxes
from pipelines.extract.readers.pdf.lines import Line
from pipelines.extract.readers.pdf.pages import PageReading
from pipelines.extract.readers.pdf.sheet import Sheet, bounding_box

# pdfminer logs a line for every font it does not understand; what matters becomes a flaw.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_TWO_AMOUNTS = re.compile(r"\d\.\d\d\s*-?\d[\d,]*\.\d")


class SecondReader:
    """pdfplumber on one document, opened when it is first asked for a page.

    Of a document in which it finds another number of pages it reads none: its third page may be the fourth.
    """

    def __init__(self, data: bytes, page_count: int) -> None:
        self._data = data
        self._page_count = page_count
        self._document: Any = None
        self._broken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            # not pdfplumber's own close: it walks the pages again, which raises on a broken file
            self._document.stream.close()

    def read(self, index: int) -> PageReading | None:
        """Page `index` (0-based), or None where pdfplumber cannot read it either."""
        if self._broken:
            return None
        try:
            if self._document is None:
                self._document = pdfplumber.open(io.BytesIO(self._data))
            if len(self._document.pages) != self._page_count:
                return None
            page = self._document.pages[index]
            try:
                return read_plumber_page(page.dedupe_chars())
            finally:
                page.close()
        except Exception:  # noqa: BLE001  pdfminer raises whatever a broken file leads it into
            self._broken = self._document is None
            return None


def read_plumber_page(page: Any) -> PageReading:
    """One pdfplumber page as a reading: its tables as sheets, the text outside them as lines."""
    tables = page.find_tables()
    sheets = [_sheet(table) for table in tables if len(table.rows) and len(table.cells) > 1]
    rest = page
    for table in tables:
        if len(table.cells) > 1:
            rest = rest.outside_bbox(table.bbox, strict=False)
    lines = [
        Line(line["text"], bounding_box(line["x0"], line["top"], line["x1"], line["bottom"]))
        for line in rest.extract_text_lines(return_chars=False)
    ]
    return PageReading(
        float(page.width), float(page.height), sheets, lines, characters=len(page.chars), has_drawing=True
    )


def _sheet(table: Any) -> Sheet:
    boxes = np.array(table.cells, np.float64)
    xs = np.unique(np.round(boxes[:, [0, 2]], 1))
    ys = np.unique(np.round(boxes[:, [1, 3]], 1))
    walls = np.ones((len(ys) - 1, len(xs)), np.bool_)
    floors = np.ones((len(ys), len(xs) - 1), np.bool_)
    spans = [_span(box, xs, ys) for box in boxes]
    for top, bottom, left, right in spans:
        walls[top:bottom, left + 1 : right] = False
        floors[top + 1 : bottom, left:right] = False
    owner = merge_boxes(walls, floors)
    text: dict[int, str] = {}
    for (top, _, left, _), box in zip(spans, boxes.tolist(), strict=True):
        printed = (table.page.crop(box, strict=False).extract_text() or "").replace("\n", "").strip()
        if printed:
            text[top * (len(xs) - 1) + left] = printed
    doubtful = [index for index, printed in text.items() if _TWO_AMOUNTS.search(printed)]
    return Sheet(xs, ys, owner, text, "ruled", doubtful)


def _span(box: Any, xs: Any, ys: Any) -> tuple[int, int, int, int]:
    top, bottom = np.abs(ys - box[1]).argmin(), np.abs(ys - box[3]).argmin()
    left, right = np.abs(xs - box[0]).argmin(), np.abs(xs - box[2]).argmin()
    return int(top), int(bottom), int(left), int(right)


def figures(texts: list[str]) -> Counter[str]:
    """The amounts and codes that stand alone in cells, with how often they do."""
    stripped = (text.replace(" ", "") for text in texts)
    return Counter(text for text in stripped if AMOUNT.fullmatch(text) or CODE.fullmatch(text))


def better(first: PageReading | None, second: PageReading | None) -> PageReading | None:
    """Of a doubtful reading and the judge's, the one that reads more numbers; the first where they tie.

    The first, too, where the judge lacks a number of it that crosses no border: pdfminer leaves out characters that a
    font names poorly, and 666.69 may be printed −666.69.
    """
    if first is None or second is None:
        return first or second
    ours, theirs = _numbers(first, is_sure=False), _numbers(second, is_sure=False)
    return second if theirs.total() > ours.total() and _numbers(first, is_sure=True) <= theirs else first


def _numbers(reading: PageReading, *, is_sure: bool) -> Counter[Decimal]:
    """The signed numbers that stand alone in boxes, or in those that are not in doubt, with how often they do."""
    texts = (
        text
        for sheet in reading.sheets
        for box, text in sheet.text.items()
        if not (is_sure and box in sheet.doubtful) and not is_blank(text)
    )
    return Counter(number for text in texts if (number := read_amount(text, None).number) is not None)


def disagreement(grids: list[Grid], judge: PageReading) -> tuple[Counter[str], Counter[str]]:
    """What the first reader's grids hold beyond the judge's, and the reverse: amounts and codes of one page."""
    ours = figures([cell.text for grid in grids for cell in grid.cells])
    theirs = figures([text for sheet in judge.sheets for text in sheet.text.values()])
    return ours - theirs, theirs - ours
