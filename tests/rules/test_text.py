"""The text against itself: each rule passes on a sound sentence and fails on a broken one (R37, R39-R50)."""

from __future__ import annotations

import pytest

from tests.rules.build import findings, told

OVERALL = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
SPENT = "三、支出决算情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
ITEMS = "七、财政拨款“三公”经费支出决算情况说明"
OPERATING = "八、机关运行经费支出情况说明"
PROCUREMENT = "九、政府采购支出情况说明"
ASSETS = "十、国有资产占用情况说明"

# rule, the sentences, the verdicts
TEXTS: list[tuple[str, list[str], list[str]]] = [
    ("R37", [ITEMS, "因公出国（境）费支出决算2.40万元，组织因公出国（境）团组1个，累计2人次。"], ["pass", "pass"]),
    ("R37", [ITEMS, "因公出国（境）费支出决算2.40万元，组织因公出国（境）团组0个，累计2人次。"], ["fail", "pass"]),
    ("R37", [ITEMS, "因公出国（境）费支出决算0万元，组织因公出国（境）团组1个，累计2人次。"], ["fail", "fail"]),
    (
        "R37",
        [ITEMS, "公务用车运行维护费支出决算6.30万元。公务用车保有量3辆，车均运行维护费2.10万元。"],
        ["pass", "pass"],
    ),
    (
        "R37",
        [ITEMS, "公务用车运行维护费支出决算6.30万元。公务用车保有量3辆，车均运行维护费3.10万元。"],
        ["pass", "fail"],
    ),
    ("R39", [INCOME, "本年收入合计300.00万元，其中：财政拨款收入290.00万元，占96.67%。"], ["pass"]),
    ("R39", [INCOME, "本年收入合计300.00万元，其中：财政拨款收入290.00万元，占97.66%。"], ["fail"]),
    ("R40", [INCOME, "本年收入合计300.00万元，比上年增加50.00万元，增长20.00%。"], ["pass"]),
    ("R40", [INCOME, "本年收入合计300.00万元，比上年增加50.00万元，增长20%。"], ["pass"]),
    ("R40", [INCOME, "本年收入合计300.00万元，比上年增加50.00万元，增长21.00%。"], ["fail"]),
    ("R40", [INCOME, "本年收入合计300.00万元，比上年减少50.00万元，下降14.29%。"], ["pass"]),
    ("R40", [INCOME, "本年收入合计300.00万元。", "与上年相比，本年收入减少50.00万元，下降16.67%。"], ["fail"]),
    ("R40", [ITEMS, "公务接待费支出决算3.00万元，比年初预算4.00万元减少1.00万元。"], ["pass"]),
    ("R40", [ITEMS, "公务接待费支出决算3.00万元，比年初预算4.00万元减少1.10万元。"], ["fail"]),
    ("R41", [INCOME, "本年收入合计300.00万元，比上年增加50.00万元，增长20.00%。"], ["pass"]),
    ("R41", [INCOME, "本年收入合计300.00万元，比上年增加300.00万元，增长100%。"], ["fail"]),
    ("R41", [ITEMS, "公务接待费年初预算数为0万元，支出决算为3.00万元，完成年初预算的100%。"], ["fail"]),
    ("R41", [ITEMS, "公务接待费年初预算数为0万元，支出决算为0万元，完成年初预算的100%。"], ["insufficient_data"]),
    ("R42", [ITEMS, "公务接待费支出决算3.00万元，比年初预算4.00万元减少1.00万元。"], ["pass"]),
    ("R42", [ITEMS, "公务接待费支出决算3.00万元，比年初预算4.00万元增加1.00万元。"], ["fail"]),
    ("R42", [ITEMS, "公务接待费支出决算3.00万元，与年初预算3.00万元持平。"], ["pass"]),
    ("R42", [ITEMS, "公务接待费支出决算3.00万元，与年初预算4.00万元持平。"], ["fail"]),
    ("R42", [ITEMS, "公务接待费支出决算3.00万元，与年初预算3.05万元基本持平。"], ["insufficient_data"]),
    ("R43", [ITEMS, "公务接待费年初预算数为4.00万元，支出决算为3.00万元，完成年初预算的75%。"], ["pass"]),
    ("R43", [ITEMS, "公务接待费年初预算数为4.00万元，支出决算为3.00万元，完成年初预算的85%。"], ["fail"]),
    (
        "R44",
        [SPENT, "本年支出合计290.00万元，其中：基本支出190.00万元，占65.52%；项目支出100.00万元，占34.48%。"],
        ["pass"],
    ),
    (
        "R44",
        [SPENT, "本年支出合计290.00万元，其中：基本支出190.00万元，占65.52%；项目支出90.00万元，占34.48%。"],
        ["fail"],
    ),
    ("R44", [SPENT, "本年支出合计290.00万元，其中：基本支出190.00万元；项目支出90.00万元。"], ["insufficient_data"]),
    ("R46", [OVERALL, "收、支总计320.00万元。", "收、支总计320.00万元。"], ["pass"]),
    ("R46", [OVERALL, "收、支总计320.00万元。", "收、支总计302.00万元。"], ["fail"]),
    (
        "R48",
        [PROCUREMENT, "政府采购支出总额9.00万元，其中：货物支出4.00万元、工程支出0万元、服务支出5.00万元。"],
        ["pass"],
    ),
    (
        "R48",
        [PROCUREMENT, "政府采购支出总额9.00万元，其中：货物支出4.00万元、工程支出0万元、服务支出4.00万元。"],
        ["fail"],
    ),
    ("R48", [PROCUREMENT, "政府采购支出总额9.00万元，授予中小企业合同金额9.50万元。"], ["fail"]),
    ("R49", [BASIC, "公用经费30.00万元。", OPERATING, "机关运行经费支出28.00万元。"], ["pass"]),
    ("R49", [BASIC, "公用经费30.00万元。", OPERATING, "机关运行经费支出38.00万元。"], ["fail"]),
    ("R50", [ASSETS, "截至12月31日，共有车辆4辆，其中：应急保障用车1辆、其他用车3辆。"], ["pass"]),
    ("R50", [ASSETS, "截至12月31日，共有车辆4辆，其中：应急保障用车1辆、其他用车2辆。"], ["fail"]),
]


@pytest.mark.parametrize(("rule", "sentences", "expected"), TEXTS)
def test_a_text_is_judged_by_its_own_numbers(rule: str, sentences: list[str], expected: list[str]) -> None:
    assert told(rule, *sentences) == expected


def test_the_items_of_the_three_add_up_wherever_they_stand() -> None:
    items = "因公出国（境）费支出决算1.50万元；公务用车购置及运行维护费支出决算5.00万元；公务接待费支出决算{}万元。"
    total = "“三公”经费支出决算9.50万元。"
    assert told("R44", ITEMS, total, items.format("3.00")) == ["pass"]
    assert told("R44", ITEMS, total, items.format("3.10")) == ["fail"]


def test_receptions_are_domestic_and_foreign() -> None:
    text = "公务接待费支出决算3.00万元。其中：国内接待费{}万元；国（境）外接待费1.00万元。"
    assert told("R44", ITEMS, text.format("2.00")) == ["pass"]
    assert told("R44", ITEMS, text.format("2.10")) == ["fail"]


def test_functional_items_make_their_total_once_the_other_phase_proves_them_complete() -> None:
    head = "一般公共预算财政拨款支出年初预算为{}万元，支出决算为90.00万元，完成年初预算的90%。"
    one = "1.一般公共服务（类）档案事务（款）行政运行（项）。年初预算为60.00万元，支出决算为50.00万元。"
    two = "2.一般公共服务（类）档案事务（款）档案馆（项）。年初预算为40.00万元，支出决算为{}万元。"
    assert told("R44", GENERAL, head.format("100.00"), one, two.format("40.00")) == ["pass", "pass"]
    assert "fail" in told("R44", GENERAL, head.format("120.00"), one, two.format("40.00"))
    assert told("R44", GENERAL, head.format("120.00"), one, two.format("30.00")) == []


def test_bases_implied_in_two_places_agree() -> None:
    first = "本年收入合计300.00万元，比上年增加50.00万元。"
    assert told("R40", INCOME, first, "本年收入合计300.00万元，比上年增加50.00万元。") == ["pass"]
    assert told("R40", INCOME, first, "本年收入合计300.00万元，比上年增加40.00万元。") == ["fail"]


def test_a_rate_inside_its_interval_is_rounding() -> None:
    assert (
        told("R40", ITEMS, "公务接待费支出决算17.61万元，比上年决算数9.64万元增加7.97万元，增长82.71%。")[-1]
        == "rounding"
    )
    assert told("R40", INCOME, "本年收入合计7.25万元，比上年增加3.80万元，增长110%。") == ["pass"]


def test_an_increase_by_nothing_is_a_warning() -> None:
    (finding,) = findings(None, "R42", told=f"{ITEMS}\n公务接待费支出决算3.00万元，比年初预算3.00万元增加0万元。")
    assert (finding.verdict, finding.severity, finding.reason) == ("fail", "warning", "zero_change")


def test_a_unit_repaired_by_its_factor_is_not_reported_twice() -> None:
    text = "政府采购支出总额8.45万元，其中：货物支出8.4元、工程支出0万元、服务支出0.05万元。"
    assert told("R48", PROCUREMENT, text) == ["insufficient_data"]


def test_an_amount_stated_in_two_ways_is_not_held_against_its_count() -> None:
    text = "公务接待费支出决算3.00万元。", "公务接待费支出决算0万元。", "国内公务接待批次0次。"
    assert told("R37", ITEMS, *text) == ["insufficient_data"]


def test_both_sides_are_quoted_with_their_places() -> None:
    (finding,) = findings(None, "R46", told=f"{OVERALL}\n收、支总计320.00万元。\n收、支总计302.00万元。")
    assert finding.quotes == ["收、支总计320.00万元。", "收、支总计302.00万元。"]
    assert [place.char_start is not None for place in finding.places] == [True, True]
    assert finding.difference == -180_000


def test_items_of_one_name_in_two_classes_are_two_items() -> None:
    text = (
        "四、一般公共预算财政拨款支出决算情况说明",
        "1.行政运行（项）支出决算为190.00万元，较年初预算减少10.00万元。",
        "2.行政运行（项）支出决算为50.00万元，较年初预算增加5.00万元。",
    )
    assert "fail" not in told("R40", *text)
    assert "fail" not in told("R46", *text)


def test_vehicles_of_a_kind_that_was_not_read_leave_doubt() -> None:
    text = "共有车辆6辆，其中：领导干部用车1辆、应急保障用车{}辆、其他用车1辆{}。"
    head = "九、国有资产占用情况说明"
    assert told("R50", head, text.format("4", "")) == ["pass"]
    assert told("R50", head, text.format("3", "")) == ["fail"]
    assert told("R50", head, text.format("3", "、摩托车1辆")) == ["insufficient_data"]
