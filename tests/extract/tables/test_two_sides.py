"""Tables with income and expenditure, or several groups of code, name and amount, beside each other."""

from __future__ import annotations

import pytest

from tests.extract.tables.grids import codes, grid, page, read, slots

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
