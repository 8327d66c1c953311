"""Texts that are wider, higher or otherwise set than their cells; columns alone on a page."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import only_grid, rows
from tests.extract.readers.pdf.drawing import (
    Rows,
    as_lists,
    make_pdf,
    put_rulings,
    put_table,
    put_texts,
)


def test_column_of_amounts_alone_on_its_page() -> None:
    """The last column of a sheet that is wider than the paper."""
    column = (("其他收入",), ("8",), ("1,234.50",), ("",), ("-10.00",), ("1,224.50",))
    read = read_pdf(make_pdf(lambda canvas: put_table(canvas, column, (60, 160), 700)))
    assert rows(only_grid(read)) == as_lists(column)


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
    assert rows(only_grid(read)) == as_lists(column)


def test_number_wider_than_its_column() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 200, 300), 700, 18)
        canvas.drawString(62, 686, "合计")
        canvas.drawRightString(198, 686, "123,456,789.12")
        canvas.drawString(62, 668, "人员")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合计", "123,456,789.12", ""], ["人员", "", ""]]


def test_number_that_touches_the_next_text() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 18)
        canvas.drawRightString(159.5, 686, "854.15")
        canvas.drawString(160.5, 686, "一、教育支出")
        canvas.drawRightString(159.5, 668, "92.16")
        canvas.drawString(160.6, 668, "30201")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["854.15", "一、教育支出"], ["92.16", "30201"]]


def test_wrapped_text_higher_than_its_row() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, (60, 130, 200), 700, 15)
        put_texts(canvas, (("甲", "1.00"), ("", "2.00"), ("乙", "3.00"), ("丙", "4.00")), (60, 130, 200), 700, 15)
        canvas.drawString(62, 679.5, "机关事业单")
        canvas.drawString(62, 669.5, "位养老支出")

    grid = only_grid(read_pdf(make_pdf(draw)))
    assert rows(grid)[1] == ["机关事业单位养老支出", "2.00"]
    assert [row[0] for row in rows(grid)] == ["甲", "机关事业单位养老支出", "乙", "丙"]


def test_printed_blanks_stay_and_wrapped_lines_join() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 240), 700, 30)
        canvas.drawString(70, 680, "合 计")
        canvas.drawString(162, 688, "公务用车")
        canvas.drawString(162, 674, "运行费")
        canvas.drawString(162, 650, "32. 46")

    assert rows(only_grid(read_pdf(make_pdf(draw)))) == [["合 计", "公务用车运行费"], ["", "32. 46"]]
