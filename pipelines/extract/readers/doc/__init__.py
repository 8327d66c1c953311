"""Word 97-2003 documents (.doc, .wps): paragraphs and tables in the order of the document, like newer ones."""

from __future__ import annotations

import struct

from pipelines.extract.content import Content
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.archives import damaged
from pipelines.extract.readers.doc.container import EncryptedDocumentError, OldDocumentError, open_document
from pipelines.extract.readers.doc.story import paragraphs_of
from pipelines.extract.readers.flow import write_flow
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.marks import DamagedDocumentError, flow_of
from pipelines.extract.readers.pictures import Shown, judged
from pipelines.extract.sniffing import DOC

_READ = ("main", "boxes")
_UNREADABLE = (DamagedDocumentError, OSError, struct.error, IndexError, UnicodeError)


def read_doc(data: bytes) -> Content:
    """A legacy Word document as page 1, text boxes behind the text; headers, notes and comments are not read."""
    try:
        return _content(data)
    except EncryptedDocumentError as error:
        return Content(media_type=DOC, status="encrypted", status_reason=str(error))
    except OldDocumentError as error:
        return Content(media_type=DOC, status="unsupported", status_reason=str(error))
    except _UNREADABLE as error:
        return damaged(DOC, error)


def _content(data: bytes) -> Content:
    document = open_document(data)
    builder = PageBuilder("docx")
    flaws: list[Flaw] = []
    pictures = 0
    for story in _READ:
        paragraphs, found = paragraphs_of(document, story)
        pictures += found
        write_flow(flow_of(paragraphs, flaws), builder, flaws)
    if holes := document.text.count("\0"):
        # Word writes none; where a download has a hole, marks of cells and rows are lost with the text.
        flaws.append(flaw("undecodable_bytes", f"{holes} characters of the text are zero"))
    content = Content(media_type=DOC, pages=[builder.page(1)], title=document.title, flaws=flaws)
    return judged(content, Shown(pictures=pictures))
