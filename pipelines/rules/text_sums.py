"""What the text adds up: totals and the parts that the same sentence names (claim_sums.yml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from pipelines.rules.mentions import Mention, Narrative, total

_HUNDRED = Decimal(100)
_FUNCTIONAL = "functional_class"


class SumOf(msgspec.Struct, frozen=True):
    """One line of claim_sums.yml."""

    total: str
    complete: Literal["all", "shares"]
    parts: list[str]


class StatedSum(msgspec.Struct, frozen=True):
    """A total and its parts, in one sentence and phase; `is_complete` where the parts must be the whole."""

    whole: Mention
    parts: Sequence[Mention]
    is_complete: bool

    @property
    def tolerance(self) -> Decimal:
        """Half a printed step for each term."""
        return max(m.step for m in (self.whole, *self.parts)) / 2 * (len(self.parts) + 1)

    @property
    def gap(self) -> Decimal:
        """The parts less the total."""
        return total(self.parts) - total([self.whole])


@cache
def sums() -> list[SumOf]:
    """The totals a text adds up."""
    raw = yaml.safe_load((files("pipelines.rules") / "claim_sums.yml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, list[SumOf])


def stated_sums(narrative: Narrative) -> Iterator[StatedSum]:
    """Every total of the text whose sentence names at least two of its parts."""
    by_total = {entry.total: entry for entry in sums()}
    for mentions in narrative.by_sentence.values():
        for whole in mentions:
            entry = by_total.get(whole.claim.subject)
            if entry is not None and whole.amount is not None:
                parts = [m for m in mentions if _is_part(m, whole, entry)]
                names = {m.key for m in parts}
                if len(parts) > 1 and len(names) == len(parts):
                    yield StatedSum(whole, parts, _complete(entry, parts))


def _is_part(mention: Mention, whole: Mention, entry: SumOf) -> bool:
    """Of the same phase and year, with money of the same scope; 财政拨款收入 is a part of all income."""
    subject, scope = mention.claim.subject, mention.claim.scope
    return (
        subject in entry.parts
        and mention.amount is not None
        and (mention.phase, mention.claim.fiscal_year) == (whole.phase, whole.claim.fiscal_year)
        and (scope in {whole.claim.scope, None} or (subject == "财政拨款收入" and scope == "fiscal"))
        and (subject != _FUNCTIONAL or mention.key.level == 1)
    )


def _complete(entry: SumOf, parts: Sequence[Mention]) -> bool:
    if entry.complete == "all":
        return {m.claim.subject for m in parts} == set(entry.parts)
    shares = [m.claim.shares[0].rate for m in parts if len(m.claim.shares) == 1]
    return len(shares) == len(parts) and abs(sum(shares) - _HUNDRED) <= Decimal("0.01") * len(parts)
