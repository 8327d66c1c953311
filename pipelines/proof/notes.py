"""What is wrong and where: issues and findings as one list of problems, and the way from a place to what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from pipelines.extract.records import Finding, Issue, Parsed, Place, Verdict

Kind = Literal["fail", "doubt", "hint"]
FINDING_KINDS: dict[Verdict, Kind] = {"fail": "fail", "error": "fail", "rounding": "hint"}
"""Verdicts that point at printed numbers; the others compare nothing."""
ISSUE_KINDS: dict[str, Kind] = {"fatal": "fail", "error": "fail", "warning": "doubt", "hint": "hint"}
GRAVITY: tuple[Kind, ...] = ("fail", "doubt", "hint")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An issue, or a finding that is no pass: `targets` are the anchors to jump to, the first one leads."""

    key: str
    kind: Kind
    code: str
    message: str
    places: list[Place]
    targets: list[str]
    where: str


def problems(parsed: Parsed, findings: Sequence[Finding]) -> list[Problem]:
    """All problems, the gravest first, in reading order."""
    found = [_of_finding(number, each) for number, each in enumerate(findings) if each.verdict in FINDING_KINDS]
    found += [_of_issue(number, each) for number, each in enumerate(parsed.issues)]
    return sorted(found, key=lambda each: (GRAVITY.index(each.kind), _first_page(each)))


def _first_page(problem: Problem) -> int:
    return min((place.page or 0 for place in problem.places), default=0)


def _of_finding(number: int, finding: Finding) -> Problem:
    return _problem(f"f{number}", FINDING_KINDS[finding.verdict], finding.rule, finding.message_zh, finding.places)


def _of_issue(number: int, issue: Issue) -> Problem:
    return _problem(f"i{number}", ISSUE_KINDS[issue.severity], issue.code, issue.message, [issue.where])


def _problem(key: str, kind: Kind, code: str, message: str, places: list[Place]) -> Problem:
    targets = [anchor(place, key) for place in places]
    words = list(dict.fromkeys(filter(None, map(in_words, places))))
    where = "; ".join(words[:3]) + (" …" if len(words) > 3 else "")
    return Problem(key=key, kind=kind, code=code, message=message, places=places, targets=targets, where=where)


def cell_key(table_seq: int, row_no: int, col_no: int) -> str:
    """The anchor of a cell."""
    return f"c{table_seq}-{row_no}-{col_no}"


def anchor(place: Place, key: str) -> str:
    """Where the place is shown: its cell, its stretch of text (`key`), its table, its page, or the top."""
    if place.table_seq and place.row_no and place.col_no:
        return cell_key(place.table_seq, place.row_no, place.col_no)
    if place.page and place.char_start is not None:
        return f"{key}-{place.page}-{place.char_start}"
    if place.table_seq:
        return f"t{place.table_seq}"
    return f"p{place.page}" if place.page else "top"


def in_words(place: Place) -> str:
    """Page, table, row, column or offset, for people."""
    parts = (
        ("page", place.page),
        ("table", place.table_seq),
        ("row", place.row_no),
        ("column", place.col_no),
        ("offset", place.char_start),
    )
    return " ".join(f"{name} {value}" for name, value in parts if value is not None)


def by_cell(found: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of each cell, by its anchor."""
    result: dict[str, list[Problem]] = {}
    for problem in found:
        for place, target in zip(problem.places, problem.targets, strict=True):
            if place.table_seq and place.row_no and place.col_no:
                result.setdefault(target, []).append(problem)
    return result


def gravest(found: Iterable[Problem]) -> Kind | None:
    """The gravest kind among problems."""
    return min((problem.kind for problem in found), key=GRAVITY.index, default=None)
