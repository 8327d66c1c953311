"""Headings without rulings: spread and upright words, labels over several columns, labels in several lines."""

from __future__ import annotations

from typing import Any

from tests.extract.readers.pages import rows
from tests.extract.readers.pdf.drawing import Rows, put_texts
from tests.extract.readers.pdf.open_tables import BODY, HEADS, XS, centred, read


def test_words_spread_over_their_column_and_words_written_downwards() -> None:
    def draw(canvas: Any) -> None:
        for x, text in ((95, "科目编码"), (215, "项        目"), (340, "合    计")):
            canvas.drawCentredString(x, 470, text)
        for column, word in ((420, "基本支出"), (500, "项目支出")):
            for line, char in enumerate(word):
                canvas.drawCentredString(column, 488 - 12 * line, char)
        put_texts(canvas, BODY, XS, 440, 18)

    (grid,) = read(draw)
    assert rows(grid)[0] == ["科目编码", "项目", "合计", "基本支出", "项目支出"]
    assert rows(grid)[1:] == [list(row) for row in BODY]


def test_rulings_down_are_the_columns_and_a_gap_in_one_is_a_heading_over_two() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 486, "项目")
        centred(canvas, HEADS, 468)
        put_texts(canvas, BODY, XS, 462, 18)
        for x in XS:
            canvas.line(x, 408, x, 480 if x == XS[1] else 498)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [["项目", "", "合计", "基本支出", "项目支出"], ["科目编码", "科目名称", "", "", ""]]
    assert rows(grid)[2:] == [list(row) for row in BODY]


def test_a_heading_with_a_colon_stays_in_the_heading() -> None:
    xs = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0, 620.0)
    body: Rows = tuple((*row, "1.00") for row in BODY)

    def draw(canvas: Any) -> None:
        canvas.drawString(60, 530, "单位：万元")
        for middle, y, text in (
            (180, 508, "项目"), (95, 490, "科目编码"), (215, 490, "科目名称"), (340, 499, "本年收入合计"),
            (460, 508, "事业收入"), (420, 490, "小计"), (500, 490, "其中：规费"), (580, 499, "经营收入"),
        ):  # fmt: skip
            canvas.drawCentredString(middle, y, text)
        put_texts(canvas, body, xs, 470, 18)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [
        ["项目", "", "本年收入合计", "事业收入", "", "经营收入"],
        ["科目编码", "科目名称", "", "小计", "其中：规费", ""],
    ]


def test_a_known_heading_right_above_another_one_is_no_line_of_it() -> None:
    xs = (60.0, 230.0, 300.0, 370.0, 440.0)
    body: Rows = tuple((name, "1.00", "0.50", "0.50") for name in ("教育支出", "卫生支出", "农林水支出"))

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(335, 520, "支出")
        centred(canvas, ("项目", "基本支出", "合计", "政府性基金预"), 503, xs)
        canvas.drawCentredString(405, 491, "算财政拨款")
        put_texts(canvas, body, xs, 480, 18)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [["项目", "支出", "", ""], ["", "基本支出", "合计", "政府性基金预算财政拨款"]]


def test_a_spread_heading_keeps_the_unit_that_breaks_after_it() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "合  计（万", "基本支出", "项目支出"), 500)
        canvas.drawCentredString(340, 488, "元）")
        put_texts(canvas, BODY, XS, 470, 18)

    (grid,) = read(draw)
    assert rows(grid)[0][2].replace(" ", "") == "合计（万元）"


def test_a_heading_written_downwards_with_a_colon_of_its_own_line() -> None:
    def draw(canvas: Any) -> None:
        for x, text in ((95, "科目编码"), (215, "科目名称")):
            canvas.drawCentredString(x, 510, text)
        for column, word in ((340, "合计"), (420, "基本支出"), (500, "其中：规费")):
            for line, char in enumerate(word):
                canvas.drawCentredString(column, 530 - 12 * line, char)
        put_texts(canvas, BODY, XS, 470, 18)

    (grid,) = read(draw)
    assert rows(grid)[0] == ["科目编码", "科目名称", "合计", "基本支出", "其中：规费"]


def test_marks_set_flush_left_stand_in_the_column_of_the_amounts_set_flush_right() -> None:
    xs = (60.0, 230.0, 340.0, 450.0, 560.0)
    body: Rows = (("出国费", "20.50", "20.00", "0.50"), ("用车费", "20.50", "20.00", "0.50"), ("总数", "—", "—", "7"))

    def draw(canvas: Any) -> None:
        centred(canvas, ("项目", "年初预算数", "全年预算数", "决算数"), 490, xs)
        centred(canvas, ("栏次", "1", "2", "3"), 474, xs)
        put_texts(canvas, body, xs, 468, 18)

    (grid,) = read(draw)
    assert rows(grid)[2:] == [list(row) for row in body]


def test_amounts_of_a_column_without_a_label_stay_beside_their_neighbours() -> None:
    xs = (60.0, 230.0, 340.0, 450.0)
    body: Rows = (("教育支出", "20.50", ""), ("科技支出", "", "20.50"), ("卫生支出", "20.50", ""))

    def draw(canvas: Any) -> None:
        for middle, text in ((145, "项目"), (395, "金额")):
            canvas.drawCentredString(middle, 490, text)
        put_texts(canvas, body, xs, 480, 18)

    (grid,) = read(draw)
    assert rows(grid)[1:] == [list(row) for row in body]


def test_a_label_between_two_groups_heads_its_blank_column_alone() -> None:
    xs = (60.0, 130.0, 230.0, 300.0, 370.0, 440.0, 510.0, 580.0)
    body: Rows = tuple((code, "某支出", "3.00", "2.00", "1.00", "", "3.00") for code in ("205", "20502", "2050201"))

    def draw(canvas: Any) -> None:
        for middle, y, text in (
            (95, 508, "科目编码"), (180, 508, "科目名称"), (265, 508, "合计"),
            (370, 508, "基本支出"), (335, 490, "人员经费"), (405, 490, "公用经费"),
            (475, 508, "上缴支出"), (545, 508, "项目支出"), (545, 490, "小计"),
        ):  # fmt: skip
            canvas.drawCentredString(middle, y, text)
        put_texts(canvas, body, xs, 470, 18)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [
        ["科目编码", "科目名称", "合计", "基本支出", "", "上缴支出", "项目支出"],
        ["", "", "", "人员经费", "公用经费", "", "小计"],
    ]
    assert rows(grid)[2:] == [list(row) for row in body]


def test_a_label_heads_the_columns_listed_under_it_not_those_that_stand_beside_it() -> None:
    xs = (60.0, 130.0, 230.0, 300.0, 370.0, 440.0, 510.0, 580.0)
    body: Rows = tuple((code, "某支出", "3.00", "2.00", "1.00", "1.00", "3.00") for code in ("212", "21208", "2120803"))

    def draw(canvas: Any) -> None:
        for middle, y, text in (
            (95, 490, "科目编码"), (180, 490, "科目名称"), (265, 493, "本年收入"), (405, 508, "本年支出"),
            (335, 490, "小计"), (405, 490, "基本支出"), (475, 490, "项目支出"), (545, 493, "年末结转和结余"),
        ):  # fmt: skip
            canvas.drawCentredString(middle, y, text)
        put_texts(canvas, body, xs, 470, 18)

    (grid,) = read(draw)
    (over,) = [cell for cell in grid.cells if cell.text == "本年支出"]
    assert (over.col, over.col_span) == (3, 3)


def test_the_first_row_of_a_page_may_be_named_as_a_heading_is() -> None:
    xs = (60.0, 230.0, 300.0, 470.0, 540.0)

    def draw(canvas: Any) -> None:
        centred(canvas, ("项目", "金额", "项目", "金额"), 502, xs)
        for x, year in ((62, "年初"), (302, "年末")):
            canvas.drawString(x, 486, f"{year}财政拨款结转和")
        put_texts(canvas, (("结余", "3.00", "结余", "2.00"), ("总计", "9.00", "总计", "9.00")), xs, 483, 18)
        put_texts(canvas, (("年末", "1.00", "年末", "1.00"),), xs, 447, 18)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [
        ["项目", "金额", "项目", "金额"],
        ["年初财政拨款结转和结余", "3.00", "年末财政拨款结转和结余", "2.00"],
    ]
