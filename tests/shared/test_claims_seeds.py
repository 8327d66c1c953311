"""The five reference texts: every amount of their chapters in a claim, and statements read by hand off the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import claims as benchmark
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Parsed
from tests.extract.narrative.notation import line_of


def _parsed(folder: Path, pattern: str) -> Parsed:
    (path,) = folder.glob(pattern)
    return parse(path.read_bytes(), Context(file=path.name))


def test_no_amount_is_uncovered(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(path) for path in (shared / "seeds").glob("*.txt"))
    assert benchmark.main(files) == 0, capsys.readouterr().out


def test_every_claim_leads_to_its_words(shared: Path) -> None:
    for path in (shared / "seeds").glob("*.txt"):
        parsed = parse(path.read_bytes(), Context(file=path.name))
        for claim in parsed.claims:
            words = "".join(parsed.pages[s.page - 1].text[s.char_start : s.char_end] for s in claim.spans)
            assert "".join(claim.sentence.split()) in "".join(words.split())
            assert "".join(claim.printed.split()) in "".join(words.split())


STATEMENTS = [
    ("000_*", "收、支总计 | all | 2024 | final | 26609700.00 |  |  | prior_year 2023 increase 520500.00 2%"),
    ("001_*", "政府采购货物 | - | 2020 | final | 7.23"),
    (
        "001_*",
        "机关运行经费 | general_public_budget | 2020 | final | 907700.00 |  |  | prior_year 2019 unclear 175600.00",
    ),
    ("002_*", "本年收入合计 | all | 2024 | final | 72448900.00 |  |  | prior_year 2023 increase 38037900.00 111%"),
    ("003_*", "公务接待费 | fiscal | 2024 | adjusted_budget | 99100.00"),
    ("003_*", "国（境）外接待费 | fiscal | 2024 | final | 0.00"),
    ("004_*", "收入总计 | all | 2018 | final | 102338000.00"),
    ("004_*", "因公出国（境）费 | fiscal | 2017 | final | 96400.00"),
]


@pytest.mark.parametrize(("pattern", "expected"), STATEMENTS)
def test_statements_read_by_hand(shared: Path, pattern: str, expected: str) -> None:
    assert expected in [line_of(claim) for claim in _parsed(shared / "seeds", pattern).claims]


def test_oddities_are_raised_with_their_places(shared: Path) -> None:
    parsed = _parsed(shared / "seeds", "001_*")
    found = {issue.code: issue.where for issue in parsed.issues}
    assert {"template_residue", "direction_unclear", "unit_suspicious", "zero_base_percentage"} <= set(found)
    where = found["unit_suspicious"]
    assert where.page is not None
    assert parsed.pages[where.page - 1].text[where.char_start : where.char_end] == "7.23元"


def test_annex_by_unit_names_its_units(shared: Path) -> None:
    parsed = _parsed(shared / "seeds", "004_*")
    named = {claim.entity for claim in parsed.claims if claim.entity}
    assert named == {
        "深圳市福田区委区政府办公室（本级）",
        "福田区档案馆",
        "福田区政务服务大厅",
        "深圳市福田区信息中心",
    }


@pytest.mark.parametrize("layout", ["chromium", "lo_writer", "rl_grid"])
def test_the_same_disclosure_as_pdf_says_the_same(shared: Path, layout: str) -> None:
    text = _parsed(shared / "seeds", "003_*")
    pdf = _parsed(shared / "samples", f"taierzhuang-2024.{layout}.pdf")
    assert [line_of(claim) for claim in pdf.claims] == [line_of(claim) for claim in text.claims]
