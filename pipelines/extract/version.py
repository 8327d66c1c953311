"""The version of a reading: a hash over everything that decides what a document turns into."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from pipelines.extract.records import SCHEMA_VERSION

_PACKAGES = ("pipelines.extract", "pipelines.rules")
_SUFFIXES = frozenset({".py", ".csv", ".yml", ".yaml", ".json"})


@cache
def parser_version() -> str:
    """`<schema version>-<12 hex digits>` over the sources and data of extract/ and rules/; constant in a process."""
    return f"{SCHEMA_VERSION}-{fingerprint([Path(str(files(name))) for name in _PACKAGES])}"


def fingerprint(folders: list[Path]) -> str:
    """12 hex digits over name and content of every source and data file under the folders, line ends aside."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, path in sorted(_sources(folder)):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{folder.name}/{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix in _SUFFIXES and not any(part.startswith((".", "__pycache__")) for part in name.split("/")):
            yield name, path
