"""The row labels the rules look for, with their older and local wordings (folded, numbering removed)."""

from __future__ import annotations

INCOME_TOTAL = ("本年收入合计", "收入合计", "本年收入")
EXPENDITURE_TOTAL = ("本年支出合计", "支出合计", "本年支出")
GRAND_TOTAL = ("总计", "收入总计", "支出总计", "合计")
OPENING_CARRY_OVER = ("年初结转和结余", "上年结转和结余", "上年结转", "年初结转结余")
CLOSING_CARRY_OVER = ("年末结转和结余", "结转下年", "年末结转结余")
OPENING_FISCAL_CARRY_OVER = ("年初财政拨款结转和结余", "年初财政拨款结转结余", "上年财政拨款结转和结余")
CLOSING_FISCAL_CARRY_OVER = ("年末财政拨款结转和结余", "年末财政拨款结转结余")
BALANCE_USED = (
    "使用非财政拨款结余",
    "使用非财政拨款结余(含专用结余)",
    "用事业基金弥补收支差额",
    "使用专用结余",
)
BALANCE_DISTRIBUTED = ("结余分配",)
FISCAL_INCOME_ROWS = (
    "财政拨款收入",
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
)
SOURCES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
PERSONNEL_TOTAL = ("人员经费合计", "人员经费")
OPERATING_TOTAL = ("公用经费合计", "公用经费")

INCOME_MEASURES = ("财政拨款收入", *SOURCES)
EXPENDITURE_MEASURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
FUND_MEASURES = {
    "general_public_budget": "一般公共预算财政拨款",
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
FUND_TABLES = {"general_public_budget": "T05", "government_fund": "T07", "state_capital": "T08"}
CARRIED = ("年初结转", "本年收入", "年末结转", "人员经费", "公用经费")
"""Columns beside those of expenditure, and parts of 基本支出."""
AMOUNT = "决算数"
TOTAL = "合计"
ALL_EXPENDITURE = "本年支出合计"
ALL_INCOME = "本年收入合计"


def class_name(label: str) -> str:
    """A functional class's name for matching between tables: 一般公共服务支出 and 一般公共服务 are the same."""
    return label.removesuffix("支出")
