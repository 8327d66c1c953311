"""R37, R50: counts and money agree, printed averages recompute, vehicles are the sum of their kinds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Quantity
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book, is_unreadable
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed
from pipelines.rules.mentions import Mention, Narrative
from pipelines.rules.text_tables import item_slots
from pipelines.rules.units import counts_within_the_whole

KEPT = "公务用车保有量"
_JOINED = re.compile(r"参加[^,。;]{0,14}(?:组织|组团|团组)|随团|跟团|双跨")
"""Who joins a delegation of another unit spends money without a group of its own."""
_PRINTED = re.compile(r"\d辆")
_VEHICLES, _KIND = "车辆", "用车"


class Counted(msgspec.Struct, frozen=True):
    """A count, the money it goes with, and the average that the two make, if texts print one."""

    of: str
    money: str
    average: str | None = None
    or_money: str | None = None
    """The money where the text does not print its own: domestic receptions are most of all receptions."""
    needs_money: bool = True
    """Whether a count without money is a contradiction: vehicles may be kept at no cost of the year."""


COUNTS = (
    Counted("因公出国（境）团组", "因公出国（境）费"),
    Counted("因公出国（境）人次", "因公出国（境）费", "人均因公出国（境）费"),
    Counted("公务用车购置数", "公务用车购置费", "车均购置费"),
    Counted(KEPT, "公务用车运行维护费", "车均运行维护费", needs_money=False),
    Counted("公务接待批次", "公务接待费"),
    Counted("公务接待人次", "公务接待费", "人均接待费"),
    Counted("国内公务接待批次", "国内接待费", or_money="公务接待费"),
    Counted("国内公务接待人次", "国内接待费", or_money="公务接待费"),
)


@rule("R37")
def counts_go_with_money(book: Book, bench: Bench) -> None:
    """A count is positive if and only if its amount is; an average is the amount by the count."""
    for mention, quantity in _quantities(book.narrative):
        for counted in COUNTS:
            if counted.of == quantity.of:
                _with_money(book, bench, mention, quantity, counted)
                _average(book, bench, mention, quantity, counted)
    counts_within_the_whole(book, bench)


def _quantities(narrative: Narrative) -> Iterator[tuple[Mention, Quantity]]:
    for mention in narrative.mentions:
        if mention.claim.fiscal_year == narrative.fiscal_year and mention.phase == "final":
            for quantity in mention.claim.quantities:
                yield mention, quantity


def _with_money(book: Book, bench: Bench, mention: Mention, quantity: Quantity, counted: Counted) -> None:
    money = _money(book, mention, counted.money)
    is_wider = not money and counted.or_money is not None
    if counted.or_money is not None and is_wider:
        money = _money(book, mention, counted.or_money)
    if not money:
        return
    expected, found = money[0], _count(mention, quantity)
    spent = {bool(exhibit.value) for exhibit in money}
    if len(spent) > 1:
        bench.judged("insufficient_data", expected, found, sign="，", reason="amount_stated_differently")
    elif spent == {bool(quantity.value)}:
        bench.judged("pass", expected, found, sign="，")
    elif quantity.value and not counted.needs_money:
        bench.judged("insufficient_data", expected, found, sign="，", reason="count_without_money")
    elif is_wider and _foreign_guests(book.narrative):
        bench.judged("insufficient_data", expected, found, sign="，", reason="other_receptions")
    elif _JOINED.search(fold_tight(mention.claim.sentence)) and not quantity.value:
        bench.judged("insufficient_data", expected, found, sign="，", reason="joined_groups_of_others")
    else:
        bench.judged("fail", expected, found, sign="，", reason="count_against_money")


def counts_are_repeated(book: Book, bench: Bench) -> None:
    """A count that a table prints (公务用车保有量) is one of those that the text states; the text may part it."""
    stated: dict[str, list[Exhibit]] = defaultdict(list)
    tabled: dict[str, list[Exhibit]] = defaultdict(list)
    for mention, quantity in _quantities(book.narrative):
        if mention.claim.entity is None:
            counts = tabled if _is_of_table(mention, quantity) else stated
            counts[quantity.of].append(_count(mention, quantity))
    for of, exhibits in tabled.items():
        for exhibit in exhibits if stated[of] else ():
            same = [other for other in stated[of] if other.value == exhibit.value]
            bench.amounts(exhibit, (same or stated[of])[0], Decimal(0))


def _is_of_table(mention: Mention, quantity: Quantity) -> bool:
    """Whether a count is a cell of its own: its print is the number alone."""
    return mention.amount is None and mention.claim.printed.replace(",", "").strip() == str(quantity.value)


def _foreign_guests(narrative: Narrative) -> bool:
    """Whether receptions of foreign guests are counted beside the domestic ones."""
    return any(q.value and q.of.startswith(("外事接待", "国（境）外接待")) for _, q in _quantities(narrative))


def _count(mention: Mention, quantity: Quantity) -> Exhibit:
    return mention.exhibit(f"{quantity.of} {quantity.value} {quantity.unit}", Decimal(quantity.value), quantity.unit)


def _money(book: Book, mention: Mention, subject: str) -> list[Exhibit]:
    """Every final amount of the subject: of the text about the same unit, and of the discloser's T09."""
    year = book.narrative.fiscal_year
    stated = [
        m.exhibit()
        for m in book.narrative.by_subject.get(subject, [])
        if m.amount is not None
        and m.phase == "final"
        and (m.claim.entity, m.claim.fiscal_year) == (mention.claim.entity, year)
    ]
    printed = [] if mention.claim.entity else item_slots(book, subject, "final")
    return stated + [slot.exhibit() for slot in printed if not any(is_unreadable(cell) for cell in slot.cells)]


def _average(book: Book, bench: Bench, mention: Mention, quantity: Quantity, counted: Counted) -> None:
    """Amount / count, by the printed steps of amount and average."""
    if counted.average is None or not quantity.value:
        return
    averages = [m for m in book.narrative.by_subject.get(counted.average, []) if _near(m, mention)]
    amounts = [m for m in book.narrative.by_subject.get(counted.money, []) if _near(m, mention)]
    if len(averages) != 1 or not amounts or len({m.amount for m in amounts}) > 1:
        return
    whole = Printed(amounts[0].amount or Decimal(0), amounts[0].step)
    bench.amounts(
        amounts[0].exhibit(f"{counted.money}/{quantity.value}{quantity.unit}", round(whole.value / quantity.value, 2)),
        averages[0].exhibit(),
        averages[0].step + whole.width / quantity.value,
    )


def _near(mention: Mention, other: Mention) -> bool:
    same = (mention.claim.entity, mention.claim.fiscal_year) == (other.claim.entity, other.claim.fiscal_year)
    return same and mention.phase == "final" and mention.amount is not None


@rule("R50")
def vehicles_add_up(book: Book, bench: Bench) -> None:
    """All vehicles = Σ kinds; 公务用车保有量, which may count only those paid from fiscal money, is no more."""
    kept = [(m, q) for m, q in _quantities(book.narrative) if q.of == KEPT and m.claim.entity is None]
    for mention in book.narrative.by_subject.get(_VEHICLES, []):
        whole = [q for q in mention.claim.quantities if q.of == _VEHICLES]
        kinds = [q for q in mention.claim.quantities if q.of.endswith(_KIND) and q.of != _VEHICLES]
        if len(whole) != 1 or mention.claim.fiscal_year != book.narrative.fiscal_year:
            continue
        expected = _count(mention, whole[0])
        if len(kinds) > 1:
            words = "；".join(f"{q.of} {q.value}{q.unit}" for q in kinds)
            found = Exhibit(
                "各类车辆之和", Decimal(sum(q.value for q in kinds)), words, mention.places(), whole[0].unit
            )
            printed = len(_PRINTED.findall(fold_tight(mention.claim.sentence)))
            doubt = "kinds_not_read" if printed > len(kinds) + 1 else None
            bench.amounts(expected, found, Decimal(0), doubt=doubt)
        for other, quantity in kept if mention.claim.entity is None else ():
            doubt = "kept_from_fiscal_money_only" if quantity.value < whole[0].value else None
            bench.amounts(expected, _count(other, quantity), Decimal(0), doubt=doubt)
