"""Each rule passes on a consistent account and fails when one number that it watches is changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipelines.extract.records import RowRole, TableId
from pipelines.rules import judge
from pipelines.rules.catalogue import catalogue, functions
from tests.rules.account import Line, account
from tests.rules.build import Case, change, findings, verdicts, yuan

# rule, table, row label, measure, the number broken by 1 万元, and what narrows the row


BREAKS: list[tuple[str, TableId, str, str, str, dict[str, Any]]] = [
    ("R11", "T01", "其他收入", "决算数", "11.00", {}),
    ("R12", "T01", "城乡社区支出", "决算数", "51.00", {}),
    ("R13", "T01", "年初结转和结余", "决算数", "21.00", {}),
    ("R14", "T01", "年末结转和结余", "决算数", "31.00", {}),
    ("R15", "T01", "总计", "决算数", "321.00", {"side": "expenditure"}),
    ("R16", "T01", "其他收入", "决算数", "11.00", {}),
    ("R16", "T02", "合计", "财政拨款收入", "291.00", {}),
    ("R17", "T03", "合计", "本年支出合计", "291.00", {}),
    ("R18", "T03", "城乡社区支出", "本年支出合计", "51.00", {}),
    ("R19", "T02", "行政运行", "财政拨款收入", "201.00", {}),
    ("R20", "T03", "行政运行", "基本支出", "191.00", {}),
    ("R21", "T03", "一般行政管理事务", "本年支出合计", "51.00", {}),
    ("R21", "T02", "城乡社区支出", "本年收入合计", "46.00", {}),
    ("R21", "T07", "城乡社区支出", "项目支出", "51.00", {}),
    ("R22", "T04", "本年收入合计", "决算数", "291.00", {"side": "income"}),
    ("R23", "T04", "年末财政拨款结转和结余", "一般公共预算财政拨款", "21.00", {}),
    ("R23", "T04", "政府性基金预算财政拨款", "决算数", "16.00", {"parent": "年初财政拨款结转和结余"}),
    ("R24", "T04", "一般公共服务支出", "一般公共预算财政拨款", "236.00", {}),
    ("R25", "T05", "合计", "本年支出合计", "236.00", {}),
    ("R25", "T07", "城乡社区支出", "本年支出合计", "51.00", {}),
    ("R26", "T01", "年末结转和结余", "决算数", "24.00", {}),
    ("R27", "T05", "一般行政管理事务", "项目支出", "46.00", {}),
    ("R28", "T05", "一般行政管理事务", "本年支出合计", "51.00", {}),
    ("R29", "T06", "公用经费合计", "决算数", "31.00", {}),
    ("R30", "T06", "资本性支出", "决算数", "3.00", {}),
    ("R31", "T06", "津贴补贴", "决算数", "61.00", {}),
    ("R32", "T06", "职业年金缴费", "决算数", "1.00", {}),
    ("R33", "T07", "合计", "年末结转和结余", "6.00", {}),
    ("R33", "T07", "城乡社区支出", "项目支出", "51.00", {}),
    ("R34", "T08", "合计", "年初结转和结余", "1.00", {}),
    ("R35", "T09", "", "公务接待费", "4.50", {"phase": "initial_budget"}),
    ("R35", "T09", "", "公务用车购置费", "1.00", {"phase": "final"}),
    ("R36", "T06", "公务接待费", "决算数", "4.00", {}),
]


_NUMBERS = (*range(1, 10), *range(37, 54), 55)
OF_TEXT = {f"R{number:02}" for number in _NUMBERS}


def test_every_rule_has_its_entry_and_its_function() -> None:
    assert set(catalogue()) == set(functions()) == OF_TEXT | {"R10a", *(f"R{n}" for n in range(11, 37))}


def test_a_consistent_account_passes_every_rule_of_tables() -> None:
    found = judge(Case(account()).parsed())
    assert {f.verdict for f in found if f.rule not in OF_TEXT} == {"pass"}
    assert {(f.verdict, f.reason) for f in found if f.rule in OF_TEXT} == {("not_applicable", "nothing_to_compare")}


@pytest.mark.parametrize(("rule", "table_id", "label", "measure", "printed", "which"), BREAKS)
def test_a_broken_number_fails(
    rule: str, table_id: TableId, label: str, measure: str, printed: str, which: dict[str, Any]
) -> None:
    broken = change(account(), table_id, label, measure, printed, **which)
    failed = [finding for finding in findings(broken, rule) if finding.verdict == "fail"]
    assert failed, f"{rule} does not see {table_id} {label} {measure}"
    assert all(f.severity == catalogue()[rule].severity and f.quotes and f.places for f in failed)


def test_a_finding_names_both_sides_and_the_difference() -> None:
    (finding,) = findings(change(account(), "T01", "其他收入", "决算数", "11.00"), "R11")
    assert (finding.expected, finding.found) == (yuan("301"), yuan("300"))
    assert (finding.difference, finding.tolerance) == (yuan("-1"), Decimal(200))
    assert any("其他收入 11.00" in quote for quote in finding.quotes)
    assert "其他收入" not in finding.message_zh
    assert finding.places[0].row_no == 3


def test_a_table_and_a_code_do_not_run_into_one_number() -> None:
    failed = [
        f for f in findings(change(account(), "T06", "职业年金缴费", "决算数", "1.00"), "R32") if f.verdict == "fail"
    ]
    assert failed[0].message_zh.partition("：")[2].startswith("T06 30109")
    assert " = T05 2080506" in failed[0].message_en


def test_half_a_step_for_each_term_is_rounding_and_more_is_a_failure() -> None:
    assert verdicts(change(account(), "T01", "其他收入", "决算数", "10.02"), "R11") == {"rounding"}
    assert verdicts(change(account(), "T01", "其他收入", "决算数", "10.03"), "R11") == {"fail"}


def test_a_copy_may_differ_by_one_step() -> None:
    assert verdicts(change(account(), "T03", "合计", "本年支出合计", "290.01"), "R17") == {"rounding"}
    assert verdicts(change(account(), "T03", "合计", "本年支出合计", "290.02"), "R17") == {"fail"}


def test_a_blank_counts_as_zero_and_a_row_of_blanks_is_not_compared() -> None:
    tables = account()
    assert not any("2012901" in finding.message_zh for finding in findings(tables, "R27"))
    assert verdicts(change(tables, "T01", "其他收入", "决算数", ""), "R11") == {"fail"}


def test_the_layout_before_2019_has_one_fiscal_row_and_no_state_capital() -> None:
    tables = account()
    fiscal = [line for line in tables["T01"] if line.label.endswith("财政拨款收入")]
    one_row = Line("财政拨款收入", {"决算数": "290.00"}, side="income")
    old = [one_row, *(line for line in tables["T01"] if line not in fiscal)]
    tables["T01"] = [
        Line("用事业基金弥补收支差额", line.amounts, "balance", side="income") if line.role == "balance" else line
        for line in old
        if line.label != "结余分配"
    ]
    tables["T04"] = [
        Line(
            line.label,
            {m: a for m, a in line.amounts.items() if m != "国有资本经营预算财政拨款"},
            line.role,
            side=line.side,
            fund=line.fund,
            parent=line.parent,
        )
        for line in tables["T04"]
        if line.fund != "state_capital"
    ]
    for rule in ("R11", "R13", "R14", "R16", "R22", "R23", "R24"):
        assert verdicts(tables, rule) == {"pass"}, rule


def test_rows_of_units_are_not_the_disclosers_numbers() -> None:
    tables = account()
    tables["T03"] = [*tables["T03"], Line("合计", {"本年支出合计": "999.00"}, "total", entity="下属单位")]
    assert verdicts(tables, "R17") == {"pass"}
    assert verdicts(account(), "R17", by_unit={"T03"}) == {"not_applicable"}


def test_an_of_which_row_is_not_summed_twice() -> None:
    tables = account()
    tables["T01"].insert(1, Line("其中:教育收费", {"决算数": "99.00"}, side="income"))
    assert verdicts(tables, "R11") == {"pass"}


def test_a_missing_level_is_bridged() -> None:
    tables = account()
    tables["T03"] = [line for line in tables["T03"] if line.code != "20103"]
    assert verdicts(tables, "R21") == {"pass"}


def test_basic_expenditure_with_parts_as_columns() -> None:
    columns = ("人员经费", "公用经费")
    tables = account()
    tables["T06"] = [
        Line("合计", dict(zip(columns, ("160.00", "30.00"), strict=True)), "total"),
        Line("工资福利支出", dict(zip(columns, ("160.00", ""), strict=True)), "class", "301"),
        Line("商品和服务支出", dict(zip(columns, ("", "30.00"), strict=True)), "class", "302"),
    ]
    assert verdicts(tables, "R29") == {"pass"}
    assert verdicts(tables, "R30") == {"pass"}
    broken = change(tables, "T06", "合计", "公用经费", "31.00")
    assert [f.verdict for f in findings(broken, "R30")] == ["pass", "fail"]


def test_each_identity_of_the_three_items_is_one_finding_for_each_phase() -> None:
    tables = account()
    assert len(findings(tables, "R35")) == 4
    only_total = [replace(line, amounts={"合计": line.amounts["合计"]}) for line in tables["T09"]]
    assert verdicts({**tables, "T09": only_total}, "R35") == {"not_applicable"}


def test_a_broken_rule_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("pipelines.rules.functions", lambda: {**functions(), "R11": explode})
    found = judge(Case(account()).parsed())
    assert [f.verdict for f in found if f.rule == "R11"] == ["error"]
    assert {f.verdict for f in found if f.rule != "R11"} == {"pass", "not_applicable"}


def _numbered(label: str, amount: str, role: Any = "item", **which: Any) -> Line:
    return Line(label, {"决算数": amount}, role, side="income", **which)


def test_the_funds_beside_the_row_of_all_fiscal_money_are_details() -> None:
    tables = account()
    others = [line for line in tables["T01"] if not line.label.endswith("财政拨款收入")]
    rows = [
        _numbered("一、财政拨款收入", "290.00", fund="fiscal"),
        _numbered("其中：一般公共预算财政拨款", "250.00", fund="general_public_budget"),
        _numbered("政府性基金预算财政拨款", "40.00", fund="government_fund"),
    ]
    for rule in ("R11", "R13", "R16", "R22"):
        assert verdicts({**tables, "T01": [*rows, *others]}, rule) == {"pass"}, rule


def test_of_which_goes_on_until_the_next_number() -> None:
    tables = account()
    funds, (_, *rest) = tables["T01"][:3], tables["T01"][3:]
    rows = [
        *(replace(line, label=f"{number}、{line.label}") for number, line in zip("一二三", funds, strict=True)),
        _numbered("四、事业收入", "6.00"),
        _numbered("其中：教育收费", "2.00"),
        _numbered("考试费", "1.00"),
        _numbered("五、其他收入", "4.00"),
    ]
    assert verdicts({**tables, "T01": [*rows, *rest]}, "R11") == {"pass"}


def test_what_a_balance_consists_of_is_not_counted_again() -> None:
    tables = change(account(), "T01", "结余分配", "决算数", "5.00")
    tables = change(tables, "T01", "年末结转和结余", "决算数", "25.00")
    at = next(i for i, line in enumerate(tables["T01"]) if line.label == "结余分配") + 1
    parts = [
        Line(label, {"决算数": amount}, "balance", side="expenditure")
        for label, amount in (("其中：提取职工福利基金", "2.00"), ("转入事业基金", "3.00"))
    ]
    assert verdicts({**tables, "T01": [*tables["T01"][:at], *parts, *tables["T01"][at:]]}, "R14") == {"pass"}


def test_a_total_with_meetings_and_training_is_not_the_three_items_alone() -> None:
    tables = account()
    rows = [replace(line, amounts={**line.amounts, "会议费": "", "培训费": ""}) for line in tables["T09"]]
    tables = change({**tables, "T09": rows}, "T09", "", "合计", "11.50", phase="final")
    assert verdicts(tables, "R35") == {"pass", "fail"}
    assert verdicts(change(tables, "T09", "", "会议费", "2.00", phase="final"), "R35") == {"pass", "insufficient_data"}


def _balance(rows: list[tuple[str, str, str]]) -> list[Line]:
    """T12: 年初, 本年收入, 本年支出 (基本: 人员, 公用; 项目), 年末."""
    columns = (
        "年初结转和结余",
        "本年收入",
        "本年支出合计",
        "基本支出",
        "人员经费",
        "公用经费",
        "项目支出",
        "年末结转和结余",
    )
    lines = []
    for code, label, amounts in rows:
        role: RowRole = "total" if not code else "class"
        lines.append(Line(label, dict(zip(columns, amounts.split(), strict=True)), role, code or None))
    return lines


BALANCED = "5.00 250.00 235.00 190.00 160.00 30.00 45.00 20.00"


def test_income_and_expenditure_of_the_general_budget_in_one_table() -> None:
    tables = account()
    tables["T12"] = _balance([("", "合计", BALANCED), ("201", "一般公共服务支出", BALANCED)])
    for rule in ("R25", "R27", "R29"):
        assert verdicts(tables, rule) == {"pass"}, rule
    assert "fail" in verdicts(change(tables, "T12", "合计", "本年支出合计", "236.00"), "R25")
    assert "fail" in verdicts(change(tables, "T12", "合计", "年末结转和结余", "21.00"), "R27")
    assert "fail" in verdicts(change(tables, "T12", "合计", "公用经费", "31.00"), "R27")
    del tables["T05"]
    for rule in ("R25", "R27", "R28", "R29"):
        assert verdicts(tables, rule) == {"pass"}, rule
    assert "fail" in verdicts(change(tables, "T12", "合计", "基本支出", "191.00"), "R29")


def test_the_detail_of_all_fiscal_money_holds_basic_expenditure() -> None:
    tables = account()
    tables["T14"] = [
        Line("商品和服务支出", {"合计": "48.00"}, "class", "302"),
        Line("办公费", {"合计": "46.00"}, "section", "30201"),
        Line("公务接待费", {"合计": "2.00"}, "section", "30217"),
    ]
    assert verdicts(tables, "R28") == verdicts(tables, "R31") == {"pass"}
    assert "fail" in verdicts(change(tables, "T14", "办公费", "合计", "25.00"), "R28")
    assert "fail" in verdicts(change(tables, "T14", "办公费", "合计", "45.00"), "R31")
