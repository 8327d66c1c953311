"""Claims read against claims told, field by field: what was read and is not said, what is said and was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from pipelines.extract.records import Claim, Comparison
from sample_portal.sheet import fold_label


class ClaimDifferences(msgspec.Struct, frozen=True, kw_only=True):
    """`wrong` claims were read and are not in the truth, `missing` ones are in the truth and were not read."""

    wrong: list[Claim]
    missing: list[Claim]


def compare_claims(found: Iterable[Claim], told: Iterable[Claim]) -> ClaimDifferences:
    """Every claim of one side that has no equal on the other; places and printed words are not compared.

    A claim that is read rightly but for one figure is wrong, and its true form is missing.
    """
    read, true = list(found), list(told)
    return ClaimDifferences(wrong=_without(read, true), missing=_without(true, read))


def _without(some: list[Claim], others: list[Claim]) -> list[Claim]:
    left = Counter(_key(claim) for claim in others)
    lone: list[Claim] = []
    for claim in some:
        key = _key(claim)
        if left[key]:
            left[key] -= 1
        else:
            lone.append(claim)
    return lone


def _key(claim: Claim) -> tuple[object, ...]:
    return (
        claim.subject,
        claim.scope,
        claim.entity,
        claim.fiscal_year,
        claim.phase,
        _text(claim.amount_yuan),
        tuple(fold_label(part).removesuffix("支出") for part in claim.subject_path or [] if part),
        tuple(sorted((q.of, q.value, q.unit) for q in claim.quantities)),
        tuple(sorted(_change(comparison) for comparison in claim.comparisons)),
        tuple(sorted((share.of, _text(share.rate)) for share in claim.shares)),
        tuple(sorted((done.of, _text(done.rate)) for done in claim.completions)),
    )


def _change(change: Comparison) -> tuple[str, ...]:
    figures = (change.base_amount_yuan, change.change_abs_yuan, change.change_rate)
    return (change.baseline, str(change.base_year), change.direction, *map(_text, figures))


def _text(value: Decimal | None) -> str:
    """The value whatever its printed digits: 5.0 is 5."""
    return "" if value is None else f"{value.normalize() + 0:f}"
