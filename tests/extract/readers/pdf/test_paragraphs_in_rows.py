"""Which lines below one another are one name, where only the rows of their column tell."""

from __future__ import annotations

from math import inf

import pytest

from pipelines.extract.readers.pdf.paragraphs import NameLine, Setting, Slot, Told, settled

ROWS = [Slot(row, 18.0 * row, 18.0 * row + 18) for row in range(4)]
MIDDLE = Setting(em=10.0)
NOTHING = Told(None, None)


def lines(*middles: float, apart: tuple[int, ...] = ()) -> list[NameLine]:
    """Lines that may go on from the line before them, but the first and those `apart`."""
    return [NameLine(y, inf if at in {0, *apart} else 0.02) for at, y in enumerate(middles)]


@pytest.mark.parametrize(
    ("middles", "rows"),
    [
        ((9, 27, 45), [0, 1, 2]),
        ((9, 21, 33, 45), [0, 1, 1, 2]),
        ((3, 15, 21, 33, 45), [0, 0, 1, 1, 2]),
        ((15, 27, 39, 63), [1, 1, 1, 3]),
    ],
    ids=["single lines", "two between", "two names of two", "three, and a blank row"],
)
def test_names_stand_in_the_middle_of_their_rows(middles: tuple[float, ...], rows: list[int]) -> None:
    assert settled(lines(*middles), ROWS, MIDDLE, NOTHING)[1] == rows


@pytest.mark.parametrize(("side", "rows"), [(0, [0, 0, 1]), (1, [0, 1, 1])], ids=["top", "bottom"])
def test_names_set_from_top_or_bottom(side: int, rows: list[int]) -> None:
    middles = (9, 21, 27) if side == 0 else (9, 15, 27)
    assert settled(lines(*middles), ROWS, Setting(10.0, side, 9.0), NOTHING)[1] == rows


def test_a_line_that_cannot_go_on_begins_a_name() -> None:
    cost, found = settled(lines(3, 15, apart=(1,)), ROWS, MIDDLE, NOTHING)
    assert found == [0, 1]
    assert cost > settled(lines(3, 15), ROWS, MIDDLE, NOTHING)[0]


def test_figures_beside_tell_the_row_where_the_lines_do_not() -> None:
    assert settled(lines(18), ROWS, MIDDLE, Told(None, 1))[1] == [1]
    assert settled(lines(18), ROWS, MIDDLE, Told(0, None))[1] == [0]


def test_no_row_takes_two_names() -> None:
    assert settled(lines(4, 14, apart=(1,)), ROWS[:1], MIDDLE, NOTHING) == (inf, [])
