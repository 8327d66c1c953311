"""The text of a Word 97-2003 document as paragraphs that know which mark ends them.

Marks in the text say where things end: a paragraph (CR), a cell or row (BEL); what a mark ends is in the properties of
its paragraph. Tables inside cells end their cells with CR too.
"""

from __future__ import annotations

import msgspec

from pipelines.extract.readers.doc.container import Document
from pipelines.extract.readers.doc.properties import paragraph_shape
from pipelines.extract.readers.marks import DamagedDocumentError, Paragraph, ParagraphShape

_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
PICTURES = "\x01\x08"
_SHOWN = {"\x0b": "\n", "\x0e": "\n", "\t": " ", "\x1e": "-", "\xa0": " "}


def paragraphs_of(document: Document, story: str) -> tuple[list[Paragraph], int]:
    """The paragraphs of a story, and how many pictures stand in it; raises DamagedDocumentError."""
    start, end = document.stories[story]
    paragraphs: list[Paragraph] = []
    shown: list[str] = []
    fields: list[bool] = []
    pictures = 0
    for position in range(start, end):
        char = document.text[position]
        if char in {_PARAGRAPH, _CELL, _PAGE}:
            paragraphs.append(Paragraph(_joined(shown), _shape(document, position, char)))
            shown, fields = [], fields if char == _PARAGRAPH else []
        elif char == _FIELD:
            fields.append(False)
        elif char == _RESULT and fields:
            fields[-1] = True
        elif char == _FIELD_END and fields:
            fields.pop()
        elif all(fields) and document.is_printed(position):
            pictures += char in PICTURES
            text = _SHOWN.get(char, char if char >= " " else "")
            mark = document.mark_at(position)
            shown.append(mark(text) if mark else text)
    if shown:
        paragraphs.append(Paragraph(_joined(shown), ParagraphShape()))
    return paragraphs, pictures


def _joined(shown: list[str]) -> str:
    """The characters as text; the halves of one outside the basic plane come together."""
    return "".join(shown).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _shape(document: Document, position: int, char: str) -> ParagraphShape:
    """The shape of the paragraph that ends here. A cell's mark outside any table means lost properties."""
    shape = paragraph_shape(document.changes_at(position), document.elsewhere)
    if char == _CELL:
        if not shape.depth:
            raise DamagedDocumentError("a cell outside any table")
        return msgspec.structs.replace(shape, depth=1, ends_cell=not shape.ends_row)
    return shape if shape.depth > 1 and char == _PARAGRAPH else ParagraphShape(depth=shape.depth)
