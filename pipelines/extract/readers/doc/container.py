"""A Word 97-2003 file taken apart: its streams, the text in the order of the document, and what shapes which stretch.

The text lies in pieces anywhere in the main stream, as UTF-16 or as bytes of Windows-1252 ([MS-DOC] 2.4.1). Properties
belong to byte positions of the stream, so every character keeps the position it came from.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import msgspec
import olefile

from pipelines.extract.folding import Mark
from pipelines.extract.readers.doc.properties import is_unprinted, mark_of
from pipelines.extract.readers.marks import DamagedDocumentError

_MAGIC = 0xA5EC
_WORD_97 = 0x00C1
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_LENGTHS_AT = 0x4C
_STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
_PAIRS_AT = 0x9A
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33
_SECTOR = 512
_PAGE, _TITLE, _WIDE_TEXT, _UTF_8 = 1, 2, 31, 65001
_PROPERTIES = 64
_COMPRESSED = 0x40000000
MAX_CHARACTERS = 5_000_000
"""The longest text that is read; the longest real one seen has 200,000."""


class EncryptedDocumentError(ValueError):
    """The document needs a password."""


class OldDocumentError(ValueError):
    """The document is of Word 95 or earlier, whose files are built otherwise."""


class Stretch(msgspec.Struct, frozen=True):
    """Bytes start to end of the main stream, and the list of changes that holds for them."""

    start: int
    end: int
    changes: bytes


_Changes = Callable[[bytes, int, int], bytes]


class Document(msgspec.Struct, frozen=True):
    """A document's text and shapes.

    `text` has one character for each of Word's positions (two for one outside the basic plane), of all stories;
    `places` gives each its byte position in the main stream, `stories` the first and last position of each story.
    """

    text: str
    places: list[int]
    stories: dict[str, tuple[int, int]]
    paragraphs: list[Stretch]
    unprinted: list[tuple[int, int]]
    marked: list[tuple[int, int, Mark]]
    elsewhere: bytes
    title: str | None

    def changes_at(self, position: int) -> bytes:
        """The list of changes of the paragraph whose mark is the character at `position`."""
        place = self.places[position]
        index = bisect_right(self.paragraphs, place, key=lambda stretch: stretch.start) - 1
        if index < 0 or place >= self.paragraphs[index].end:
            raise DamagedDocumentError("a paragraph without properties")
        return self.paragraphs[index].changes

    def is_printed(self, position: int) -> bool:
        """Whether the character is neither hidden nor deleted."""
        return _stretch_at(self.unprinted, self.places[position]) is None

    def mark_at(self, position: int) -> Mark | None:
        """What is made of the character's digits where it is printed raised, lowered or struck out."""
        found = _stretch_at(self.marked, self.places[position])
        return found[2] if found else None


_Range = TypeVar("_Range", tuple[int, int], tuple[int, int, Mark])


def _stretch_at(stretches: list[_Range], place: int) -> _Range | None:
    index = bisect_right(stretches, place, key=lambda stretch: stretch[0]) - 1
    return stretches[index] if index >= 0 and place < stretches[index][1] else None


def open_document(data: bytes) -> Document:
    """The document in a file.

    Raises:
        EncryptedDocumentError, OldDocumentError: as they say.
        DamagedDocumentError, OSError, struct.error, IndexError: a structure leads nowhere.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        main = _stream(file, "WordDocument")
        magic, version = struct.unpack_from("<HH", main)
        flags = struct.unpack_from("<H", main, 10)[0]
        if magic != _MAGIC or version < _WORD_97:
            raise OldDocumentError("Word 95 or earlier")
        if flags & _ENCRYPTED:
            raise EncryptedDocumentError("password-protected document")
        table = _stream(file, "1Table" if flags & _TABLE_ONE else "0Table")
        elsewhere = _stream(file, "Data") if file.exists("Data") else b""
        title = _title(file)
    text, places = _text(main, _part(main, table, _PIECES))
    stories = _stories(main, len(text))
    characters = _stretches(main, _part(main, table, _CHARACTERS), _run_changes)
    return Document(
        text,
        places,
        stories,
        _stretches(main, _part(main, table, _PARAGRAPHS), _paragraph_changes),
        [(stretch.start, stretch.end) for stretch in characters if is_unprinted(stretch.changes)],
        [(stretch.start, stretch.end, mark) for stretch in characters if (mark := mark_of(stretch.changes))],
        elsewhere,
        title,
    )


def _stream(file: olefile.OleFileIO[str], name: str) -> bytes:
    """A whole stream; olefile hands out what it finds of one that is cut off."""
    data = file.openstream(name).read()
    if len(data) != file.get_size(name):
        raise DamagedDocumentError(f"stream {name} is cut off")
    return data


def _title(file: olefile.OleFileIO[str]) -> str | None:
    """The title in the properties; it is a hint only, so a damaged list of properties has none.

    Read here and not by olefile, which believes whatever number of properties a damaged list claims to have.
    """
    try:
        raw = file.openstream("\x05SummaryInformation").read()
        section = struct.unpack_from("<I", raw, 44)[0]
        count = min(struct.unpack_from("<I", raw, section + 4)[0], _PROPERTIES)
        places = dict(struct.unpack_from("<II", raw, section + 8 + 8 * number) for number in range(count))
        at = section + places[_TITLE]
        kind, size = struct.unpack_from("<II", raw, at)
        page = struct.unpack_from("<H", raw, section + places[_PAGE] + 4)[0] if _PAGE in places else 0
    except (OSError, struct.error, KeyError):
        return None
    if kind == _WIDE_TEXT:
        return raw[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace").strip("\0 ") or None
    text = raw[at + 8 : at + 8 + size].decode("utf-8" if page == _UTF_8 else "gb18030", "replace")
    return text.strip("\0 ") or None


def _part(main: bytes, table: bytes, index: int) -> bytes:
    """One part of the table stream by its number in the main stream's directory."""
    start, size = struct.unpack_from("<II", main, _PAIRS_AT + 8 * index)
    if not size or start + size > len(table):
        raise DamagedDocumentError(f"part {index} lies outside the table stream")
    return table[start : start + size]


def _stories(main: bytes, length: int) -> dict[str, tuple[int, int]]:
    lengths = struct.unpack_from(f"<{len(_STORIES)}i", main, _LENGTHS_AT)
    stories = {}
    start = 0
    for name, size in zip(_STORIES, lengths, strict=True):
        if size < 0 or start + size > length:
            raise DamagedDocumentError(f"the text ends before the {name} do")
        stories[name] = (start, start + size)
        start += size
    return stories


def _text(main: bytes, pieces: bytes) -> tuple[str, list[int]]:
    """All characters in the order of the document, and the byte position of each."""
    at = 0
    while pieces[at] == 1:
        at += 3 + int.from_bytes(pieces[at + 1 : at + 3], "little")
    size = struct.unpack_from("<I", pieces, at + 1)[0]
    plc = pieces[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    if pieces[at] != 2 or len(plc) != size or list(positions) != sorted(set(positions)):
        raise DamagedDocumentError("the list of pieces")
    if positions[-1] > MAX_CHARACTERS:
        raise DamagedDocumentError(f"more than {MAX_CHARACTERS} characters")
    parts: list[str] = []
    places: list[int] = []
    for number, (first, last) in enumerate(pairwise(positions)):
        start = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        width = 1 if start & _COMPRESSED else 2
        start = (start & ~_COMPRESSED) // 2 if width == 1 else start
        end = start + width * (last - first)
        if end > len(main):
            raise DamagedDocumentError("a piece of text lies outside the file")
        parts.append(_decoded(main[start:end], width))
        places.extend(range(start, end, width))
    return "".join(parts), places


def _decoded(raw: bytes, width: int) -> str:
    """One character for each position, so that the halves of a character outside the basic plane stay two."""
    if width == 1:
        return raw.decode("cp1252", "replace")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _stretches(main: bytes, plc: bytes, changes: _Changes) -> list[Stretch]:
    """The stretches of all property pages, in order; `changes` finds a stretch's list of changes on its page."""
    count = (len(plc) - 4) // 8
    found: list[Stretch] = []
    for (number,) in struct.iter_unpack("<I", plc[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
        page = main[number * _SECTOR : (number + 1) * _SECTOR]
        if len(page) < _SECTOR:
            raise DamagedDocumentError("a page of properties lies outside the file")
        runs = page[-1]
        limits = struct.unpack_from(f"<{runs + 1}I", page)
        found += [Stretch(a, b, changes(page, runs, run)) for run, (a, b) in enumerate(pairwise(limits))]
    return sorted(found, key=lambda stretch: stretch.start)


def _paragraph_changes(page: bytes, runs: int, run: int) -> bytes:
    """The changes of a paragraph: length in words (two ways to write it), style number, list."""
    at = 2 * page[4 * (runs + 1) + 13 * run]
    if not at:
        return b""
    words = page[at]
    start, size = (at + 1, 2 * words - 1) if words else (at + 2, 2 * page[at + 1])
    return page[start + 2 : start + size]


def _run_changes(page: bytes, runs: int, run: int) -> bytes:
    at = 2 * page[4 * (runs + 1) + run]
    return page[at + 1 : at + 1 + page[at]] if at else b""
