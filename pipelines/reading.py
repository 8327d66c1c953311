"""One document read and judged: what the parse pool does with every document. Pure, like the rooms it calls."""

from __future__ import annotations

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Finding, Parsed
from pipelines.rules import judge


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A document's records and the findings on them."""

    parsed: Parsed
    findings: list[Finding] = []


def read_and_judge(data: bytes, context: Context) -> Judged:
    """The records of a file and the findings of every rule on them; never raises."""
    parsed = parse(data, context)
    return Judged(parsed=parsed, findings=judge(parsed))
