"""Whether the records of a legacy workbook follow one another to the end.

xlrd takes what it can find: a sheet whose records break off looks like an empty one.
"""

from __future__ import annotations

import io
import struct

import olefile

_STREAMS = ("Workbook", "Book")
_BEGINS = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_END = 0x000A
_SHEET = 0x0085
_ENCRYPTED = 0x002F
_LONGEST = 8_228
_OLDEST = b"\x09\x00"
"""The first version has a record with the number 0."""


class BrokenRecordsError(ValueError):
    """The records of the workbook do not follow one another."""


def check_records(data: bytes) -> None:
    """Raise BrokenRecordsError, OSError or struct.error unless every part of the workbook has its records to the end.

    Every part begins and ends, and no record is longer than the format allows. A file that is no OLE storage is a bare
    stream of records.
    """
    stream = _stream(data) if data.startswith(olefile.MAGIC) else data
    at, open_parts, is_oldest = 0, 0, stream[:2] == _OLDEST
    starts, sheets = set[int](), set[int]()
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        if number == _ENCRYPTED:
            return
        if not open_parts and number not in _BEGINS:
            break
        if size > _LONGEST or at + 4 + size > len(stream) or not (number or is_oldest):
            raise BrokenRecordsError(f"the records break off at byte {at}")
        if number in _BEGINS:
            starts.add(at)
            open_parts += 1
        elif number == _SHEET and size > 4:
            sheets.add(struct.unpack_from("<I", stream, at + 4)[0])
        elif number == _END:
            open_parts -= 1
        at += 4 + size
    if open_parts or not at or not sheets <= starts:
        raise BrokenRecordsError("a part of the workbook has no beginning or no end")


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        name = next((name for name in _STREAMS if file.exists(name)), _STREAMS[0])
        stream = file.openstream(name).read()
        if len(stream) != file.get_size(name):
            raise BrokenRecordsError(f"stream {name} is cut off")
        return stream
