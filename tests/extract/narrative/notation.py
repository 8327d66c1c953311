"""Claims in one line each, so that a person can read and check the golden set.

`subject <类/款/项> | scope | year | phase | yuan | entity | quantities | changes | shares | completions`, where empty
tail fields are left out; a change is `baseline year [of base] direction [amount] [rate%]`.
"""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.content import Block, Page, TextLine
from pipelines.extract.identity import Identity
from pipelines.extract.narrative import ClaimResult, read_claims
from pipelines.extract.records import Claim, Comparison


def pages_of(*texts: str) -> list[Page]:
    """Pages of text, every line a line of its own."""
    pages = []
    for number, text in enumerate(texts, 1):
        blocks, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                blocks.append(TextLine(text=line, start=at, end=at + len(line)))
            at += len(line) + 1
        pages.append(Page(number=number, text=text, blocks=list(blocks)))
    return pages


def read(*texts: str, year: int | None = 2024, department: str | None = "云岭区交通局") -> ClaimResult:
    """The claims of pages of text."""
    return read_claims(pages_of(*texts), Identity(department=department, fiscal_year=year), "0" * 64)


def line_of(claim: Claim) -> str:
    """A claim as one line."""
    path = "/".join(name or "-" for name in claim.subject_path or [])
    fields = [
        f"{claim.subject} <{path}>" if path else claim.subject,
        claim.scope or "-",
        str(claim.fiscal_year),
        claim.phase,
        _money(claim.amount_yuan),
        claim.entity or "",
        ", ".join(f"{q.of}={q.value}{q.unit}" for q in claim.quantities),
        ", ".join(_change(comparison) for comparison in claim.comparisons),
        ", ".join(f"{share.of}={share.rate}%" for share in claim.shares),
        ", ".join(f"{completion.of}={completion.rate}%" for completion in claim.completions),
    ]
    while not fields[-1]:
        fields.pop()
    return " | ".join(fields)


def _money(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def _change(change: Comparison) -> str:
    base = f" of {change.base_amount_yuan:f}" if change.base_amount_yuan is not None else ""
    amount = f" {change.change_abs_yuan:f}" if change.change_abs_yuan is not None else ""
    rate = f" {change.change_rate}%" if change.change_rate is not None else ""
    return f"{change.baseline} {change.base_year}{base} {change.direction}{amount}{rate}"


def torn_page(text: str, width: int) -> Page:
    """One page whose paragraphs are broken into lines of `width` characters, as a PDF reader hands them on."""
    blocks: list[Block] = []
    printed: list[str] = []
    at = 0
    for paragraph in text.split("\n"):
        parts = [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
        for part in parts:
            blocks.append(TextLine(text=part, start=at, end=at + len(part), ends_paragraph=part is parts[-1]))
            printed.append(part)
            at += len(part) + 1
    return Page(number=1, text="\n".join(printed), blocks=blocks)
