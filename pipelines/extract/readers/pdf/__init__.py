"""The PDF reader: bytes to pages of text lines and grids.

PDFium's characters and rulings serve; pdfplumber reads again the pages on which they contradict each other or which
PDFium cannot load, and the better reading wins. Pages are read one after another and closed at once, so that memory
follows the largest page, not the document.

A broken object is damage to the pages that are made of it: they are not read, and the others are. Where the pages
cannot be told the whole file is refused.
"""

from __future__ import annotations

import re

import msgspec
import pypdfium2

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.pdf.belongings import Lost, pages_with
from pipelines.extract.readers.pdf.fallback import SecondReader, better
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.readers.pdf.integrity import Integrity, examine
from pipelines.extract.readers.pdf.library import document_pointer, has_valid_directory
from pipelines.extract.readers.pdf.pages import PageReading, read_pdfium_page, to_page
from pipelines.extract.readers.pdf.verdicts import document_status, page_flaws
from pipelines.extract.records import ParseStatus, Place

MEDIA_TYPE = "application/pdf"
_PASSWORD_ERROR = 4
_UNSUPPORTED_SECURITY = 5
_ENDS_WITH_STARTXREF = re.compile(rb"startxref\s+\d+\s*$")
_FAILURES = (ValueError, ArithmeticError, LookupError, TypeError, OSError, RuntimeError)


def read_pdf(data: bytes) -> Content:
    """Read a PDF; whatever is wrong with it becomes a status or a flaw, never an exception.

    Args:
        data: the whole file.

    Returns:
        Status `parsed`, or `partial` (some pages unreadable or without characters), `needs_ocr` (no page has any),
        `encrypted` (needs a password), `damaged` (cannot be opened, its tail is missing, or broken nobody knows
        where: no pages then), `empty`.
    """
    if not data.strip():
        return _refused("empty", "the file has no bytes")
    if _is_cut(data):
        return _refused("damaged", "the end of the file is missing")
    integrity = examine(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {_PASSWORD_ERROR, _UNSUPPORTED_SECURITY}:
            return _refused("encrypted", "the file asks for a password")
        return _refused("damaged", f"PDFium cannot open the file: {error}")
    try:
        return _read_whole_pages(document, data, integrity)
    finally:
        document.close()


def _read_whole_pages(document: pypdfium2.PdfDocument, data: bytes, integrity: Integrity) -> Content:
    """The pages that no damage reaches, and what the bytes say against the others."""
    lost = _pages_lost(document, data, integrity) if integrity.cut else {}
    if lost is None or not set(integrity.cut) <= {number for objects in lost.values() for number in objects}:
        return _refused("damaged", f"{len(integrity.cut)} streams of text or drawing are broken off")
    content = _read_document(document, data, lost)
    blank = _unexplained_blanks(content)
    if blank and integrity.misplaced:
        lost = _pages_lost(document, data, integrity)
        if lost is None or not blank <= lost.keys():
            reason = f"{len(integrity.misplaced)} objects are not where they should be, {len(blank)} pages blank"
            return _refused("damaged", reason)
        content = _read_document(document, data, lost)
    altered = pages_with(data, len(document), frozenset(integrity.altered)) if integrity.altered else {}
    return _doubted(content, integrity, sorted((altered or {}).keys() - lost.keys()))


def _pages_lost(document: pypdfium2.PdfDocument, data: bytes, integrity: Integrity) -> Lost | None:
    """The pages that are made of broken objects; None where they cannot be told.

    Misplaced objects are lost only if PDFium goes by the directory: where it found that wrong it has looked for them.
    """
    goes_by_it = has_valid_directory(document_pointer(document))
    broken = (*integrity.cut, *integrity.altered, *(integrity.misplaced if goes_by_it else ()))
    return pages_with(data, len(document), frozenset(broken))


def _unexplained_blanks(content: Content) -> set[int]:
    """The pages of a readable document that are blank without a flaw that says why."""
    if content.status not in {"parsed", "partial"}:
        return set()
    explained = {item.where.page for item in content.flaws}
    return {page.number for page in content.pages if not page.text and page.number not in explained}


def _doubted(content: Content, integrity: Integrity, altered: list[int]) -> Content:
    """The content with what its bytes say against it; `altered` are the pages read that altered streams belong to."""
    flaws = list(content.flaws)
    if integrity.misplaced:
        message = f"{len(integrity.misplaced)} objects are not where the directory says"
        flaws.append(flaw("file_disordered", message))
    if integrity.altered:
        message = f"{len(integrity.altered)} streams do not match their checksum"
        flaws += [flaw("file_altered", message, Place(page=page)) for page in altered] or [
            flaw("file_altered", message)
        ]
    return msgspec.structs.replace(content, flaws=flaws)


def _refused(status: ParseStatus, reason: str) -> Content:
    return Content(media_type=MEDIA_TYPE, status=status, status_reason=reason, flaws=[flaw("unreadable_file", reason)])


def _is_cut(data: bytes) -> bool:
    """Whether objects follow the last end mark, as in a transfer that broke off."""
    tail = data[data.rfind(b"%%EOF") + 1 :]
    return b" obj" in tail and not _ENDS_WITH_STARTXREF.search(tail[-64:])


def _read_document(document: pypdfium2.PdfDocument, data: bytes, lost: Lost) -> Content:
    count = len(document)
    if not count:
        return _refused("empty", "the file has no pages")
    pointer = document_pointer(document)
    pages: list[Page] = []
    flaws: list[Flaw] = []
    blind = unread = 0
    columns: Heading | None = None
    with SecondReader(data, count) as second:
        for index in range(count):
            if index + 1 in lost:
                reading, found = None, [_broken(index + 1, lost[index + 1])]
            else:
                reading, found = _read_page(pointer, index, second, columns)
            columns = reading.columns if reading else None
            flaws.extend(found)
            if reading is None:
                unread += 1
                pages.append(Page(number=index + 1, text="", blocks=[]))
                continue
            blind += not reading.characters and reading.has_drawing
            pages.append(to_page(reading, index + 1))
    status, reason = document_status(pages, blind, unread)
    title = document.get_metadata_value("Title").strip() or None
    return Content(media_type=MEDIA_TYPE, pages=pages, title=title, status=status, status_reason=reason, flaws=flaws)


def _broken(number: int, objects: frozenset[int]) -> Flaw:
    message = f"{len(objects)} objects that the page is made of are broken or missing"
    return flaw("page_unreadable", message, Place(page=number))


def _read_page(
    pointer: int, index: int, second: SecondReader, carried: Heading | None
) -> tuple[PageReading | None, list[Flaw]]:
    """The better reading of one page, None if there is none, and what is wrong with it."""
    where = Place(page=index + 1)
    first: PageReading | None = None
    trouble = ""
    try:
        first = read_pdfium_page(pointer, index, carried)
    except _FAILURES as error:
        trouble = f"{type(error).__name__}: {error}"
    best = first
    if first is None or first.doubts:
        best = better(first, second.read(index))
    if best is None:
        return None, [flaw("page_unreadable", trouble, where)]
    flaws = page_flaws(best, where)
    if best is not first:
        message = f"pdfplumber's reading of the page was taken. {trouble}".strip()
        flaws.append(flaw("second_reader_used", message, where))
    return best, flaws
