"""Sentences in the wording of two dozen provinces, and every claim they make: nothing more, nothing else.

golden.yml was annotated from the sentences alone, before the reader saw them; regression.yml holds what is read today;
traps.yml was written to break it; provinces.yml holds whole narratives of more provinces; portals.yml holds wording of
real statements that was once misread.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.extract.identity import Identity
from pipelines.extract.narrative import read_claims
from tests.extract.narrative.notation import line_of, read, torn_page

FILES = ("golden", "regression", "traps", "provinces", "portals")
SETS: dict[str, list[dict[str, Any]]] = {
    name: yaml.safe_load((Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")) for name in FILES
}
CASES = [case for cases in SETS.values() for case in cases]


def _text(case: dict[str, Any]) -> str:
    return "\n".join(line if isinstance(line, str) else next(iter(line)) for line in case["lines"])


def _expected(case: dict[str, Any]) -> list[str]:
    return [claim for line in case["lines"] if isinstance(line, dict) for claim in next(iter(line.values()))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["style"]))
def test_claims_are_exactly_those_of_the_golden_set(case: dict[str, Any]) -> None:
    result = read(_text(case), year=case["year"], department=case["department"])
    assert [line_of(claim) for claim in result.claims] == _expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["style"]))
def test_issues_are_exactly_those_of_the_golden_set(case: dict[str, Any]) -> None:
    result = read(_text(case), year=case["year"], department=case["department"])
    assert sorted(flaw.code for flaw in result.flaws) == sorted(case.get("issues", []))


def test_golden_set_is_large_enough() -> None:
    golden = SETS["golden"]
    sentences = sum(line.count("。") for case in golden for entry in case["lines"] for line in _lines(entry))
    assert sentences >= 150
    assert len({case["style"] for case in golden}) >= 8


def _lines(entry: str | dict[str, Any]) -> list[str]:
    return [] if isinstance(entry, str) else list(entry)


@pytest.mark.parametrize("width", [24, 37])
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["style"]))
def test_lines_broken_as_in_a_pdf_lose_next_to_nothing_and_invent_nothing(case: dict[str, Any], width: int) -> None:
    page = torn_page(_text(case), width)
    identity = Identity(department=case["department"], fiscal_year=case["year"])
    found = [line_of(claim) for claim in read_claims([page], identity, "0" * 64).claims]
    assert Counter(found) <= Counter(_expected(case))
    assert len(found) >= len(_expected(case)) - 1
