"""What the words show: units, templates, years, noise, lists (R01, R05-R07, R47)."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.rules import judge
from tests.rules.account import account
from tests.rules.build import Case, findings, told

BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"


def test_tables_print_one_unit() -> None:
    parsed = Case(account()).parsed()
    units = [msgspec.structs.replace(table, unit_printed="万元") for table in parsed.tables]
    mixed = [*units[:-1], msgspec.structs.replace(units[-1], unit_printed="元")]
    for tables, expected in ((units, {"pass"}), (mixed, {"pass", "fail"})):
        found = judge(msgspec.structs.replace(parsed, tables=tables))
        assert {f.verdict for f in found if f.rule == "R01"} == expected


@pytest.mark.parametrize(
    ("rule", "sentence", "verdict"),
    [
        ("R05", "机关运行经费支出9.00万元，比上年减少1.00万元。", "pass"),
        ("R05", "机关运行经费支出9.00万元，比上年增加（减少）1.00万元。", "fail"),
        ("R06", "2023年度机关运行经费支出9.00万元。", "pass"),
        ("R06", "2022年度机关运行经费支出9.00万元。", "fail"),
        ("R06", "2023年度机关运行经费支出9.00万元，比2022年度决算数8.00万元增加1.00万元。", "pass"),
        ("R06", "2021年度机关运行经费支出9.00万元。", "fail"),
        ("R07", "机关运行经费支出9.00万元，比上年减少1.00万元。", "pass"),
        ("R07", "机关运行经费支出9.00万元，，比上年减少1.00万元。", "fail"),
        ("R07", "机关运行经费支出9.00万元，已完成完成全部工作。", "fail"),
        ("R07", "机关运行经费支出9.00万元，一件一件落实，研究其他支出其他支出。", "pass"),
        ("R07", "2023年度机关运行经费支出合计为9.00万元，比上年度决算数减少1.00万元。" * 2, "fail"),
        ("R05", "机关运行经费支出9.00万元。\n（注：没有数据的单位可删除本段）", "fail"),
        ("R05", "机关运行经费支出9.00万元。\n（根据自身业务职能，至少增加一项名词进行解释）", "fail"),
    ],
)
def test_words_are_sound(rule: str, sentence: str, verdict: str) -> None:
    text = f"青河区档案馆2023年度部门决算\n八、机关运行经费支出情况说明\n{sentence}"
    found = judge(parse(text.encode(), Context(file="青河区档案馆2023年度部门决算.txt")))
    assert [(f.verdict, bool(f.quotes)) for f in found if f.rule == rule] == [(verdict, True)]


def test_a_list_names_the_rows_that_hold_an_amount() -> None:
    text = "公用经费30.00万元，主要包括：{}。"
    tables = account()
    assert told("R47", BASIC, text.format("办公费、公务接待费、办公设备购置"), tables=tables) == ["pass"]
    assert told("R47", BASIC, text.format("办公费等"), tables=tables) == ["pass"]
    assert told("R47", BASIC, text.format("办公费、公务接待费"), tables=tables) == ["fail"]
    assert told("R47", BASIC, text.format("办公费、接待费"), tables=tables) == ["insufficient_data"]
    zero = [replace(line, amounts={"决算数": "0.00"}) if line.code == "30217" else line for line in tables["T06"]]
    (finding,) = findings(
        {**tables, "T06": zero}, "R47", told=f"{BASIC}\n{text.format('办公费、公务接待费、办公设备购置')}"
    )
    assert (finding.verdict, finding.severity) == ("fail", "warning")
    assert "listed_without_amount: 公务接待费" in (finding.reason or "")
