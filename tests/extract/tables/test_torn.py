"""What a page break tears: rows and headings whose halves are closed boxes on two pages, and rows that are whole."""

from __future__ import annotations

import pytest

from tests.extract.tables.grids import codes, grid, page, read, slots
from tests.extract.tables.headings import CAR_HEAD, SPENDING, TOTAL, spending_rows

SPENDING_HEAD = """
    项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
"""
SUMMARY = ("收入支出决算总表", "单位：万元")
SUMMARY_HEAD = """
    收入 | < | 支出 | <
    项目 | 决算数 | 项目 | 决算数
"""


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("    201 | 一般公共 | 1464 | 1464 | | | |\n", "     | 服务支出 | .32 | .32 | | | |\n"),
        ("    201 | 一般公共服 | 1464.3 | 1464.3 | | | |\n", "     | 务支出 | 2 | 2 | | | |\n"),
        ("    201 | 一般公共服务支出 | 14 | 14 | | | |\n", "     | | 64.32 | 64.32 | | | |\n"),
        ("     | 一般公共 | | | | | |\n", "    201 | 服务支出 | 1464.32 | 1464.32 | | | |\n"),
    ],
)
def test_a_row_torn_in_name_and_amount_is_one_row(above: str, below: str) -> None:
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + TOTAL + above)), page(2, grid(below)))
    assert spending_rows(result) == [(None, "合计", "1464.32"), ("201", "一般公共服务支出", "1464.32")]
    assert codes(result) == ["torn_row"]


@pytest.mark.parametrize(("upper", "lower"), [("201010", "1"), ("2010", "101"), ("20101", "01")])
def test_a_code_torn_in_two_is_one_code(upper: str, lower: str) -> None:
    above = f"    {upper} | 行政 | 1464.32 | 1464.32 | | | |\n"
    below = f"    {lower} | 运行 | | | | | |\n"
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + TOTAL + above)), page(2, grid(below)))
    assert spending_rows(result)[1:] == [("2010101", "行政运行", "1464.32")]


@pytest.mark.parametrize("parts", ["    类 | 款 | 项 | ^ | ^ | ^ | ^\n", ""], ids=["by level", "under one heading"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("    21 | 11 | 01 | 行政单位医疗 | 9.00 | 9.00 | 0.00\n", "    0 | | | | | | \n"),
        ("    2 | 1 | 0 | 行政单位医 | 9 | 9 | 0\n", "    10 | 1 | 1 | 疗 | .00 | .00 | .00\n"),
        ("    210 | 1 | 01 | 行政单位医疗 | ９．０ | ９．０ | ０．０\n", "    | 1 | | | ０ | ０ | ０ \n"),
    ],
)
def test_a_code_split_over_columns_and_torn_in_two_is_one_code(parts: str, above: str, below: str) -> None:
    """Full-width figures are torn like others."""
    head = "    科目编码 | < | < | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n" + parts
    whole = "    210 | 11 | | 行政事业单位医疗 | 9.00 | 9.00 | 0.00\n"
    result = read(page(1, *SPENDING, grid(head + whole + above)), page(2, grid(below)))
    assert [(code, label) for code, label, _ in spending_rows(result)] == [
        ("21011", "行政事业单位医疗"),
        ("2101101", "行政单位医疗"),
    ]
    assert [cell.amount_yuan for cell in result.cells[3:5]] == [90000, 90000]


def test_a_code_split_over_columns_is_not_made_of_two_rows() -> None:
    head = "    科目编码 | < | < | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n    类 | 款 | 项 | ^ | ^ | ^ | ^\n"
    above, below = (f"    210 | 11 | {part} | 行政单位医疗 | 9.00 | 9.00 | \n" for part in ("01", "02"))
    result = read(page(1, *SPENDING, grid(head + above)), page(2, grid(below)))
    assert [code for code, *_ in spending_rows(result)] == ["2101101", "2101102"]


def test_a_code_torn_in_one_group_joins_the_amounts_of_the_others() -> None:
    head = "    人员经费 | < | < | 公用经费 | < | <\n    科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数\n"
    top = head + "    301 | 工资福利支出 | 2026.4 | 3021 | 公务接待费 | 234.95\n"
    below = "     | | 3 | 7 | | \n    30101 | 基本工资 | 5.00 | 30226 | 劳务费 | 1.00\n"
    result = read(page(1, "一般公共预算财政拨款基本支出决算表", "单位：万元", grid(top)), page(2, grid(below)))
    assert slots(result.cells[:2], "line_code", "printed") == [("301", "2026.43"), ("30217", "234.95")]
    assert codes(result) == ["torn_row"]


def test_totals_alone_on_the_last_page_are_a_row_of_their_own() -> None:
    head = "    人员经费 | < | < | 公用经费 | < | <\n    科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数\n"
    top = head + "    30101 | 基本工资 | 5.00 | 30201 | 办公费 | 1.00\n     | | | 39999 | 其他支出 | \n"
    below = "    人员经费合计 | < | 5.00 | 公用经费合计 | < | 1.00\n"
    result = read(page(1, "一般公共预算财政拨款基本支出决算表", "单位：元", grid(top)), page(2, grid(below)))
    found = slots(result.cells[-3:], "line_code", "line_label", "printed")
    assert found == [("39999", "其他支出", ""), (None, "人员经费合计", "5.00"), (None, "公用经费合计", "1.00")]


@pytest.mark.parametrize(
    ("upper", "lower", "labels"), [("1", "9", ["住房保障支出"]), ("19", "20", ["住房保障", "支出"])]
)
def test_line_numbers_torn_in_two_join_their_rows(upper: str, lower: str, labels: list[str]) -> None:
    head = "    项目 | 行次 | 金额 | 项目 | 行次 | 金额\n"
    top = head + f"     | 18 | | 十八、金融支出 | 50 | \n     | {upper} | | 十九、住房保障 | 51 | 3.00\n"
    below = f"     | {lower} | | 支出 | | \n"
    result = read(page(1, *SUMMARY, grid("    收入 | < | < | 支出 | < | <\n" + top)), page(2, grid(below)))
    assert [c.line_label for c in result.cells if c.line_label != "金融支出"] == labels


def test_half_a_code_above_a_row_with_amounts_is_not_joined() -> None:
    above = "    2010 | 行政运行 | 12.50 | 12.50 | | | |\n"
    below = "    203 | 国防支出 | 1.50 | 1.50 | | | |\n"
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + TOTAL + above)), page(2, grid(below)))
    assert [row[2] for row in spending_rows(result)] == ["1464.32", "12.50", "1.50"]


def test_a_code_under_a_code_is_a_row_of_its_own() -> None:
    above = "    20101 | 人大事务 | 1464.32 | 1464.32 | | | |\n"
    below = "    2010101 | 行政运行 | 1464.32 | 1464.32 | | | |\n"
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + TOTAL + above)), page(2, grid(below)))
    assert [row[0] for row in spending_rows(result)] == [None, "20101", "2010101"]
    assert codes(result) == []


def test_two_whole_amounts_are_two_rows_though_the_second_has_no_code() -> None:
    above = "    201 | 一般公共服务支出 | 12.50 | 12.50 | | | |\n"
    below = "     | 其他 | 3.40 | 3.40 | | | |\n"
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + TOTAL + above)), page(2, grid(below)))
    assert [row[2] for row in spending_rows(result)] == ["1464.32", "12.50", "3.40"]


def test_a_total_at_the_top_of_a_page_is_a_row_of_its_own() -> None:
    above = "    201 | 一般公共服务支出 | 12 | 12 | | | |\n"
    below = "    合计 | < | .50 | .50 | | | |\n"
    result = read(page(1, *SPENDING, grid(SPENDING_HEAD + above)), page(2, grid(below)))
    assert [row[1] for row in spending_rows(result)] == ["一般公共服务支出", "合计"]


@pytest.mark.parametrize(
    ("above", "below", "labels"),
    [
        (" | | 十一、城乡社区支 | 2.00\n", " | | 出 | \n", ["城乡社区支出"]),
        (" | | 二十 | 2.00\n", " | | 四、债务还本支出 | \n", ["债务还本支出"]),
        (" | | 年末结转和 | 2.00\n", " | | 结余 | \n", ["年末结转和结余"]),
        (" | | 十一、城乡社区支出 | 2.00\n", " | | 十二、农林水支出 | \n", ["城乡社区支出", "农林水支出"]),
        (" | | 二十六、其他支出 | 2.00\n", " | | 本年支出合计 | 2.00\n", ["其他支出", "本年支出合计"]),
    ],
)
def test_names_without_codes_go_on_where_the_rest_is_no_name(above: str, below: str, labels: list[str]) -> None:
    result = read(page(1, *SUMMARY, grid(SUMMARY_HEAD + above)), page(2, grid(below)))
    assert [c.line_label for c in result.cells] == labels


def test_a_fund_row_torn_in_two_is_one_and_two_fund_rows_are_two() -> None:
    head = """    收入 | < | 支出 | < | < | <
    项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
"""
    first = "    年初财政拨款结转和结余 | 3.00 | | | |\n    一般公共预算财政 | 3.00 | | | |\n"
    rest = "    拨款 | | | | |\n    政府性基金预算财政拨款 | | | | |\n"
    result = read(page(1, "财政拨款收入支出决算总表", "单位：万元", grid(head + first)), page(2, grid(rest)))
    labels = [c.line_label for c in result.cells]
    assert labels == ["年初财政拨款结转和结余", "一般公共预算财政拨款", "政府性基金预算财政拨款"]


@pytest.mark.parametrize(("above", "below"), [("1,371,", "924.05"), ("1,371,9", "24.05"), ("1371924", ".05")])
def test_the_only_row_of_a_table_without_names_is_joined(above: str, below: str) -> None:
    title = ("财政拨款“三公”经费支出决算表", "单位：元")
    top = grid(CAR_HEAD + f"{above} | | {above} | | {above} | \n")
    result = read(page(1, *title, top), page(2, grid(f"{below} | | {below} | | {below} | \n")))
    assert [str(c.amount_yuan) for c in result.cells if c.printed] == ["1371924.05"] * 3


UNITS = ("收入决算表（按单位列示）", "单位：万元")
UNITS_HEAD = "    单位名称 | 本年收入合计 | 财政拨款收入 | 其他收入\n"


@pytest.mark.parametrize(
    ("blank", "names", "issue"),
    [
        ("0.00", ["合计", "甲区建设局建设工程管理站", "甲区房产所"], "torn_row"),
        ("", ["合计", "甲区建设局建设", "工程管理站", "甲区房产所"], "name_in_doubt"),
    ],
    ids=["no amount is left blank", "amounts may be blank"],
)
def test_a_name_alone_goes_on_where_no_row_is_blank(blank: str, names: list[str], issue: str) -> None:
    top = f"    合计 | 5.00 | 5.00 | {blank}\n    甲区建设局建设 | 3.00 | 3.00 | {blank}\n"
    below = f"    工程管理站 | | |\n    甲区房产所 | 2.00 | 2.00 | {blank}\n"
    result = read(page(1, *UNITS, grid(UNITS_HEAD + top)), page(2, grid(below)))
    assert [c.line_label for c in result.cells if c.measure == "本年收入合计"] == names
    assert codes(result) == [issue]


@pytest.mark.parametrize(
    ("width", "names"), [(40.0, ["合计", "办公设备及图书"]), (160.0, ["合计", "办公设备", "及图书"])]
)
def test_a_short_name_in_a_wide_column_is_whole(width: float, names: list[str]) -> None:
    """What fills only part of its line was not broken for want of room."""
    top = grid("    采购项目 | 采购金额\n    合计 | 9.00\n    办公设备 | 9.00\n", width=width)
    result = read(page(1, "政府采购情况表", "单位：万元", top), page(2, grid("    及图书 | \n", width=width)))
    assert [c.line_label for c in result.cells] == names


@pytest.mark.parametrize("name", ["工程", "政府采购工程支出", "政府性基金预算财政拨款", "公务接待费"])
def test_a_whole_name_above_blank_amounts_is_no_rest_of_the_one_before(name: str) -> None:
    head = "项目 | 采购金额\n"
    result = read(
        page(1, "政府采购情况表", "单位：万元", grid(head + "合计 | 5.00\n货物 | 3.00\n")),
        page(2, grid(f"{name} | \n服务 | 2.00\n")),
    )
    assert [(cell.line_label, cell.printed) for cell in result.cells] == [
        ("合计", "5.00"),
        ("货物", "3.00"),
        (name, ""),
        ("服务", "2.00"),
    ]
