"""Every wording: what its sentences say is told claim by claim, and read exactly so, in lines whole and torn."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.rules import judge
from sample_portal.claim_compare import compare_claims
from sample_portal.claim_notation import read_spec
from sample_portal.generate import Format, render
from sample_portal.narrative import WORDINGS, wording_of
from sample_portal.synthesis import make_account, told_in

ROOT = Path(__file__).parents[2] / "sample_portal" / "data" / "wording"


def test_every_file_is_a_wording() -> None:
    assert sorted(path.stem for path in ROOT.glob("*.yml")) == sorted(WORDINGS)
    assert len(WORDINGS) >= 8


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize(("number", "file_format"), [(4, "txt"), (11, "html"), (21, "pdf")])
def test_claims_are_read_as_told(wording: str, number: int, file_format: Format) -> None:
    made = render(told_in(make_account(number), wording), file_format, parts="text")
    parsed = parse(made.data, Context(file=made.name))
    differences = compare_claims(parsed.claims, made.truth.claims)
    assert (differences.wrong, differences.missing) == ([], [])
    raised = {issue.code for issue in parsed.issues}
    expected = set(wording_of(wording).issues)
    assert raised >= expected
    assert "unread_amount" not in raised
    assert expected or not raised & {"template_residue", "direction_unclear", "unit_suspicious"}


def test_an_unknown_word_of_the_notation_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown word"):
        read_spec("收入总计@all total ?what")


def test_a_claim_that_is_read_with_another_figure_is_wrong_and_missing() -> None:
    truth = render(told_in(make_account(4), "shanghai"), "txt", parts="text").truth.claims
    other = msgspec.structs.replace(truth[0], comparisons=[])
    differences = compare_claims([other, *truth[1:]], truth)
    assert (differences.wrong, differences.missing) == ([other], [truth[0]])


@pytest.mark.parametrize("wording", [name for name in WORDINGS if not wording_of(name).issues])
def test_what_a_wording_says_agrees_with_the_tables(wording: str) -> None:
    made = render(told_in(make_account(7), wording), "html")
    failed = [finding for finding in judge(parse(made.data, Context(file=made.name))) if finding.verdict == "fail"]
    assert failed == []
