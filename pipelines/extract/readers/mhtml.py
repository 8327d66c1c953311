"""Web archives (MHTML): one page with its parts in one file, as Word saves documents and Excel saves workbooks."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import unescape

import msgspec

from pipelines.extract.content import Content, Page
from pipelines.extract.issues import Flaw
from pipelines.extract.readers.html import MEDIA_TYPE, read_html
from pipelines.extract.sniffing import MHTML

_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)
_SHEET_PART = re.compile(r"sheet\d+\.html?$", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>")


def read_mhtml(data: bytes) -> Content:
    """The first page of the archive; of a workbook the sheets that it frames, each a page."""
    parts = list(_pages(data))
    if not parts:
        return Content(media_type=MHTML, status="empty", status_reason="no HTML part")
    _, first = parts[0]
    sheets = [(place, page) for place, page in parts[1:] if _SHEET_PART.search(place)]
    if not sheets or not _FRAMES.search(first):
        return msgspec.structs.replace(read_html(first), media_type=MHTML)
    names = _SHEET_NAME.findall(first.decode("utf-8", "replace"))
    if len(names) != len(sheets):
        names = [place.rpartition("/")[2] for place, _ in sheets]
    numbered = enumerate(zip(sheets, names, strict=True), 1)
    read = [_sheet(page, number, unescape(name)) for number, ((_, page), name) in numbered]
    flaws = [each for _, told in read for each in told]
    content = Content(media_type=MHTML, pages=[page for page, _ in read], flaws=flaws)
    if any(page.text for page in content.pages):
        return content
    return msgspec.structs.replace(content, status="empty", status_reason="no text")


def _sheet(data: bytes, number: int, name: str) -> tuple[Page, list[Flaw]]:
    """A sheet as the page of its number; a blank page where it cannot be read, which its flaws say."""
    content = read_html(data)
    page = content.pages[0] if content.pages else Page(number=number, text="", blocks=[])
    places = [msgspec.structs.replace(each.where, page=number) for each in content.flaws]
    flaws = [msgspec.structs.replace(each, where=where) for each, where in zip(content.flaws, places, strict=True)]
    return msgspec.structs.replace(page, number=number, sheet=name), flaws


def _pages(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Place and bytes of each HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == MEDIA_TYPE else None
        if isinstance(part, EmailMessage) and isinstance(payload, bytes):
            yield str(part.get("Content-Location", "")), payload
