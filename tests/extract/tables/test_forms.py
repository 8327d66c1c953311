"""Forms beyond the common nine tables, and the ministry's own form of them: what each column and row is."""

from __future__ import annotations

from decimal import Decimal

import pytest

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


def test_counts_among_money_are_no_amounts_even_where_their_unit_is_left_out() -> None:
    table = grid("""
        项目 | 行次 | 统计数 | 项目 | 行次 | 统计数
        （二）相关统计数 | 11 | — | 五、资产信息 | 25 | —
        1．因公出国（境）团组数 | 12 | 2 | （一）车辆数合计 | 26 | 3
        2．国内公务接待人次（人） | 13 | 120 | 1．主要负责人用车 | 28 | 1
        其中：外事接待 | 14 | 7 | 2．其他 | 30 | 2
        三、会议费 | 15 | 4 | （二）单价100万元（含）以上设备（不含车辆） | 31 | 2
        四、培训费 | 16 | 6 | 六、政府采购支出合计 | 33 | 20
    """)
    result = read(page(1, "机构运行信息表", "单位：万元", table))
    assert codes(result) == []
    assert [(c.line_label, c.printed) for c in result.cells if c.printed.isdigit()] == [
        ("会议费", "4"),
        ("培训费", "6"),
        ("政府采购支出合计", "20"),
    ]


@pytest.mark.parametrize("heading", ["科目编码及名称", "科目", "项目"])
def test_one_heading_may_stand_over_codes_and_names(heading: str) -> None:
    drawing = f"""
        {heading} | < | 合计 | 基本支出 | 项目支出
        合计 | < | 5.00 | 4.00 | 1.00
        201 | 一般公共服务支出 | 5.00 | 4.00 | 1.00
    """
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", grid(drawing)))
    assert {(c.line_code, c.line_label) for c in result.cells} == {(None, "合计"), ("201", "一般公共服务支出")}
    assert codes(result) == []


def test_a_total_may_be_merged_over_the_units_codes() -> None:
    drawing = """
        单位编码 | 单位名称 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
        合计 | < | < | < | 5.00 | 4.00 | 1.00
        101001 | 青河区财政局本级 | 2010601 | 行政运行 | 4.00 | 4.00 |
        ^ | ^ | 2010602 | 一般行政管理事务 | 1.00 | | 1.00
    """
    result = read(page(1, "一般公共预算财政拨款支出决算表（分单位）", "单位：万元", grid(drawing)))
    assert {(c.table_id, c.row_role, c.line_label, c.line_code, c.entity) for c in result.cells} == {
        ("T05", "total", "合计", None, None),
        ("T05", "item", "行政运行", "2010601", "青河区财政局本级"),
        ("T05", "item", "一般行政管理事务", "2010602", "青河区财政局本级"),
    }
    assert ([t.row_kind for t in result.tables], codes(result)) == (["unit"], [])


def test_a_heading_that_says_of_these_is_passed_over() -> None:
    drawing = """
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | < | < | 项目支出
        ^ | ^ | ^ | 小计 | 其中 | < | ^
        ^ | ^ | ^ | ^ | 人员经费 | 公用经费 | ^
        合计 | < | 5.00 | 4.00 | 3.00 | 1.00 | 1.00
    """
    result = read(page(1, "支出决算表", "单位：万元", grid(drawing)))
    assert [c.measure for c in result.cells] == ["本年支出合计", "基本支出", None, None, "项目支出"]
    assert codes(result) == ["unlisted_column", "unlisted_column"]


def test_a_row_may_name_the_unit_it_is_measured_in() -> None:
    """机构运行信息表 with a column 单位: 辆 are no money, and 元 in one row is not the table's 万元."""
    drawing = """
        项目 | 单位 | 决算数
        一、机关运行经费 | 万元 | 20.10
        二、车辆数合计 | 辆 | 3
        三、政府采购支出合计 | 元 | 5000.00
    """
    result = read(page(1, "机构运行信息表", "单位：万元", grid(drawing)))
    assert [(c.line_label, c.unit_printed, c.amount_yuan, c.entity) for c in result.cells] == [
        ("机关运行经费", "万元", Decimal(201000), None),
        ("政府采购支出合计", "元", Decimal(5000), None),
    ]
    assert [(t.row_kind, codes(result)) for t in result.tables] == [("item", [])]


def test_the_unit_of_goods_is_none_of_their_amounts() -> None:
    drawing = """
        采购项目 | 单位 | 数量 | 采购金额
        合计 | | | 6.00
        计算机 | 台 | 5 | 6.00
    """
    result = read(page(1, "政府采购情况表", "单位：万元", grid(drawing)))
    assert [(c.line_label, c.printed, c.entity) for c in result.cells] == [
        ("合计", "6.00", None),
        ("计算机", "6.00", None),
    ]


def test_a_prior_year_and_a_difference_are_known_and_of_no_measure() -> None:
    drawing = """
        项目 | 上年决算数 | 本年决算数 | 预决算差异
        公务接待费 | 4.00 | 2.00 | -2.00
        合计 | 9.00 | 6.00 | -3.00
    """
    result = read(page(1, "“三公”经费支出决算表", "单位：万元", grid(drawing)))
    assert [(c.measure, c.printed) for c in result.cells if c.measure] == [("公务接待费", "2.00"), ("合计", "6.00")]
    assert codes(result) == ["unlisted_column", "unlisted_column"]


def test_the_total_of_units_belongs_to_the_department() -> None:
    table = grid("""
        单位名称 | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车运行维护费
        合计 | 6.00 | | 2.00 | 4.00
        青河区图书馆 | 6.00 | | 2.00 | 4.00
    """)
    result = read(page(1, "“三公”经费支出决算表", "单位：万元", table))
    assert slots(result.cells, "entity", "measure")[::4] == [(None, "合计"), ("青河区图书馆", "合计")]


def test_columns_of_one_heading_are_told_apart_by_the_heading_above() -> None:
    table = grid("""
        项目 | 货物 | < | 服务 | <
        ^ | 预算金额 | 合同金额 | 预算金额 | 合同金额
        合计 | 9.00 | 8.00 | 5.00 | 4.00
    """)
    result = read(page(1, "政府采购情况表", "单位：万元", table))
    assert len({(c.measure, c.phase) for c in result.cells}) == 4


def test_a_total_merged_over_the_serial_number_names_its_row() -> None:
    table = grid("""
        序号 | 项目名称 | 承接主体 | 预算金额 | 决算金额
        1 | 物业管理 | 企业 | 5.00 | 4.00
        合计 | < | < | 5.00 | 4.00
    """)
    result = read(page(1, "政府购买服务决算公开情况表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_label", "row_role", "phase", "printed")[2:] == [
        ("合计", "total", "budget_unspecified", "5.00"),
        ("合计", "total", "final", "4.00"),
    ]


def test_a_code_of_no_level_is_doubted() -> None:
    table = grid("""
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
        合计 | < | 9.00 | 6.00 | 3.00
        20 | 教育支出 | 9.00 | 6.00 | 3.00
    """)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", table))
    assert codes(result) == ["code_in_doubt"]


INCOME_WITH_FEES = """
    科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 事业收入 | < | 其他收入
    ^ | ^ | ^ | ^ | 小计 | 其中：教育收费 | ^
    合计 | < | 9.00 | 6.00 | 3.00 | 1.00 |
    2050201 | 学前教育 | 9.00 | 6.00 | 3.00 | 1.00 |
"""


def test_a_column_without_measure_does_not_unprove_the_others_of_a_table_without_rulings() -> None:
    result = read(page(1, "收入决算表", "单位：万元", grid(INCOME_WITH_FEES, method="stream")))
    assert codes(result) == ["unlisted_column"]
    assert {c.measure for c in result.cells} == {"本年收入合计", "财政拨款收入", "事业收入", "其他收入", None}


def test_the_parts_of_a_code_may_stand_in_one_cell_with_the_column_number() -> None:
    table = grid("""
        支出功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
        类款项栏次 | | 1 | 2 | 3
        合计 | | 9.00 | 6.00 | 3.00
    """)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert {c.line_label for c in result.cells} == {"合计"}


def test_a_table_below_the_title_of_another_document_is_that_units() -> None:
    tables = [grid(INCOME_WITH_FEES, method="html"), grid(INCOME_WITH_FEES.replace("9.00", "8.00"), method="html")]
    first = ["青河区教育局2023年度部门决算", "收入决算表", "单位：万元"]
    own = read(page(1, *first, tables[0], "青河区教育局2023年度部门决算", "收入决算表", tables[1]))
    assert {c.entity for c in own.cells} == {None}
    other = read(page(1, *first, tables[0], "青河区第一小学2023年度单位决算", "收入决算表", tables[1]))
    assert [(c.entity, c.printed) for c in other.cells if c.measure == "本年收入合计"][::2] == [
        (None, "9.00"),
        ("青河区第一小学", "8.00"),
    ]


def test_codes_that_a_workbook_shows_as_amounts_are_codes() -> None:
    table = grid("""
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
        205.00 | 教育支出 | 3.00 | 1.00 | 2.00
        2,050,201 | 学前教育 | 3.00 | 1.00 | 2.00
    """)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_code", "line_label")[::3] == [("205", "教育支出"), ("2050201", "学前教育")]


def test_a_title_of_2013_names_its_fund() -> None:
    drawing = "合计 | 因公出国（境）费 | 公务接待费\n5.00 | 3.00 | 2.00\n"
    result = read(page(1, "公共财政预算财政拨款“三公”经费支出决算表", "单位：万元", grid(drawing)))
    assert {cell.fund_type for cell in result.cells} == {"general_public_budget"}
