"""Rows without rulings: names, codes and amounts in several lines, what stands close together, totals."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf.row_boxes import joined
from pipelines.extract.readers.pdf.segments import Segment
from tests.extract.readers.pages import rows
from tests.extract.readers.pdf.drawing import Rows, put_texts
from tests.extract.readers.pdf.open_tables import BODY, HEADS, XS, centred, read


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


def test_a_class_broken_over_two_lines_is_read_before_the_parts_beside_it() -> None:
    xs = (60.0, 130.0, 300.0, 380.0, 460.0)
    codes = (("205", "", "", "教育支出"), ("205", "02", "", "普通教育"), ("205", "02", "01", "学前教育"))

    def draw(canvas: Any) -> None:
        centred(canvas, ("科目编码", "科目名称", "合计", "基本支出"), 500, xs)
        for n, (code, section, item, name) in enumerate(codes):
            y = 480 - 28 * n
            for x, part in ((62, code[:2]), (85, section), (105, item), (132, name)):
                canvas.drawString(x, y, part)
            canvas.drawString(64, y - 11, code[2:])
            canvas.drawRightString(378, y, "3.00")
            canvas.drawRightString(458, y, "3.00")

    (grid,) = read(draw)
    assert [row[0].replace(" ", "") for row in rows(grid)[1:]] == ["205", "20502", "2050201"]


def test_a_row_without_figures_right_above_another_one_keeps_its_names() -> None:
    xs = (60.0, 230.0, 300.0, 470.0, 540.0)
    body: Rows = (
        ("使用非财政拨款结余", "", "结余分配", ""),
        ("年初结转和结余", "3.00", "年末结转和结余", "3.00"),
        ("", "", "", ""),
        ("总计", "30.50", "总计", "30.50"),
    )

    def draw(canvas: Any) -> None:
        centred(canvas, ("项目", "金额", "项目", "金额"), 520, xs)
        put_texts(canvas, body, xs, 510, 18)

    (grid,) = read(draw)
    assert rows(grid)[1:] == [list(row) for row in body if any(row)]


def test_a_note_with_the_number_of_the_page_beside_it_is_no_row() -> None:
    def draw(canvas: Any) -> None:
        centred(canvas, HEADS, 480)
        put_texts(canvas, (*BODY, ("注：本表反映收支。", "", "", "7", "")), XS, 470, 18)

    (grid,) = read(draw)
    assert rows(grid)[1:] == [list(row) for row in BODY]


def test_rows_that_all_have_several_lines_end_where_the_widest_step_is() -> None:
    names = (("教育", "管理", "有关", "支出"), ("普通", "教育", "有关", "支出"), ("学前", "教育", "有关", "支出"))

    def draw(canvas: Any) -> None:
        centred(canvas, HEADS, 520)
        for n, name in enumerate(names):
            y = 480 - 80 * n
            for rise, text in zip((24, 8, -8, -24), name, strict=True):
                canvas.drawString(132, y + rise, text)
            canvas.drawString(62, y, BODY[n][0])
            for right, amount in zip(XS[3:], BODY[n][2:], strict=True):
                canvas.drawRightString(right - 2, y, amount)

    (grid,) = read(draw)
    assert [row[:3] for row in rows(grid)[1:]] == [
        [row[0], "".join(name), row[2]] for row, name in zip(BODY, names, strict=True)
    ]


def test_a_long_list_of_names_without_figures_does_not_part_a_table() -> None:
    xs = (60.0, 300.0, 380.0, 460.0)
    names = [f"项目支出第{n}类" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
    some = ("教育支出", "3.00", "3.00"), ("普通教育", "3.00", "3.00")
    body: Rows = (*some, *[(name, "", "") for name in names], ("总计", "3.00", "3.00"))

    def draw(canvas: Any) -> None:
        centred(canvas, ("项目", "合计", "基本支出"), 560, xs)
        put_texts(canvas, body, xs, 550, 26)

    (grid,) = read(draw)
    assert rows(grid)[1:] == [list(row) for row in body]
