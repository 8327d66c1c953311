"""Where pieces of a line without rulings end: words, figures and codes set close together, and prose."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.glyphs import Glyphs
from pipelines.extract.readers.pdf.segments import cut_segments
from pipelines.extract.readers.pdf.typeset import in_lines
from tests.extract.readers.pages import grids, lines, rows
from tests.extract.readers.pdf.drawing import COLUMNS, FONT, SPENDING, make_pdf, put_table, put_texts
from tests.extract.readers.pdf.open_tables import centred, one_grid


def put_prose(canvas: Any, top: float) -> list[str]:
    """Lines of prose with a quarter of an em round each figure, so that white runs down through all of them."""
    said = (
        ("全年收入总计共为", "123.45", "万元，比上年"),
        ("增加的收入主要有", "100.00", "万元是拨款，"),
        ("其余部分收入共为", "123.45", "万元，来自经"),
        ("营活动和其他来源", "110.50", "万元，较上年"),
    )
    for number, (before, figure, after) in enumerate(said):
        y = top - 20 * number
        canvas.drawString(60, y, before)
        canvas.drawString(142.5, y, figure)
        canvas.drawString(145 + canvas.stringWidth(figure, FONT, 10), y, after)
    return ["".join(parts) for parts in said]


def test_prose_whose_figures_stand_under_one_another_is_no_table() -> None:
    said: list[str] = []

    def draw(canvas: Any) -> None:
        said.extend(put_prose(canvas, 500))
        put_table(canvas, SPENDING, COLUMNS, 400)

    page = read_pdf(make_pdf(draw)).pages[0]
    assert [grid.method for grid in grids(page)] == ["ruled"]
    assert lines(page) == said


def test_note_below_the_rows_stays_text() -> None:
    xs = (60.0, 200.0, 300.0)

    def draw(canvas: Any) -> None:
        put_texts(canvas, (("甲", "1.00"), ("乙", "2.00"), ("丙", "3.00")), xs, 500, 18)
        canvas.drawString(60, 430, "注：本表由单位填报。")

    (page,) = read_pdf(make_pdf(draw)).pages
    assert lines(page) == ["注：本表由单位填报。"]
    assert len(rows(grids(page)[0])) == 3


def test_glyphs_with_the_box_of_their_ink_do_not_part_a_word() -> None:
    """Chromium's ⽬ comes with the box of its ink: narrow, and apart from its neighbours."""
    boxes = [(100.0 + 10 * n, 50.0, 110.0 + 10 * n, 60.0) for n in range(4)]
    boxes[1] = (112.0, 51.0, 118.0, 59.0)
    codes = np.array([ord(char) for char in "科目编码"], np.uint32)
    glyphs = Glyphs(codes, np.array(boxes), np.zeros(4, np.bool_), np.zeros(4, np.bool_))
    ((piece,),) = cut_segments(in_lines(glyphs))
    assert piece.text == "科目编码"


@pytest.mark.parametrize(("is_printed", "pieces"), [(True, ["单位 离退休"]), (False, ["单位", "离退休"])])
def test_printed_blank_within_a_name_parts_no_columns(is_printed: bool, pieces: list[str]) -> None:
    left = (100.0, 110.0, 122.5, 132.5, 142.5)
    boxes = np.array([(x, 50.0, x + 10, 60.0) for x in left])
    codes = np.array([ord(char) for char in "单位离退休"], np.uint32)
    spaced = np.array([False, False, is_printed, False, False])
    (line,) = cut_segments(in_lines(Glyphs(codes, boxes, spaced, np.zeros(5, np.bool_))))
    assert [piece.text for piece in line] == pieces


@pytest.mark.parametrize("margin", [1.0, 0.6], ids=["as a spreadsheet prints", "as a browser prints"])
def test_an_amount_ends_where_the_code_of_the_next_column_begins(margin: float) -> None:
    """Twice the margin of cells parts them, less than a blank; the amounts of the last column end its lines."""
    xs = (60.0, 110.0, 250.0, 320.0, 370.0, 510.0, 580.0)
    head = ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数")
    body = (
        ("301", "工资福利支出", "860.68", "302", "商品和服务支出", "36.83"),
        ("30101", "基本工资", "220.13", "30201", "办公费", "11.89"),
        ("30102", "津贴补贴", "615.39", "30202", "印刷费", "10.00"),
        ("30103", "奖金", "25.16", "30203", "咨询费", "14.94"),
    )

    def draw(canvas: Any) -> None:
        centred(canvas, head, 400, xs)
        for number, row in enumerate(body, 1):
            for at, text in enumerate(row):
                if "." in text:
                    canvas.drawRightString(xs[at + 1] - margin, 400 - 16 * number, text)
                else:
                    canvas.drawString(xs[at] + margin, 400 - 16 * number, text)

    assert rows(one_grid(draw))[1:] == [list(row) for row in body]
