"""One table, drawn in every way that real disclosures draw theirs."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PIL import Image

from tests.extract.readers.pdf.drawing import COLUMNS, SPENDING, put_rulings, put_table, put_texts


def hairlines(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


def stroked_boxes(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            canvas.rect(left, 700 - (row + 1) * 18, right - left, 18)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def boxes_each_in_its_own_scale(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            canvas.saveState()
            canvas.transform(0, 18 / 40, (left - right) / 7, 0, right, 700 - (row + 1) * 18)
            canvas.rect(0, 0, 40, 7)
            canvas.restoreState()
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def spaced_boxes(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            canvas.rect(left + 0.8, 700 - (row + 1) * 18 + 0.8, right - left - 1.6, 16.4)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def filled_bars(canvas: Any) -> None:
    for number in range(len(SPENDING) + 1):
        canvas.rect(COLUMNS[0], 700 - number * 18 - 0.5, COLUMNS[-1] - COLUMNS[0], 1, stroke=0, fill=1)
    for x in COLUMNS:
        for number in range(len(SPENDING)):
            canvas.rect(x - 0.5, 700 - (number + 1) * 18, 1, 18, stroke=0, fill=1)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def dotted(canvas: Any) -> None:
    bottom = 700 - len(SPENDING) * 18
    for number in range(len(SPENDING) + 1):
        for step in range(0, int(COLUMNS[-1] - COLUMNS[0]), 2):
            canvas.rect(COLUMNS[0] + step, 700 - number * 18, 1, 1, stroke=0, fill=1)
    for x in COLUMNS:
        for step in range(0, int(700 - bottom), 2):
            canvas.rect(x, bottom + step, 1, 1, stroke=0, fill=1)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def one_path(canvas: Any) -> None:
    path = canvas.beginPath()
    for number in range(len(SPENDING) + 1):
        path.moveTo(COLUMNS[0], 700 - number * 18)
        path.lineTo(COLUMNS[-1], 700 - number * 18)
    for x in COLUMNS:
        path.moveTo(x, 700)
        path.lineTo(x, 700 - len(SPENDING) * 18)
    canvas.drawPath(path, stroke=1, fill=0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def shaded_heading(canvas: Any) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(COLUMNS[0], 682, COLUMNS[-1] - COLUMNS[0], 18, stroke=0, fill=1)
    canvas.rect(COLUMNS[0] + 5, 685, 30, 12, stroke=0, fill=1)
    canvas.setFillGray(0)
    hairlines(canvas)


def open_sides(canvas: Any) -> None:
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, down=False)
    for x in COLUMNS[1:-1]:
        canvas.line(x, 700, x, 700 - len(SPENDING) * 18)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def open_top(canvas: Any) -> None:
    for number in range(1, len(SPENDING)):
        canvas.line(COLUMNS[0], 700 - number * 18, COLUMNS[-1], 700 - number * 18)
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, across=False)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def thick_frame(canvas: Any) -> None:
    canvas.setLineWidth(2.25)
    canvas.rect(COLUMNS[0], 700 - len(SPENDING) * 18, COLUMNS[-1] - COLUMNS[0], len(SPENDING) * 18)
    canvas.setLineWidth(0.5)
    hairlines(canvas)


def in_a_form(canvas: Any) -> None:
    canvas.beginForm("table")
    put_table(canvas, SPENDING, COLUMNS, 350)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(0, 350)
    canvas.doForm("table")
    canvas.restoreState()


def scaled(canvas: Any) -> None:
    canvas.scale(0.75, 0.75)
    put_table(canvas, SPENDING, COLUMNS, 900)


def fake_bold(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)
    canvas.translate(0.3, 0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def rings(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            path = canvas.beginPath()
            for inset in (1, 0):  # the inner box first
                path.rect(left + inset, 700 - (row + 1) * 18 + inset, right - left - 2 * inset, 18 - 2 * inset)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def nested_fills(canvas: Any) -> None:
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            path = canvas.beginPath()
            path.rect(left, 700 - (row + 1) * 18, right - left, 18)
            path.rect(left + 0.7, 700 - (row + 1) * 18 + 0.7, right - left - 1.4, 16.6)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def thin_images(canvas: Any) -> None:
    dot = Image.new("RGB", (1, 1), (40, 40, 40))
    for row in range(len(SPENDING)):
        for left, right in pairwise(COLUMNS):
            for top in (700 - row * 18, 700 - (row + 1) * 18):
                canvas.drawInlineImage(dot, left, top, right - left, 0.5)
            for x in (left, right):
                canvas.drawInlineImage(dot, x, 700 - (row + 1) * 18, 0.5, 18)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def scan_in_strips(canvas: Any) -> None:
    """A picture of the page, cut into strips, behind the text that was recognised in it."""
    strip = Image.new("RGB", (1, 1), (250, 250, 250))
    for number in range(100):
        canvas.drawInlineImage(strip, 40, 800 - 2 * number, 500, 2)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def ruled_across_only(canvas: Any) -> None:
    put_rulings(canvas, len(SPENDING), COLUMNS, 700, 18, down=False)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def three_lines(canvas: Any) -> None:
    for y in (700, 682, 610):
        canvas.line(COLUMNS[0], y, COLUMNS[-1], y)
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


def without_rulings(canvas: Any) -> None:
    put_texts(canvas, SPENDING, COLUMNS, 700, 18)


RULED = [
    hairlines,
    stroked_boxes,
    boxes_each_in_its_own_scale,
    spaced_boxes,
    filled_bars,
    dotted,
    one_path,
    shaded_heading,
    open_sides,
    open_top,
    thick_frame,
    in_a_form,
    scaled,
    fake_bold,
    rings,
    nested_fills,
    thin_images,
]
UNRULED = [ruled_across_only, three_lines, without_rulings, scan_in_strips]
