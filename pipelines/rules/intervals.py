"""Percentages by interval arithmetic: what the printed inputs allow, against what is printed.

A printed number stands for everything that rounds to it, half a step to either side; a printed percentage for all that
rounds or is cut off to it.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from pipelines.extract.records import Verdict

_HUNDRED = Decimal(100)
_SHOWN = Decimal("0.0001")
_INFINITE = Decimal("Infinity")


class Printed(msgspec.Struct, frozen=True):
    """A number in yuan with the width of what it may stand for: its step, or the sum of those it was made of."""

    value: Decimal
    width: Decimal

    @property
    def low(self) -> Decimal:
        """The least it may stand for."""
        return self.value - self.width / 2

    @property
    def high(self) -> Decimal:
        """The most it may stand for."""
        return self.value + self.width / 2

    def plus(self, other: Printed) -> Printed:
        """The sum; widths add up."""
        return Printed(self.value + other.value, self.width + other.width)

    def minus(self, other: Printed) -> Printed:
        """The difference; widths add up."""
        return Printed(self.value - other.value, self.width + other.width)

    def absolute(self) -> Printed:
        """Without its sign."""
        return Printed(abs(self.value), self.width)


def percent(part: Printed, whole: Printed) -> Decimal:
    """Part of whole in percent, for showing; the whole is not zero."""
    return (part.value / whole.value * _HUNDRED).quantize(_SHOWN).normalize() + Decimal(0)


def rate_verdict(rate: Decimal, part: Printed, whole: Printed) -> Verdict:
    """Whether a printed percentage is what part and whole give: as printed, within their widths, or not at all.

    The whole is positive, the part not negative.
    """
    step = rate_step(rate)
    if abs(part.value / whole.value * _HUNDRED - rate) <= step / 2:
        return "pass"
    lowest = max(part.low, Decimal(0)) / whole.high * _HUNDRED
    highest = part.high / whole.low * _HUNDRED if whole.low > 0 else _INFINITE
    return "rounding" if lowest - step <= rate <= highest + step else "fail"


def rate_step(rate: Decimal) -> Decimal:
    """The last printed digit of a percentage: 0.01 for 13.66, 1 for 111."""
    exponent = rate.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
