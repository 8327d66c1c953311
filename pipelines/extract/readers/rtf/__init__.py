"""RTF documents (often called .doc): paragraphs and tables in the order of the document, like other Word files."""

from __future__ import annotations

from pipelines.extract.content import Content
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.archives import damaged
from pipelines.extract.readers.flow import write_flow
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.marks import DamagedDocumentError, flow_of
from pipelines.extract.readers.pictures import Shown, judged
from pipelines.extract.readers.rtf.reading import Reading
from pipelines.extract.sniffing import RTF

MAX_BYTES = 64 * 1024 * 1024


def read_rtf(data: bytes) -> Content:
    """An RTF document as page 1; `damaged` where its groups do not close, `needs_ocr` where it is pictures only."""
    if len(data) > MAX_BYTES:
        return Content(media_type=RTF, status="unsupported", status_reason=f"document over {MAX_BYTES} bytes")
    reading = Reading()
    flaws: list[Flaw] = []
    builder = PageBuilder("docx")
    try:
        reading.read(data)
        write_flow(flow_of(reading.paragraphs, flaws), builder, flaws)
    except DamagedDocumentError as error:
        return damaged(RTF, error)
    if reading.lost:
        flaws.append(flaw("undecodable_bytes", f"{reading.lost} characters do not fit their character set"))
    if reading.strays:
        # Programs write none; next to damage, words of the format become text.
        message = f"{reading.strays} bytes inside the document are zeros or control characters"
        flaws.append(flaw("undecodable_bytes", message))
    content = Content(media_type=RTF, pages=[builder.page(1)], title=reading.title, flaws=flaws)
    return judged(content, Shown(pictures=reading.pictures))
