"""Text that was put on a page after it was made: typed notes and fields of forms, which are no part of its text.

PDFium shows them, its text leaves them out: a note may lie upon the amount that it corrects. Links, seals and
signatures say nothing of that kind.
"""

from __future__ import annotations

import ctypes as ct

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.records import Place

_SAID_IN = {lib.ANNOTATION_FREE_TEXT: b"Contents", lib.ANNOTATION_WIDGET: b"V"}
_HIDDEN = 1 << 1
_LONGEST = 200


def typed_over(page: int, where: Place) -> list[Flaw]:
    """The flaw of a page, given by its handle, that bears notes or filled-in fields with figures."""
    count = lib.count_annotations(page) if page else 0
    said = [text for text in (_said(page, index) for index in range(count)) if any(map(str.isdigit, text))]
    if not said:
        return []
    return [flaw("typed_over", f"{len(said)} notes or form fields lie upon the page, the first says {said[0]}", where)]


def _said(page: int, index: int) -> str:
    """What a visible note or field says; nothing for annotations of other kinds."""
    annotation = lib.get_annotation(page, index)
    if not annotation:
        return ""
    try:
        key = _SAID_IN.get(lib.annotation_subtype(annotation))
        if key is None or lib.annotation_flags(annotation) & _HIDDEN:
            return ""
        size = min(lib.annotation_string(annotation, key, None, 0), 2 * _LONGEST)
        buffer = ct.create_string_buffer(size + 2)
        written = lib.annotation_string(annotation, key, buffer, size)
        return buffer.raw[: min(size, written)].decode("utf-16-le", "replace").strip("\x00")
    finally:
        lib.close_annotation(annotation)
