from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from warehouse.archive import Archive, ArchiveError


def test_bytes_come_back_and_are_stored_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    first = archive.put(b"final account")
    inode = archive.path(first).stat().st_ino
    assert first == hashlib.sha256(b"final account").hexdigest()
    assert archive.put(b"final account") == first
    assert archive.path(first).stat().st_ino == inode
    assert archive.read(first, verify=True) == b"final account"
    assert list(archive.hashes()) == [first]


def test_absent_and_damaged_content_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(ArchiveError, match="not in the archive"):
        archive.read("0" * 64)
    sha256 = archive.put(b"x")
    archive.path(sha256).chmod(0o644)
    archive.path(sha256).write_bytes(b"y")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read(sha256, verify=True)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "abc"])
def test_names_from_outside_never_become_paths(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        Archive(tmp_path).path(name)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.archive.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        archive.put(b"too much")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_sweep_removes_what_a_killed_writer_left(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.put(b"whole")
    (archive.path(kept).parent / ".abc.part").write_bytes(b"hal")
    assert archive.sweep() == 1
    assert list(archive.hashes()) == [kept]
