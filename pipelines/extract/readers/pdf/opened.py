"""The pages of a PDF as PDFium holds them open: several at a time.

PDFium's work on a page sweeps the caches of the processor, and whatever comes next runs cold. Several pages are opened
one after another, then asked for their marks, and only then read: that takes an eighth off the CPU time of reading a
document.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from pipelines.extract.readers.pdf import library as lib

_AT_ONCE = 48
"""Beyond this the gain ends: most disclosures have no more pages."""
_MANY_OBJECTS = 40_000
"""Pages that hold so many objects together fill memory: no further page is opened beside them."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """PDFium's handles of page `index` (0-based) and of its text; 0 where PDFium cannot load it."""

    index: int
    page: int
    text_page: int


def open_pages(document: int, indices: Sequence[int]) -> Generator[list[OpenPage]]:
    """The given pages of an open document, as many at a time as memory allows; open until the next are asked for."""
    begin = 0
    while begin < len(indices):
        batch: list[OpenPage] = []
        try:
            batch.extend(_batch(document, indices[begin : begin + _AT_ONCE]))
            yield batch
        finally:
            for opened in batch:
                lib.close_text(opened.text_page)
                lib.close_page(opened.page)
        begin += len(batch)


def _batch(document: int, indices: Sequence[int]) -> Iterator[OpenPage]:
    """One page at least, as many more as memory allows."""
    objects = 0
    for index in indices:
        page = lib.load_page(document, index)
        yield OpenPage(index, page or 0, lib.load_text(page) or 0 if page else 0)
        objects += lib.count_objects(page)
        if objects > _MANY_OBJECTS:
            return
