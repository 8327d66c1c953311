"""Which table it is: titles that contain each other, titles and columns at odds, tables that are none."""

from __future__ import annotations

import pytest

from pipelines.extract.tables.titles import is_title_shaped, read_title, table_number
from tests.extract.tables.grids import codes, grid, page, read
from tests.extract.tables.headings import BASIC_PROJECT, EXPENDITURE


@pytest.mark.parametrize(
    ("printed", "table_id"),
    [
        ("收入支出决算总表", "T01"),
        ("收入支出决算表", "T01"),
        ("2023年度某区文化馆收入支出决算总表", "T01"),
        ("表一：收入支出决算总表", "T01"),
        ("收入决算表", "T02"),
        ("收入决算总表", "T02"),
        ("⽀出决算表", "T03"),
        ("支出决算表（按单位列示）", "T03"),
        ("财政拨款收入支出决算总表", "T04"),
        ("财政拨款收支决算总表", "T04"),
        ("一般公共预算财政拨款支出决算表", "T05"),
        ("一般公共预算财政拨款基本支出决算明细表", "T06"),
        ("政府性基金预算财政拨款收入支出决算表", "T07"),
        ("国有资本经营预算财政拨款收入支出决算表", "T08"),
        ("国有资本经营预算财政拨款支出决算表", "T08"),
        ("财政拨款“三公”经费支出决算表", "T09"),
        ("表七：一般公共预算财政拨款安排的“三公”经费支出决算表", "T09"),
        ("“三公”经费、行政参公单位机关运行经费情况表", "T09"),
        ("政府采购情况表", "T10"),
        ("政府购买服务决算公开情况表", "T11"),
        ("一般公共预算财政拨款收入支出决算表", "T12"),
        ("政府性基金预算财政拨款基本支出决算表", "T13"),
        ("财政拨款支出决算明细表", "T14"),
        ("机构运行信息表", "T15"),
        ("公开05表 一般公共预算财政拨款支出决算表", "T05"),
        ("收入支出决算总表 公开01表 编制单位：某区文化馆 单位：万元", "T01"),
        ("一般公共预算支出决算表（功能科目）", "T05"),
        ("一般公共预算基本支出决算表（经济科目）", "T06"),
        ("“三公”经费、会议费和培训费支出决算表", "T09"),
        ("表 5：一般公共预算财政拨款支出决算表", "T05"),
        ("Z01 收入支出决算总表(财决01表)", "T01"),
        ("政府性基金预算财政拨款“三公”经费支出决算表", "T09"),
        ("表6：部门收支决算总体情况表", "T01"),
        ("公共财政预算财政拨款支出决算表", "T05"),
        ("财政拨款收支决算总体情况表", "T04"),
        ("一般公共预算支出决算情况表", "T05"),
        ("政府性基金预算支出情况决算表", "T07"),
        ("收入支出决算总表（本级）（公开表1）", "T01"),
        ("财政拨款收入支出决算批复表", "T04"),
        ("Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-", "T06"),
        ("一般公共预算财政拨款基本支出决算表（政府经济分类）", "T06"),
        ("部门决算相关信息统计表", "T15"),
        ("机构运行信息表（财决附03表）", "T15"),
        ("一般公共预算机关运行经费支出决算表", "T15"),
        ("机构运行经费支出、国有资产占用情况及政府采购支出信息表", "T15"),
    ],
)
def test_the_most_specific_title_wins(printed: str, table_id: str) -> None:
    title = read_title(printed)
    assert title is not None
    assert title.table_ids[:1] == (table_id,)


@pytest.mark.parametrize(
    "printed",
    [
        "项目支出决算表",
        "一般公共预算财政拨款项目支出决算明细表",
        "国有资产占用情况表",
        "部门收支预算总表",
        "收入支出决算总表（预算）",
        "项目支出绩效自评表",
        "一般公共预算支出表",
    ],
)
def test_known_tables_that_are_none_of_ours(printed: str) -> None:
    title = read_title(printed)
    assert title is None or title.table_ids == ()


@pytest.mark.parametrize(
    "printed",
    [
        "一、收入支出决算总体情况说明",
        "收入支出决算总表……………5",
        "收入支出决算总表 5",
        "本表为收入支出决算总表的附表。",
        "其他资金支出决算表",
    ],
)
def test_lines_that_are_no_title(printed: str) -> None:
    title = read_title(printed)
    assert title is None or title.table_ids == ()


def test_numbers_of_tables_are_read_as_printed() -> None:
    assert table_number("公开 05 表") == "公开05表"
    assert table_number("表七：支出决算表") == "表七"
    assert table_number("支出决算明细表 财决05-1表") == "财决05-1表"
    assert table_number("公开表6") == "公开表6"
    assert table_number("附表2-1 2023年支出决算表") == "附表2-1"
    assert table_number("支出决算表") is None
    assert is_title_shaped("某某情况表（2023年）")
    assert not is_title_shaped("公开05表")


def test_columns_decide_where_they_belong_to_one_table_only() -> None:
    result = read(page(1, "收入决算表", "单位：万元", grid(EXPENDITURE)))
    assert [t.table_id for t in result.tables] == ["T03"]
    assert codes(result) == ["title_signature_conflict"]


def test_a_table_without_title_is_known_by_its_columns_and_reported() -> None:
    result = read(page(1, "单位：万元", grid(EXPENDITURE)))
    assert [t.table_id for t in result.tables] == ["T03"]
    assert codes(result) == ["table_by_signature"]


def test_a_budgets_table_is_never_known_by_its_columns_alone() -> None:
    result = read(page(1, "部门支出总表", "单位：万元", grid(EXPENDITURE)), kind="budget")
    assert [t.table_id for t in result.tables] == [None]
    assert result.cells == []


def test_columns_that_several_tables_share_decide_nothing() -> None:
    result = read(page(1, "单位：万元", grid(BASIC_PROJECT)))
    assert [t.table_id for t in result.tables] == [None]
    assert codes(result) == ["unknown_table"]
    assert result.cells == []


MATRIX = """
    项目 | < | 合计 | 工资福利支出 | < | 商品和服务支出 | < | <
    科目编码 | 科目名称 | ^ | 小计 | 基本工资 | 小计 | 公务接待费 | 公务用车运行维护费
    合计 | < | 9.00 | 4.00 | 4.00 | 5.00 | 2.00 | 3.00
"""


def test_economic_classes_as_columns_are_no_three_public_expenses() -> None:
    """A matrix of functions and economic classes holds 公务接待费, too; which money it is of only the title says."""
    result = read(page(1, "一般公共预算财政拨款支出决算明细表", "单位：万元", grid(MATRIX)))
    assert [(t.table_id, t.row_kind) for t in result.tables] == [("T14", "economic")]
    assert {cell.fund_type for cell in result.cells} == {"general_public_budget"}
    for title in ("支出决算明细表", "基本支出决算明细表", "一般公共预算财政拨款基本支出决算明细表"):
        result = read(page(1, title, "单位：万元", grid(MATRIX)))
        assert (result.tables[0].table_id, codes(result)) == (None, ["unknown_table"])


@pytest.mark.parametrize(
    ("title", "heading", "measure"),
    [
        ("国有资本经营预算财政拨款支出决算表", "支出", "本年支出合计"),
        ("一般公共预算财政拨款支出决算表", "决算数", "本年支出合计"),
        ("收入决算表", "本年收入合计", "本年收入合计"),
    ],
)
def test_a_table_of_one_column_is_the_one_its_title_names(title: str, heading: str, measure: str) -> None:
    drawing = f"科目编码 | 科目名称 | {heading}\n合计 | < | 5.00\n223 | 某支出 | 5.00\n"
    result = read(page(1, title, "单位：万元", grid(drawing)))
    assert [(cell.measure, cell.phase, cell.printed) for cell in result.cells] == [(measure, "final", "5.00")] * 2
    assert codes(result) == []
    unruled = read(page(1, title, "单位：万元", grid(drawing, method="stream")))
    assert (unruled.tables[0].table_id, codes(unruled)) == (None, ["unknown_table"])


def test_a_rate_beside_budget_and_final_account_is_no_amount() -> None:
    drawing = """
        科目编码 | 科目名称 | 年初预算数 | 决算数 | 预决算差异率
        合计 | < | 4.00 | 5.00 | 25.00%
    """
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", grid(drawing)))
    assert [(c.measure, c.phase) for c in result.cells] == [
        ("本年支出合计", "initial_budget"),
        ("本年支出合计", "final"),
    ]
    assert codes(result) == []


def test_a_title_with_the_columns_of_nothing_known_is_no_table_of_ours() -> None:
    result = read(page(1, "收入决算表", "单位：万元", grid("序号 | 措施\n1 | 加强管理")))
    assert [t.table_id for t in result.tables] == [None]
    assert codes(result) == ["unknown_table"]


@pytest.mark.parametrize("title", ["部门支出预算总表", "项目支出决算表"])
def test_a_budget_or_project_table_gives_no_cells(title: str) -> None:
    result = read(page(1, title, "单位：万元", grid(EXPENDITURE)))
    assert [t.table_id for t in result.tables] == [None]
    assert result.cells == []


def test_expenditure_without_the_rarer_kinds_is_still_expenditure() -> None:
    drawn = """
        项目 | < | 本年支出合计 | 基本支出 | 项目支出
        科目编码 | 科目名称 | ^ | ^ | ^
        合计 | < | 5.00 | 4.00 | 1.00
        205 | 教育支出 | 5.00 | 4.00 | 1.00
    """
    result = read(page(1, "支出决算表", "公开03表", "单位：万元", grid(drawn)))
    assert [(t.table_id, t.title_printed) for t in result.tables] == [("T03", "支出决算表")]
    assert codes(result) == []
    split = read(page(1, "一般公共预算财政拨款", "支出决算表", "公开05表", "单位：万元", grid(drawn)))
    assert [t.table_id for t in split.tables] == ["T05"]


def test_a_table_of_money_under_an_unknown_name_is_reported_with_its_headings() -> None:
    table = grid("资金来源 | 上年余额 | 当年使用\n政府性基金 | 3.00 | 2.00")
    result = read(page(1, "政府性基金和国有资本经营收支情况表", "单位：万元", table))
    assert [t.table_id for t in result.tables] == [None]
    assert codes(result) == ["unknown_table"]
    assert "资金来源 | 上年余额 | 当年使用" in result.flaws[0].message
