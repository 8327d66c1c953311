"""Loading: the latest parse of what the ledger knows, in a new file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pytest

from tests.warehouse.build_night import MOMENT, PARSER, Night
from warehouse import load
from warehouse.home import Home
from warehouse.load import BUILDS_KEPT, LedgerShapeError, build, fingerprint
from warehouse.parsed import write_batch


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def small_night(scale: int = 1) -> Night:
    night = Night()
    night.district("990101", "样本区", expected=2)
    file = night.file("a.html", "样本区教育局")
    file.add([file.expenditure(scale)])
    return night


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_raw_holds_every_record_with_its_key(home: Home) -> None:
    night = small_night()
    write_batch(home, PARSER, night.batch())
    made = build(home, PARSER, night)
    (key,) = night.judged
    assert made.counts["cell"] == 42
    assert ask(made.path, "SELECT DISTINCT document_key FROM raw.cell") == [(key,)]
    assert ask(made.path, "SELECT expected_departments, is_sample FROM raw.crawl_district") == [(2, True)]
    assert ask(made.path, "SELECT typeof(amount_yuan) FROM raw.cell LIMIT 1") == [("DECIMAL(24,6)",)]
    assert ask(made.path, "SELECT fetched_at FROM raw.crawl_version") == [(MOMENT,)]
    assert made.unparsed == ()


def test_the_later_parse_of_a_key_counts_and_strangers_stay_out(home: Home) -> None:
    night, stranger = small_night(), Night()
    (key,) = night.judged
    write_batch(home, PARSER, night.batch())
    write_batch(home, PARSER, [(key, small_night(scale=3).judged[key])])
    other = stranger.file("other.html", "样本区民政局")
    other.add([other.expenditure()])
    write_batch(home, PARSER, stranger.batch())
    write_batch(home, "older parser", [(key, small_night(scale=9).judged[key])])
    made = build(home, PARSER, night)
    assert ask(made.path, "SELECT max(amount_yuan) FROM raw.cell") == [(3300000,)]
    assert made.counts["document"] == 1


def test_versions_without_records_are_named(home: Home) -> None:
    night = small_night()
    missing = night.file("b.html", "样本区民政局")
    write_batch(home, PARSER, night.batch())
    assert build(home, PARSER, night).unparsed == (missing.key,)


def test_an_empty_home_gives_empty_tables(home: Home) -> None:
    made = build(home, PARSER, Night())
    assert set(made.counts.values()) == {0, 1}  # the one run
    assert made.counts["document"] == 0


def with_changed_document(**change: object) -> Callable[[Night], None]:
    return lambda night: night.documents[0].update(change)


@pytest.mark.parametrize(
    "change",
    [
        with_changed_document(last_seen_at=MOMENT + timedelta(days=1)),
        with_changed_document(state="unchanged", state_since=MOMENT + timedelta(days=1)),
    ],
)
def test_an_unchanged_night_has_the_same_fingerprint(home: Home, change: Callable[[Night], None]) -> None:
    night = small_night()
    write_batch(home, PARSER, night.batch())
    before = fingerprint(home, PARSER, night)
    change(night)
    assert fingerprint(home, PARSER, night) == before
    assert build(home, PARSER, night).fingerprint == before


@pytest.mark.parametrize(
    "change",
    [
        with_changed_document(state="gone"),
        with_changed_document(published_on=MOMENT.date()),
        lambda night: night.districts[0].update(expected_departments=3),
        lambda night: night.file("b.html", "样本区民政局"),
    ],
)
def test_what_changes_the_marts_changes_the_fingerprint(home: Home, change: Callable[[Night], None]) -> None:
    night = small_night()
    before = fingerprint(home, PARSER, night)
    change(night)
    assert fingerprint(home, PARSER, night) != before


def test_a_new_parse_changes_the_fingerprint(home: Home) -> None:
    night = small_night()
    before = fingerprint(home, PARSER, night)
    write_batch(home, PARSER, night.batch())
    after = fingerprint(home, PARSER, night)
    assert before != after != fingerprint(home, "another parser", night)


class Lacking:
    """A ledger whose export lost something."""

    def __init__(self, night: Night, table: str, column: str | None) -> None:
        self.tables = night.export()
        if column is None:
            del self.tables[table]
        else:
            self.tables[table] = self.tables[table].drop_columns([column])

    def export(self) -> dict[str, pa.Table]:
        return self.tables


@pytest.mark.parametrize(("column", "message"), [(None, "no table crawl_version"), ("sha256", "lacks sha256")])
def test_a_ledger_of_another_shape_is_named(home: Home, column: str | None, message: str) -> None:
    with pytest.raises(LedgerShapeError, match=message):
        build(home, PARSER, Lacking(small_night(), "crawl_version", column))


def test_a_failing_load_leaves_no_build(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(load, "_show_records", full_disk)
    with pytest.raises(duckdb.IOException, match="No space"):
        build(home, PARSER, small_night())
    assert list(home.builds.iterdir()) == []


def test_leftovers_of_a_killed_load_and_old_builds_go(home: Home) -> None:
    night = small_night()
    (home.builds / "20200101T000000-aaaaaa.part").mkdir(parents=True)
    made = [build(home, PARSER, night).path.parent for _ in range(BUILDS_KEPT + 2)]
    kept = set(home.builds.iterdir())
    assert len(kept) == BUILDS_KEPT
    assert made[-1] in kept


def test_the_file_is_closed_when_build_returns(home: Home) -> None:
    made = build(home, PARSER, small_night())
    with duckdb.connect(str(made.path)) as writer:
        writer.execute("CREATE SCHEMA another")
    assert msgspec.structs.asdict(made)["path"].name == "juesuan.duckdb"
