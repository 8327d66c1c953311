"""The collector's setting while a document is read, and after."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from pipelines.extract.garbage import collected_rarely
from tests.extract.narrative.notation import read


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("callers", [(700, 10, 10), (1_000_000, 5, 5)])
def test_threshold_is_raised_and_given_back(callers: tuple[int, int, int]) -> None:
    gc.set_threshold(*callers)
    with collected_rarely():
        assert gc.get_threshold()[0] >= 50_000
    assert gc.get_threshold() == callers


def test_collector_that_is_off_stays_off() -> None:
    gc.set_threshold(0, 10, 10)
    with collected_rarely():
        assert gc.get_threshold()[0] == 0


def test_sentences_leave_no_cycles_to_be_found() -> None:
    text = "一、“三公”经费支出情况说明\n公务接待费支出1.20万元，国内公务接待3批次、20人次。（含外事接待0批次）"
    read(text)
    gc.collect()
    gc.disable()
    try:
        assert read(text).claims
        assert gc.collect() == 0
    finally:
        gc.enable()
