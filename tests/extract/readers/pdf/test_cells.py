"""Texts that are wider, higher or otherwise set than their cells; columns alone on a page."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.content import Grid
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import lines, only_grid, rows
from tests.extract.readers.pdf.drawing import (
    FONT,
    Rows,
    as_lists,
    make_pdf,
    put_rulings,
    put_table,
    put_texts,
)


def test_column_of_amounts_alone_on_its_page() -> None:
    """The last column of a sheet that is wider than the paper."""
    column = (("其他收入",), ("8",), ("1,234.50",), ("",), ("-10.00",), ("1,224.50",))
    read = read_pdf(make_pdf(lambda canvas: put_table(canvas, column, (60, 160), 700)))
    assert rows(only_grid(read)) == as_lists(column)


@pytest.mark.parametrize(
    "column",
    [
        (("项目支出",), ("3",), ("",), ("",)),
        (("公开02表",), ("单位：万元",), ("其他收入",), ("14.36",), ("—",), ("—",), ("—",), ("14.36",)),
    ],
    ids=["blank", "nothing but dashes below its title rows"],
)
def test_column_without_amounts_alone_on_its_page(column: Rows) -> None:
    read = read_pdf(make_pdf(lambda canvas: put_table(canvas, column, (60, 160), 700)))
    assert rows(only_grid(read)) == as_lists(column)


def test_number_wider_than_its_column() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 200, 300), 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawRightString(198, 686, "123,456,789.12")
        canvas.drawString(62, 668, "人员")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", "123,456,789.12", ""], ["人员", "", ""]]


@pytest.mark.parametrize(
    "amount", ["(123,456.78)", "（123,456.78）", "−123,456.78", "（１２３．４５）", "－１２３４．５６"]
)
def test_sign_of_a_number_wider_than_its_column_stays_with_it(amount: str) -> None:
    """Set flush right it reaches into the column on its left, bracket first; so does the one on its right into it."""

    def draw(canvas: Any) -> None:
        width = canvas.stringWidth(amount) - 5
        xs = (60, 160, 160 + width, 160 + 2 * width)
        put_rulings(canvas, 2, xs, 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawRightString(xs[2] - 0.5, 686, amount)
        canvas.drawRightString(xs[3] - 0.5, 668, amount)

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", amount, ""], ["", "", amount]]


def test_bracketed_numbers_that_touch_are_two() -> None:
    def draw(canvas: Any) -> None:
        width = canvas.stringWidth("（０．１２）")
        xs = (60, 160, 160 + width, 160 + 2 * width)
        put_rulings(canvas, 2, xs, 700, 18)
        canvas.drawString(62, 686, "合计")
        for x in xs[2:]:
            canvas.drawRightString(x - 1, 686, "（０．１２）")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", "（０．１２）", "（０．１２）"], ["", "", ""]]


@pytest.mark.parametrize(
    ("left", "right"),
    [("9,046,855.10", "18,915,263.25"), ("９，０４６．１０", "１８，９１５，２６３．２５"), ("855.10", "-18915263.25")],
)
def test_amount_that_begins_where_the_one_before_it_ends(left: str, right: str) -> None:
    def draw(canvas: Any) -> None:
        begin, width = 160 + canvas.stringWidth(left), canvas.stringWidth(right)
        put_rulings(canvas, 2, (60, 160, begin + 6, begin + width + 2), 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawRightString(begin + 1, 686, left)
        canvas.drawRightString(begin + 1 + width, 686, right)

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", left, right], ["", "", ""]]


def test_amount_that_runs_into_a_box_of_two_rows_keeps_its_own() -> None:
    """The box on the right is counted before the one on the left, for it begins a row above."""

    def draw(canvas: Any) -> None:
        left, right = "9,046,855.10", "18,915,263.25"
        begin, width = 160 + canvas.stringWidth(left), canvas.stringWidth(right)
        xs = (60, 160, begin + 6, begin + width + 12)
        put_rulings(canvas, 2, xs, 700, 18, across=False)
        for y, end in ((700, xs[3]), (682, xs[2]), (664, xs[3])):
            canvas.line(xs[0], y, end, y)
        canvas.drawString(62, 686, "合计")
        canvas.drawString(62, 668, "人员")
        canvas.drawRightString(begin + 1, 668, left)
        canvas.drawRightString(begin + 1 + width, 668, right)

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", "", "18,915,263.25"], ["人员", "9,046,855.10", ""]]


def test_number_is_not_parted_where_the_ruling_runs_through_a_figure() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 201.5, 240), 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawString(194, 686, "1")
        canvas.drawString(199.6, 686, "2.50")
        canvas.drawString(62, 668, "人员")

    assert "12.50" in rows(only_grid(read_pdf(make_pdf(draw))))[0]


@pytest.mark.parametrize("amount", ["0", "-", "21.5"])
def test_figures_of_cells_without_padding_are_two(amount: str) -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 18)
        canvas.drawRightString(159.6, 686, amount)
        canvas.drawString(160.4, 686, "30201")
        canvas.drawString(160.4, 668, "办公费")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [[amount, "30201"], ["", "办公费"]]


def test_number_that_touches_the_next_text() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 18)
        canvas.drawRightString(159.5, 686, "854.15")
        canvas.drawString(160.5, 686, "一、教育支出")
        canvas.drawRightString(159.5, 668, "92.16")
        canvas.drawString(160.6, 668, "30201")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["854.15", "一、教育支出"], ["92.16", "30201"]]


def test_printed_blanks_stay_and_wrapped_lines_join() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 30)
        canvas.drawString(70, 680, "合 计")
        canvas.drawString(162, 688, "公务用车")
        canvas.drawString(162, 674, "运行费")
        canvas.drawString(162, 650, "32. 46")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合 计", "公务用车运行费"], ["", "32. 46"]]


@pytest.mark.parametrize("size", [46, 70])
def test_mark_across_the_table_is_no_text_of_it(size: float) -> None:
    """A level watermark, larger than the rows; the grid is read as without it."""
    table: Rows = tuple(
        (name, "1,234.50", "234.50") for name in ("教育支出", "普通教育", "小学教育", "初中教育", "合计")
    )

    def draw(canvas: Any) -> None:
        canvas.saveState()
        canvas.setFillGray(0.9)
        canvas.setFont(FONT, size)
        canvas.drawCentredString(200, 640, "内部资料")
        canvas.restoreState()
        put_table(canvas, table, (60, 200, 280, 360), 700)

    (page,) = read_pdf(make_pdf(draw)).pages
    (grid,) = [block for block in page.blocks if isinstance(block, Grid)]
    assert rows(grid) == as_lists(table)
    assert lines(page) == ["内部资料"]


def test_large_title_row_of_a_table_is_its_text() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 3, (60, 200, 280), 700, 22)
        canvas.drawString(62, 662, "教育支出")
        canvas.drawString(62, 640, "合计")
        canvas.drawRightString(278, 640, "18.45")
        canvas.setFont(FONT, 24)
        canvas.drawString(62, 680, "收入")

    assert rows(only_grid(read_pdf(make_pdf(draw))))[0] == ["收入", ""]


def test_row_of_numbers_in_several_lines_is_one_row() -> None:
    """In narrow columns the lines of a name and of its numbers look like rows without rulings."""
    xs = (60, 110, 140, 170, 200)
    names = (("节能", "", "", ""), ("环保", "", "", "7.90"), ("支出", "", "", ""))
    numbers = ((138, 636, "1,79"), (138, 624, "0.17"), (168, 636, "20.3"), (168, 624, "2"))

    def draw(canvas: Any) -> None:
        heights = (18, 18, 60, 18)
        tops = [700 - sum(heights[:row]) for row in range(5)]
        for y in tops:
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, tops[0], x, tops[-1])
        put_texts(canvas, (("科目", "甲", "乙", "丙"), ("教育", "1.00", "2.00", "3.00")), xs, 700, 18)
        put_texts(canvas, names, xs, 652, 12)
        for x, y, text in numbers:
            canvas.drawRightString(x, y, text)
        put_texts(canvas, (("合计", "2.00", "3.00", "4.00"),), xs, tops[3], 18)

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert grid.method == "ruled"
    assert rows(grid)[2] == ["节能环保支出", "1,790.17", "20.32", "7.90"]
