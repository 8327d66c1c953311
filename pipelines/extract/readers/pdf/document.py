"""All pages of an open PDF, one after another, each by the better of two readers.

PDFium's characters and rulings serve; pdfplumber reads again the pages on which they contradict each other or which
PDFium cannot load. Few pages are open at a time, so that memory follows the largest of them.
"""

from __future__ import annotations

from contextlib import closing

import pypdfium2

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.pdf.belongings import Lost
from pipelines.extract.readers.pdf.fallback import SecondReader, better
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.readers.pdf.library import count_attachments, document_pointer
from pipelines.extract.readers.pdf.marks import Marks, read_marks
from pipelines.extract.readers.pdf.opened import OpenPage, open_pages
from pipelines.extract.readers.pdf.pages import PageReading, read_marked_page, to_page
from pipelines.extract.readers.pdf.typed_over import typed_over
from pipelines.extract.readers.pdf.verdicts import document_status, doubts_of, page_flaws, picture_flaws
from pipelines.extract.records import ParseStatus, Place

MEDIA_TYPE = "application/pdf"
_Read = tuple[PageReading | None, list[Flaw]]
"""The best reading of a page, None if there is none, and what is wrong with it."""
_NOTHING: _Read = (None, [])
_FAILURES = (ValueError, ArithmeticError, LookupError, TypeError, OSError, RuntimeError)


def refused(status: ParseStatus, reason: str) -> Content:
    """The content of a file that is not read, and why."""
    return Content(media_type=MEDIA_TYPE, status=status, status_reason=reason, flaws=[flaw("unreadable_file", reason)])


def read_document(document: pypdfium2.PdfDocument, data: bytes, lost: Lost) -> Content:
    """The pages of a document but those that are `lost`, which are blank and named."""
    count = len(document)
    if not count:
        return refused("empty", "the file has no pages")
    pointer = document_pointer(document)
    read = _read_pages(pointer, data, count, lost)
    # One kind of work after the other keeps the caches of the processor warm, as in opened.py.
    pages = [
        to_page(reading, number) if reading else Page(number=number, text="", blocks=[])
        for number, (reading, _) in enumerate(read, 1)
    ]
    readings = [reading for reading, _ in read]
    flaws = [found for _, noticed in read for found in noticed]
    for reading, page in zip(readings, pages, strict=True):
        flaws.extend(picture_flaws(reading, page) if reading else ())
    unread = sum(reading is None for reading in readings)
    blind = sum(reading.is_blind for reading in readings if reading)
    if attached := count_attachments(pointer):
        flaws.append(flaw("embedded_object", f"{attached} files are attached inside the document"))
    status, reason = document_status(pages, blind, unread)
    title = document.get_metadata_value("Title").strip() or None
    return Content(media_type=MEDIA_TYPE, pages=pages, title=title, status=status, status_reason=reason, flaws=flaws)


def _read_pages(document: int, data: bytes, count: int, lost: Lost) -> list[_Read]:
    """Every page of the document in turn."""
    read = {number - 1: _broken(number, objects) for number, objects in lost.items()}
    whole = [index for index in range(count) if index not in read]
    with SecondReader(data, count) as second, closing(open_pages(document, whole)) as batches:
        for batch in batches:
            for opened, marks in zip(batch, [_marks(opened) for opened in batch], strict=True):
                before, _ = read.get(opened.index - 1, _NOTHING)
                read[opened.index] = _read_page(opened, marks, second, before.columns if before else None)
    return [read[index] for index in range(count)]


def _broken(number: int, objects: frozenset[int]) -> _Read:
    message = f"{len(objects)} objects that the page is made of are broken or missing"
    return None, [flaw("page_unreadable", message, Place(page=number))]


def _marks(opened: OpenPage) -> Marks | str:
    """The marks on a page, or why PDFium cannot tell them."""
    try:
        return read_marks(opened)
    except _FAILURES as error:
        return f"{type(error).__name__}: {error}"


def _read_page(opened: OpenPage, marks: Marks | str, second: SecondReader, carried: Heading | None) -> _Read:
    """The better reading of one page, whose table before it ended with the columns `carried`."""
    where = Place(page=opened.index + 1)
    first, trouble = (None, marks) if isinstance(marks, str) else _first_reading(marks, carried)
    best = first
    if first is None or first.doubts:
        best = better(first, second.read(opened.index))
    if best is None:
        return None, [flaw("page_unreadable", trouble, where)]
    flaws = [*doubts_of(first or best, where), *page_flaws(best, where), *typed_over(opened.page, where)]
    if best is not first:
        message = f"pdfplumber's reading of the page was taken. {trouble}".strip()
        flaws.append(flaw("second_reader_used", message, where))
    return best, flaws


def _first_reading(marks: Marks, carried: Heading | None) -> tuple[PageReading | None, str]:
    """What the marks make up, or why they make up nothing."""
    try:
        return read_marked_page(marks, carried), ""
    except _FAILURES as error:
        return None, f"{type(error).__name__}: {error}"
