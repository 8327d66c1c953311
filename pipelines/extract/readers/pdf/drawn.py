"""The order in which a page's characters were drawn.

PDFium sorts what it takes for a line from left to right: pieces drawn one after the other whose heights differ by half
an em at most. Where the name of a row reaches into the row above, its first line comes before the figures of that row;
on a page that is drawn sideways, the lines of a cell come in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Codes, Indices, where
from pipelines.extract.readers.pdf.glyphs import VISIBLE, kinds_of
from pipelines.extract.readers.pdf.rulings import MAX_FORM_DEPTH


def drawn_order(page: int, text_page: int, codes: Codes) -> Indices:
    """Indices that sort the visible characters of a page, as `read_glyphs` gives them, by when they were drawn.

    Args:
        page: PDFium page.
        text_page: its text page.
        codes: all code points of that.
    """
    handles = [lib.get_object(lib.pointer(page), at) for at in range(lib.count_objects(page))]
    place = {text: at for at, text in enumerate(_texts(handles, 0))}
    visible = where(kinds_of(codes) & VISIBLE)
    texts = map(lib.char_object, repeat(lib.pointer(text_page)), visible.tolist())
    places = np.fromiter((place.get(text, len(place)) for text in texts), np.int64, len(visible))
    return np.argsort(places, kind="stable")


def _texts(handles: Sequence[int], depth: int) -> Iterator[int]:
    """The text objects among some objects, those inside forms where the form stands."""
    for handle in handles:
        kind = lib.object_type(handle)
        if kind == lib.OBJECT_TEXT:
            yield handle
        elif kind == lib.OBJECT_FORM and depth < MAX_FORM_DEPTH:
            inner = [lib.get_form_object(handle, at) for at in range(lib.count_form_objects(handle))]
            yield from _texts(inner, depth + 1)
