"""Two tables side by side on a wide page are read one after the other, each with the lines over it."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import shape
from tests.extract.readers.pdf.drawing import PORTRAIT, make_pdf, put_rulings, put_texts

A3 = (1190.0, 842.0)
SPENT = (("205", "教育支出", "20.50"), ("20502", "普通教育", "12.50"), ("20503", "职业教育", "8.00"))
GOT = (("201", "公共服务", "9.75"), ("20101", "代表工作", "4.50"), ("20102", "会议服务", "5.25"))
HEAD = (("科目编码", "科目名称", "决算数"),)


def _put(canvas: Any, x: float, title: str, body: Any, *, ruled: bool, unit: str = "单位：万元") -> None:
    xs = (x, x + 100, x + 300, x + 420)
    canvas.drawString(x, 760, title)
    canvas.drawRightString(xs[-1], 740, unit)
    put_texts(canvas, HEAD + body, xs, 730, 18)
    if ruled:
        put_rulings(canvas, len(body) + 1, xs, 730, 18)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_each_half_has_its_title_its_unit_and_its_table(ruled: bool) -> None:
    def draw(canvas: Any) -> None:
        _put(canvas, 60, "部门支出表", SPENT, ruled=ruled)
        _put(canvas, 660, "部门收入表", GOT, ruled=ruled)
        canvas.drawCentredString(595, 30, "— 12 —")

    (page,) = read_pdf(make_pdf(draw, size=A3)).pages
    tables = [[list(row) for row in HEAD + body] for body in (SPENT, GOT)]
    left, right = (["部门支出表", "单位：万元", tables[0]], ["部门收入表", "单位：万元", tables[1]])
    assert [block for block in shape(page) if block != "— 12 —"] == [*left, *right]


def test_one_table_whose_columns_leave_white_stays_one() -> None:
    """Only one unit of money stands over it."""

    def draw(canvas: Any) -> None:
        _put(canvas, 60, "部门支出表", SPENT, ruled=False, unit="编制单位：某中学")
        _put(canvas, 660, "", GOT, ruled=False)

    (page,) = read_pdf(make_pdf(draw, size=A3)).pages
    (table,) = [block for block in shape(page) if isinstance(block, list)]
    assert table[1] == [*SPENT[0], *GOT[0]]


def test_a_narrow_page_has_no_halves() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 760, "单位：万元")
        canvas.drawString(400, 760, "单位：万元")

    (page,) = read_pdf(make_pdf(draw, size=PORTRAIT)).pages
    assert shape(page) == ["单位：万元 单位：万元"]
