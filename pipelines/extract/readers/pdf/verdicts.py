"""What can be said against a page as it was read, and what becomes of its document."""

from __future__ import annotations

from pipelines.extract.content import Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.pdf.pages import PageReading
from pipelines.extract.records import ParseStatus, Place


def document_status(pages: list[Page], blind: int, unread: int) -> tuple[ParseStatus, str | None]:
    """The status and its reason, from the pages without characters (`blind`) and those that could not be read."""
    has_text = any(page.text for page in pages)
    if has_text and (blind or unread):
        return "partial", f"{unread} pages unreadable, {blind} pages without characters, of {len(pages)}"
    if has_text:
        return "parsed", None
    if unread == len(pages):
        return "damaged", "no page can be read"
    if blind:
        return "needs_ocr", "no page has characters, only drawings or images"
    return "empty", "no page has any content"


def page_flaws(reading: PageReading, where: Place) -> list[Flaw]:
    """What the reader noticed on a page."""
    flaws: list[Flaw] = []
    if reading.doubts:
        flaws.append(flaw("grid_in_doubt", f"{reading.doubts} boxes hold text that crosses their borders", where))
    if reading.has_unknown:
        flaws.append(flaw("characters_unknown", "a font does not say which characters its glyphs are", where))
    if not reading.characters and reading.has_drawing:
        flaws.append(flaw("page_needs_ocr", "the page has drawings or images but no characters", where))
    return flaws
