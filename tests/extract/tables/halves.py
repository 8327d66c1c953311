"""One table in two halves, for the tests of what parts them and what does not."""

from __future__ import annotations

from pipelines.extract.tables import TableResult

TITLE = ("支出决算表", "公开03表", "单位：万元")
HEAD = """
    项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
"""
NUMBERS = "    栏次 | < | 1 | 2 | 3 | 4 | 5 | 6\n"
FIRST = """    合计 | < | 5.00 | 5.00 | | | |
    205 | 教育支出 | 5.00 | 5.00 | | | |
    20502 | 普通教育 | 5.00 | 5.00 | | | |
"""
SECOND = """    2050201 | 学前教育 | 3.00 | 3.00 | | | |
    2050202 | 小学教育 | 2.00 | 2.00 | | | |
"""
NAMES = ["合计", "教育支出", "普通教育", "学前教育", "小学教育"]


def names(result: TableResult) -> list[str | None]:
    """The rows' names, read off the column of 基本支出."""
    return [cell.line_label for cell in result.cells if cell.measure == "基本支出"]
