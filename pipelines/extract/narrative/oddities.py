"""What looks wrong in the words themselves: unfinished templates, doubled punctuation, suspicious units, zero bases.

Everything is read as printed; these are hints beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.narrative.drafts import Draft
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import lexicon
from pipelines.extract.narrative.passages import Passage
from pipelines.extract.records import Place

_SMALL_YUAN = Decimal(10000)
_PER_HEAD = ("人均", "车均")
_SPLIT_NUMBER = re.compile(r"\d\.\s+\d|\d\s+\.\d|\d[ \t\u3000]+\d[\d,]*(?:\.\d+)?\s*(?:[万亿]?元|[%％])")


@cache
def _residue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon().template_residue))


def in_passage(passage: Passage) -> Iterator[Flaw]:
    """Flaws of a paragraph that need no understanding of its figures."""
    residue = list(_residue().finditer(passage.compact))
    if residue:
        words = "、".join(dict.fromkeys(found.group() for found in residue))
        yield flaw("template_residue", f"unfinished template: {words}", passage.place(*residue[0].span()))
    for at in passage.doubled:
        place = _printed_place(passage, at)
        yield flaw("doubled_punctuation", f"punctuation twice: {passage.printed[max(at - 8, 0) : at + 1]}", place)
    for split in _SPLIT_NUMBER.finditer(passage.printed):
        yield flaw("repaired_amount", f"blank inside a number: {split.group()}", _printed_place(passage, split.start()))


def _printed_place(passage: Passage, at: int) -> Place:
    piece = next(p for p in reversed(passage.pieces) if p.at <= at)
    start = piece.start + at - piece.at
    return Place(page=piece.page, char_start=start, char_end=start + 1)


def in_sentence(tokens: list[Token], drafts: list[Draft], fiscal_year: int | None) -> Iterator[tuple[str, str, Token]]:
    """Flaws of a sentence as (code, message, token)."""
    amounts = [token for token in tokens if token.kind == "AMOUNT"]
    if len({token.unit for token in amounts}) > 1:
        yield from _suspicious_units(amounts, drafts)
    yield from _unexpected_years(tokens, fiscal_year)
    for draft in drafts:
        reason = _zero_base(draft, drafts)
        if reason:
            token = next((t for t in amounts if t.value == "".join(draft.printed.split())), tokens[0])
            yield "zero_base_percentage", reason, token


def _suspicious_units(amounts: list[Token], drafts: list[Draft]) -> Iterator[tuple[str, str, Token]]:
    per_head = {"".join(draft.printed.split()) for draft in drafts if draft.topic.subject.startswith(_PER_HEAD)}
    for token in amounts:
        small = all(0 < Decimal(n.replace(",", "")) < _SMALL_YUAN for n in token.numbers)
        if token.unit == "元" and small and token.value not in per_head:
            yield "unit_suspicious", f"{token.value} stands among amounts in another unit", token


def _unexpected_years(tokens: list[Token], fiscal_year: int | None) -> Iterator[tuple[str, str, Token]]:
    if fiscal_year is None:
        return
    for token in tokens:
        if token.kind == "YEAR" and not fiscal_year - 1 <= token.value <= fiscal_year:
            yield "unexpected_year", f"{token.value} in a statement about {fiscal_year}", token


def _zero_base(draft: Draft, drafts: list[Draft]) -> str | None:
    """R41: a rate against a base of zero."""
    for change in draft.changes:
        rate, delta = change.rate, change.change_abs
        if rate is None or rate == 0:
            continue
        if change.base.amount == 0 or (change.direction == "increase" and delta and delta == draft.amount):
            return f"{draft.topic.subject}: {rate}% against a base of zero"
    zero_budget = any(d.topic == draft.topic and d.phase != "final" and d.amount == 0 for d in drafts)
    if zero_budget and any(done.rate != 0 for done in draft.completions):
        return f"{draft.topic.subject}: completion of a budget of zero"
    return None
