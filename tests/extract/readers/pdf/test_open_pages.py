"""Tables without rulings over several pages: columns carried over, repeated headings, what ends a page."""

from __future__ import annotations

from typing import Any

from tests.extract.readers.pages import rows
from tests.extract.readers.pdf.drawing import Rows, put_texts
from tests.extract.readers.pdf.open_tables import BODY, HEADS, XS, centred, read


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


def test_pages_of_names_and_totals_alone_keep_the_columns_of_the_table_that_they_end() -> None:
    xs = (60.0, 130.0, 300.0, 380.0)
    blank: Rows = (("30901", "房屋建设", ""), ("30902", "设备购置", ""))

    def first(canvas: Any) -> None:
        centred(canvas, HEADS[:3], 480, xs)
        put_texts(canvas, [row[:3] for row in BODY], xs, 470, 18)

    def last(canvas: Any) -> None:
        canvas.drawString(132, 548, "公用经费合计")
        canvas.drawRightString(378, 548, "3.00")

    _, names, totals = read(first, lambda canvas: put_texts(canvas, blank, xs, 560, 18), last)
    assert rows(names) == [list(row) for row in blank]
    assert rows(totals) == [["公用经费合计", "", "3.00"]]


def test_totals_below_a_repeated_heading_may_begin_left_of_the_codes() -> None:
    heads, xs = HEADS[:3], XS[:4]

    def first(canvas: Any) -> None:
        centred(canvas, heads, 480, xs)
        put_texts(canvas, [row[:3] for row in BODY], (90.0, *xs[1:]), 470, 18)

    def last(canvas: Any) -> None:
        centred(canvas, heads, 560, xs)
        for n, name in enumerate(("人员经费合计", "公用经费合计")):
            canvas.drawString(45, 540 - 18 * n, name)
            canvas.drawRightString(378, 540 - 18 * n, "3.00")

    _, totals = read(first, last)
    assert rows(totals) == [list(heads), *[[name, "", "3.00"] for name in ("人员经费合计", "公用经费合计")]]


def test_a_page_may_begin_with_a_code_whose_name_is_wrapped_round_it() -> None:
    def page(canvas: Any, names: tuple[str, ...]) -> None:
        centred(canvas, HEADS, 560)
        canvas.drawString(62, 540, "20599")
        for rise, name in zip((6, -6), names, strict=True):
            canvas.drawString(132, 540 + rise, name)
        put_texts(canvas, BODY, XS, 528, 18)

    _, after = read(*[lambda canvas: page(canvas, ("其他教育", "支出"))] * 2)
    assert rows(after) == [list(HEADS), ["20599", "其他教育支出", "", "", ""], *[list(row) for row in BODY]]
