"""What is in a ZIP: its members one by one, those of archives inside it too, within bounds for the whole.

An archive is no disclosure itself: each member becomes a document of its own (with the archive as its parent), and the
archive's record only says how it went.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.archives import (
    MAX_ENTRIES,
    MAX_EXPANDED,
    BombError,
    bomb,
    damaged,
    listing,
    member_name,
)
from pipelines.extract.records import ParseStatus
from pipelines.extract.sniffing import ZIP, sniff

MAX_DEPTH = 3
"""Archives in archives: a county's holds departments', which hold a unit's."""
_CLUTTER = re.compile("|".join(f"(?:{row['pattern']})" for row in read_lexicon("archive_clutter")))
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
UNREADABLE_ARCHIVE = (BombError, *_UNREADABLE)
"""What `members` raises; reading the archive as a document tells which it was."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
"""The others (LZMA) let the file say how much memory unpacking takes."""
_PASSWORD = "needs a password"  # noqa: S105 - a reason, not a secret
_TOLD = 20


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A file in an archive.

    `path` is its name with folders, behind the paths of the archives it lies in (joined by "/"); `parent_sha256` is
    the archive it lies in directly. Where it cannot be unpacked, `data` is None and `trouble` says why.
    """

    path: str
    parent_sha256: str
    data: bytes | None = None
    trouble: str | None = None

    @property
    def sha256(self) -> str:
        """The content hash."""
        return hashlib.sha256(self.data or b"").hexdigest()


class _Budget:
    """What all levels together may still expand to."""

    def __init__(self) -> None:
        self.entries, self.bytes = MAX_ENTRIES, MAX_EXPANDED

    def spend(self, entries: int, expanded: int) -> None:
        self.entries -= entries
        self.bytes -= expanded
        if self.entries < 0 or self.bytes < 0:
            raise BombError("archives in archives expand beyond the bounds of one")


def members(data: bytes) -> Iterator[Member]:
    """The files of an archive in its order, an inner archive before its own files; clutter of programs is left out.

    Raises one of UNREADABLE_ARCHIVE: BombError (possibly after the first members) where it would expand beyond bounds
    or nests too deeply, any other where its directory cannot be read.
    """
    yield from _members(data, "", 1, _Budget())


def _members(data: bytes, folder: str, depth: int, budget: _Budget) -> Iterator[Member]:
    if depth > MAX_DEPTH:
        raise BombError(f"archives nested deeper than {MAX_DEPTH}")
    found = listing(data)
    budget.spend(len(found.names), found.expanded)
    sha256 = hashlib.sha256(data).hexdigest()
    seen: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name = member_name(info)
            if name.endswith("/") or _CLUTTER.search(name):
                continue
            seen[name] += 1
            if seen[name] > 1:
                name = f"{name} ({seen[name]})"
            content, trouble = _content(archive, info)
            yield Member(path=folder + name, parent_sha256=sha256, data=content, trouble=trouble)
            if content and sniff(content, name) == ZIP:
                yield from _inner(content, f"{folder}{name}/", depth + 1, budget)


def _inner(data: bytes, folder: str, depth: int, budget: _Budget) -> Iterator[Member]:
    """The files of an inner archive; one that cannot be read has no files, and says so as a document of its own."""
    try:
        yield from _members(data, folder, depth, budget)
    except BombError:
        raise
    except _UNREADABLE:
        return


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes | None, str | None]:
    """The bytes of a member, or why it has none."""
    if info.flag_bits & 0x1:
        return None, _PASSWORD
    if info.compress_type not in _METHODS:
        return None, f"compression method {info.compress_type}"
    try:
        return archive.read(info), None
    except _UNREADABLE as error:
        return None, f"{type(error).__name__}: {error}"[:200]


def read_archive(data: bytes) -> Content:
    """How unpacking an archive goes: `parsed`, `partial` where members cannot be unpacked, `encrypted`, `damaged`.

    Its text is its members', which are documents of their own; it has no pages.
    """
    try:
        found = [(member.path, member.trouble) for member in members(data)]
    except BombError as error:
        return bomb(ZIP, error)
    except _UNREADABLE as error:
        return damaged(ZIP, error)
    troubles = [(path, trouble) for path, trouble in found if trouble]
    flaws = [flaw("member_unreadable", f"{path}: {trouble}") for path, trouble in troubles[:_TOLD]]
    reason = f"archive of {len(found)} files" + (f", {len(troubles)} cannot be unpacked" if troubles else "")
    return Content(media_type=ZIP, status=_status(found), status_reason=reason, flaws=flaws)


def _status(found: list[tuple[str, str | None]]) -> ParseStatus:
    troubles = [trouble for _, trouble in found if trouble]
    if not found:
        return "empty"
    if len(troubles) < len(found):
        return "partial" if troubles else "parsed"
    return "encrypted" if set(troubles) == {_PASSWORD} else "damaged"
