"""R39, R44: shares of the text are part / whole, and what the text adds up makes its total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import product

from pipelines.extract.folding import fold
from pipelines.extract.narrative.lexicon import subjects
from pipelines.extract.records import Phase, Verdict
from pipelines.rules.bases import BUDGETS
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, percent, rate_step, rate_verdict
from pipelines.rules.mentions import Key, Mention, Narrative, total
from pipelines.rules.text_items import SPENDING, functional_items
from pipelines.rules.text_sums import stated_sums, sums
from pipelines.rules.units import units_make_the_whole

_PREFIXES = ("本年度", "本年", "全年", "当年")
_GENERIC = frozenset({"财政拨款支出", "本年支出合计"})
_ORDER: tuple[Verdict, ...] = ("pass", "rounding", "fail")
_MOST = 200


@rule("R39")
def shares_follow(book: Book, bench: Bench) -> None:
    """A share is part / whole; of several wholes that its words may mean, the one that fits is meant."""
    for mention in book.narrative.mentions:
        part = book.narrative.stated(mention) if mention.claim.shares else None
        for share in mention.claim.shares if part is not None else ():
            if part is not None:
                _share(book.narrative, bench, part, share.of, share.rate)


def _share(narrative: Narrative, bench: Bench, part: Mention, of: str, rate: Decimal) -> None:
    printed = _printed(part)
    wholes = [m for m in (_nearest(narrative, part, name) for name in _wholes(of, part)) if m is not None and m.amount]
    if not wholes or printed.value < 0 or any((m.amount or 0) < 0 for m in wholes):
        return
    judged = {m.order: rate_verdict(rate, printed, _printed(m)) for m in wholes}
    whole = min(wholes, key=lambda m: _ORDER.index(judged[m.order]))
    name = f"{part.key.name}{part.amount}÷{whole.key.name}{whole.amount}＝"
    expected = whole.exhibit(name, percent(printed, _printed(whole)), "%")
    found = part.exhibit(f"文中{part.key.name}占比", rate, "%")
    bench.judged(judged[whole.order], expected, found, rate_step(rate), reason="percent")


@cache
def _phrases() -> dict[str, str]:
    names = {fold(phrase): name for name, subject in subjects().items() for phrase in subject.phrases}
    return names | {fold(name): name for name in subjects()}


def _wholes(of: str, part: Mention) -> list[str]:
    """The subjects that the words of a whole may mean: 本年财政拨款支出 beside a class is its fund's spending."""
    words = "".join(fold(of).split())
    bare = next((words.removeprefix(prefix) for prefix in _PREFIXES if words.startswith(prefix)), words)
    known = _phrases()
    name = known.get(words) or known.get(bare)
    if name is None:
        return []
    own = SPENDING.get(part.claim.scope) if part.claim.scope else None
    return [name, own] if own and name in _GENERIC and part.claim.subject != own else [name]


def _nearest(narrative: Narrative, part: Mention, subject: str) -> Mention | None:
    """The whole in the sentence of its part, else the last one before it: same unit, phase and year."""
    found = [
        m
        for m in narrative.by_subject.get(subject, [])
        if m.amount is not None
        and m.claim.entity == part.claim.entity
        and (m.phase, m.claim.fiscal_year) == (part.phase, part.claim.fiscal_year)
        and (m.claim.scope in {part.claim.scope, None} or m.claim.scope == subjects()[subject].scope)
        and m.key != part.key
    ]
    same = [m for m in found if m.sentence == part.sentence]
    before = [m for m in found if m.order < part.order]
    return same[0] if same else before[-1] if before else None


def _printed(mention: Mention) -> Printed:
    return Printed(mention.amount or Decimal(0), mention.step)


@rule("R44")
def items_make_their_total(book: Book, bench: Bench) -> None:
    """What a sentence, the items of “三公”经费 or the list of functional items add up makes the stated total."""
    _sentence_sums(book.narrative, bench)
    _item_sums(book.narrative, bench)
    functional_items(book.narrative, bench)
    units_make_the_whole(book, bench)


def _sentence_sums(narrative: Narrative, bench: Bench) -> None:
    whole_by_parts = {entry.total for entry in sums() if entry.complete == "all"}
    for stated in stated_sums(narrative):
        if stated.whole.claim.subject not in whole_by_parts:
            doubt = None if stated.is_complete or stated.gap > 0 else "parts_may_be_missing"
            _sum(bench, stated.whole, stated.parts, doubt)


def _sum(bench: Bench, whole: Mention, parts: Sequence[Mention], doubt: str | None) -> None:
    tolerance = max(m.step for m in (whole, *parts)) / 2 * (len(parts) + 1)
    places = [place for m in {m.sentence: m for m in parts}.values() for place in m.places()]
    words = "；".join(f"{m.key.name} {m.claim.printed}" for m in parts)
    found = Exhibit(f"文中{whole.key.name}各项之和", total(parts), words, places)
    bench.amounts(whole.exhibit(), found, tolerance, doubt=doubt)


def _item_sums(narrative: Narrative, bench: Bench) -> None:
    """Totals whose parts are few and all named, wherever they stand; an amount stated twice may be either."""
    for entry in sums():
        if entry.complete == "all" and entry.total != "政府采购":
            for key in [key for key in narrative.by_key if key.subject == entry.total]:
                parts = [Key(key.entity, key.scope, part) for part in entry.parts]
                for phase in ("final", *BUDGETS):
                    _one_total(narrative, bench, key, parts, phase)


def _one_total(narrative: Narrative, bench: Bench, key: Key, parts: Sequence[Key], phase: Phase) -> None:
    choices = [_distinct(narrative, own, phase) for own in (key, *parts)]
    if not all(choices) or _count(choices) > _MOST:
        return
    combinations = list(product(*choices))
    best = min(combinations, key=lambda chosen: abs(total(chosen[1:]) - total(chosen[:1])))
    _sum(bench, best[0], best[1:], "amounts_stated_twice" if len(combinations) > 1 else None)


def _distinct(narrative: Narrative, key: Key, phase: Phase) -> list[Mention]:
    found = narrative.amounts(key, phase, narrative.fiscal_year)
    return list({m.amount: m for m in found}.values())


def _count(choices: Sequence[Sequence[Mention]]) -> int:
    count = 1
    for options in choices:
        count *= len(options)
    return count
