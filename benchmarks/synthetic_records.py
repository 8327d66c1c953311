"""Synthetic records: disclosures of the sample portal's generator, read and judged before any clock starts.

Batches are kept in a cache folder for the next time; delete the folder to make them anew. The ledger that lists the
documents is made in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from pipelines.extract.context import Context, document_key
from pipelines.extract.records import SCHEMA_VERSION
from pipelines.reading import Judged, read_and_judge
from sample_portal.generate import disclose
from sample_portal.render.text import render_text
from sample_portal.synthesis import make_account
from warehouse.home import Home
from warehouse.ledger_export import SCHEMAS
from warehouse.parsed import batches, write_batch
from warehouse.schema import RECORD_TABLES, record_schema

PARSER = f"{SCHEMA_VERSION}-synthetic"
BATCH = 25
"""Documents a batch, as the read step writes them."""
DEPARTMENTS = 100
"""Departments of a district."""
MOMENT = datetime(2025, 9, 1)  # noqa: DTZ001 - the ledger's export is naive Asia/Shanghai


class Crawl:
    """A ledger that lists synthetic documents by their numbers."""

    def __init__(self, documents: int) -> None:
        """The first night: documents 0 to `documents` - 1, one version each."""
        self.documents: dict[int, dict[str, Any]] = {}
        self.versions: list[dict[str, Any]] = []
        for number in range(documents):
            self.add(number, 0)

    def add(self, number: int, edition: int) -> None:
        """A new document, or a new version of a known one."""
        name = _file(number)
        known = self.documents.get(number)
        version = 1 if known is None else int(known["current_version_no"]) + 1
        self.documents[number] = {
            "document_id": name,
            "district_code": _district(number),
            "url": f"http://sample/{name}",
            "role": "page",
            "disclosure_id": name,
            "first_seen_at": MOMENT,
            "last_seen_at": MOMENT,
            "state": "stored",
            "current_version_no": version,
        }
        sha256, key = _identity(number, edition)
        self.versions.append({"document_id": name, "version_no": version, "sha256": sha256, "document_key": key})

    def export(self) -> dict[str, pa.Table]:
        """The tables of the ledger's export."""
        codes = sorted({row["district_code"] for row in self.documents.values()})
        rows: dict[str, list[dict[str, Any]]] = {
            "crawl_document": list(self.documents.values()),
            "crawl_version": self.versions,
            "crawl_outcome": [_outcome(row) for row in self.documents.values()],
            "crawl_run": [{"run_id": "night", "started_at": MOMENT, "status": "done"}],
            "crawl_district": [{"district_code": code, "name": f"第{code}区", "province": "例京市"} for code in codes],
        }
        return {name: _table(rows.get(name, []), schema) for name, (_, schema) in SCHEMAS.items()}


def store(cache: Path, home: Home, numbers: Sequence[int], edition: int = 0) -> None:
    """Put the records of some documents into a home, from the cache where they are there.

    Edition 0 is the first version of a document; another one has the figures of another account.
    """
    columns = [record_schema(table).to_string() for table in RECORD_TABLES]
    wanted = hashlib.sha256(f"{columns} {edition} {list(numbers)}".encode()).hexdigest()[:12]
    stored = Home(cache / wanted)
    done = {batch.name for batch in batches(stored, PARSER)} if (stored.root / "complete").exists() else set()
    if not done:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            parts = [(stored, numbers[start : start + BATCH], edition) for start in range(0, len(numbers), BATCH)]
            done = set(pool.map(_write, parts))
        (stored.root / "complete").touch()
    folder = home.parsed / PARSER
    folder.mkdir(parents=True, exist_ok=True)
    for name in done:
        (folder / name).symlink_to(stored.parsed / PARSER / name)


def _write(part: tuple[Home, Sequence[int], int]) -> str:
    home, numbers, edition = part
    return write_batch(home, PARSER, list(_judged(numbers, edition))).name


def _judged(numbers: Sequence[int], edition: int) -> Iterator[tuple[str, Judged]]:
    for number in numbers:
        region = f"第{_district(number)}区"
        first = make_account(number, region=region, level="single")
        account = make_account(number + edition * 1_000_003, region=region, level="single")
        department = f"{region}第{number % DEPARTMENTS}事务局"
        account = msgspec.structs.replace(account, department=department, fiscal_year=first.fiscal_year)
        context = Context(file=_file(number))
        judged = read_and_judge(render_text(disclose(account)), context)
        yield _identity(number, edition)[1], judged


def _district(number: int) -> str:
    return str(990000 + number // DEPARTMENTS)


def _file(number: int) -> str:
    return f"{number}.txt"


def _identity(number: int, edition: int) -> tuple[str, str]:
    """Content hash and document key, known before the document is made."""
    sha256 = hashlib.sha256(f"{number} {edition}".encode()).hexdigest()
    return sha256, document_key(sha256, Context(file=_file(number)))


def _outcome(document: dict[str, Any]) -> dict[str, Any]:
    return {"run_id": "night", "document_id": document["document_id"], "state": "stored", "attempts": 1, "at": MOMENT}


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)
