"""Layouts of tables by code or unit, drawn by hand: each keeps a habit that has cost somebody a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.extract.tables.grids import codes, grid, page, read, slots


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
