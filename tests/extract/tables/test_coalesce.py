"""Grids finer than their tables: columns merged in every row, and columns of a sheet that hold nothing."""

from __future__ import annotations

from tests.extract.tables.grids import grid, page, read, slots

TITLE = ("一般公共预算财政拨款支出决算表", "单位：万元")
FINE = """
    项目 | < | < | < | 本年支出 | < | < | < | <
    科目编码 | < | 科目名称 | < | 小计 | < | 基本支出 | 项目支出 | <
    201 | < | 一般公共服务支出 | < | 3.00 | < | 2.00 | 1.00 | <
"""
BLANK = """
    科目编码 | 科目名称 | | 小计 | 基本支出 | 项目支出 |
    201 | 一般公共服务支出 | | 3.00 | 2.00 | 1.00 |
"""
FOUND = [("本年支出合计", "3.00", 3), ("基本支出", "2.00", 4), ("项目支出", "1.00", 5)]


def test_neighbours_merged_in_every_row_are_one_column() -> None:
    for method in ("ruled", "sheet"):
        result = read(page(1, *TITLE, grid(FINE, method)))
        assert slots(result.cells, "measure", "printed", "col_no") == FOUND
        assert result.flaws == []
    assert read(page(1, *TITLE, grid(FINE))).cells[0].bbox == (160.0, 40.0, 240.0, 60.0)


def test_a_column_of_a_sheet_without_any_text_is_none() -> None:
    result = read(page(1, *TITLE, grid(BLANK, "sheet")))
    assert slots(result.cells, "measure", "printed", "col_no") == FOUND


def test_a_page_keeps_its_blank_columns() -> None:
    rest = "    20101 | 人大事务 | 3.00 | 3.00 | \n    2010101 | 行政运行 | 3.00 | 3.00 | \n"
    head = "    科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出\n    201 | 一般公共服务支出 | 3.00 | 3.00 | \n"
    result = read(page(1, *TITLE, grid(head)), page(2, grid(rest)))
    assert [c.measure for c in result.cells if c.line_code == "20101"] == ["本年支出合计", "基本支出", "项目支出"]
