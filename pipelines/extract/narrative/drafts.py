"""Claims in the making: what a sentence says about one subject, collected token by token, then frozen into a record."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.money import read_amount
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.people import without_people
from pipelines.extract.records import (
    Baseline,
    Claim,
    Comparison,
    Completion,
    Direction,
    FundType,
    Phase,
    Quantity,
    Share,
    Span,
)


class Topic(msgspec.Struct, frozen=True, gc=False):
    """What an amount is about: subject, fund, and for functional_class the names of 类, 款, 项."""

    subject: str
    scope: FundType | None = None
    path: tuple[str | None, ...] | None = None
    variant: str = ""
    """Sets apart what one subject says twice in a sentence: vehicles bought this year and vehicles owned."""


class Base(msgspec.Struct, frozen=True, gc=False):
    """What a change is measured against."""

    baseline: Baseline
    year: int | None
    amount: Decimal | None = None


class Change(msgspec.Struct, gc=False):
    """A comparison being read: the amount and the rate of one change come in two clauses."""

    base: Base
    direction: Direction
    change_abs: Decimal | None = None
    rate: Decimal | None = None

    def record(self) -> Comparison:
        """The comparison as it stands in the claim."""
        return Comparison(
            baseline=self.base.baseline,
            base_year=self.base.year,
            base_amount_yuan=self.base.amount,
            direction=self.direction,
            change_abs_yuan=self.change_abs,
            change_rate=self.rate,
        )


class Draft(msgspec.Struct):
    """One mention: sentence x entity x scope x subject x period x phase."""

    topic: Topic
    phase: Phase
    year: int | None
    entity: str | None
    amount: Decimal | None = None
    printed: str = ""
    changes: list[Change] = []
    shares: list[Share] = []
    completions: list[Completion] = []
    quantities: list[Quantity] = []
    whole: Topic | None = None
    """What it is a part or an explanation of, if its sentence says so."""

    def change(self, base: Base, direction: Direction) -> Change:
        """The comparison with this base: the one begun, or a new one."""
        for known in self.changes:
            if (known.base.baseline, known.base.year) == (base.baseline, base.year):
                return known
        self.changes.append(Change(base, direction))
        return self.changes[-1]

    def says_something(self) -> bool:
        """Whether there is anything in it beside its subject."""
        return self.amount is not None or bool(self.changes or self.shares or self.completions or self.quantities)

    def claim(self, sha256: str, spans: Sequence[Span], sentence: str) -> Claim:
        """The record of this mention; its sentence shows no names and telephone numbers of people."""
        return Claim(
            sha256=sha256,
            spans=list(spans),
            sentence=without_people(sentence),
            entity=self.entity,
            fiscal_year=self.year,
            subject=self.topic.subject,
            subject_path=list(self.topic.path) if self.topic.path else None,
            scope=self.topic.scope,
            phase=self.phase,
            amount_yuan=self.amount,
            quantities=self.quantities,
            comparisons=[change.record() for change in self.changes],
            shares=self.shares,
            completions=self.completions,
            printed=self.printed,
        )


def yuan(number: str, unit: str | None) -> Decimal | None:
    """An amount of the text in yuan; a leading minus counts."""
    return read_amount(number, unit).value_yuan


def rate_of(token: Token, at: int = 0) -> Decimal:
    """A percentage with its printed digits, unsigned."""
    return Decimal(token.numbers[at].replace(",", "").lstrip("-"))
