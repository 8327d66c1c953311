"""What the text adds up over several sentences: sections of a class (R44), last year's parts (R40)."""

from __future__ import annotations

from tests.rules.build import findings, told

GENERAL = "四、一般公共预算财政拨款支出决算情况说明"
ALL = "三、支出决算情况说明"
ITEMS = "七、财政拨款“三公”经费支出决算情况说明"


def _sections(*budgets: str) -> list[str]:
    head = "1、“一般公共服务支出”（类）2023年度年初预算{}万元，2023年度决算50.00万元。其中："
    names = ("政府办公厅（室）及相关机构事务", "组织事务")
    finals = ("30.00", "20.00")
    lines = [
        f"“{name}”（款）2023年度年初预算{budget}万元，2023年度决算{final}万元。"
        for name, budget, final in zip(names, budgets[1:], finals, strict=True)
    ]
    return told("R44", GENERAL, head.format(budgets[0]), *lines)


def test_sections_make_their_class() -> None:
    assert _sections("60.00", "35.00", "25.00") == ["pass", "pass"]
    assert _sections("60.00", "35.00", "25.01") == ["pass", "rounding"]
    assert sorted(_sections("60.00", "35.00", "27.00")) == ["fail", "pass"]


def test_a_budget_that_only_a_change_tells_counts() -> None:
    text = (
        GENERAL,
        "1、“一般公共服务支出”（类）2023年度决算50.00万元，比2023年年初预算减少10.00万元。其中：",
        "“政府办公厅（室）及相关机构事务”（款）2023年度决算30.00万元，比2023年年初预算减少{}万元。",
        "“组织事务”（款）2023年度决算20.00万元，比2023年年初预算减少4.00万元。",
    )
    assert told("R44", *(line.format("6.00") for line in text)) == ["pass", "pass"]
    assert sorted(told("R44", *(line.format("9.00") for line in text))) == ["fail", "pass"]


def _last_year(reception: str) -> list[str]:
    lines = (
        ITEMS,
        "2023年度“三公”经费支出决算为10.00万元，与2022年相比增加4.00万元。其中：",
        "因公出国（境）费支出决算为3.00万元，与2022年相比增加1.00万元。",
        "公务用车购置及运行维护费支出决算为5.00万元，与2022年相比增加2.00万元。",
        f"公务接待费支出决算为2.00万元，{reception}。",
    )
    found = findings(None, "R40", told="\n".join(lines))
    return [f.verdict for f in found if "上年数之和" in f.message_zh]


def test_last_years_parts_make_last_years_total() -> None:
    assert _last_year("与2022年相比增加1.00万元") == ["pass"]
    assert _last_year("与2022年相比增长100%") == ["pass"]
    assert _last_year("与2022年持平") == ["fail"]
    assert _last_year("与2022年相比减少1.00万元") == ["fail"]
    assert _last_year("主要用于调研") == []


def test_parts_that_are_all_of_it_this_year_are_only_expected_to_have_been_so() -> None:
    text = (
        "本年支出合计100.00万元，与2022年相比减少10.00万元。其中：基本支出60.00万元，与2022年相比减少{}万元；"
        "项目支出40.00万元，与2022年相比减少4.00万元。"
    )
    for stated, verdict in (("6.00", "pass"), ("7.00", "fail")):
        found = [f for f in findings(None, "R40", told=f"{ALL}\n{text.format(stated)}") if "上年数之和" in f.message_zh]
        assert [(f.verdict, f.severity) for f in found] == [(verdict, "warning")]
