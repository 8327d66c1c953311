"""Original bytes by content hash: written once, never changed, never deleted."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

DIRECTORY_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class ArchiveError(Exception):
    """The archive does not hold what it should: a content hash is absent, or its bytes are not those of the hash."""


class Archive:
    """A content-addressed store at `root`: `<first two hex>/<next two hex>/<sha256>`.

    A file appears complete or not at all: it is written beside, synced to disk, then renamed. Names from outside
    never become paths.
    """

    def __init__(self, root: Path) -> None:
        """Use the archive at `root`; nothing is created before the first `put`."""
        self.root = root

    def put(self, data: bytes) -> str:
        """Store `data` once and return its sha256 (hex). Raises OSError where the disk cannot take it."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        self._write(target, data)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether the content is stored."""
        return self.path(sha256).exists()

    def read(self, sha256: str, *, verify: bool = False) -> bytes:
        """The stored bytes; raises ArchiveError where absent, or (with `verify`) where they do not match the hash."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(f"{sha256} is not in the archive {self.root}") from error
        if verify and hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(f"{self.path(sha256)} is damaged: its bytes do not match its name")
        return data

    def path(self, sha256: str) -> Path:
        """Where the content lies, or would lie; raises ValueError for anything but 64 hex digits."""
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValueError(f"not a sha256 in lower-case hex: {sha256!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def hashes(self, prefix: str = "??") -> Iterator[str]:
        """Every stored content hash, or those with a prefix of two hex digits; half-written files are not content."""
        for path in self.root.glob(f"{prefix}/??/*"):
            if len(path.name) == 64:
                yield path.name

    def sweep(self) -> int:
        """Delete temporary files left by a killed writer; returns how many. Only for the holder of the run lock."""
        leftovers = list(self.root.glob("??/??/.*.part"))
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)

    def _write(self, target: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o444)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_directory(target.parent)


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, DIRECTORY_FLAGS)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
