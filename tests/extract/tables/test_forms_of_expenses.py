"""Forms of T09, T10 and of expenses by unit and by economic class, as provinces print them."""

from __future__ import annotations

from tests.extract.tables.grids import codes, grid, page, read, slots


def test_counts_listed_below_the_amounts_of_t09_are_none_of_them() -> None:
    """江苏 prints 相关统计数 in the same grid: names in the columns of amounts, and numbers beside them."""
    drawing = """
        决算数 | < | < | <
        合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费
        5.00 | | 3.00 | 2.00
        相关统计数： | < | < | <
        项目 | 统计数 | 项目 | 统计数
        因公出国（境）团组数（个） | 0 | 公务用车保有量（辆） | 4
    """
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", grid(drawing)))
    assert [(c.measure, c.printed) for c in result.cells if c.printed] == [
        ("合计", "5.00"),
        ("公务用车运行维护费", "3.00"),
        ("公务接待费", "2.00"),
    ]
    assert codes(result) == []
    other = drawing.replace("公务用车保有量（辆） | 4", "机关运行经费 | 4.20")
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", grid(other)))
    assert [(f.code, f.message) for f in result.flaws] == [("unlabelled_amount", "4.20")]


def test_words_in_the_first_row_of_t09_begin_no_list() -> None:
    """Rows of another table that stands in the same grid: none of their numbers has a measure."""
    drawing = """
        合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费
        205 | 教育支出 | 3.00 | 2.00
        206 | 科学技术支出 | 1.00 | 4.00
    """
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", grid(drawing)))
    assert {cell.measure for cell in result.cells} == {None}
    assert codes(result).count("unlabelled_amount") == 6


def test_operating_costs_may_be_listed_by_economic_class() -> None:
    drawing = """
        科目编码 | 科目名称 | 机关运行经费支出
        合计 | < | 5.00
        302 | 商品和服务支出 | 5.00
    """
    result = read(page(1, "机关运行经费支出决算表", "单位：万元", grid(drawing)))
    assert [(c.table_id, c.line_code, c.measure, c.printed) for c in result.cells] == [
        ("T15", None, "机关运行经费支出", "5.00"),
        ("T15", "302", "机关运行经费支出", "5.00"),
    ]
    assert codes(result) == []


def test_a_purchase_of_equipment_is_money() -> None:
    table = grid("""
        采购项目 | 数量 | 金额 | 占比（%）
        合计 | 9 | 12.00 | 100.00
        其中：专用设备 | 9 | 12.00 | 100.00
    """)
    result = read(page(1, "政府采购情况表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "line_label", "measure", "printed") == [
        ("合计", "金额", "12.00"),
        ("其中:专用设备", "金额", "12.00"),
    ]


def test_rows_of_three_public_expenses_may_be_the_basis() -> None:
    table = grid("""
        | “三公”经费 | < | < | < | < | 会议费
        | 小计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行维护费 | < | ^
        | ^ | ^ | ^ | 公务用车购置费 | 公务用车运行维护费 | ^
        2022年决算数 | 9.00 | | 4.00 | | 5.00 | 1.00
        年初预算数 | 7.00 | | 3.00 | | 4.00 | 1.00
        决算数 | 6.00 | | 2.00 | | 4.00 | 1.00
    """)
    result = read(page(1, "“三公”经费、会议费和培训费支出决算表", "单位：万元", table))
    assert [(c.measure, c.phase, c.printed) for c in result.cells if c.col_no in {2, 4, 7}] == [
        (None, "final", "9.00"),
        (None, "final", "4.00"),
        (None, "final", "1.00"),
        ("合计", "initial_budget", "7.00"),
        ("公务接待费", "initial_budget", "3.00"),
        (None, "initial_budget", "1.00"),
        ("合计", "final", "6.00"),
        ("公务接待费", "final", "2.00"),
        (None, "final", "1.00"),
    ]


def test_columns_of_another_year_or_a_share_are_none_of_this_years_expenses() -> None:
    table = grid("""
        项目 | 2022年决算数 | 2023年决算数 | 比上年增减额 | 增减率（%）
        公务接待费 | 4.00 | 2.00 | -2.00 | -50.00
        合计 | 9.00 | 6.00 | -3.00 | -33.33
    """)
    result = read(page(1, "“三公”经费支出决算表", "单位：万元", table))
    assert [(c.measure, c.printed) for c in result.cells if c.measure] == [("公务接待费", "2.00"), ("合计", "6.00")]
    assert codes(result) == ["unknown_column", "unlisted_column"]


def test_expenses_by_function_count_for_the_department_in_their_total_only() -> None:
    table = grid("""
        科目编码 | 科目名称 | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车运行维护费
        合计 | < | 6.00 | | 2.00 | 4.00
        2010301 | 行政运行 | 6.00 | | 2.00 | 4.00
    """)
    result = read(page(1, "“三公”经费支出决算表", "单位：万元", table))
    assert [(c.measure, c.printed) for c in result.cells if c.measure and c.printed] == [
        ("合计", "6.00"),
        ("公务接待费", "2.00"),
        ("公务用车运行维护费", "4.00"),
    ]


def test_rows_of_expenses_without_any_name_have_no_measure() -> None:
    table = grid("""
        合计 | 因公出国（境）费 | 公务接待费 | 公务用车运行维护费
        6.00 | | 2.00 | 4.00
        7.00 | | 3.00 | 4.00
    """)
    result = read(page(1, "“三公”经费支出决算表", "单位：万元", table))
    assert {c.measure for c in result.cells} == {None}
    assert set(codes(result)) == {"unlabelled_amount"}


def test_detail_by_economic_class_and_fund_keeps_the_fund_of_each_column() -> None:
    table = grid("""
        项目 | < | 合计 | 一般公共预算财政拨款 | < | < | 政府性基金预算财政拨款 | < | <
        科目编码 | 科目名称 | ^ | 小计 | 基本支出 | 项目支出 | 小计 | 基本支出 | 项目支出
        301 | 工资福利支出 | 9.00 | 6.00 | 4.00 | 2.00 | 3.00 | | 3.00
    """)
    result = read(page(1, "财政拨款支出决算明细表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "measure", "fund_type", "printed")[1:] == [
        ("一般公共预算财政拨款", "general_public_budget", "6.00"),
        ("基本支出", "general_public_budget", "4.00"),
        ("项目支出", "general_public_budget", "2.00"),
        ("政府性基金预算财政拨款", "government_fund", "3.00"),
        ("基本支出", "government_fund", ""),
        ("项目支出", "government_fund", "3.00"),
    ]


def test_expenses_downwards_without_rulings_are_proved_over_their_rows() -> None:
    rows = """
        项目 | 年初预算数 | 决算数
        合计 | 9.00 | {total}
        公务接待费 | 3.00 | 2.00
        公务用车购置及运行维护费 | 6.00 | 4.00
    """
    proved = read(page(1, "“三公”经费支出决算表", "单位：万元", grid(rows.format(total="6.00"), method="stream")))
    assert codes(proved) == []
    doubted = read(page(1, "“三公”经费支出决算表", "单位：万元", grid(rows.format(total="8.00"), method="stream")))
    assert codes(doubted) == ["unproved_columns"]
    assert {c.measure for c in doubted.cells} == {None}


def test_purchases_without_rulings_are_proved_by_their_total() -> None:
    rows = """
        采购项目 | 采购金额 | 合同金额
        合计 | 9.00 | {total}
        货物 | 3.00 | 2.00
        其中：专用设备 | 1.00 | 1.00
        服务 | 6.00 | 4.00
    """
    for total, issues in (("6.00", []), ("8.00", ["unproved_columns"])):
        result = read(page(1, "政府采购情况表", "单位：万元", grid(rows.format(total=total), method="stream")))
        assert codes(result) == issues


def test_older_names_of_the_three_public_items_down_the_rows() -> None:
    """公务用车费 is the whole of purchase and operation; the ministry's form of 2011 names it so."""
    table = grid("""
        项目 | 预算数 | 决算数
        “三公”经费支出合计 | 10.00 | 8.00
        1、因公出国（境）费用 | 1.00 | 0.00
        2、公务接待费 | 1.00 | 0.50
        3、公务用车费 | 8.00 | 7.50
        其中：（1）公务用车运行维护费 | 8.00 | 7.50
        （2）公务用车购置 | 0.00 | 0.00
    """)
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert slots(result.cells, "measure", "printed")[1::2] == [
        ("合计", "8.00"),
        ("因公出国（境）费", "0.00"),
        ("公务接待费", "0.50"),
        ("公务用车购置及运行维护费", "7.50"),
        ("公务用车运行维护费", "7.50"),
        ("公务用车购置费", "0.00"),
    ]
