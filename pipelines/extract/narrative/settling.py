"""Whose change it is, where grammar leaves two: “收入总计9万元，其中年初结转3万元，较上年增加1万元，增长12.5%”.

A change that names both its amount and its rate fits one amount only. Behind a part or a list of uses it is read as the
part's; where it does not fit that but fits the whole, the whole is meant. Where it fits neither, nothing is decided:
the rules will find it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.extract.narrative.drafts import Change, Draft
from pipelines.extract.narrative.walk import EXPLAINED

_HUNDRED = Decimal(100)


def settle(drafts: Sequence[Draft]) -> None:
    """Move each change that can only be the whole's from the part's draft to the whole's, in place."""
    for at, draft in enumerate(drafts):
        if not draft.changes or draft.whole is None or (draft.amount is None and draft.topic.subject != EXPLAINED):
            continue
        for change in list(draft.changes):
            if not change.change_abs or (draft.amount is not None and _fits(draft.amount, change)):
                continue
            owner = next((whole for whole in drafts[:at] if whole.topic == draft.whole and _owns(whole, change)), None)
            if owner is not None:
                owner.changes.append(change)
                draft.changes.remove(change)


def _owns(whole: Draft, change: Change) -> bool:
    base = (change.base.baseline, change.base.year)
    is_new = all((known.base.baseline, known.base.year) != base for known in whole.changes)
    return whole.phase == "final" and whole.amount is not None and is_new and _fits(whole.amount, change)


def _fits(amount: Decimal, change: Change) -> bool:
    """Whether amount, change and rate agree within the rounding of the rate; False where one is missing."""
    if change.change_abs is None or change.rate is None or change.direction not in {"increase", "decrease"}:
        return False
    before = amount - change.change_abs if change.direction == "increase" else amount + change.change_abs
    if before <= 0:
        return False
    step = Decimal(1).scaleb(int(change.rate.as_tuple().exponent))
    return abs(change.change_abs / before * _HUNDRED - change.rate) <= step
