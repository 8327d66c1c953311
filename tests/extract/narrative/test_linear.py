"""No text makes the narrative slow out of proportion: the work grows as the text does."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from pipelines.extract.narrative import oddities
from pipelines.extract.narrative.passages import passages, sentences
from tests.extract.narrative.notation import pages_of, read

HEADING = "五、一般公共预算财政拨款支出决算情况说明\n"


def _calls(text: str) -> int:
    """How many Python functions are entered while a text is read."""
    count = 0

    def note(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["收入合计5万元，", "与上年相比", "1.公务接待费5万元；", "（", "占", "支出（类）", "甲\n", "1,"]
)
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    once, twice = (_calls(HEADING + piece * times) for times in (250, 500))
    assert twice < 2.5 * once + 500


def test_a_run_of_crosses_is_looked_at_once() -> None:
    """A pattern that starts anew at every cross would take minutes here."""
    (passage,) = passages(pages_of("X" * 200_000))
    assert list(oddities.in_passage(passage)) == []
    assert len(list(sentences(passage.compact))) == 50
