"""Layouts drawn from a number: what is printed is what is true, and a slice of them is read as meant."""

from __future__ import annotations

from typing import Literal

import msgspec
import pypdfium2
import pytest

from benchmarks.exactness import Score, score
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from sample_portal.compare import compare
from sample_portal.layouts.habits import Habits
from sample_portal.layouts.laid_out import lay_out
from sample_portal.layouts.look import HALF_RULED, RULED
from sample_portal.layouts.parameters import Parameters, draw_parameters

SLICE = range(1000, 1018)
SLACK = {"ruled": 0.0, "half_ruled": 8.0, "unruled": 8.0}
"""Percent of the amounts of a class that a slice of so few documents may lose; none may be wrong in silence."""


def of_class(name: str) -> list[Parameters]:
    return [drawn for number in SLICE if (drawn := draw_parameters(number)).layout_class == name]


@pytest.mark.parametrize("name", SLACK)
def test_a_slice_of_the_layouts_is_read_as_meant(name: str) -> None:
    total = Score()
    chosen = of_class(name)
    assert len(chosen) >= 3
    for parameters in chosen:
        total.add(score(lay_out(parameters.number, parameters)))
    assert total.amounts > 400
    assert total.silent_wrong == 0, total.examples
    assert total.share >= 100 - SLACK[name], total.examples


def test_ruled_layouts_are_read_as_meant_whatever_habits_they_have() -> None:
    total = Score()
    for parameters in of_class("ruled"):
        total.add(score(lay_out(parameters.number, draw_parameters(parameters.number, has_habits=True))))
    assert total.amounts > 400
    assert (total.share, total.wrong) == (100.0, 0), total.examples


@pytest.mark.parametrize("number", [3028, 3090])
def test_names_of_neighbouring_rows_in_crowded_tables_stay_apart(number: int) -> None:
    """An item with its number and a bare total begin a name, however near the line above them is."""
    result = score(lay_out(number, draw_parameters(number, has_habits=True)))
    assert (result.share, result.wrong) == (100.0, 0), result.examples


def test_habits_change_the_printing_and_nothing_else() -> None:
    plain, drawn = (lay_out(1001, draw_parameters(1001, has_habits=has)) for has in (False, True))
    assert plain.data != drawn.data
    assert [cell.printed for cell in plain.truth.cells] == [cell.printed for cell in drawn.truth.cells]
    habits = [draw_parameters(number, has_habits=True).look.habits for number in range(300)]
    for choice in Habits.__struct_fields__:
        assert len({getattr(one, choice) for one in habits}) > 1, choice


def test_a_number_gives_the_same_document() -> None:
    first, second = lay_out(1003), lay_out(1003)
    assert first.data == second.data
    assert first.truth == second.truth
    assert first.parameters.shown() != draw_parameters(1004).shown()


def test_layouts_differ_in_every_choice() -> None:
    looks = [draw_parameters(number).look for number in range(200)]
    assert {look.ruling for look in looks} == {*RULED, *HALF_RULED, "none"}
    assert {look.turn for look in looks} == {0, 90, 180, 270}
    for choice in ("repeat_header", "repeat_title", "amount_align", "vertical", "fake_bold", "numbers", "shade"):
        assert len({getattr(look, choice) for look in looks}) >= 3, choice


@pytest.mark.parametrize("number", [1001, 1002, 1005, 1007])
def test_every_amount_is_drawn_where_the_truth_says(number: int) -> None:
    made = lay_out(number)
    document = pypdfium2.PdfDocument(made.data)
    assert len(document) == made.pages
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    for cell in made.truth.cells:
        assert cell.printed == "" or (cell.page and cell.bbox)
        if cell.printed and made.parameters.look.numbers != "wrap" and made.parameters.look.fake_bold != "all":
            assert "".join(cell.printed.split()) in texts[cell.page - 1]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("is_flagged", [True, False])
def test_a_turned_page_holds_all_that_is_drawn_on_it(turn: Literal[90, 180, 270], is_flagged: bool) -> None:
    drawn = draw_parameters(1000)
    look = msgspec.structs.replace(drawn.look, turn=turn, is_flagged=is_flagged)
    document = pypdfium2.PdfDocument(lay_out(1000, msgspec.structs.replace(drawn, look=look)).data)
    for page in document:
        left, bottom, right, top = page.get_mediabox()
        texts = page.get_textpage()
        for index in range(texts.count_chars()):
            box = texts.get_charbox(index)
            assert left <= (box[0] + box[2]) / 2 <= right
            assert bottom <= (box[1] + box[3]) / 2 <= top


def test_a_plain_layout_has_no_difference_at_all() -> None:
    drawn = draw_parameters(1000)
    plain = Parameters(
        number=1000, look=type(drawn.look)(), marks=type(drawn.marks)(), unit="万元", zero="0.00", thousands=True,
        revision=0, has_text=True, has_annexes=False,
    )  # fmt: skip
    made = lay_out(1000, plain)
    assert compare(parse(made.data, Context(file=made.name)), made.truth) == []
