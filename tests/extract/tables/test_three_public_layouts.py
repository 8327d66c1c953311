"""The tables of the three public expenses (三公经费) and of running costs, as offices lay them out."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.records import Cell
from tests.extract.tables.grids import codes, grid, page, read, slots


def test_three_public_expenses_with_budget_and_final_side_by_side() -> None:
    table = grid("""
        财政拨款“三公”经费 | < | < | < | < | < | < | < | < | < | < | <
        合计 | < | 因公出国（境）费 | < | 公务用车购置及运行维护费 | < | < | < | < | < | 公务接待费 | <
        ^ | ^ | ^ | ^ | 小计 | < | 公务用车购置费 | < | 公务用车运行维护费 | < | ^ | ^
        年初预算数 | 决算数 | 年初预算数 | 决算数 | 年初预算数 | 决算数 | 年初预算数 | 决算数 | 年初预算数 | 决算数 | 年初预算数 | 决算数
        9.00 | 7.50 | 1.00 | 0.50 | 6.00 | 5.00 | 2.00 | 2.00 | 4.00 | 3.00 | 2.00 | 2.00
    """)  # noqa: E501
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "measure", "phase", "printed")[:4] == [
        ("合计", "initial_budget", "9.00"),
        ("合计", "final", "7.50"),
        ("因公出国（境）费", "initial_budget", "1.00"),
        ("因公出国（境）费", "final", "0.50"),
    ]
    assert slots(result.cells, "measure", "printed")[8:] == [
        ("公务用车运行维护费", "4.00"),
        ("公务用车运行维护费", "3.00"),
        ("公务接待费", "2.00"),
        ("公务接待费", "2.00"),
    ]
    assert {c.fund_type for c in result.cells} == {"fiscal"}
    assert {c.row_role for c in result.cells} == {None}


def test_swapped_columns_are_read_by_their_headings() -> None:
    table = grid("""
        合计 | 公务接待费 | 公务用车购置及运行费 | < | < | 因公出国(境)费
        ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
        6.00 | 1.00 | 5.00 | 2.00 | 3.00 |
    """)
    result = read(page(1, "一般公共预算财政拨款“三公”经费支出决算表", "单位：万元", table))
    assert slots(result.cells, "measure", "printed") == [
        ("合计", "6.00"),
        ("公务接待费", "1.00"),
        ("公务用车购置及运行维护费", "5.00"),
        ("公务用车购置费", "2.00"),
        ("公务用车运行维护费", "3.00"),
        ("因公出国（境）费", ""),
    ]
    assert {c.fund_type for c in result.cells} == {"general_public_budget"}


def test_total_of_three_public_is_not_the_total_with_meetings_and_training() -> None:
    table = grid("""
        合计 | 一般公共预算财政拨款安排的“三公”经费 | < | < | < | < | 会议费 | 培训费
        ^ | 小计 | 因公出国（境）费 | 公务接待费 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^
        9.00 | 6.00 | 1.00 | 2.00 | 0.00 | 3.00 | 1.00 | 2.00
    """)
    result = read(page(1, "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", "单位：万元", table))
    found = {c.printed: c.measure for c in result.cells if c.col_no <= 2}
    assert found == {"9.00": None, "6.00": "合计"}
    assert codes(result) == ["unlisted_column"] * 3


def test_three_public_expenses_printed_downwards_with_counts() -> None:
    table = grid("""
        项 目 | 行次 | 全年预算数 | 决算统计数
        栏 次 | | 1 | 2
        一、“三公”经费支出 | 1 | — | —
        （一）支出合计 | 2 | 5.00 | 4.00
        1.因公出国（境）费 | 3 | 0.00 | 0.00
        2.公务用车购置及运行维护费 | 4 | 3.00 | 2.50
        （1）公务用车购置费 | 5 | |
        （2）公务用车运行维护费 | 6 | 3.00 | 2.50
        3.公务接待费 | 7 | 2.00 | 1.50
        1.因公出国（境）团组数（个） | 8 | — | 0
        4.公务用车保有量（辆） | 9 | — | 2
    """)
    result = read(page(1, "“三公”经费、行政参公单位机关运行经费情况表", "金额单位：万元", table))
    finals = [c for c in result.cells if c.phase == "final" and c.amount_yuan is not None]
    assert slots(finals, "measure", "amount_yuan") == [
        ("合计", Decimal("40000.00")),
        ("因公出国（境）费", Decimal("0.00")),
        ("公务用车购置及运行维护费", Decimal("25000.00")),
        ("公务用车运行维护费", Decimal("25000.00")),
        ("公务接待费", Decimal("15000.00")),
    ]
    assert {c.phase for c in result.cells} == {"final", "adjusted_budget"}
    assert codes(result) == []


def test_annex_of_three_public_expenses_by_unit() -> None:
    table = grid("""
        单位 | 2023年预算数 | < | < | 2023年决算数 | < | <
        ^ | 合计 | 公务用车运行维护费 | 公务接待费 | 合计 | 公务用车运行维护费 | 公务接待费
        某区教育局 | 5.00 | 3.00 | 2.00 | 4.00 | 3.00 | 1.00
        某区教育局（本级） | 3.00 | 2.00 | 1.00 | 2.50 | 2.00 | 0.50
    """)
    result = read(page(1, "附表：2023年“三公”经费决算情况表", "单位：万元", table))
    assert [(t.table_id, t.row_kind) for t in result.tables] == [("T09", "unit")]
    totals = [c for c in result.cells if c.measure == "合计" and c.phase == "final"]
    assert slots(totals, "entity", "printed") == [("某区教育局", "4.00"), ("某区教育局(本级)", "2.50")]


def _cell(cells: list[Cell], label: str) -> Cell:
    return next(c for c in cells if c.line_label == label)


def test_operation_table_keeps_money_and_leaves_counts() -> None:
    table = grid("""
        项 目 | 行次 | 统计数 | 项 目 | 行次 | 统计数
        一、机关运行经费 | 1 | 12.50 | 三、车辆数合计（辆） | 3 | 4
        （一）行政单位 | 2 | 12.50 | （一）应急保障用车（辆） | 4 | 1
    """)
    result = read(page(1, "机构运行信息决算表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T15"]
    assert slots(result.cells, "line_label", "measure", "amount_yuan") == [
        ("机关运行经费", "统计数", Decimal("125000.00")),
        ("行政单位", "统计数", Decimal("125000.00")),
    ]
