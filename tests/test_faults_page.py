"""Every fault that the project must survive has a test, and the page of the documentation says which."""

from __future__ import annotations

from tests.fault_page import PAGE, REQUIRED, catalogue, missing, render


def test_every_fault_has_a_test() -> None:
    faults = catalogue()
    codes = [item.code for item in faults]
    assert codes == sorted(set(codes))
    assert REQUIRED - set(codes) == set()
    assert [why for item in faults for test in item.tests if (why := missing(test))] == []


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(catalogue()), "run python -m tests.fault_page"
