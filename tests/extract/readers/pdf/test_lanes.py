"""Lanes between columns: a changed byte may put a text miles away, and must not take gigabytes."""

from __future__ import annotations

import pytest

from pipelines.extract.readers.pdf.lanes import find_lanes, with_whole_codes
from pipelines.extract.readers.pdf.segments import Segment


def piece(text: str, x0: float, x1: float) -> Segment:
    return Segment(text=text, x0=x0, top=0.0, x1=x1, bottom=10.0, members=())


def test_white_parts_two_columns() -> None:
    assert len(find_lanes([piece("运行", 50, 80), piece("1.00", 200, 230)], 1)) == 2


def test_text_beyond_any_page_is_refused() -> None:
    with pytest.raises(ValueError, match="farther apart"):
        find_lanes([piece("运行", 50, 80), piece("1.00", 6e7, 6e7 + 20)], 1)


def test_a_total_that_reaches_into_the_next_column_joins_no_columns() -> None:
    codes = [piece("205", 50, 65), piece("02", 80, 90), piece("教育", 110, 130), piece("3.00", 200, 230)]
    assert len(find_lanes([*codes, piece("合计", 50, 80.3)], 2)) == 4


def test_the_parts_of_a_code_are_one_column_below_a_total_across_two_of_them() -> None:
    codes = [piece("205", 50, 65), piece("02", 80, 90), piece("01", 110, 120), piece("教育", 140, 160)]
    lanes = [(50.0, 65.0), (80.0, 90.0), (110.0, 120.0), (140.0, 160.0)]
    assert with_whole_codes(lanes, [*codes, piece("合计", 50, 85)]) == [(50.0, 120.0), (140.0, 160.0)]
