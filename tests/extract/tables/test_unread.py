"""Amounts that no table holds: a table that was written as text must not go in silence."""

from __future__ import annotations

import pytest

from tests.extract.tables.grids import codes, grid, page, read

ROW = "2050201 学前教育 9.00 6.00 3.00"


@pytest.mark.parametrize(
    "lines",
    [
        [ROW, ROW, ROW],
        ["合 计 9.00 6.00 3.00"],
        ["公用经费合计 9.00 6.00"],
        ["2050201", "学前教育", *["9.00"] * 8],
        ["２０５０２０１　９．００　６．００"] * 3,
        ["2050201学前教育1,009.009.006.00"] * 3,
        ["合计 9.006.00"],
    ],
)
def test_rows_and_cells_written_as_lines_are_reported(lines: list[str]) -> None:
    result = read(page(1, "支出决算表", "单位：万元", *lines))
    assert codes(result) == ["unread_table"]


@pytest.mark.parametrize(
    "lines",
    [
        ["本年收入合计9.00万元，其中：财政拨款收入6.00万元，其他收入3.00万元。"] * 5,
        ["一般公共预算财政拨款 12.50%"] * 9,
        ["比上年增长 12.50 完成预算 99.10"] * 9,
        ["2024.10.11 2024.10.12"] * 9,
        [ROW, ROW],
    ],
)
def test_sentences_and_few_figures_are_no_table(lines: list[str]) -> None:
    assert codes(read(page(1, *lines))) == []


def test_a_budget_is_not_searched_for_tables_of_accounts() -> None:
    assert codes(read(page(1, ROW, ROW, ROW), kind="budget")) == []


def test_a_known_table_whose_amounts_stand_in_no_known_column_is_told() -> None:
    """A sentence below the rows made its digits a column between names and amounts."""
    drawing = "采购项目 | < | 采购金额\n货物 | | 62.74\n服务 | | 12.00\n承担本区 | 44 | 项服务"
    result = read(page(1, "政府采购情况表", "单位：万元", grid(drawing, method="stream")))
    assert [table.table_id for table in result.tables] == ["T10"]
    assert not result.cells
    assert codes(result) == ["unread_table"]
