"""The PDF reader: bytes to pages of text lines and grids.

Here a file is opened or refused. Its bytes are looked at in integrity.py, whole_pages.py decides what can be read of
them, document.py reads the pages.
"""

from __future__ import annotations

import re

import pypdfium2

from pipelines.extract.content import Content
from pipelines.extract.readers.pdf.document import MEDIA_TYPE, refused
from pipelines.extract.readers.pdf.integrity import examine
from pipelines.extract.readers.pdf.whole_pages import read_whole_pages

__all__ = ["MEDIA_TYPE", "read_pdf"]

_PASSWORD_ERROR = 4
_UNSUPPORTED_SECURITY = 5
_ENDS_WITH_STARTXREF = re.compile(rb"startxref\s+\d+\s*$")


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
        return refused("empty", "the file has no bytes")
    if _is_cut(data):
        return refused("damaged", "the end of the file is missing")
    integrity = examine(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {_PASSWORD_ERROR, _UNSUPPORTED_SECURITY}:
            return refused("encrypted", "the file asks for a password")
        return refused("damaged", f"PDFium cannot open the file: {error}")
    try:
        return read_whole_pages(document, data, integrity)
    finally:
        document.close()


def _is_cut(data: bytes) -> bool:
    """Whether objects follow the last end mark, as in a transfer that broke off."""
    tail = data[data.rfind(b"%%EOF") + 1 :]
    return b" obj" in tail and not _ENDS_WITH_STARTXREF.search(tail[-64:])
