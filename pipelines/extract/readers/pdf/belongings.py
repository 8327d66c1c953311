"""Which objects each page of a PDF is made of: where damage to one object ends.

Asked only of files with broken or misplaced objects. A page shows its content streams with what its resources name:
fonts, forms, pictures. What it shares with others belongs to each of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import LITERAL_PAGE, PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

_SHOWN = ("Contents", "Resources")
_ELSEWHERE = frozenset({"Page", "Pages", "Catalog", "StructTreeRoot", "StructElem"})
_MOST_OBJECTS = 200_000
_MISSING = -1
_LONGEST_BLANK = 200
"""Bytes of content that shows nothing: a blank page has a few operators that save and restore."""
_TEXT = re.compile(rb"[)>\]]\s*T[jJ]\b")

Lost = dict[int, frozenset[int]]
"""Pages (1-based) and the broken objects that each is made of."""


def pages_with(data: bytes, page_count: int, broken: frozenset[int]) -> Lost | None:
    """The pages (1-based) that are made of broken objects, each with the numbers of those.

    Args:
        data: a PDF without encryption.
        page_count: how many pages PDFium counts.
        broken: numbers of objects; what a page refers to and the file does not have counts as broken, too.

    Returns:
        None where the pages cannot be told: the tree of the pages itself is damaged, or the two readers disagree on it.
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        pages = _pages(document)
        if len(pages) != page_count or broken.intersection(page.pageid for page in pages):
            return None
        known: dict[int, list[int]] = {}
        found = {
            number: _belongings(document, page, known) & (broken | {_MISSING}) for number, page in enumerate(pages, 1)
        }
    except Exception:  # noqa: BLE001  pdfminer raises whatever a broken file leads it into
        return None
    return {number: objects for number, objects in found.items() if objects}


def silenced(data: bytes, page_count: int, blank: set[int]) -> set[int]:
    """Of the pages (1-based) on which PDFium finds nothing at all those that were not meant to be blank.

    Such a page has content that cannot be unpacked, or none while the file holds content that belongs to no page: a
    byte was changed in `/Filter` or `/Contents`. All of them where that cannot be told.
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        streams = _listed_contents(document, page_count, blank)
        if streams is None or not all(streams.values()):
            pages = _pages(document)
            if len(pages) != page_count:
                return blank
            streams = {number: [resolve1(one) for one in pages[number - 1].contents] for number in blank}
        has_orphans = not all(streams.values()) and _has_orphans(document, pages)
        return {number for number, own in streams.items() if (_should_show(own) if own else has_orphans)}
    except Exception:  # noqa: BLE001  likewise
        return blank


def _pages(document: PDFDocument) -> list[PDFPage]:
    """The pages in their order; none where the tree is broken: pdfminer then lists them in any order, or some twice."""
    if not isinstance(resolve1(document.catalog.get("Pages")), dict):
        return []
    pages = list(PDFPage.create_pages(document))
    return pages if len({page.pageid for page in pages}) == len(pages) else []


def _listed_contents(document: PDFDocument, page_count: int, wanted: set[int]) -> dict[int, list[Any]] | None:
    """The content streams of some pages, where the tree of the pages is, as most are, one list of them all.

    No other page is read then. None where the tree is another one, or a page of them is none.
    """
    root = resolve1(document.catalog.get("Pages"))
    listed = resolve1(root.get("Kids")) if isinstance(root, dict) else None
    if not isinstance(listed, list) or len({page.objid for page in listed}) != page_count or len(listed) != page_count:
        return None
    found: dict[int, list[Any]] = {}
    for number in wanted:
        page = resolve1(listed[number - 1])
        if not isinstance(page, dict) or page.get("Type") is not LITERAL_PAGE:
            return None
        contents = resolve1(page.get("Contents") or [])
        found[number] = [resolve1(one) for one in (contents if isinstance(contents, list) else [contents])]
    return found


def _should_show(streams: list[Any]) -> bool:
    """Whether content that shows nothing is too long to be that of a blank page, shows text, or is no stream at all."""
    if not all(isinstance(stream, PDFStream) for stream in streams):
        return True
    size = sum(len(stream.get_rawdata() or b"") for stream in streams)
    return size > _LONGEST_BLANK or any(_TEXT.search(stream.get_data()) for stream in streams)


def _has_orphans(document: PDFDocument, pages: list[PDFPage]) -> bool:
    """Whether content with text belongs to no page."""
    known: dict[int, list[int]] = {}
    owned = frozenset[int]().union(*(_belongings(document, page, known) for page in pages))
    everything = {number for xref in document.xrefs for number in xref.get_objids()}
    for number in everything - owned:
        try:
            found = document.getobj(number)
            if isinstance(found, PDFStream) and "Type" not in found.attrs and _TEXT.search(found.get_data()):
                return True
        except Exception:  # noqa: BLE001, S112  what cannot be unpacked is looked for elsewhere
            continue
    return False


def _belongings(document: PDFDocument, page: PDFPage, known: dict[int, list[int]]) -> frozenset[int]:
    """The numbers of all objects that a page shows, and `_MISSING` where one of them is not in the file."""
    waiting = [number for name in _SHOWN for number in _references(page.attrs.get(name))]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        if number not in known:
            known[number] = _named_by(document, number)
            if len(known) > _MOST_OBJECTS:
                raise ValueError("more objects than a disclosure has")
        waiting.extend(known[number])
    return frozenset(seen)


def _named_by(document: PDFDocument, number: int) -> list[int]:
    """The numbers that an object names."""
    if number == _MISSING:
        return []
    try:
        return list(_references(document.getobj(number)))
    except Exception:  # noqa: BLE001  likewise
        return [_MISSING]


def _references(value: Any) -> Iterator[int]:
    """The numbers of the objects that a value names; other pages are none of it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, PDFObjRef):
            yield one.objid
            continue
        if isinstance(one, PDFStream):
            one = one.attrs
        if isinstance(one, dict):
            kind = one.get("Type")
            if isinstance(kind, PSLiteral) and kind.name in _ELSEWHERE:
                continue
            waiting.extend(item for key, item in one.items() if key != "Parent")
        elif isinstance(one, list):
            waiting.extend(one)
