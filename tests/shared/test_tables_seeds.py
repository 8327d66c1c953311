"""The two seeds with tables, as text: which tables come out, and figures read by hand off the text."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.extract.identity import Identity
from pipelines.extract.readers.plain import read_text
from pipelines.extract.tables import TableResult, read_tables

TAIERZHUANG = "003_52a0c7074342431d.txt"
FUTIAN = "004_6b079f111b9961ac.txt"


def _read(shared: Path, name: str, fiscal_year: int) -> TableResult:
    content = read_text((shared / "seeds" / name).read_bytes())
    return read_tables(content.pages, Identity(fiscal_year=fiscal_year, document_kind="final_account"), "0" * 64)


def _amount(result: TableResult, table_id: str, label: str, measure: str, seq: int | None = None) -> Decimal | None:
    found = [
        c
        for c in result.cells
        if (c.table_id, c.line_label, c.measure) == (table_id, label, measure) and seq in {None, c.table_seq}
    ]
    assert len(found) == 1, [(c.row_no, c.col_no) for c in found]
    return found[0].amount_yuan


def test_nine_tables_of_2024(shared: Path) -> None:
    result = _read(shared, TAIERZHUANG, 2024)
    assert [t.table_id for t in result.tables if t.table_id] == [f"T0{n}" for n in range(1, 10)]
    assert _amount(result, "T01", "本年收入合计", "决算数") == Decimal("8595900.00")
    assert _amount(result, "T03", "红十字事业", "基本支出") == Decimal("471900.00")
    assert _amount(result, "T06", "公用经费合计", "决算数") == Decimal("347500.00")
    budget = [c.amount_yuan for c in result.cells if c.table_id == "T09" and c.phase == "adjusted_budget"]
    assert budget == [Decimal("187900.00"), None, Decimal("88800.00"), None, Decimal("88800.00"), Decimal("99100.00")]
    empty = {t.table_id for t in result.tables if t.table_id and t.empty_note}
    assert empty == {"T07", "T08"}
    assert {f.code for f in result.flaws} == {"repeated_header"}


def test_eight_tables_of_2018_and_the_annex_by_unit(shared: Path) -> None:
    result = _read(shared, FUTIAN, 2018)
    known = [(t.table_id, t.row_kind) for t in result.tables if t.table_id]
    assert [table_id for table_id, _ in known] == ["T01", "T02", "T03", "T04", "T05", "T06", "T09", "T07", "T09"]
    assert known[-1] == ("T09", "unit")
    assert _amount(result, "T01", "财政拨款收入", "决算数") == Decimal("101522100.00")
    assert _amount(result, "T05", "归口管理的行政单位离退休", "基本支出") == Decimal("1142600.00")
    assert _amount(result, "T06", "公用经费合计", "决算数") == Decimal("926000.00")
    first = [c for c in result.cells if c.table_id == "T09" and c.entity is None]
    assert {c.phase for c in first} == {"initial_budget", "final"}
    assert {c.fund_type for c in first} == {"general_public_budget"}
    units = [c.entity for c in result.cells if c.entity and c.measure == "合计" and c.phase == "final"]
    assert len(units) == 5
    assert {f.code for f in result.flaws} <= {"repeated_header"}


@pytest.mark.parametrize("name", [TAIERZHUANG, FUTIAN])
def test_people_do_not_appear_in_stray_tables(shared: Path, name: str) -> None:
    for table in _read(shared, name, 2024).tables:
        for row in table.rows or []:
            for label, value in pairwise(row):
                assert not (
                    label.replace(" ", "") in {"联系电话", "项目联系人", "填报人", "联系人"} and value.isdigit()
                )
