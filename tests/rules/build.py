"""A small, complete and consistent final account as compact rows, to be broken one number at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.folding import fold_tight
from pipelines.extract.money import read_amount
from pipelines.extract.records import (
    Cell,
    Claim,
    Document,
    Finding,
    PageText,
    Parsed,
    Phase,
    RowKind,
    RowRole,
    Side,
    Table,
    TableId,
)
from pipelines.extract.tables.vocabulary import strip_ordinal
from pipelines.rules import judge

SHA = "0" * 64
UNIT = "万元"
YEAR = 2023


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


def account() -> Tables:
    """300 of income, 290 spent, 20 carried in, 30 carried out; every rule holds. `_` is a printed blank."""
    return {
        "T01": [
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
        ],
        "T02": _by_function(
            T02,
            [
                ("", "合计", "300.00 290.00 _ _ _ _ 10.00"),
                ("201", "一般公共服务支出", "255.00 245.00 _ _ _ _ 10.00"),
                ("20103", "政府办公厅(室)及相关机构事务", "255.00 245.00 _ _ _ _ 10.00"),
                ("2010301", "行政运行", "200.00 200.00 _ _ _ _ _"),
                ("2010302", "一般行政管理事务", "55.00 45.00 _ _ _ _ 10.00"),
                ("212", "城乡社区支出", "45.00 45.00 _ _ _ _ _"),
            ],
        ),
        "T03": _by_function(
            T03,
            [
                ("", "合计", "290.00 190.00 100.00 _ _ _"),
                ("201", "一般公共服务支出", "240.00 190.00 50.00 _ _ _"),
                ("20103", "政府办公厅(室)及相关机构事务", "240.00 190.00 50.00 _ _ _"),
                ("2010301", "行政运行", "190.00 190.00 _ _ _ _"),
                ("2010302", "一般行政管理事务", "50.00 _ 50.00 _ _ _"),
                ("212", "城乡社区支出", "50.00 _ 50.00 _ _ _"),
            ],
        ),
        "T04": [
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
        ],
        "T05": _by_function(
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
        ),
        "T06": [
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
        ],
        "T07": _by_function(
            T07,
            [("", "合计", "15.00 40.00 50.00 _ 50.00 5.00"), ("212", "城乡社区支出", "15.00 40.00 50.00 _ 50.00 5.00")],
        ),
        "T08": _by_function(T07, [("", "合计", "0.00 0.00 0.00 0.00 0.00 0.00")]),
        "T09": [
            _three_public("12.00 2.00 6.00 _ 6.00 4.00", "initial_budget"),
            _three_public("9.50 1.50 5.00 _ 5.00 3.00", "final"),
        ],
    }


def change(tables: Tables, table_id: TableId, label: str, measure: str, printed: str, **which: Any) -> Tables:
    """The account with one slot printed differently; `which` narrows the row (side, code, parent …)."""
    lines = list(tables[table_id])
    for index, line in enumerate(lines):
        if line.label == label and all(getattr(line, key) == value for key, value in which.items()):
            lines[index] = replace(line, amounts={**line.amounts, measure: printed})
            return {**tables, table_id: lines}
    raise AssertionError(f"no row {label!r} in {table_id}")


@dataclass
class Case:
    """Tables and page text, made into records."""

    tables: Tables
    text: str = ""
    unit: str | None = UNIT
    by_unit: set[TableId] = field(default_factory=set)
    told: str = ""
    notes: dict[TableId, str] = field(default_factory=dict)

    def parsed(self) -> Parsed:
        """The records that reading such a document gives."""
        tables, cells = [], []
        for seq, (table_id, lines) in enumerate(self.tables.items(), 1):
            kind: RowKind | None = "unit" if table_id in self.by_unit else None
            tables.append(
                Table(
                    sha256=SHA,
                    table_seq=seq,
                    table_id=table_id,
                    pages=[seq],
                    header=[],
                    row_kind=kind,
                    empty_note=self.notes.get(table_id),
                )
            )
            cells += [
                _cell(table_id, seq, row_no, col_no, line, measure, printed, self.unit)
                for row_no, line in enumerate(lines, 3)
                for col_no, (measure, printed) in enumerate(line.amounts.items(), 3)
            ]
        document = Document(
            sha256=SHA,
            file="x.pdf",
            parser_version="test",
            media_type="application/pdf",
            status="parsed",
            fiscal_year=YEAR,
        )
        pages = [PageText(sha256=SHA, page=1, text=self.text)]
        claims = claims_of(self.told) if self.told else []
        return Parsed(document=document, pages=pages, tables=tables, cells=cells, claims=claims)


def claims_of(told: str) -> list[Claim]:
    """What the narrative reader makes of these words, the text of a final account of 2023."""
    text = f"青河区档案馆{YEAR}年度部门决算\n{told}"
    return parse(text.encode(), Context(file=f"青河区档案馆{YEAR}年度部门决算.txt")).claims


def _cell(
    table_id: TableId, seq: int, row_no: int, col_no: int, line: Line, measure: str, printed: str, unit: str | None
) -> Cell:
    return Cell(
        sha256=SHA,
        table_seq=seq,
        table_id=table_id,
        page=seq,
        row_no=row_no,
        col_no=col_no,
        group_no=line.group,
        line_code=line.code,
        line_label=strip_ordinal(fold_tight(line.label)).removeprefix("其中:"),
        line_label_printed=line.label,
        parent_label=line.parent,
        row_role=line.role,
        entity=line.entity,
        side=line.side,
        phase=line.phase,
        fund_type=line.fund,  # type: ignore[arg-type]
        measure=measure,
        printed=printed,
        unit_printed=unit,
        amount_yuan=read_amount(printed, unit).value_yuan,
    )


def findings(tables: Tables | None, rule: str, **options: Any) -> list[Finding]:
    """The findings of one rule on an account."""
    return [finding for finding in judge(Case(tables or {}, **options).parsed()) if finding.rule == rule]


def verdicts(tables: Tables | None, rule: str, **options: Any) -> set[str]:
    """The set of verdicts of one rule on an account."""
    return {finding.verdict for finding in findings(tables, rule, **options)}


def yuan(printed: str) -> Decimal:
    """An amount in 万元 as yuan."""
    return Decimal(printed) * 10_000


def told(rule: str, *sentences: str, tables: Tables | None = None) -> list[str]:
    """The verdicts of one rule on a text, in order, without those that compared nothing."""
    found = findings(tables, rule, told="\n".join(sentences))
    return [finding.verdict for finding in found if finding.verdict != "not_applicable"]
