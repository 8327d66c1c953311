"""Tables without rulings: columns that hold nothing, headings over several columns, one crowded row."""

from __future__ import annotations

from typing import Any

from tests.extract.readers.pages import rows
from tests.extract.readers.pdf.drawing import FONT, Rows, put_texts
from tests.extract.readers.pdf.open_tables import centred, one_grid


def test_columns_without_entries_are_known_by_heading_and_numbers() -> None:
    xs = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0, 620.0)
    body: Rows = (
        ("合计", "", "30.50", "30.50", "", ""),
        ("205", "教育支出", "20.50", "20.50", "", ""),
        ("20502", "普通教育", "20.50", "20.50", "", ""),
        ("213", "农林水支出", "10.00", "10.00", "", ""),
    )

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(340, 560, "部门支出表")
        canvas.drawString(60, 535, "部门：某街道办事处")
        centred(canvas, ("科目编码", "科目名称", "支出合计", "基本支出", "经营支出", "上缴上级支出"), 500, xs)
        canvas.drawCentredString(180, 482, "栏次")
        centred(canvas, ("", "", "1", "2", "3", "4"), 482, xs)
        put_texts(canvas, body, xs, 475, 18)

    grid = one_grid(draw)
    assert rows(grid) == [
        ["科目编码", "科目名称", "支出合计", "基本支出", "经营支出", "上缴上级支出"],
        ["栏次", "", "1", "2", "3", "4"],
        *[list(row) for row in body],
    ]
    numbers = [cell for cell in grid.cells if cell.row == 1]
    assert [(cell.col, cell.col_span) for cell in numbers] == [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1)]


def test_heading_over_three_columns_right_above_the_middle_one() -> None:
    xs = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0)
    body: Rows = (
        ("205", "教育支出", "20.50", "20.00", "0.50"),
        ("20502", "普通教育", "20.50", "20.00", "0.50"),
        ("2050201", "学前教育", "20.50", "20.00", "0.50"),
    )

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 500, "项目")
        canvas.drawCentredString(420, 500, "本年支出")
        centred(canvas, ("科目编码", "科目名称", "小计", "基本支出", "项目支出"), 480, xs)
        put_texts(canvas, body, xs, 470, 18)

    grid = one_grid(draw)
    assert rows(grid)[:2] == [
        ["项目", "", "本年支出", "", ""],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ]
    assert [(cell.col, cell.col_span) for cell in grid.cells if cell.row == 0] == [(0, 2), (2, 3)]
    assert rows(grid)[2:] == [list(row) for row in body]


def test_wrapped_heading() -> None:
    xs = (60.0, 200.0, 300.0, 400.0)

    def draw(canvas: Any) -> None:
        centred(canvas, ("", "", "政府性基金"), 504, xs)
        centred(canvas, ("项目", "合计", ""), 498, xs)
        centred(canvas, ("", "", "预算拨款"), 492, xs)
        put_texts(
            canvas, (("甲支出", "1.00", "1.00"), ("乙支出", "2.00", "2.00"), ("丙支出", "3.00", "3.00")), xs, 480, 18
        )

    assert rows(one_grid(draw))[0] == ["项目", "合计", "政府性基金预算拨款"]


def test_one_row_of_the_three_public_expenses() -> None:
    xs = (60.0, 160.0, 260.0, 360.0, 460.0, 560.0, 660.0)

    def draw(canvas: Any) -> None:
        centred(canvas, ("合计", "出国费", "用车小计", "用车购置", "用车运行", "接待费"), 500, xs)
        centred(canvas, ("1", "2", "3", "4", "5", "6"), 480, xs)
        put_texts(canvas, (("18.79", "", "8.88", "", "8.88", "9.91"),), xs, 470, 18)

    assert rows(one_grid(draw)) == [
        ["合计", "出国费", "用车小计", "用车购置", "用车运行", "接待费"],
        ["1", "2", "3", "4", "5", "6"],
        ["18.79", "", "8.88", "", "8.88", "9.91"],
    ]


def test_two_amounts_below_the_headings_of_the_three_public_expenses_are_a_row() -> None:
    """Who travelled abroad and had no cars prints two figures of six: too few to be a table by themselves."""
    xs = (60.0, 160.0, 260.0, 360.0, 460.0, 560.0, 660.0)
    head = ("预算数", "决算数", "预算数", "决算数", "预算数", "决算数")

    def draw(canvas: Any) -> None:
        centred(canvas, ("合计", "因公出国（境）费", "公务接待费"), 500, xs[::2])
        centred(canvas, head, 480, xs)
        put_texts(canvas, (("8.79", "", "8.79", "", "", ""),), xs, 470, 18)

    assert rows(one_grid(draw)) == [
        ["合计", "", "因公出国（境）费", "", "公务接待费", ""],
        list(head),
        ["8.79", "", "8.79", "", "", ""],
    ]


def test_name_wrapped_round_its_code() -> None:
    xs = (60.0, 130.0, 260.0, 340.0)
    body: Rows = (
        ("201", "一般公共服务", "1.00"),
        ("", "", ""),
        ("205", "教育支出", "3.00"),
        ("206", "科技支出", "4.00"),
    )

    def draw(canvas: Any) -> None:
        put_texts(canvas, body, xs, 500, 24)
        canvas.drawString(62, 456, "20103")
        canvas.drawString(132, 461, "政府办公厅及")
        canvas.drawString(132, 451, "相关机构事务")

    assert rows(one_grid(draw))[1] == ["20103", "政府办公厅及相关机构事务", ""]


def test_the_parts_of_a_code_without_headings_of_their_own_are_one_column() -> None:
    xs = (60.0, 90.0, 115.0, 140.0, 300.0, 380.0, 460.0)
    body: Rows = (
        ("205", "", "", "教育支出", "20.50", "20.00"),
        ("205", "02", "", "普通教育", "20.50", "20.00"),
        ("205", "02", "01", "学前教育", "20.50", "20.00"),
    )

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 518, "项目")
        centred(canvas, ("科目编码", "科目名称", "本年支出合计", "基本支出"), 500, (60.0, 140.0, 300.0, 380.0, 460.0))
        put_texts(canvas, body, xs, 490, 18)

    found = rows(one_grid(draw))
    assert found[1][:2] == ["科目编码", "科目名称"]
    assert [row[0] for row in found[2:]] == ["205", "205 02", "205 02 01"]
    assert [row[1] for row in found[2:]] == ["教育支出", "普通教育", "学前教育"]


def test_headings_set_flush_left_head_the_columns_that_begin_with_them() -> None:
    xs = (62.0, 152.0, 302.0, 382.0, 462.0, 542.0)
    lines_below = [
        ("科目编码", "科目名称", "", "小计", "基本支出", "项目支出"),
        ("栏次", "", "1", "2", "3", "4"),
        ("205", "教育支出", "", "20.50", "20.00", "0.50"),
        ("20502", "普通教育", "", "20.50", "20.00", "0.50"),
        ("2050201", "学前教育", "", "20.50", "20.00", "0.50"),
    ]

    def draw(canvas: Any) -> None:
        canvas.drawString(62, 520, "项目")
        canvas.drawString(302, 509, "年初结转和结余")
        canvas.drawString(382, 520, "本年支出")
        for number, line in enumerate(lines_below):
            for x, text in zip(xs, line, strict=True):
                canvas.drawString(x, 498 - 18 * number, text)

    grid = one_grid(draw)
    head = {cell.text: (cell.col, cell.col_span) for cell in grid.cells if cell.row < 2 and cell.text}
    assert (head["项目"], head["本年支出"], head["年初结转和结余"]) == ((0, 2), (3, 3), (2, 1))
    assert [row[3:] for row in rows(grid)[3:]] == [["20.50", "20.00", "0.50"]] * 3


def test_sides_flush_with_the_names_below_them_head_all_their_columns() -> None:
    left = (60.0, 220.0, 250.0, 320.0, 470.0, 500.0)
    body = (
        ("一、财政拨款收入", "1", "30.50", "一、教育支出", "4", "20.50"),
        ("二、其他各项事业性收", "2", "0.00", "二、农林水支出", "5", "10.00"),
        ("本年收入合计", "3", "30.50", "本年支出合计", "6", "30.50"),
    )

    def draw(canvas: Any) -> None:
        canvas.drawString(60, 520, "收入")
        canvas.drawString(320, 520, "支出")
        for x, text in zip(left, ("项 目", "行次", "金 额", "项 目", "行次", "金 额"), strict=True):
            canvas.drawString(x, 500, text)
        for number, row in enumerate(body):
            for x, text in zip(left, row, strict=True):
                if "." in text:
                    canvas.drawRightString(x + 45, 470 - 30 * number, text)
                else:
                    canvas.drawString(x, 470 - 30 * number, text)
        canvas.drawString(60, 428, "入")

    grid = one_grid(draw)
    assert rows(grid)[:2] == [["收入", "", "", "支出", "", ""], ["项 目", "行次", "金 额", "项 目", "行次", "金 额"]]
    assert rows(grid)[3][:3] == ["二、其他各项事业性收入", "2", "0.00"]


def test_headings_and_column_numbers_set_flush_left_over_figures_set_flush_right() -> None:
    xs = (50.0, 85.0, 165.0, 200.0, 285.0, 365.0, 425.0, 460.0, 540.0, 575.0, 660.0, 740.0, 800.0)
    names = ("合计", "因公出国(境)费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费")
    figures = ("61.30", "0.00", "15.60", "0.00", "15.60", "45.70", "29.24", "17.61", "10.38", "0.00", "10.38", "1.26")

    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 9)
        for first, over in ((0, "预算数"), (6, "决算数")):
            canvas.drawString(xs[first], 540, over)
            canvas.drawString(xs[first + 2], 524, "公务用车购置及运行费")
            for column, name in enumerate(names, first):
                canvas.drawString(xs[column], 507 if 2 <= column - first <= 4 else 515, name)
        for column, figure in enumerate(figures):
            canvas.drawString(xs[column], 490, str(column + 1))
            canvas.drawRightString(xs[column + 1] - 9, 470, figure)

    grid = one_grid(draw)
    assert rows(grid)[0][::6] == ["预算数", "决算数"]
    assert rows(grid)[-1] == list(figures)
