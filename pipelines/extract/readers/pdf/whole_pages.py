"""Reading a PDF whose bytes may be broken: the pages that no damage reaches, and what is said against the others.

A broken object is damage to the pages that are made of it: they are not read, and the others are. Where the pages
cannot be told the whole file is refused.
"""

from __future__ import annotations

import msgspec
import pypdfium2

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw
from pipelines.extract.readers.pdf.belongings import Lost, pages_with, silenced
from pipelines.extract.readers.pdf.document import read_document, refused
from pipelines.extract.readers.pdf.integrity import Integrity
from pipelines.extract.readers.pdf.library import (
    close_page,
    count_objects,
    document_pointer,
    has_valid_directory,
    load_page,
)
from pipelines.extract.records import Place


def read_whole_pages(document: pypdfium2.PdfDocument, data: bytes, integrity: Integrity) -> Content:
    """The pages that no damage reaches, and what the bytes say against the others."""
    lost = _pages_lost(document, data, integrity) if integrity.cut else {}
    if lost is None or not set(integrity.cut) <= {number for objects in lost.values() for number in objects}:
        return refused("damaged", f"{len(integrity.cut)} streams of text or drawing are broken off")
    content = read_document(document, data, lost)
    blank = _unexplained_blanks(content)
    if blank and integrity.misplaced:
        lost = _pages_lost(document, data, integrity)
        if lost is None or not blank <= lost.keys():
            reason = f"{len(integrity.misplaced)} objects are not where they should be, {len(blank)} pages blank"
            return refused("damaged", reason)
        content = read_document(document, data, lost)
    elif bare := _bare(document, blank):
        content = _without(content, silenced(data, len(document), bare))
    altered = pages_with(data, len(document), frozenset(integrity.altered)) if integrity.altered else {}
    return _doubted(content, integrity, sorted((altered or {}).keys() - lost.keys()))


def _pages_lost(document: pypdfium2.PdfDocument, data: bytes, integrity: Integrity) -> Lost | None:
    """The pages that are made of broken objects; None where they cannot be told.

    Misplaced objects are lost only if PDFium goes by the directory: where it found that wrong it has looked for them.
    """
    goes_by_it = has_valid_directory(document_pointer(document))
    broken = (*integrity.cut, *integrity.altered, *(integrity.misplaced if goes_by_it else ()))
    return pages_with(data, len(document), frozenset(broken))


def _bare(document: pypdfium2.PdfDocument, pages: set[int]) -> set[int]:
    """The pages on which there is nothing at all: no text, drawing or picture."""
    found: set[int] = set()
    for number in pages:
        page = load_page(document_pointer(document), number - 1)
        if not page or not count_objects(page):
            found.add(number)
        if page:
            close_page(page)
    return found


def _without(content: Content, pages: set[int]) -> Content:
    """The content with some of its blank pages named as lost."""
    if not pages:
        return content
    message = "the page has content that shows nothing, or has lost it"
    flaws = [*content.flaws, *(flaw("page_unreadable", message, Place(page=number)) for number in sorted(pages))]
    reason = f"{len(pages)} pages show nothing, of {len(content.pages)}"
    return msgspec.structs.replace(content, status="partial", status_reason=reason, flaws=flaws)


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
