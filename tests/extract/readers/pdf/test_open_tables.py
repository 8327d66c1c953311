"""Tables without rulings as real pages print them: spread and upright words, columns carried over, broken amounts."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.content import Grid
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.row_boxes import joined
from pipelines.extract.readers.pdf.segments import Segment
from tests.extract.readers.pages import grids, rows
from tests.extract.readers.pdf.drawing import LANDSCAPE, Draw, Rows, make_pdf, put_texts

XS = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0)
BODY: Rows = (
    ("205", "教育支出", "20.50", "20.00", "0.50"),
    ("20502", "普通教育", "20.50", "20.00", "0.50"),
    ("2050201", "学前教育", "20.50", "20.00", "0.50"),
)
HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def centred(canvas: Any, texts: tuple[str, ...], y: float, xs: tuple[float, ...] = XS) -> None:
    for left, right, text in zip(xs[:-1], xs[1:], texts, strict=True):
        canvas.drawCentredString((left + right) / 2, y, text)


def read(*pages: Draw) -> list[Grid]:
    return [grid for page in read_pdf(make_pdf(*pages, size=LANDSCAPE)).pages for grid in grids(page)]


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


def test_a_page_without_a_heading_takes_the_columns_of_the_page_before() -> None:
    rest: Rows = (("206", "科学技术支出", "", "", "1.00"), ("20601", "管理事务", "", "", "1.00"))

    def first(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, BODY, XS, 470, 18)

    def second(canvas: Any) -> None:
        put_texts(canvas, rest, XS, 550, 18)

    before, after = read(first, second)
    assert before.n_cols == after.n_cols == 5
    assert rows(after) == [list(row) for row in rest]


def test_figures_that_fit_no_column_of_the_page_before_keep_their_own() -> None:
    def first(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, BODY, XS, 470, 18)

    def second(canvas: Any) -> None:
        put_texts(canvas, BODY, tuple(x + 45 for x in XS), 550, 18)

    _, after = read(first, second)
    assert rows(after) == [list(row) for row in BODY]


def test_a_broken_amount_is_made_whole() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, (*BODY, ("206", "科学技术支出", "", "1,539.06", "0.00")), XS, 470, 30)
        canvas.drawRightString(378, 470 - 4 * 30 + 16, "1,539.0")
        canvas.drawRightString(378, 470 - 4 * 30 + 4, "6")

    (grid,) = read(draw)
    assert rows(grid)[-1][2] == "1,539.06"


def test_two_figures_in_one_box_are_never_joined_into_a_third() -> None:
    pieces = [Segment(text, x, 0, x + 20, 10, ()) for x, text in ((10, "310.10"), (32, "307"))]
    assert joined(pieces) == "310.10 307"


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


def test_names_in_two_lines_stay_with_their_row_and_rows_without_figures_alone() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), 500)
        put_texts(canvas, BODY, XS, 490, 20)
        canvas.drawString(132, 415, "住房改革")
        canvas.drawString(62, 409, "221")
        canvas.drawRightString(378, 409, "3.00")
        canvas.drawString(132, 403, "支出")
        canvas.drawString(132, 383, "结余分配")
        canvas.drawString(132, 363, "年末结转和结余")
        canvas.drawRightString(378, 363, "4.00")

    (grid,) = read(draw)
    assert [row[:3] for row in rows(grid)[-3:]] == [
        ["221", "住房改革支出", "3.00"],
        ["", "结余分配", ""],
        ["", "年末结转和结余", "4.00"],
    ]


def test_the_number_of_the_next_table_ends_the_columns_carried_over() -> None:
    heads = ("科目编码", "科目名称", "经费小计", "人员经费", "公用经费")

    def first(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, BODY, XS, 470, 18)

    def second(canvas: Any) -> None:
        put_texts(canvas, BODY, XS, 560, 18)
        canvas.drawCentredString(340, 490, "基本支出明细表")
        for x, text in ((440, "公开"), (463, "06"), (478, "表")):
            canvas.drawString(x, 470, text)
        canvas.drawString(60, 452, "部门：某街道办事处")
        centred(canvas, heads, 434)
        put_texts(canvas, BODY, XS, 424, 18)

    _, rest, new = read(first, second)
    assert rows(rest) == [list(row) for row in BODY]
    assert rows(new) == [list(heads), *[list(row) for row in BODY]]


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


def test_names_without_figures_that_stand_on_one_side_only_do_not_part_a_table() -> None:
    xs = (60.0, 230.0, 300.0, 470.0, 540.0)
    names = ("公共安全支出", "教育支出", "科学技术支出", "文化支出", "卫生支出", "节能支出", "城乡支出", "农林水支出")
    body: Rows = (
        ("财政拨款收入", "30.50", "一般公共服务支出", "30.00"),
        ("", "", "外交支出", "0.30"),
        *[("", "", f"其他各级各类用于{name}", "") for name in names],
        ("本年收入合计", "30.50", "本年支出合计", "30.30"),
        ("", "", "结余分配", "0.20"),
        ("总计", "30.50", "总计", "30.50"),
    )

    def draw(canvas: Any) -> None:
        centred(canvas, ("项目", "金额", "项目", "金额"), 520, xs)
        put_texts(canvas, body, xs, 510, 18)

    (grid,) = read(draw)
    assert rows(grid)[1:] == [list(row) for row in body]


def test_items_without_figures_at_the_end_of_a_page_are_rows_of_the_table() -> None:
    xs = (60.0, 230.0, 300.0, 470.0, 540.0)
    first: Rows = (
        ("一、财政拨款收入", "30.50", "一、一般公共服务支出", "29.30"),
        ("二、事业收入", "1.00", "二、外交支出", "0.50"),
        ("三、其他收入", "1.00", "三、国防支出", "0.20"),
        ("", "", "四、公共安全支出", ""),
        ("", "", "五、教育支出", ""),
    )
    second: Rows = (
        ("", "", "六、科学技术支出", ""),
        ("", "", "七、卫生健康支出", "2.50"),
        ("", "", "八、农林水支出", ""),
        ("总计", "32.50", "总计", "32.50"),
    )

    def page(canvas: Any, body: Rows) -> None:
        for middle, y, text in ((180, 530, "收入"), (420, 530, "支出")):
            canvas.drawCentredString(middle, y, text)
        centred(canvas, ("项目", "合计", "项目", "合计"), 512, xs)
        centred(canvas, ("栏次", "1", "栏次", "2"), 494, xs)
        put_texts(canvas, body, xs, 484, 18)

    before, after = read(lambda canvas: page(canvas, first), lambda canvas: page(canvas, second))
    assert rows(before)[3:] == [list(row) for row in first]
    assert rows(after)[2:] == [["栏次", "1", "栏次", "2"], *[list(row) for row in second]]


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


def test_one_row_on_the_last_page_below_a_heading_between_two_rulings() -> None:
    heads = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")

    def page(canvas: Any, body: Rows) -> None:
        for y in (520, 462, 462 - 18 * len(body)):
            canvas.line(60, y, 540, y)
        centred(canvas, tuple(head[:2] for head in heads), 506)
        centred(canvas, tuple(head[2:] for head in heads), 494)
        centred(canvas, ("", "栏次", "1", "2", "3"), 468)
        put_texts(canvas, body, XS, 462, 18)

    before, after = read(lambda canvas: page(canvas, BODY), lambda canvas: page(canvas, BODY[2:]))
    assert rows(before)[0] == rows(after)[0] == list(heads)
    assert rows(after)[2:] == [list(row) for row in BODY[2:]]


def test_a_code_in_two_lines_round_its_row_is_one_code() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, HEADS, 500)
        for row, y in zip(BODY, (470, 440, 410), strict=True):
            code, name, *amounts = row
            parts = (code[:6], code[6:]) if len(code) > 6 else (code,)
            for part, drop in zip(parts, (6.5, -6.5) if len(parts) > 1 else (0.0,), strict=True):
                canvas.drawCentredString(95, y + drop, part)
            canvas.drawString(132, y, name)
            for right, amount in zip(XS[3:], amounts, strict=True):
                canvas.drawRightString(right - 2, y, amount)

    (grid,) = read(draw)
    assert [[text.replace(" ", "") for text in row] for row in rows(grid)[1:]] == [list(row) for row in BODY]


def test_a_ruling_parts_an_amount_from_the_code_right_behind_it() -> None:
    xs = (60.0, 110.0, 240.0, 300.0, 340.0, 460.0, 540.0)
    body = [(f"3010{n}", "某支出", "", f"3020{n}", "某费用", "3.00") for n in range(1, 5)]

    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "金额") * 2, 500, xs)
        put_texts(canvas, body, xs, 490, 18)
        for n in range(4):
            canvas.drawRightString(299, 490 - 18 * (n + 1) + 5.5, f"198.6{n}")
        for x in xs:
            canvas.line(x, 410, x, 515)

    (grid,) = read(draw)
    assert [row[2:4] for row in rows(grid)[1:]] == [[f"198.6{n}", f"3020{n + 1}"] for n in range(4)]


def test_rows_of_two_lines_at_the_top_of_a_page_begin_with_the_upper_one() -> None:
    def first(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, BODY, XS, 470, 18)

    def second(canvas: Any) -> None:
        for n, (upper, lower) in enumerate((("年初财政拨款", "结转和结余"), ("年末财政拨款", "结转和结余"))):
            y = 540 - 30 * n
            canvas.drawString(132, y + 6, upper)
            canvas.drawRightString(378, y, "3.00")
            canvas.drawRightString(458, y, "3.00")
            canvas.drawString(132, y - 6, lower)

    _, after = read(first, second)
    assert [row[1] for row in rows(after)] == ["年初财政拨款结转和结余", "年末财政拨款结转和结余"]


@pytest.mark.parametrize("rise", [0, 11], ids=["row at the top", "row at the bottom"])
def test_a_class_broken_over_two_lines_is_one_code_of_its_row(rise: int) -> None:
    xs = (60.0, 85.0, 110.0, 300.0, 380.0, 460.0)
    codes = (("205", "", "教育支出"), ("205", "02", "普通教育"), ("213", "", "农林水支出"))

    def draw(canvas: Any) -> None:
        centred(canvas, ("类", "款", "科目名称", "合计", "基本支出"), 500, xs)
        for n, (code, section, name) in enumerate(codes):
            y = 480 - 28 * n
            canvas.drawCentredString(72, y + rise, code[:2])
            canvas.drawCentredString(72, y + rise - 11, code[2:])
            for x, text in ((92, section), (112, name)):
                canvas.drawString(x, y, text)
            canvas.drawRightString(378, y, "3.00")
            canvas.drawRightString(458, y, "3.00")

    (grid,) = read(draw)
    assert rows(grid)[1:] == [[*code, "3.00", "3.00"] for code in codes]


def test_a_total_set_across_blank_columns_spans_them() -> None:
    xs = (60.0, 110.0, 240.0, 300.0, 350.0, 480.0, 540.0)
    body = [(f"3010{n}", "某支出", "3.00", f"3020{n}", "某费用", "1.00") for n in range(1, 4)]

    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "金额") * 2, 500, xs)
        put_texts(canvas, body, xs, 490, 18)
        canvas.drawCentredString(280, 420, "公用经费合计")
        canvas.drawRightString(538, 420, "3.00")

    (grid,) = read(draw)
    (total,) = [cell for cell in grid.cells if cell.text == "公用经费合计"]
    assert (total.col, total.col_span) == (0, 5)
    assert rows(grid)[-1][5] == "3.00"


def test_a_code_close_behind_an_amount_adds_no_decimals_to_it() -> None:
    xs = (60.0, 110.0, 240.0, 300.0, 340.0, 460.0, 540.0)

    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "金额") * 2, 500, xs)
        put_texts(canvas, [(f"3010{n}", "某支出", "", f"3020{n}", "某费用", "3.00") for n in range(1, 5)], xs, 490, 18)
        for n in range(4):
            canvas.drawRightString(299, 490 - 18 * (n + 1) + 5.5, f"198.6{n}")

    (grid,) = read(draw)
    assert [row[2:4] for row in rows(grid)[1:]] == [[f"198.6{n}", f"3020{n + 1}"] for n in range(4)]
