"""What a hostile page may do to the process that draws it, and what is left then."""

from __future__ import annotations

import os
import time

import pytest

from pipelines.proof import report
from pipelines.proof.guard import StoppedError, guarded
from pipelines.proof.pictures import PictureError, boxed_page
from tests.proof.documents import read


def test_a_result_and_an_error_come_back() -> None:
    data, parsed = read("pdf")
    assert guarded(60, boxed_page, data, 1, []).startswith(b"\x89PNG")
    with pytest.raises(PictureError, match="page 99 is wanted"):
        guarded(60, boxed_page, data, 99, [])
    assert parsed.document.pages < 99


def test_a_crash_and_a_hang_are_told() -> None:
    with pytest.raises(StoppedError, match="ended with code 7"):
        guarded(60, os._exit, 7)
    with pytest.raises(StoppedError, match="longer than 0 s"):
        guarded(0.1, time.sleep, 60)


def test_a_report_whose_drawing_is_stopped_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    data, parsed = read("pdf")
    monkeypatch.setattr(report, "SECONDS", 0.0)
    monkeypatch.setattr(report, "SECONDS_A_PAGE", 0.0)
    html = report.guarded_report(data, parsed)
    assert "no picture: drawing was stopped: it took longer than 0 s" in html
    assert "<img" not in html
    assert html.count('<section class="sheet plain"') == parsed.document.pages
