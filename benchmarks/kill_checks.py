"""What must be as if nothing had happened: the published tables, the versions, and no litter."""

from __future__ import annotations

import duckdb

from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.publish import RELEASE_FILE

VISITS = "crawl"
"""In the names of tables about visits: an interrupted visit is itself on record."""
LITTER = ("**/*.part", "**/.*.part", "releases/.*", ".current-*", "**/.wh.*")


def marts(home: Home) -> dict[str, tuple[object, ...]]:
    """Rows and a sum over the hashes of the rows of every table of the current release.

    Moments are left out, and a document that was stored is the same as one that was then found unchanged.
    """
    with duckdb.connect(str(home.current / RELEASE_FILE), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        return {
            f"{schema}.{name}": _sums(connection, schema, name) for schema, name in tables if VISITS not in str(name)
        }


def _sums(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> tuple[object, ...]:
    columns = connection.execute(
        "SELECT column_name FROM duckdb_columns() "
        "WHERE schema_name = ? AND table_name = ? AND data_type NOT LIKE 'TIMESTAMP%' ORDER BY column_index",
        [schema, name],
    ).fetchall()
    values = ", ".join(
        f"CASE {column} WHEN 'unchanged' THEN 'stored' ELSE {column} END" if column == "crawl_state" else f'"{column}"'
        for (column,) in columns
    )
    return connection.execute(f'SELECT count(*), sum(hash({values})::HUGEINT) FROM {schema}."{name}"').fetchall()[0]


def leftovers(home: Home) -> list[str]:
    """What should not be there: unfinished files, contents without a version, a content stored as two versions."""
    found = [f"{path.relative_to(home.root)} lies about" for pattern in LITTER for path in home.root.glob(pattern)]
    with Ledger(home.ledger) as ledger:
        reconciled = ledger.reconcile(Archive(home.archive))
        contents = [(version.document_id, version.sha256) for version in ledger.versions()]
    found += [f"{sha256} is in the archive and in no version" for sha256 in reconciled.orphans]
    found += [f"{sha256} is a version and not in the archive" for sha256 in reconciled.missing]
    return found + [f"{name} has a version twice" for name, _ in sorted({x for x in contents if contents.count(x) > 1})]
