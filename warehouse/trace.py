"""From a fact of the current release back to the printed cell: where it stands in which document.

The fact tables are found by their columns, not by a list: a table traces if it has document_key, page, table_seq and
row_no, and each `<name>_amount_yuan` beside its `<name>_col_no` is one amount of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from warehouse.home import Home
from warehouse.query import run_query

PLACED = frozenset({"document_key", "page", "table_seq", "row_no"})
AMOUNT = "amount_yuan"
HEX = re.compile(r"[0-9a-f]{6,64}")
_T = TypeVar("_T", bound=msgspec.Struct)


class TraceError(LookupError):
    """Nothing, or more than one thing, answers to what was named; the message says which."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One amount of a fact table, and the place it was taken from; a sentence has offsets instead of row and column."""

    fact_table: str
    fact_column: str
    fact_id: str | None
    document_key: str
    page: int | None
    table_seq: int | None
    row_no: int | None
    col_no: int | None
    char_start: int | None
    char_end: int | None
    amount_yuan: Decimal | None
    printed: str | None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The document: where it was found, and its content hash in the archive."""

    document_key: str
    document_sha256: str
    region_code: str | None
    fiscal_year: int | None
    department_printed: str | None
    title: str | None
    url: str | None
    file_name: str | None
    media_type: str | None
    pages: int | None


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as it was read, with its table."""

    page: int
    table_seq: int
    table_id: str | None
    title_printed: str | None
    row_no: int
    col_no: int
    line_code: str | None
    line_label: str | None
    column_header: str | None
    measure: str | None
    phase: str | None
    printed: str
    unit_printed: str | None
    amount_yuan: Decimal | None
    bbox: tuple[float, float, float, float] | None
    sheet: str | None
    cell_ref: str | None


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as it was read: code points `char_start` to `char_end` (exclusive) of its page's text."""

    page: int
    char_start: int
    char_end: int
    sentence: str


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """The way back: the document, the facts asked for, and their cells (the leading one first) or their sentence."""

    name: str
    origin: Origin
    facts: list[Fact]
    cells: list[Printed]
    sentence: Sentence | None = None


def trace_fact(home: Home, fact_id: str) -> Trace:
    """The cells of every amount of a fact, named by its `fact_id` or the beginning of it.

    Raises:
        TraceError: no such fact, or several begin so.
        QueryError: there is no release.
    """
    if not HEX.fullmatch(fact_id):
        raise TraceError(f"{fact_id!r} is no fact_id: 6 to 32 hex digits are wanted")
    condition = f"fact_id LIKE '{fact_id}%' AND {{amount}} IS NOT NULL"
    facts = _facts(home, condition, needs="fact_id")
    _only(f"fact_id {fact_id}", [fact.fact_id or "" for fact in facts])
    first = facts[0]
    origin = _origin(home, f"document_key = '{first.document_key}'")
    cells = [cell for fact in facts if fact.col_no is not None for cell in _cells_of_fact(home, fact)]
    sentence = _sentence(home, first) if not cells else None
    return Trace(name=(first.fact_id or fact_id)[:12], origin=origin, facts=facts, cells=cells, sentence=sentence)


def trace_cell(home: Home, sha256: str, table_seq: int, row_no: int, col_no: int) -> Trace:
    """The cell at a table, row and column of a document (the beginning of its sha256), and the facts taken from it.

    Raises:
        TraceError: no such document or cell, or several documents begin so.
        QueryError: there is no release.
    """
    origin = _document(home, sha256)
    place = f"table_seq = {table_seq:d} AND row_no = {row_no:d}"
    here = f"document_key = '{origin.document_key}'"
    cells = _cells(home, f"{here} AND {place} AND col_no = {col_no:d}")
    if not cells:
        raise TraceError(_what_there_is(home, origin, table_seq, row_no, col_no))
    facts = _facts(home, f"{here} AND {place} AND {{col_no}} = {col_no:d}")
    name = f"{origin.document_sha256[:12]}-t{table_seq}-r{row_no}-c{col_no}"
    return Trace(name=name, origin=origin, facts=facts, cells=cells[:1])


def trace_sentence(home: Home, sha256: str, page: int, offset: int) -> Trace:
    """The sentence at an offset of a page's text (the document as for `trace_cell`), and the facts taken from it.

    Raises:
        TraceError: no such document, no statement read there, or several documents begin so.
        QueryError: there is no release.
    """
    origin = _document(home, sha256)
    here = f"document_key = '{origin.document_key}' AND page = {page:d}"
    names = ", ".join(Sentence.__struct_fields__)
    at = f"char_start <= {offset:d} AND {offset:d} < char_end"
    shortest = f"SELECT {names} FROM fct_claim WHERE {here} AND {at} ORDER BY char_end - char_start LIMIT 1"  # noqa: S608 - hex and integers
    found = _read(home, shortest, Sentence)
    if not found:
        raise TraceError(
            f"document {origin.document_sha256[:12]}: no statement was read at page {page} offset {offset}"
        )
    start = found[0].char_start
    facts = _facts(home, f"{here} AND char_start = {start} AND {{amount}} IS NOT NULL", needs="char_start")
    name = f"{origin.document_sha256[:12]}-p{page}-o{start}"
    return Trace(name=name, origin=origin, facts=facts, cells=[], sentence=found[0])


def _document(home: Home, sha256: str) -> Origin:
    if not HEX.fullmatch(sha256):
        raise TraceError(f"{sha256!r} is no sha256: 6 to 64 hex digits are wanted")
    beginning = f"document_sha256 LIKE '{sha256}%'"
    answer = run_query(home, f"SELECT DISTINCT document_sha256 FROM fct_document WHERE {beginning}")  # noqa: S608 - hex
    _only(f"document {sha256}", [row[0] for row in answer.rows])
    return _origin(home, beginning)


def _only(wanted: str, found: list[str]) -> None:
    distinct = sorted(set(found))
    if not distinct:
        raise TraceError(f"{wanted}: nothing in the current release has it")
    if len(distinct) > 1:
        some = ", ".join(distinct[:3]) + (", …" if len(distinct) > 3 else "")
        raise TraceError(f"{wanted}: {len(distinct)} begin so ({some}); give more of it")


def _facts(home: Home, condition: str, *, needs: str = "document_key") -> list[Fact]:
    """The amounts under a condition, of the tables that have the column `needs`."""
    parts = list(_fact_selects(home, condition, needs))
    return _read(home, " UNION ALL ".join(parts), Fact) if parts else []


def _fact_selects(home: Home, condition: str, needs: str) -> Iterator[str]:
    """One SELECT per amount of each table, in the order of their columns."""
    listing = run_query(
        home,
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal GROUP BY table_name ORDER BY table_name",
    )
    for table, columns in listing.rows:
        known = set(columns)
        if not known >= {*PLACED, needs}:
            continue
        for amount in columns:
            stem = amount.removesuffix(AMOUNT)
            if not amount.endswith(AMOUNT) or f"{stem}col_no" not in known:
                continue
            optional = (name if name in known else f"NULL AS {name}" for name in ("fact_id", "char_start", "char_end"))
            yield (
                f"SELECT '{table}' AS fact_table, '{amount}' AS fact_column, {', '.join(optional)}, document_key, "  # noqa: S608 - the release's own names
                f"page, table_seq, row_no, {stem}col_no AS col_no, {amount} AS amount_yuan, "
                f"{stem}printed AS printed FROM main.{table} "
                f"WHERE {condition.format(amount=amount, col_no=f'{stem}col_no')}"
            )


def _origin(home: Home, condition: str) -> Origin:
    """One content may lie at several addresses: the one that counts, then the current one, leads."""
    names = ", ".join(Origin.__struct_fields__)
    order = "is_counted DESC NULLS LAST, is_current DESC, document_id"
    found = _read(home, f"SELECT {names} FROM fct_document WHERE {condition} ORDER BY {order} LIMIT 1", Origin)  # noqa: S608 - hex
    if not found:
        raise TraceError(f"the release names no document with {condition}")
    return found[0]


def _cells_of_fact(home: Home, fact: Fact) -> list[Printed]:
    return _cells(
        home,
        f"document_key = '{fact.document_key}' AND table_seq = {fact.table_seq} AND row_no = {fact.row_no} "
        f"AND col_no = {fact.col_no}",
    )


def _cells(home: Home, condition: str) -> list[Printed]:
    names = ", ".join(name for name in Printed.__struct_fields__ if name != "title_printed")
    title = (
        "(SELECT any_value(title_printed) FROM evidence.printed_table AS printed "
        "WHERE printed.document_key = cell.document_key AND printed.table_seq = cell.table_seq) AS title_printed"
    )
    return _read(home, f"SELECT {names}, {title} FROM evidence.cell AS cell WHERE {condition}", Printed)  # noqa: S608 - hex and integers


def _sentence(home: Home, fact: Fact) -> Sentence | None:
    if fact.page is None or fact.char_start is None or fact.char_end is None:
        return None
    answer = run_query(
        home,
        f"SELECT substring(page_text, {fact.char_start + 1}, {fact.char_end - fact.char_start}) FROM evidence.page "  # noqa: S608 - hex and integers
        f"WHERE document_key = '{fact.document_key}' AND page = {fact.page}",
    )
    words = str(answer.rows[0][0]) if answer.rows else ""
    return Sentence(page=fact.page, char_start=fact.char_start, char_end=fact.char_end, sentence=words)


def _what_there_is(home: Home, origin: Origin, table_seq: int, row_no: int, col_no: int) -> str:
    """Why there is no such cell, with what the document has instead."""
    answer = run_query(
        home,
        "SELECT table_seq, any_value(table_id), min(row_no), max(row_no), "  # noqa: S608 - hex and integers
        f"list(DISTINCT col_no ORDER BY col_no) FILTER (WHERE row_no = {row_no:d}) "
        f"FROM evidence.cell WHERE document_key = '{origin.document_key}' GROUP BY table_seq ORDER BY table_seq",
    )
    tables = {row[0]: row[1:] for row in answer.rows}
    if table_seq not in tables:
        listed = ", ".join(f"{number} ({row[0]})" for number, row in tables.items()) or "none"
        return f"document {origin.document_sha256[:12]}: no cells in a table {table_seq}; tables with cells: {listed}"
    table_id, first, last, columns = tables[table_seq]
    if not columns:
        return f"table {table_seq} ({table_id}): no cells in row {row_no}; it has rows {first} to {last}"
    listed = ", ".join(str(column) for column in columns)
    return f"table {table_seq} ({table_id}): no cell in row {row_no} column {col_no}; the row has columns {listed}"


def _read(home: Home, sql: str, kind: type[_T]) -> list[_T]:
    answer = run_query(home, sql)
    return [msgspec.convert(_named(answer.columns, row), kind) for row in answer.rows]


def _named(columns: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))
