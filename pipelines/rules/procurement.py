"""Procurement (政府采购情况表, T10) by its labels, whatever the column of its amounts is called."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.rules.bench import Operand, operand
from pipelines.rules.book import Book, Row, Sheet

KINDS = {"货物": "政府采购货物", "工程": "政府采购工程", "服务": "政府采购服务"}
"""A word of the label → the subject of a claim."""
TOTAL = "政府采购"
_TOTAL_WORDS = ("合计", "总额", "总计")


def tables(book: Book) -> Iterator[dict[str, Operand]]:
    """For each T10 with one column of amounts: its slots by subject; a subject with several rows is left out."""
    for sheet in book.sheets("T10"):
        found: dict[str, list[Operand]] = {}
        for row in sheet.where():
            subject = _subject(row)
            slot = _slot(sheet, row)
            if subject is not None and slot is not None:
                found.setdefault(subject, []).append(slot)
        yield {subject: slots[0] for subject, slots in found.items() if len(slots) == 1}


def _subject(row: Row) -> str | None:
    """政府采购货物支出 is goods; a row of contracts with small enterprises is none of them."""
    if "企业" in row.label or "合同" in row.label:
        return None
    kinds = [subject for word, subject in KINDS.items() if word in row.label]
    if kinds:
        return kinds[0] if len(kinds) == 1 else None
    return TOTAL if any(word in row.label for word in _TOTAL_WORDS) else None


def _slot(sheet: Sheet, row: Row) -> Operand | None:
    return operand(sheet, [row], tuple(row.cells)) if len(row.cells) == 1 else None
