"""Small PDFs for the reader's tests: tables drawn in the ways that real disclosures draw them, with our own wording."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PORTRAIT = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
Rows = Sequence[Sequence[str]]
Draw = Callable[[Any], None]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def make_pdf(*pages: Draw, size: tuple[float, float] = PORTRAIT, **options: Any) -> bytes:
    """A PDF of one page per drawing function, each called with the canvas; its coordinates begin bottom left."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def is_figure(text: str) -> bool:
    """Whether a text is set flush right."""
    return text.replace(",", "").replace(".", "").replace("-", "").isdigit() and "." in text


def put_texts(canvas: Any, rows: Rows, xs: Sequence[float], top: float, pitch: float, *, size: float = 10) -> None:
    """Texts of a table: figures flush right, the rest flush left, one line a row."""
    canvas.setFont(FONT, size)
    for number, row in enumerate(rows):
        y = top - (number + 1) * pitch + (pitch - size) / 2 + 0.15 * size
        for column, text in enumerate(row):
            if is_figure(text):
                canvas.drawRightString(xs[column + 1] - 2, y, text)
            elif text:
                canvas.drawString(xs[column] + 2, y, text)


def put_rulings(
    canvas: Any, n_rows: int, xs: Sequence[float], top: float, pitch: float, *, across: bool = True, down: bool = True
) -> None:
    """Full lines between all rows and columns."""
    bottom = top - n_rows * pitch
    if across:
        for number in range(n_rows + 1):
            canvas.line(xs[0], top - number * pitch, xs[-1], top - number * pitch)
    if down:
        for x in xs:
            canvas.line(x, bottom, x, top)


def put_table(canvas: Any, rows: Rows, xs: Sequence[float], top: float, pitch: float = 18) -> None:
    """A fully ruled table."""
    put_rulings(canvas, len(rows), xs, top, pitch)
    put_texts(canvas, rows, xs, top, pitch)


SPENDING: Rows = (
    ("科目编码", "科目名称", "支出合计", "基本支出", "项目支出"),
    ("合计", "", "1,234.50", "1,000.00", "234.50"),
    ("205", "教育支出", "1,000.00", "1,000.00", ""),
    ("20502", "普通教育", "1,000.00", "1,000.00", "0.00"),
    ("213", "农林水支出", "234.50", "", "234.50"),
)
COLUMNS = (60.0, 120.0, 260.0, 340.0, 420.0, 500.0)


def as_lists(table: Rows) -> list[list[str]]:
    """A drawn table as `rows` of tests.extract.readers.pages gives it."""
    return [list(row) for row in table]
