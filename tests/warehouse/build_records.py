"""The records of small disclosures: our own invented departments and figures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipelines.extract.records import Cell, Claim, Finding, Place, Span, Table

MEASURES = {
    "T02": ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
    "T03": ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    "T05": ["本年支出合计", "基本支出", "项目支出"],
    "T07": ["年初结转和结余", "本年收入", "本年支出合计", "基本支出", "项目支出", "年末结转和结余"],
    "T08": ["本年支出合计", "基本支出", "项目支出"],
}
ROLE_BY_LENGTH = {0: "total", 3: "class", 5: "section", 7: "item"}


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
