"""The detail of operating costs (机关运行经费): a table that lists them by economic section (办公费 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from pipelines.extract import money
from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Place, Table
from pipelines.rules import procurement
from pipelines.rules.basic import OPERATING_CLASSES
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.exhibit import Exhibit

_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HEAD, _MONEY = "项目", "金额"
_FEWEST = 4
_MOST = Decimal("0.8")


class Item(msgspec.Struct, frozen=True):
    """One item of the list."""

    name: str
    printed: str
    row_no: int


def operating_detail(book: Book, bench: Bench) -> None:
    """The items of such a list add up to the operating costs that the text states."""
    stated = [
        m
        for m in book.narrative.by_subject.get(procurement.OPERATING, [])
        if m.amount is not None and m.phase == "final" and m.claim.fiscal_year == book.narrative.fiscal_year
    ]
    for table, items, unit in _details(book) if stated else ():
        factor = money.unit_factor(unit) or Decimal(1)
        amounts = [Decimal(item.printed.replace(",", "")) * factor for item in items]
        step = max(factor.scaleb(-len(item.printed.partition(".")[2])) for item in items)
        whole = min(stated, key=lambda m: abs((m.amount or Decimal(0)) - sum(amounts)))
        words = "；".join(f"{item.name} {item.printed}" for item in items)
        places = [
            Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq, row_no=row_no)
            for row_no in dict.fromkeys(item.row_no for item in items)
        ]
        found = Exhibit(f"{procurement.OPERATING}明细之和", sum(amounts, Decimal(0)), words, places)
        bench.amounts(whole.exhibit(), found, max(step, whole.step) / 2 * (len(items) + 1))


def _details(book: Book) -> Iterator[tuple[Table, list[Item], str]]:
    """Stray tables whose items are, but for a few, sections of operating expenditure."""
    sections = _sections(book)
    for table in book.parsed.tables if sections else ():
        rows = [*table.header, *table.rows] if table.rows else []
        for head_no, head in enumerate(rows):
            columns = _columns([fold_tight(text) for text in head])
            unit = _unit(table, head)
            items = list(_items(rows, head_no, columns)) if columns and unit else []
            known = sum(item.name in sections for item in items)
            if unit and len(items) >= _FEWEST and known >= len(items) * _MOST:
                yield table, items, unit
                break


def _columns(head: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of columns 项目 and 金额, side by side."""
    names = [i for i, text in enumerate(head) if text == _HEAD]
    sums = [i for i, text in enumerate(head) if text.startswith(_MONEY)]
    return list(zip(names, sums, strict=True)) if len(names) == len(sums) else []


def _unit(table: Table, head: Sequence[str]) -> str | None:
    text = fold_tight("".join(head)) + (table.unit_printed or "")
    return "万元" if "万元" in text else "元" if "元" in text else None


def _items(rows: Sequence[Sequence[str]], head_no: int, columns: Sequence[tuple[int, int]]) -> Iterator[Item]:
    for row_no, row in enumerate(rows[head_no + 1 :], head_no + 2):
        for name_at, amount_at in columns:
            if amount_at < len(row) and _AMOUNT.fullmatch(fold_tight(row[amount_at])):
                yield Item(fold_tight(row[name_at]), fold_tight(row[amount_at]), row_no)


def _sections(book: Book) -> frozenset[str]:
    """Names of the economic sections (款) of operating expenditure, as T06 prints them."""
    basic = book.sheet("T06")
    rows = basic.rows if basic is not None else []
    return frozenset(fold_tight(row.label) for row in rows if row.code and row.code[:3] in OPERATING_CLASSES)
