"""Every way of drawing a table gives the analyst the same cells."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import check_promise, grids, only_grid, rows
from tests.extract.readers.pdf.drawing import (
    COLUMNS,
    FONT,
    LANDSCAPE,
    PORTRAIT,
    SPENDING,
    as_lists,
    make_pdf,
    put_rulings,
    put_table,
    put_texts,
)
from tests.extract.readers.pdf.ruling_styles import RULED, UNRULED, hairlines


@pytest.mark.parametrize("draw", RULED, ids=lambda draw: str(draw.__name__))
def test_ruled_table(draw: Any) -> None:
    content = read_pdf(make_pdf(draw))
    grid = only_grid(content)
    assert rows(grid) == as_lists(SPENDING)
    assert grid.method == "ruled"
    check_promise(content)


@pytest.mark.parametrize("draw", UNRULED, ids=lambda draw: str(draw.__name__))
def test_table_without_vertical_rulings(draw: Any) -> None:
    content = read_pdf(make_pdf(draw))
    grid = only_grid(content)
    assert rows(grid) == as_lists(SPENDING)
    assert grid.method == "stream"
    check_promise(content)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_rotated_page(quarter: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(90 * quarter)
        width, height = 595.0, 842.0
        shift = {1: (width, 0), 2: (width, height), 3: (0, height)}[quarter]
        canvas.translate(*shift)
        canvas.rotate(90 * quarter)
        put_table(canvas, SPENDING, COLUMNS, 500)

    content = read_pdf(make_pdf(draw, size=LANDSCAPE if quarter % 2 else PORTRAIT))
    grid = only_grid(content)
    assert rows(grid) == as_lists(SPENDING)
    (page,) = content.pages
    upright = (842.0, 595.0) if quarter % 2 else (595.0, 842.0)
    assert (page.width, page.height) == upright
    assert grid.bbox == (60.0, upright[1] - 500, 500.0, upright[1] - 410)


@pytest.mark.parametrize("clockwise", [True, False])
def test_table_drawn_sideways(clockwise: bool) -> None:
    def draw(canvas: Any) -> None:
        if clockwise:
            canvas.translate(0, 842)
            canvas.rotate(-90)
        else:
            canvas.translate(595, 0)
            canvas.rotate(90)
        put_table(canvas, SPENDING, COLUMNS, 500)

    content = read_pdf(make_pdf(draw))
    assert rows(only_grid(content)) == as_lists(SPENDING)
    assert content.pages[0].width == 842


def test_cropped_page_counts_from_its_corner() -> None:
    content = read_pdf(make_pdf(hairlines, cropBox=(20, 30, 575, 800)))
    assert only_grid(content).bbox == (40.0, 100.0, 480.0, 190.0)


def test_spanning_headings() -> None:
    xs = (60.0, 200.0, 240.0, 320.0, 460.0, 500.0, 580.0)
    table = (
        ("收入", "", "", "支出", "", ""),
        ("项目", "行次", "金额", "项目", "行次", "金额"),
        ("一、财政拨款收入", "1", "5.10", "一、教育支出", "4", "5.10"),
        ("", "2", "", "二、科学技术支出", "5", ""),
    )

    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, xs, 700, 18, down=False)
        for x in xs:
            canvas.line(x, 628, x, 700 if x in {60, 320, 580} else 682)
        put_texts(canvas, table, xs, 700, 18)

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert rows(grid) == as_lists(table)
    spans = {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in grid.cells}
    assert spans[0, 0] == spans[0, 3] == (1, 3)
    assert {span for place, span in spans.items() if place[0]} == {(1, 1)}
    assert grid.cells[0].bbox == (60.0, 142.0, 320.0, 160.0)


def test_heading_over_two_rows() -> None:
    xs = (60.0, 160.0, 260.0, 360.0)

    def draw(canvas: Any) -> None:
        put_rulings(canvas, 3, xs, 700, 18, across=False)
        for y, left in ((700, 60), (682, 160), (664, 60), (646, 60)):
            canvas.line(left, y, 360, y)
        canvas.drawString(62, 678, "单位名称")
        put_texts(canvas, (("", "甲", "乙"), ("", "1.00", "2.00"), ("某单位", "3.00", "")), xs, 700, 18)

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert (grid.cells[0].text, grid.cells[0].row_span) == ("单位名称", 2)
    assert rows(grid)[2] == ["某单位", "3.00", ""]


def test_spanning_headings_of_a_sheet_scaled_to_fit() -> None:
    """Rows of 5.4 pt: the rulings below a merged heading end nearer to its middle than a printer's inaccuracy."""

    def draw(canvas: Any) -> None:
        xs = (60.0, 90.0, 120.0, 150.0)
        put_rulings(canvas, 3, xs, 700, 5.4, down=False)
        for x in (xs[0], xs[-1]):
            canvas.line(x, 700, x, 700 - 3 * 5.4)
        for x in xs[1:3]:
            canvas.line(x, 700 - 5.4, x, 700 - 3 * 5.4)
        canvas.setFont(FONT, 4)
        canvas.drawCentredString(105, 695.8, "本年支出")
        for number, text in enumerate(("小计", "基本支出", "项目支出")):
            canvas.drawCentredString(75 + 30 * number, 690.4, text)
        canvas.drawString(61, 685, "12.00")

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert [(cell.text, cell.col_span) for cell in grid.cells][:2] == [("本年支出", 3), ("小计", 1)]


def test_spanning_heading_without_rulings() -> None:
    xs = (60.0, 200.0, 240.0, 320.0, 460.0, 500.0, 580.0)
    body = (
        ("项目", "行次", "金额", "项目", "行次", "金额"),
        ("一、财政拨款收入", "1", "5.10", "一、教育支出", "4", "5.10"),
        ("二、上级补助收入", "2", "", "二、科学技术支出", "5", ""),
        ("三、事业收入", "3", "1.20", "三、卫生健康支出", "6", "1.20"),
    )

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 705, "收入")
        canvas.drawCentredString(440, 705, "支出")
        put_texts(canvas, body, xs, 700, 18)

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert rows(grid)[0] == ["收入", "", "", "支出", "", ""]
    assert rows(grid)[1:] == as_lists(body)
    assert [cell.col_span for cell in grid.cells[:2]] == [3, 3]


def test_wrapped_name_without_rulings() -> None:
    def draw(canvas: Any) -> None:
        put_texts(canvas, SPENDING, COLUMNS, 700, 30)
        canvas.drawString(122, 700 - 5 * 30 + 4, "与水利支出")

    (page,) = read_pdf(make_pdf(draw)).pages
    (grid,) = grids(page)
    assert rows(grid)[4][:3] == ["213", "农林水支出与水利支出", "234.50"]
