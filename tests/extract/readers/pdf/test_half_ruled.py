"""Tables with some of their rulings: lines across only, a ruled heading only, and headings that no line explains."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import grids, lines, rows
from tests.extract.readers.pdf.drawing import FONT, LANDSCAPE, Rows, make_pdf, put_rulings, put_texts
from tests.extract.readers.pdf.open_tables import centred, one_grid

XS = (60.0, 130.0, 300.0, 400.0, 500.0, 600.0)
LEAVES = ("科目编码", "科目名称", "小计", "基本支出", "项目支出")
BODY: Rows = (
    ("205", "教育支出", "20.50", "20.00", "0.50"),
    ("20502", "普通教育", "20.50", "20.00", "0.50"),
    ("2050201", "学前教育", "20.50", "20.00", "0.50"),
)


@pytest.mark.parametrize("pitch", [14.0, 20.0])
def test_a_heading_over_three_columns_close_above_the_middle_one(pitch: float) -> None:
    """本年支出 stands above 基本支出 as if it were its first line; but 基本支出 had room in that line."""

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 480 + pitch, "项目")
        canvas.drawCentredString(450, 480 + pitch, "本年支出")
        centred(canvas, LEAVES, 480, XS)
        put_texts(canvas, BODY, XS, 475, 18)

    assert rows(one_grid(draw)) == [["项目", "", "本年支出", "", ""], list(LEAVES), *map(list, BODY)]


def test_what_no_ruling_parts_is_one_cell() -> None:
    """Lines across only: wrapped headings and names are whole, though their lines lie between those of others."""
    xs = (60.0, 100.0, 160.0, 240.0)
    heights = (540, 510, 480, 450, 420)

    def draw(canvas: Any) -> None:
        for y in heights:
            canvas.line(xs[0], y, xs[-1], y)
        centred(canvas, ("科目编", "", ""), 528, xs)
        centred(canvas, ("", "科目名称", "金额"), 521, xs)
        centred(canvas, ("码", "", ""), 514, xs)
        for top, code, upper, lower, amount in (
            (510, "301", "工资福利", "支出", "9.16"),
            (480, "302", "商品和服", "务支出", "4.75"),
            (450, "307", "债务利息", "支出", "1.25"),
        ):
            canvas.drawString(102, top - 12, upper)
            canvas.drawString(62, top - 19, code)
            canvas.drawRightString(238, top - 19, amount)
            canvas.drawString(102, top - 26, lower)

    assert rows(one_grid(draw)) == [
        ["科目编码", "科目名称", "金额"],
        ["301", "工资福利支出", "9.16"],
        ["302", "商品和服务支出", "4.75"],
        ["307", "债务利息支出", "1.25"],
    ]


def test_a_total_printed_across_code_and_name_joins_no_columns() -> None:
    xs = (60.0, 105.0, 220.0, 300.0)
    body: Rows = (*((str(30100 + n), "津贴补贴", f"{n}.00") for n in range(1, 7)), ("", "", "21.00"))

    def draw(canvas: Any) -> None:
        centred(canvas, ("编码", "科目名称", "金额"), 505, xs)
        put_texts(canvas, body, xs, 500, 18)
        canvas.drawString(70, 500 - 7 * 18 + 6, "人员经费合计")

    found = rows(one_grid(draw))
    assert found[0] == ["编码", "科目名称", "金额"]
    assert found[1] == ["30101", "津贴补贴", "1.00"]
    assert found[-1] == ["人员经费合计", "", "21.00"]


def _heading_box(canvas: Any, top: float) -> None:
    put_rulings(canvas, 1, XS, top, 20)
    canvas.setFont(FONT, 10)
    centred(canvas, LEAVES, top - 14, XS)


@pytest.mark.parametrize("is_boxed", [True, False])
@pytest.mark.parametrize("count", [2, 3])
def test_a_ruled_heading_gives_the_columns(count: int, *, is_boxed: bool) -> None:
    """A continuation page may hold two rows only; a border round the whole makes no cell of them."""
    body = [list(row) for row in BODY[:count]]
    body[-1][2:] = ["", "", "7.00"]

    def draw(canvas: Any) -> None:
        _heading_box(canvas, 500)
        put_texts(canvas, body, XS, 480, 18)
        if is_boxed:
            canvas.rect(XS[0], 400, XS[-1] - XS[0], 80)
        canvas.drawString(60, 380, "注：本表由单位填报。")

    (page,) = read_pdf(make_pdf(draw, size=LANDSCAPE)).pages
    (grid,) = grids(page)
    assert rows(grid) == [list(LEAVES), *body]
    assert grid.method == "stream"
    assert lines(page) == ["注：本表由单位填报。"]


def test_a_note_in_the_last_row_of_a_ruled_table_stays_there() -> None:
    note = "注：2024年支出20.50万元，其中基本支出20.00万元。"

    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, XS, 500, 20)
        centred(canvas, LEAVES, 486, XS)
        put_texts(canvas, BODY, XS, 480, 20)
        canvas.rect(XS[0], 380, XS[-1] - XS[0], 40)
        canvas.drawString(64, 405, note)
        canvas.drawString(64, 390, "三公经费共3.00万元。")

    (page,) = read_pdf(make_pdf(draw, size=LANDSCAPE)).pages
    (grid,) = grids(page)
    assert grid.method == "ruled"
    assert rows(grid)[:4] == [list(LEAVES), *map(list, BODY)]


def test_rows_that_fit_no_column_of_the_heading_above_keep_their_own() -> None:
    def draw(canvas: Any) -> None:
        _heading_box(canvas, 500)
        put_texts(canvas, [("甲", f"{n}{n}1.00", "2.00") for n in range(1, 5)], (60, 108, 153, 340), 480, 18)

    (page,) = read_pdf(make_pdf(draw, size=LANDSCAPE)).pages
    assert [grid.method for grid in grids(page)] == ["ruled", "stream"]


def test_the_first_name_wrapped_upwards_is_no_heading() -> None:
    xs = (60.0, 130.0, 260.0, 340.0)

    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "金额"), 520, xs)
        put_texts(canvas, (("201", "", "1.00"), ("205", "教育支出", "3.00"), ("206", "科技支出", "4.00")), xs, 510, 24)
        canvas.drawString(132, 500, "政府办公厅及")
        canvas.drawString(132, 489, "相关机构事务")

    assert rows(one_grid(draw))[:2] == [["科目编码", "科目名称", "金额"], ["201", "政府办公厅及相关机构事务", "1.00"]]


def test_a_line_of_signatures_below_a_ruled_table_is_no_row_of_it() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, XS, 500, 20)
        centred(canvas, LEAVES, 486, XS)
        put_texts(canvas, BODY, XS, 480, 20)
        canvas.drawString(64, 405, "填表日期")
        canvas.drawString(320, 405, "2024.08")
        canvas.drawString(420, 405, "1.00")

    (page,) = read_pdf(make_pdf(draw, size=LANDSCAPE)).pages
    (grid,) = grids(page)
    assert rows(grid) == [list(LEAVES), *map(list, BODY)]


def test_a_frame_whose_only_row_holds_all_rows_is_read_by_its_lines() -> None:
    xs = (60.0, 130.0, 300.0, 380.0, 460.0)
    body: Rows = (
        ("合计", "", "30.50", "30.50"),
        ("205", "教育支出", "20.50", "20.50"),
        ("20502", "普通教育", "20.50", "20.50"),
        ("213", "农林水支出", "10.00", "10.00"),
    )

    def draw(canvas: Any) -> None:
        put_texts(canvas, [("科目编码", "科目名称", "支出合计", "基本支出"), *body], xs, 500, 18)
        for x in xs:
            canvas.line(x, 500, x, 410)
        for y in (500, 410):
            canvas.line(60, y, 460, y)

    (grid,) = grids(read_pdf(make_pdf(draw, size=LANDSCAPE)).pages[0])
    assert grid.method == "stream"
    assert rows(grid)[1:] == [list(row) for row in body]


def test_an_outer_column_without_entries_or_side_is_known_by_its_heading() -> None:
    """Rulings stand between columns only; nothing is printed below the last heading."""
    xs = (60.0, 130.0, 270.0, 350.0, 430.0, 530.0)
    body: Rows = (
        ("205", "教育支出", "20.50", "20.50", ""),
        ("20502", "普通教育", "12.50", "12.50", ""),
        ("20503", "职业教育", "8.00", "8.00", ""),
    )
    head = ("科目编码", "科目名称", "支出合计", "基本支出", "经营支出")

    def draw(canvas: Any) -> None:
        put_texts(canvas, (head, *body), xs, 700, 18)
        for x in xs[1:-1]:
            canvas.line(x, 700, x, 700 - 18 * 4)

    content = read_pdf(make_pdf(draw))
    (table,) = grids(content.pages[0])
    assert rows(table) == [list(head), *[list(row) for row in body]]
