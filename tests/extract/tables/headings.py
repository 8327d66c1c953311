"""Headings and totals that several test modules draw."""

from __future__ import annotations

from pipelines.extract.tables import TableResult
from tests.extract.tables.grids import slots

SPENDING = ("支出决算表", "单位：万元")
TOTAL = "    合计 | < | 1464.32 | 1464.32 | | | |\n"
CAR_HEAD = """
    合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费
    ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
"""
EXPENDITURE = """
    项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
    合计 | < | 5.00 | 5.00 | | | |
"""
BASIC_PROJECT = """
    项目 | < | 本年支出 | < | <
    科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出
    合计 | < | 5.00 | 5.00 |
"""


def spending_rows(result: TableResult) -> list[tuple[object, ...]]:
    """Code, name and printed amount of each row of T03."""
    return slots([c for c in result.cells if c.measure == "本年支出合计"], "line_code", "line_label", "printed")
