"""Whether a PDF's bytes are whole: its compressed streams, and the directory that says where its objects begin.

PDFium shows as much of a broken stream as it can, and a page without its stream as blank: half a table looks like one.
Only bytes are looked at here; nothing is drawn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

import msgspec
import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

from pipelines.extract.readers.pdf.arrays import Indices, where

Harm = Literal["cut", "altered"]
Octets = NDArray[np.uint8]

_NAME = re.compile(rb"(?<![\d.])(\d{1,10})\s+\d{1,5}$")
_STREAM = re.compile(rb">>\s{0,4}stream(?:\r\n|\n|\r)")
_END = b"endstream"
_FILTERS = re.compile(rb"/(ASCII85Decode|A85|FlateDecode|Fl|ASCIIHexDecode|AHx|LZWDecode|DCTDecode|Crypt)\b")
_PLAIN = re.compile(rb" obj\s*<<\s*/Filter\s*/FlateDecode\s*/Length\s+(\d+)\s*$")
_LENGTH = re.compile(rb"/Length\s+(\d+)\s*(?!\d|\s+\d+\s+R)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_SHOWS = re.compile(rb"\bBT\b|\bTf\b|\bre\b|\bDo\b|\bcm\b|\d+ \d+ obj|/Type|begincmap")
_DICTIONARY, _LARGEST, _STEP = 4_096, 8 * 1024 * 1024, 2_048
_EMPTY = 8
"""Bytes of a stream that holds nothing: producers leave such streams with a length of zero, or an empty deflation."""
_START = re.compile(rb"startxref\s+(\d+)")
_SECTION = re.compile(rb"\s*(\d+)\s+(\d+)\s*[\r\n]+")
_PREVIOUS = re.compile(rb"/Prev\s+(\d+)")
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_ENTRY, _PLACE, _STATE = 20, 10, 17
_ZERO, _USED = np.frombuffer(b"0n", np.uint8)
_IN_USE = np.frombuffer(b" 00000 n", np.uint8)
_MARK = np.frombuffer(b" 0 obj", np.uint8)
_SECTIONS, _HIGHEST = 64, 10**9
_POWERS = np.array([85**4, 85**3, 85**2, 85, 1], dtype=np.uint64)
_TENS = 10 ** np.arange(_PLACE - 1, -1, -1)

_UNNAMED = 0
"""What is broken but has no number; no object has this one."""


class Integrity(msgspec.Struct, frozen=True):
    """The numbers of the objects whose streams end early or fail their checksum, and of those that are misplaced.

    `cut` are streams of text, lines, objects or character maps, without which a page is not what it was, and those that
    have lost their beginning; any other that ends early is `altered`: PDFium leaves out the characters that a broken
    font no longer draws, and shows the rest. 0 stands for what is broken and cannot be named.
    """

    cut: tuple[int, ...] = ()
    altered: tuple[int, ...] = ()
    misplaced: tuple[int, ...] = ()


def examine(data: bytes) -> Integrity:
    """What is wrong with the bytes of a PDF. Streams of encrypted files and pictures are not looked into."""
    beginnings = list(_STREAM.finditer(data))
    streams = () if b"/Encrypt" in data else _streams(data, beginnings)
    harms = [(harm, _number(data, opening)) for opening, raw in streams if (harm := _harm(raw))]
    harms += [("cut", number) for number in _headless(data, len(beginnings))]
    cut, altered = (tuple(number for harm, number in harms if harm == one) for one in ("cut", "altered"))
    return Integrity(cut, altered, tuple(_misplaced(data)))


def _headless(data: bytes, beginnings: int) -> Iterator[int]:
    """The objects whose streams have an end and no beginning: PDFium shows the next stream it meets in their place."""
    if data.count(_END) <= beginnings:
        return
    before = 0
    for match in re.finditer(_END, data):
        if b"stream" not in data[before : match.start()]:
            yield _number(data, max(0, data.rfind(b" obj", before, match.start())))
        before = match.end()


def _streams(data: bytes, beginnings: list[re.Match[bytes]]) -> Iterator[tuple[int, bytes]]:
    """Where ` obj` stands, and the deflated bytes, of every stream that is packed that way but pictures.

    The drawings of characters (Type3), of which a browser's print has a thousand, count: PDFium leaves out a character
    that has none.
    """
    for match in beginnings:
        opening = data.rfind(b" obj", max(0, match.start() - _DICTIONARY), match.start())
        head = data[opening : match.start()] if opening >= 0 else b""
        filters = [b"Fl"]
        length = _PLAIN.match(head)
        if not length:
            filters = [name[:2] for name in _FILTERS.findall(head)]
            if filters not in ([b"Fl"], [b"AS", b"Fl"], [b"A8", b"Fl"]) or _PICTURE.search(head):
                continue
            length = _LENGTH.search(head)
        raw = _body(data, match.end(), int(length[1]) if length else None)
        if len(raw) > 4 * _EMPTY or len(raw.strip()) > _EMPTY:
            yield opening, raw if len(filters) == 1 else _ascii85(raw)


def _number(data: bytes, opening: int) -> int:
    """The number of the object whose ` obj` stands at `opening`."""
    found = _NAME.search(data, max(0, opening - 20), opening)
    return int(found[1]) if found else _UNNAMED


def _body(data: bytes, start: int, length: int | None) -> bytes:
    """The bytes of a stream: as long as its dictionary says if it ends there, else up to its end mark."""
    if length is not None:
        end = start + length
        if data[end : end + 16].lstrip().startswith(_END):
            return data[start:end]
    end = data.find(_END, start)
    return data[start : end if end >= 0 else len(data)]


def _ascii85(raw: bytes) -> bytes:
    text = b"".join(raw.split()).partition(b"~>")[0].replace(b"z", b"!!!!!")
    padding = -len(text) % 5
    digits = np.frombuffer(text + b"u" * padding, dtype=np.uint8).astype(np.uint64) - 33
    words = (digits.reshape(-1, 5) * _POWERS).sum(axis=1).astype(">u4")
    return bytes(words.tobytes()[: len(words) * 4 - padding])


def _harm(raw: bytes) -> Harm | None:
    """What is wrong with a deflated stream."""
    if _is_whole(raw):
        return None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    shown, checksum, size, at = b"", 1, 0, 2
    try:
        while at < len(raw) and not inflater.eof and size <= _LARGEST:
            part = inflater.decompress(raw[at : at + _STEP], _LARGEST)
            at += _STEP
            size += len(part)
            checksum = zlib.adler32(part, checksum)
            shown = shown or part
    except zlib.error:
        return "cut" if _matters(shown) else "altered"
    if size > _LARGEST:
        return None
    if not inflater.eof:
        return "cut" if _matters(shown) else "altered"
    rest = inflater.unused_data + raw[at : at + 8]
    return "altered" if len(rest) >= 4 and int.from_bytes(rest[:4], "big") != checksum else None


def _is_whole(raw: bytes) -> bool:
    """Whether a stream inflates to its end and its checksum is right, or is too large to say.

    Every byte of a file passes here, so it is inflated by ISA-L: in half the time, and with the verdicts of zlib.
    """
    inflater = isal_zlib.decompressobj()
    try:
        inflater.decompress(raw, _LARGEST)
    except isal_zlib.error:  # type: ignore[misc] # the stubs take the class for an instance
        return False
    return inflater.eof or bool(inflater.unconsumed_tail)


def _matters(shown: bytes) -> bool:
    return len(shown) < 32 or _SHOWS.search(shown[:4_096]) is not None


def _misplaced(data: bytes) -> list[int]:
    """The objects that do not begin where the directory says; one that is no table counts as one where it is absent."""
    starts = _START.findall(data[-2_048:])
    shift = max(0, data[:1_024].find(b"%PDF-"))
    if not starts:
        return [_UNNAMED]
    misplaced: list[int] = []
    at, seen = int(starts[-1]) + shift, set[int]()
    while at not in seen and len(seen) < _SECTIONS:
        seen.add(at)
        if not data[at : at + 8].lstrip().startswith(b"xref"):
            is_stream = re.match(rb"\s*\d+\s+\d+\s+obj", data[at : at + 40]) is not None
            return misplaced if is_stream else [*misplaced, _UNNAMED]
        wrong, at = _section(data, data.index(b"xref", at) + 4, shift)
        misplaced += wrong
        if at < 0:
            break
    return misplaced


def _section(data: bytes, at: int, shift: int) -> tuple[list[int], int]:
    """One table of the directory: which of its objects are misplaced, and where the one before it lies (-1)."""
    wrong: list[int] = []
    while head := _SECTION.match(data, at):
        first, at = min(int(head[1]), _HIGHEST), head.end()
        count = min(int(head[2]), (len(data) - at) // _ENTRY)
        for index in _unsure(data, np.frombuffer(data, np.uint8, count * _ENTRY, at), first, shift).tolist():
            entry = data[at + index * _ENTRY : at + (index + 1) * _ENTRY]
            if not _begins(data, entry, first + index, shift):
                wrong.append(first + index)
        at += count * _ENTRY
    trailer = data[at : at + _DICTIONARY].partition(b"startxref")[0]
    previous = _PREVIOUS.search(trailer)
    return wrong, int(previous[1]) + shift if previous else -1


def _unsure(data: bytes, table: Octets, first: int, shift: int) -> Indices:
    """Which entries in use are not, as nearly all are, of generation 0 with the mark of their object at their place."""
    entries = table.reshape(-1, _ENTRY)
    digits = entries[:, :_PLACE] - _ZERO
    is_plain = (digits < 10).all(axis=1) & (entries[:, _PLACE : _PLACE + len(_IN_USE)] == _IN_USE).all(axis=1)
    place, number = digits @ _TENS + shift, np.arange(first, first + len(entries))
    unsure = entries[:, _STATE] == _USED
    for width in range(1, len(str(first + len(entries))) + 1):
        tens = _TENS[-width:]
        fits = is_plain & (place <= len(data) - width - len(_MARK))
        rows = where(fits & (number >= tens[0]) & (number < 10 * tens[0]))
        begins = np.frombuffer(data, np.uint8)[place[rows, None] + np.arange(width + len(_MARK))]
        is_named = (begins[:, :width] == number[rows, None] // tens % 10 + _ZERO).all(axis=1)
        unsure[rows[is_named & (begins[:, width:] == _MARK).all(axis=1)]] = False
    return where(unsure)


def _begins(data: bytes, entry: bytes, number: int, shift: int) -> bool:
    if not entry[:10].isdigit() or not entry[11:16].isdigit():
        return False
    place, mark = int(entry[:10]) + shift, b"%d %d obj" % (number, int(entry[11:16]))
    if data.startswith(mark, place) or place == shift:
        return True
    return b" ".join(data[place : place + 40].split()).startswith(mark)
