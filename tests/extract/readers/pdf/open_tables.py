"""A small table without rulings, as the tests of such tables print it, and what the reader makes of its pages."""

from __future__ import annotations

from typing import Any

from pipelines.extract.content import Grid
from pipelines.extract.readers.pdf import read_pdf
from tests.extract.readers.pages import check_promise, grids
from tests.extract.readers.pdf.drawing import LANDSCAPE, Draw, Rows, make_pdf

XS = (60.0, 130.0, 300.0, 380.0, 460.0, 540.0)
BODY: Rows = (
    ("205", "教育支出", "20.50", "20.00", "0.50"),
    ("20502", "普通教育", "20.50", "20.00", "0.50"),
    ("2050201", "学前教育", "20.50", "20.00", "0.50"),
)
HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def centred(canvas: Any, texts: tuple[str, ...], y: float, xs: tuple[float, ...] = XS) -> None:
    for left, right, text in zip(xs[:-1], xs[1:], texts, strict=True):
        if text:
            canvas.drawCentredString((left + right) / 2, y, text)


def read(*pages: Draw) -> list[Grid]:
    return [grid for page in read_pdf(make_pdf(*pages, size=LANDSCAPE)).pages for grid in grids(page)]


def one_grid(draw: Draw) -> Grid:
    """The only grid of a page, which has no rulings and keeps the reader's promises."""
    content = read_pdf(make_pdf(draw, size=LANDSCAPE))
    check_promise(content)
    (grid,) = grids(content.pages[0])
    assert grid.method == "stream"
    return grid
