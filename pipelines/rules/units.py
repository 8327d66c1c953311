"""Units that a document lists beside its own figures: no unit has more than the whole, and together they make it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Cell, Place
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book, is_unreadable, printed_step
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed
from pipelines.rules.labels import TOTAL

_LEVEL = re.compile(r"\((?:汇总|部门|合并)\)$")
_WHOLE = frozenset({"合计", "总计", "汇总", ""})
_FEWEST = 2
_QUOTE = 400


class Owned(msgspec.Struct, frozen=True):
    """An amount or a count of a unit, or of the whole (`entity` None)."""

    entity: str | None
    printed: Printed
    exhibit: Exhibit


Facts = dict[str, list[Owned]]


def units_make_the_whole(book: Book, bench: Bench) -> None:
    """Σ units = whole for each final amount; that all units are listed is proven by another subject that comes out."""
    for facts in (_told(book), _listed(book)):
        for whole, parts in _proven(facts):
            words = "；".join(f"{part.entity} {part.exhibit.quote}" for part in parts)[:_QUOTE]
            places = [place for part in parts for place in part.exhibit.places]
            found = Exhibit(f"各单位{whole.exhibit.name}之和", _total(parts), words, places)
            bench.amounts(whole.exhibit, found, _tolerance(whole, parts))


def _proven(facts: Facts) -> list[tuple[Owned, list[Owned]]]:
    """Every whole with its units, if those of one subject come out: all units are listed, and the whole is one."""
    families = [family for owned in facts.values() for family in _families(owned)]
    is_proven = any(_comes_out(whole, parts) for whole, parts in families if _is_positive(parts))
    return families if is_proven else []


def counts_within_the_whole(book: Book, bench: Bench) -> None:
    """A unit's count (批次, 人次, 辆) does not exceed the whole's, where amounts prove which is the whole."""
    if not _proven(_told(book)):
        return
    counts: Facts = defaultdict(list)
    for mention in book.narrative.mentions:
        if mention.claim.fiscal_year == book.narrative.fiscal_year and mention.phase == "final":
            for quantity in mention.claim.quantities:
                name = f"{mention.claim.entity or ''}{quantity.of} {quantity.value} {quantity.unit}"
                exhibit = mention.exhibit(name, Decimal(quantity.value), quantity.unit)
                printed = Printed(Decimal(quantity.value), Decimal(0))
                counts[quantity.of].append(Owned(mention.claim.entity, printed, exhibit))
    for owned in counts.values():
        wholes = {each.printed.value: each for each in owned if each.entity is None}
        for part in (each for each in owned if each.entity is not None and len(wholes) == 1):
            bench.amounts(next(iter(wholes.values())).exhibit, part.exhibit, Decimal(0), one_sided=True)


def _told(book: Book) -> Facts:
    """Final amounts of the text by subject."""
    facts: Facts = defaultdict(list)
    for mention in book.narrative.mentions:
        is_final = mention.phase == "final" and mention.claim.fiscal_year == book.narrative.fiscal_year
        if is_final and mention.amount is not None and not mention.key.path:
            owned = Owned(mention.claim.entity, Printed(mention.amount, mention.step), mention.exhibit())
            facts[mention.claim.subject].append(owned)
    return facts


def _listed(book: Book) -> Facts:
    """Final amounts of “三公”经费: T09's own slots and the rows of its list of units."""
    facts: Facts = defaultdict(list)
    department = _name(book.parsed.document.department or "")
    cells = [cell for cell in book.parsed.cells if cell.table_id == "T09" and cell.phase == "final"]
    step = printed_step(cells)
    for cell in cells:
        name = _name(cell.entity or "")
        if cell.amount_yuan is None or is_unreadable(cell) or (cell.entity is not None and name in _WHOLE):
            continue
        entity = None if name in {department, ""} else cell.entity
        facts[cell.measure or TOTAL].append(Owned(entity, Printed(cell.amount_yuan, step), _exhibit(cell)))
    return facts


def _name(entity: str) -> str:
    return _LEVEL.sub("", fold_tight(entity))


def _exhibit(cell: Cell) -> Exhibit:
    place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no, col_no=cell.col_no)
    return Exhibit(f"T09{cell.entity or ''}{cell.measure or ''}", cell.amount_yuan, cell.printed, [place])


def _families(owned: Sequence[Owned]) -> list[tuple[Owned, list[Owned]]]:
    """The whole and its units, where each is stated as one amount and two units or more are named."""
    wholes = {each.printed.value: each for each in owned if each.entity is None}
    units: dict[str, dict[Decimal, Owned]] = defaultdict(dict)
    for each in owned:
        if each.entity is not None:
            units[_name(each.entity)].setdefault(each.printed.value, each)
    if len(wholes) != 1 or len(units) < _FEWEST or any(len(amounts) > 1 for amounts in units.values()):
        return []
    return [(next(iter(wholes.values())), [next(iter(amounts.values())) for amounts in units.values()])]


def _total(parts: Sequence[Owned]) -> Decimal:
    return sum((part.printed.value for part in parts), Decimal(0))


def _tolerance(whole: Owned, parts: Sequence[Owned]) -> Decimal:
    return sum((part.printed.width for part in (whole, *parts)), Decimal(0)) / 2


def _comes_out(whole: Owned, parts: Sequence[Owned]) -> bool:
    return abs(_total(parts) - whole.printed.value) <= _tolerance(whole, parts)


def _is_positive(parts: Sequence[Owned]) -> bool:
    return any(part.printed.value > 0 for part in parts)
