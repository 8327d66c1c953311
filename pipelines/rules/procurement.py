"""What T10, T11 and T15 print row by row, by the subjects of claims: procurement, services bought, running costs."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.records import TableId
from pipelines.rules.bench import Operand, operand
from pipelines.rules.book import Book, Row, Sheet

KINDS = {"货物": "政府采购货物", "工程": "政府采购工程", "服务": "政府采购服务"}
"""A word of the label → the subject of a claim."""
TOTAL = "政府采购"
SERVICES, OPERATING = "政府购买服务", "机关运行经费"
SMALL, SMALLER = "中小企业合同", "小微企业合同"
ORDERED = ((SMALLER, SMALL), (SMALL, TOTAL))
SUBJECTS = frozenset({TOTAL, *KINDS.values(), SERVICES, OPERATING, SMALL, SMALLER})
_TABLES: tuple[TableId, ...] = ("T10", "T11", "T15")
_TOTAL_WORDS = ("合计", "总额", "总计")


def tables(book: Book) -> Iterator[dict[str, Operand]]:
    """For each such table with one column of amounts: its slots by subject; one with several rows is left out."""
    for table_id in _TABLES:
        for sheet in book.sheets(table_id):
            found: dict[str, list[Operand]] = {}
            for row in sheet.where():
                subject = _subject(table_id, row)
                slot = _slot(sheet, row)
                if subject is not None and slot is not None:
                    found.setdefault(subject, []).append(slot)
            yield {subject: slots[0] for subject, slots in found.items() if len(slots) == 1}


def _subject(table_id: TableId, row: Row) -> str | None:
    """政府采购货物支出 is goods; a row of shares or of kinds of contracts is none of them."""
    if "比重" in row.label or "占" in row.label:
        return None
    if "企业" in row.label or "合同" in row.label:
        return SMALLER if "小微" in row.label else SMALL if "中小" in row.label else None
    if table_id == "T11":
        return SERVICES if row.label in _TOTAL_WORDS else None
    if OPERATING in row.label or "机构运行经费" in row.label:
        return OPERATING
    kinds = [subject for word, subject in KINDS.items() if word in row.label]
    if kinds:
        return kinds[0] if len(kinds) == 1 and (table_id == "T10" or "采购" in row.label) else None
    is_total = any(word in row.label for word in _TOTAL_WORDS) and (table_id == "T10" or "采购" in row.label)
    return TOTAL if is_total else None


def _slot(sheet: Sheet, row: Row) -> Operand | None:
    return operand(sheet, [row], tuple(row.cells)) if len(row.cells) == 1 else None
