"""The columns of the stored tables: record tables derived from the record classes, crawl tables declared here.

The record classes are the one definition of a record (pipelines/extract/records.py); their Arrow schema is computed
from the type hints, so a new field reaches Parquet and DuckDB without a second place to edit. No data is read or
written here.
"""

from __future__ import annotations

from functools import cache

import msgspec
import pyarrow as pa
from msgspec import inspect

from pipelines.extract.records import Cell, Claim, Document, Finding, Issue, PageText, Record, Table

RECORD_TABLES: dict[str, type[Record]] = {
    "document": Document,
    "page": PageText,
    "printed_table": Table,
    "cell": Cell,
    "claim": Claim,
    "issue": Issue,
    "finding": Finding,
}
"""Table name in Parquet and in schema raw -> its record class."""

AMOUNT = pa.decimal128(24, 6)
"""Yuan as read: six places keep what 万元 with ten decimals prints; the marts round to 分 (DECIMAL(18,2))."""
RATE = pa.decimal128(18, 6)
"""Percentages as printed."""
RATE_FIELDS = frozenset({"rate", "change_rate"})

TEXT, NUMBER, FLAG, MOMENT, DAY = "VARCHAR", "BIGINT", "BOOLEAN", "TIMESTAMPTZ", "DATE"

CRAWL_TABLES: dict[str, dict[str, str]] = {
    "crawl_document": {
        "document_id": TEXT,
        "district_code": TEXT,
        "url": TEXT,
        "role": TEXT,
        "disclosure_id": TEXT,
        "parent_url": TEXT,
        "link_title": TEXT,
        "listing_id": TEXT,
        "published_on": DAY,
        "department_hint": TEXT,
        "fiscal_year_hint": NUMBER,
        "first_seen_at": MOMENT,
        "last_seen_at": MOMENT,
        "state": TEXT,
        "state_reason": TEXT,
        "state_since": MOMENT,
        "next_try_at": MOMENT,
        "current_version_no": NUMBER,
    },
    "crawl_version": {
        "document_id": TEXT,
        "version_no": NUMBER,
        "sha256": TEXT,
        "document_key": TEXT,
        "byte_size": NUMBER,
        "media_type": TEXT,
        "fetched_at": MOMENT,
        "final_url": TEXT,
        "http_status": NUMBER,
        "etag": TEXT,
        "last_modified": TEXT,
        "content_type": TEXT,
        "file_name": TEXT,
        "parent_sha256": TEXT,
        "handed_in_by": TEXT,
    },
    "crawl_outcome": {
        "run_id": TEXT,
        "document_id": TEXT,
        "state": TEXT,
        "reason": TEXT,
        "http_status": NUMBER,
        "attempts": NUMBER,
        "bytes_received": NUMBER,
        "at": MOMENT,
    },
    "crawl_run": {
        "run_id": TEXT,
        "started_at": MOMENT,
        "finished_at": MOMENT,
        "status": TEXT,
        "parser_version": TEXT,
        "note": TEXT,
    },
    "crawl_district": {
        "district_code": TEXT,
        "name": TEXT,
        "province": TEXT,
        "city": TEXT,
        "family": TEXT,
        "is_sample": FLAG,
        "enabled": FLAG,
        "blocked_reason": TEXT,
        "expected_departments": NUMBER,
        "notes": TEXT,
    },
}
"""Table of the ledger's export -> its columns and DuckDB types."""


def arrow_type(info: inspect.Type, field_name: str) -> pa.DataType:
    """The Arrow type of one msgspec type; raises TypeError for one that no record uses."""
    if isinstance(info, inspect.UnionType):
        kinds = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
        if len(kinds) != 1:
            raise TypeError(f"field {field_name!r}: a union of {len(kinds)} types has no column type")
        return arrow_type(kinds[0], field_name)
    if isinstance(info, inspect.DecimalType):
        return RATE if field_name in RATE_FIELDS else AMOUNT
    if isinstance(info, inspect.ListType):
        return pa.list_(arrow_type(info.item_type, field_name))
    if isinstance(info, inspect.TupleType):
        return pa.list_(arrow_type(info.item_types[0], field_name))
    if isinstance(info, inspect.StructType):
        return pa.struct([(field.name, arrow_type(field.type, field.name)) for field in info.fields])
    return _scalar_type(info, field_name)


def _scalar_type(info: inspect.Type, field_name: str) -> pa.DataType:
    scalars: dict[type[inspect.Type], pa.DataType] = {
        inspect.StrType: pa.string(),
        inspect.LiteralType: pa.string(),
        inspect.IntType: pa.int64(),
        inspect.FloatType: pa.float64(),
        inspect.BoolType: pa.bool_(),
    }
    try:
        return scalars[type(info)]
    except KeyError:
        raise TypeError(f"field {field_name!r}: {type(info).__name__} has no column type") from None


@cache
def record_schema(table: str) -> pa.Schema:
    """The Arrow schema of a record table: `document_key`, then the record's fields in their order."""
    info = inspect.type_info(RECORD_TABLES[table])
    if not isinstance(info, inspect.StructType):
        raise TypeError(f"{table} is not a record table")
    fields = [(field.name, arrow_type(field.type, field.name)) for field in info.fields]
    return pa.schema([("document_key", pa.string()), *fields])


def field_names(table: str) -> tuple[str, ...]:
    """The record fields of a table, in the order of its columns."""
    return tuple(field.name for field in msgspec.structs.fields(RECORD_TABLES[table]))
