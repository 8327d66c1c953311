"""The wider tables: every one is made, and read as meant where rulings leave no doubt."""

from __future__ import annotations

import random

import msgspec
import pytest

from benchmarks.exactness import score
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from sample_portal.compare import compare
from sample_portal.document import Disclosure, Paragraph
from sample_portal.generate import RENDERERS, Format, title_of, truth_of
from sample_portal.layouts.laid_out import LaidOut, lay_out
from sample_portal.layouts.look import Look
from sample_portal.layouts.parameters import Parameters, draw_parameters
from sample_portal.synthesis import make_account
from sample_portal.tables import layout_of
from sample_portal.wider.composing import compose

SLICE = range(1000, 1010)


def plain(number: int) -> LaidOut:
    """The wider tables of a number in the plain look."""
    drawn = draw_parameters(number)
    parameters = Parameters(
        number=number, look=Look(), marks=type(drawn.marks)(), unit="万元", zero="0.00", thousands=True, revision=0,
        has_text=False, has_annexes=False, is_wide=True,
    )  # fmt: skip
    return lay_out(number, parameters)


def test_every_wider_table_is_made_in_few_numbers() -> None:
    tables = [
        table for number in SLICE for table in lay_out(number, draw_parameters(number, is_wide=True)).truth.tables
    ]
    assert {table.table_id for table in tables} >= {"T10", "T11", "T12", "T13", "T14", "T15", None}
    assert len({table.title_printed for table in tables if table.table_id == "T09"}) > 2


def test_the_common_tables_of_a_number_are_what_they_were() -> None:
    assert lay_out(1001).truth.cells != lay_out(1001, draw_parameters(1001, is_wide=True)).truth.cells
    assert draw_parameters(1001, is_wide=True).look == draw_parameters(1001).look


@pytest.mark.parametrize("number", SLICE)
def test_plain_wider_tables_have_no_difference_at_all(number: int) -> None:
    made = plain(number)
    parsed = parse(made.data, Context(file=made.name))
    measured = msgspec.structs.replace(parsed, cells=[cell for cell in parsed.cells if cell.measure])
    assert compare(measured, made.truth, claims=False) == []


@pytest.mark.parametrize("number", [1000, 1003, 1006])
def test_no_amount_of_the_wider_tables_is_wrong_in_silence(number: int) -> None:
    result = score(lay_out(number, draw_parameters(number, is_wide=True)))
    assert result.silent_wrong == 0, result.examples


@pytest.mark.parametrize("file_format", ["html", "docx", "xlsx", "txt"])
def test_wider_tables_read_alike_in_every_format(file_format: Format) -> None:
    account = make_account(1002, unit="万元")
    layout = msgspec.structs.replace(layout_of(account), caption=["title", "number", "owner_unit"])
    blocks = compose(account, layout, random.Random(1002))
    title = Paragraph(text=title_of(account), role="title")
    disclosure = Disclosure(
        title=title.text, department=account.department, fiscal_year=account.fiscal_year, blocks=[title, *blocks]
    )
    data = RENDERERS[file_format](disclosure)
    parsed = parse(data, Context(file=f"{title.text}.{file_format}"))
    measured = msgspec.structs.replace(parsed, cells=[cell for cell in parsed.cells if cell.measure])
    differences = compare(measured, truth_of(account, disclosure, file_format), claims=False)
    assert [d for d in differences if d.field not in {"page", "cell_ref"}] == []
