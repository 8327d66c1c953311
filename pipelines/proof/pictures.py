"""Pages of a PDF as pictures, upright as the reader saw them, so that the boxes of its records fit."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import msgspec
import pypdfium2
from PIL import Image, ImageDraw

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.glyphs import read_codes, read_glyphs
from pipelines.extract.readers.pdf.upright import PageBox, read_page_box
from pipelines.extract.records import BoundingBox

PIXELS_PER_POINT = 2.0
MAX_PIXELS = 6_000_000
"""Of one picture; a poster is drawn smaller."""
GRAYS = 16
LARGE_PNG = 160_000
"""Bytes from which a picture is rather a photograph (a scan), which JPEG packs better."""
JPEG_QUALITY = 55
BOX_COLOUR = (214, 34, 34)
BOX_MARGIN = 1.5
"""Points between a cell's border and the box drawn around it."""


class PictureError(ValueError):
    """The page cannot be drawn; the message says why."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An encoded picture of an upright page and the page's size in points."""

    data: bytes
    media_type: str
    width: float
    height: float


class Pages:
    """An open PDF whose pages are drawn one by one; a context manager."""

    def __init__(self, data: bytes) -> None:
        """Open the file; raises PictureError where PDFium cannot."""
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise PictureError(f"PDFium cannot open the file: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def draw(self, number: int, size: tuple[float, float] | None = None) -> tuple[Image.Image, float, float]:
        """Page `number` (1-based) upright in gray, and its width and height in points.

        Args:
            number: the page.
            size: upright size as the reader saw it; decides between portrait and landscape where text does not.

        Raises:
            PictureError: there is no such page, or PDFium cannot load it.
        """
        if not 1 <= number <= len(self._document):
            raise PictureError(f"the file has {len(self._document)} pages, page {number} is wanted")
        box, turn = self._turn(number - 1)
        if size is not None and (box.size(turn)[0] > box.size(turn)[1]) != (size[0] > size[1]):
            turn = box.rotation
        width, height = box.size(turn)
        scale = min(PIXELS_PER_POINT, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        try:
            page = self._document[number - 1]
            bitmap = page.render(scale=scale, rotation=(turn - box.rotation) % 4 * 90, grayscale=True)
            return bitmap.to_pil().convert("L"), width, height
        except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            raise PictureError(f"page {number} cannot be drawn: {error}") from error

    def _turn(self, index: int) -> tuple[PageBox, int]:
        """The page's bounds, and the clockwise quarter turns that set its text upright."""
        with _loaded(lib.document_pointer(self._document), index) as (page, text_page):
            box = read_page_box(page)
            glyphs, turn = read_glyphs(text_page, read_codes(text_page), box)
            return box, turn if len(glyphs) else box.rotation


@contextmanager
def _loaded(document: int, index: int) -> Iterator[tuple[int, int]]:
    page = lib.load_page(document, index)
    text_page = lib.load_text(page) if page else 0
    try:
        if not text_page:
            raise PictureError(f"PDFium cannot load page {index + 1}")
        yield page, text_page
    finally:
        if text_page:
            lib.close_text(text_page)
        if page:
            lib.close_page(page)


def encode(image: Image.Image, width: float, height: float) -> Picture:
    """The picture small: a PNG of few grays, or a JPEG where that is smaller."""
    few = image.point([value * (GRAYS - 1) // 255 for value in range(256)])
    few.putpalette([level * 255 // (GRAYS - 1) for level in range(GRAYS) for _ in range(3)])
    sink = io.BytesIO()
    few.save(sink, "PNG", bits=4)
    data, media_type = sink.getvalue(), "image/png"
    if len(data) > LARGE_PNG:
        photograph = io.BytesIO()
        smaller = image.resize((image.width * 2 // 3, image.height * 2 // 3))
        smaller.save(photograph, "JPEG", quality=JPEG_QUALITY, optimize=True)
        if photograph.tell() < len(data):
            data, media_type = photograph.getvalue(), "image/jpeg"
    return Picture(data=data, media_type=media_type, width=width, height=height)


def boxed_page(data: bytes, number: int, boxes: Sequence[BoundingBox]) -> bytes:
    """One page as PNG with a red box around each of `boxes` (points from the top left of the upright page).

    The first box is drawn thick, the others thin. Raises PictureError where the page cannot be drawn.
    """
    with Pages(data) as pages:
        image, width, _ = pages.draw(number)
    scale = image.width / width
    coloured = image.convert("RGB")
    pen = ImageDraw.Draw(coloured)
    for position, (x0, top, x1, bottom) in enumerate(boxes):
        thickness = max(2, round((1.5 if position == 0 else 0.7) * scale))
        margin = BOX_MARGIN + thickness / scale / 2
        corners = ((x0 - margin) * scale, (top - margin) * scale, (x1 + margin) * scale, (bottom + margin) * scale)
        pen.rectangle(corners, outline=BOX_COLOUR, width=thickness)
    sink = io.BytesIO()
    coloured.save(sink, "PNG")
    return sink.getvalue()
