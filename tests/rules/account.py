"""A small, complete and consistent final account as compact rows: what a table prints, row by row."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.records import Phase, RowRole, Side, TableId


@dataclass(frozen=True)
class Line:
    """One row of a table: printed amounts by measure."""

    label: str
    amounts: dict[str, str]
    role: RowRole | None = "item"
    code: str | None = None
    side: Side | None = None
    fund: str | None = None
    parent: str | None = None
    group: int = 1
    entity: str | None = None
    phase: Phase = "final"


Tables = dict[TableId, list[Line]]


def _by_function(measures: tuple[str, ...], rows: list[tuple[str, str, str]]) -> list[Line]:
    lines = []
    for code, label, amounts in rows:
        role: RowRole = {0: "total", 3: "class", 5: "section", 7: "item"}[len(code)]  # type: ignore[assignment]
        printed = dict(zip(measures, (a.strip("_") for a in amounts.split()), strict=True))
        lines.append(Line(label, printed, role, code or None))
    return lines


T02 = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
T03 = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
T05 = ("本年支出合计", "基本支出", "项目支出")
T07 = ("年初结转和结余", "本年收入", "本年支出合计", "基本支出", "项目支出", "年末结转和结余")
T09 = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
FUNDS = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")


def _summary(side: Side, rows: list[tuple[str, str, RowRole]]) -> list[Line]:
    return [Line(label, {"决算数": printed}, role, side=side) for label, printed, role in rows]


def _fund(label: str, amounts: str, role: RowRole) -> Line:
    printed = dict(zip(FUNDS, (a.strip("_") for a in amounts.split()), strict=True))
    return Line(label, printed, role, side="expenditure")


def _three_public(amounts: str, phase: Phase) -> Line:
    printed = dict(zip(T09, (a.strip("_") for a in amounts.split()), strict=True))
    return Line("", printed, None, phase=phase)


_T01: list[Line] = [
    *_summary(
        "income",
        [
            ("一般公共预算财政拨款收入", "250.00", "item"),
            ("政府性基金预算财政拨款收入", "40.00", "item"),
            ("国有资本经营预算财政拨款收入", "", "item"),
            ("其他收入", "10.00", "item"),
            ("本年收入合计", "300.00", "total"),
            ("使用非财政拨款结余", "", "balance"),
            ("年初结转和结余", "20.00", "carry_over"),
            ("总计", "320.00", "total"),
        ],
    ),
    *_summary(
        "expenditure",
        [
            ("一般公共服务支出", "240.00", "class"),
            ("教育支出", "", "class"),
            ("城乡社区支出", "50.00", "class"),
            ("本年支出合计", "290.00", "total"),
            ("结余分配", "", "balance"),
            ("年末结转和结余", "30.00", "carry_over"),
            ("总计", "320.00", "total"),
        ],
    ),
]
_T02: list[Line] = _by_function(
    T02,
    [
        ("", "合计", "300.00 290.00 _ _ _ _ 10.00"),
        ("201", "一般公共服务支出", "255.00 245.00 _ _ _ _ 10.00"),
        ("20103", "政府办公厅(室)及相关机构事务", "255.00 245.00 _ _ _ _ 10.00"),
        ("2010301", "行政运行", "200.00 200.00 _ _ _ _ _"),
        ("2010302", "一般行政管理事务", "55.00 45.00 _ _ _ _ 10.00"),
        ("212", "城乡社区支出", "45.00 45.00 _ _ _ _ _"),
    ],
)
_T03: list[Line] = _by_function(
    T03,
    [
        ("", "合计", "290.00 190.00 100.00 _ _ _"),
        ("201", "一般公共服务支出", "240.00 190.00 50.00 _ _ _"),
        ("20103", "政府办公厅(室)及相关机构事务", "240.00 190.00 50.00 _ _ _"),
        ("2010301", "行政运行", "190.00 190.00 _ _ _ _"),
        ("2010302", "一般行政管理事务", "50.00 _ 50.00 _ _ _"),
        ("212", "城乡社区支出", "50.00 _ 50.00 _ _ _"),
    ],
)
_T04: list[Line] = [
    Line("一般公共预算财政拨款", {"决算数": "250.00"}, side="income", fund="general_public_budget"),
    Line("政府性基金预算财政拨款", {"决算数": "40.00"}, side="income", fund="government_fund"),
    Line("国有资本经营预算财政拨款", {"决算数": ""}, side="income", fund="state_capital"),
    Line("本年收入合计", {"决算数": "290.00"}, "total", side="income", fund="fiscal"),
    Line("年初财政拨款结转和结余", {"决算数": "20.00"}, "carry_over", side="income", fund="fiscal"),
    *(
        Line(label, {"决算数": amount}, "carry_over", side="income", fund=fund, parent="年初财政拨款结转和结余")
        for label, amount, fund in [
            ("一般公共预算财政拨款", "5.00", "general_public_budget"),
            ("政府性基金预算财政拨款", "15.00", "government_fund"),
            ("国有资本经营预算财政拨款", "", "state_capital"),
        ]
    ),
    Line("总计", {"决算数": "310.00"}, "total", side="income", fund="fiscal"),
    _fund("一般公共服务支出", "235.00 235.00 _ _", "class"),
    _fund("城乡社区支出", "50.00 _ 50.00 _", "class"),
    _fund("本年支出合计", "285.00 235.00 50.00 _", "total"),
    _fund("年末财政拨款结转和结余", "25.00 20.00 5.00 _", "carry_over"),
    _fund("总计", "310.00 255.00 55.00 _", "total"),
]
_T05: list[Line] = _by_function(
    T05,
    [
        ("", "合计", "235.00 190.00 45.00"),
        ("201", "一般公共服务支出", "235.00 190.00 45.00"),
        ("20103", "政府办公厅(室)及相关机构事务", "235.00 190.00 45.00"),
        ("2010301", "行政运行", "190.00 190.00 _"),
        ("2010302", "一般行政管理事务", "45.00 _ 45.00"),
        ("2012901", "行政运行", "_ _ _"),
        ("208", "社会保障和就业支出", "0.00 0.00 _"),
        ("20805", "行政事业单位养老支出", "0.00 0.00 _"),
        ("2080506", "机关事业单位职业年金缴费支出", "0.00 0.00 _"),
    ],
)
_T06: list[Line] = [
    Line("工资福利支出", {"决算数": "150.00"}, "class", "301"),
    Line("基本工资", {"决算数": "90.00"}, "section", "30101"),
    Line("津贴补贴", {"决算数": "60.00"}, "section", "30102"),
    Line("职业年金缴费", {"决算数": "0.00"}, "section", "30109"),
    Line("对个人和家庭的补助", {"决算数": "10.00"}, "class", "303"),
    Line("生活补助", {"决算数": "10.00"}, "section", "30305"),
    Line("商品和服务支出", {"决算数": "28.00"}, "class", "302", group=2),
    Line("办公费", {"决算数": "26.00"}, "section", "30201", group=2),
    Line("公务接待费", {"决算数": "2.00"}, "section", "30217", group=2),
    Line("资本性支出", {"决算数": "2.00"}, "class", "310", group=3),
    Line("办公设备购置", {"决算数": "2.00"}, "section", "31002", group=3),
    Line("人员经费合计", {"决算数": "160.00"}, "total"),
    Line("公用经费合计", {"决算数": "30.00"}, "total", group=2),
]
_T07: list[Line] = _by_function(
    T07,
    [("", "合计", "15.00 40.00 50.00 _ 50.00 5.00"), ("212", "城乡社区支出", "15.00 40.00 50.00 _ 50.00 5.00")],
)
_T08: list[Line] = _by_function(T07, [("", "合计", "0.00 0.00 0.00 0.00 0.00 0.00")])
_T09: list[Line] = [
    _three_public("12.00 2.00 6.00 _ 6.00 4.00", "initial_budget"),
    _three_public("9.50 1.50 5.00 _ 5.00 3.00", "final"),
]


def account() -> Tables:
    """300 of income, 290 spent, 20 carried in, 30 carried out; every rule holds. `_` is a printed blank."""
    return {
        "T01": list(_T01),
        "T02": list(_T02),
        "T03": list(_T03),
        "T04": list(_T04),
        "T05": list(_T05),
        "T06": list(_T06),
        "T07": list(_T07),
        "T08": list(_T08),
        "T09": list(_T09),
    }
