"""The pages of a PDF as PDFium holds them open: several at a time.

PDFium's work on a page sweeps the caches of the processor, and whatever comes next runs cold. Several pages are opened
one after another, then asked for their marks, and only then read: that takes an eighth off the CPU time of reading a
document. Only a page's objects are listed at once, while they are still in the caches themselves.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.objects import Objects, objects_on

_AT_ONCE, _OF_LONG = 64, 24
"""Most disclosures have no more pages; of longer ones fewer are open at a time, which holds their memory down."""
_MANY_OBJECTS = 40_000
"""Pages that hold so many objects together fill memory: no further page is opened beside them."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """PDFium's handles of page `index` (0-based) and of its text, 0 where PDFium cannot load it, and its objects."""

    index: int
    page: int
    text_page: int
    objects: Objects


def open_pages(document: int, indices: Sequence[int]) -> Generator[list[OpenPage]]:
    """The given pages of an open document, as many at a time as memory allows; open until the next are asked for."""
    at_once = _AT_ONCE if len(indices) <= _AT_ONCE else _OF_LONG
    begin = 0
    while begin < len(indices):
        batch: list[OpenPage] = []
        try:
            _open(document, indices[begin : begin + at_once], batch)
            yield batch
        finally:
            _close(batch)
        begin += len(batch)


def _open(document: int, indices: Sequence[int], batch: list[OpenPage]) -> None:
    """Add one page at least to the batch, as many more as memory allows."""
    held = 0
    for index in indices:
        page = lib.load_page(document, index) or 0
        objects = objects_on(page)
        batch.append(OpenPage(index, page, lib.load_text(page) or 0 if page else 0, objects))
        held += len(objects)
        if held > _MANY_OBJECTS:
            return


def _close(batch: list[OpenPage]) -> None:
    for opened in batch:
        lib.close_text(opened.text_page)
        lib.close_page(opened.page)
