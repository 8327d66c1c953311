"""The OFD reader (GB/T 33190, 版式文档): packed XML pages to text lines and grids, with the geometry of the PDF reader.

An OFD page names its characters and the places where they stand, and its lines as paths, so nothing has to be
decoded: objects.py brings them into points, readers/pdf sets the page.
"""

from __future__ import annotations

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.archives import BombError, bomb, damaged
from pipelines.extract.readers.ofd.layout import read_page
from pipelines.extract.readers.ofd.package import OfdDocument, open_documents, unlisted_pages
from pipelines.extract.readers.package import UNREADABLE, EncryptedPackageError, ForbiddenXmlError
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.readers.pdf.pages import to_page
from pipelines.extract.readers.pdf.verdicts import document_status, page_flaws
from pipelines.extract.records import Place
from pipelines.extract.sniffing import OFD


def read_ofd(data: bytes) -> Content:
    """Read an OFD file; whatever is wrong with it becomes a status or a flaw, never an exception.

    Args:
        data: the whole file.

    Returns:
        Status `parsed`, `partial` (some pages without characters), `needs_ocr`, `empty`, `encrypted`, or `damaged`
        (the package or one of its pages cannot be read: no pages then).
    """
    try:
        return _read(open_documents(data))
    except BombError as error:
        return bomb(OFD, error)
    except EncryptedPackageError as error:
        return Content(media_type=OFD, status="encrypted", status_reason=str(error))
    except (*UNREADABLE, ForbiddenXmlError, ValueError) as error:
        return damaged(OFD, error)


def _read(documents: list[OfdDocument]) -> Content:
    """The pages of all documents of the file, one after another."""
    pages: list[Page] = []
    flaws: list[Flaw] = []
    blind = 0
    for document in documents:
        columns: Heading | None = None
        for name in document.pages:
            reading = read_page(document, name, columns)
            columns = reading.columns
            blind += reading.is_blind
            flaws.extend(page_flaws(reading, Place(page=len(pages) + 1)))
            pages.append(to_page(reading, len(pages) + 1))
    if unlisted := unlisted_pages(documents):
        flaws.append(flaw("file_disordered", f"{len(unlisted)} pages in the package are in no list of pages"))
    status, reason = document_status(pages, blind, unread=0)
    title = next((document.title for document in documents if document.title), None)
    return Content(media_type=OFD, pages=pages, title=title, status=status, status_reason=reason, flaws=flaws)
