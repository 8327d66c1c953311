"""Load, model, test and publish synthetic documents: seconds by step, rows, peak memory.

`python -m benchmarks.warehouse [documents ...]` (default 500 5000). The records come straight from the generator's
truth, so that no parsing is measured; findings are made up, forty a document. Each size runs twice: a first night,
and a night on which twenty documents changed. Marts after the second night are compared with a full rebuild.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from pipelines.extract.context import Context, document_key
from pipelines.extract.records import Document, Finding, PageText, Parsed, Place
from sample_portal.generate import disclose, truth_of
from sample_portal.synthesis import make_account
from warehouse.home import Home
from warehouse.ledger_export import SCHEMAS
from warehouse.load import build
from warehouse.parsed import write_batch
from warehouse.publish import publish
from warehouse.transform import transform

PARSER = "benchmark"
BATCH = 100
PAGES = 12
FINDINGS = 40
CHANGED = 20
DEPARTMENTS = 100
MOMENT = datetime(2025, 9, 1)  # noqa: DTZ001 - the ledger's export is naive Asia/Shanghai


class Made(msgspec.Struct, frozen=True):
    """A document as the parse pool would hand it over."""

    parsed: Parsed
    findings: list[Finding]


class Crawl:
    """A ledger that lists the synthetic documents."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.versions: list[dict[str, Any]] = []

    def add(self, name: str, district: str, sha256: str, key: str) -> None:
        """A new document, or a new version of a known one."""
        known = self.documents.get(name)
        version = 1 if known is None else int(known["current_version_no"]) + 1
        self.documents[name] = {
            "document_id": name,
            "district_code": district,
            "url": f"http://sample/{name}",
            "role": "page",
            "disclosure_id": name,
            "first_seen_at": MOMENT,
            "last_seen_at": MOMENT,
            "state": "stored",
            "current_version_no": version,
        }
        self.versions.append({"document_id": name, "version_no": version, "sha256": sha256, "document_key": key})

    def export(self) -> dict[str, pa.Table]:
        """The five tables of the ledger's export."""
        codes = sorted({row["district_code"] for row in self.documents.values()})
        districts = [{"district_code": code, "name": f"第{code}区", "province": "例京市"} for code in codes]
        rows: dict[str, list[dict[str, Any]]] = {
            "crawl_document": list(self.documents.values()),
            "crawl_version": self.versions,
            "crawl_outcome": [],
            "crawl_run": [],
            "crawl_district": districts,
        }
        return {
            name: pa.Table.from_pylist(
                [{field: row.get(field) for field in schema.names} for row in rows.get(name, [])], schema
            )
            for name, (_, schema) in SCHEMAS.items()
        }


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)


def made(number: int, edition: int) -> tuple[str, Made]:
    """The records of a number from the generator's truth; another edition has the figures of another number."""
    district = number // DEPARTMENTS
    account = make_account(number + edition * 1_000_003, region=f"第{990000 + district}区", level="single")
    account = msgspec.structs.replace(account, department=f"第{990000 + district}区第{number % DEPARTMENTS}局")
    truth = truth_of(account, disclose(account), "pdf")
    sha256 = hashlib.sha256(f"{number} {edition}".encode()).hexdigest()
    name = f"{number}.pdf"
    document = Document(
        sha256=sha256,
        file=name,
        parser_version=PARSER,
        media_type="application/pdf",
        title=truth.title,
        department=account.department,
        fiscal_year=truth.fiscal_year,
        document_kind="final_account",
        disclosure_level="single",
        status="parsed",
        pages=PAGES,
    )
    page = "本页为合成文本。" * 200
    parsed = Parsed(
        document=document,
        pages=[PageText(sha256=sha256, page=number, text=page) for number in range(1, PAGES + 1)],
        tables=[msgspec.structs.replace(table, sha256=sha256) for table in truth.tables],
        cells=[msgspec.structs.replace(cell, sha256=sha256, page=max(cell.page, 1)) for cell in truth.cells],
        claims=[msgspec.structs.replace(claim, sha256=sha256) for claim in truth.claims],
    )
    findings = [
        Finding(
            sha256=sha256,
            rule=f"R{11 + index % 21}",
            severity="error",
            verdict="pass",
            message_zh="相符",
            message_en="agrees",
            places=[Place(page=1, table_seq=1, row_no=index)],
            expected=Decimal(1),
            found=Decimal(1),
            difference=Decimal(0),
            tolerance=Decimal(50),
        )
        for index in range(FINDINGS)
    ]
    return document_key(sha256, Context(file=name)), Made(parsed, findings)


def store(home: Home, crawl: Crawl, numbers: Sequence[int], edition: int) -> None:
    """Write the documents in batches, and name them in the ledger."""
    for start in range(0, len(numbers), BATCH):
        batch = [made(number, edition) for number in numbers[start : start + BATCH]]
        write_batch(home, PARSER, batch)
        for number, (key, item) in zip(numbers[start : start + BATCH], batch, strict=True):
            document = item.parsed.document
            crawl.add(document.file, str(990000 + number // DEPARTMENTS), document.sha256, key)


@contextmanager
def timed(label: str, seconds: dict[str, float]) -> Iterator[None]:
    """Note the seconds of a step."""
    started = time.monotonic()
    yield
    seconds[label] = time.monotonic() - started


def night(home: Home, crawl: Crawl) -> tuple[Path, dict[str, float]]:
    """Load, model and test, publish; the release and the seconds of each step."""
    seconds: dict[str, float] = {}
    with timed("load", seconds):
        built = build(home, PARSER, crawl)
    with timed("models and tests", seconds):
        transform(built.path)
    with timed("publish", seconds):
        release = publish(home, built.path)
    return release, seconds


def checksum(release: Path) -> dict[str, tuple[object, ...]]:
    """Rows and a hash over the rows of every published table."""
    with duckdb.connect(str(release / "juesuan.duckdb"), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        schemas = dict(connection.execute("SELECT table_name, schema_name FROM duckdb_tables()").fetchall())
        return {
            name: connection.execute(
                f'SELECT count(*), bit_xor(hash(t)) FROM {schemas[name]}."{name}" AS t'
            ).fetchall()[0]
            for name in names
        }


def report(label: str, seconds: dict[str, float]) -> None:
    """One line a night."""
    steps = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {label}: {sum(seconds.values()):.1f} s ({steps}); peak memory so far {peak:,.0f} MB", flush=True)


def measure(documents: int) -> None:
    """One size: first night, a night with changes, a full rebuild for comparison."""
    with tempfile.TemporaryDirectory(prefix="juesuan-benchmark-") as folder:
        home, crawl = Home(Path(folder)), Crawl()
        seconds: dict[str, float] = {}
        with timed("make and store records", seconds):
            store(home, crawl, range(documents), edition=0)
        print(f"{documents:,} documents; records made and stored in {sum(seconds.values()):.0f} s", flush=True)
        release, seconds = night(home, crawl)
        report("first night", seconds)
        sums = checksum(release)
        facts = sum(int(str(rows[0])) for name, rows in sums.items() if name.startswith("fct_"))
        size = (release / "juesuan.duckdb").stat().st_size / 2**20
        print(f"  {facts:,} fact rows, {sums['cell'][0]:,} cells, release {size:,.0f} MB", flush=True)
        store(home, crawl, range(0, documents, max(documents // CHANGED, 1))[:CHANGED], edition=1)
        changed, seconds = night(home, crawl)
        report(f"{CHANGED} documents changed", seconds)
        rebuilt, seconds = night(home, crawl)
        report("full rebuild", seconds)
        same = checksum(changed) == checksum(rebuilt)
        print(f"  marts after the changed night equal the rebuild: {'yes' if same else 'NO'}", flush=True)


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or [500, 5000]:
        measure(size)
