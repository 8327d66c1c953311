"""Text that is wider than its column, as spreadsheets print it, stays whole and in its own cell."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import only_grid, rows
from tests.extract.readers.pdf.drawing import FONT, make_pdf, put_rulings

XS = (60.0, 150.0, 210.0, 300.0)
LONG = "功能分类科目编码"


def table(*texts: tuple[float, str]) -> list[str]:
    """The first row of a ruled table of three columns, with texts of 10 pt set from the given places on."""

    def page(canvas: Any) -> None:
        put_rulings(canvas, 2, XS, 780, 18)
        canvas.setFont(FONT, 10)
        for x, text in texts:
            canvas.drawString(x, 766, text)
        canvas.drawString(62, 748, "合计")

    return rows(only_grid(read_pdf(make_pdf(page))))[0]


@pytest.mark.parametrize(
    ("start", "home"),
    [(140.0, 1), (152.0, 1), (129.0, 1), (126.0, 1), (62.0, 0)],
    ids=["centred", "flush left", "flush right", "over its left side", "with room"],
)
def test_word_wider_than_its_column(start: float, home: int) -> None:
    assert table((start, LONG)) == [LONG if column == home else "" for column in range(3)]


def test_word_that_touches_the_next_cell_keeps_its_end() -> None:
    assert table((70.5, LONG), (151.0, "科目名称")) == [LONG, "科目名称", ""]


def test_word_over_which_the_next_one_is_printed() -> None:
    assert table((140.0, LONG), (212.0, "收入合计")) == ["", LONG, "收入合计"]


def test_full_cells_side_by_side_stay_apart() -> None:
    assert table((61.0, "机关运行经费数额"), (151.2, "基本支出"), (211.2, "项目支出")) == [
        "机关运行经费数额",
        "基本支出",
        "项目支出",
    ]


def test_clipped_headings_that_touch_stay_apart() -> None:
    """Each is cut off where the next begins, as far from its ruling as the one before from its own."""
    texts = ((61.1, "一般公共预算财政拨"), (151.2, "政府性基金预"), (211.3, "国有资本经营预算"))
    assert table(*texts) == [text for _, text in texts]


@pytest.mark.parametrize(
    ("start", "last"),
    [(235.0, LONG), (272.0, ""), (213.0, LONG), (289.0, "")],
    ids=["most of it inside", "most of it on the next page", "flush left", "its end on the next page"],
)
def test_word_over_the_right_side(start: float, last: str) -> None:
    assert table((start, LONG))[-1] == last


@pytest.mark.parametrize(
    ("start", "first"),
    [(40.0, LONG), (4.0, ""), (68.0, LONG)],
    ids=["most of it inside", "most of it on the page before", "inside"],
)
def test_word_over_the_left_side(start: float, first: str) -> None:
    assert table((start, LONG))[0] == first


def test_indented_name_that_reaches_into_the_amounts() -> None:
    assert table((78.0, LONG), (185.0, "74.86")) == [LONG, "74.86", ""]


def test_wide_heading_that_touches_both_its_neighbours() -> None:
    texts = ((120.0, "支出"), (140.1, "附属单位上缴收入"), (220.2, "其他收入"))
    assert table(*texts) == [text for _, text in texts]


def test_number_over_the_side_stays_whole() -> None:
    assert table((31.0, "1,234,567.89"))[0] == "1,234,567.89"


LONG_NAME = ("机关事业单位基本养老", "保险缴费支出")


def page_of_name(canvas: Any, lines: tuple[str, ...], first: float, *, row: int, spacing: float = 0) -> None:
    """Three rows of 18 pt between 780 and 726; a name in one of them, set in lines of 12.5 pt from `first` on."""
    put_rulings(canvas, 3, (60.0, 110.0, 220.0, 300.0), 780, 18)
    for number in range(3):
        y = 766 - 18 * number
        canvas.drawString(62, y, f"208050{number + 5}")
        for place, text in enumerate(lines if number == row else ("教育支出",)):
            canvas.drawString(112, first - 12.5 * place if number == row else y, text, charSpace=spacing)
        canvas.drawRightString(298, y, "18.45")


@pytest.mark.parametrize(
    ("row", "first"), [(0, 783.0), (0, 779.0), (2, 731.0), (2, 726.0)], ids=["above", "on top", "at the foot", "below"]
)
def test_name_over_the_edge_of_its_table(row: int, first: float) -> None:
    """No row lies beyond the first and the last: the line outside would part a table that goes on overleaf."""
    content = read_pdf(make_pdf(lambda canvas: page_of_name(canvas, LONG_NAME, first, row=row)))
    names = [cells[1] for cells in rows(only_grid(content))]
    assert names == ["".join(LONG_NAME) if number == row else "教育支出" for number in range(3)]
    assert len(content.pages[0].blocks) == 1


def test_spaced_out_name_over_the_edge_of_its_table() -> None:
    lines = ("机关事业单位基本", "养老保险缴费支出")
    content = read_pdf(make_pdf(lambda canvas: page_of_name(canvas, lines, 783.0, row=0, spacing=3)))
    assert rows(only_grid(content))[0][1] == "".join(lines)
    assert len(content.pages[0].blocks) == 1


@pytest.mark.parametrize(
    ("lines", "row", "first"),
    [
        (("公开部门：第三小学校", "养老保险"), 0, 783.0),
        (("养老保险", "教育支出"), 0, 783.0),
        (("合计", "注本表按万元填列"), 2, 731.0),
        (("机关事业单位基本养老", "保险缴费支出以外的其他支出合计金额"), 2, 731.0),
    ],
    ids=["caption", "with room", "below a short name", "wider than the column"],
)
def test_line_outside_that_belongs_to_no_name(lines: tuple[str, ...], row: int, first: float) -> None:
    content = read_pdf(make_pdf(lambda canvas: page_of_name(canvas, lines, first, row=row)))
    assert rows(only_grid(content))[row][1] == lines[1 if row == 0 else 0]
    assert len(content.pages[0].blocks) == 2


@pytest.mark.parametrize("drop", [0.0, 6.0, 12.5], ids=["top", "middle", "bottom"])
def test_head_of_the_page_right_above_a_heading(drop: float) -> None:
    """Where the headings beside it stand at the top of their row, none of two lines reaches over it."""

    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60.0, 114.0, 220.0, 300.0), 780, 28)
        for y, text in ((782, "部门决算"), (769, "科目分类"), (756.5, "编码"), (740, "205")):
            canvas.drawString(62, y, text)
        for x, text in ((112, "科目名称"), (222, "合计")):
            canvas.drawString(x + 4, 769 - drop, text)
        canvas.drawRightString(298, 740, "18.45")

    heading = rows(only_grid(read_pdf(make_pdf(draw))))[0][0]
    assert heading == ("科目分类编码" if drop == 0 else "部门决算科目分类编码")
