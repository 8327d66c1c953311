"""Reading and exporting: what an analyst asks, and what a query may not do."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.warehouse.night import SERVICE_TEXT, published
from warehouse.home import Home
from warehouse.query import Answer, QueryError, run_query, saved_queries, write_csv, write_xlsx


def test_amounts_are_exact_decimals() -> None:
    answer = run_query(published().home, "SELECT sum(total_amount_yuan) AS total FROM fct_expenditure_by_function")
    assert answer.columns == ["total"]
    assert isinstance(answer.rows[0][0], Decimal)


@pytest.mark.parametrize(("name", "sql"), saved_queries().items(), ids=saved_queries())
def test_every_saved_query_answers(name: str, sql: str) -> None:
    answer = run_query(published().home, sql)
    assert answer.rows, name
    assert len(set(answer.columns)) == len(answer.columns)


def test_the_offsets_of_a_claim_lead_to_its_sentence() -> None:
    rows = run_query(
        published().home,
        "SELECT substring(page_text, char_start + 1, char_end - char_start) "
        "FROM fct_fiscal_expenditure_by_function AS fact JOIN evidence.page AS page USING (document_key, page) "
        "WHERE source_kind = 'narrative' AND line_label = '无此款事务'",
    ).rows
    assert rows == [(SERVICE_TEXT[70:82],)]


def test_saved_queries_give_the_right_numbers() -> None:
    queries = saved_queries()
    by_name = {name: run_query(published().home, sql).rows for name, sql in queries.items()}
    sample = next(row for row in by_name["1_region_year_function"] if row[0] == "样本区")
    # 1,000,000 yuan of 20103 per unit of scale: education 1, finance 3, culture 7, transport 2, audit 4, archive 1,
    # formula 1; and from the general public budget education's table and service's sentence.
    assert sample[3:5] == (Decimal(19000000), Decimal(1200000))
    assert by_name["2_departments_basic_and_project"][0][2:] == (
        "样本区文化和旅游局",
        Decimal(7700000),
        Decimal(4200000),
        Decimal(3500000),
        Decimal("0.4545"),
    )
    assert by_name["5_doubts"][0][:3] == ("样本区档案馆", 2024, "R12")


def test_a_number_is_followed_to_the_cell_that_prints_it() -> None:
    rows = run_query(published().home, saved_queries()["4_follow_a_number"]).rows
    first = dict(zip(run_query(published().home, saved_queries()["4_follow_a_number"]).columns, rows[0], strict=True))
    assert (first["total_printed"], first["unit_printed"], first["column_header"]) == ("420.00", "万元", "本年支出合计")
    assert first["total_amount_yuan"] == Decimal(first["total_printed"]) * 10000


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM fct_claim",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TEMP TABLE x AS SELECT 1",
        "ATTACH '/tmp/x.duckdb'",
        "COPY fct_claim TO '/tmp/x.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT nonsense",
        "SELEC 1",
    ],
)
def test_anything_but_reading_the_release_is_refused(sql: str) -> None:
    with pytest.raises(QueryError):
        run_query(published().home, sql)


def test_a_home_without_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no release"):
        run_query(Home(tmp_path), "SELECT 1")


FORMULAS = ['=HYPERLINK("http://example")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "正常"]


def test_csv_text_never_starts_like_a_formula(tmp_path: Path) -> None:
    rows = [(text, Decimal("-12.50"), None, ["a", 1], date(2025, 9, 1)) for text in FORMULAS]
    write_csv(Answer(columns=["name", "=amount", "blank", "list", "day"], rows=rows), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as source:
        head, *body = csv.reader(source)
    assert head == ["name", "'=amount", "blank", "list", "day"]
    assert [row[0] for row in body] == ["'" + text for text in FORMULAS[:-1]] + ["正常"]
    assert body[0][1:] == ["-12.50", "", '["a", 1]', "2025-09-01"]


def test_workbook_text_is_never_a_formula(tmp_path: Path) -> None:
    rows = [(text, Decimal("-12.50"), None, {"a": Decimal(1)}) for text in [*FORMULAS, "a\x00b"]]
    write_xlsx(Answer(columns=["name", "amount", "blank", "struct"], rows=rows), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2))
    assert all(cell.data_type != "f" for row in cells for cell in row)
    assert cells[0][0].value == "'" + FORMULAS[0]
    assert cells[0][1].value == -12.5
    assert cells[-1][0].value == "ab"


def test_a_department_named_like_a_formula_reaches_a_spreadsheet_as_text(tmp_path: Path) -> None:
    answer = run_query(published().home, "SELECT department_name FROM dim_department WHERE department_name LIKE '=%'")
    assert len(answer.rows) == 1
    write_csv(answer, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("\"'=")


def test_a_full_disk_is_an_error_and_not_a_short_file(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not os.access(full, os.W_OK):
        full = tmp_path / "missing" / "out.csv"
    with pytest.raises(OSError):  # noqa: PT011 - any OSError is the point
        write_csv(Answer(columns=["a"], rows=[("b",)] * 10000), full)
