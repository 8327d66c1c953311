"""The account of account.py, to be broken one number at a time, as records and as what the rules say of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.folding import fold_tight
from pipelines.extract.money import read_amount
from pipelines.extract.records import (
    Cell,
    Claim,
    Document,
    Finding,
    PageText,
    Parsed,
    RowKind,
    Table,
    TableId,
)
from pipelines.extract.tables.vocabulary import strip_ordinal
from pipelines.rules import judge
from tests.rules.account import Line, Tables

SHA = "0" * 64
UNIT = "万元"
YEAR = 2023


def change(tables: Tables, table_id: TableId, label: str, measure: str, printed: str, **which: Any) -> Tables:
    """The account with one slot printed differently; `which` narrows the row (side, code, parent …)."""
    lines = list(tables[table_id])
    for index, line in enumerate(lines):
        if line.label == label and all(getattr(line, key) == value for key, value in which.items()):
            lines[index] = replace(line, amounts={**line.amounts, measure: printed})
            return {**tables, table_id: lines}
    raise AssertionError(f"no row {label!r} in {table_id}")


@dataclass
class Case:
    """Tables and page text, made into records."""

    tables: Tables
    text: str = ""
    unit: str | None = UNIT
    by_unit: set[TableId] = field(default_factory=set)
    told: str = ""
    notes: dict[TableId, str] = field(default_factory=dict)

    def parsed(self) -> Parsed:
        """The records that reading such a document gives."""
        tables, cells = [], []
        for seq, (table_id, lines) in enumerate(self.tables.items(), 1):
            kind: RowKind | None = "unit" if table_id in self.by_unit else None
            tables.append(
                Table(
                    sha256=SHA,
                    table_seq=seq,
                    table_id=table_id,
                    pages=[seq],
                    header=[],
                    row_kind=kind,
                    empty_note=self.notes.get(table_id),
                )
            )
            cells += [
                _cell(table_id, seq, row_no, col_no, line, measure, printed, self.unit)
                for row_no, line in enumerate(lines, 3)
                for col_no, (measure, printed) in enumerate(line.amounts.items(), 3)
            ]
        document = Document(
            sha256=SHA,
            file="x.pdf",
            parser_version="test",
            media_type="application/pdf",
            status="parsed",
            fiscal_year=YEAR,
        )
        pages = [PageText(sha256=SHA, page=1, text=self.text)]
        claims = claims_of(self.told) if self.told else []
        return Parsed(document=document, pages=pages, tables=tables, cells=cells, claims=claims)


def claims_of(told: str) -> list[Claim]:
    """What the narrative reader makes of these words, the text of a final account of 2023."""
    text = f"青河区档案馆{YEAR}年度部门决算\n{told}"
    return parse(text.encode(), Context(file=f"青河区档案馆{YEAR}年度部门决算.txt")).claims


def _cell(
    table_id: TableId, seq: int, row_no: int, col_no: int, line: Line, measure: str, printed: str, unit: str | None
) -> Cell:
    return Cell(
        sha256=SHA,
        table_seq=seq,
        table_id=table_id,
        page=seq,
        row_no=row_no,
        col_no=col_no,
        group_no=line.group,
        line_code=line.code,
        line_label=strip_ordinal(fold_tight(line.label)).removeprefix("其中:"),
        line_label_printed=line.label,
        parent_label=line.parent,
        row_role=line.role,
        entity=line.entity,
        side=line.side,
        phase=line.phase,
        fund_type=line.fund,  # type: ignore[arg-type]
        measure=measure,
        printed=printed,
        unit_printed=unit,
        amount_yuan=read_amount(printed, unit).value_yuan,
    )


def findings(tables: Tables | None, rule: str, **options: Any) -> list[Finding]:
    """The findings of one rule on an account."""
    return [finding for finding in judge(Case(tables or {}, **options).parsed()) if finding.rule == rule]


def verdicts(tables: Tables | None, rule: str, **options: Any) -> set[str]:
    """The set of verdicts of one rule on an account."""
    return {finding.verdict for finding in findings(tables, rule, **options)}


def yuan(printed: str) -> Decimal:
    """An amount in 万元 as yuan."""
    return Decimal(printed) * 10_000


def told(rule: str, *sentences: str, tables: Tables | None = None) -> list[str]:
    """The verdicts of one rule on a text, in order, without those that compared nothing."""
    found = findings(tables, rule, told="\n".join(sentences))
    return [finding.verdict for finding in found if finding.verdict != "not_applicable"]
