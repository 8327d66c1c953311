"""Packed files: bounds checked on the directory before anything is expanded; members are not opened here."""

from __future__ import annotations

import io
import zipfile

import msgspec

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw

MEDIA_TYPE = "application/zip"
MAX_ENTRIES = 5_000
MAX_EXPANDED = 400 * 1024 * 1024
MAX_MEMBER = 200 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 10 * 1024 * 1024
_PACKED = (".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz")


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
        names=[_name(member) for member in members],
        expanded=expanded,
        is_encrypted=any(member.flag_bits & 0x1 for member in members),
    )


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; Chinese Windows tools write GBK without saying so, which zipfile reads as CP437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def read_archive(data: bytes) -> Content:
    """A status for a ZIP: `unsupported` with what is in it, `encrypted`, `damaged`, or a bomb's reason."""
    try:
        found = listing(data)
    except BombError as error:
        return bomb(MEDIA_TYPE, error)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return damaged(MEDIA_TYPE, error)
    if found.is_encrypted:
        return Content(media_type=MEDIA_TYPE, status="encrypted", status_reason="password-protected archive")
    files = [name for name in found.names if not name.endswith("/")]
    nested = sum(name.lower().endswith(_PACKED) for name in files)
    reason = f"archive of {len(files)} files" + (f", {nested} of them archives" if nested else "")
    return Content(media_type=MEDIA_TYPE, status="unsupported" if files else "empty", status_reason=reason)


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
