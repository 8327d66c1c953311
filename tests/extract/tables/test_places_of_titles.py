"""Where the title of a table stands, and what beside it is none."""

from __future__ import annotations

import pytest

from pipelines.extract.tables.titles import department_of, read_title
from tests.extract.tables.grids import grid, page, read
from tests.extract.tables.headings import BASIC_PROJECT, EXPENDITURE


def test_contents_and_headings_far_above_are_no_title() -> None:
    lines = ["目录", "一、收入支出决算总表", "二、收入决算表", "第一部分 概况", "本部门负责全区文化工作。"]
    result = read(page(1, *lines, grid("序号 | 单位名称\n1 | 某区文化馆\n2 | 某区图书馆")))
    assert [(t.table_id, t.title_printed) for t in result.tables] == [(None, None)]
    assert result.flaws == []


def test_a_title_broken_in_two_lines_is_read_whole() -> None:
    broken = ["一般公共预算财政拨款", "支出决算表", "单位：万元"]
    result = read(page(1, *broken, grid(BASIC_PROJECT)))
    assert [(t.table_id, t.title_printed) for t in result.tables] == [("T05", "一般公共预算财政拨款支出决算表")]


@pytest.mark.parametrize("beside", ["财决附03表", "表（一）", "附件2-公开01表", "公开表1", "单位：元"])
def test_the_number_beside_a_department_is_none_of_its_name(beside: str) -> None:
    assert department_of(f"编制单位：青河区审计局 {beside}") == "青河区审计局"


def test_title_number_department_and_unit_may_share_a_line() -> None:
    together = "一般公共预算财政拨款支出决算表 公开05表 编制单位：某区文化馆 金额单位：元"
    first = read(page(1, together, grid(BASIC_PROJECT))).tables[0]
    assert (first.table_id, first.title_printed) == ("T05", "一般公共预算财政拨款支出决算表")
    assert (first.number_printed, first.unit_printed) == ("公开05表", "元")


def test_a_sheet_name_serves_where_the_sheet_prints_no_title() -> None:
    result = read(page(1, "单位：元", grid(BASIC_PROJECT, "sheet"), sheet="5.一般公共预算财政拨款支出决算表"))
    assert [t.table_id for t in result.tables] == ["T05"]


def test_head_lines_come_in_any_order_and_from_inside_the_grid() -> None:
    inside = """
        附件5 | < | < | < | <
        一般公共预算财政拨款支出决算表 | < | < | < | <
        部门：某区文化馆 | < | < | 公开05表 | <
         | | | 单位：元 | <
    """
    table = grid(inside + BASIC_PROJECT + "    注：本表反映一般公共预算财政拨款支出情况。 | < | < | < | <\n", "sheet")
    result = read(page(1, table, sheet="Sheet5"))
    first = result.tables[0]
    assert (first.table_id, first.number_printed, first.unit_printed) == ("T05", "公开05表", "元")
    assert [c.row_no for c in result.cells] == [3, 3, 3]
    assert result.flaws == []


def test_boxes_around_lead_and_note_are_lines() -> None:
    box = grid("一般公共预算财政拨款支出决算表 | 公开05表\n编制单位：某区文化馆 | 单位：元")
    note = grid("注：本单位没有此项支出，故本表无数据。 | ")
    result = read(page(1, box, grid(BASIC_PROJECT), note))
    found = [(t.table_id, t.number_printed, t.unit_printed, t.empty_note) for t in result.tables]
    assert found == [("T05", "公开05表", "元", "注：本单位没有此项支出，故本表无数据。")]


def test_a_sheet_that_stacks_tables_is_cut_at_each_title() -> None:
    stacked = (
        "    支出决算表 | | | | | | | \n    单位：万元 | | | | | | | \n"
        + EXPENDITURE
        + "    项目支出决算表 | | | | | | | \n    项目 | 金额 | | | | | | \n    修缮 | 3.00 | | | | | | \n"
    )
    result = read(page(1, grid(stacked, "sheet"), sheet="全部"))
    assert [t.table_id for t in result.tables] == ["T03", None]


def test_the_last_entry_of_the_contents_is_no_title() -> None:
    table = grid("序号 | 单位名称 | 编制人数\n1 | 青河区图书馆 | 21")
    contents = ["11、政府采购情况表", "12、机构运行信息表"]
    assert [t.table_id for t in read(page(1, *contents, table)).tables] == [None]
    assert [t.table_id for t in read(page(1, *contents, "部门决算单位构成表", table)).tables] == [None]


def test_a_title_below_the_contents_is_a_title() -> None:
    contents = ["表八：政府采购情况表", "表九：机构运行信息表"]
    result = read(page(1, *contents, "表三：支出决算表", "单位：万元", grid(EXPENDITURE)))
    assert [(t.table_id, t.title_printed) for t in result.tables] == [("T03", "表三：支出决算表")]


@pytest.mark.parametrize("between", ["部决03表", "本表为空表", "（空表）"])
def test_what_stands_between_title_and_table_is_no_title(between: str) -> None:
    result = read(page(1, "支出决算表", between, "单位：万元", grid(EXPENDITURE)))
    assert [(t.table_id, t.title_printed) for t in result.tables] == [("T03", "支出决算表")]


def test_parts_of_a_table_have_its_title() -> None:
    title = read_title("“三公”经费支出决算表（二）")
    assert title is not None
    assert title.table_ids == ("T09",)
