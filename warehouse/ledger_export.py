"""The ledger as Arrow tables, for the warehouse's raw schema.

Moments are timestamps without zone in Asia/Shanghai; booleans are booleans; everything else is as the ledger keeps it.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

import pyarrow as pa

from warehouse.clock import SHANGHAI

TEXT, WHOLE, REAL, FLAG, DAY, MOMENT = (
    pa.string(),
    pa.int64(),
    pa.float64(),
    pa.bool_(),
    pa.date32(),
    pa.timestamp("us"),
)

SCHEMAS: dict[str, tuple[str, pa.Schema]] = {
    "crawl_document": (
        "document",
        pa.schema(
            [
                ("document_id", TEXT),
                ("district_code", TEXT),
                ("url", TEXT),
                ("role", TEXT),
                ("disclosure_id", TEXT),
                ("parent_url", TEXT),
                ("link_title", TEXT),
                ("listing_id", TEXT),
                ("published_on", DAY),
                ("department_hint", TEXT),
                ("fiscal_year_hint", WHOLE),
                ("level_hint", TEXT),
                ("first_seen_at", MOMENT),
                ("last_seen_at", MOMENT),
                ("state", TEXT),
                ("state_reason", TEXT),
                ("state_since", MOMENT),
                ("next_try_at", MOMENT),
                ("current_version_no", WHOLE),
                ("flag", TEXT),
            ]
        ),
    ),
    "crawl_version": (
        "version",
        pa.schema(
            [
                ("document_id", TEXT),
                ("version_no", WHOLE),
                ("sha256", TEXT),
                ("document_key", TEXT),
                ("byte_size", WHOLE),
                ("media_type", TEXT),
                ("fetched_at", MOMENT),
                ("final_url", TEXT),
                ("http_status", WHOLE),
                ("etag", TEXT),
                ("last_modified", TEXT),
                ("content_type", TEXT),
                ("file_name", TEXT),
                ("parent_sha256", TEXT),
                ("handed_in_by", TEXT),
            ]
        ),
    ),
    "crawl_outcome": (
        "outcome",
        pa.schema(
            [
                ("run_id", TEXT),
                ("document_id", TEXT),
                ("state", TEXT),
                ("reason", TEXT),
                ("http_status", WHOLE),
                ("attempts", WHOLE),
                ("bytes_received", WHOLE),
                ("at", MOMENT),
                ("detail", TEXT),
                ("flag", TEXT),
                ("state_since", MOMENT),
                ("next_try_at", MOMENT),
            ]
        ),
    ),
    "crawl_listing_run": (
        "listing_run",
        pa.schema(
            [
                ("run_id", TEXT),
                ("district_code", TEXT),
                ("listing_id", TEXT),
                ("status", TEXT),
                ("reason", TEXT),
                ("pages", WHOLE),
                ("items", WHOLE),
                ("included", WHOLE),
                ("printed_total", WHOLE),
                ("detail", TEXT),
                ("at", MOMENT),
            ]
        ),
    ),
    "crawl_district_run": (
        "district_run",
        pa.schema(
            [
                ("run_id", TEXT),
                ("district_code", TEXT),
                ("status", TEXT),
                ("reason", TEXT),
                ("detail", TEXT),
                ("seconds", REAL),
                ("at", MOMENT),
            ]
        ),
    ),
    "crawl_host_run": (
        "host_run",
        pa.schema(
            [
                ("run_id", TEXT),
                ("host", TEXT),
                ("state", TEXT),
                ("detail", TEXT),
                ("requests", WHOLE),
                ("failures", WHOLE),
                ("bytes_received", WHOLE),
                ("seconds", REAL),
                ("slowest_s", REAL),
                ("at", MOMENT),
            ]
        ),
    ),
    "crawl_run": (
        "run",
        pa.schema(
            [
                ("run_id", TEXT),
                ("started_at", MOMENT),
                ("finished_at", MOMENT),
                ("status", TEXT),
                ("parser_version", TEXT),
                ("note", TEXT),
            ]
        ),
    ),
    "crawl_district": (
        "district",
        pa.schema(
            [
                ("district_code", TEXT),
                ("name", TEXT),
                ("province", TEXT),
                ("city", TEXT),
                ("family", TEXT),
                ("is_sample", FLAG),
                ("enabled", FLAG),
                ("blocked_reason", TEXT),
                ("expected_departments", WHOLE),
                ("notes", TEXT),
            ]
        ),
    ),
    "crawl_department": (
        "department_name",
        pa.schema(
            [
                ("district_code", TEXT),
                ("printed_name", TEXT),
                ("department_name", TEXT),
                ("department_code", TEXT),
                ("parent_name", TEXT),
            ]
        ),
    ),
}


def export(connection: sqlite3.Connection) -> dict[str, pa.Table]:
    """Every table of SCHEMAS, rows ordered by their key columns, so that equal ledgers give equal tables."""
    return {name: _table(connection, source, schema) for name, (source, schema) in SCHEMAS.items()}


def _table(connection: sqlite3.Connection, source: str, schema: pa.Schema) -> pa.Table:
    names = ", ".join(f'"{name}"' for name in schema.names)
    rows = connection.execute(f"SELECT {names} FROM {source} ORDER BY 1, 2, 3").fetchall()  # noqa: S608
    columns = [pa.array([_convert(row[i], field.type) for row in rows], field.type) for i, field in enumerate(schema)]
    return pa.Table.from_arrays(columns, schema=schema)


def _convert(value: object, kind: pa.DataType) -> object:
    if value is None or kind in {TEXT, WHOLE, REAL}:
        return value
    if kind == MOMENT:
        return datetime.fromisoformat(str(value)).astimezone(SHANGHAI).replace(tzinfo=None)
    if kind == DAY:
        return date.fromisoformat(str(value))
    return bool(value)
