"""Where the heading ends, however its cells are merged."""

from __future__ import annotations

import pytest

from tests.extract.tables.grids import codes, grid, page, read, slots

BY_UNIT = """
    单位名称 | 预算数 | < | < | 决算数 | < | <
    ^ | 合计 | 因公出国（境）费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务接待费
    {over} | 1 | 2 | 3 | 4 | 5 | 6
    第一中学 | 9.00 | 1.00 | 8.00 | 5.00 | 1.00 | 4.00
"""


@pytest.mark.parametrize("over", ["^", "", "栏次"])
def test_the_row_of_column_numbers_names_no_column(over: str) -> None:
    """单位名称 may span down over the numbers, stop above them, or leave room for 栏次."""
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", grid(BY_UNIT.format(over=over))))
    assert codes(result) == []
    assert slots(result.cells, "entity", "measure", "phase", "column_header", "row_no")[:4] == [
        ("第一中学", "合计", "budget_unspecified", "预算数/合计", 4),
        ("第一中学", "因公出国（境）费", "budget_unspecified", "预算数/因公出国（境）费", 4),
        ("第一中学", "公务接待费", "budget_unspecified", "预算数/公务接待费", 4),
        ("第一中学", "合计", "final", "决算数/合计", 4),
    ]
    assert result.tables[0].header[2][1:] == ["1", "2", "3", "4", "5", "6"]


def test_a_heading_of_one_row_may_span_over_the_numbers() -> None:
    table = grid("""
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
        ^ | 栏次 | 1 | 2 | 3
        201 | 一般公共服务支出 | 9.00 | 1.00 | 8.00
    """)
    result = read(page(1, "支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_code", "measure", "column_header", "printed") == [
        ("201", "本年支出合计", "本年支出合计", "9.00"),
        ("201", "基本支出", "基本支出", "1.00"),
        ("201", "项目支出", "项目支出", "8.00"),
    ]
