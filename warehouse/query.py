"""Reading the current release: one read-only statement, its rows, and their export as CSV or a workbook.

The file is opened read-only, without access to other files or the network and with its settings locked. Exported text
that a spreadsheet would run as a formula gets an apostrophe in front (faults: `=HYPERLINK(...)` as a unit's name).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from warehouse.home import Home
from warehouse.publish import RELEASE_FILE

READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET_ROWS = 1_048_576
SHEET_TEXT = 32_767
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
QUERIES = Path(__file__).parent / "queries"


class QueryError(ValueError):
    """The statement cannot be run, or its result cannot be exported; the message says why."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The columns and rows of a query, values as Python objects (Decimal for amounts, None for null)."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def run_query(home: Home, sql: str) -> Answer:
    """Run one reading statement on the current release.

    Raises:
        QueryError: no release yet, more than one statement, anything but a SELECT, or an error in the SQL.
    """
    with _reading(home) as connection:
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1:
                raise QueryError(f"one statement is wanted, {len(statements)} were given")
            if statements[0].type not in READING:
                raise QueryError("only reading is possible here: SELECT, FROM, WITH, DESCRIBE, SHOW or EXPLAIN")
            result = connection.execute(statements[0])
            columns = [str(column[0]) for column in result.description or ()]
            return Answer(columns=columns, rows=result.fetchall())
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def saved_queries() -> dict[str, str]:
    """The queries that come with the project: name -> SQL, in the order of their names."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.sql"))}


@contextmanager
def _reading(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    path = home.current / RELEASE_FILE
    if not path.is_file():
        raise QueryError(f"there is no release yet under {home.root}")
    try:
        connection = duckdb.connect(str(path.resolve()), read_only=True, config=LOCKED_DOWN)
    except duckdb.Error as error:
        raise QueryError(f"the release cannot be opened: {error}") from error
    with connection:
        yield connection


def write_csv(answer: Answer, path: Path) -> None:
    """Write the rows as UTF-8 CSV with a byte order mark, which spreadsheet programs need for Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow([_escaped(name) for name in answer.columns])
        writer.writerows([_csv_value(value) for value in row] for row in answer.rows)


def write_xlsx(answer: Answer, path: Path) -> None:
    """Write the rows as a workbook of one sheet; raises QueryError beyond a sheet's rows."""
    if len(answer.rows) >= SHEET_ROWS:
        raise QueryError(f"a sheet holds {SHEET_ROWS - 1:,} rows, the answer has {len(answer.rows):,}: use CSV")
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("answer")
    sheet.append([_sheet_text(name) for name in answer.columns])
    for row in answer.rows:
        sheet.append([_sheet_value(value) for value in row])
    workbook.save(path)


def _escaped(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _plain_text(value: Any) -> str:
    """Lists and structs as JSON, everything else as its text."""
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    return _escaped(_plain_text(value))


def _sheet_text(text: str) -> str:
    return _escaped(ILLEGAL_CHARACTERS_RE.sub("", text))[:SHEET_TEXT]


def _sheet_value(value: Any) -> Any:
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if hasattr(value, "isoformat") and getattr(value, "tzinfo", None) is None:
        return value
    return _sheet_text(_plain_text(value))
