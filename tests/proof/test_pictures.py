"""Pictures of pages: the boxes of the records lie where the amounts are printed, however the page is turned."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import BoundingBox, Cell
from pipelines.proof.pictures import BOX_COLOUR, Pages, PictureError, boxed_page, encode
from tests.proof.documents import read, turned

DARK = 110


def dark_pixels(image: Image.Image, box: tuple[float, ...], scale: float) -> int:
    """How much ink lies inside a box of points, its border left out."""
    x0, top, x1, bottom = box
    sides = (x0 + 1.5, top + 1.5, x1 - 1.5, bottom - 1.5)
    left, upper, right, lower = (round(side * scale) for side in sides)
    inside = image.crop((left, upper, right, lower))
    return sum(inside.convert("L").histogram()[:DARK])


def boxed(cell: Cell) -> BoundingBox:
    """The cell's box, which a cell of a PDF has."""
    assert cell.bbox is not None
    return cell.bbox


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_ink_stands_in_printed_cells_and_not_in_blank_ones(degrees: int) -> None:
    data = turned(read("pdf")[0], degrees)
    parsed = parse(data, Context(file="a.pdf"))
    number = next(cell.page for cell in parsed.cells if cell.table_id == "T03" and cell.printed)
    with Pages(data) as pages:
        image, width, _ = pages.draw(number)
    cells = [cell for cell in parsed.cells if cell.page == number]
    ink = {cell.printed: dark_pixels(image, boxed(cell), image.width / width) for cell in cells}
    assert len([printed for printed in ink if printed]) >= 4
    for printed, pixels in ink.items():
        assert (pixels > 10) == bool(printed), (printed, pixels)


def test_the_boxed_region_is_where_the_amount_is() -> None:
    data, parsed = read("pdf")
    cell = max((each for each in parsed.cells if each.table_id == "T03"), key=lambda each: len(each.printed))
    image = Image.open(io.BytesIO(boxed_page(data, cell.page, [boxed(cell)])))
    pixels = image.convert("RGB").load()
    assert pixels is not None
    red = [(x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == BOX_COLOUR]
    columns, rows = [x for x, _ in red], [y for _, y in red]
    with Pages(data) as pages:
        plain, width, _ = pages.draw(cell.page)
    scale = image.width / width
    drawn = (min(columns) / scale, min(rows) / scale, max(columns) / scale, max(rows) / scale)
    assert drawn == pytest.approx(boxed(cell), abs=5)
    assert dark_pixels(plain, boxed(cell), scale) > 10


def test_few_grays_are_small_and_nothing_is_drawn_that_is_not_there() -> None:
    data, parsed = read("pdf")
    with Pages(data) as pages:
        for number in range(1, parsed.document.pages + 1):
            picture = encode(*pages.draw(number))
            assert len(picture.data) < 150_000
        with pytest.raises(PictureError, match="page 99 is wanted"):
            pages.draw(99)
    with pytest.raises(PictureError, match="cannot open"):
        boxed_page(b"no pdf", 1, [])
