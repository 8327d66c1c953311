"""A real disclosure against a truth that was written by eye from pictures of its pages, before any reader's output.

`truth/putuo_2024.csv` holds one line per printed row (and side or group): its amounts, left to right, joined by `|`;
an empty amount is a printed blank. T07 and T08 print no amount at all: their 合计 row shares its line with headings.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.folding import fold
from pipelines.extract.records import Cell, Parsed

TRUTH = Path(__file__).parent / "truth" / "putuo_2024.csv"
FUNDS = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
SPENDING = ["本年支出合计", "基本支出", "项目支出"]
SOURCES = ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
THREE_PUBLIC = [
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
]
MEASURES = {
    ("T01", "income"): ["决算数"],
    ("T01", "expenditure"): ["决算数"],
    ("T02", ""): ["本年收入合计", *SOURCES],
    ("T03", ""): [*SPENDING, "上缴上级支出", "经营支出", "对附属单位补助支出"],
    ("T04", "income"): ["决算数"],
    ("T04", "expenditure"): FUNDS,
    ("T05", ""): SPENDING,
    ("T06", ""): ["决算数"],
    ("T09", ""): [measure for measure in THREE_PUBLIC for _ in range(2)],
}
Slot = tuple[str, str | None, str | None, str | None, str, str, str]


@pytest.fixture(scope="module")
def parsed(shared: Path) -> Parsed:
    """The records of the disclosure."""
    data = (shared / "samples" / "putuo-shehuigongzuobu-2024.pdf").read_bytes()
    return parse(data, Context(file="putuo-shehuigongzuobu-2024.pdf"))


def _truth() -> Counter[Slot]:
    """(table, side, code, label, measure, phase, printed) of every slot, as often as it is printed."""
    slots: Counter[Slot] = Counter()
    with TRUTH.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            measures = MEASURES[row["table"], row["side"]]
            for number, (measure, printed) in enumerate(zip(measures, row["amounts"].split("|"), strict=True)):
                phase = "budget_unspecified" if row["table"] == "T09" and number % 2 == 0 else "final"
                label = fold(row["label"]) or None
                slots[row["table"], row["side"] or None, row["code"] or None, label, measure, phase, printed] += 1
    return slots


def _slot(cell: Cell) -> Slot:
    return (
        str(cell.table_id),
        cell.side,
        cell.line_code,
        cell.line_label,
        cell.measure or "",
        cell.phase,
        cell.printed,
    )


def test_every_slot_that_the_pages_print_is_read(parsed: Parsed) -> None:
    found = Counter(_slot(cell) for cell in parsed.cells if cell.table_id not in {"T07", "T08"})
    truth = _truth()
    assert found - truth == Counter()
    assert truth - found == Counter()


def test_every_amount_is_exact_and_lies_on_its_page(parsed: Parsed) -> None:
    pages: dict[str, set[int]] = defaultdict(set)
    for cell in parsed.cells:
        assert cell.amount_yuan == (Decimal(cell.printed) * 10000 if cell.printed else None)
        assert cell.bbox is not None
        pages[str(cell.table_id)].add(cell.page)
    assert pages["T01"] == {5}
    assert pages["T02"] == {6, 7}
    assert pages["T03"] == {8, 9}
    assert pages["T04"] == {10, 11}
    assert pages["T05"] == {12}
    assert pages["T06"] == {13}
    assert pages["T09"] == {14}


def test_the_tables_without_data_print_no_amount(parsed: Parsed) -> None:
    assert not [cell for cell in parsed.cells if cell.table_id in {"T07", "T08"} and cell.printed]
    notes = {str(table.table_id): table.empty_note or "" for table in parsed.tables}
    assert all("无数据" in notes[table_id] for table_id in ("T07", "T08", "T09"))
