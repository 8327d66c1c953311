"""R40-R43: changes and completions of the text follow from the amounts that it prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipelines.extract.records import Verdict
from pipelines.rules.bases import BUDGETS, NAMES, Change, budget_of, changes
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, percent, rate_step, rate_verdict
from pipelines.rules.mentions import Key, Mention, Narrative
from pipelines.rules.text_items import last_years_parts

_ROUGHLY = ("基本持平", "基本一致", "基本相同")
_ROUGH_SHARE = Decimal("0.05")


@rule("R40")
def changes_add_up(book: Book, bench: Bench) -> None:
    """Amount - previous = change; rate = change / previous; the previous values implied in several places agree."""
    found = list(changes(book.narrative))
    for change in found:
        _difference(bench, change)
        _rate(bench, change)
    _implied(book.narrative, bench, found)
    last_years_parts(book.narrative, bench, found)


def _difference(bench: Bench, change: Change) -> None:
    """The distance of amount and printed base is the stated change (its direction is R42's)."""
    delta = change.comparison.change_abs_yuan
    if change.base is None or delta is None or change.base_exhibit is None:
        return
    distance = change.amount.minus(change.base).absolute()
    tolerance = max(change.amount.width, change.base.width, change.mention.step) / 2 * 3
    bench.amounts(
        change.stated.exhibit(f"{change.name}与{NAMES[change.comparison.baseline]}之差", distance.value),
        change.mention.exhibit(f"文中{change.name}变动额", abs(delta)),
        tolerance,
    )


def _rate(bench: Bench, change: Change) -> None:
    rate, delta, previous = change.comparison.change_rate, change.delta, change.previous
    if rate is None or delta is None or previous is None or previous.value <= 0:
        return
    _judge_rate(bench, change.mention, rate, delta, previous, change.previous_exhibit().name)


def _judge_rate(bench: Bench, mention: Mention, rate: Decimal, part: Printed, whole: Printed, of: str) -> None:
    bench.judged(
        rate_verdict(rate, part, whole),
        mention.exhibit(f"{part.value}÷{of}{whole.value}＝", percent(part, whole), "%"),
        mention.exhibit(f"文中{mention.key.name}百分比", rate, "%"),
        rate_step(rate),
        reason="percent",
    )


def _implied(narrative: Narrative, bench: Bench, found: list[Change]) -> None:
    """The base that one sentence implies is the base that another one prints or implies."""
    groups: dict[tuple[Key, str, int | None], list[Change]] = defaultdict(list)
    for change in found:
        if change.base is None and change.previous is not None and change.mention.key.is_named:
            comparison = change.comparison
            groups[change.mention.key, comparison.baseline, comparison.base_year].append(change)
    for (key, baseline, year), group in groups.items():
        phase = "final" if baseline == "prior_year" else baseline
        printed = narrative.amounts(key, phase, year)  # type: ignore[arg-type]
        if len({m.amount for m in printed}) > 1:
            continue
        first = printed[0].exhibit(f"{key.name}{NAMES[group[0].comparison.baseline]}") if printed else None
        reference = first or group[0].previous_exhibit()
        for change in group if printed else group[1:]:
            width = change.previous.width if change.previous else Decimal(0)
            bench.amounts(reference, change.previous_exhibit(), width + group[0].stated.step)


@rule("R41")
def nothing_has_no_percentage(book: Book, bench: Bench) -> None:
    """A rate of change or completion has a base that is not zero; nothing of nothing proves nothing."""
    for mention, rate, part, whole, change in _rated(book.narrative):
        of = change.previous_exhibit().name if change is not None else f"{mention.key.name}预算数"
        expected = mention.exhibit(of, whole.value)
        found = mention.exhibit(f"文中{mention.key.name}百分比", rate, "%")
        if whole.value > 0:
            bench.judged("pass", expected, found, sign="的基数是")
        elif whole.value == 0 and part.value:
            bench.judged("fail", expected, found, sign="的基数是", reason="zero_base")
        elif whole.value == 0:
            bench.judged("insufficient_data", expected, found, sign="的基数是", reason="nothing_of_nothing")


def _rated(narrative: Narrative) -> Iterator[tuple[Mention, Decimal, Printed, Printed, Change | None]]:
    """Every printed rate with its part, its base, and the change it is a rate of; None for a completion."""
    for change in changes(narrative):
        rate, delta, previous = change.comparison.change_rate, change.delta, change.previous
        if rate is not None and delta is not None and previous is not None:
            yield change.mention, rate, delta, previous, change
    for mention, rate, final, budget in _completions(narrative):
        yield mention, rate, _printed(final), _printed(budget), None


def _completions(narrative: Narrative) -> Iterator[tuple[Mention, Decimal, Mention, Mention]]:
    """Every stated completion of a budget that the text prints: mention, rate, final amount, budget."""
    for mention in narrative.mentions:
        final = narrative.stated(mention) if mention.claim.completions and mention.phase == "final" else None
        for completion in mention.claim.completions if final is not None else ():
            budget = next((budget_of(narrative, mention, p) for p in BUDGETS if p == completion.of), None)
            if final is not None and budget is not None:
                yield mention, completion.rate, final, budget


def _printed(mention: Mention) -> Printed:
    return Printed(mention.amount or Decimal(0), mention.step)


@rule("R42")
def directions_fit(book: Book, bench: Bench) -> None:
    """增加 where the amount exceeds its base, 减少 where it falls short, 持平 only if equal; 增加0 is a warning."""
    for change in changes(book.narrative):
        if change.comparison.direction == "unclear":
            bench.judged("insufficient_data", *_sides(change, "不明"), sign="：", reason="direction_unclear")
        elif change.comparison.direction != "flat" and change.comparison.change_abs_yuan == 0:
            bench.judged("fail", *_sides(change, "变动0"), sign="：", reason="zero_change", severity="warning")
        elif change.base is not None:
            _direction(bench, change, change.base)


def _direction(bench: Bench, change: Change, base: Printed) -> None:
    difference = change.amount.value - base.value
    tolerance = (change.amount.width + base.width) / 2
    wording = {"increase": "增加", "decrease": "减少", "flat": "持平"}.get(change.comparison.direction, "")
    verdict: Verdict = "pass"
    reason = None
    if change.comparison.direction == "flat":
        if abs(difference) > tolerance:
            rough = any(word in change.mention.claim.sentence for word in _ROUGHLY)
            is_near = rough and abs(difference) <= base.value * _ROUGH_SHARE
            verdict, reason = ("insufficient_data", "roughly_equal") if is_near else ("fail", "not_equal")
        elif difference:
            verdict = "rounding"
    elif (difference < 0) == (change.comparison.direction == "increase") and difference:
        verdict = "fail" if abs(difference) > tolerance else "rounding"
    bench.judged(verdict, *_sides(change, wording), tolerance, sign=f"{wording}，", reason=reason)


def _sides(change: Change, wording: str) -> tuple[Exhibit, Exhibit]:
    return change.previous_exhibit(), change.stated.exhibit(f"文中{change.name}（{wording}）")


@rule("R43")
def completions_follow(book: Book, bench: Bench) -> None:
    """Completion = final / budget."""
    for mention, rate, final, budget in _completions(book.narrative):
        if budget.amount:
            of = f"{budget.key.name}预算数"
            _judge_rate(bench, mention, rate, _printed(final), _printed(budget), of)
