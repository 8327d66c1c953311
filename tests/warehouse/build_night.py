"""A night of crawled files with records in them, for tests of storage and models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from pipelines.extract.context import Context, document_key
from pipelines.extract.records import Cell, Claim, Document, Finding, Issue, PageText, Parsed, Table
from tests.warehouse.build_records import expenditure_rows, function_table, sha
from warehouse.ledger_export import SCHEMAS

PARSER = "parser-1"
MOMENT = datetime(2025, 9, 1, 2, 0)  # noqa: DTZ001 - the ledger's export is naive Asia/Shanghai


@dataclass(frozen=True)
class Judged:
    """What read_and_judge returns, without reading."""

    parsed: Parsed
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Night:
    """Crawled files and their records; export() is what the ledger would say."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    districts: list[dict[str, Any]] = field(default_factory=list)
    departments: list[dict[str, Any]] = field(default_factory=list)
    judged: dict[str, Judged] = field(default_factory=dict)

    def district(self, code: str, name: str, expected: int | None = None, *, is_sample: bool = True) -> None:
        """Name a district."""
        self.districts.append(
            {
                "district_code": code,
                "name": name,
                "province": "样本省",
                "city": "样本市",
                "family": "ucap",
                "is_sample": is_sample,
                "enabled": True,
                "expected_departments": expected,
            }
        )

    def file(
        self,
        name: str,
        department: str | None,
        *,
        content: str | None = None,
        region: str = "990101",
        year: int | None = 2024,
        level: str | None = "single",
        level_hint: str | None = None,
        kind: str = "final_account",
        role: str = "page",
        disclosure: str | None = None,
        published: date | None = None,
        version: int = 1,
        state: str = "stored",
        first_seen: datetime = MOMENT,
    ) -> File:
        """A crawled file; call `.add` on it to give it records."""
        sha256 = sha(content or name)
        context = Context(file=name, district_code=region, url=f"http://sample/{name}")
        key = document_key(sha256, context)
        self._know(
            {
                "document_id": name,
                "district_code": region,
                "url": f"http://sample/{name}",
                "role": role,
                "disclosure_id": disclosure or name,
                "published_on": published,
                "level_hint": level_hint,
                "first_seen_at": first_seen,
                "last_seen_at": first_seen,
                "state": state,
                "current_version_no": version,
            }
        )
        self.versions.append(
            {
                "document_id": name,
                "version_no": version,
                "sha256": sha256,
                "document_key": key,
                "byte_size": 1000,
                "media_type": "text/html",
                "fetched_at": first_seen,
            }
        )
        document = _document(sha256, name, department=department, fiscal_year=year)
        return File(self, key, msgspec.structs.replace(document, document_kind=kind, disclosure_level=level))

    def _know(self, document: dict[str, Any]) -> None:
        """Add a document, or its newer version."""
        known = [row for row in self.documents if row["document_id"] == document["document_id"]]
        for row in known:
            row["current_version_no"] = document["current_version_no"]
        self.documents += [] if known else [document]

    def export(self) -> dict[str, pa.Table]:
        """The tables of the ledger's export."""
        outcomes = [
            {"run_id": "run-1", "document_id": row["document_id"], "state": row["state"], "attempts": 1, "at": MOMENT}
            for row in self.documents
        ]
        runs = [{"run_id": "run-1", "started_at": MOMENT, "status": "done"}]
        rows = {
            "crawl_document": self.documents,
            "crawl_version": self.versions,
            "crawl_outcome": outcomes,
            "crawl_run": runs,
            "crawl_district": self.districts,
            "crawl_department": self.departments,
        }
        return {name: _table(rows.get(name, []), schema) for name, (_, schema) in SCHEMAS.items()}

    def batch(self) -> list[tuple[str, Judged]]:
        """Everything parsed, as write_batch takes it."""
        return list(self.judged.items())


def _document(sha256: str, name: str, *, department: str | None, fiscal_year: int | None) -> Document:
    return Document(
        sha256=sha256,
        file=name,
        parser_version=PARSER,
        media_type="text/html",
        title=f"{department}{fiscal_year}年度部门决算",
        department=department,
        fiscal_year=fiscal_year,
        status="parsed",
        pages=1,
    )


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


@dataclass(frozen=True)
class File:
    """A crawled file to which records are added."""

    night: Night
    key: str
    document: Document

    @property
    def sha256(self) -> str:
        """Its content hash."""
        return self.document.sha256

    def add(
        self,
        tables: Iterable[tuple[Table, list[Cell]]] = (),
        claims: Iterable[Claim] = (),
        issues: Iterable[Issue] = (),
        findings: Iterable[Finding] = (),
        text: str = "第一页",
    ) -> str:
        """Store the records; returns the document_key."""
        pairs = list(tables)
        parsed = Parsed(
            document=self.document,
            pages=[PageText(sha256=self.sha256, page=1, text=text)],
            tables=[table for table, _ in pairs],
            cells=[cell for _, cells in pairs for cell in cells],
            claims=list(claims),
            issues=list(issues),
        )
        self.night.judged[self.key] = Judged(parsed, list(findings))
        return self.key

    def expenditure(self, scale: int = 1, **common: Any) -> tuple[Table, list[Cell]]:
        """Its T03 from expenditure_rows."""
        return function_table(self.sha256, "T03", expenditure_rows(scale), **common)
