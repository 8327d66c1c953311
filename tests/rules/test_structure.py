"""Units, empty tables and codes (R03, R04, R10a)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.account import account
from tests.rules.build import findings, told, verdicts

PROCUREMENT = "政府采购支出情况说明"


def procurement(total: str, goods: str, services: str) -> str:
    return f"{PROCUREMENT}\n本年度政府采购支出总额{total}，其中：货物支出{goods}、工程支出0万元、服务支出{services}。"


def test_a_sum_that_a_factor_of_ten_thousand_mends_is_a_wrong_unit() -> None:
    assert told("R03", procurement("8.45万元", "8.4万元", "0.05万元")) == ["pass"]
    assert told("R03", procurement("8.45万元", "8.4元", "0.05万元")) == ["fail"]
    assert told("R03", procurement("8.45元", "8.4万元", "0.05万元")) == ["fail"]
    (finding,) = findings(None, "R03", told=procurement("8.45万元", "8.4元", "0.05万元"))
    assert finding.reason == "unit_of: 政府采购货物 8.4元"
    assert finding.places[0].char_start is not None


def test_a_sum_that_no_factor_mends_is_not_the_unit() -> None:
    assert told("R03", procurement("8.45万元", "7.4万元", "0.05万元")) == []


def test_an_empty_table_says_that_it_is() -> None:
    tables = account()
    empty = {**tables, "T08": [replace(line, amounts=dict.fromkeys(line.amounts, "")) for line in tables["T08"]]}
    assert verdicts(empty, "R04", notes={"T08": "本部门没有国有资本经营预算支出，本表为空。"}) == {"pass"}
    assert verdicts(empty, "R04") == {"fail"}
    (finding,) = findings(tables, "R04", notes={"T07": "本表无数据。"})
    assert (finding.verdict, finding.severity) == ("fail", "error")
    assert finding.quotes[0] == "本表无数据。"


def test_zeros_are_neither_empty_nor_amounts() -> None:
    assert verdicts(account(), "R04", notes={"T08": "本表无数据。"}) == {"not_applicable"}


@pytest.mark.parametrize(("code", "why"), [("20103011", "编码长度"), ("2011301", "缺上级科目20113")])
def test_a_code_has_the_length_of_its_level_and_a_parent(code: str, why: str) -> None:
    tables = account()
    assert verdicts(tables, "R10a") == {"pass"}
    broken = [replace(line, code=code) if line.code == "2010301" else line for line in tables["T03"]]
    failed = [f for f in findings({**tables, "T03": broken}, "R10a") if f.verdict == "fail"]
    assert len(failed) == 1
    assert why in failed[0].message_zh


def test_a_table_of_items_alone_lacks_no_parents() -> None:
    tables = account()
    flat = [line for line in tables["T03"] if len(line.code or "") in {0, 7}]
    assert verdicts({**tables, "T03": flat}, "R10a") == {"pass"}
