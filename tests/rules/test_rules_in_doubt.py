"""What cannot be compared is no pass: absent tables, unreadable amounts, rows and columns that no rule knows."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from pipelines.rules import judge
from tests.rules.account import Line, account
from tests.rules.build import Case, change, findings, verdicts

# rule, table, row label, measure, the number broken by 1 万元, and what narrows the row


def test_an_absent_table_is_never_a_pass() -> None:
    tables = account()
    del tables["T06"]
    assert [(f.verdict, f.reason) for f in findings(tables, "R29")] == [("not_applicable", "table_absent: T06")]


def test_a_promised_table_that_is_not_there_is_insufficient_data() -> None:
    tables = account()
    del tables["T03"]
    text = "目录\n一、收入支出决算总表\n三、支出决算表\n"
    assert verdicts(tables, "R17", text=text) == {"insufficient_data"}
    assert verdicts(tables, "R17", text="三、支出决算情况说明") == {"not_applicable"}


def test_an_unreadable_amount_is_insufficient_data() -> None:
    tables = change(account(), "T01", "其他收入", "决算数", "1O.00")
    assert verdicts(tables, "R11") == {"insufficient_data"}
    assert verdicts(account(), "R11", unit=None) == {"insufficient_data"}


def test_a_code_printed_twice_is_not_judged() -> None:
    tables = account()
    section = next(line for line in tables["T03"] if line.code == "20103")
    tables["T03"] = [*tables["T03"], section]
    assert "insufficient_data" in verdicts(tables, "R21")


def test_fiscal_spending_under_a_code_that_all_spending_lacks() -> None:
    tables = account()
    extra = Line("专项业务", {"本年支出合计": "3.00", "基本支出": "", "项目支出": "3.00"}, "item", "2010305")
    tables["T05"] = [*tables["T05"], extra]
    assert [f.reason for f in findings(tables, "R28") if f.verdict == "insufficient_data"] == [
        "code_not_in_T03: 2010305 专项业务"
    ]
    nothing = Line("培训支出", {"本年支出合计": "0.00", "基本支出": "0.00", "项目支出": "0.00"}, "item", "2050803")
    assert verdicts({**account(), "T05": [*account()["T05"], nothing]}, "R28") == {"pass"}


def test_a_row_that_no_rule_knows_leaves_doubt() -> None:
    tables = account()
    at = next(i for i, line in enumerate(tables["T01"]) if line.label == "年初结转和结余")
    unknown = Line("上年财政专户资金", {"决算数": "3.00"}, "item", side="income")
    rows = [*tables["T01"][:at], unknown, *tables["T01"][at:]]
    moved = change({**tables, "T01": rows}, "T01", "年初结转和结余", "决算数", "17.00")
    assert verdicts(moved, "R13") == {"insufficient_data"}
    assert verdicts(moved, "R11") == {"pass"}


def test_an_amount_in_an_unknown_column_leaves_doubt() -> None:
    tables = account()
    rows = [replace(line, amounts={**line.amounts, "非同级财政拨款收入": ""}) for line in tables["T02"]]
    broken = change({**tables, "T02": rows}, "T02", "行政运行", "财政拨款收入", "190.00")
    assert verdicts(broken, "R19") == {"pass", "fail"}
    unread = change(broken, "T02", "行政运行", "非同级财政拨款收入", "10.00")
    assert verdicts(unread, "R19") == {"pass", "insufficient_data"}


def test_economic_classes_of_older_years_leave_doubt() -> None:
    tables = change(account(), "T06", "公用经费合计", "决算数", "31.00")
    older = Line("对企事业单位的补贴", {"决算数": "1.00"}, "class", "304")
    assert verdicts({**tables, "T06": [*tables["T06"], older]}, "R30") == {"pass", "insufficient_data"}


def test_a_second_set_of_tables_is_not_compared_with_the_first() -> None:
    case = Case(account())
    first, second = case.parsed(), Case(change(account(), "T03", "合计", "本年支出合计", "999.00")).parsed()
    moved = [
        msgspec.structs.replace(cell, table_seq=cell.table_seq + 20)
        for cell in second.cells
        if cell.table_id in {"T01", "T03", "T08"}
    ]
    cells = [cell for cell in first.cells if cell.table_id not in {"T03", "T08"}]
    found = judge(msgspec.structs.replace(first, cells=[*cells, *moved]))
    assert {f.verdict for f in found if f.rule in {"R17", "R18"}} == {"not_applicable"}
    assert {f.verdict for f in found if f.rule == "R12"} == {"pass"}
