"""Publishing: a tested build becomes a release folder, and the link `current` is swapped to it.

releases/<date>-<n>/ holds juesuan.duckdb (schema main: facts, dimensions, aggregates; schema evidence: pages, tables
and cells), one Parquet file per table of main, and release.json. A reader of an older release is never disturbed; the
folder is complete before the link moves. What is published is whatever dbt put into the schemas marts and evidence,
tables and views.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import msgspec

from warehouse.build_environment import memory_limit
from warehouse.clock import SHANGHAI
from warehouse.home import Home

RELEASE_FILE = "juesuan.duckdb"
ABOUT_FILE = "release.json"
RELEASES_KEPT = 7
STORAGE_VERSION = "v1.2.0"
"""Readable by every DuckDB client from 1.2 on."""
BUILD = "juesuan"
"""The name under which dbt opened the build file, and by which its views name what they read."""
PUBLISHED_SCHEMAS = {"marts": "main", "evidence": "evidence"}
ORDERED_BY = ("region_code", "fiscal_year", "document_key", "page", "table_seq", "row_no", "col_no", "finding_no")
"""What rows are sorted by, as far as a table has it: a district's year lies together."""
PASSED = ("success", "pass", "warn")


class PublishError(RuntimeError):
    """The build may not be published; the message says why. The previous release stays."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What release.json says."""

    name: str
    created_at: str
    fingerprint: str
    parser_version: str
    duckdb_version: str
    storage_version: str
    row_counts: dict[str, int]
    build_tests: int
    warnings: list[str]


def publish(home: Home, build_path: Path) -> Path:
    """Turn a build into the current release; returns the release folder.

    Raises:
        PublishError: the build tests did not run or did not all pass, or the build holds no marts.
        duckdb.Error, OSError: the disk is full; nothing half written stays and `current` is as before.
    """
    with _opened(build_path) as connection:
        warnings, tests = _test_outcomes(connection)
        parser_version, mark = _about_build(connection)
        name = _next_name(home)
        folder = home.releases / f".{name}-{uuid.uuid4().hex[:6]}"
        folder.mkdir(parents=True)
        try:
            counts = _write_release(connection, folder)
            release = Release(
                name=name,
                created_at=datetime.now(SHANGHAI).isoformat(timespec="seconds"),
                fingerprint=mark,
                parser_version=parser_version,
                duckdb_version=duckdb.__version__,
                storage_version=STORAGE_VERSION,
                row_counts=counts,
                build_tests=tests,
                warnings=warnings,
            )
            (folder / ABOUT_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(release), indent=2) + b"\n")
            _sync_tree(folder)
            finished = folder.rename(home.releases / name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    _sync(home.releases)
    _swap_link(home, finished)
    _discard_old(home)
    return finished


def current_release(home: Home) -> Release | None:
    """What the current release says of itself; None before the first one."""
    about = home.current / ABOUT_FILE
    if not about.is_file():
        return None
    return msgspec.json.decode(about.read_bytes(), type=Release)


def is_current(home: Home, fingerprint: str) -> bool:
    """True if the current release was built from the same inputs, so that a build would change nothing."""
    release = current_release(home)
    return release is not None and release.fingerprint == fingerprint


@contextmanager
def _opened(build_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not build_path.is_file():
        raise PublishError(f"there is no build file {build_path}")
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET memory_limit = '{memory_limit(build_path)}'")
        connection.execute(f"SET temp_directory = {_quoted(build_path.parent / 'spill')}")
        connection.execute(f"ATTACH {_quoted(build_path)} AS {BUILD} (READ_ONLY)")
        yield connection


def _test_outcomes(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], int]:
    """Names of the tests that warned and the number of tests; refuses a build that did not pass."""
    try:
        rows = connection.execute(f"SELECT node_name, node_kind, status FROM {BUILD}.build.node_result").fetchall()  # noqa: S608
    except duckdb.CatalogException:
        raise PublishError("the models and build tests were not run on this build") from None
    failed = sorted(name for name, _, status in rows if status not in PASSED)
    if failed:
        raise PublishError(f"build tests or models did not pass: {', '.join(failed)}")
    tests = [(name, status) for name, kind, status in rows if kind == "test"]
    if not tests:
        raise PublishError("no build test was run on this build")
    return sorted(name for name, status in tests if status == "warn"), len(tests)


def _about_build(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    row = connection.execute(f"SELECT parser_version, fingerprint FROM {BUILD}.raw.build").fetchone()  # noqa: S608
    if row is None:
        raise PublishError("the build does not say from what it was made")
    return str(row[0]), str(row[1])


def _write_release(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    tables = _tables(connection)
    if not any(schema == "main" for schema, _ in tables.values()):
        raise PublishError("the build holds no marts")
    target = _quoted(folder / RELEASE_FILE)
    connection.execute(f"ATTACH {target} AS release (STORAGE_VERSION '{STORAGE_VERSION}')")
    (folder / "parquet").mkdir()
    connection.execute("CREATE SCHEMA release.evidence")
    counts = {}
    for source, (schema, table) in tables.items():
        counts[f"{schema}.{table}"] = _copy_table(connection, source, f'release.{schema}."{table}"')
        if schema == "main":
            path = _quoted(folder / "parquet" / f"{table}.parquet")
            connection.execute(f'COPY release.main."{table}" TO {path} (FORMAT parquet, COMPRESSION zstd)')
    connection.execute("CHECKPOINT release")
    connection.execute("DETACH release")
    return counts


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Qualified source name -> schema and name in the release."""
    rows = connection.execute(
        f"SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = '{BUILD}' "  # noqa: S608 - our name
        f"UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = '{BUILD}' ORDER BY ALL"
    ).fetchall()
    return {
        f'{BUILD}.{schema}."{table}"': (PUBLISHED_SCHEMAS[schema], table)
        for schema, table in rows
        if schema in PUBLISHED_SCHEMAS
    }


def _copy_table(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> int:
    columns = [row[0] for row in connection.execute(f"DESCRIBE {source}").fetchall()]
    order = ", ".join([*(name for name in ORDERED_BY if name in columns), "hash(copied)"])
    # The hash of the whole row decides the rest, so that the same marts give the same file without sorting by texts.
    connection.execute(
        f"CREATE TABLE {target} AS SELECT * FROM {source} AS copied ORDER BY {order}"  # noqa: S608 - our names
    )
    _copy_comments(connection, source, target)
    row = connection.execute(f"SELECT count(*) FROM {target}").fetchone()  # noqa: S608 - our names
    return int(row[0]) if row else 0


def _copy_comments(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    _, schema, table = source.split(".")
    place = [schema, table.strip('"')]
    about_table = connection.execute(
        f"SELECT comment FROM (SELECT database_name, schema_name, table_name, comment FROM duckdb_tables() "  # noqa: S608
        f"UNION ALL SELECT database_name, schema_name, view_name, comment FROM duckdb_views()) "
        f"WHERE database_name = '{BUILD}' AND schema_name = ? AND table_name = ? AND comment IS NOT NULL",
        place,
    ).fetchall()
    about_columns = connection.execute(
        f"SELECT column_name, comment FROM duckdb_columns() "  # noqa: S608 - our name
        f"WHERE database_name = '{BUILD}' AND schema_name = ? AND table_name = ? AND comment IS NOT NULL",
        place,
    ).fetchall()
    statements = [f"COMMENT ON TABLE {target} IS {_quoted(comment)}" for (comment,) in about_table]
    statements += [f'COMMENT ON COLUMN {target}."{column}" IS {_quoted(comment)}' for column, comment in about_columns]
    # In one transaction: by itself each comment would be written through to the disk.
    connection.execute("; ".join(["BEGIN", *statements, "COMMIT"]))


def _quoted(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _next_name(home: Home) -> str:
    today = f"{datetime.now(SHANGHAI):%Y-%m-%d}"
    taken = [path.name for path in home.releases.glob(f"{today}-*")]
    numbers = [int(name.rsplit("-", 1)[1]) for name in taken if name.rsplit("-", 1)[1].isdigit()]
    return f"{today}-{max(numbers, default=0) + 1}"


def _swap_link(home: Home, folder: Path) -> None:
    new = home.root / f".current-{uuid.uuid4().hex[:6]}"
    new.symlink_to(folder.relative_to(home.root))
    new.replace(home.current)
    _sync(home.root)


def _release_order(path: Path) -> tuple[str, int]:
    date, number = path.name.rsplit("-", 1)
    return date, int(number)


def _discard_old(home: Home) -> None:
    """Keep the newest releases and the current one; what a killed run left unfinished goes too."""
    for path in home.releases.glob(".*"):
        shutil.rmtree(path)
    for path in home.root.glob(".current-*"):
        path.unlink()
    current = home.current.resolve()
    finished = sorted((path for path in home.releases.iterdir() if path.is_dir()), key=_release_order)
    for path in finished[:-RELEASES_KEPT]:
        if path.resolve() != current:
            shutil.rmtree(path)


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
