"""The text against the tables (R38)."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.records import TableId
from tests.rules.account import Line, Tables, account
from tests.rules.build import change, findings, told, verdicts

PROCUREMENT = "九、政府采购支出情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
ITEMS = "七、财政拨款“三公”经费支出决算情况说明"


def test_amounts_of_every_table() -> None:
    text = (
        "一、收入支出决算总体情况说明",
        "收、支总计320.00万元。",
        "二、收入决算情况说明",
        "本年收入合计300.00万元，其中：财政拨款收入290.00万元；其他收入10.00万元。",
        "三、支出决算情况说明",
        "本年支出合计290.00万元，其中：基本支出190.00万元；项目支出100.00万元。",
        "四、财政拨款收入支出决算总体情况说明",
        "财政拨款收、支总计310.00万元。",
        GENERAL,
        "一般公共预算财政拨款支出235.00万元，其中：一般公共服务（类）支出235.00万元。",
        "六、一般公共预算财政拨款基本支出决算情况说明",
        "基本支出190.00万元，其中：人员经费160.00万元；公用经费30.00万元。",
        ITEMS,
        "“三公”经费年初预算为12.00万元，支出决算为9.50万元。",
    )
    assert told("R38", *text, tables=account()) == ["pass"] * 15


def test_an_amount_that_is_not_the_tables() -> None:
    found = findings(account(), "R38", told=f"{ITEMS}\n公务接待费支出决算3.50万元。")
    assert [f.verdict for f in found] == ["fail"]
    assert found[0].quotes == ["公务接待费 3.00", "公务接待费支出决算3.50万元。"]
    assert (found[0].places[0].table_seq, found[0].places[1].char_start is not None) == (9, True)


def test_the_step_of_the_coarser_print_decides() -> None:
    assert told("R38", ITEMS, "公务接待费支出决算3.01万元。", tables=account()) == ["rounding"]
    assert told("R38", ITEMS, "公务接待费支出决算3.1万元。", tables=account()) == ["rounding"]
    assert told("R38", ITEMS, "公务接待费支出决算3.02万元。", tables=account()) == ["fail"]


def test_a_functional_item_is_found_by_the_names_above_it() -> None:
    item = "一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）支出决算为{}万元。"
    assert told("R38", GENERAL, item.format("190.00"), tables=account()) == ["pass"]
    assert told("R38", GENERAL, item.format("91.00"), tables=account()) == ["fail"]
    assert told("R38", GENERAL, item.format("5.00").replace("行政运行", "机关服务"), tables=account()) == []


def test_procurement_by_the_labels_of_its_table() -> None:
    rows = [("政府采购支出合计", "9.00"), ("货物", "4.00"), ("工程", ""), ("服务", "5.00")]
    tables: Tables = {"T10": [Line(label, {"采购金额": printed}) for label, printed in rows]}
    text = "政府采购支出总额9.00万元，其中：政府采购货物支出4.00万元。"
    assert told("R38", PROCUREMENT, text, tables=tables) == ["pass", "pass"]
    assert verdicts(tables, "R48") == {"pass"}
    assert verdicts(change(tables, "T10", "服务", "采购金额", "6.00"), "R48") == {"fail"}
    assert told("R38", PROCUREMENT, text.replace("4.00", "5.00"), tables=tables) == ["pass", "fail"]


def test_without_its_table_nothing_is_judged() -> None:
    assert told("R38", ITEMS, "公务接待费支出决算3.50万元。") == []


def test_last_years_amount_is_not_this_years() -> None:
    text = "公务接待费支出决算3.00万元，比上年决算数5.00万元减少2.00万元。"
    assert told("R38", ITEMS, text, tables=account()) == ["pass"]


def test_one_of_several_tables_may_be_meant() -> None:
    tables = account()
    again = [replace(line, amounts={**line.amounts, "公务接待费": "4.00"}) for line in tables["T09"]]
    twice = {**tables, "T09": [*tables["T09"], *again]}
    assert told("R38", ITEMS, "公务接待费支出决算3.50万元。", tables=twice) == []


def test_the_amount_of_another_fund_may_be_what_the_words_mean() -> None:
    tables = change(account(), "T05", "合计", "本年支出合计", "235.00")
    text = "一般公共预算财政拨款基本支出{}万元。"
    basic = change(tables, "T03", "合计", "基本支出", "195.00")
    assert told("R38", GENERAL, text.format("196.00"), tables=basic) == ["fail"]
    assert told("R38", GENERAL, text.format("195.00"), tables=basic) == ["insufficient_data"]


def test_services_bought_running_costs_and_contracts_by_the_labels_of_their_tables() -> None:
    tables: Tables = {
        "T11": [Line("信息化服务", {"决算数": "7.00"}), Line("合计", {"决算数": "7.00"})],
        "T15": [
            Line("（一）机关运行经费合计", {"统计数": "9.00"}),
            Line("政府采购支出合计", {"统计数": "5.00"}),
            Line("授予中小企业合同金额", {"统计数": "4.00"}),
            Line("其中：授予小微企业合同金额", {"统计数": "3.00"}),
        ],
    }
    text = (
        "八、机关运行经费支出情况说明",
        "机关运行经费支出9.00万元。",
        PROCUREMENT,
        "政府采购支出总额5.00万元。授予中小企业合同金额4.00万元。",
        "十、政府购买服务支出说明",
        "政府购买服务决算{}万元。",
    )
    assert told("R38", *(line.format("7.00") for line in text), tables=tables) == ["pass"] * 4
    assert told("R38", *(line.format("8.00") for line in text), tables=tables) == ["pass"] * 3 + ["fail"]
    assert verdicts(tables, "R48") == {"pass"}
    assert "fail" in verdicts(change(tables, "T15", "授予中小企业合同金额", "统计数", "6.00"), "R48")


def test_the_text_against_a_table_that_says_it_is_empty() -> None:
    tables = account()
    tables["T07"] = [Line("合计", {"本年支出合计": "", "年初结转和结余": ""}, "total")]
    notes: dict[TableId, str] = {"T07": "本部门没有政府性基金收支，故本表无数据。"}
    text = "七、政府性基金预算财政拨款支出决算情况说明\n政府性基金预算财政拨款年初结转和结余{}万元。"
    for amount, verdict in (("0.00", "pass"), ("3.00", "fail")):
        found = findings(tables, "R38", told=text.format(amount), notes=notes)
        assert [(f.verdict, f.severity) for f in found] == [(verdict, "error")]


def test_an_item_without_its_class_is_found_where_its_name_is_printed_once() -> None:
    tables = account()
    rows = [line for line in tables["T05"] if line.code != "2012901"]
    text = "1.行政运行（项）支出决算为{}万元。"
    once = {**tables, "T05": rows}
    assert told("R38", GENERAL, text.format("190.00"), tables=once) == ["pass"]
    assert told("R38", GENERAL, text.format("191.00"), tables=once) == ["fail"]
    assert told("R38", GENERAL, text.format("191.00"), tables=tables) == ["insufficient_data"]
