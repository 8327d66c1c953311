"""What the operator learns of files that cannot be read, or only in part: a status, a reason, a page."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import reportlab
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipelines.extract.content import Content, Grid
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.fallback import SecondReader
from pipelines.extract.readers.pdf.marks import Marks, read_marks
from pipelines.extract.readers.pdf.opened import OpenPage
from tests.extract.readers.pdf.drawing import COLUMNS, SPENDING, make_pdf, put_table

READER = "pipelines.extract.readers.pdf.document"


def table(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


def scan(canvas: Any) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 100, 100, 300, 400)


def blank(canvas: Any) -> None:
    canvas.setFillGray(0.5)


def codes(content: Content) -> list[tuple[str, int | None]]:
    return [(flaw.code, flaw.where.page) for flaw in content.flaws]


def has_table(content: Content) -> bool:
    return any(isinstance(block, Grid) for page in content.pages for block in page.blocks)


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_no_bytes(data: bytes) -> None:
    content = read_pdf(data)
    assert (content.status, content.pages) == ("empty", [])
    assert content.status_reason


def test_not_a_pdf() -> None:
    content = read_pdf(b"<html>503 Service Unavailable</html>")
    assert content.status == "damaged"
    assert codes(content) == [("unreadable_file", None)]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_cut_tail_gives_no_half_table(share: float) -> None:
    whole = make_pdf(table, table, table)
    content = read_pdf(whole[: int(len(whole) * share)])
    assert (content.status, content.pages) == ("damaged", [])


def test_trailing_page_of_the_server_does_no_harm() -> None:
    content = read_pdf(make_pdf(table) + b"\n<script>var visits = 1;</script>" * 400)
    assert content.status == "parsed"
    assert has_table(content)


def test_password() -> None:
    content = read_pdf(make_pdf(table, encrypt=StandardEncryption("user", "owner")))
    assert (content.status, content.pages) == ("encrypted", [])
    assert codes(content) == [("unreadable_file", None)]


def test_locked_by_its_owner_but_readable() -> None:
    content = read_pdf(make_pdf(table, encrypt=StandardEncryption("", "owner", canCopy=0, canPrint=0)))
    assert content.status == "parsed"
    assert has_table(content)


def test_scan() -> None:
    content = read_pdf(make_pdf(scan, scan))
    assert content.status == "needs_ocr"
    assert codes(content) == [("page_needs_ocr", 1), ("page_needs_ocr", 2)]


def test_a_file_inside_the_file() -> None:
    document = pypdfium2.PdfDocument(make_pdf(table))
    document.new_attachment("决算公开表.xlsx").set_data(b"PK")
    packed = io.BytesIO()
    document.save(packed)
    assert codes(read_pdf(packed.getvalue())) == [("embedded_object", None)]


def test_one_scanned_page_among_others() -> None:
    content = read_pdf(make_pdf(table, scan, blank))
    assert content.status == "partial"
    assert codes(content) == [("page_needs_ocr", 2)]
    assert [bool(page.text) for page in content.pages] == [True, False, False]
    assert content.status_reason is not None
    assert "1 pages without characters" in content.status_reason


def test_text_drawn_as_outlines() -> None:
    def draw(canvas: Any) -> None:
        for number in range(30):
            path = canvas.beginPath()
            path.circle(100 + 10 * number, 700, 4)
            canvas.drawPath(path, stroke=0, fill=1)

    assert read_pdf(make_pdf(draw)).status == "needs_ocr"


def test_header_line_on_an_empty_page_is_no_content() -> None:
    assert read_pdf(make_pdf(lambda canvas: canvas.line(60, 800, 500, 800))).status == "empty"


def test_blank_pages_only() -> None:
    assert read_pdf(make_pdf(blank)).status == "empty"


def test_font_that_does_not_name_its_characters() -> None:
    vera = Path(str(reportlab.__file__)).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", str(vera)))

    def draw(canvas: Any) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(60, 700, "dépense prévue 12.30")

    data = make_pdf(draw)
    nameless = re.sub(rb"/ToUnicode \d+ 0 R", lambda match: b" " * len(match.group()), data)
    assert nameless != data
    assert codes(read_pdf(data)) == []
    content = read_pdf(nameless)
    assert codes(content) == [("characters_unknown", 1)]
    assert content.pages[0].text == "d\N{REPLACEMENT CHARACTER}pense pr\N{REPLACEMENT CHARACTER}vue 12.30"


def test_page_that_pdfium_cannot_read_is_read_by_the_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:

    def failing(opened: OpenPage) -> Marks:
        if opened.index == 1:
            raise ValueError("PDFium cannot load page 2")
        return read_marks(opened)

    monkeypatch.setattr(f"{READER}.read_marks", failing)
    content = read_pdf(make_pdf(table, table))
    assert content.status == "parsed"
    assert codes(content) == [("second_reader_used", 2)]
    assert content.pages[1].text == content.pages[0].text


def test_page_that_nobody_can_read_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:

    def failing(opened: OpenPage) -> Marks:
        if opened.index == 0:
            raise ValueError("PDFium cannot load page 1")
        return read_marks(opened)

    monkeypatch.setattr(f"{READER}.read_marks", failing)
    monkeypatch.setattr(SecondReader, "read", lambda _self, _index: None)
    content = read_pdf(make_pdf(table, table))
    assert content.status == "partial"
    assert codes(content) == [("page_unreadable", 1)]
    assert [page.number for page in content.pages] == [1, 2]
    assert content.pages[0].blocks == []
    assert has_table(content)


def test_title_of_the_file() -> None:
    def draw(canvas: Any) -> None:
        canvas.setTitle("某局2030年度部门决算")
        table(canvas)

    assert read_pdf(make_pdf(draw)).title == "某局2030年度部门决算"
