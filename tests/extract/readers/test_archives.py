"""Packed files: their members come out one by one, and nothing is expanded that would not end."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile

import pytest

from pipelines.extract.readers import archives, zip_members
from pipelines.extract.readers.archives import BombError, listing
from pipelines.extract.readers.zip_members import members, read_archive


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_every_member_comes_out_with_its_archive() -> None:
    """F39: an annex that packs eighty departments; folders and the clutter of programs are no files."""
    inner = packed({"三/3.pdf": b"c"})
    data = packed(
        {"甲/": b"", "甲/1.pdf": b"a", "__MACOSX/._1.pdf": b"", "~$2.docx": b"", "内.zip": inner, "2.rar": b"b"}
    )
    found = list(members(data))
    assert [(member.path, member.data) for member in found] == [
        ("甲/1.pdf", b"a"), ("内.zip", inner), ("内.zip/三/3.pdf", b"c"), ("2.rar", b"b"),
    ]  # fmt: skip
    outer = hashlib.sha256(data).hexdigest()
    assert [member.parent_sha256 for member in found] == [outer, outer, found[1].sha256, outer]
    content = read_archive(data)
    assert (content.status, content.status_reason, content.pages) == ("parsed", "archive of 4 files", [])
    assert read_archive(packed({})).status == "empty"


def test_one_name_twice_is_two_members() -> None:
    data = packed({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt")
    found = [(member.path, member.data) for member in members(data)]
    assert found == [("a.txt", b"1"), ("a.txt (2)", b"2")]


def test_names_written_by_chinese_windows_and_by_others_are_read() -> None:
    for encoding in ("gbk", "utf-8"):
        name = "决算.pdf".encode(encoding)
        data = packed({"x" * len(name): b"x"}).replace(b"x" * len(name), name)
        assert listing(data).names == ["决算.pdf"]
    extra = struct.pack("<HHBI", 0x7075, 5 + len("决算.pdf".encode()), 1, 0) + "决算.pdf".encode()
    info = zipfile.ZipInfo("juesuan.pdf")
    info.extra = struct.pack("<HH", 0x5455, 1) + b"x" + extra
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, b"x")
    assert listing(stream.getvalue()).names == ["决算.pdf"]
    assert listing(packed({"..\\..\\决算.pdf": b"x"})).names == ["../../决算.pdf"]


def test_a_member_that_cannot_be_unpacked_is_told() -> None:
    data = packed({"好.txt": "决算".encode() * 99, "坏.txt": "预算".encode() * 99})
    at = data.rindex("坏.txt".encode(), 0, data.index(b"PK\x01\x02")) + len("坏.txt".encode())
    broken = data[: at + 3] + bytes([data[at + 3] ^ 0xFF]) + data[at + 4 :]
    content = read_archive(broken)
    assert (content.status, content.status_reason) == ("partial", "archive of 2 files, 1 cannot be unpacked")
    assert [item.code for item in content.flaws] == ["member_unreadable"]
    assert content.flaws[0].message.startswith("坏.txt: ")
    assert [member.data is None for member in members(broken)] == [False, True]
    assert read_archive(packed({"a": b"x"}, zipfile.ZIP_LZMA)).status == "damaged"


def test_archives_in_archives_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """F55: nesting and the sum of all levels are bounded."""
    nested = packed({"a.txt": b"x"})
    for _ in range(2):
        nested = packed({"a.zip": nested})
    assert len(list(members(nested))) == 3
    assert read_archive(packed({"a.zip": nested})).status_reason == "bomb"
    wide = packed({f"{number}.zip": packed({f"{i}.txt": b"x" for i in range(20)}) for number in range(10)})
    monkeypatch.setattr(zip_members, "MAX_ENTRIES", 100)
    assert read_archive(wide).status_reason == "bomb"


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
