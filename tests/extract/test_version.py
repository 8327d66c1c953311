"""The parser version changes with every source that decides what a document turns into, and with nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.extract.version import fingerprint, parser_version


def folder(root: Path) -> Path:
    (root / "extract" / "__pycache__").mkdir(parents=True)
    (root / "extract" / "a.py").write_bytes(b"x = 1\n")
    (root / "extract" / "b.csv").write_bytes(b"p,q\n")
    (root / "extract" / "__pycache__" / "a.py").write_bytes(b"cache")
    (root / "extract" / "notes.md").write_bytes(b"words")
    return root / "extract"


@pytest.mark.parametrize(
    ("name", "content", "changes"),
    [
        ("a.py", b"x = 2\n", True),
        ("b.csv", b"p,r\n", True),
        ("c.yml", b"", True),
        ("a.py", b"x = 1\r\n", False),
        ("notes.md", b"other words", False),
        ("__pycache__/a.py", b"other cache", False),
        (".hidden.py", b"x", False),
    ],
)
def test_what_changes_it(tmp_path: Path, name: str, content: bytes, *, changes: bool) -> None:
    source = folder(tmp_path)
    before = fingerprint([source])
    (source / name).write_bytes(content)
    assert (fingerprint([source]) != before) == changes


def test_a_renamed_file_changes_it(tmp_path: Path) -> None:
    source = folder(tmp_path)
    before = fingerprint([source])
    (source / "a.py").rename(source / "z.py")
    assert fingerprint([source]) != before


def test_the_version_is_short_and_stable() -> None:
    assert re.fullmatch(r"\d+-[0-9a-f]{12}", parser_version())
    assert parser_version() == parser_version()
