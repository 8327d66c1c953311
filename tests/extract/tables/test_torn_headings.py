"""Headings that a page break tears, and what of the next page belongs to them."""

from __future__ import annotations

from tests.extract.tables.grids import codes, grid, page, read, slots
from tests.extract.tables.headings import CAR_HEAD, SPENDING, TOTAL, spending_rows

_BLANK = "     | | | | | | |\n"


def test_a_heading_torn_inside_its_words_is_whole() -> None:
    top = grid("    项目 | < | 本年支出 | 基本支 | 项目支 | 上缴上级 | 经营支 | 对附属单位\n")
    rest = """     | < | 合计 | 出 | 出 | 支出 | 出 | 补助支出
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
"""
    result = read(page(1, *SPENDING, top), page(2, grid(rest + TOTAL)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert [c.measure for c in result.cells][:3] == ["本年支出合计", "基本支出", "项目支出"]
    assert {c.page for c in result.cells} == {2}


def test_headings_that_a_break_leaves_in_either_half_are_one_row() -> None:
    """因公出国（境）费 stands overleaf, its neighbours above: it is no heading below 合计."""
    top = grid("    预算数 | < | < | < | <\n    合计 | | 公务用车购置及运行维护费 | < | 公务接待费\n")
    rest = "     | 因公出国（境）费 | 小计 | 公务用车购置费 | \n    5.00 | 2.00 | 2.50 | 1.50 | 0.50\n"
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", top), page(2, grid(rest)))
    assert [c.measure for c in result.cells] == [
        "合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务接待费",
    ]  # fmt: skip


def test_a_blank_box_under_several_headings_joins_none_of_them() -> None:
    """Where a page ends inside a merged box, the rulings between its neighbours may be lost."""
    top = grid("    项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出\n     | < | < | 科目名称 | ^ | ^ | ^\n")
    rest = """    科目编码 | < | < | | | < | <
    类 | 款 | 项 | ^ | ^ | ^ | ^
    201 | | | 一般公共服务支出 | 9.00 | 4.00 | 5.00
"""
    result = read(page(1, *SPENDING, top), page(2, grid(rest)))
    assert slots(result.cells, "line_code", "measure", "printed") == [
        ("201", "本年支出合计", "9.00"),
        ("201", "基本支出", "4.00"),
        ("201", "项目支出", "5.00"),
    ]


def test_a_heading_torn_between_its_rows_is_whole() -> None:
    top = grid("    人员经费 | 公用经费\n", width=120.0)
    rest = """    科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额
    301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 1.00
"""
    title = ("一般公共预算财政拨款基本支出决算表", "单位：万元")
    result = read(page(1, *title, top), page(2, grid(rest)))
    assert slots(result.cells, "table_id", "group_no", "line_code", "printed") == [
        ("T06", 1, "301", "9.00"),
        ("T06", 2, "302", "1.00"),
    ]


def test_the_last_line_of_a_heading_alone_on_the_next_page_belongs_to_it() -> None:
    top = grid("    项目 | < | 本年支出 | < | <\n    支出功能分类 | 科目名称 | 小计 | 基本支出 | 项目支出\n")
    rest = "    科目编码 | | | | \n    201 | 一般公共服务支出 | 1.00 | 1.00 | \n"
    title = ("一般公共预算财政拨款支出决算表", "单位：万元")
    result = read(page(1, *title, top), page(2, grid(rest)))
    assert [c.line_label for c in result.cells] == ["一般公共服务支出"] * 3


def test_the_sentence_of_an_empty_table_counts_on_the_next_page() -> None:
    table = grid("    科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出\n    合计 | < | | |\n")
    title = ("国有资本经营预算财政拨款支出决算表", "单位：万元")
    result = read(page(1, *title, table), page(2, "我单位当年未安排国有资本经营预算支出，故本表无数据。"))
    assert result.tables[0].empty_note == "我单位当年未安排国有资本经营预算支出，故本表无数据。"


def test_slivers_of_boxes_that_begin_on_the_other_page_are_no_rows() -> None:
    """A browser draws the top of a row at the foot of a page and its text on the next, beside empty boxes."""
    top = grid(
        "    项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n" + _BLANK
    )
    rest = "    科目编码 | 科目名称 | | | | | |\n" + _BLANK + "    栏次 | < | 1 | 2 | 3 | 4 | 5 | 6\n" + TOTAL
    result = read(page(1, *SPENDING, top), page(2, grid(rest)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert spending_rows(result) == [(None, "合计", "1464.32")]
    assert codes(result) == []


def test_the_blank_row_below_a_torn_heading_stays() -> None:
    title = ("财政拨款“三公”经费支出决算表", "单位：元")
    top, rest = CAR_HEAD.strip("\n").split("\n")
    below = rest.replace("^", "") + "\n     | | | | |\n"
    result = read(page(1, *title, grid(top.replace("^", ""))), page(2, grid(below)))
    assert slots(result.cells, "measure", "printed")[2:5] == [
        ("公务用车购置及运行维护费", ""),
        ("公务用车购置费", ""),
        ("公务用车运行维护费", ""),
    ]


def test_the_rest_of_a_heading_is_no_row_where_rows_have_no_names() -> None:
    title = ("财政拨款“三公”经费支出决算表", "单位：元")
    top = CAR_HEAD.replace("购置费", "购置").replace("运行维护费 | ^", "运行维护 | ^")
    rest = (
        "     | | | 费 | 费 |\n     | | | | |\n    1 | 2 | 3 | 4 | 5 | 6\n    9.00 | 1.00 | 7.00 | 3.00 | 4.00 | 1.00\n"
    )
    result = read(page(1, *title, grid(top)), page(2, grid(rest)))
    assert slots(result.cells, "measure", "printed")[3:5] == [
        ("公务用车购置费", "3.00"),
        ("公务用车运行维护费", "4.00"),
    ]
    assert len(result.cells) == 6


def test_numbers_of_columns_below_the_heading_of_the_page_before_are_no_amounts() -> None:
    title = ("财政拨款“三公”经费支出决算表", "单位：元")
    below = "     | | | | | \n    1 | 2 | 3 | 4 | 5 | 6\n    9.00 | 1.00 | 7.00 | 3.00 | 4.00 | 1.00\n"
    result = read(page(1, *title, grid(CAR_HEAD)), page(2, grid(below)))
    assert [c.printed for c in result.cells] == ["9.00", "1.00", "7.00", "3.00", "4.00", "1.00"]
