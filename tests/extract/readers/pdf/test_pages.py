"""What stands on a page beside its tables: text between them, prose, contents, watermarks."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.content import Grid, TextLine
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import check_promise, grids, lines, only_grid, rows
from tests.extract.readers.pdf.drawing import (
    COLUMNS,
    FONT,
    LANDSCAPE,
    SPENDING,
    as_lists,
    make_pdf,
    put_table,
)
from tests.extract.readers.pdf.ruling_styles import hairlines


def test_two_tables_and_text_between() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 780, "本单位决算情况如下。")
        put_table(canvas, SPENDING, COLUMNS, 760)
        canvas.drawString(60, 640, "注：上表由本单位编制。")
        put_table(canvas, (("项目", "金额"), ("办公费", "3.20")), (60, 200, 300), 620)
        canvas.drawString(60, 560, "以上。")

    content = read_pdf(make_pdf(draw))
    (page,) = content.pages
    assert [type(block) for block in page.blocks] == [TextLine, Grid, TextLine, Grid, TextLine]
    assert rows(grids(page)[1]) == [["项目", "金额"], ["办公费", "3.20"]]
    assert lines(page) == ["本单位决算情况如下。", "注：上表由本单位编制。", "以上。"]
    check_promise(content)


def test_boxed_text_stays_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(30, 30, 535, 782)
        canvas.rect(60, 700, 300, 30)
        canvas.drawString(70, 710, "部门基本情况")
        put_table(canvas, SPENDING, COLUMNS, 650)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert lines(page) == ["部门基本情况"]
    assert [rows(grid) for grid in grids(page)] == [as_lists(SPENDING)]


def test_watermark_does_not_enter_the_table() -> None:
    def draw(canvas: Any) -> None:
        hairlines(canvas)
        canvas.saveState()
        canvas.translate(150, 560)
        canvas.rotate(30)
        canvas.setFont(FONT, 30)
        canvas.drawString(0, 0, "内部资料样张")
        canvas.restoreState()

    (page,) = read_pdf(make_pdf(draw)).pages
    assert [rows(grid) for grid in grids(page)] == [as_lists(SPENDING)]
    assert lines(page) == ["内部资料样张"]


def test_landscape_page() -> None:
    content = read_pdf(make_pdf(lambda canvas: put_table(canvas, SPENDING, COLUMNS, 500), size=LANDSCAPE))
    assert rows(only_grid(content)) == as_lists(SPENDING)
    assert (content.pages[0].width, content.pages[0].height) == LANDSCAPE


def test_amounts_in_prose_make_no_table() -> None:
    text = [
        "2030年度收入总计1,234.50万元，支出总计1,234.50万元，",
        "与上年相比增加34.50万元，增长2.88%，其中基本支出",
        "1,000.00万元，项目支出234.50万元，均已按规定公开。",
    ]

    def draw(canvas: Any) -> None:
        for number, line in enumerate(text):
            canvas.drawString(90, 700 - 20 * number, line)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert grids(page) == []
    assert lines(page) == text


def test_quotation_marks_drawn_last_stand_where_they_were_set() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 700, "三公")
        canvas.drawString(110, 700, "经费支出合计12.50万元")
        canvas.drawString(70, 700, "“”", charSpace=20)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert lines(page) == ["“三公”经费支出合计12.50万元"]


def test_contents_page_makes_no_table() -> None:
    def draw(canvas: Any) -> None:
        for number in range(8):
            canvas.drawString(90, 700 - 20 * number, f"第{number + 1}部分")
            canvas.drawRightString(500, 700 - 20 * number, str(number + 3))

    (page,) = read_pdf(make_pdf(draw)).pages
    assert grids(page) == []
    assert lines(page)[0] == "第1部分 3"


@pytest.mark.parametrize("foot", ["- 15 -", "第 15 页 共 40 页", ""])
@pytest.mark.parametrize(
    ("text", "runs_on"), [("局" * 40, True), ("局" * 30, False), ("局" * 20 + "." * 38 + "12", False)]
)
def test_a_full_line_at_the_foot_of_a_page_runs_on(text: str, runs_on: bool, foot: str) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 130, "第一行" + "字" * 38)
        canvas.drawString(80, 110, text)
        canvas.drawCentredString(297, 40, foot)

    (page,) = read_pdf(make_pdf(draw)).pages
    last = next(block for block in page.blocks if isinstance(block, TextLine) and block.text.startswith("局"))
    assert last.ends_paragraph is not runs_on
