"""A sentence torn by a page break says what it says whole, whatever heads and feet lie between."""

from __future__ import annotations

import pytest

from tests.extract.narrative.notation import line_of, read

ITEMS = {
    "class": (
        "五、一般公共预算财政拨款支出决算情况说明",
        "2、农林水支出（类）水利（款）水利工程运行与维护（项）2024年度决算47.35万元，比年初预算减少7.48万元，下降13.64%。",
    ),
    "total": (
        "一、收入支出决算总体情况说明",
        "（一）2024年度某区某局部门决算收、支总计均为1,234.56万元，比2023年度减少100.00万元，下降7.49%。",
    ),
}
NEXT = "六、政府性基金预算财政拨款支出决算情况说明"
HEAD = "云岭区交通局2024年度部门决算"
PRINTED = f"2025/9/12 10:05 {HEAD}-部门预决算公开-云岭区人民政府门户网站"
CLOSING = "，。；：、）％%"


def _positions(text: str) -> list[int]:
    """Where a typesetter may break a line: not inside a number, not before closing punctuation."""
    return [
        at
        for at in range(20, len(text))
        if text[at] not in CLOSING and not (text[at - 1] in "0123456789.," and text[at] in "0123456789.,")
    ]


@pytest.mark.parametrize("head", ["", HEAD, PRINTED], ids=["none", "title", "browser"])
@pytest.mark.parametrize("name", ITEMS)
def test_a_sentence_may_be_torn_anywhere(name: str, head: str) -> None:
    heading, item = ITEMS[name]
    whole = read(f"{heading}\n{item}\n{NEXT}")
    expected = [line_of(claim) for claim in whole.claims]
    assert expected
    assert whole.flaws == []
    for at in _positions(item):
        first = f"{head}\n{heading}\n{item[:at]}\n- 1 -"
        torn = read(first, f"{head}\n{item[at:]}\n{NEXT}\n- 2 -", f"{head}\n2024年度我部门没有这类支出。\n- 3 -")
        assert [line_of(claim) for claim in torn.claims] == expected, item[:at]
        assert torn.flaws == [], item[:at]


def test_labels_of_a_chart_below_a_heading_stay_out() -> None:
    heading, item = ITEMS["total"]
    whole = [line_of(claim) for claim in read(f"{heading}\n{item}").claims]
    assert [line_of(claim) for claim in read(f"{heading}\n47.35万元\n7.48万元, 13%\n{item}").claims] == whole


def test_headings_at_the_top_of_neighbouring_pages_stay_headings() -> None:
    """Numbered lines are no running heads, though their words are the same."""
    chapters = [f"{number}、一般公共预算财政拨款支出决算情况说明" for number in "五六七"]
    result = read(*(f"{chapter}\n一般公共预算财政拨款支出5.00万元。" for chapter in chapters))
    assert len(result.claims) == 3


def test_a_long_line_that_only_differs_in_its_figures_is_a_sentence() -> None:
    sentences = [
        f"我单位{year}年度一般公共预算财政拨款支出{year - 2000}.00万元，主要用于保障机构日常运转和完成专项任务"
        for year in (2022, 2023, 2024)
    ]
    assert [str(claim.amount_yuan) for claim in read(*sentences).claims] == ["220000.00", "230000.00", "240000.00"]
