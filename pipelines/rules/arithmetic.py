"""Printed arithmetic: (49.99-1.20)/160.15 as the interval of values that its printed numbers may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import msgspec

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[()+\-*/]")
_SAME = str.maketrans({"×": "*", "÷": "/", "−": "-", "[": "(", "]": ")"})
_UNITS = re.compile(r"[万亿元]")


class Range(msgspec.Struct, frozen=True):
    """All values that a result may have: what the printed digits give, and half a step to either side of each."""

    low: Decimal
    middle: Decimal
    high: Decimal


Operation = Callable[[Decimal, Decimal], Decimal]
_OPERATIONS: dict[str, Operation] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
_LEVELS = ("+-", "*/")


def evaluate(text: str) -> Range | None:
    """The value of an expression of numbers, + − × ÷ and brackets; None where it is none, or divides by zero."""
    plain = _UNITS.sub("", text.translate(_SAME))
    tokens = _TOKEN.findall(plain)
    if "".join(tokens) != plain:
        return None
    try:
        value = _level(tokens, 0)
    except (IndexError, ValueError, ArithmeticError):
        return None
    return None if tokens else value


def _level(tokens: list[str], level: int) -> Range:
    """Consumes one sum (level 0), one product (1) or one operand (2) from the front of `tokens`."""
    if level == len(_LEVELS):
        return _operand(tokens)
    value = _level(tokens, level + 1)
    while tokens and tokens[0] in _LEVELS[level]:
        operation = _OPERATIONS[tokens.pop(0)]
        value = _combine(operation, value, _level(tokens, level + 1))
    return value


def _operand(tokens: list[str]) -> Range:
    printed = tokens.pop(0)
    if printed == "(":
        value = _level(tokens, 0)
        if tokens.pop(0) != ")":
            raise ValueError(printed)
        return value
    digits = printed.replace(",", "")
    if not digits[0].isdigit():
        raise ValueError(printed)
    half = Decimal(1).scaleb(-len(digits.partition(".")[2])) / 2
    return Range(Decimal(digits) - half, Decimal(digits), Decimal(digits) + half)


def _combine(operation: Operation, left: Range, right: Range) -> Range:
    """The widest interval of two; an interval around zero divides nothing, its middle must be other than zero."""
    if operation is _OPERATIONS["/"] and right.low <= 0 <= right.high:
        right = Range(right.middle, right.middle, right.middle)
    corners = [operation(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Range(min(corners), operation(left.middle, right.middle), max(corners))
