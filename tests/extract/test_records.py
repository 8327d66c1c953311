"""The contract: documented field by field, and held to golden records of small documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from pipelines.extract import records as contract
from pipelines.extract.narrative.lexicon import subject_names
from pipelines.extract.records import RECORD_TYPES, ParseStatus, from_json_line, to_json_line
from tests.extract.golden.documents import DOCUMENTS, HERE, records
from tests.extract.record_types import documented_fields

PAGE = Path(__file__).parents[2] / "docs" / "records.md"
PARTS = (
    contract.Span, contract.Place, contract.Quantity, contract.Comparison, contract.Share, contract.Completion,
)  # fmt: skip


def section(name: str) -> str:
    """The text under a heading of the page, up to the next heading."""
    match = re.search(rf"^#+ {name}\n(.*?)(?=^#+ |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert match, f"no section {name}"
    return match.group(1)


def rows(name: str) -> list[tuple[str, str]]:
    """(field, type) of each row of the section's table."""
    return re.findall(r"^\| `(\w+)` \| (.*?) \| [^\n]* \|$", section(name), re.MULTILINE)


@pytest.mark.parametrize("struct", [*RECORD_TYPES, *PARTS], ids=lambda struct: struct.__name__)
def test_every_field_is_documented_with_its_type(struct: type[msgspec.Struct]) -> None:
    name = struct.__struct_config__.tag or struct.__name__.lower()
    assert rows(str(name)) == documented_fields(struct)


def test_every_status_is_documented() -> None:
    assert [name for name, _ in rows("Statuses")] == list(get_args(ParseStatus))


def test_every_subject_of_claims_is_documented() -> None:
    listed = re.findall(r"`(.*?)`", section("Subjects of claims").partition("|---|")[2])
    assert len(listed) == len(set(listed))
    assert set(listed) == subject_names()


def test_the_examples_are_valid_records() -> None:
    examples = re.findall(r"^\{.*\}$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(examples) >= 3
    for line in examples:
        assert to_json_line(from_json_line(line)).decode() == line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden_records(name: str) -> None:
    golden = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert records(name) == golden


def cells_of(name: str) -> list[tuple[object, ...]]:
    """What a cell says, without where it stands."""
    found = [from_json_line(line) for line in records(name)]
    return [
        (cell.table_id, cell.line_code, cell.line_label, cell.measure, cell.printed, cell.amount_yuan)
        for cell in found
        if isinstance(cell, contract.Cell)
    ]


@pytest.mark.parametrize("name", ["page", "workbook", "word"])
def test_every_format_says_the_same(name: str) -> None:
    assert len(cells_of("text")) == 8 + 8 * 6
    assert cells_of(name) == cells_of("text")
