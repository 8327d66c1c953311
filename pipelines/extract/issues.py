"""Raising issues: the closed list of codes is lexicon/issues.csv (code, severity, meaning in English and Chinese)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import cast

import msgspec

from pipelines.extract.records import Issue, Place, Severity


class Flaw(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An issue before it is known which document it belongs to."""

    code: str
    where: Place
    message: str


@cache
def issue_codes() -> dict[str, Severity]:
    """Every known issue code with its severity."""
    text = (files("pipelines.extract") / "lexicon" / "issues.csv").read_text(encoding="utf-8")
    return {row["code"]: cast("Severity", row["severity"]) for row in csv.DictReader(text.splitlines())}


def flaw(code: str, message: str, where: Place | None = None) -> Flaw:
    """A flaw with a known code; raises KeyError for one that is not in lexicon/issues.csv."""
    if code not in issue_codes():
        raise KeyError(f"unknown issue code {code!r}: add it to lexicon/issues.csv")
    return Flaw(code=code, where=where or Place(), message=message)


def to_issue(item: Flaw, sha256: str) -> Issue:
    """The flaw as a record of the document `sha256`."""
    return Issue(
        sha256=sha256,
        code=item.code,
        severity=issue_codes()[item.code],
        where=item.where,
        message=item.message,
    )
