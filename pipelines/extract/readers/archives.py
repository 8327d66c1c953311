"""Packed files: bounds checked on the directory before anything is expanded; members are not opened here."""

from __future__ import annotations

import io
import struct
import zipfile

import msgspec

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw

MAX_ENTRIES = 5_000
MAX_EXPANDED = 400 * 1024 * 1024
MAX_MEMBER = 200 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 10 * 1024 * 1024
_UNICODE_PATH = 0x7075


class BombError(ValueError):
    """The archive would expand beyond its bounds, or nests archives."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """The directory of a packed file within bounds."""

    names: list[str]
    expanded: int
    is_encrypted: bool


def listing(data: bytes) -> Listing:
    """The directory of a ZIP; raises BombError beyond the bounds and zipfile.BadZipFile where it cannot be read.

    Overlapping members (which make a small file expand without end) show as members that claim more packed bytes
    than the file has.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    expanded = sum(member.file_size for member in members)
    if len(members) > MAX_ENTRIES:
        raise BombError(f"{len(members)} entries")
    if expanded > MAX_EXPANDED or any(member.file_size > MAX_MEMBER for member in members):
        raise BombError(f"{expanded} bytes expanded")
    if expanded > _RATIO_FROM and expanded > MAX_RATIO * len(data):
        raise BombError(f"{expanded} bytes from {len(data)}")
    if sum(member.compress_size for member in members) > len(data):
        raise BombError("overlapping members")
    return Listing(
        names=[member_name(member) for member in members],
        expanded=expanded,
        is_encrypted=any(member.flag_bits & 0x1 for member in members),
    )


def member_name(member: zipfile.ZipInfo) -> str:
    """The member's name with "/" between folders, never beginning with one.

    It may stand in a field of its own (Info-ZIP's Unicode path). Without that and without the flag for UTF-8, programs
    on Chinese Windows write GBK and those on other systems UTF-8, all of which zipfile reads as CP437.
    """
    name = _unicode_path(member.extra) or member.filename
    if name == member.filename and not member.flag_bits & 0x800:
        name = _decoded(name)
    return "".join(char for char in name.replace("\\", "/") if char.isprintable()).lstrip("/")


def _decoded(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return name


def _unicode_path(extra: bytes) -> str | None:
    """The name in the extra field 0x7075: a version, a checksum, UTF-8."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def bomb(media_type: str, error: Exception) -> Content:
    """The status of a packed file that was not expanded."""
    return Content(
        media_type=media_type,
        status="unsupported",
        status_reason="bomb",
        flaws=[flaw("archive_bomb", f"not expanded: {error}")],
    )


def damaged(media_type: str, error: Exception) -> Content:
    """The status of a file whose structure cannot be read."""
    reason = f"{type(error).__name__}: {error}"[:200]
    return Content(
        media_type=media_type,
        status="damaged",
        status_reason=reason,
        flaws=[flaw("unreadable_file", reason)],
    )
