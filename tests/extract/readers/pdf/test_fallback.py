"""When the two readers of a page differ, the one that reads more amounts and codes is believed, and it is said."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.fallback import SecondReader, better, disagreement
from pipelines.extract.readers.pdf.pages import PageReading
from pipelines.extract.readers.pdf.sheet import Sheet
from tests.extract.readers.pages import grids, rows
from tests.extract.readers.pdf.drawing import COLUMNS, SPENDING, make_pdf, put_rulings, put_table


def reading(*texts: str, doubtful: int = 0) -> PageReading:
    count = len(texts)
    sheet = Sheet(
        np.arange(count + 1.0),
        np.arange(2.0),
        np.arange(count).reshape(1, count),
        dict(enumerate(texts)),
        "ruled",
        list(range(doubtful)),
    )
    return PageReading(100, 100, [sheet])


def test_more_figures_win_and_a_tie_stays_with_the_first() -> None:
    torn, whole = reading("12.3", "4项", doubtful=1), reading("12.30", "205")
    assert better(torn, whole) is whole
    assert better(whole, torn) is whole
    assert better(None, whole) is whole
    assert better(torn, None) is torn
    assert better(None, None) is None
    same = reading("12.30", "205")
    assert better(whole, same) is whole


def test_a_reader_that_lost_a_sign_is_not_believed() -> None:
    signed, unsigned = reading("−666.69", "4项", doubtful=0), reading("666.69", "205")
    assert better(signed, unsigned) is signed
    crossing = reading("4项", "−666.69", doubtful=1)
    assert better(crossing, unsigned) is crossing
    assert better(crossing, reading("－666.69", "205", "1")) is not crossing


def test_text_over_text_is_doubtful() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 2, (60, 160, 260), 700, 18)
        canvas.drawString(62, 686, "教育支出")
        canvas.drawString(64, 686, "农林水支出")
        canvas.drawRightString(258, 686, "12.30")

    content = read_pdf(make_pdf(draw))
    assert [(flaw.code, flaw.where.page) for flaw in content.flaws] == [("grid_in_doubt", 1)]
    assert content.status == "parsed"
    assert rows(grids(content.pages[0])[0])[0][1] == "12.30"


def test_judge_reads_the_same_amounts_and_codes() -> None:
    data = make_pdf(lambda canvas: put_table(canvas, SPENDING, COLUMNS, 700))
    (page,) = read_pdf(data).pages
    with SecondReader(data, 1) as second:
        judge = second.read(0)
        assert judge is not None
        assert disagreement(grids(page), judge) == (Counter(), Counter())
        assert second.read(7) is None


def test_judge_names_what_differs() -> None:
    (page,) = read_pdf(make_pdf(lambda canvas: put_table(canvas, SPENDING, COLUMNS, 700))).pages
    ours, theirs = disagreement(grids(page), reading("205", "20502", "213", "9.99"))
    assert ours["1,000.00"] == 5
    assert theirs == Counter({"9.99": 1})


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken"])
def test_judge_survives_broken_files(data: bytes) -> None:
    with SecondReader(data, 1) as second:
        assert second.read(0) is None
        assert second.read(1) is None
