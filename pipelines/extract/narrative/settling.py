"""Whose change it is, where grammar leaves two: “收入总计9万元，其中年初结转3万元，较上年增加1万元，增长12.5%”.

A change that names both its amount and its rate fits one amount only. Behind a part or a list of uses it is read as the
part's; where it does not fit that but fits the whole, the whole is meant. Where it fits neither, nothing is decided:
the rules will find it.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from pipelines.extract.narrative.drafts import Change, Draft
from pipelines.extract.narrative.walk import EXPLAINED

_HUNDRED = Decimal(100)


def settle(drafts: list[Draft]) -> None:
    """Give each change the amounts that are its own and the draft that is its own, in place."""
    for draft in list(drafts):
        for change in draft.changes:
            _find_gap(draft, change, drafts)
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


def _find_gap(draft: Draft, change: Change, drafts: list[Draft]) -> None:
    """“本年支出99万元，较上年决算数1万元，下降1%”: 减少 is missing; by the rate the amount is the change."""
    base = change.base.amount
    if draft.amount is None or not base or change.change_abs is not None:
        return
    gap = Change(replace(change.base, amount=None), change.direction, base, change.rate)
    if _fits(draft.amount, gap) and not _fits(draft.amount, replace(gap, change_abs=abs(draft.amount - base))):
        change.base, change.change_abs = gap.base, base
        stated = (draft.topic, change.base.year, base)
        drafts[:] = [other for other in drafts if (other.topic, other.year, other.amount) != stated or other.changes]


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
