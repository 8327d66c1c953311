"""Forms beyond the common nine tables, and the ministry's own form of them: what each column and row is."""

from __future__ import annotations

from tests.extract.tables.grids import codes, grid, page, read, slots


def test_the_ministrys_form_prints_the_parts_of_a_code_beside_the_column_numbers() -> None:
    table = grid("""
        项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
        支出功能分类科目编码 | < | < | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6
        ^ | ^ | ^ | 合计 | 9.00 | 6.00 | 3.00 | | |
        205 | < | < | 教育支出 | 9.00 | 6.00 | 3.00 | | |
        2050201 | < | < | 学前教育 | 9.00 | 6.00 | 3.00 | | |
    """)
    result = read(page(1, "支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_code", "line_label", "row_role", "measure", "printed")[::6] == [
        (None, "合计", "total", "本年支出合计", "9.00"),
        ("205", "教育支出", "class", "本年支出合计", "9.00"),
        ("2050201", "学前教育", "item", "本年支出合计", "9.00"),
    ]


def test_the_parts_of_a_code_may_head_their_columns_in_the_row_of_the_total() -> None:
    table = grid("""
        支出功能分类科目编码 | < | < | 科目名称 | 本年支出 | < | <
        ^ | ^ | ^ | ^ | 合计 | 基本支出 | 项目支出
        类 | 款 | 项 | 合计 | 9.00 | 6.00 | 3.00
        205 | 02 | 01 | 学前教育 | 9.00 | 6.00 | 3.00
    """)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_code", "line_label", "row_role")[::3] == [
        (None, "合计", "total"),
        ("2050201", "学前教育", "item"),
    ]
