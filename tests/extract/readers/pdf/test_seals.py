"""A seal, a signature or an ornament over a table adds no rows and columns to it."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import only_grid, rows
from tests.extract.readers.pdf.drawing import COLUMNS, FONT, SPENDING, as_lists, make_pdf, put_table, put_texts

CENTRE = (330.0, 745.0)


def circle(canvas: Any) -> None:
    canvas.circle(*CENTRE, 35)


def filled_ring(canvas: Any) -> None:
    """Two circles in one path, filled between: the rim of a seal."""
    x, y = CENTRE
    path = canvas.beginPath()
    path.circle(x, y, 35)
    path.circle(x, y, 33)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def star(canvas: Any) -> None:
    """Five points in one stroked path; one of its sides is level."""
    x, y = CENTRE
    corners = [(x + 30 * cos(pi / 2 + 4 * pi * n / 5), y + 30 * sin(pi / 2 + 4 * pi * n / 5)) for n in range(5)]
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=1, fill=0)


def signature(canvas: Any) -> None:
    x, y = CENTRE
    path = canvas.beginPath()
    path.moveTo(x - 50, y)
    for step in range(6):
        path.curveTo(x - 40 + 15 * step, y + 30, x - 40 + 15 * step, y - 30, x - 35 + 15 * step, y)
    canvas.drawPath(path, stroke=1, fill=0)


@pytest.mark.parametrize("draw", [circle, filled_ring, star, signature])
def test_drawing_over_a_table(draw: Callable[[Any], None]) -> None:
    def page(canvas: Any) -> None:
        put_table(canvas, SPENDING, COLUMNS, 780)
        draw(canvas)

    assert rows(only_grid(read_pdf(make_pdf(page)))) == as_lists(SPENDING)


@pytest.mark.parametrize("rotation", [0, 180])
def test_text_round_a_seal(rotation: int) -> None:
    """Its lowest character is upright: a figure there stood in a blank cell of the table."""

    def page(canvas: Any) -> None:
        canvas.setPageRotation(rotation)
        if rotation:
            canvas.translate(595, 842)
            canvas.rotate(180)
        put_table(canvas, SPENDING, COLUMNS, 780)
        canvas.setFont(FONT, 9)
        for step, char in enumerate("例京市东禾4区环境局"):
            canvas.saveState()
            canvas.translate(460, 742)
            canvas.rotate(18 * (step - 5))
            canvas.drawString(-2, -24, char)
            canvas.restoreState()

    assert rows(only_grid(read_pdf(make_pdf(page)))) == as_lists(SPENDING)


def test_rounded_box_is_still_a_frame() -> None:
    def page(canvas: Any) -> None:
        left, right, top, height = COLUMNS[0], COLUMNS[-1], 780, 18 * len(SPENDING)
        canvas.roundRect(left, top - height, right - left, height, 4)
        for row in range(1, len(SPENDING)):
            canvas.line(left, top - 18 * row, right, top - 18 * row)
        for x in COLUMNS[1:-1]:
            canvas.line(x, top - height, x, top)
        put_texts(canvas, SPENDING, COLUMNS, top, 18)

    assert rows(only_grid(read_pdf(make_pdf(page)))) == as_lists(SPENDING)
