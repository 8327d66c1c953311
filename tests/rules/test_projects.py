"""What a project cost, in lists, forms, reports and the text (R46)."""

from __future__ import annotations

import msgspec

from pipelines.extract.records import Table
from pipelines.rules import judge
from tests.rules.build import SHA, Case

LISTED = [["项目名称", "实际执行（万元）"], ["库房温湿度改造", "32.46"], ["年鉴编印", "5.00"]]


def _form(spent: str, name: str = "2023年库房温湿度改造项目") -> list[list[str]]:
    return [
        ["项目名称", name, "", "", ""],
        ["项目资金（万元）", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", spent, spent, "10", "100%", "10"],
    ]


def _found(*rows: list[list[str]], text: str = "", told: str = "") -> list[tuple[str, str]]:
    tables = [Table(sha256=SHA, table_seq=n, pages=[1], header=[], rows=each) for n, each in enumerate(rows, 1)]
    parsed = msgspec.structs.replace(Case({}, text=text, told=told).parsed(), tables=tables)
    return [(f.verdict, f.severity) for f in judge(parsed) if f.rule == "R46" and f.verdict != "not_applicable"]


def test_a_form_and_a_list() -> None:
    assert _found(LISTED, _form("32.46")) == [("pass", "error")]
    assert _found(LISTED, _form("33.10")) == [("fail", "error")]
    assert _found(LISTED, _form("33.10", "职工培训")) == []


def test_names_that_are_only_alike_or_amounts_without_unit_warn() -> None:
    assert _found(LISTED, _form("33.10", "库房温湿度改造工程")) == [("fail", "warning")]
    bare = [row if row[0] != "项目资金（万元）" else ["项目资金", *row[1:]] for row in _form("33.10")]
    assert _found(LISTED, bare) == [("fail", "warning")]


def test_a_report_names_what_was_spent_among_other_amounts() -> None:
    report = "库房温湿度改造项目支出绩效评价报告\n项目预算40万元。首期使用资金10万元，实际支出{}万元。"
    assert _found(LISTED, text=report.format("32.46")) == [("pass", "warning")]
    assert _found(LISTED, text=report.format("33.1")) == [("fail", "warning")]
    assert _found(LISTED, text=f"年鉴编印出版项目绩效评价报告\n无支出。{report.format('33.1')}") == [
        ("fail", "warning")
    ]


def test_a_form_that_a_page_prints_as_lines_with_bars() -> None:
    form = "项目名称 |\n库房温湿度改造 |\n主管部门 |\n某局 |\n年度资金总额 |\n40 |\n40 |\n33.10 |\n10 |"
    assert _found(LISTED, text=form) == [("fail", "warning")]


def test_the_text_and_a_list() -> None:
    text = "十三、预算绩效情况说明\n库房温湿度改造项目绩效自评综述：全年预算数为40万元，执行数为{}万元，完成预算的80%。"
    assert _found(LISTED, told=text.format("32.46")) == [("pass", "error")]
    assert _found(LISTED, told=text.format("30.46")) == [("fail", "error")]
