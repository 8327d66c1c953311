"""Loading: one writer puts the records and the ledger into schema raw of a new build file.

A build is `builds/<stamp>/juesuan.duckdb`; while it is written the folder ends in `.part`, so that a killed load
leaves nothing that looks whole. The records are those of the latest parse, by one parser version, of every version
that the ledger knows. They stay in their Parquet batches: raw shows them as views, because copying what the models
read once or twice costs more than everything that dbt does with it. Models and numbers to trust are dbt's.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb
import msgspec
import pyarrow as pa

from warehouse.build_environment import memory_limit
from warehouse.clock import SHANGHAI
from warehouse.home import Home
from warehouse.parsed import UNFINISHED, discard_unfinished, latest_batches
from warehouse.schema import CRAWL_TABLES, RECORD_TABLES, record_schema

BUILD_FILE = "juesuan.duckdb"
BUILDS_KEPT = 3
DBT_PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
DBT_SOURCES = ("models", "macros", "seeds", "tests")

FINGERPRINT_COLUMNS: dict[str, tuple[str, ...]] = {
    "crawl_document": (
        "document_id",
        "district_code",
        "url",
        "role",
        "disclosure_id",
        "link_title",
        "published_on",
        "department_hint",
        "fiscal_year_hint",
        "level_hint",
        "state",
        "state_reason",
        "current_version_no",
        "flag",
    ),
    "crawl_version": ("document_id", "version_no", "sha256", "document_key"),
    "crawl_district": tuple(CRAWL_TABLES["crawl_district"].names),
    "crawl_department": tuple(CRAWL_TABLES["crawl_department"].names),
}
"""What of the ledger changes the marts; times of visits and runs do not."""
CHOSEN = pa.schema([("document_key", pa.string()), ("folder", pa.string())])
"""The document_keys of a build, each with the batch of its latest parse."""
SAME_STATES = ("stored", "unchanged")
"""A document that was fetched again and found the same is as it was: its version says what is there."""


class CrawlLedger(Protocol):
    """The part of the ledger that a build needs."""

    def export(self) -> dict[str, pa.Table]:
        """Its tables, named and columned as schema.CRAWL_TABLES."""


class LedgerShapeError(ValueError):
    """The ledger's export lacks a table or a column."""


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """A build file with schema raw filled; `unparsed` are the keys in the ledger that have no records yet."""

    path: Path
    fingerprint: str
    counts: dict[str, int]
    unparsed: tuple[str, ...] = ()


def fingerprint(home: Home, parser_version: str, ledger: CrawlLedger) -> str:
    """A hash over everything that decides the marts: unchanged means that a build would come out the same."""
    return _fingerprint(_crawl_tables(ledger), latest_batches(home, parser_version), parser_version)


def build(home: Home, parser_version: str, ledger: CrawlLedger) -> Build:
    """Write a new build file with schema raw.

    Raises:
        LedgerShapeError: the ledger's export does not fit the contract.
        duckdb.Error: the disk is full, or a batch is damaged; nothing half written stays.
    """
    discard_unfinished(home)
    crawl = _crawl_tables(ledger)
    batches = latest_batches(home, parser_version)
    wanted = set(crawl["crawl_version"].column("document_key").drop_null().to_pylist())
    # The views name whole paths: dbt runs in another folder.
    chosen = {key: folder.absolute() for key, folder in batches.items() if key in wanted}
    mark = _fingerprint(crawl, batches, parser_version)
    folder = _new_folder(home)
    try:
        counts = _write(folder / BUILD_FILE, crawl, chosen, (parser_version, mark))
        finished = folder.rename(folder.with_suffix(""))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _discard_old(home, keep=finished)
    unparsed = tuple(sorted(wanted - chosen.keys()))
    return Build(path=finished / BUILD_FILE, fingerprint=mark, counts=counts, unparsed=unparsed)


def _crawl_tables(ledger: CrawlLedger) -> dict[str, pa.Table]:
    tables = ledger.export()
    for name, columns in CRAWL_TABLES.items():
        if name not in tables:
            raise LedgerShapeError(f"the ledger's export has no table {name}")
        missing = set(columns.names) - set(tables[name].column_names)
        if missing:
            raise LedgerShapeError(f"{name} in the ledger's export lacks {', '.join(sorted(missing))}")
    return {name: tables[name].select(columns.names).cast(columns) for name, columns in CRAWL_TABLES.items()}


def _fingerprint(crawl: Mapping[str, pa.Table], batches: Mapping[str, Path], parser_version: str) -> str:
    digest = hashlib.sha256(parser_version.encode())
    for name, columns in FINGERPRINT_COLUMNS.items():
        rows = crawl[name].select(list(columns)).to_pylist()
        _add(digest, sorted(repr(_as_was(row)) for row in rows))
    wanted = set(crawl["crawl_version"].column("document_key").to_pylist())
    _add(digest, sorted(f"{key} {folder.name}" for key, folder in batches.items() if key in wanted))
    sources = (path for part in DBT_SOURCES for path in (DBT_PROJECT / part).rglob("*") if path.is_file())
    for path in sorted(sources):
        _add(digest, [str(path.relative_to(DBT_PROJECT)), hashlib.sha256(path.read_bytes()).hexdigest()])
    return digest.hexdigest()


def _as_was(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state": "here", "state_reason": None} if row.get("state") in SAME_STATES else row


def _add(digest: hashlib._Hash, lines: Iterable[str]) -> None:
    for line in lines:
        digest.update(line.encode() + b"\n")


def _new_folder(home: Home) -> Path:
    stamp = f"{datetime.now(SHANGHAI):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    folder = home.builds / (stamp + UNFINISHED)
    folder.mkdir(parents=True)
    return folder


def _write(
    path: Path, crawl: Mapping[str, pa.Table], chosen: Mapping[str, Path], about: tuple[str, str]
) -> dict[str, int]:
    with duckdb.connect(str(path), config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute(f"SET memory_limit = '{memory_limit()}'")
        connection.execute("CREATE SCHEMA raw")
        for name, table in crawl.items():
            _load(connection, name, table)
        _load(connection, "chosen", pa.table([list(chosen), [str(each) for each in chosen.values()]], CHOSEN))
        for name in RECORD_TABLES:
            _show_records(connection, name, sorted(set(chosen.values())))
        connection.execute("CREATE TABLE raw.build (parser_version VARCHAR, fingerprint VARCHAR, record_bytes BIGINT)")
        connection.execute("INSERT INTO raw.build VALUES (?, ?, ?)", [*about, _record_bytes(set(chosen.values()))])
        # Closing would write the file too, but not say so where the disk has no room for it.
        connection.execute("CHECKPOINT")
        return {name: _count(connection, name) for name in (*CRAWL_TABLES, *RECORD_TABLES)}


def _load(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("given", table)
    connection.execute(f"CREATE TABLE raw.{name} AS SELECT * FROM given")  # noqa: S608 - names of our own
    connection.unregister("given")


def _show_records(connection: duckdb.DuckDBPyConnection, name: str, folders: list[Path]) -> None:
    """A view over the batches; of a batch with documents that were read again later, only the others."""
    if not folders:
        _load(connection, name, record_schema(name).empty_table())
        return
    columns = ", ".join(f'record."{column}"' for column in record_schema(name).names)
    files = ", ".join(_quoted(folder / f"{name}.parquet") for folder in folders)
    connection.execute(
        f"CREATE VIEW raw.{name} AS SELECT {columns} FROM read_parquet([{files}], filename = true) AS record "  # noqa: S608
        f"SEMI JOIN raw.chosen ON chosen.document_key = record.document_key "
        f"AND chosen.folder || '/{name}.parquet' = record.filename"
    )


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _record_bytes(folders: set[Path]) -> int:
    return sum(path.stat().st_size for folder in folders for path in folder.glob("*.parquet"))


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM raw.{name}").fetchone()  # noqa: S608 - names of our own
    return int(row[0]) if row else 0


def _discard_old(home: Home, keep: Path) -> None:
    """Keep the newest builds; the build folders that a killed run left unfinished go too."""
    folders = sorted(path for path in home.builds.iterdir() if path.is_dir() and path != keep)
    finished = [path for path in folders if path.suffix != UNFINISHED]
    for path in [*(path for path in folders if path.suffix == UNFINISHED), *finished[: -(BUILDS_KEPT - 1)]]:
        shutil.rmtree(path)
