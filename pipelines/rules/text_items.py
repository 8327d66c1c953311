"""The parts of R44 and R40 that add up what the text states in several places: items of a class, and last year's parts.

What a text does not state itself it may imply: a budget by a change against it, last year's amount by an increase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import FundType, Phase, Severity
from pipelines.rules import labels
from pipelines.rules.bases import BUDGETS, Change, changes
from pipelines.rules.bench import Bench
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, rate_step
from pipelines.rules.mentions import Key, Mention, Narrative
from pipelines.rules.text_sums import sums

SPENDING: dict[FundType, str] = {
    "general_public_budget": "一般公共预算财政拨款支出",
    "government_fund": "政府性基金预算财政拨款支出",
    "state_capital": "国有资本经营预算财政拨款支出",
}
_CLASS = "functional_class"
_FEWEST = 2
_HUNDRED = Decimal(100)
_SIGNS = {"increase": 1, "decrease": -1}


class Stated(msgspec.Struct, frozen=True):
    """An amount that the text states or implies."""

    printed: Printed
    exhibit: Exhibit
    is_loose: bool = False
    """Whether it rests on 持平, which many a text says of amounts that are nearly equal."""


Facts = dict[tuple[Key, Phase], list[Stated]]


def functional_items(narrative: Narrative, bench: Bench) -> None:
    """Σ items = total for spending by fund and its levels, for a class and its sections, a section and its items.

    That a list is complete is proven by another phase of it that comes out.
    """
    facts = _facts(narrative)
    for whole, parts in _families(facts):
        sides: dict[Phase, tuple[Stated, list[Stated]]] = {}
        for phase in ("final", *BUDGETS):
            totals, items = facts.get((whole, phase), []), [facts.get((part, phase), []) for part in parts]
            if len(totals) == 1 and all(len(item) == 1 for item in items):
                sides[phase] = totals[0], [item[0] for item in items]
        complete = {phase for phase, side in sides.items() if abs(_gap(*side)) <= _tolerance(*side)}
        for phase, side in sides.items() if complete else ():
            doubt = None if complete - {phase} else "items_may_be_missing"
            _compare(bench, *side, f"文中{whole.name}各项之和", doubt)


def _families(facts: Facts) -> Iterator[tuple[Key, list[Key]]]:
    """A whole and the keys of one level below it: two or more items of a fund, one or more of a class."""
    keys = list(dict.fromkeys(key for key, _ in facts if key.subject == _CLASS and key.entity is None))
    for scope, subject in SPENDING.items():
        for level in (1, 2, 3):
            parts = [key for key in keys if key.scope == scope and key.level == level]
            if len(parts) >= _FEWEST:
                yield Key(None, scope, subject), parts
    for whole in keys:
        under = whole.path[: whole.level]
        parts = [
            key
            for key in keys
            if key.scope == whole.scope and key.level == whole.level + 1 and key.path[: whole.level] == under
        ]
        if parts:
            yield whole, parts


def _facts(narrative: Narrative) -> Facts:
    """By subject and phase, the distinct amounts of the year; a budget that only a change implies counts too."""
    found: dict[tuple[Key, Phase], dict[Decimal, Stated]] = defaultdict(dict)
    for mention in narrative.mentions:
        key = _one_name(mention.key)
        if mention.amount is not None and mention.claim.fiscal_year == narrative.fiscal_year and key is not None:
            stated = Stated(Printed(mention.amount, mention.step), mention.exhibit())
            found[key, mention.phase].setdefault(mention.amount, stated)
    for change in changes(narrative):
        baseline, previous, key = change.comparison.baseline, change.previous, _one_name(change.mention.key)
        if baseline != "prior_year" and previous is not None and key is not None and (key, baseline) not in found:
            found[key, baseline][previous.value] = Stated(previous, change.previous_exhibit())
    return {key: list(stated.values()) for key, stated in found.items()}


def _one_name(key: Key) -> Key | None:
    """The key with one spelling of its path (卫生健康, 卫生健康支出); None where a level above is not named."""
    if not key.is_named:
        return None
    return msgspec.structs.replace(key, path=tuple(part and labels.class_name(fold_tight(part)) for part in key.path))


def _gap(whole: Stated, parts: Sequence[Stated]) -> Decimal:
    return sum((part.printed.value for part in parts), Decimal(0)) - whole.printed.value


def _tolerance(whole: Stated, parts: Sequence[Stated]) -> Decimal:
    return sum((part.printed.width for part in (whole, *parts)), Decimal(0)) / 2


def _compare(
    bench: Bench,
    whole: Stated,
    parts: Sequence[Stated],
    name: str,
    doubt: str | None = None,
    severity: Severity | None = None,
) -> None:
    words = "；".join(f"{part.exhibit.name} {part.printed.value}" for part in parts)
    places = list({place: None for part in parts for place in part.exhibit.places})
    found = Exhibit(name, sum((part.printed.value for part in parts), Decimal(0)), words, places)
    bench.amounts(whole.exhibit, found, _tolerance(whole, parts), doubt=doubt, severity=severity)


def last_years_parts(narrative: Narrative, bench: Bench, found: Sequence[Change]) -> None:
    """Last year's parts, as the text states or implies them, make last year's total as it states or implies it."""
    last: dict[Key, list[Stated]] = defaultdict(list)
    for change in found:
        stated = _last_year(change)
        if change.comparison.baseline == "prior_year" and stated is not None:
            last[change.mention.key].append(stated)
    for entry in sums():
        for whole in [key for key in last if key.subject == entry.total]:
            keys = [_part_key(narrative, whole, part) for part in entry.parts]
            known = [key for key in keys if len({s.printed.value for s in last.get(key, [])}) == 1]
            if len({s.printed.value for s in last[whole]}) == 1 and len(known) >= _FEWEST:
                _last_year_adds_up(narrative, bench, last, whole, known, is_whole=len(known) == len(keys))


def _last_year_adds_up(
    narrative: Narrative, bench: Bench, last: dict[Key, list[Stated]], whole: Key, known: list[Key], *, is_whole: bool
) -> None:
    """All parts must add up; parts that are the whole this year are expected to have been it (a warning)."""
    total, parts = last[whole][0], [last[key][0] for key in known]
    now = [narrative.amounts(key, "final", narrative.fiscal_year) for key in (whole, *known)]
    this_year = [Stated(Printed(m[0].amount or Decimal(0), m[0].step), m[0].exhibit()) for m in now if m]
    is_all_now = len(this_year) == len(now) and abs(_gap(this_year[0], this_year[1:])) <= _tolerance(
        this_year[0], this_year[1:]
    )
    is_certain = is_whole and not any(stated.is_loose for stated in (total, *parts))
    if is_whole or is_all_now:
        severity: Severity | None = None if is_certain else "warning"
        _compare(bench, total, parts, f"文中{whole.name}各项上年数之和", severity=severity)


def _part_key(narrative: Narrative, whole: Key, part: str) -> Key:
    """The key of a part: of the same unit and money, or of fiscal money within all income."""
    own = Key(whole.entity, whole.scope, part)
    fiscal = Key(whole.entity, "fiscal", part)
    return fiscal if part == "财政拨款收入" and own not in narrative.by_key else own


def _last_year(change: Change) -> Stated | None:
    """Last year's amount: the base; equal where the text says so; from the rate where it states no more."""
    if change.previous is not None:
        return Stated(change.previous, change.previous_exhibit())
    if change.comparison.direction == "flat" and "基本" not in change.mention.claim.sentence:
        return Stated(change.amount, _implied(change.stated, change.amount.value), bool(change.amount.value))
    printed = _from_rate(change)
    return Stated(printed, _implied(change.stated, printed.value)) if printed is not None else None


def _from_rate(change: Change) -> Printed | None:
    """The amount before a change of which only the rate is stated, as wide as the rate's last digit leaves it."""
    rate, sign = change.comparison.change_rate, _SIGNS.get(change.comparison.direction)
    if rate is None or sign is None or (sign < 0 and rate + rate_step(rate) >= _HUNDRED):
        return None
    low, middle, high = (
        change.amount.value * _HUNDRED / (_HUNDRED + sign * each)
        for each in (rate - rate_step(rate), rate, rate + rate_step(rate))
    )
    return Printed(round(middle, 2), abs(high - low) + change.amount.width)


def _implied(mention: Mention, value: Decimal) -> Exhibit:
    return mention.exhibit(f"{mention.key.name}推算的上年数", value)
