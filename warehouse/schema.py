"""The columns of the stored tables: record tables derived from the record classes, crawl tables the ledger's.

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
from warehouse.ledger_export import SCHEMAS as LEDGER_SCHEMAS

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

CRAWL_TABLES: dict[str, pa.Schema] = {name: schema for name, (_, schema) in LEDGER_SCHEMAS.items()}
"""Table of the ledger's export -> its Arrow schema."""


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
