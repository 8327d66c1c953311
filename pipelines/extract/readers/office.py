"""Office packages (XLSX, DOCX, OpenDocument), with a status for every way in which they can be bad."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.extract.content import Content
from pipelines.extract.readers.archives import BombError, bomb, damaged
from pipelines.extract.readers.docx import read_word
from pipelines.extract.readers.odf import read_open_document
from pipelines.extract.readers.package import UNREADABLE, EncryptedPackageError, ForbiddenXmlError, Package
from pipelines.extract.readers.pictures import Shown, judged
from pipelines.extract.readers.xlsx import read_workbook
from pipelines.extract.sniffing import DOCX, ODF, XLSX


def read_xlsx(data: bytes) -> Content:
    """A workbook: each sheet a page with its name, cells as displayed, hidden sheets flagged and not read."""
    return _opened(data, XLSX, read_workbook)


def read_docx(data: bytes) -> Content:
    """A Word document as page 1: paragraphs and tables in document order."""
    return _opened(data, DOCX, read_word)


def read_odf(data: bytes) -> Content:
    """An OpenDocument text as page 1, or a workbook like any other; `unsupported` where it is a drawing or slides."""
    return _opened(data, ODF, read_open_document)


def _opened(data: bytes, media_type: str, read: Callable[[Package, str], tuple[Content, Shown]]) -> Content:
    """What `read` makes of the package, or its status: `encrypted`, `damaged`, `empty`, `needs_ocr`, a bomb."""
    try:
        package = Package(data)
        content, shown = read(package, media_type)
    except BombError as error:
        return bomb(media_type, error)
    except EncryptedPackageError as error:
        return Content(media_type=media_type, status="encrypted", status_reason=str(error))
    except (*UNREADABLE, ForbiddenXmlError, AttributeError, ValueError) as error:
        return damaged(media_type, error)
    return judged(content, shown) if content.status == "parsed" else content
