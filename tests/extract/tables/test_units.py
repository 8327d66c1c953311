"""A table without a unit of its own: declared once for all, taken from its neighbours, or unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.extract.content import Page, TextLine
from pipelines.extract.tables.units import unit_of_document
from tests.extract.tables.grids import codes, grid, page, read


def plain(*texts: str) -> Page:
    return Page(number=1, text="\n".join(texts), blocks=[TextLine(text=text, start=0, end=len(text)) for text in texts])


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("（以下各表金额单位均为万元）", "万元"),
        ("下列报表单位：元", "元"),
        ("本套报表数据均以千元为金额单位。", "千元"),
        ("本部门共有5个下属单位：一是机关服务中心。", None),
        ("以下各表均为空表。", None),
    ],
)
def test_a_sentence_declares_the_unit_of_all_tables(sentence: str, unit: str | None) -> None:
    assert unit_of_document([plain("2024年度部门决算", sentence)]) == unit


def test_two_declarations_declare_nothing() -> None:
    assert unit_of_document([plain("（以下各表单位：万元）"), plain("（以下各表单位：元）")]) is None


HEADINGS = """
    科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
    201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00
"""
FIRST, SECOND = "一般公共预算财政拨款支出决算表", "国有资本经营预算财政拨款支出决算表"


def test_a_table_takes_the_unit_of_its_neighbours_and_says_so() -> None:
    result = read(page(1, FIRST, "单位：千元", grid(HEADINGS)), page(2, SECOND, grid(HEADINGS)))
    assert [cell.amount_yuan for cell in result.cells] == [Decimal(n) for n in (3000, 1000, 2000)] * 2
    assert codes(result) == ["unit_of_neighbours"]
    assert result.flaws[0].where.table_seq == 2


def test_neighbours_that_differ_give_no_unit() -> None:
    third = "政府性基金预算财政拨款支出决算表"
    result = read(
        page(1, FIRST, "单位：千元", grid(HEADINGS)),
        page(2, SECOND, "单位：元", grid(HEADINGS)),
        page(3, third, grid(HEADINGS)),
    )
    assert [cell.amount_yuan for cell in result.cells[6:]] == [None] * 3
    assert codes(result) == ["unknown_unit"]
