"""The steps of a night as functions of a home, small enough to be killed many times, and what each leaves behind."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import duckdb
import pyarrow.parquet as pq

from benchmarks.kill_switch import Setting, Switch
from pipelines.extract.context import Context
from tests.warehouse.build_night import PARSER, Night
from warehouse.archive import Archive
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Copy, Found, Outcome
from warehouse.ledger_schema import MIGRATIONS
from warehouse.load import BUILD_FILE, build
from warehouse.parsed import discard_unfinished, known_keys, latest_batches, write_batch
from warehouse.publish import current_release, publish
from warehouse.schema import RECORD_TABLES

CONTENTS = (b"first account", b"second account")
DISTRICT = "990101"
RELEASES_BEFORE = ("2020-01-01-1", "2020-01-01-2", "2020-01-01-3", "2020-01-01-4", "2020-01-01-5", "2020-01-01-6",
                   "2020-01-01-7")  # fmt: skip


def small_night() -> Night:
    """Two departments with one table each."""
    night = Night()
    night.district(DISTRICT, "样本区", expected=2)
    for name, department in (("a.html", "样本区教育局"), ("b.html", "样本区民政局")):
        file = night.file(name, department)
        file.add([file.expenditure()])
    return night


def archive(home: Home) -> None:
    """Store two contents, as a crawl does after it swept."""
    kept = Archive(home.archive)
    kept.sweep()
    for data in CONTENTS:
        kept.put(data)


def archived(home: Home) -> object:
    """The hashes and their bytes."""
    kept = Archive(home.archive)
    return {sha256: kept.read(sha256, verify=True) for sha256 in kept.hashes()}


def ledger(home: Home) -> None:
    """A run that sees three documents, stores two and rejects one; begun again, it asks only for what is pending."""
    with Ledger(home.ledger) as opened:
        opened.start_run("night")
        opened.sight("night", [_found(name) for name in "abc"])
        for name in sorted(opened.pending("night", DISTRICT)):
            if name == "c":
                opened.record("night", [Outcome(document_id=name, state="rejected", reason="soft_404")])
            else:
                opened.store("night", _copy(name))
        opened.finish_run("night", "finished")


def recorded(home: Home) -> object:
    """Every table of the ledger, without moments."""
    with Ledger(home.ledger) as opened:
        exported = opened.export()
    moments = {"timestamp[us]"}
    return {
        name: table.drop_columns([field.name for field in table.schema if str(field.type) in moments]).to_pylist()
        for name, table in exported.items()
    }


def parsed(home: Home) -> None:
    """Store the records of what has none yet."""
    discard_unfinished(home)
    left = [item for item in small_night().batch() if item[0] not in known_keys(home, PARSER)]
    for item in left:
        write_batch(home, PARSER, [item])


def records(home: Home) -> object:
    """Every record of every key."""
    folders = latest_batches(home, PARSER)
    return {
        (key, table): pq.read_table(folder / f"{table}.parquet").to_pylist()
        for key, folder in folders.items()
        for table in RECORD_TABLES
    }


def load(home: Home) -> None:
    """A build over the records."""
    build(home, PARSER, small_night())


def loaded(home: Home) -> object:
    """What the newest build holds."""
    newest = max(path for path in home.builds.iterdir() if path.is_dir())
    with duckdb.connect(str(newest / BUILD_FILE), read_only=True) as connection:
        return [connection.execute(f"SELECT * FROM raw.{name} ORDER BY ALL").fetchall() for name in RECORD_TABLES]


def release(home: Home) -> None:
    """Publish the prepared build."""
    publish(home, home.root / "prepared" / BUILD_FILE)


def released(home: Home) -> object:
    """What the current release says of itself, its rows, and how many releases there are."""
    about = current_release(home)
    assert about is not None
    with duckdb.connect(str(home.current / "juesuan.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT * FROM fct_sample ORDER BY ALL").fetchall()
    return about.row_counts, rows, len(list(home.releases.iterdir()))


def prepare_old_ledger(home: Home) -> None:
    """A ledger of the first shape that ever was, with a run in it."""
    home.root.mkdir()
    with closing(sqlite3.connect(home.ledger, isolation_level=None)) as old:
        old.executescript(MIGRATIONS[0])
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO run (run_id, started_at, status) VALUES ('old', '2020-01-01', 'finished')")


def migrate(home: Home) -> None:
    """Opening rolls a ledger forward."""
    Ledger(home.ledger).close()


def migrated(home: Home) -> object:
    """Its tables, and what it is called now."""
    with closing(sqlite3.connect(home.ledger)) as opened:
        return recorded(home), opened.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def nothing(home: Home) -> None:
    """The step needs nothing before it."""
    home.root.mkdir()


def prepare_release(home: Home) -> None:
    """A build that passed its tests, and as many older releases as are kept."""
    for name in RELEASES_BEFORE:
        (home.releases / name).mkdir(parents=True)
    path = home.root / "prepared" / BUILD_FILE
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        for statement in (
            "CREATE SCHEMA raw",
            "CREATE TABLE raw.build AS SELECT 'parser' AS parser_version, 'mark' AS fingerprint",
            "CREATE SCHEMA build",
            "CREATE TABLE build.node_result AS SELECT 'a' AS node_name, 'test' AS node_kind, 'pass' AS status",
            "CREATE SCHEMA marts",
            "CREATE TABLE marts.fct_sample AS SELECT range AS row_no FROM range(100)",
            "CREATE SCHEMA evidence",
            "CREATE VIEW evidence.page AS SELECT row_no AS page FROM marts.fct_sample",
        ):
            connection.execute(statement)


def prepare_load(home: Home) -> None:
    """The records are stored."""
    parsed(home)


STEPS: dict[str, tuple[Callable[[Home], None], Callable[[Home], None], Callable[[Home], Any]]] = {
    "archive": (nothing, archive, archived),
    "ledger": (nothing, ledger, recorded),
    "migrate": (prepare_old_ledger, migrate, migrated),
    "parsed": (nothing, parsed, records),
    "load": (prepare_load, load, loaded),
    "publish": (prepare_release, release, released),
}
"""Name -> what must be there before, the step, what it leaves."""


def run(name: str, setting: Setting | None, home: Home) -> None:
    """The step in a process group of its own, with a switch if there is a setting."""
    os.setpgid(0, 0)
    if setting is not None:
        switch = Switch(name, setting)
        switch.arm()
        switch.arm_statements(duckdb.DuckDBPyConnection)
    STEPS[name][1](home)


def _found(name: str) -> Found:
    return Found(
        document_id=name,
        district_code=DISTRICT,
        url=f"http://portal.test/{name}.html",
        role="page",
        disclosure_id=name,
        listing_id="accounts",
    )


def _copy(name: str) -> Copy:
    context = Context(file=f"{name}.html", district_code=DISTRICT)
    return Copy(
        document_id=name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        byte_size=1,
        media_type="text/html",
        context=context,
        fetched_at=now(),
    )
