"""Pictures on the pages of a PDF: scans, recognized text over or under them, charts, backgrounds."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from pipelines.extract.content import Content
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pdf.drawing import COLUMNS, FONT, SPENDING, make_pdf, put_table

WIDTH, HEIGHT = A4
GREY = ImageReader(Image.new("L", (60, 80), 200))
CLEAR = ImageReader(Image.new("RGBA", (60, 80), (200, 0, 0, 40)))


def scanned() -> ImageReader:
    packed = BytesIO()
    Image.new("L", (60, 80), 200).save(packed, "JPEG")
    return ImageReader(packed)


def put_picture(canvas: Any, part: float, *, image: ImageReader = GREY, bottom: float = 0.0) -> None:
    """A picture as wide as the page over a part of its height."""
    canvas.drawImage(image, 0, bottom, WIDTH, part * HEIGHT, mask="auto")


def table(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


def numbered_scan(canvas: Any) -> None:
    put_picture(canvas, 1.0)
    canvas.setFont(FONT, 10)
    canvas.drawString(290, 30, "— 12 —")


def scan_in_strips(canvas: Any) -> None:
    for strip in range(20):
        put_picture(canvas, 0.05, bottom=strip * HEIGHT / 20)
    canvas.setFont(FONT, 10)
    canvas.drawString(290, 30, "第12页")


def outlines(canvas: Any) -> None:
    for number in range(450):
        path = canvas.beginPath()
        path.circle(60 + number % 45 * 10, 700 - number // 45 * 20, 4)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(290, 30, "12")


def invisible_text(canvas: Any) -> None:
    put_picture(canvas, 1.0)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.setFont(FONT, 10)
    for line in SPENDING:
        text.textLine(" ".join(line))
    canvas.drawText(text)


def covered_text(canvas: Any) -> None:
    table(canvas)
    put_picture(canvas, 1.0, image=scanned())


def text_on_a_background(canvas: Any) -> None:
    put_picture(canvas, 1.0)
    for top in (800, 600, 400):
        put_table(canvas, SPENDING, COLUMNS, top)


def text_under_a_watermark(canvas: Any) -> None:
    for top in (800, 600, 400):
        put_table(canvas, SPENDING, COLUMNS, top)
    put_picture(canvas, 1.0, image=CLEAR)


def table_as_picture(canvas: Any) -> None:
    put_picture(canvas, 0.6, bottom=100)
    canvas.setFont(FONT, 10)
    canvas.drawString(200, 780, "一般公共预算财政拨款支出决算表")


def picture_beside_text(canvas: Any) -> None:
    table(canvas)
    put_picture(canvas, 0.3)


def chart(canvas: Any) -> None:
    picture_beside_text(canvas)
    canvas.setFont(FONT, 10)
    canvas.drawString(200, 300, "图1：支出决算结构图")


def seal(canvas: Any) -> None:
    table(canvas)
    canvas.drawImage(GREY, 400, 200, 110, 110)


def codes(content: Content) -> list[tuple[str, int | None]]:
    return [(flaw.code, flaw.where.page) for flaw in content.flaws]


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (numbered_scan, "page_needs_ocr"),
        (scan_in_strips, "page_needs_ocr"),
        (outlines, "page_needs_ocr"),
        (invisible_text, "text_recognized"),
        (covered_text, "text_recognized"),
        (table_as_picture, "page_is_picture"),
        (picture_beside_text, "image_content"),
        (chart, "chart_content"),
        (text_on_a_background, None),
        (text_under_a_watermark, None),
        (seal, None),
    ],
)
def test_what_is_said_of_the_pictures_of_a_page(draw: Any, code: str | None) -> None:
    content = read_pdf(make_pdf(table, draw))
    assert codes(content) == ([(code, 2)] if code else [])
    assert content.status == ("partial" if code == "page_needs_ocr" else "parsed")


def test_nothing_is_said_of_the_picture_on_a_cover() -> None:
    assert codes(read_pdf(make_pdf(table_as_picture, table))) == []


def test_scans_with_page_numbers_alone_need_recognition() -> None:
    assert read_pdf(make_pdf(numbered_scan, scan_in_strips)).status == "needs_ocr"
