"""The order in which a page's characters were drawn.

PDFium sorts what it takes for a line from left to right: pieces drawn one after the other whose heights differ by half
an em at most. Where the name of a row reaches into the row above, its first line comes before the figures of that row;
on a page that is drawn sideways, the lines of a cell come in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Codes, Indices, where
from pipelines.extract.readers.pdf.glyphs import VISIBLE, kinds_of
from pipelines.extract.readers.pdf.objects import MAX_FORM_DEPTH, Objects, objects_in


def drawn_order(objects: Objects, text_page: int, codes: Codes) -> Indices:
    """Indices that sort the visible characters of a page, as `read_glyphs` gives them, by when they were drawn.

    Args:
        objects: what the page is drawn with.
        text_page: its PDFium text page.
        codes: all code points of that.
    """
    place = {text: at for at, text in enumerate(_texts(objects, 0))}
    visible = where(kinds_of(codes) & VISIBLE)
    texts = lib.char_objects(text_page, visible).tolist()
    places = np.fromiter((place.get(text, len(place)) for text in texts), np.int64, len(visible))
    return np.argsort(places, kind="stable")


def _texts(objects: Objects, depth: int) -> Iterator[int]:
    """The text objects among some objects, those inside forms where the form stands."""
    for handle, kind in objects.each():
        if kind == lib.OBJECT_TEXT:
            yield handle
        elif kind == lib.OBJECT_FORM and depth < MAX_FORM_DEPTH:
            yield from _texts(objects_in(handle), depth + 1)
