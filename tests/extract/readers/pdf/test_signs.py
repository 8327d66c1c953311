"""A dash right before a figure: its sign, or the mark for nothing of the column before."""

from __future__ import annotations

import numpy as np

from pipelines.extract.readers.pdf.segments import Segment
from pipelines.extract.readers.pdf.signs import with_signs

NONE = np.zeros((0, 3))


def piece(text: str, x0: float, x1: float, line: int) -> Segment:
    return Segment(text=text, x0=x0, top=20.0 * line, x1=x1, bottom=20.0 * line + 10, members=())


DASH = piece("-", 195, 200, 1)
FIGURE = piece("2.00", 204, 220, 1)


def test_a_sign_set_apart_belongs_to_its_figure() -> None:
    above = piece("12,345.00", 180, 220, 0)
    (_, line) = with_signs([[above], [DASH, FIGURE]], NONE)
    assert [(one.text, one.x0, one.x1) for one in line] == [("-2.00", 195, 220)]


def test_a_dash_below_the_end_of_other_amounts_is_an_entry_of_theirs() -> None:
    above = [piece("3.00", 184, 200, 0), piece("2.00", 204, 220, 0)]
    assert with_signs([above, [DASH, FIGURE]], NONE)[1] == [DASH, FIGURE]


def test_dashes_in_line_before_figures_of_other_widths_are_no_signs() -> None:
    lines = [[piece("-", 195, 200, 0), piece("31.00", 202, 220, 0)], [DASH, FIGURE]]
    assert with_signs(lines, NONE) == lines


def test_a_ruling_parts_a_dash_from_the_figure_behind_it() -> None:
    ruling = np.array([[202.0, 0.0, 100.0]])
    assert with_signs([[DASH, FIGURE]], ruling) == [[DASH, FIGURE]]
