"""Where the heading of a table without rulings ends and its first row begins; labels of unequal height."""

from __future__ import annotations

from typing import Any

from pipelines.extract.content import Grid
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import check_promise, grids, lines, rows
from tests.extract.readers.pdf.drawing import LANDSCAPE, Draw, Rows, make_pdf, put_texts
from tests.extract.readers.pdf.open_tables import centred

XS = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0)
TWO_SIDES = (60.0, 240.0, 310.0, 490.0, 560.0)
BODY: Rows = (
    ("205", "教育支出", "20.50", "20.00", "0.50"),
    ("20502", "普通教育", "20.50", "20.00", "0.50"),
    ("213", "农林水支出", "10.00", "10.00", "0.00"),
)


def read(*pages: Draw) -> list[Grid]:
    content = read_pdf(make_pdf(*pages, size=LANDSCAPE))
    check_promise(content)
    found = [grid for page in content.pages for grid in grids(page)]
    assert all(grid.method == "stream" for grid in found)
    return found


def two_sides(canvas: Any, top: float) -> None:
    """The heading of a table of income and expenditure, and its row of column numbers."""
    centred(canvas, ("", "收入", "", "支出"), top, (60.0, 150.0, 220.0, 400.0, 470.0))
    centred(canvas, ("项    目", "金额", "项    目", "金额"), top - 16, TWO_SIDES)


def test_a_label_that_ends_above_its_longer_neighbours_heads_its_own_column() -> None:
    def draw(canvas: Any) -> None:
        heads = ("本年支出合计", "基本支出", "对附属单位补助支出", "经营支出", "项目支出合计数")
        xs = (300.0, 360.0, 420.0, 480.0, 540.0, 600.0)
        centred(canvas, ("科目编码", "科目名称"), 460, (60.0, 130.0, 300.0))
        for left, label in zip(xs, heads, strict=False):
            for line, char in enumerate(label):
                canvas.drawCentredString(left + 30, 500 - 11 * line, char)
        body = [(row[0], row[1], row[2], row[3], "", "", row[4]) for row in BODY]
        put_texts(canvas, body, (60.0, 130.0, *xs), 400, 18)

    (grid,) = read(draw)
    assert grid.n_cols == 7
    assert rows(grid)[0][2:] == ["本年支出合计", "基本支出", "对附属单位补助支出", "经营支出", "项目支出合计数"]
    assert [row[-1] for row in rows(grid)[1:]] == ["0.50", "0.50", "0.00"]


def test_spread_words_above_one_another_are_not_written_downwards() -> None:
    def draw(canvas: Any) -> None:
        two_sides(canvas, 500)
        centred(canvas, ("栏    次", "1", "栏    次", "2"), 468, TWO_SIDES)
        put_texts(canvas, [("一、财政拨款收入", "20.50", "一、教育支出", "20.50")] * 3, TWO_SIDES, 462, 16)

    (grid,) = read(draw)
    assert grid.n_cols == 4
    assert rows(grid)[1:3] == [["项目", "金额", "项目", "金额"], ["栏次", "1", "栏次", "2"]]


def test_an_amount_in_brackets_ends_before_the_name_beside_it() -> None:
    def draw(canvas: Any) -> None:
        two_sides(canvas, 500)
        names = ("一、教育支出", "二、农林水支出", "总计")
        put_texts(canvas, [("一、财政拨款收入", "", name, "20.50") for name in names], TWO_SIDES, 476, 16)
        for y in (464, 448, 432):
            canvas.drawRightString(310, y, "(364.84)")

    (grid,) = read(draw)
    assert [row[1] for row in rows(grid)[2:]] == ["(364.84)"] * 3


def test_the_number_of_the_page_right_below_the_last_row_is_not_its_amount() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), 480, XS)
        put_texts(canvas, BODY, XS, 470, 15)
        canvas.drawCentredString(401, 414, "第 8 页")

    (grid,) = read(draw)
    assert [list(row) for row in BODY] == rows(grid)[1:]
    assert lines(read_pdf(make_pdf(draw, size=LANDSCAPE)).pages[0])[-1] == "第 8 页"


def test_a_page_that_holds_the_totals_only_keeps_both_sides() -> None:
    def draw(canvas: Any) -> None:
        two_sides(canvas, 500)
        put_texts(canvas, [("总  计", "6,202.02", "总  计", "6,202.02")], TWO_SIDES, 476, 18)

    (grid,) = read(draw)
    assert rows(grid)[-1] == ["总 计", "6,202.02", "总 计", "6,202.02"]


def test_items_without_figures_below_a_heading_are_rows() -> None:
    def draw(canvas: Any) -> None:
        two_sides(canvas, 500)
        body = [("", "", name, "") for name in ("十一、城乡社区支出", "十二、农林水支出", "十三、交通运输支出")]
        body.append(("", "", "十四、住房保障支出", "91.56"))
        body.append(("本年收入合计", "5,679.99", "本年支出合计", "5,762.51"))
        put_texts(canvas, body, TWO_SIDES, 476, 20)

    (grid,) = read(draw)
    assert rows(grid)[1] == ["项目", "金额", "项目", "金额"]
    assert [row[2] for row in rows(grid)[2:]] == [
        "十一、城乡社区支出", "十二、农林水支出", "十三、交通运输支出", "十四、住房保障支出", "本年支出合计",
    ]  # fmt: skip


def test_a_first_name_that_begins_above_its_figures_is_no_part_of_the_heading() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), 480, XS)
        canvas.drawString(132, 455, "机关事业单位")
        put_texts(canvas, [("2080505", "养老支出", "20.50", "20.00", "0.50"), *BODY], XS, 456, 18)

    (grid,) = read(draw)
    assert rows(grid)[:2] == [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["2080505", "机关事业单位养老支出", "20.50", "20.00", "0.50"],
    ]


def test_columns_of_other_contents_are_not_carried_over() -> None:
    def first(canvas: Any) -> None:
        heads = ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "事业收入")
        centred(canvas, heads, 480, XS)
        put_texts(canvas, BODY, XS, 470, 18)

    def second(canvas: Any) -> None:
        xs = (60.0, 130.0, 300.0, 420.0, 540.0)
        canvas.drawCentredString(180, 496, "项目")
        centred(canvas, ("科目编码", "科目名称", "合计", "基本支出"), 480, xs)
        put_texts(canvas, [row[:4] for row in BODY], xs, 470, 18)

    _, after = read(first, second)
    assert rows(after)[-3:] == [list(row[:4]) for row in BODY]
    assert after.n_cols == 4


def test_a_repeated_heading_has_the_columns_of_the_page_before() -> None:
    xs = (60.0, 110.0, 220.0, 280.0, 330.0, 440.0, 500.0)
    full = ("301", "工资福利支出", "20.50", "302", "商品和服务支出", "1.50")

    def head(canvas: Any) -> None:
        centred(canvas, ("人员经费", "公用经费"), 510, (60.0, 280.0, 500.0))
        centred(canvas, ("科目编码", "科目名称", "金额") * 2, 492, xs)

    def first(canvas: Any) -> None:
        head(canvas)
        put_texts(canvas, [full] * 4, xs, 480, 18)

    def second(canvas: Any) -> None:
        head(canvas)
        put_texts(
            canvas, [("", "", "", "30299", "其他支出", "0.50"), ("", "合计", "20.50", "", "合计", "2.00")], xs, 480, 18
        )

    before, after = read(first, second)
    assert rows(after)[:2] == rows(before)[:2]
    assert [cell.bbox[0] for cell in after.cells if cell.bbox][1:3] == [
        cell.bbox[0] for cell in before.cells if cell.bbox
    ][1:3]
    assert rows(after)[-1] == ["合计", "", "20.50", "", "合计", "2.00"]


def test_column_numbers_of_an_empty_table_are_no_amounts_of_its_total() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawCentredString(180, 496, "项目")
        centred(canvas, ("科目编码", "科目名称", "小计", "基本支出", "项目支出"), 480, XS)
        canvas.drawCentredString(180, 462, "栏次")
        centred(canvas, ("", "", "1", "2", "3"), 462, XS)
        canvas.drawCentredString(180, 444, "合计")

    (grid,) = read(draw)
    assert [row[2:] for row in rows(grid)[-2:]] == [["1", "2", "3"], ["", "", ""]]
    assert ["".join(row[:2]) for row in rows(grid)[-2:]] == ["栏次", "合计"]
