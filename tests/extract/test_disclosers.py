"""Files with several accounts: each table and sentence belongs to the department of the title above it."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.disclosers import Titles, same_department
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Parsed

OWN, OTHER = "云岭县民政局", "云岭县社会福利院"
HEAD = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")


def account(title: str, total: str, table: str = "一般公共预算财政拨款支出决算表") -> str:
    rows = (HEAD, ("", "合计", total, total, ""), ("208", "社会保障和就业支出", total, total, ""))
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    text = f"<p>第二部分 情况说明</p><p>一、收入支出决算总体情况说明</p><p>2023年度收、支总计均为{total}万元。</p>"
    return f"{title}<p>{table}</p><p>单位：万元</p><table>{cells}</table>{text}"


def read(*accounts: str) -> Parsed:
    page = f"<html><head><meta charset=utf-8></head><body>{''.join(accounts)}</body></html>"
    return parse(page.encode(), Context(file="a.html"))


def owners(parsed: Parsed) -> tuple[list[str | None], list[str | None]]:
    """Whose the tables are, and whose the claims."""
    by_table = {cell.table_seq: cell.entity for cell in parsed.cells}
    return list(by_table.values()), [claim.entity for claim in parsed.claims]


@pytest.mark.parametrize(
    "title", ["<p>{}2023年度部门决算</p>", "<p>2023年度{}单位决算</p>", "<p>{}</p><p>2023年度部门决算</p>"]
)
def test_tables_and_claims_belong_to_the_title_above_them(title: str) -> None:
    parsed = read(account(title.format(OWN), "3.00"), account(title.format(OTHER), "5.00"))
    assert owners(parsed) == ([None, OTHER], [None, OTHER])
    assert "table_twice" not in {issue.code for issue in parsed.issues}


@pytest.mark.parametrize(
    "line",
    [
        f"纳入{OTHER}2023年度部门决算编制范围的二级",
        f"{OTHER}2023年度部门决算收入总计为",
        f"与{OTHER}2023年度部门决算",
        f"4.00万元。2023年,{OTHER}的年度决算",
        f"{OTHER}2023年度部门决算……12",
    ],
)
def test_a_line_of_a_sentence_or_of_a_table_of_contents_is_no_title(line: str) -> None:
    titles = Titles()
    titles.take(f"{OWN}2023年度部门决算")
    assert titles.take(line) == OWN


def test_a_table_that_only_the_second_account_has_is_the_second_ones() -> None:
    first = account(f"<p>{OWN}2023年度部门决算</p>", "3.00")
    second = account(f"<p>{OTHER}2023年度单位决算</p>", "5.00", "政府性基金预算财政拨款支出决算表")
    assert owners(read(first, second))[0] == [None, OTHER]


def test_a_second_account_without_a_name_is_told() -> None:
    parsed = read(account(f"<p>{OWN}2023年度部门决算</p>", "3.00"), account("<p>附件</p>", "5.00"))
    assert owners(parsed)[0] == [None, None]
    [issue] = [issue for issue in parsed.issues if issue.code == "table_twice"]
    assert "30000.00 and 50000.00" in issue.message


def test_the_same_table_twice_is_no_second_account() -> None:
    parsed = read(account(f"<p>{OWN}2023年度部门决算</p>", "3.00"), account("<p>附件</p>", "3.00"))
    assert "table_twice" not in {issue.code for issue in parsed.issues}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("云岭县民政局", "云岭县民政局（本级）", True),
        ("民政局", "云岭县民政局", True),
        ("县政府办公室", "云岭县人民政府办公室", True),
        ("云岭县民政局", "云岭县民政局机关", True),
        ("云岭县教育局", "云岭县教育局教研室", False),
        ("云岭县民政局", "云岭县水务局", False),
    ],
)
def test_names_of_one_department(one: str, other: str, is_same: bool) -> None:
    assert same_department(one, other) is same_department(other, one) is is_same


def test_a_list_of_units_is_no_title() -> None:
    titles = Titles()
    for line in (
        f"{OWN}2023年度部门决算",
        "纳入决算编制范围的单位：",
        OTHER,
        "2023年度收入支出决算总表",
        f"{OTHER}决算",
    ):
        titles.take(line)
    assert titles.discloser == OWN
