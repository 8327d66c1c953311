"""How many pages of a PDF are open at a time, and that every one is closed again."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest

from pipelines.extract.readers.pdf import library, opened
from pipelines.extract.readers.pdf.library import document_pointer
from tests.extract.readers.pdf.drawing import make_pdf

PAGES = 5


@pytest.fixture
def document() -> Iterator[int]:
    pdf = pypdfium2.PdfDocument(make_pdf(*[lambda canvas: canvas.drawString(60, 700, "1")] * PAGES))
    yield document_pointer(pdf)
    pdf.close()


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pages: list[int] = []
    close = library.close_page

    def noting(page: int) -> None:
        pages.append(page)
        close(page)

    monkeypatch.setattr(library, "close_page", noting)
    return pages


@pytest.mark.parametrize(
    ("at_once", "of_long", "objects", "sizes"),
    [(PAGES, 2, 99, [PAGES]), (PAGES - 1, 2, 99, [2, 2, 1]), (PAGES, 2, 0, [1] * PAGES)],
    ids=["short", "long", "full"],
)
def test_as_many_at_a_time_as_memory_allows(
    document: int,
    closed: list[int],
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    of_long: int,
    objects: int,
    sizes: list[int],
) -> None:
    monkeypatch.setattr(opened, "_AT_ONCE", at_once)
    monkeypatch.setattr(opened, "_OF_LONG", of_long)
    monkeypatch.setattr(opened, "_MANY_OBJECTS", objects)
    indices, earlier = [], list[int]()
    for batch, size in zip(opened.open_pages(document, range(PAGES)), sizes, strict=True):
        assert len(batch) == size
        assert closed == earlier
        indices += [page.index for page in batch]
        earlier += [page.page for page in batch]
    assert closed == earlier
    assert indices == list(range(PAGES))


def test_who_stops_early_leaves_no_page_open(document: int, closed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_MANY_OBJECTS", 0)
    batches = opened.open_pages(document, range(PAGES))
    batch = next(batches)
    batches.close()
    assert closed == [page.page for page in batch]


def test_a_page_that_is_not_there_is_no_page(document: int) -> None:
    (batch,) = opened.open_pages(document, [0, PAGES])
    assert [bool(page.page) for page in batch] == [True, False]
    assert batch[1].text_page == 0
