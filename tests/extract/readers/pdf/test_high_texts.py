"""Texts that are higher than their rows, run upwards, or are printed into each other."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import only_grid, rows
from tests.extract.readers.pdf.drawing import (
    FONT,
    as_lists,
    make_pdf,
    put_rulings,
    put_table,
    put_texts,
)


def test_wrapped_text_higher_than_its_row() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, (60, 130, 200), 700, 15)
        put_texts(canvas, (("甲", "1.00"), ("", "2.00"), ("乙", "3.00"), ("丙", "4.00")), (60, 130, 200), 700, 15)
        canvas.drawString(62, 679.5, "机关事业单")
        canvas.drawString(62, 669.5, "位养老支出")

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert rows(grid)[1] == ["机关事业单位养老支出", "2.00"]
    assert [row[0] for row in rows(grid)] == ["甲", "机关事业单位养老支出", "乙", "丙"]


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
