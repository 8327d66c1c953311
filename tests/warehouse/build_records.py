"""Small disclosures as records, for tests of storage and models: our own invented departments and figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.extract.context import Context, document_key
from pipelines.extract.records import Cell, Claim, Document, Finding, Issue, PageText, Parsed, Place, Span, Table
from warehouse.ledger_export import SCHEMAS

PARSER = "parser-1"
MOMENT = datetime(2025, 9, 1, 2, 0)  # noqa: DTZ001 - the ledger's export is naive Asia/Shanghai
MEASURES = {
    "T02": ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
    "T03": ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    "T05": ["本年支出合计", "基本支出", "项目支出"],
    "T07": ["年初结转和结余", "本年收入", "本年支出合计", "基本支出", "项目支出", "年末结转和结余"],
    "T08": ["本年支出合计", "基本支出", "项目支出"],
}
ROLE_BY_LENGTH = {0: "total", 3: "class", 5: "section", 7: "item"}


@dataclass(frozen=True)
class Judged:
    """What read_and_judge returns, without reading."""

    parsed: Parsed
    findings: list[Finding] = field(default_factory=list)


def sha(name: str) -> str:
    """A content hash for an invented file."""
    return hashlib.sha256(name.encode()).hexdigest()


def yuan(printed: str) -> Decimal | None:
    """Printed 万元 as yuan; blank is null."""
    return Decimal(printed) * 10000 if printed else None


def function_table(
    sha256: str, table_id: str, rows: Sequence[tuple[str, str, Sequence[str]]], seq: int = 3, **common: Any
) -> tuple[Table, list[Cell]]:
    """A table of functional codes: rows of (code or "", label, printed amounts in 万元 by measure)."""
    table = Table(
        sha256=sha256,
        table_seq=seq,
        table_id=table_id,  # type: ignore[arg-type]
        unit_printed="万元",
        row_kind=common.pop("row_kind", "function"),
        pages=[seq],
        header=[["科目编码", "科目名称", *MEASURES[table_id]]],
    )
    cells = [
        Cell(
            sha256=sha256,
            fiscal_year=2024,
            table_seq=seq,
            table_id=table_id,  # type: ignore[arg-type]
            page=seq,
            row_no=row_no,
            col_no=col_no,
            line_code=code or None,
            line_label=label,
            line_label_printed=label,
            row_role=ROLE_BY_LENGTH[len(code)],  # type: ignore[arg-type]
            column_header=measure,
            measure=measure,
            printed=printed,
            unit_printed="万元",
            amount_yuan=yuan(printed),
            **({"fund_type": "fiscal" if measure == "财政拨款收入" else "all"} | common),
        )
        for row_no, (code, label, amounts) in enumerate(rows, start=4)
        for col_no, (measure, printed) in enumerate(zip(MEASURES[table_id], amounts, strict=True), start=3)
    ]
    return table, cells


def slot(sha256: str, table_id: str, seq: int, row_no: int, col_no: int, printed: str, **rest: Any) -> Cell:
    """One amount slot in 万元."""
    return Cell(
        sha256=sha256,
        fiscal_year=2024,
        table_seq=seq,
        table_id=table_id,  # type: ignore[arg-type]
        page=seq,
        row_no=row_no,
        col_no=col_no,
        printed=printed,
        unit_printed="万元",
        amount_yuan=yuan(printed),
        **rest,
    )


def statement(sha256: str, path: list[str | None], printed: str, start: int, **rest: Any) -> Claim:
    """A sentence about a functional class, in 万元."""
    fields: dict[str, Any] = {
        "scope": "general_public_budget",
        "fiscal_year": 2024,
        "subject": "functional_class",
        "subject_path": path,
    }
    return Claim(
        sha256=sha256,
        spans=[Span(page=1, char_start=start, char_end=start + 12)],
        sentence="".join(name or "" for name in path) + printed,
        amount_yuan=yuan(printed.removesuffix("万元")),
        printed=printed,
        **(fields | rest),
    )


def expenditure_rows(scale: int = 1) -> list[tuple[str, str, list[str]]]:
    """A T03 tree whose leaves are 2010301, 2010302 and 20810 (a 款 without printed 项)."""

    def amounts(basic: int, project: int) -> list[str]:
        return [f"{(basic + project) * scale}.00", f"{basic * scale}.00" if basic else "", f"{project * scale}.00",
                "", "", ""]  # fmt: skip

    return [
        ("", "合计", amounts(60, 50)),
        ("201", "一般公共服务支出", amounts(60, 40)),
        ("20103", "政府办公厅（室）及相关机构事务", amounts(60, 40)),
        ("2010301", "行政运行", [*amounts(60, 0)[:2], "", "", "", ""]),
        ("2010302", "一般行政管理事务", amounts(0, 40)),
        ("208", "社会保障和就业支出", amounts(0, 10)),
        ("20810", "社会福利", amounts(0, 10)),
    ]


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
        document = Document(
            sha256=sha256,
            file=name,
            parser_version=PARSER,
            media_type="text/html",
            title=f"{department}{year}年度部门决算",
            department=department,
            fiscal_year=year,
            document_kind=kind,  # type: ignore[arg-type]
            disclosure_level=level,  # type: ignore[arg-type]
            status="parsed",
            pages=1,
        )
        return File(self, key, document)

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


def finding(sha256: str, verdict: str = "pass", severity: str = "fatal") -> Finding:
    """A finding of a sum rule."""
    return Finding(
        sha256=sha256,
        rule="R12",
        severity=severity,  # type: ignore[arg-type]
        verdict=verdict,  # type: ignore[arg-type]
        message_zh="支出合计相符",
        message_en="expenditure adds up",
        places=[Place(page=1, table_seq=1, row_no=40, col_no=6)],
        expected=Decimal(1100000),
        found=Decimal(1100000),
        difference=Decimal(0),
        tolerance=Decimal(50),
    )
