"""Facts beside the nine tables, and what a plain reading would count twice."""

from __future__ import annotations

from decimal import Decimal

from tests.dbt.nights import ask

WAN = Decimal(10000)


def facts(table: str, department: str, columns: str) -> list[tuple[object, ...]]:
    return ask(f"SELECT {columns} FROM {table} WHERE department_name = '细目区{department}' ORDER BY ALL")


def test_a_measure_printed_twice_counts_once_and_is_an_issue() -> None:
    assert facts("fct_expenditure_by_function", "应急局", "function_code, total_amount_yuan") == [
        ("2010301", 60 * WAN),
        ("2010302", 40 * WAN),
        ("20810", 10 * WAN),
    ]
    assert ask(
        "SELECT code, row_no, col_no FROM fct_issue JOIN fct_document USING (document_key) "
        "WHERE document_id = 'columns.html'"
    ) == [("measure_printed_twice", 7, 3)]


def test_a_budget_column_of_a_table_is_a_budget() -> None:
    columns = "function_code, phase, budget_amount_yuan, final_amount_yuan, source_kind"
    assert facts("fct_budget_by_function", "应急局", columns)[0] == (
        "2010301", "initial_budget", 60 * WAN, 60 * WAN, "table",
    )  # fmt: skip


def test_parts_of_a_row_by_economic_class_are_not_added_to_it() -> None:
    assert facts("fct_basic_expenditure_by_economic_class", "应急局", "economic_code, amount_yuan") == [
        ("30101", 50 * WAN),
        ("30201", 9 * WAN),
    ]
    assert ("人员经费", 50 * WAN) in facts("fct_printed_subtotal", "应急局", "measure, amount_yuan")


def test_fiscal_expenditure_by_economic_class_has_its_leaves() -> None:
    columns = "economic_code, amount_yuan, fund_type, table_id"
    assert facts("fct_expenditure_by_economic_class", "医保局", columns) == [
        ("30201", 4 * WAN, "fiscal", "T14"),
        ("30202", 5 * WAN, "fiscal", "T14"),
    ]


def test_procurement_comes_from_its_table_and_from_sentences_with_their_shares() -> None:
    columns = "procurement_item, amount_yuan, source_kind, stated_share_rate, share_of"
    assert facts("fct_procurement", "医保局", columns) == [
        ("中小企业合同", 9 * WAN, "narrative", Decimal(75), "政府采购支出总额"),
        ("政府采购", 12 * WAN, "table", None, None),
        ("政府采购服务", 7 * WAN, "table", None, None),
        ("政府采购货物", 5 * WAN, "table", None, None),
    ]


def test_lines_of_the_procurement_table_are_kept_blank_ones_too() -> None:
    columns = "line_label, amount_yuan, printed"
    assert ("工程", None, "") in ask(
        f"SELECT {columns} FROM fct_summary WHERE department_name = '细目区医保局' AND table_id = 'T10'"
    )


def test_counts_are_told_by_topic_and_contradictions_are_marked() -> None:
    columns = "topic, counted_thing, quantity, quantity_unit, is_contradicted"
    assert facts("fct_quantity", "医保局", columns) == [
        ("staff", "行政编制", 30, "人", True),
        ("three_public", "因公出国（境）团组", 2, "个", False),
        ("vehicle", "机要通信用车", 3, "辆", False),
    ]


def test_balances_and_operating_costs() -> None:
    columns = "scope, opening_amount_yuan, closing_amount_yuan, opening_printed, closing_row_no"
    assert facts("fct_carry_over", "医保局", columns) == [("all", 1 * WAN, 11 * WAN, "1.00", 5)]
    assert ask(
        "SELECT amount_yuan, source_kind FROM fct_headline "
        "WHERE department_name = '细目区医保局' AND subject = '机关运行经费'"
    ) == [(6 * WAN, "narrative")]


def test_a_budget_by_class_stands_beside_its_final_figure() -> None:
    columns = "line_label, phase, budget_amount_yuan, final_amount_yuan, source_kind"
    assert facts("fct_budget_by_function", "医保局", columns) == [
        ("教育支出", "initial_budget", 8 * WAN, 75000, "narrative")
    ]
