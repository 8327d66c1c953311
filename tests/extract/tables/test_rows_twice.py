"""A row that stands twice in a table is told, and a total that does not stand in it: neither can be seen in a sum."""

from __future__ import annotations

from tests.extract.tables.grids import codes, grid, page, read

TITLE = "一般公共预算财政拨款支出决算表"
HEAD = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出"
ROWS = (
    "合计 | < | 5.00 | 2.00 | 3.00",
    "201 | 一般公共服务支出 | 5.00 | 2.00 | 3.00",
    "20103 | 政府办公厅（室）及相关机构事务 | 5.00 | 2.00 | 3.00",
)


def told(*rows: str) -> list[str]:
    result = read(page(1, TITLE, "单位：万元", grid("\n".join((HEAD, *rows)))))
    return [item.message for item in result.flaws if item.code == "row_twice"]


def test_a_total_or_a_code_that_stands_twice() -> None:
    assert told(*ROWS) == []
    assert told(*ROWS, ROWS[0]) == ["合计 stands in row 2 and in row 5"]
    assert told(*ROWS, ROWS[2], ROWS[2]) == [
        "20103 stands in row 4 and in row 5", "20103 stands in row 4 and in row 6",
    ]  # fmt: skip


def test_a_table_that_lost_its_total() -> None:
    items = [f"20103{number:02} | 某科目 | 1.00 | 1.00 | " for number in range(1, 6)]
    for rows, expected in ((items, ["total_missing"]), (items[1:], []), ([ROWS[0], *items], [])):
        result = read(page(1, TITLE, "单位：万元", grid("\n".join((HEAD, *rows)))))
        assert codes(result) == expected


def test_the_same_code_in_another_group_of_columns_is_another_row() -> None:
    head = "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数"
    rows = "301 | 工资福利支出 | 5.00 | 302 | 商品和服务支出 | 5.00\n30101 | 基本工资 | 5.00 | 30201 | 办公费 | 5.00"
    result = read(page(1, "一般公共预算财政拨款基本支出决算表", "单位：万元", grid(f"{head}\n{rows}")))
    assert "row_twice" not in codes(result)
