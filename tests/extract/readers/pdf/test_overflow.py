"""Text that is wider than its column, as spreadsheets print it, stays whole and in its own cell."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pdf.drawing import FONT, make_pdf, put_rulings
from tests.extract.readers.pdf.test_layouts import read_one, rows

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

    return rows(read_one(read_pdf(make_pdf(page))))[0]


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
