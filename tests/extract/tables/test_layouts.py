"""Layouts of different provinces, drawn by hand: each keeps a habit that has cost somebody a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

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


def test_government_fund_basic_expenditure_is_a_table_of_its_own() -> None:
    table = grid("""
        人员经费 | < | < | 公用经费 | < | <
        科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额
        301 | 工资福利支出 | 10.00 | 302 | 商品和服务支出 | 2.00
        30101 | 基本工资 | 10.00 | 30201 | 办公费 | 2.00
        人员经费合计 | < | 10.00 | 公用经费合计 | < | 2.00
    """)
    result = read(page(1, "政府性基金预算财政拨款基本支出决算表", "公开07表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T13"]
    assert {c.fund_type for c in result.cells} == {"government_fund"}
    assert slots(result.cells, "line_code", "row_role", "group_no", "printed") == [
        ("301", "class", 1, "10.00"),
        ("302", "class", 2, "2.00"),
        ("30101", "section", 1, "10.00"),
        ("30201", "section", 2, "2.00"),
        (None, "total", 1, "10.00"),
        (None, "total", 2, "2.00"),
    ]


def test_income_by_unit_names_its_units() -> None:
    table = grid("""
        单位名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
        合计 | 30.00 | 30.00 | | | | |
        某区档案馆 | 10.00 | 10.00 | | | | |
        某区体育中心 | 20.00 | 20.00 | | | | |
    """)
    result = read(page(1, "收入决算表(按单位列示)", "单位：元", table))
    assert [(t.table_id, t.row_kind) for t in result.tables] == [("T02", "unit")]
    firsts = [c for c in result.cells if c.measure == "本年收入合计"]
    assert slots(firsts, "entity", "line_label", "row_role", "amount_yuan") == [
        (None, "合计", "total", Decimal("30.00")),
        ("某区档案馆", "某区档案馆", "item", Decimal("10.00")),
        ("某区体育中心", "某区体育中心", "item", Decimal("20.00")),
    ]


def test_code_split_over_class_section_and_item_columns() -> None:
    table = grid("""
        项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
        功能分类科目编码 | < | < | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        类 | 款 | 项 | ^ | ^ | ^ | ^ | ^ | ^ | ^
        合计 | < | < | < | 5.00 | 5.00 | | | |
        205 | | | 教育支出 | 5.00 | 5.00 | | | |
        205 | 02 | | 普通教育 | 5.00 | 5.00 | | | |
        205 | 02 | 01 | 学前教育 | 3.00 | 3.00 | | | |
         | | 02 | 小学教育 | 2.00 | 2.00 | | | |
    """)
    result = read(page(1, "支出决算表", "单位：万元", table))
    rows = [c for c in result.cells if c.measure == "基本支出"]
    assert slots(rows, "line_code", "row_role", "line_label") == [
        (None, "total", "合计"),
        ("205", "class", "教育支出"),
        ("20502", "section", "普通教育"),
        ("2050201", "item", "学前教育"),
        ("2050202", "item", "小学教育"),
    ]


def test_carried_balances_with_their_details() -> None:
    table = grid("""
        项目 | < | 年初结转和结余 | < | < | 本年收入 | < | < | 本年支出 | < | < | 年末结转和结余
        科目编码 | 科目名称 | 合计 | 基本支出结转 | 项目支出结转和结余 | 合计 | 基本支出 | 项目支出 | 合计 | 基本支出 | 项目支出 | ^
        栏次 | < | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10
        合计 | < | 1.00 | | 1.00 | 9.00 | 4.00 | 5.00 | 8.00 | 4.00 | 4.00 | 2.00
    """)  # noqa: E501
    result = read(page(1, "一般公共预算财政拨款收入支出决算表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T12"]
    assert slots(result.cells, "measure", "printed") == [
        ("年初结转和结余", "1.00"),
        ("年初结转和结余/基本支出结转", ""),
        ("年初结转和结余/项目支出结转和结余", "1.00"),
        ("本年收入", "9.00"),
        ("本年收入/基本支出", "4.00"),
        ("本年收入/项目支出", "5.00"),
        ("本年支出合计", "8.00"),
        ("基本支出", "4.00"),
        ("项目支出", "4.00"),
        ("年末结转和结余", "2.00"),
    ]


def test_headings_in_the_row_of_the_total() -> None:
    table = grid("""
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
        功能分类科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
        合计 | < | 1.00 | 2.00 | 合计 | 基本支出 | 项目支出 | 0.00
        212 | 城乡社区支出 | 1.00 | 2.00 | 3.00 | | 3.00 | 0.00
    """)
    result = read(page(1, "政府性基金预算财政拨款收入支出决算表", "单位：万元", table))
    assert [c.printed for c in result.cells if c.line_label == "合计"] == ["1.00", "2.00", "0.00"]
    assert slots([c for c in result.cells if c.line_code], "measure", "printed") == [
        ("年初结转和结余", "1.00"),
        ("本年收入", "2.00"),
        ("本年支出合计", "3.00"),
        ("基本支出", ""),
        ("项目支出", "3.00"),
        ("年末结转和结余", "0.00"),
    ]


TWO_SIDES = """
    收 入 | < | < | 支 出 | < | < | < | < | <
    项 目 | 行次 | 金额 | 项 目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
    栏 次 | | 1 | 栏 次 | | 2 | 3 | 4 | 5
    一、一般公共预算财政拨款 | 1 | 8.00 | 一、一般公共服务支出 | 7 | 7.00 | 7.00 | |
    二、政府性基金预算财政拨款 | 2 | 1.00 | 十一、城乡社区支出 | 8 | 2.00 | | 2.00 |
    本年收入合计 | 3 | 9.00 | 本年支出合计 | 9 | 9.00 | 7.00 | 2.00 |
    年初财政拨款结转和结余 | 4 | 1.00 | 年末财政拨款结转和结余 | 10 | 1.00 | 1.00 | |
    一般公共预算财政拨款 | 5 | 1.00 | | 11 | | | |
    总计 | 6 | 10.00 | 总计 | 12 | 10.00 | 8.00 | 2.00 |
"""


def test_two_sides_with_funds() -> None:
    result = read(page(1, "财政拨款收入支出决算总表", "公开04表", "金额单位：万元", grid(TWO_SIDES)))
    income = [c for c in result.cells if c.side == "income"]
    assert slots(income, "line_no", "line_label", "row_role", "parent_label", "fund_type") == [
        ("1", "一般公共预算财政拨款", "item", None, "general_public_budget"),
        ("2", "政府性基金预算财政拨款", "item", None, "government_fund"),
        ("3", "本年收入合计", "total", None, "fiscal"),
        ("4", "年初财政拨款结转和结余", "carry_over", None, "fiscal"),
        ("5", "一般公共预算财政拨款", "carry_over", "年初财政拨款结转和结余", "general_public_budget"),
        ("6", "总计", "total", None, "fiscal"),
    ]
    expenditure = [c for c in result.cells if c.side == "expenditure"]
    assert len(expenditure) == 5 * 4
    assert slots(expenditure[:4], "measure", "fund_type", "row_role", "printed") == [
        ("合计", "fiscal", "class", "7.00"),
        ("一般公共预算财政拨款", "general_public_budget", "class", "7.00"),
        ("政府性基金预算财政拨款", "government_fund", "class", ""),
        ("国有资本经营预算财政拨款", "state_capital", "class", ""),
    ]
    assert expenditure[0].line_label_printed == "一、一般公共服务支出"
    assert expenditure[0].column_header == "支出/合计"
    assert expenditure[0].row_no == 4


@pytest.mark.parametrize("head", ["收入 | 决算数 | 支出 | 决算数", "收入项目 | 决算数 | 支出项目 | 决算数"])
def test_overall_table_with_one_row_of_headings(head: str) -> None:
    rows = "\n一、财政拨款收入 | 5.00 | 一、教育支出 | 5.00\n本年收入合计 | 5.00 | 本年支出合计 | 5.00"
    result = read(page(1, "收入支出决算总表", "单位：万元", grid(head + rows)))
    assert slots(result.cells, "side", "line_label", "measure", "printed") == [
        ("income", "财政拨款收入", "决算数", "5.00"),
        ("expenditure", "教育支出", "决算数", "5.00"),
        ("income", "本年收入合计", "决算数", "5.00"),
        ("expenditure", "本年支出合计", "决算数", "5.00"),
    ]
    assert result.flaws == []


def test_overall_table_without_line_numbers_and_with_sources_of_one_fund_row() -> None:
    table = grid("""
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        一、财政拨款收入 | 5.00 | 一、教育支出 | 6.00
        其中：政府性基金预算财政拨款 | 1.00 | |
        本年收入合计 | 5.00 | 本年支出合计 | 6.00
        用事业基金弥补收支差额 | 0.00 | 结余分配 | 0.00
        年初结转和结余 | 1.00 | 年末结转和结余 | 0.00
        总计 | 6.00 | 总计 | 6.00
    """)
    result = read(page(1, "收入支出决算表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T01"]
    income = [c for c in result.cells if c.side == "income"]
    assert slots(income, "row_role", "fund_type") == [
        ("item", "fiscal"),
        ("item", "government_fund"),
        ("total", "all"),
        ("balance", "all"),
        ("carry_over", "all"),
        ("total", "all"),
    ]


@pytest.mark.parametrize("total", ["公用经费合计 | < | < | < | < | 34.75", "公用经费合计 | | | | | 34.75"])
def test_a_merged_label_owns_the_amount_to_its_right(total: str) -> None:
    table = grid(f"""
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 592.16 | 302 | 商品和服务支出 | 34.75 | 307 | 债务利息及费用支出 |
         | | | | | | 310 | 资本性支出 | 0.00
        人员经费合计 | < | 592.16 | {total}
    """)
    result = read(page(1, "一般公共预算财政拨款基本支出决算明细表", "单位：万元", table))
    assert slots(result.cells, "line_code", "line_label", "group_no", "col_no", "printed") == [
        ("301", "工资福利支出", 1, 3, "592.16"),
        ("302", "商品和服务支出", 2, 6, "34.75"),
        ("307", "债务利息及费用支出", 3, 9, ""),
        ("310", "资本性支出", 3, 9, "0.00"),
        (None, "人员经费合计", 1, 3, "592.16"),
        (None, "公用经费合计", 2, 9, "34.75"),
    ]
    assert codes(result) == []


def test_an_amount_out_of_its_column_still_belongs_to_its_merged_label() -> None:
    table = grid(
        """
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 592.16 | 302 | 商品和服务支出 | 34.75 | | |
        人员经费合计 | | 592.16 | 公用经费合计 | | | | 34.75 |
        """,
        "tabs",
    )
    result = read(page(1, "一般公共预算财政拨款基本支出决算明细表", "单位：万元", table))
    assert slots(result.cells[2:], "line_label", "group_no", "col_no", "printed") == [
        ("人员经费合计", 1, 3, "592.16"),
        ("公用经费合计", 2, 8, "34.75"),
    ]
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


@pytest.mark.parametrize("title", ["财政拨款支出决算明细表", "一般公共预算财政拨款支出决算明细表"])
def test_economic_classes_as_columns(title: str) -> None:
    table = grid("""
        项目 | < | 合计 | 工资福利支出 | < | < | 商品和服务支出 | <
        科目编码 | 科目名称 | ^ | 小计 | 基本工资 | 津贴补贴 | 小计 | 办公费
        205 | 教育支出 | 6.00 | 5.00 | 3.00 | 2.00 | 1.00 | 1.00
    """)
    result = read(page(1, title, "单位：万元", table))
    assert [(t.table_id, t.row_kind) for t in result.tables] == [("T14", "function")]
    measures = ["合计", "工资福利支出", "基本工资", "津贴补贴", "商品和服务支出", "办公费"]
    assert [c.measure for c in result.cells] == measures
    assert {c.fund_type for c in result.cells} == {"general_public_budget" if "公共预算" in title else "fiscal"}


def test_basic_expenditure_as_total_personnel_and_public() -> None:
    table = grid("""
        支出经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
        合计 | < | 6.00 | 5.00 | 1.00
        30101 | 基本工资 | 5.00 | 5.00 |
    """)
    result = read(page(1, "一般公共预算财政拨款基本支出决算表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T06"]
    assert [c.measure for c in result.cells] == ["决算数", None, None] * 2
    assert codes(result) == ["unlisted_column"] * 2


def test_headings_torn_over_two_rows_without_rulings() -> None:
    table = grid(
        """
        科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级补助 | 事业收入 | 经营收入 | 附属单位 | 其他收入
         | | | | 收入 | | | 上缴收入 |
        合计 | | 5.00 | 5.00 | | | | |
        """,
        "stream",
    )
    result = read(page(1, "收入决算表", "单位：万元", table))
    assert [c.measure for c in result.cells] == [
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    assert result.flaws == []


def test_code_and_name_in_one_column() -> None:
    table = grid("""
        支出功能分类科目 | 合计 | 基本支出 | 项目支出
        合计 | 5.00 | 5.00 |
        205教育支出 | 5.00 | 5.00 |
        20502-普通教育 | 5.00 | 5.00 |
    """)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", table))
    assert slots(result.cells[::3], "line_code", "line_label") == [
        (None, "合计"),
        ("205", "教育支出"),
        ("20502", "普通教育"),
    ]


def test_purchases_of_services_are_named_by_their_first_words() -> None:
    table = grid("""
        序号 | 购买服务项目 | 承接主体类别 | 购买金额
        1 | 物业服务 | 企业 | 12.50
        2 | 会计服务 | 社会组织 | 3.00
    """)
    result = read(page(1, "政府购买服务决算公开情况表", "公开12表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == ["T11"]
    assert slots(result.cells, "line_no", "line_label", "measure", "amount_yuan") == [
        ("1", "物业服务", "购买金额", Decimal("125000.00")),
        ("2", "会计服务", "购买金额", Decimal("30000.00")),
    ]


def test_columns_under_a_heading_of_the_whole() -> None:
    table = grid("""
        科目编码 | 科目名称 | 本年收入 | < | < | < | < | < | <
        ^ | ^ | 合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
        205 | 教育支出 | 5.00 | 5.00 | | | | |
    """)
    result = read(page(1, "收入决算表", "单位：万元", table))
    assert [c.measure for c in result.cells][:3] == ["本年收入合计", "财政拨款收入", "上级补助收入"]
    assert result.flaws == []


def test_expenditure_listed_again_by_nature_is_on_neither_side() -> None:
    table = grid("""
        收入 | < | 支出 | < | < | <
        项目 | 决算数 | 项目（按功能分类） | 决算数 | 项目（按支出性质和经济分类） | 决算数
        一、财政拨款收入 | 5.00 | 一、教育支出 | 5.00 | 一、基本支出 | 5.00
        本年收入合计 | 5.00 | 本年支出合计 | 5.00 | 本年支出合计 | 5.00
    """)
    result = read(page(1, "收入支出决算总表", "单位：万元", table))
    assert slots(result.cells, "side", "row_role", "line_label") == [
        ("income", "item", "财政拨款收入"),
        ("expenditure", "class", "教育支出"),
        (None, "item", "基本支出"),
        ("income", "total", "本年收入合计"),
        ("expenditure", "total", "本年支出合计"),
        (None, "total", "本年支出合计"),
    ]


def test_expenditure_by_unit_and_class() -> None:
    table = grid("""
        单位名称 | 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 经营支出
        合计 | | | 5.00 | 5.00 | |
        某区一中 | | | 3.00 | 3.00 | |
        某区一中 | 205 | 教育支出 | 3.00 | 3.00 | |
        ^ | 20502 | 普通教育 | 3.00 | 3.00 | |
        某区二中 | 205 | 教育支出 | 2.00 | 2.00 | |
    """)
    result = read(page(1, "支出决算表（按单位列示）", "单位：万元", table))
    assert [(t.table_id, t.row_kind) for t in result.tables] == [("T03", "unit")]
    assert slots(result.cells[::4], "entity", "line_code", "line_label", "row_role") == [
        (None, None, "合计", "total"),
        ("某区一中", None, "某区一中", "item"),
        ("某区一中", "205", "教育支出", "class"),
        ("某区一中", "20502", "普通教育", "section"),
        ("某区二中", "205", "教育支出", "class"),
    ]
    assert result.flaws == []
