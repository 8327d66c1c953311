"""Amounts as printed, into exact yuan. Never a float; a blank is nothing, not zero; what is doubtful stays null."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from pipelines.extract.folding import fold, fold_tight
from pipelines.extract.lexicon_files import read_lexicon

AmountFlaw = Literal["bad_amount", "unknown_unit", "repaired_amount", "joined_amount"]

_FACTORS = {row["printed"]: Decimal(row["factor"]) for row in read_lexicon("units")}
_BLANK_MARKERS = frozenset(fold(row["printed"]) for row in read_lexicon("blank_markers"))
_UNIT_WORDS = "|".join(sorted(_FACTORS, key=len, reverse=True))
_UNIT_AT_END = re.compile(rf"^(.*[\d)])\s*({_UNIT_WORDS}|百万|[千万亿])$")
_UNIT_AFTER_LABEL = re.compile(rf"(?:单位(?:均为|为)?[:：]?|金额[:：])({_UNIT_WORDS})(?![\u4e00-\u9fff])")
_UNIT_IN_BRACKETS = re.compile(rf"\((?:单位[:：]?)?({_UNIT_WORDS})\)")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+", re.ASCII)
_SIGN = re.compile(r"^[-‐−–—－△]")
_CURRENCY = "¥"
_SPLIT = re.compile(r"\s+(?=[.,])|(?<=[.,])\s+")
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)\s+(?=\d{3}(?:\s\d{3})*\s*$)")
_TEXT_MARKS = "'‘’`"
_NOTE_MARKS = re.compile(
    r"(?<=[\d)）])\s*(?:[①-⒇❶-❿*＊※†‡]|[²³¹⁰-⁹]+|[\[［〔][\d²³¹⁰-⁹]{1,2}[\]］〕]|[(（]?注\d{0,2}[)）]?)+\s*$"
)
"""What refers to a note behind a number. Folding would make digits of it: 234.25① is no 234.251."""
_CENT = Decimal("0.01")
_MAX_WHOLE_DIGITS = 15
_MAX_DECIMALS = 8
"""Beyond these a number is no amount of money, and Decimal's 28 digits would no longer hold it exactly in yuan."""


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """What an amount slot holds.

    `ok` is False where the text is no number or its unit is unknown (`flaw` says which); then `value_yuan` is null.
    A blank or a blank marker (—, /, 无) is ok and null. `number` is in the printed unit. `repaired_amount`
    and `joined_amount` are ok.
    """

    value_yuan: Decimal | None
    ok: bool
    number: Decimal | None = None
    flaw: AmountFlaw | None = None


BLANK = Amount(value_yuan=None, ok=True)
_BAD = Amount(value_yuan=None, ok=False, flaw="bad_amount")


def unit_factor(unit: str | None) -> Decimal | None:
    """How many yuan one `unit` (元, 千元, 万元, 亿元) is; None where it is not a unit of money."""
    return None if unit is None else _FACTORS.get(fold_tight(unit))


@lru_cache(maxsize=4096)
def find_unit(text: str) -> str | None:
    """The unit of money that a line declares: “金额单位：万元”→“万元”, “本年支出（元）”→“元”; None without one."""
    key = fold_tight(text)
    found = _UNIT_AFTER_LABEL.search(key) or _UNIT_IN_BRACKETS.search(key)
    return found.group(1) if found else None


def is_blank(printed: str) -> bool:
    """Whether the slot prints nothing, or a mark that stands for nothing."""
    key = fold_tight(printed)
    return not key or key in _BLANK_MARKERS


def without_note_marks(printed: str) -> str:
    """An amount as printed without the marks behind it that refer to notes."""
    return printed if printed.isascii() and printed[-1:].isdigit() else _NOTE_MARKS.sub("", printed)


@lru_cache(maxsize=16384)
def read_amount(printed: str, unit: str | None) -> Amount:
    """The amount printed in one slot, in yuan (two decimals where that is exact).

    Thousands separators, full-width digits, a leading minus or △ (the minus of account books), accounting brackets,
    and a unit printed behind the number, with or without its 元 (which then counts instead of `unit`) are read; the
    apostrophe that makes a spreadsheet's number a text and marks that refer to notes are passed over. A blank inside a
    number is taken out beside a point or a comma (“32. 46”) and reported as `repaired_amount`. Between thousands before
    the point it may stand for a separator (“1 234.50”) or part a code from an amount (“302 105.58”): the number is
    taken for one, and `joined_amount` warns. Two numbers in one slot are else a `bad_amount`.
    """
    if is_blank(printed):
        return BLANK
    bare = without_note_marks(printed)
    if not bare.isascii() and any(unicodedata.category(char) == "No" for char in bare):
        return _BAD
    text = fold(bare).strip().lstrip(_TEXT_MARKS).lstrip()
    own_unit = _UNIT_AT_END.match(text)
    if own_unit:
        text, unit = own_unit.group(1).strip(), own_unit.group(2).removesuffix("元") + "元"
    number, repair = _read_number(text)
    if number is None:
        return _BAD
    factor = unit_factor(unit)
    if factor is None:
        return Amount(value_yuan=None, ok=False, number=number, flaw="unknown_unit")
    return Amount(value_yuan=_in_cents(number * factor), ok=True, number=number, flaw=repair)


def _read_number(text: str) -> tuple[Decimal | None, AmountFlaw | None]:
    """The signed number of a folded, non-blank text, and what had to be done about blanks inside it."""
    negative = False
    text = text.removeprefix(_CURRENCY)
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    elif _SIGN.match(text):
        negative, text = True, text[1:].lstrip()
    text = text.replace("，", ",").removeprefix(_CURRENCY).removeprefix("+")
    head, point, tail = text.partition(".")
    whole_head = _BETWEEN_THOUSANDS.sub("", head)
    joined = _SPLIT.sub("", whole_head + point + tail)
    whole, _, decimals = joined.replace(",", "").partition(".")
    if not _NUMBER.fullmatch(joined) or len(whole) > _MAX_WHOLE_DIGITS or len(decimals) > _MAX_DECIMALS:
        return None, None
    number = Decimal(joined.replace(",", ""))
    repair: AmountFlaw | None = None
    if joined != text:
        repair = "repaired_amount" if whole_head == head else "joined_amount"
    return (-number if negative else number), repair


def _in_cents(value: Decimal) -> Decimal:
    """The value with two decimals if that loses nothing, else as it is."""
    cents = value.quantize(_CENT)
    return cents if cents == value else value
