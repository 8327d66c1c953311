"""What was put on a page after it was made is told: it may lie upon the amount that it corrects."""

from __future__ import annotations

from typing import Any

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pdf.drawing import COLUMNS, SPENDING, make_pdf, put_table


def table(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


def with_note(canvas: Any) -> None:
    table(canvas)
    canvas.freeTextAnnotation("9,999.99", "/Helvetica 9 Tf", Rect=(200, 500, 280, 514))


def with_field(canvas: Any) -> None:
    table(canvas)
    canvas.acroForm.textfield(name="total", value="88.00", x=200, y=500, width=80, height=14)


def with_other_things(canvas: Any) -> None:
    table(canvas)
    canvas.linkURL("https://example.org/2024", (0, 0, 50, 50))
    canvas.textAnnotation("见第3页", Rect=(20, 20, 40, 40))
    canvas.freeTextAnnotation("已核对", "/Helvetica 9 Tf", Rect=(200, 500, 280, 514))
    canvas.freeTextAnnotation("7", "/Helvetica 9 Tf", Rect=(200, 500, 280, 514), F=2)
    canvas.acroForm.textfield(name="empty", value="", x=200, y=500, width=80, height=14)


def test_figures_of_notes_and_fields_are_told_with_their_page() -> None:
    content = read_pdf(make_pdf(with_other_things, with_note, with_field))
    told = [(item.where.page, item.message.rpartition(" ")[2]) for item in content.flaws if item.code == "typed_over"]
    assert told == [(2, "9,999.99"), (3, "88.00")]
    assert content.pages[1].text == read_pdf(make_pdf(table)).pages[0].text
