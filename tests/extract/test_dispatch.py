"""Any bytes become records with a status; nothing raises and nothing is silent."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract import dispatch, sniffing
from pipelines.extract.content import Content
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse, sniff
from pipelines.extract.records import Parsed, from_json_line, to_json_line
from pipelines.extract.version import parser_version


def zipped(*names: str, content: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


def ole(*streams: str, size: int = 2048) -> bytes:
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[30:32] = b"\x09\x00"
    header[48:52] = struct.pack("<I", 0)
    return bytes(header) + "".join(streams).encode("utf-16-le").ljust(size, b"\x00")


def office(kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "xlsx":
        openpyxl.Workbook().save(stream)
    else:
        docx.Document().save(stream)
    return stream.getvalue()


FILES = [
    (b"%PDF-1.4 x", "a.pdf", sniffing.PDF),
    (b"\r\n\r\n%PDF-1.7 x", "a.html", sniffing.PDF),
    (office("xlsx"), "a.xls", sniffing.XLSX),
    (office("docx"), "a.doc", sniffing.DOCX),
    (zipped("OFD.xml"), "a.ofd", "application/ofd"),
    (zipped("mimetype", "content.xml"), "a.odt", "application/vnd.oasis.opendocument"),
    (zipped("content.xml", "META-INF/manifest.xml"), "a.zip", "application/vnd.oasis.opendocument"),
    (zipped("META-INF/manifest.xml", "styles.xml"), "a.ods", "application/vnd.oasis.opendocument"),
    (zipped("META-INF/manifest.xml", "甲.pdf"), "a.zip", sniffing.ZIP),
    (zipped("甲.pdf", "乙.pdf"), "a.zip", sniffing.ZIP),
    (zipped("甲.pdf", content=b"%PDF-1.4 not compressed"), "a.zip", sniffing.ZIP),
    (b"Rar!\x1a\x07\x00 a.pdf %PDF-1.4 not compressed", "a.rar", "application/vnd.rar"),
    (zipped("xl/worksheets/sheet1.xml"), "a.xlsx", sniffing.XLSX),
    (zipped("word/styles.xml"), "a.zip", sniffing.DOCX),
    (office("docx")[:300], "a.docx", sniffing.DOCX),
    (ole("WordDocument"), "a.doc", "application/msword"),
    (ole("Workbook"), "a.xls", "application/vnd.ms-excel"),
    (ole("Book"), "a.et", "application/vnd.ms-excel"),
    (ole("EncryptedPackage"), "a.xlsx", sniffing.ENCRYPTED_OFFICE),
    (b"{\\rtf1\\ansi x}", "a.doc", "application/rtf"),
    (b"Rar!\x1a\x07\x00", "a.rar", "application/vnd.rar"),
    (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg"),
    (b"RIFF1234WEBPxx", "a.webp", "image/webp"),
    ("\ufeff<html><body>决算".encode(), "a.doc", sniffing.HTML),
    ("\ufeff<html><body>决算".encode("utf-16"), "a.htm", sniffing.HTML),
    ("<TABLE><tr><td>决算".encode("gbk"), "a.xls", sniffing.HTML),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls",
     sniffing.SPREADSHEET_XML),
    (b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "a.mht", sniffing.MHTML),
    ("BM开头的文字说明".encode(), "a.txt", sniffing.TEXT),
    ("决算".encode("gbk"), "a", sniffing.TEXT),
    (b"\x00\x01\x02\x03binary", "a.bin", sniffing.BINARY),
    (b"", "a.pdf", sniffing.EMPTY),
    (b" \r\n", "a.txt", sniffing.EMPTY),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "media_type"), FILES, ids=[f"{i}-{row[1]}" for i, row in enumerate(FILES)])
def test_bytes_decide_not_names(data: bytes, name: str, media_type: str) -> None:
    assert sniff(data, name) == media_type


def parsed(data: bytes, name: str = "file") -> Parsed:
    result = parse(data, Context(file=name))
    assert result.document.sha256 == hashlib.sha256(data).hexdigest()
    assert all(record.sha256 == result.document.sha256 for record in result.records())
    return result


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (b"", "empty", "no bytes"),
        (ole("PowerPoint Document"), "unsupported", "legacy presentation"),
        (ole("PowerPoint Document")[:400], "damaged", "legacy office file is cut short"),
        (ole("EncryptedPackage"), "encrypted", "password-protected office file"),
        (b"\x89PNG\r\n\x1a\n0", "needs_ocr", "image"),
        (b"Rar!\x1a\x07\x00", "unsupported", "RAR archive"),
        (b"\x00\x01binary", "unsupported", "unknown file type"),
        (b"\x9c\x05stream\x01\x02" * 20 + b"<title>a</title>", "unsupported", "unknown file type"),
        (zipped("1.pdf", "2.pdf", "3.zip"), "parsed", "archive of 3 files"),
        (b"PK\x03\x04 cut", "damaged", "BadZipFile: File is not a zip file"),
        (b"<html><body><script>x</script>", "empty", "needs_js"),
    ],
)
def test_every_file_without_text_has_a_reason(data: bytes, status: str, reason: str) -> None:
    result = parsed(data)
    assert (result.document.status, result.document.status_reason) == (status, reason)
    told = [issue.message for issue in result.issues if issue.code == "unreadable_file"]
    assert told == ([reason] if status in {"unsupported", "encrypted", "damaged"} else [])


def test_a_final_account_without_any_figure_is_partial() -> None:
    result = parsed("<html><h1>民政局2023年度部门决算</h1><p>本部门职责是民政工作。</p>".encode())
    assert (result.document.status, result.document.status_reason) == ("partial", "nothing_found")
    assert "nothing_found" in [issue.code for issue in result.issues]
    link = parsed("<html><h1>民政局2023年度部门决算</h1><p>详见附件</p><a href='a.pdf'>决算表</a>".encode())
    assert (link.document.status, link.document.status_reason) == ("partial", "content_in_attachments")
    budget = parsed("<html><h1>民政局2023年度部门预算</h1><p>本部门职责是民政工作。</p>".encode())
    assert budget.document.status == "parsed"


def test_a_failing_step_is_a_status_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Content:
        raise RuntimeError("boom")

    text = "民政局2023年度部门决算\n".encode()
    monkeypatch.setattr(dispatch, "read_claims", broken)
    result = parsed(text)
    assert (result.document.status, result.document.status_reason) == ("error", "narrative: RuntimeError")
    assert len(result.pages) == 1
    assert "boom (test_dispatch.py:" in result.issues[-1].message
    monkeypatch.setattr(dispatch, "_read", broken)
    assert parsed(text).document.media_type == "text/plain"


def test_running_out_of_memory_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object) -> Content:
        raise MemoryError

    monkeypatch.setattr(dispatch, "_read", hungry)
    assert parsed(b"text").document.status_reason == "oom"


def test_context_reaches_the_document_and_every_record_survives_json() -> None:
    lines = ["收入支出决算总表", "部门：青河区民政局", "单位：万元", "项目\t决算数\t项目\t决算数", "总计\t1\t总计\t1"]
    data = "\n".join(lines).encode()
    context = Context(file="表.txt", parent_sha256="ab", link_title="青河区民政局2023年度部门决算")
    result = parse(data, context)
    document = result.document
    assert (document.file, document.parent_sha256, document.parser_version) == ("表.txt", "ab", parser_version())
    assert (document.department, document.fiscal_year) == ("青河区民政局", 2023)
    assert [from_json_line(to_json_line(record)) for record in result.records()] == result.records()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", ole("Workbook")[:64]]))
def test_no_bytes_raise(tail: bytes, head: bytes) -> None:
    document = parse(head + tail, Context(file="x")).document
    assert document.status != "error", document.status_reason


def test_a_final_account_whose_tables_are_pictures_says_so() -> None:
    """Its sentences alone must not look like all that it publishes."""
    sentence = "<p>2023年度收、支总计均为100.00万元，与上年相比增加10.00万元，增长11.11%。</p>"
    shown = "<p>收入支出决算总表</p><img src='/uploads/1.jpg'>"
    page = f"<html><head><title>青河区教育局2023年度部门决算</title></head><body>{shown}{sentence * 20}</body></html>"
    parsed = parse(page.encode(), Context(file="a.html"))
    assert parsed.claims
    assert "tables_in_pictures" in {issue.code for issue in parsed.issues}
