"""Counts printed in the rows of T09 are claims, each with its row; amounts, line numbers and budgets of it are none."""

from __future__ import annotations

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Claim, Parsed

HEAD = "<h1>云岭区交通局2023年度部门决算</h1><p>公开09表</p><h3>财政拨款“三公”经费支出决算表</h3><p>金额单位：元</p>"
ROWS = (
    ("项目", "行次", "年初预算数", "决算统计数"),
    ("（一）支出合计", "1", "58,000.00", "51,000.00"),
    ("1.因公出国（境）费", "2", "", ""),
    ("2.公务用车购置及运行维护费", "3", "58,000.00", "51,000.00"),
    ("（二）相关统计数", "4", "—", "—"),
    ("1.因公出国（境）团组数（个）", "5", "—", "0"),
    ("2.公务用车保有量（辆）", "6", "4", "3"),
    ("3.国内公务接待批次（个）", "7", "—", "1,045"),
    ("其中：外事接待批次（个）", "8", "—", ""),
    ("4.国内公务接待人次（人）", "9", "—", "8.5"),
)


def _read(rows: tuple[tuple[str, ...], ...] = ROWS, head: str = HEAD) -> Parsed:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return parse(f"<html><body>{head}<table border=1>{table}</table></body></html>".encode(), Context(file="a.html"))


def _counts(parsed: Parsed) -> list[tuple[str, str, int, str]]:
    return [(claim.phase, q.of, q.value, q.unit) for claim in parsed.claims for q in claim.quantities]


def _words(parsed: Parsed, claim: Claim) -> str:
    span = claim.spans[0]
    return parsed.pages[span.page - 1].text[span.char_start : span.char_end]


def test_counts_of_a_table_are_claims_by_the_phase_of_their_column() -> None:
    assert _counts(_read()) == [
        ("final", "因公出国（境）团组", 0, "个"),
        ("initial_budget", "公务用车保有量", 4, "辆"),
        ("final", "公务用车保有量", 3, "辆"),
        ("final", "国内公务接待批次", 1045, "个"),
    ]


def test_each_count_points_to_its_row() -> None:
    parsed = _read()
    assert [_words(parsed, claim).split("\t")[0] for claim in parsed.claims][-1] == "3.国内公务接待批次（个）"
    assert all(claim.sentence == _words(parsed, claim) for claim in parsed.claims)


def test_counts_of_a_column_that_does_not_say_its_phase_or_is_of_another_year_are_left_alone() -> None:
    assert _counts(_read((("项目", "行次", "数额", "2022年决算数"), *ROWS[1:]))) == []


def test_amounts_stay_cells() -> None:
    parsed = _read()
    assert all(claim.amount_yuan is None for claim in parsed.claims)
    assert {cell.measure for cell in parsed.cells if cell.amount_yuan} == {"合计", "公务用车购置及运行维护费"}
