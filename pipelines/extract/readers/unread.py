"""File types that are recognised but not read: each has its status and reason in lexicon/unread_types.csv."""

from __future__ import annotations

import msgspec

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import ParseStatus

_STATUS = {row["media_type"]: row for row in read_lexicon("unread_types")}
_SECTOR = 512


def read_unread(data: bytes, media_type: str) -> Content:
    """The status of a file of this type; a legacy office file cut short is `damaged`."""
    row = _STATUS.get(media_type, {"status": "unsupported", "reason": media_type})
    if data[:4] == b"\xd0\xcf\x11\xe0" and _is_cut(data):
        reason = "legacy office file is cut short"
        return Content(
            media_type=media_type,
            status="damaged",
            status_reason=reason,
            flaws=[flaw("unreadable_file", reason)],
        )
    status: ParseStatus = msgspec.convert(row["status"], ParseStatus)
    return Content(media_type=media_type, status=status, status_reason=row["reason"])


def _is_cut(data: bytes) -> bool:
    """Whether the OLE directory lies behind the end of the file (header bytes 48-51: its first sector)."""
    if len(data) < _SECTOR:
        return True
    sector_size = 1 << int.from_bytes(data[30:32], "little") if data[30:32] in {b"\x09\x00", b"\x0c\x00"} else 0
    return not sector_size or (int.from_bytes(data[48:52], "little") + 1) * sector_size >= len(data)
