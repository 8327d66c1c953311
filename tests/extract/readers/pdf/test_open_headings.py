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
