"""What can be said against a page as it was read, and what becomes of its document."""

from __future__ import annotations

import msgspec

from pipelines.extract.content import Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.pdf.pages import PageReading
from pipelines.extract.readers.pdf.pictures import MOST
from pipelines.extract.readers.pictures import Shown, told, with_captions
from pipelines.extract.records import ParseStatus, Place

_FULL_PAGE = 150
"""Characters of a page that says something by itself, whatever picture lies behind them."""


def document_status(pages: list[Page], blind: int, unread: int) -> tuple[ParseStatus, str | None]:
    """The status and its reason, from the pages that show no more than a picture (`blind`) and those not read."""
    has_text = any(page.text for page in pages) and blind < len(pages)
    if has_text and (blind or unread):
        return "partial", f"{unread} pages unreadable, {blind} pages without characters, of {len(pages)}"
    if has_text:
        return "parsed", None
    if unread == len(pages):
        return "damaged", "no page can be read"
    if blind:
        return "needs_ocr", "no page has characters, only drawings or images"
    return "empty", "no page has any content"


def doubts_of(reading: PageReading, where: Place) -> list[Flaw]:
    """The boxes of a page that may hold what belongs to their neighbours; they stay in doubt if it is read again."""
    if not reading.doubts:
        return []
    return [flaw("grid_in_doubt", f"{reading.doubts} boxes hold text that crosses their borders", where)]


def page_flaws(reading: PageReading, where: Place) -> list[Flaw]:
    """What the reader noticed on a page, beside its doubts."""
    flaws: list[Flaw] = []
    if reading.has_unknown:
        flaws.append(flaw("characters_unknown", "a font does not say which characters its glyphs are", where))
    if reading.is_blind:
        message = f"the page has drawings or images and {reading.characters or 'no'} characters"
        flaws.append(flaw("page_needs_ocr", message, where))
    elif reading.pictures.hide_text:
        flaws.append(flaw("text_recognized", "a picture of the page hides its text, or the text is invisible", where))
    return flaws


def picture_flaws(reading: PageReading, page: Page) -> list[Flaw]:
    """What is said of the pictures beside the text of a page; those that captions call charts are told as such.

    A picture under a full page of text, or on the cover, is its background.
    """
    pictures = reading.pictures
    covers = pictures.share >= MOST
    if reading.is_blind or pictures.hide_text or (covers and (page.number == 1 or reading.characters > _FULL_PAGE)):
        return []
    where = Place(page=page.number)
    shown = with_captions(Shown(pictures=max(pictures.large, covers)), [page])
    if covers and shown.pictures:
        message = f"pictures cover {pictures.share:.0%} of a page with {reading.characters} characters"
        return [flaw("page_is_picture", message, where)]
    return [msgspec.structs.replace(item, where=where) for item in told(shown)]
