"""The grain rules: a plain SUM over a fact table is right, whatever a district published beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.night import published
from warehouse.query import run_query


def ask(sql: str) -> list[tuple[Any, ...]]:
    return run_query(published().home, sql).rows


def counted(department: str) -> Decimal | None:
    rows = ask(f"SELECT sum(total_amount_yuan) FROM fct_expenditure_by_function WHERE department_name = '{department}'")
    amount: Decimal | None = rows[0][0]
    return amount


def reason(document_id: str) -> tuple[bool, str]:
    rows = ask(
        f"SELECT is_counted, counted_reason FROM fct_document WHERE document_id = '{document_id}' AND is_current"
    )
    is_counted, why = rows[0]
    return is_counted, why


def test_leaves_are_codes_without_a_printed_child() -> None:
    rows = ask(
        "SELECT function_code, grain, total_amount_yuan, basic_amount_yuan, project_amount_yuan "
        "FROM fct_expenditure_by_function WHERE department_name = '样本区教育局' ORDER BY 1"
    )
    assert rows == [
        ("2010301", "item", Decimal(600000), Decimal(600000), None),
        ("2010302", "item", Decimal(400000), None, Decimal(400000)),
        ("20810", "section", Decimal(100000), None, Decimal(100000)),
    ]


def test_a_number_leads_to_its_place_and_its_printed_text() -> None:
    rows = ask(
        "SELECT fact.page, fact.table_seq, fact.row_no, fact.total_col_no, fact.total_printed, fact.unit_printed, "
        "cell.printed, cell.column_header FROM fct_expenditure_by_function AS fact JOIN evidence.cell AS cell "
        "ON cell.document_key = fact.document_key AND cell.table_seq = fact.table_seq AND cell.row_no = fact.row_no "
        "AND cell.col_no = fact.total_col_no WHERE fact.department_name = '样本区教育局' "
        "AND fact.function_code = '2010301'"
    )
    assert rows == [(3, 3, 7, 3, "60.00", "万元", "60.00", "本年支出合计")]


@pytest.mark.parametrize(
    ("document_id", "expected"),
    [
        ("finance_all.html", (True, "only_one")),
        ("finance_office.html", (False, "part_of_consolidated")),
        ("finance_centre.html", (False, "part_of_parent")),
        ("school.html", (False, "parent_unknown")),
        ("health_office.html", (True, "only_one")),
        ("hospital.html", (True, "only_one")),
        ("culture.pdf", (True, "only_one")),
        ("culture_again.pdf", (False, "same_content_elsewhere")),
        ("transport_1.html", (False, "published_again")),
        ("transport_2.html", (True, "latest_published")),
        ("budget.html", (False, "not_a_final_account")),
        ("scan.pdf", (False, "no_figures")),
    ],
)
def test_which_disclosure_counts_and_why(document_id: str, expected: tuple[bool, str]) -> None:
    assert reason(document_id) == expected


def test_a_consolidated_account_and_its_units_are_never_summed_together() -> None:
    assert ask(
        "SELECT sum(total_amount_yuan) FROM fct_expenditure_by_function WHERE department_name LIKE '%财政%'"
    ) == [(Decimal(3300000),)]


def test_the_latest_disclosure_and_the_latest_version_count() -> None:
    assert counted("样本区交通运输局") == Decimal(2200000)
    assert counted("样本区审计局") == Decimal(4400000)


def test_an_attachment_takes_department_year_and_kind_from_its_page_and_counts_once() -> None:
    assert counted("样本区文化和旅游局") == Decimal(7700000)


def test_figures_left_out_are_kept_with_their_reason() -> None:
    rows = ask(
        "SELECT uncounted_reason, sum(amount_yuan) FROM fct_uncounted_amount WHERE measure = '本年支出合计' "
        "GROUP BY 1 ORDER BY 1"
    )
    assert rows == [
        ("parent_unknown", Decimal(5500000)),
        ("part_of_consolidated", Decimal(2200000)),
        ("part_of_parent", Decimal(1100000)),
        ("published_again", Decimal(1100000)),
    ]


def test_the_whole_table_sums_to_the_printed_totals_of_the_counted_accounts() -> None:
    rows = ask(
        "SELECT sum(leaf_amount_yuan), sum(printed_total_yuan) FROM fct_reconciliation "
        "WHERE is_counted AND table_id = 'T03' AND measure = '本年支出合计' AND NOT is_printed_tree_broken"
    )
    assert rows[0][0] == rows[0][1]
    everything = ask("SELECT sum(total_amount_yuan) FROM fct_expenditure_by_function")[0][0]
    assert everything == rows[0][0] + Decimal(1100000)


def test_a_document_that_does_not_add_up_is_shown_and_stops_nothing() -> None:
    rows = ask(
        "SELECT difference_yuan, is_printed_tree_broken FROM fct_reconciliation "
        "JOIN dim_department USING (department_id) "
        "WHERE department_name = '样本区档案馆' AND measure = '本年支出合计'"
    )
    assert rows == [(Decimal(-8890000), True)]
    assert ask("SELECT departments_with_failed_rules FROM agg_region_year_coverage WHERE region_code = '990101'") == [
        (1,)
    ]


def test_fiscal_expenditure_is_kept_by_fund() -> None:
    rows = ask(
        "SELECT fund_type, sum(total_amount_yuan), sum(income_amount_yuan) FROM fct_fiscal_expenditure_by_function "
        "WHERE department_name = '样本区教育局' GROUP BY 1 ORDER BY 1"
    )
    assert rows == [
        ("general_public_budget", Decimal(1000000), None),
        ("government_fund", Decimal(100000), Decimal(100000)),
    ]


def test_income_economic_classes_and_summary_lines() -> None:
    assert ask("SELECT total_amount_yuan, other_amount_yuan FROM fct_income_by_function") == [
        (Decimal(1100000), Decimal(100000))
    ]
    assert ask("SELECT sum(amount_yuan), count(*) FROM fct_basic_expenditure_by_economic_class") == [
        (Decimal(600000), 2)
    ]
    assert ask("SELECT amount_yuan FROM fct_summary WHERE line_label = '本年支出合计'") == [(Decimal(1100000),)]


def test_three_public_items_stand_without_their_printed_sums() -> None:
    rows = ask(
        "SELECT item_name, source_kind, final_amount_yuan, initial_budget_amount_yuan FROM fct_three_public "
        "ORDER BY ALL"
    )
    assert rows == [
        ("公务接待费", "narrative", Decimal(20000), None),
        ("公务接待费", "table", None, Decimal(10000)),
        ("公务用车运行维护费", "table", Decimal(15000), Decimal(20000)),
    ]


def test_sentences_stand_in_for_missing_tables_with_codes_resolved_in_their_path() -> None:
    rows = ask(
        "SELECT line_label, function_code, class_code, grain, code_source, total_amount_yuan, total_printed, "
        "char_start FROM fct_fiscal_expenditure_by_function "
        "WHERE department_name = '样本区政务服务局' ORDER BY char_start"
    )
    office = "政府办公厅(室)及相关机构事务"
    assert rows == [
        (office, "20103", "201", "section", "path_year_2024", Decimal(200000), "20.00万元", 40),
        ("无此款事务", None, "201", "section", None, Decimal(100000), "10.00万元", 70),
        ("20810-社会福利", "20810", "208", "section", "printed", Decimal(50000), "5.00万元", 90),
    ]


def test_doubts_of_the_model_are_issues_with_a_place() -> None:
    rows = ask("SELECT code, page, char_start FROM fct_issue WHERE stage = 'modelling' ORDER BY code")
    assert rows == [
        ("narrative_amounts_differ", 1, 40),
        ("narrative_code_unresolved", 1, 70),
        ("slot_read_twice", 3, None),
    ]


def test_coverage_stands_beside_every_sum() -> None:
    rows = ask(
        "SELECT DISTINCT departments_counted, departments_expected, coverage_rate FROM agg_region_year_function "
        "WHERE region_code = '990101'"
    )
    assert rows == [(8, 10, Decimal("0.8"))]
    assert ask("SELECT DISTINCT coverage_rate FROM agg_region_year_function WHERE region_code = '990102'") == [(None,)]


def test_the_aggregate_sums_to_the_facts() -> None:
    facts = ask("SELECT sum(total_amount_yuan) FROM fct_expenditure_by_function")
    assert ask("SELECT sum(total_amount_yuan) FROM agg_region_year_function") == facts


def test_contacts_in_page_texts_are_blanked_at_equal_length() -> None:
    rows = ask(
        "SELECT page_text FROM evidence.page JOIN fct_document USING (document_key) "
        "WHERE document_id = 'education.html'"
    )
    assert rows == [("合计见表。联系人：***，联系电话：************。",)]


def test_samples_are_told_from_real_regions() -> None:
    assert ask(
        "SELECT region_name, is_sample FROM dim_region WHERE region_code IN ('990101', '110106') ORDER BY 1"
    ) == [
        ("丰台区", False),
        ("样本区", True),
    ]
