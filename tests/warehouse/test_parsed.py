"""Parquet batches: whole or not at all, exact, and the later parse wins."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from pipelines.extract.records import RECORD_TYPES, Comparison, Quantity, Share
from tests.warehouse.build_night import PARSER, Judged, Night
from tests.warehouse.build_records import slot, statement
from warehouse import parsed
from warehouse.home import Home
from warehouse.parsed import batches, discard_unfinished, known_keys, latest_batches, write_batch
from warehouse.schema import RECORD_TABLES, record_schema


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def one_document(*amounts: Decimal) -> tuple[str, Judged]:
    night = Night()
    file = night.file("a.html", "样本区教育局")
    table, cells = file.expenditure()
    cells = [msgspec.structs.replace(cells[0], row_no=i, amount_yuan=amount) for i, amount in enumerate(amounts, 1)]
    key = file.add([(table, cells)])
    return key, night.judged[key]


def test_every_record_kind_has_a_table_with_every_field() -> None:
    assert set(RECORD_TABLES.values()) == set(RECORD_TYPES)
    for table, record in RECORD_TABLES.items():
        assert record_schema(table).names == ["document_key", *record.__struct_fields__]


def test_records_come_back_as_they_were(home: Home) -> None:
    night = Night()
    file = night.file("a.html", "样本区教育局")
    claim = statement(
        file.sha256,
        ["教育支出", None, None],
        "12.34万元",
        5,
        quantities=[Quantity(of="公务用车", value=3, unit="辆")],
        comparisons=[
            Comparison(baseline="prior_year", direction="increase", change_rate=Decimal("11.10"), base_amount_yuan=None)
        ],
        shares=[Share(of="本年支出合计", rate=Decimal("0.5"))],
    )
    cell = slot(file.sha256, "T09", 9, 1, 1, "", bbox=(1.0, 2.0, 3.0, 4.0))
    key = file.add([(file.expenditure()[0], [cell])], [claim])
    folder = write_batch(home, PARSER, night.batch())
    stored = pq.read_table(folder / "claim.parquet").to_pylist()[0]
    assert stored["document_key"] == key
    assert stored["amount_yuan"] == Decimal(123400)
    assert stored["subject_path"] == ["教育支出", None, None]
    assert stored["comparisons"][0]["change_rate"] == Decimal("11.1")
    assert stored["quantities"] == [{"of": "公务用车", "value": 3, "unit": "辆"}]
    blank = pq.read_table(folder / "cell.parquet").to_pylist()[0]
    assert (blank["amount_yuan"], blank["printed"], blank["bbox"]) == (None, "", [1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        (Decimal("0.01"), Decimal("0.01")),
        (Decimal("-98765432109876.123456"), Decimal("-98765432109876.123456")),
        (Decimal("1.0000005"), Decimal("1.000000")),
        (Decimal("1E+3"), Decimal(1000)),
    ],
)
def test_amounts_are_exact_to_six_places(home: Home, amount: Decimal, stored: Decimal) -> None:
    folder = write_batch(home, PARSER, [one_document(amount)])
    assert pq.read_table(folder / "cell.parquet").column("amount_yuan").to_pylist() == [stored]


@pytest.mark.parametrize("amount", [Decimal("1E+30"), Decimal(10**16), Decimal("NaN"), Decimal("Infinity")])
def test_a_number_too_long_for_an_amount_costs_only_itself_and_is_an_issue(home: Home, amount: Decimal) -> None:
    folder = write_batch(home, PARSER, [one_document(amount, Decimal(5))])
    assert pq.read_table(folder / "cell.parquet").column("amount_yuan").to_pylist() == [None, Decimal(5)]
    issue = pq.read_table(folder / "issue.parquet").to_pylist()
    assert [(row["code"], row["where"]["row_no"]) for row in issue] == [("number_out_of_range", 1)]


def test_known_keys_and_the_latest_batch(home: Home) -> None:
    key, judged = one_document(Decimal(1))
    first = write_batch(home, PARSER, [(key, judged)])
    second = write_batch(home, PARSER, [(key, judged)])
    assert batches(home, PARSER) == [first, second]
    assert latest_batches(home, PARSER) == {key: second}
    assert known_keys(home, PARSER) == {key}
    assert known_keys(home, "another parser") == set()


def test_an_empty_batch_or_a_key_named_twice_is_refused(home: Home) -> None:
    with pytest.raises(ValueError, match="without documents"):
        write_batch(home, PARSER, [])
    document = one_document(Decimal(1))
    with pytest.raises(ValueError, match="twice"):
        write_batch(home, PARSER, [document, document])
    assert batches(home, PARSER) == []


def test_a_failing_disk_leaves_no_batch(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def full_disk(path: Path, table: str, _rows: object) -> None:
        written.append(table)
        if len(written) == 3:
            raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(parsed, "_write_table", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_batch(home, PARSER, [one_document(Decimal(1))])
    assert list((home.parsed / PARSER).iterdir()) == []


def test_what_a_killed_writer_left_is_not_a_batch_and_is_cleared_away(home: Home) -> None:
    folder = write_batch(home, PARSER, [one_document(Decimal(1))])
    folder.rename(folder.with_name(folder.name + ".part"))
    assert known_keys(home, PARSER) == set()
    assert discard_unfinished(home) == 1
    assert batches(home, PARSER) == []
