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


def test_wrapped_text_higher_than_its_row() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, (60, 130, 200), 700, 15)
        put_texts(canvas, (("甲", "1.00"), ("", "2.00"), ("乙", "3.00"), ("丙", "4.00")), (60, 130, 200), 700, 15)
        canvas.drawString(62, 679.5, "机关事业单")
        canvas.drawString(62, 669.5, "位养老支出")

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert rows(grid)[1] == ["机关事业单位养老支出", "2.00"]
    assert [row[0] for row in rows(grid)] == ["甲", "机关事业单位养老支出", "乙", "丙"]


def test_printed_blanks_stay_and_wrapped_lines_join() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 30)
        canvas.drawString(70, 680, "合 计")
        canvas.drawString(162, 688, "公务用车")
        canvas.drawString(162, 674, "运行费")
        canvas.drawString(162, 650, "32. 46")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合 计", "公务用车运行费"], ["", "32. 46"]]


def names_too_high(canvas: Any, table: tuple[tuple[str, str], ...], down: float, *, by_column: bool) -> None:
    """Rows of 18 pt, names in lines of 12.4 pt whose middle lies `down` below that of their row; amounts as usual."""
    put_rulings(canvas, len(table), (60, 170, 250), 700, 18)
    amounts = []
    for row, (name, amount) in enumerate(table):
        base = 687.4 - 18 * row
        lines = name.split()
        upper = base + 6.2 * (len(lines) - 1) - (down if len(lines) > 1 else 0)
        for at, text in enumerate(lines):
            canvas.drawCentredString(115, upper - 12.4 * at, text)
        amounts.append((base, amount))
        if not by_column:
            canvas.drawRightString(248, base, amount)
    for base, amount in amounts if by_column else ():
        canvas.drawRightString(248, base, amount)


@pytest.mark.parametrize("down", [-1.5, 0.0, 3.0, 5.0, 7.0], ids=["up", "centred", "down", "lower", "from the top"])
@pytest.mark.parametrize(
    ("first", "by_column"),
    [("机关事业单位基本养老 保险缴费支出和职业年 金", False), ("基本支出", False), ("基本支出", True)],
    ids=["three lines", "row by row", "column by column"],
)
def test_names_of_more_lines_than_their_rows_have_room_for(down: float, first: str, by_column: bool) -> None:
    """The last line may lie in the next row altogether, over the name of that row."""
    last = "本年支出合计" if by_column else "总计"
    table = ((first, "4,251.88"), ("国有资本经营预算财政拨 款", "0.50"), (last, "4,252.38"))
    expected = [[name.replace(" ", ""), amount] for name, amount in table]
    content = read_pdf(make_pdf(lambda canvas: names_too_high(canvas, table, down, by_column=by_column)))
    assert rows(only_grid(content)) == expected
    assert content.flaws == []


BOTTOM_SET = (
    ("一、一般公共预算财政拨款收入", "0.37", "八、社会保障和就业支出", "0.33"),
    ("二、政府性基金预算财政拨款收入", "0.02", "九、卫生健康支出", "0.05"),
    ("三、国有资本经营预算财政拨款收入", "", "合计", "0.38"),
)


@pytest.mark.parametrize("in_form", [False, True], ids=["page", "form"])
@pytest.mark.parametrize("flagged", [False, True])
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_names_whose_first_line_lies_level_with_the_row_above(quarter: int, flagged: bool, in_form: bool) -> None:
    """PDFium gives it before the figures of that row, and on a page drawn sideways the last line of a name first."""

    def draw(canvas: Any) -> None:
        if in_form:
            canvas.beginForm("page")
        if flagged:
            canvas.setPageRotation(90 * quarter)
        canvas.translate(*((0, 0), (595, 0), (595, 842), (0, 842))[quarter])
        canvas.rotate(90 * quarter)
        canvas.setFont(FONT, 10)
        put_rulings(canvas, len(BOTTOM_SET), (60, 124, 160, 224, 280), 500, 24)
        for row, texts in enumerate(BOTTOM_SET):
            base = 479 - 24 * row
            for at, text in enumerate(texts):
                if at % 2:
                    canvas.drawRightString((158, 278)[at // 2], base, text)
                    continue
                parts = [text[first : first + 6] for first in range(0, len(text), 6)]
                for up, part in reversed(list(enumerate(reversed(parts)))):
                    canvas.drawString((62, 162)[at // 2], base + 10 * up, part)
        if in_form:
            canvas.endForm()
            canvas.doForm("page")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == as_lists(BOTTOM_SET)


@pytest.mark.parametrize("leading", [10, 11, 12])
@pytest.mark.parametrize("last", ["总计", "本年支出", "年末结转和结余"])
@pytest.mark.parametrize("first", ["教育支出", "政府性基金 预算财政拨款"])
def test_names_without_anything_drawn_between_them_are_parted_by_their_rows(
    first: str, last: str, leading: float
) -> None:
    """Rows without amounts, or a table drawn column by column: each row holds one name, set like the others."""
    names = (first, "国有资本经营 预算财政拨款", last)

    def draw(canvas: Any) -> None:
        put_rulings(canvas, len(names), (60, 180, 250), 700, 18)
        for row, name in enumerate(names):
            lines = name.split()
            upper = 687.4 - 18 * row + leading / 2 * (len(lines) - 1)
            for at, text in enumerate(lines):
                canvas.drawCentredString(120, upper - leading * at, text)
        canvas.drawRightString(248, 651.4, "18.45")

    amounts = ("", "", "18.45")
    expected = [[name.replace(" ", ""), amount] for name, amount in zip(names, amounts, strict=True)]
    assert rows(only_grid(read_pdf(make_pdf(draw)))) == expected


def test_indented_names_go_on_at_the_side_of_their_column() -> None:
    """Blanks before a name indent its first line alone; a spreadsheet draws what it wraps after all the rest."""
    names = ("行政单位离退休", "机关事业单位基本|养老保险缴费支出", "行政事业单位养老支|出", "抚恤")

    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 8)
        put_rulings(canvas, len(names), (60, 110, 208, 260), 700, 18)
        for row in range(len(names)):
            canvas.drawString(62, 688.4 - 18 * row, f"208050{row + 1}")
            canvas.drawRightString(258, 688.4 - 18 * row, "18.45")
        for row, name in enumerate(names):
            lines = name.split("|")
            upper = 688.4 - 18 * row + 6 * (len(lines) - 1)
            canvas.drawRightString(206, upper, lines[0])
            for text in lines[1:]:
                canvas.drawString(111, upper - 12, text)

    expected = [[f"208050{row + 1}", name.replace("|", ""), "18.45"] for row, name in enumerate(names)]
    assert rows(only_grid(read_pdf(make_pdf(draw)))) == expected


@pytest.mark.parametrize("offset", [4, 6, 8])
def test_texts_of_one_height_that_are_printed_into_each_other_are_in_doubt(offset: float) -> None:
    def draw(canvas: Any) -> None:
        put_table(canvas, (("科目", "金额"), ("教育支出", "18.45"), ("合计", "18.45")), (60, 170, 250), 700)
        canvas.drawString(62 + offset, 700 - 2 * 18 + 5.5, "文化旅游")

    assert [flaw.code for flaw in read_pdf(make_pdf(draw)).flaws] == ["grid_in_doubt"]


def test_lines_that_are_printed_into_each_other_are_in_doubt() -> None:
    """Nothing tells which of two texts in one box a reader would see."""

    def draw(canvas: Any) -> None:
        put_table(canvas, (("科目", "金额"), ("教育支出", "18.45"), ("合计", "18.45")), (60, 170, 250), 700)
        canvas.drawString(64, 674, "文化旅游")

    assert [flaw.code for flaw in read_pdf(make_pdf(draw)).flaws] == ["grid_in_doubt"]


def test_headings_that_run_upwards() -> None:
    """A quarter turn, as spreadsheets turn narrow headings; the page itself stands upright."""
    heads = ("科目名称", "本年收入合计", "合计")

    def draw(canvas: Any) -> None:
        xs = (60, 160, 200, 240)
        for y in (700, 620, 602, 584):
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, 584, x, 700)
        put_texts(canvas, (("教育支出", "9.50", "9.50"), ("合计", "9.50", "9.50")), xs, 620, 18)
        canvas.drawString(70, 655, heads[0])
        for x, head in zip((184, 224), heads[1:], strict=True):
            canvas.saveState()
            canvas.translate(x, 624)
            canvas.rotate(90)
            canvas.drawString(0, 0, head)
            canvas.restoreState()

    assert rows(only_grid(read_pdf(make_pdf(draw))))[0] == list(heads)


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_headings_of_a_character_a_line_beside_those_that_run_upwards(quarter: int) -> None:
    """On a page drawn sideways PDFium may give the characters of the one and of the other from below."""
    heads = ("科目名称", "本年收入合计", "金额", "对附属单位补助支出")

    def draw(canvas: Any) -> None:
        canvas.translate(*((0, 0), (595, 0), (595, 842), (0, 842))[quarter])
        canvas.rotate(90 * quarter)
        canvas.setFont(FONT, 10)
        xs = (60, 160, 200, 240, 280)
        for y in (500, 400, 382, 364):
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, 364, x, 500)
        put_texts(canvas, (("教育支出", "9.50", "9.50", "1.20"), ("合计", "9.50", "9.50", "1.20")), xs, 400, 18)
        canvas.drawString(70, 455, heads[0])
        for x, head in ((184, heads[1]), (264, heads[3])):
            canvas.saveState()
            canvas.translate(x, 404)
            canvas.rotate(90)
            canvas.drawString(0, 0, head)
            canvas.restoreState()
        for at, char in enumerate(heads[2]):
            canvas.drawString(215, 455 - 12 * at, char)

    assert rows(only_grid(read_pdf(make_pdf(draw))))[0] == list(heads)


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
