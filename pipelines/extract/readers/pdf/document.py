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
from pipelines.extract.readers.pdf.opened import OpenPage, open_pages
from pipelines.extract.readers.pdf.pages import PageReading, read_pdfium_page, to_page
from pipelines.extract.readers.pdf.typed_over import typed_over
from pipelines.extract.readers.pdf.verdicts import document_status, doubts_of, page_flaws, picture_flaws
from pipelines.extract.records import ParseStatus, Place

MEDIA_TYPE = "application/pdf"
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
    readings: list[PageReading | None] = []
    flaws: list[Flaw] = []
    columns: Heading | None = None
    opened = open_pages(pointer, [index for index in range(count) if index + 1 not in lost])
    with SecondReader(data, count) as second, closing(opened):
        for index in range(count):
            if index + 1 in lost:
                reading, found = None, [_broken(index + 1, lost[index + 1])]
            else:
                reading, found = _read_page(next(opened), second, columns)
            columns = reading.columns if reading else None
            flaws.extend(found)
            readings.append(reading)
    # One kind of work after the other keeps the caches of the processor warm, as in opened.py.
    pages = [
        to_page(reading, number) if reading else Page(number=number, text="", blocks=[])
        for number, reading in enumerate(readings, 1)
    ]
    for reading, page in zip(readings, pages, strict=True):
        flaws.extend(picture_flaws(reading, page) if reading else ())
    unread = sum(reading is None for reading in readings)
    blind = sum(reading.is_blind for reading in readings if reading)
    if attached := count_attachments(pointer):
        flaws.append(flaw("embedded_object", f"{attached} files are attached inside the document"))
    status, reason = document_status(pages, blind, unread)
    title = document.get_metadata_value("Title").strip() or None
    return Content(media_type=MEDIA_TYPE, pages=pages, title=title, status=status, status_reason=reason, flaws=flaws)


def _broken(number: int, objects: frozenset[int]) -> Flaw:
    message = f"{len(objects)} objects that the page is made of are broken or missing"
    return flaw("page_unreadable", message, Place(page=number))


def _read_page(
    opened: OpenPage, second: SecondReader, carried: Heading | None
) -> tuple[PageReading | None, list[Flaw]]:
    """The better reading of one page, None if there is none, and what is wrong with it."""
    where = Place(page=opened.index + 1)
    first: PageReading | None = None
    trouble = ""
    try:
        first = read_pdfium_page(opened, carried)
    except _FAILURES as error:
        trouble = f"{type(error).__name__}: {error}"
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
