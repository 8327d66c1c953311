"""Parquet batches of records: parsed/<parser_version>/<batch>/<table>.parquet, written whole or not at all.

A batch is what one step of the parse pool produced. A document parsed twice by one parser version is in two batches;
the later batch counts (its name sorts last).
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.extract.issues import flaw, to_issue
from pipelines.extract.records import Finding, Issue, Parsed, Place, Record
from warehouse.home import Home
from warehouse.schema import RECORD_TABLES, field_names, record_schema

UNFINISHED = ".part"
KEY_FILE = "document.parquet"
INT64_MAX = 2**63 - 1
AMOUNT_DIGITS = 16
"""What DECIMAL(18,2), the type of an amount in the marts, holds before the point."""


class JudgedDocument(Protocol):
    """What `pipelines.reading.read_and_judge` returns."""

    @property
    def parsed(self) -> Parsed:
        """The records read from the document."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What the rules say about them."""


def write_batch(home: Home, parser_version: str, judged: Sequence[tuple[str, JudgedDocument]]) -> Path:
    """Store the records of some documents as one batch; returns its folder.

    Args:
        home: the data home.
        parser_version: the version that read them.
        judged: (document_key, records and findings); a key may occur once.

    Raises:
        ValueError: no document at all, or one key twice.
    """
    keys = [key for key, _ in judged]
    if not keys:
        raise ValueError("a batch without documents is not written")
    if len(set(keys)) != len(keys):
        raise ValueError("a batch names one document_key twice")
    parent = home.parsed / parser_version
    parent.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
    folder = parent / (name + UNFINISHED)
    folder.mkdir()
    try:
        for table, rows in _rows_by_table(judged).items():
            _write_table(folder / f"{table}.parquet", table, rows)
        _sync(folder)
        folder.rename(parent / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _sync(parent)
    return parent / name


def batches(home: Home, parser_version: str) -> list[Path]:
    """The finished batch folders of a parser version, oldest first."""
    parent = home.parsed / parser_version
    found = parent.iterdir() if parent.is_dir() else iter(())
    return sorted(path for path in found if path.is_dir() and path.suffix != UNFINISHED)


def discard_unfinished(home: Home) -> int:
    """Remove what a killed writer left behind; only the run that holds the lock may call it. Returns how many."""
    leftovers = list(home.parsed.glob(f"*/*{UNFINISHED}"))
    for path in leftovers:
        shutil.rmtree(path)
    return len(leftovers)


def latest_batches(home: Home, parser_version: str) -> dict[str, Path]:
    """Every parsed document_key with the folder of its latest batch."""
    latest: dict[str, Path] = {}
    for folder in batches(home, parser_version):
        keys = pq.read_table(folder / KEY_FILE, columns=["document_key"]).column(0).to_pylist()
        latest.update(dict.fromkeys(keys, folder))
    return latest


def known_keys(home: Home, parser_version: str) -> set[str]:
    """The document_keys that this parser version has already read."""
    return set(latest_batches(home, parser_version))


Row = tuple[str, Record]


def _rows_by_table(judged: Sequence[tuple[str, JudgedDocument]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {table: [] for table in RECORD_TABLES}
    table_of = {record_type: table for table, record_type in RECORD_TABLES.items()}
    for key, item in judged:
        for record in (*item.parsed.records(), *item.findings):
            fitted = _fitted(record)
            rows[table_of[type(record)]].append((key, fitted))
            if fitted is not record:
                rows["issue"].append((key, _unfit_issue(record)))
    return rows


def _fitted(record: Record) -> Record:
    """The record itself, or a copy without the numbers that no column can hold."""
    unfit = {
        name: None
        for name in record.__struct_fields__
        if isinstance(value := getattr(record, name), Decimal) and not _fits(value)
    }
    return msgspec.structs.replace(record, **unfit) if unfit else record


def _unfit_issue(record: Record) -> Issue:
    place = Place(**{name: getattr(record, name, None) for name in ("page", "table_seq", "row_no", "col_no")})
    return to_issue(flaw("number_out_of_range", "a number is too long to be stored as an amount", place), record.sha256)


def _fits(value: Decimal, digits: int = AMOUNT_DIGITS) -> bool:
    return value.is_finite() and value.adjusted() < digits


def _write_table(path: Path, table: str, rows: Sequence[Row]) -> None:
    schema = record_schema(table)
    columns = [pa.array([key for key, _ in rows], type=pa.string())]
    for name in field_names(table):
        arrow_type = schema.field(name).type
        values = (getattr(record, name) for _, record in rows)
        columns.append(pa.array(_storable(values, arrow_type), type=arrow_type))
    with path.open("wb") as sink:
        pq.write_table(pa.table(columns, schema=schema), sink, compression="zstd")
        sink.flush()
        os.fsync(sink.fileno())


def _storable(values: Iterable[Any], arrow_type: pa.DataType) -> Iterator[Any]:
    if pa.types.is_decimal(arrow_type):
        return (None if value is None else _rounded(value, arrow_type.scale) for value in values)
    if pa.types.is_nested(arrow_type):
        return (_plain(value, arrow_type) for value in values)
    return iter(values)


def _rounded(value: Decimal, scale: int) -> Decimal:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -scale:
        return value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_EVEN)
    return value


def _plain(value: Any, arrow_type: pa.DataType) -> Any:
    """Structs as dicts, numbers made to fit their columns, everything else as it is."""
    if isinstance(value, msgspec.Struct):
        return {field.name: _plain(getattr(value, field.name), field.type) for field in arrow_type}
    if isinstance(value, list | tuple):
        return [_plain(item, arrow_type.value_type) for item in value]
    if isinstance(value, Decimal):
        room = arrow_type.precision - arrow_type.scale
        return _rounded(value, arrow_type.scale) if _fits(value, room) else None
    if isinstance(value, int) and abs(value) > INT64_MAX:
        return None
    return value


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
