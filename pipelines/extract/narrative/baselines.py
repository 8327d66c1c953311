"""Reading what a change is measured against: 比上年, 与2023年度相比, 较年初预算数0万元, 与上年决算数9.64万元相比."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from pipelines.extract.narrative.drafts import Base, yuan
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.records import Baseline, Phase

_TRANSPARENT = frozenset({"FILL", "SCOPE", "WEAK", "THIS_YEAR", "PATH", "CLASS", "EACH"})
_BUDGETS: dict[Phase, Baseline] = {
    "initial_budget": "initial_budget",
    "adjusted_budget": "adjusted_budget",
    "budget_unspecified": "budget_unspecified",
}


class Comparator(msgspec.Struct):
    """A baseline as read: the index of the first token behind it, and the token of its amount, if it names one."""

    base: Base
    end: int
    amount: Token | None = None
    phase: Phase | None = None
    """What its words say of its amount (上年决算数), if anything."""
    is_bare: bool = False
    """Whether it says 收入 or 支出 without saying of what (较2022年收入9万元)."""
    subject: str | None = None
    """The subject that it names on the way (比2022年“三公”经费年初预算数)."""


def read_comparator(tokens: list[Token], at: int, fiscal_year: int | None) -> Comparator | None:
    """The baseline that opens behind token `at` (比, 与, 较 …); None where the word compares nothing."""
    year: int | None = None
    last_year = False
    phase: Phase | None = None
    subject: str | None = None
    is_bare = False
    i = at
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "YEAR" and phase is None:
            year = token.value
        elif token.kind == "LAST_YEAR":
            last_year = True
        elif token.kind == "PHASE":
            phase = phase if phase in _BUDGETS else token.value
        elif token.kind == "SUBJECT":
            subject = token.value
        elif token.kind not in _TRANSPARENT:
            break
        is_bare = is_bare or token.kind == "WEAK"
        i += 1
    budget = _BUDGETS.get(phase) if phase else None
    if year is None and not last_year and budget is None:
        return None
    amount, end = _base_amount(tokens, i)
    base = _base(year, budget, amount, fiscal_year, last_year=last_year)
    return Comparator(base, end, amount, phase, is_bare, subject)


def _base(
    year: int | None, budget: Baseline | None, amount: Token | None, fiscal_year: int | None, *, last_year: bool
) -> Base:
    if last_year or year is None:
        year = None if fiscal_year is None else fiscal_year - int(last_year)
    value: Decimal | None = None
    if amount is not None and len(amount.numbers) == 1:
        value = yuan(amount.numbers[0], amount.unit)
    return Base(budget or "prior_year", year, value)


def _base_amount(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    """An amount that belongs to the baseline, and the index behind it and its 相比."""
    amount: Token | None = None
    i = at
    if [token.value for token in tokens[i : i + 3 : 2]] == ["(", ")"] and tokens[i + 1].kind == "AMOUNT":
        amount, i = tokens[i + 1], i + 3  # 比上年(9万元)减少
    elif i < len(tokens) and tokens[i].kind == "AMOUNT":
        amount, i = tokens[i], i + 1
    while i < len(tokens) and tokens[i].kind in {"CMP_END", "FILL"}:
        i += 1
    return amount, i
