"""Quarantine: what fails a fatal rule is in no sum, is not lost, and stands beside the sums it is missing from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt.nights import ask


def quarantined(department: str) -> list[tuple[object, ...]]:
    return ask(
        "SELECT fact_table, coalesce(line_code, line_label), measure, amount_yuan, doubt, rule FROM mart_quarantine "
        f"WHERE department_name = '存疑区{department}' ORDER BY table_seq, row_no, col_no"
    )


def facts(table: str, department: str, columns: str) -> list[tuple[object, ...]]:
    return ask(f"SELECT {columns} FROM {table} WHERE department_name = '存疑区{department}' ORDER BY ALL")


def test_a_contradicted_total_takes_the_leaves_that_make_it_with_their_rows() -> None:
    assert facts("fct_expenditure_by_function", "民政局", "function_code") == []
    kept_out = quarantined("民政局")
    assert ("fct_summary", "本年支出合计", "决算数", Decimal(1200000), "named", "R17") in kept_out
    assert ("fct_printed_subtotal", "合计", "本年支出合计", Decimal(1100000), "named", "R17") in kept_out
    leaves = [row for row in kept_out if row[0] == "fct_expenditure_by_function" and row[2] == "本年支出合计"]
    assert sum(row[3] for row in leaves) == Decimal(1100000)  # type: ignore[misc]
    assert {row[4] for row in leaves} == {"under_named_sum"}
    beside = [row for row in kept_out if row[2] == "基本支出" and row[0] == "fct_expenditure_by_function"]
    assert [(row[1], row[4]) for row in beside] == [("2010301", "row_total_doubted")]
    assert ("本年收入合计",) in facts("fct_summary", "民政局", "line_label")


def test_a_contradicted_class_takes_its_own_leaves_only() -> None:
    assert facts("fct_fiscal_expenditure_by_function", "教育局", "function_code, total_amount_yuan") == [
        ("208", Decimal(100000))
    ]
    assert len(facts("fct_expenditure_by_function", "教育局", "function_code")) == 3


def test_a_contradicted_column_is_left_empty_and_counted() -> None:
    columns = "function_code, total_amount_yuan, basic_amount_yuan, basic_printed, quarantined_amounts"
    assert facts("fct_fiscal_expenditure_by_function", "司法局", columns) == [
        ("2010301", Decimal(600000), None, None, 1),
        ("2010302", Decimal(400000), None, "", 0),
        ("208", Decimal(100000), None, "", 0),
    ]
    assert facts("fct_basic_expenditure_by_economic_class", "司法局", "economic_code") == []


def test_a_part_of_basic_expenditure_takes_its_own_classes() -> None:
    assert facts("fct_basic_expenditure_by_economic_class", "审计局", "economic_code") == [("30101",)]


def test_items_of_one_phase_leave_the_other_phase() -> None:
    columns = "item_name, final_amount_yuan, initial_budget_amount_yuan, quarantined_amounts"
    assert facts("fct_three_public", "水务局", columns) == [
        ("公务接待费", None, Decimal(10000), 1),
        ("公务用车运行维护费", None, Decimal(20000), 1),
    ]


def test_a_sentence_that_contradicts_a_table_is_kept_out_and_the_table_stays() -> None:
    assert len(facts("fct_expenditure_by_function", "统计局", "function_code")) == 3
    assert quarantined("统计局") == [("fct_claim", "本年支出合计", "本年支出合计", Decimal(9990000), "named", "R38")]


def test_a_sentence_with_impossible_units_gives_no_fact() -> None:
    assert facts("fct_fiscal_expenditure_by_function", "档案局", "line_label") == [("农林水支出",)]
    assert [row[1:4] for row in quarantined("档案局")] == [("教育支出", "functional_class", Decimal(80000))]


def test_only_fatal_rules_keep_amounts_out() -> None:
    assert len(facts("fct_expenditure_by_function", "信访局", "function_code")) == 3
    assert quarantined("信访局") == []


def test_a_sum_is_read_beside_what_is_missing_from_it() -> None:
    rows = ask(
        "SELECT function_code, departments, departments_quarantined, total_amount_yuan, quarantined_amount_yuan, "
        "facts, quarantined_facts, quarantined_share FROM agg_region_year_function "
        "WHERE region_code = '990301' AND function_code IN ('2010301', '20810') ORDER BY 1"
    )
    assert rows == [
        ("2010301", 5, 2, Decimal(2400000), Decimal(600000), 6, 2, Decimal("0.25")),
        ("20810", 4, 1, Decimal(400000), Decimal(100000), 4, 1, Decimal("0.2")),
    ]


@pytest.mark.parametrize("fact", ["fct_expenditure_by_function", "fct_summary", "fct_fiscal_expenditure_by_function"])
def test_no_quarantined_place_is_in_a_fact(fact: str) -> None:
    column = "total_col_no" if "function" in fact else "col_no"
    assert ask(
        f"SELECT count(*) FROM {fact} AS fact JOIN mart_quarantine AS kept USING (document_key, table_seq, row_no) "
        f"WHERE fact.{column} = kept.col_no"
    ) == [(0,)]
