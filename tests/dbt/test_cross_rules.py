"""The rules across documents: each passes, fails, and says when it has nothing to compare."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt.nights import ask


def outcome(rule: str, department: str, subject: str, year: int = 2024) -> list[tuple[object, ...]]:
    return ask(
        "SELECT verdict, reason, expected, found FROM fct_cross_finding "
        f"WHERE rule = '{rule}' AND department_name LIKE '跨年区{department}%' AND fiscal_year = {year} "
        f"AND coalesce(subject, '') LIKE '{subject}%' AND coalesce(disclosure_level, '') NOT IN ('head_office', 'unit')"
    )


WAN = Decimal(10000)


@pytest.mark.parametrize(
    ("rule", "department", "subject", "verdict", "expected", "found"),
    [
        ("R56", "住建局", "年初", "pass", 10, 10),
        ("R56", "交通局", "年初", "fail", 10, 12),
        ("R57", "住建局", "本年支出", "pass", 110, 110),
        ("R57", "交通局", "本年支出", "fail", 110, 121),
        ("R58", "住建局", "三公", "pass", 3, 3),
        ("R58", "交通局", "三公", "fail", 5, 3),
        ("R54", "人社局", "本年支出", "pass", 330, 330),
        ("R54", "国资委", "本年支出", "fail", 330, 440),
    ],
)
def test_amounts_of_two_documents_are_compared(
    rule: str, department: str, subject: str, verdict: str, expected: int, found: int
) -> None:
    assert outcome(rule, department, subject) == [(verdict, None, expected * WAN, found * WAN)]


def test_a_reason_of_the_law_explains_an_opening_balance() -> None:
    assert outcome("R56", "体育局", "年初") == [("pass", "legal_reason_stated", 10 * WAN, 12 * WAN)]


@pytest.mark.parametrize(
    ("rule", "department", "verdict", "reason"),
    [
        ("R56", "林业局", "insufficient_data", "no_account_of_prior_year"),
        ("R57", "林业局", "insufficient_data", "no_account_of_prior_year"),
        ("R58", "林业局", "insufficient_data", "no_budget_loaded"),
        ("R59", "林业局", "insufficient_data", "no_account_of_the_district"),
        ("R54", "林业局", "not_applicable", "not_consolidated"),
        ("R60", "林业局", "not_applicable", "not_published_again"),
    ],
)
def test_a_rule_that_compares_nothing_never_passes(rule: str, department: str, verdict: str, reason: str) -> None:
    assert [row[:2] for row in outcome(rule, department, "")] == [(verdict, reason)]


def test_departments_stay_within_the_account_of_their_district() -> None:
    rows = ask(
        "SELECT subject, verdict, expected, found FROM fct_cross_finding WHERE rule = 'R59' "
        "AND region_code = '990303' AND subject IS NOT NULL ORDER BY 1"
    )
    assert rows == [
        ("一般公共服务支出", "pass", 500 * WAN, 100 * WAN),
        ("社会保障和就业支出", "fail", 4 * WAN, 10 * WAN),
    ]


def test_a_new_version_with_other_numbers_shows_the_difference() -> None:
    rows = outcome("R60", "商务局", "")
    assert [(row[0], row[1]) for row in rows] == [("fail", "new_version: 17 of 17 amounts differ")]
    assert rows[0][3] == 2 * rows[0][2]  # type: ignore[operator]


def test_a_second_disclosure_with_the_same_numbers_passes() -> None:
    rows = ask(
        "SELECT verdict, reason FROM fct_cross_finding WHERE rule = 'R60' AND department_name = '跨年区气象局' "
        "AND is_counted"
    )
    assert rows == [("pass", "published_again: 0 of 3 headline figures differ")]


def test_a_code_is_known_by_what_others_print() -> None:
    rows = ask(
        "SELECT subject, verdict, reason FROM fct_cross_finding WHERE rule = 'R10b' "
        "AND department_name = '跨年区史志办' ORDER BY 1"
    )
    assert rows == [
        ("2010301行政开行", "fail", "name_printed_by_no_other"),
        ("2010388一般行政管理事务", "insufficient_data", "code_printed_by_no_other"),
        ("every other code", "pass", "names_agree"),
    ]


def conflicts(department: str) -> list[tuple[object, ...]]:
    return ask(
        "SELECT conflict_kind, resolution, winner_source_kind, winner_table_seq, winner_amount_yuan, "
        "loser_source_kind, loser_table_seq, loser_amount_yuan, amounts_different FROM fct_conflict "
        f"WHERE department_name = '矛盾区{department}'"
    )


def test_a_table_comes_before_the_text_of_another_document() -> None:
    assert conflicts("民宗局") == [
        ("table_narrative", "precedence", "table", 3, 110 * WAN, "narrative", None, 111 * WAN, 1)
    ]
    assert ask(
        "SELECT amount_yuan, source_kind FROM fct_headline WHERE department_name = '矛盾区民宗局' "
        "AND subject = '本年支出合计'"
    ) == [(110 * WAN, "table")]


def test_a_number_rounded_in_the_text_is_no_contradiction() -> None:
    assert conflicts("侨联") == []


def test_two_copies_of_a_table_show_how_many_amounts_differ() -> None:
    rows = conflicts("妇联")
    assert [(row[0], row[3], row[6], row[8]) for row in rows] == [("between_copies", 3, 8, 2)]


def test_the_table_of_codes_comes_before_the_summary() -> None:
    assert conflicts("工会") == [("between_tables", "precedence", "table", 3, 100 * WAN, "table", 1, Decimal(1), 1)]


def test_two_totals_that_differ_count_neither() -> None:
    assert [row[:2] for row in conflicts("科协")] == [("between_tables", "quarantined")]
    assert ask(
        "SELECT count(*) FROM fct_headline WHERE department_name = '矛盾区科协' AND subject = '本年支出合计'"
    ) == [(0,)]


def test_a_sentence_loses_against_its_own_table_and_stays_visible() -> None:
    assert [(row[0], row[2], row[5], row[7]) for row in conflicts("团委")] == [
        ("table_narrative", "table", "narrative", 999 * WAN)
    ]
