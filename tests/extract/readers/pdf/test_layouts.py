"""Every way of drawing a table gives the analyst the same cells."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from pipelines.extract.content import Content, Grid, Page, TextLine
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pdf.drawing import (
    COLUMNS,
    FONT,
    LANDSCAPE,
    PORTRAIT,
    SPENDING,
    Rows,
    make_pdf,
    put_rulings,
    put_table,
    put_texts,
)


def grids(page: Page) -> list[Grid]:
    return [block for block in page.blocks if isinstance(block, Grid)]


def lines(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, TextLine)]


def rows(grid: Grid) -> list[list[str]]:
    table = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        table[cell.row][cell.col] = cell.text
    return table


def as_lists(table: Rows) -> list[list[str]]:
    return [list(row) for row in table]


def read_one(content: Content) -> Grid:
    assert content.status == "parsed"
    assert content.flaws == []
    (page,) = content.pages
    (grid,) = grids(page)
    return grid


def check_offsets(content: Content) -> None:
    for page in content.pages:
        for block in page.blocks:
            stretch = page.text[block.start : block.end]
            if isinstance(block, Grid):
                assert stretch.split("\n") == ["\t".join(row) for row in rows(block)]
                covered = [
                    (cell.row + r, cell.col + c)
                    for cell in block.cells
                    for r in range(cell.row_span)
                    for c in range(cell.col_span)
                ]
                assert sorted(covered) == [(r, c) for r in range(block.n_rows) for c in range(block.n_cols)]
            else:
                assert stretch == block.text


def hairlines(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


def stroked_boxes(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            canvas.rect(left, 700 - (row + 1) * 18, right - left, 18)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def spaced_boxes(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            canvas.rect(left + 0.8, 700 - (row + 1) * 18 + 0.8, right - left - 1.6, 16.4)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def filled_bars(canvas: Any) -> None:
    for number in range(len(SPENDING) + 1):
        canvas.rect(COLUMNS[0], 700 - number * 18 - 0.5, COLUMNS[-1] - COLUMNS[0], 1, stroke=0, fill=1)
    for x in COLUMNS:
        for number in range(len(SPENDING)):
            canvas.rect(x - 0.5, 700 - (number + 1) * 18, 1, 18, stroke=0, fill=1)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def dotted(canvas: Any) -> None:
    bottom = 700 - len(SPENDING) * 18
    for number in range(len(SPENDING) + 1):
        for step in range(0, int(COLUMNS[-1] - COLUMNS[0]), 2):
            canvas.rect(COLUMNS[0] + step, 700 - number * 18, 1, 1, stroke=0, fill=1)
    for x in COLUMNS:
        for step in range(0, int(700 - bottom), 2):
            canvas.rect(x, bottom + step, 1, 1, stroke=0, fill=1)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def one_path(canvas: Any) -> None:
    path = canvas.beginPath()
    for number in range(len(SPENDING) + 1):
        path.moveTo(COLUMNS[0], 700 - number * 18)
        path.lineTo(COLUMNS[-1], 700 - number * 18)
    for x in COLUMNS:
        path.moveTo(x, 700)
        path.lineTo(x, 700 - len(SPENDING) * 18)
    canvas.drawPath(path, stroke=1, fill=0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def shaded_heading(canvas: Any) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(COLUMNS[0], 682, COLUMNS[-1] - COLUMNS[0], 18, stroke=0, fill=1)
    canvas.rect(COLUMNS[0] + 5, 685, 30, 12, stroke=0, fill=1)
    canvas.setFillGray(0)
    hairlines(canvas)


def open_sides(canvas: Any) -> None:
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, down=False)
    for x in COLUMNS[1:-1]:
        canvas.line(x, 700, x, 700 - len(SPENDING) * 18)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def open_top(canvas: Any) -> None:
    for number in range(1, len(SPENDING)):
        canvas.line(COLUMNS[0], 700 - number * 18, COLUMNS[-1], 700 - number * 18)
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, across=False)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def thick_frame(canvas: Any) -> None:
    canvas.setLineWidth(2.25)
    canvas.rect(COLUMNS[0], 700 - len(SPENDING) * 18, COLUMNS[-1] - COLUMNS[0], len(SPENDING) * 18)
    canvas.setLineWidth(0.5)
    hairlines(canvas)


def in_a_form(canvas: Any) -> None:
    canvas.beginForm("table")
    put_table(canvas, SPENDING, COLUMNS, 350)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(0, 350)
    canvas.doForm("table")
    canvas.restoreState()


def scaled(canvas: Any) -> None:
    canvas.scale(0.75, 0.75)
    put_table(canvas, SPENDING, COLUMNS, 900)


def fake_bold(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)
    canvas.translate(0.3, 0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def nested_fills(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            path = canvas.beginPath()
            path.rect(left, 700 - (row + 1) * 18, right - left, 18)
            path.rect(left + 0.7, 700 - (row + 1) * 18 + 0.7, right - left - 1.4, 16.6)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def ruled_across_only(canvas: Any) -> None:
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, down=False)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def three_lines(canvas: Any) -> None:
    for y in (700, 682, 610):
        canvas.line(COLUMNS[0], y, COLUMNS[-1], y)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def without_rulings(canvas: Any) -> None:
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


RULED = [
    hairlines,
    stroked_boxes,
    spaced_boxes,
    filled_bars,
    dotted,
    one_path,
    shaded_heading,
    open_sides,
    open_top,
    thick_frame,
    in_a_form,
    scaled,
    fake_bold,
    nested_fills,
]
UNRULED = [ruled_across_only, three_lines, without_rulings]


@pytest.mark.parametrize("draw", RULED, ids=lambda draw: str(draw.__name__))
def test_ruled_table(draw: Any) -> None:
    content = read_pdf(make_pdf(draw))
    grid = read_one(content)
    assert rows(grid) == as_lists(SPENDING)
    assert grid.method == "ruled"
    check_offsets(content)


@pytest.mark.parametrize("draw", UNRULED, ids=lambda draw: str(draw.__name__))
def test_table_without_vertical_rulings(draw: Any) -> None:
    content = read_pdf(make_pdf(draw))
    grid = read_one(content)
    assert rows(grid) == as_lists(SPENDING)
    assert grid.method == "stream"
    check_offsets(content)


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
    grid = read_one(content)
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
    assert rows(read_one(content)) == as_lists(SPENDING)
    assert content.pages[0].width == 842


def test_cropped_page_counts_from_its_corner() -> None:
    content = read_pdf(make_pdf(hairlines, cropBox=(20, 30, 575, 800)))
    assert read_one(content).bbox == (40.0, 100.0, 480.0, 190.0)


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

    grid = read_one(read_pdf(make_pdf(draw)))
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

    grid = read_one(read_pdf(make_pdf(draw)))
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

    grid = read_one(read_pdf(make_pdf(draw)))
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

    grid = read_one(read_pdf(make_pdf(draw)))
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


def test_two_tables_and_text_between() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 780, "本单位决算情况如下。")
        put_table(canvas, SPENDING, COLUMNS, 760)
        canvas.drawString(60, 640, "注：上表由本单位编制。")
        put_table(canvas, (("项目", "金额"), ("办公费", "3.20")), (60, 200, 300), 620)
        canvas.drawString(60, 560, "以上。")

    content = read_pdf(make_pdf(draw))
    (page,) = content.pages
    assert [type(block) for block in page.blocks] == [TextLine, Grid, TextLine, Grid, TextLine]
    assert rows(grids(page)[1]) == [["项目", "金额"], ["办公费", "3.20"]]
    assert lines(page) == ["本单位决算情况如下。", "注：上表由本单位编制。", "以上。"]
    check_offsets(content)


def test_boxed_text_stays_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(30, 30, 535, 782)
        canvas.rect(60, 700, 300, 30)
        canvas.drawString(70, 710, "部门基本情况")
        put_table(canvas, SPENDING, COLUMNS, 650)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert lines(page) == ["部门基本情况"]
    assert [rows(grid) for grid in grids(page)] == [as_lists(SPENDING)]


def test_column_of_amounts_alone_on_its_page() -> None:
    """The last column of a sheet that is wider than the paper."""
    column = (("其他收入",), ("8",), ("1,234.50",), ("",), ("-10.00",), ("1,224.50",))
    read = read_pdf(make_pdf(lambda canvas: put_table(canvas, column, (60, 160), 700)))
    assert rows(read_one(read)) == as_lists(column)


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
    assert rows(read_one(read)) == as_lists(column)


def test_number_wider_than_its_column() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 200, 300), 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawRightString(198, 686, "123,456,789.12")
        canvas.drawString(62, 668, "人员")

    assert rows(read_one(read_pdf(make_pdf(draw)))) == [["合计", "123,456,789.12", ""], ["人员", "", ""]]


def test_number_that_touches_the_next_text() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 18)
        canvas.drawRightString(159.5, 686, "854.15")
        canvas.drawString(160.5, 686, "一、教育支出")
        canvas.drawRightString(159.5, 668, "92.16")
        canvas.drawString(160.6, 668, "30201")

    assert rows(read_one(read_pdf(make_pdf(draw)))) == [["854.15", "一、教育支出"], ["92.16", "30201"]]


def test_wrapped_text_higher_than_its_row() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, (60, 130, 200), 700, 15)
        put_texts(canvas, (("甲", "1.00"), ("", "2.00"), ("乙", "3.00"), ("丙", "4.00")), (60, 130, 200), 700, 15)
        canvas.drawString(62, 679.5, "机关事业单")
        canvas.drawString(62, 669.5, "位养老支出")

    grid = read_one(read_pdf(make_pdf(draw)))
    assert rows(grid)[1] == ["机关事业单位养老支出", "2.00"]
    assert [row[0] for row in rows(grid)] == ["甲", "机关事业单位养老支出", "乙", "丙"]


def test_printed_blanks_stay_and_wrapped_lines_join() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 30)
        canvas.drawString(70, 680, "合 计")
        canvas.drawString(162, 688, "公务用车")
        canvas.drawString(162, 674, "运行费")
        canvas.drawString(162, 650, "32. 46")

    assert rows(read_one(read_pdf(make_pdf(draw)))) == [["合 计", "公务用车运行费"], ["", "32. 46"]]


def test_watermark_does_not_enter_the_table() -> None:
    def draw(canvas: Any) -> None:
        hairlines(canvas)
        canvas.saveState()
        canvas.translate(150, 560)
        canvas.rotate(30)
        canvas.setFont(FONT, 30)
        canvas.drawString(0, 0, "内部资料样张")
        canvas.restoreState()

    (page,) = read_pdf(make_pdf(draw)).pages
    assert [rows(grid) for grid in grids(page)] == [as_lists(SPENDING)]
    assert lines(page) == ["内部资料样张"]


def test_landscape_page() -> None:
    content = read_pdf(make_pdf(lambda canvas: put_table(canvas, SPENDING, COLUMNS, 500), size=LANDSCAPE))
    assert rows(read_one(content)) == as_lists(SPENDING)
    assert (content.pages[0].width, content.pages[0].height) == LANDSCAPE


def test_amounts_in_prose_make_no_table() -> None:
    text = [
        "2030年度收入总计1,234.50万元，支出总计1,234.50万元，",
        "与上年相比增加34.50万元，增长2.88%，其中基本支出",
        "1,000.00万元，项目支出234.50万元，均已按规定公开。",
    ]

    def draw(canvas: Any) -> None:
        for number, line in enumerate(text):
            canvas.drawString(90, 700 - 20 * number, line)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert grids(page) == []
    assert lines(page) == text


def test_quotation_marks_drawn_last_stand_where_they_were_set() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 700, "三公")
        canvas.drawString(110, 700, "经费支出合计12.50万元")
        canvas.drawString(70, 700, "“”", charSpace=20)

    (page,) = read_pdf(make_pdf(draw)).pages
    assert lines(page) == ["“三公”经费支出合计12.50万元"]


def test_contents_page_makes_no_table() -> None:
    def draw(canvas: Any) -> None:
        for number in range(8):
            canvas.drawString(90, 700 - 20 * number, f"第{number + 1}部分")
            canvas.drawRightString(500, 700 - 20 * number, str(number + 3))

    (page,) = read_pdf(make_pdf(draw)).pages
    assert grids(page) == []
    assert lines(page)[0] == "第1部分 3"


@pytest.mark.parametrize("foot", ["- 15 -", "第 15 页 共 40 页", ""])
@pytest.mark.parametrize(
    ("text", "runs_on"), [("局" * 40, True), ("局" * 30, False), ("局" * 20 + "." * 38 + "12", False)]
)
def test_a_full_line_at_the_foot_of_a_page_runs_on(text: str, runs_on: bool, foot: str) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 130, "第一行" + "字" * 38)
        canvas.drawString(80, 110, text)
        canvas.drawCentredString(297, 40, foot)

    (page,) = read_pdf(make_pdf(draw)).pages
    last = next(block for block in page.blocks if isinstance(block, TextLine) and block.text.startswith("局"))
    assert last.ends_paragraph is not runs_on
