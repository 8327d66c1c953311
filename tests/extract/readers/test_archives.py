"""Packed files: what is in them is told, and nothing is expanded that would not end."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.extract.readers import archives
from pipelines.extract.readers.archives import BombError, listing, read_archive


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_members_are_counted_not_opened() -> None:
    content = read_archive(packed({"甲/": b"", "甲/1.pdf": b"x", "2.rar": b"y"}))
    assert (content.status, content.status_reason) == ("unsupported", "archive of 2 files, 1 of them archives")
    assert read_archive(packed({})).status == "empty"


def test_names_written_by_chinese_windows_are_read() -> None:
    data = packed({"xxxx.pdf": b"x"}).replace(b"xxxx.pdf", "决算.pdf".encode("gbk"))
    assert listing(data).names == ["决算.pdf"]


def test_encrypted_and_cut_archives() -> None:
    data = bytearray(packed({"a": b"secret"}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert read_archive(bytes(data)).status == "encrypted"
    cut = read_archive(packed({"a": b"x" * 999})[:-10])
    assert (cut.status, [item.code for item in cut.flaws]) == ("damaged", ["unreadable_file"])


def test_every_bound_is_checked_on_the_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = packed({"a": bytes(20 << 20)})
    with pytest.raises(BombError, match="bytes from"):
        listing(zeros)
    assert read_archive(zeros).status_reason == "bomb"
    for bound, value, message in (("MAX_ENTRIES", 1, "2 entries"), ("MAX_EXPANDED", 1, "bytes expanded")):
        with monkeypatch.context() as patch:
            patch.setattr(archives, bound, value)
            with pytest.raises(BombError, match=message):
                listing(packed({"a": b"x", "b": b"y"}))


def test_overlapping_members_are_a_bomb() -> None:
    """The same packed bytes listed many times: a small file that expands without end."""
    data = packed({"a": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
    directory = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry, copies = data[directory:end], 5
    tail = bytearray(data[end:])
    tail[8:12] = copies.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * copies).to_bytes(4, "little")
    with pytest.raises(BombError, match="overlapping"):
        listing(data[:directory] + entry * copies + bytes(tail))
