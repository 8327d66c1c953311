"""A name beside the code of its neighbour is told by the document's other tables."""

from __future__ import annotations

import pytest

from pipelines.extract.content import Page
from tests.extract.tables.grids import codes, grid, page, read

WHOLE = (("221", "住房保障支出"), ("22102", "住房改革支出"), ("2210201", "住房公积金"))


def _page(number: int, title: str, head: str, rows: tuple[tuple[str, str], ...]) -> Page:
    figures = " | 5.00" * (head.count("|") - 1)
    body = "\n".join(f"{code} | {name}{figures}" for code, name in rows)
    return page(number, title, "单位：万元", grid(f"{head}\n{body}"))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (WHOLE, []),
        ((WHOLE[0], ("22102", "住房公积金")), ["22102 住房公积金: elsewhere 22102 is 住房改革支出"]),
        ((WHOLE[0], ("22102", "住房改革"), WHOLE[2]), []),
    ],
    ids=["whole", "torn", "shortened"],
)
def test_a_row_torn_into_the_next_is_told(rows: tuple[tuple[str, str], ...], told: list[str]) -> None:
    result = read(
        _page(1, "支出决算表", "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出", WHOLE),
        _page(2, "一般公共预算财政拨款支出决算表", "科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出", rows),
    )
    found = [flaw for flaw in result.flaws if flaw.code == "name_of_another_code"]
    assert [flaw.message for flaw in found] == told
    assert [flaw.where.page for flaw in found] == [2] * len(told)
    assert len(codes(result)) == len(told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("住房保障支", ["221 住房保障支: elsewhere 住房保障支出"]),
        ("保障支出", ["221 保障支出: elsewhere 住房保障支出"]),
        ("住房保障", []),
        ("住房支出", []),
    ],
    ids=["beginning", "end", "without 支出", "another wording"],
)
def test_a_name_that_is_part_of_the_one_elsewhere_is_told(name: str, told: list[str]) -> None:
    result = read(
        _page(1, "支出决算表", "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出", WHOLE),
        _page(
            2, "一般公共预算财政拨款支出决算表", "科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出", (("221", name),)
        ),
    )
    assert [flaw.message for flaw in result.flaws if flaw.code == "name_cut"] == told


def test_a_class_without_its_code_is_held_against_the_names_of_classes() -> None:
    totals = grid("""
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        一、财政拨款收入 | 5.00 | 十九、住房保障支 | 5.00
        总计 | 5.00 | 总计 | 5.00
    """)
    result = read(
        page(1, "收入支出决算总表", "单位：万元", totals),
        _page(2, "支出决算表", "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出", WHOLE),
    )
    found = [flaw for flaw in result.flaws if flaw.code == "name_cut"]
    assert [(flaw.message, flaw.where.page) for flaw in found] == [("住房保障支: elsewhere 住房保障支出", 1)]


def test_a_total_and_a_fund_without_their_last_character_are_told() -> None:
    totals = grid("""
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
        一、一般公共预算财政拨 | 5.00 | 一、教育支出 | 5.00
        本年收入合 | 5.00 | 本年支出合计 | 5.00
    """)
    result = read(page(1, "收入支出决算总表", "单位：万元", totals))
    told = [flaw.message.split(":")[0] for flaw in result.flaws if flaw.code == "name_cut"]
    assert told == ["一般公共预算财政拨", "本年收入合"]
