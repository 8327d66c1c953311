"""What a change of the text is measured against: the amount it speaks of, and the base that the text prints for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from pipelines.extract.records import Baseline, Comparison, Phase
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed
from pipelines.rules.mentions import Mention, Narrative

BUDGETS: tuple[Phase, ...] = ("initial_budget", "adjusted_budget", "budget_unspecified")
_EXPLAINED = "说明事项"
NAMES: dict[Baseline, str] = {
    "prior_year": "上年数",
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "budget_unspecified": "预算数",
}


class Change(msgspec.Struct, frozen=True):
    """One stated change: the mention that states it, the amount that changed, and the base where one is printed."""

    mention: Mention
    comparison: Comparison
    stated: Mention
    base: Printed | None
    base_exhibit: Exhibit | None

    @property
    def name(self) -> str:
        """The subject of the change."""
        return self.mention.key.name

    @property
    def amount(self) -> Printed:
        """What is compared."""
        return Printed(self.stated.amount or Decimal(0), self.stated.step)

    @property
    def delta(self) -> Printed | None:
        """The stated change: its own amount, else the distance to a printed base."""
        stated = self.comparison.change_abs_yuan
        if stated is not None:
            return Printed(abs(stated), self.mention.step)
        return self.amount.minus(self.base).absolute() if self.base is not None else None

    @property
    def previous(self) -> Printed | None:
        """The base: as printed, else the amount less the increase, or plus the decrease."""
        delta = self.delta
        if self.base is not None or delta is None:
            return self.base
        if self.comparison.direction == "increase":
            return self.amount.minus(delta)
        return self.amount.plus(delta) if self.comparison.direction == "decrease" else None

    def previous_exhibit(self) -> Exhibit:
        """The base as a side of a finding: where it is printed, else where the amount is."""
        if self.base_exhibit is not None:
            return self.base_exhibit
        value = self.previous.value if self.previous else None
        return self.stated.exhibit(f"{self.name}推算的{NAMES[self.comparison.baseline]}", value)


def changes(narrative: Narrative) -> Iterator[Change]:
    """Every stated change of an amount that the text names, in order."""
    for mention in narrative.mentions:
        if mention.claim.comparisons and mention.claim.subject != _EXPLAINED and mention.phase == "final":
            stated = narrative.stated(mention)
            if stated is not None:
                for comparison in mention.claim.comparisons:
                    yield _change(narrative, mention, comparison, stated)


def _change(narrative: Narrative, mention: Mention, comparison: Comparison, stated: Mention) -> Change:
    named = f"{mention.key.name}{NAMES[comparison.baseline]}"
    if comparison.base_amount_yuan is not None:
        base = Printed(comparison.base_amount_yuan, mention.step)
        return Change(mention, comparison, stated, base, mention.exhibit(named, base.value))
    known = _known_base(narrative, mention, comparison)
    if known is None or known.amount is None:
        return Change(mention, comparison, stated, None, None)
    return Change(mention, comparison, stated, Printed(known.amount, known.step), known.exhibit(named))


def _known_base(narrative: Narrative, mention: Mention, comparison: Comparison) -> Mention | None:
    if comparison.baseline == "prior_year":
        return same_sentence(narrative, mention, ("final",), comparison.base_year)
    return budget_of(narrative, mention, comparison.baseline)


def budget_of(narrative: Narrative, mention: Mention, phase: Phase) -> Mention | None:
    """The budget that a final amount is held against: of its sentence, else the last one named before it."""
    wanted = BUDGETS if phase == "budget_unspecified" else (phase,)
    found = same_sentence(narrative, mention, wanted, mention.claim.fiscal_year)
    return found or (narrative.stated(mention, phase) if phase != "budget_unspecified" else None)


def same_sentence(
    narrative: Narrative, mention: Mention, phases: tuple[Phase, ...], year: int | None
) -> Mention | None:
    """The one amount of the sentence about the same subject in these phases and that year."""
    found = [
        m
        for m in narrative.by_sentence[mention.sentence]
        if m.key == mention.key and m.phase in phases and m.claim.fiscal_year == year and m.amount is not None
    ]
    return found[0] if len(found) == 1 else None
