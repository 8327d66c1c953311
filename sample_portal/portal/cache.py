"""Made files, kept: in memory, or on disk over many runs of a benchmark."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import sample_portal

SOURCES = ("*.py", "*.yml", "*.csv", "*.html")


@cache
def generator_version() -> str:
    """A hash over the generator's sources: files made by another one are not served."""
    root = Path(sample_portal.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in root.rglob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()[:16]


class Cache:
    """Bytes by the identity of what they are; without a folder they stay in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder / generator_version() if folder else None
        self._kept: dict[str, bytes] = {}

    def get(self, identity: str | None, make: Callable[[], bytes]) -> bytes:
        """The bytes of an identity, made if they are not there; without an identity always made."""
        if identity is None:
            return make()
        if self.folder is None:
            if identity not in self._kept:
                self._kept[identity] = make()
            return self._kept[identity]
        path = self.folder / hashlib.sha256(identity.encode()).hexdigest()
        if not path.exists():
            _write(path, make())
        return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
