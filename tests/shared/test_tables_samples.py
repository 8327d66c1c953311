"""The ruled samples against their cell truth: every amount slot with value, code, label, measure, blanks included."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.identity import Identity
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.tables import TableResult, read_tables
from pipelines.extract.tables.vocabulary import key_of, strip_ordinal

LAYOUTS = ["lo_writer", "lo_calc", "rl_grid", "chromium"]
Slot = tuple[str | None, str | None, str, str, str]
_T04 = {5: "合计", 6: "一般公共预算财政拨款", 7: "政府性基金预算财政拨款", 8: "国有资本经营预算财政拨款"}
_T09 = [
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
]


def _read(shared: Path, layout: str) -> TableResult:
    content = read_pdf((shared / "samples" / f"taierzhuang-2024.{layout}.pdf").read_bytes())
    return read_tables(content.pages, Identity(fiscal_year=2024), "0" * 64)


def _truth(shared: Path, layout: str) -> list[dict[str, Any]]:
    text = (shared / "samples" / f"taierzhuang-2024.{layout}.truth.json").read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = json.loads(text)["tables"]
    return tables


def _expected(table: dict[str, Any]) -> list[Slot]:
    """(code, label, measure, phase, printed) of each slot by the contract, read off the truth's rows."""
    rows: list[list[str]] = table["rows"]
    no = table["no"]
    slots: list[Slot] = []
    for row in rows:
        if no in {"01", "04"}:
            slots.extend(_two_sides(row, no))
        elif no == "06":
            slots.extend(_groups(row))
        elif no == "09":
            phases = ["adjusted_budget"] * 6 + ["final"] * 6
            slots.extend((None, None, _T09[c % 6], phases[c], text) for c, text in enumerate(row))
        else:
            slots.extend(_coded(row, table))
    return slots


def _label(text: str) -> str:
    return strip_ordinal(key_of(text))


def _two_sides(row: list[str], no: str) -> list[Slot]:
    slots: list[Slot] = []
    if row[0]:
        slots.append((None, _label(row[0]), "决算数", "final", row[2]))
    if row[3]:
        measures = {5: "决算数"} if no == "01" else _T04
        slots.extend((None, _label(row[3]), measure, "final", row[c]) for c, measure in measures.items())
    return slots


def _groups(row: list[str]) -> list[Slot]:
    if row[0].endswith("合计"):
        return [(None, row[0], "决算数", "final", row[2]), (None, row[3], "决算数", "final", row[8])]
    return [(row[c], _label(row[c + 1]), "决算数", "final", row[c + 2]) for c in (0, 3, 6) if row[c]]


def _coded(row: list[str], table: dict[str, Any]) -> list[Slot]:
    code, label = (row[0], row[1]) if row[0].isdigit() else (None, row[0])
    slots: list[Slot] = []
    for c in table["amount_cols"]:
        leaf = str(table["columns"][c]).rsplit("/", maxsplit=1)[-1]
        measure = "本年支出合计" if leaf == "小计" else leaf
        slots.append((code, _label(label), measure, "final", row[c]))
    return slots


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_slot_of_every_table_is_read(shared: Path, layout: str) -> None:
    result = _read(shared, layout)
    truth = _truth(shared, layout)
    assert [t.table_id for t in result.tables if t.table_id] == [f"T{table['no']}" for table in truth]
    for table in truth:
        cells = [c for c in result.cells if c.table_id == f"T{table['no']}"]
        found = [(c.line_code, c.line_label, c.measure or "", c.phase, c.printed) for c in cells]
        assert found == _expected(table), table["no"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_amount_is_exact_and_has_a_place(shared: Path, layout: str) -> None:
    result = _read(shared, layout)
    for cell in result.cells:
        expected = Decimal(cell.printed) * 10000 if cell.printed else None
        assert cell.amount_yuan == expected
        assert cell.unit_printed == "万元"
        assert cell.bbox is not None
        assert cell.page >= 1
    assert {f.code for f in result.flaws} <= {"repeated_header"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_column_paths_and_row_numbers_follow_the_truth(shared: Path, layout: str) -> None:
    result = _read(shared, layout)
    for table in _truth(shared, layout):
        cells = [c for c in result.cells if c.table_id == f"T{table['no']}"]
        n_header = len(table["header"])
        for cell in cells:
            assert key_of(cell.column_header or "") == key_of(table["columns"][cell.col_no - 1])
            assert table["rows"][cell.row_no - n_header - 1][cell.col_no - 1] == cell.printed
