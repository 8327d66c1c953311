"""Doubt is data: what cannot be read is null and has an issue with a place; nothing is guessed, nothing dropped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.extract.tables.grids import codes, grid, page, read, slots

TITLE = "一般公共预算财政拨款支出决算表"


def _table(*rows: str) -> str:
    head = "项目 | < | 本年支出 | < | <\n科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出\n"
    return head + "\n".join(rows)


def test_without_a_unit_amounts_stay_null() -> None:
    result = read(page(1, TITLE, grid(_table("合计 | < | 5.00 | 5.00 | "))))
    assert codes(result) == ["unknown_unit"]
    assert [(c.printed, c.amount_yuan) for c in result.cells] == [("5.00", None), ("5.00", None), ("", None)]


def test_blank_zero_and_dash_stay_apart() -> None:
    result = read(page(1, TITLE, "单位：万元", grid(_table("合计 | < | 0.00 | — | "))))
    assert [(c.printed, c.amount_yuan) for c in result.cells] == [("0.00", Decimal("0.00")), ("—", None), ("", None)]
    assert result.flaws == []


def test_bad_and_mended_amounts_have_a_place() -> None:
    result = read(page(3, TITLE, "单位：元", grid(_table("合计 | < | 32. 46 | 3 2.4.6 | （1.50）"))))
    assert [c.amount_yuan for c in result.cells] == [Decimal("32.46"), None, Decimal("-1.50")]
    found = [(f.code, f.where.page, f.where.table_seq, f.where.row_no, f.where.col_no) for f in result.flaws]
    assert found == [("repaired_amount", 3, 1, 3, 3), ("bad_amount", 3, 1, 3, 4)]


def test_an_amount_without_code_and_name_is_reported() -> None:
    result = read(page(1, TITLE, "单位：元", grid(_table("201 | 一般公共服务支出 | 1.00 | 1.00 | ", " | | 7.00 | | "))))
    assert [(f.code, f.where.row_no, f.where.col_no) for f in result.flaws] == [("unlabelled_amount", 4, 3)]
    assert len(result.cells) == 3


def test_an_unknown_heading_has_no_measure_and_an_issue() -> None:
    table = grid("""
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 某种新栏目
        201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00 | 9.00
    """)
    result = read(page(1, TITLE, "单位：元", table))
    assert slots(result.cells, "measure", "printed")[-1] == (None, "9.00")
    assert [(f.code, f.where.col_no) for f in result.flaws] == [("unknown_column", 6)]


@pytest.mark.parametrize("words", ["决算数", "度", ""])
def test_a_column_of_another_year_is_not_this_years(words: str) -> None:
    table = grid(f"""
        科目编码 | 科目名称 | 2022年{words} | < | 2023年{words} | <
        ^ | ^ | 基本支出 | 项目支出 | 基本支出 | 项目支出
        201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00 | 9.00
    """)
    result = read(page(1, TITLE, "单位：元", table), fiscal_year=2023)
    assert slots(result.cells, "measure", "printed") == [
        (None, "3.00"),
        (None, "1.00"),
        ("基本支出", "2.00"),
        ("项目支出", "9.00"),
    ]


def test_two_columns_of_one_heading_are_both_doubtful() -> None:
    table = grid("""
        科目编码 | 科目名称 | 基本支出 | 基本支出 | 项目支出
        201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00
    """)
    result = read(page(1, TITLE, "单位：元", table))
    assert [c.measure for c in result.cells] == [None, None, "项目支出"]
    assert codes(result) == ["unknown_column"]


def test_a_unit_in_the_heading_counts_for_its_column() -> None:
    table = grid("""
        科目编码 | 科目名称 | 合计（元） | 基本支出（元） | 项目支出（元）
        201 | 一般公共服务支出 | 3.00 | 1.00 | 2.00
    """)
    result = read(page(1, TITLE, table))
    assert [c.amount_yuan for c in result.cells] == [Decimal("3.00"), Decimal("1.00"), Decimal("2.00")]
    assert {c.unit_printed for c in result.cells} == {"元"}
    assert result.flaws == []


def test_an_empty_table_keeps_its_note_and_its_blank_total() -> None:
    note = "说明：某区文化馆没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
    rest = "无政府性基金收支的，仍保留该表格式，并作下述说明："
    table = grid("""
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
        科目编码 | 科目名称 | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
        合计 | < | | | | | |
    """)
    result = read(
        page(1, "政府性基金预算财政拨款收入支出决算表", "单位：万元", table, "注：本表反映基金收支。", rest, note)
    )
    assert result.tables[0].empty_note == note
    assert [c.printed for c in result.cells] == [""] * 6
    assert {c.row_role for c in result.cells} == {"total"}


def test_an_empty_table_without_any_grid_is_a_table() -> None:
    lines = [
        "国有资本经营预算财政拨款支出决算表",
        "公开08表",
        "部门：某区文化馆 单位：万元",
        "本部门没有此项支出，故本表无数据。",
    ]
    result = read(page(1, "目录", "一、收入支出决算总表", "二、收入决算表"), page(2, *lines, "第三部分 决算情况说明"))
    found = [(t.table_id, t.number_printed, t.unit_printed, t.pages, t.empty_note) for t in result.tables]
    assert found == [("T08", "公开08表", "万元", [2], "本部门没有此项支出，故本表无数据。")]
    assert result.cells == []


def test_the_blank_row_of_three_public_expenses_is_kept_once() -> None:
    table = grid("""
        合计 | 因公出国（境）费 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费
         | | | |
         | | | |
    """)
    result = read(page(1, "财政拨款“三公”经费支出决算表", "单位：万元", table, "本部门无“三公”经费支出。"))
    assert [(c.row_no, c.printed) for c in result.cells] == [(2, "")] * 5
    assert result.tables[0].empty_note == "本部门无“三公”经费支出。"


def test_notes_tell_the_basis_of_the_budget() -> None:
    table = grid("""
        预算数 | < | < | 决算数 | < | <
        合计 | 公务用车运行维护费 | 公务接待费 | 合计 | 公务用车运行维护费 | 公务接待费
        1 | 2 | 3 | 4 | 5 | 6
        3.00 | 2.00 | 1.00 | 3.00 | 2.00 | 1.00
    """)
    title = "财政拨款“三公”经费支出决算表"
    initial = read(page(1, title, "单位：万元", table, "注：预算数为“三公”经费年初预算数，决算数是实际支出。"))
    adjusted = read(page(1, title, "单位：万元", table, "注：其中，预算数为全年预算数，反映调整后的预算数。"))
    silent = read(page(1, title, "单位：万元", table))
    assert {c.phase for c in initial.cells} == {"initial_budget", "final"}
    assert {c.phase for c in adjusted.cells} == {"adjusted_budget", "final"}
    assert {c.phase for c in silent.cells} == {"budget_unspecified", "final"}


def test_stray_tables_keep_their_rows_without_people() -> None:
    table = grid("""
        项目名称 | 图书采购 | 项目负责人 | 张三三 | 联系电话 | 0631-5550000
        实施单位 | 某区图书馆 | 联系人：李四 | | 13900000000 | 90分
    """)
    result = read(page(1, "项目支出绩效自评表", table))
    only = result.tables[0]
    assert (only.table_id, result.cells, result.flaws) == (None, [], [])
    assert only.rows == [
        ["项目名称", "图书采购", "项目负责人", "", "联系电话", ""],
        ["实施单位", "某区图书馆", "联系人：", "", "", "90分"],
    ]


def test_lists_of_people_lose_their_names() -> None:
    table = grid("""
        序号 | 姓名 | 职责
        1 | 王五 | 组长
        2 | 赵六 | 数据核对
    """)
    result = read(page(1, "评价人员名单表", table))
    assert result.tables[0].rows is not None
    assert not any("王五" in text or "赵六" in text for row in result.tables[0].rows for text in row)
    assert result.tables[0].rows[-1][-1] == "数据核对"


def test_a_blank_form_gives_blank_cells_only() -> None:
    rows = ("205 | 教育支出 | | | ", "… | … | | | ", " | … | | | ", "合计 | < | | | ")
    result = read(page(1, TITLE, "单位：万元", grid(_table(*rows))))
    assert [(c.line_code, c.line_label) for c in result.cells[::3]] == [("205", "教育支出"), (None, "合计")]
    assert all(c.amount_yuan is None for c in result.cells)


def test_columns_without_rulings_must_add_up() -> None:
    head = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 经营支出\n"
    right = grid(head + "合计 | | 5.00 | 3.00 | 2.00 | \n205 | 教育支出 | 5.00 | 3.00 | 2.00 | ", "stream")
    shifted = grid(head + "合计 | | | 5.00 | 3.00 | 2.00\n205 | 教育支出 | | 5.00 | 3.00 | 2.00", "stream")
    proved = read(page(1, "支出决算表", "单位：万元", right))
    doubted = read(page(1, "支出决算表", "单位：万元", shifted))
    assert (codes(proved), [c.measure for c in proved.cells][:2]) == ([], ["本年支出合计", "基本支出"])
    assert codes(doubted) == ["unproved_columns"]
    assert {c.measure for c in doubted.cells} == {None}
    assert [c.printed for c in doubted.cells][:4] == ["", "5.00", "3.00", "2.00"]


def test_one_wrong_digit_does_not_disprove_columns_without_rulings() -> None:
    rows = "".join(f"2050{n} | 某科目 | 5.00 | 3.00 | 2.00 | \n" for n in range(1, 7))
    head = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 经营支出\n合计 | < | 30.00 | 18.00 | 12.00 | \n"
    table = grid(head + rows + "20509 | 错一位 | 9.00 | 3.00 | 2.00 | ", "stream")
    result = read(page(1, "支出决算表", "单位：万元", table))
    assert codes(result) == []
    assert [c.measure for c in result.cells][-4:-2] == ["本年支出合计", "基本支出"]


def test_sides_without_rulings_must_add_up() -> None:
    head = "收入 | | 支出 |\n项目 | 决算数 | 项目 | 决算数\n"
    rows = "一、财政拨款收入 | 5.00 | 一、教育支出 | {}\n本年收入合计 | 5.00 | 本年支出合计 | 5.00"
    proved = read(page(1, "收入支出决算总表", "单位：万元", grid(head + rows.format("5.00"), "stream")))
    doubted = read(page(1, "收入支出决算总表", "单位：万元", grid(head + rows.format("4.00"), "stream")))
    assert codes(proved) == []
    assert codes(doubted) == ["unproved_columns"]


def test_groups_without_rulings_must_add_up() -> None:
    head = "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数\n"
    rows = "301 | 工资福利支出 | 5.00 | 302 | 商品和服务支出 | 1.00\n30101 | 基本工资 | {} | 30201 | 办公费 | 1.00"
    title = "一般公共预算财政拨款基本支出决算表"
    assert codes(read(page(1, title, "单位：元", grid(head + rows.format("5.00"), "stream")))) == []
    assert codes(read(page(1, title, "单位：元", grid(head + rows.format(""), "stream")))) == ["unproved_columns"]


def test_a_name_that_stands_in_two_columns_is_whole_and_doubtful() -> None:
    table = grid("""
        收入 | < | < | 支出 | < | < | < | <
        项 | 目 | 金额 | 项 | 目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
        一、一般公共预算财政拨款 | | 3.00 | 一、一般公共服务支 | 出 | 3.00 | 3.00 |
    """)
    result = read(page(1, "财政拨款收入支出决算总表", "单位：万元", table))
    assert {c.line_label for c in result.cells if c.side == "expenditure"} == {"一般公共服务支出"}
    assert "name_in_doubt" in codes(result)


def test_an_amount_with_more_decimals_than_all_others_is_told() -> None:
    """The mark of a note behind it would read as its last digit."""
    rows = "\n".join(f"20502{i:02d} | 教育 | {i}.10 | {i}.10 |" for i in range(1, 6))
    head = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n合计 | < | 18.25 | 18.25 |\n"
    odd = grid(f"{head}{rows}\n2050299 | 其他 | 3.25 | 3.251 |")
    even = grid(head + rows.replace(".10", ".1025") + "\n2050299 | 其他 | 3.25 | 3.251 |")
    marked = grid(f"{head}{rows}\n2050299 | 其他 | 3.25[1] | 3.25¹ |")
    lead = ("一般公共预算财政拨款支出决算表", "单位：万元")
    assert codes(read(page(1, *lead, odd))) == ["decimals_in_doubt"]
    assert codes(read(page(1, *lead, marked))) == []
    assert codes(read(page(1, *lead, even))) == []


def test_a_code_whose_box_reaches_over_two_names_is_in_doubt() -> None:
    drawing = """
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
        合计 | < | 5.00 | 4.00 | 1.00
        2010601 | 行政运行 | 4.00 | 4.00 |
        ^ | 行政运行（补充） | 1.00 | | 1.00
    """
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", grid(drawing)))
    assert [cell.line_code for cell in result.cells[-3:]] == [None] * 3
    assert [(item.code, item.where.row_no) for item in result.flaws] == [("code_in_doubt", 4)]
