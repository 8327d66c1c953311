"""What a finding shows of one side of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.records import Place


class Exhibit(msgspec.Struct, frozen=True):
    """One side of a finding: a number under a name a reader understands, the words that print it, and their places."""

    name: str
    value: Decimal | None
    quote: str
    places: Sequence[Place] = ()
    unit: str = "元"
