"""The claims of a wording's sentences, told beside them: one line a claim, figures by the names of their values.

    subject[@scope][#phase] amount|- [y-1] [<leaf] [~change[:baseline[:base]]] [%of] [!of] [*of=count:unit]

`~total` is a change against last year by `total_change`, `~abroad_against_budget:initial_budget` one against the
budget, a third name the base amount that the sentence names; `~?total` leaves the direction open. `%of` is the share
`<amount>_share` of a whole, `!of` the completion `<amount>_done` of a budget, `!of=name` that of another amount,
`*of=n_groups:个` a count. `y-1` is an amount of last year, `<leaf` a functional class named without its parents,
`cars/10000` an amount of 万元 that is printed as 元.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from pipelines.extract.records import Claim, Comparison, Completion, Quantity, Share
from sample_portal.account import Account
from sample_portal.sheet import TRUTH_SHA256
from sample_portal.values import Values

_PATHS = {"functional_class", "项目"}


class ClaimSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that a sentence makes, in names of values."""

    subject: str
    amount: str | None = None
    scope: str | None = None
    phase: str = "final"
    years_ago: int = 0
    leaf: bool = False
    changes: list[list[str]] = []
    shares: list[str] = []
    completions: list[str] = []
    counts: list[list[str]] = []


def read_spec(line: str) -> ClaimSpec:
    """The claim of one line; raises ValueError on a word that the notation does not know."""
    head, amount, *words = line.split()
    named, _, phase = head.partition("#")
    subject, _, scope = named.partition("@")
    given: dict[str, Any] = {"changes": [], "shares": [], "completions": [], "counts": []}
    for word in words:
        mark, rest = word[0], word[1:]
        if mark == "~":
            given["changes"].append(rest.split(":"))
        elif mark == "%":
            given["shares"].append(rest)
        elif mark == "!":
            given["completions"].append(rest)
        elif mark == "*":
            of, _, counted = rest.partition("=")
            given["counts"].append([of, *counted.split(":")])
        elif word in {"y-1", "<leaf"}:
            given["years_ago" if mark == "y" else "leaf"] = 1 if mark == "y" else True
        else:
            raise ValueError(f"unknown word {word!r} in the claim {line!r}")
    return ClaimSpec(
        subject=subject,
        amount=None if amount == "-" else amount,
        scope=scope or None,
        phase=phase or "final",
        **given,
    )


def claim_of(account: Account, spec: ClaimSpec, values: Values, sentence: str) -> Claim:
    """The record of a claim with the account's values."""
    path = values.path[-1:] if spec.leaf or spec.subject == "项目" else values.path
    rates = values.texts
    return Claim(
        sha256=TRUTH_SHA256,
        spans=[],
        sentence=sentence,
        fiscal_year=account.fiscal_year - spec.years_ago,
        subject=spec.subject,
        subject_path=list(path) if spec.subject in _PATHS else None,
        scope=spec.scope,  # type: ignore[arg-type]
        phase=spec.phase,  # type: ignore[arg-type]
        amount_yuan=_amount(spec.amount, values) if spec.amount else None,
        quantities=[Quantity(of=of, value=int(rates[name]), unit=unit) for of, name, unit in spec.counts],
        comparisons=[_comparison(account, change, values) for change in spec.changes],
        shares=[Share(of=of, rate=Decimal(rates[f"{name}_share"])) for of, name in _rates(spec.shares, spec)],
        completions=[
            Completion(of=of, rate=Decimal(rates[f"{name}_done"]))
            for of, name in _rates(spec.completions, spec)
            if rates[f"{name}_done"]
        ],
    )


def _rates(words: list[str], spec: ClaimSpec) -> Iterator[tuple[str, str]]:
    """The whole of each rate, and the name of the amount whose rate it is."""
    for word in words:
        of, _, name = word.partition("=")
        yield of, name or spec.amount or ""


def _amount(name: str, values: Values) -> Decimal:
    name, _, divisor = name.partition("/")
    return values.amounts[name] / Decimal(divisor or 1)


def _comparison(account: Account, change: list[str], values: Values) -> Comparison:
    name = change[0].removeprefix("?")
    baseline = change[1] if len(change) > 1 else "prior_year"
    direction = "unclear" if change[0].startswith("?") else values.texts[f"{name}_direction"]
    rate = values.texts[f"{name}_printed_rate"] if direction != "unclear" else ""
    return Comparison(
        baseline=baseline,  # type: ignore[arg-type]
        base_year=account.fiscal_year - (baseline == "prior_year"),
        base_amount_yuan=values.amounts[change[2]] if len(change) > 2 else None,
        direction=direction,  # type: ignore[arg-type]
        change_abs_yuan=None if direction == "flat" else values.amounts[f"{name}_change"],
        change_rate=Decimal(rate) if rate else None,
    )
