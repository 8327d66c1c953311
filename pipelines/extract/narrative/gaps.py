"""What the amount in “决算数大于预算数9万元” is: the gap between the two, or the budget itself.

The words say neither; the budget that the sentence names, or the rate of its completion, does.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.extract.narrative.drafts import Base, Draft
from pipelines.extract.records import Direction


def gap_of(base: Base, direction: Direction, final: Draft | None, drafts: Sequence[Draft]) -> Direction | None:
    """The direction of a gap of `base.amount`, "flat" where that is the budget's own amount, None where neither shows.

    Args:
        base: the budget with the amount that stands behind it.
        direction: what 大于, 小于, 等于 say of the final amount.
        final: the final amount that is measured, with the completions that were read.
        drafts: all amounts of the sentence so far.
    """
    if direction == "flat" or base.amount is None or final is None or final.amount is None:
        return direction if direction == "flat" else None
    whole = final.amount - (base.amount if direction == "increase" else -base.amount)
    budget = next((d.amount for d in drafts if d.topic == final.topic and d.phase == base.baseline), None)
    if budget is not None:
        is_budget, is_gap = base.amount == budget, whole == budget
    else:
        rates = [done.rate for done in final.completions if done.of == base.baseline]
        is_budget, is_gap = (bool(rates) and makes(final.amount, of, rates[0]) for of in (base.amount, whole))
    if is_budget == is_gap:
        return None
    return "flat" if is_budget else direction


def makes(part: Decimal, whole: Decimal, rate: Decimal) -> bool:
    """Whether a part of a whole is `rate` percent of it, within the rounding of the rate."""
    step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return whole > 0 and abs(part / whole * 100 - rate) <= step
