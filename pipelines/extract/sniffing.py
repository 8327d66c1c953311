"""What a file is, by its bytes: names and headers lie (a .doc that is HTML, a .xls that is XML, a PDF as text/html)."""

from __future__ import annotations

import io
import re
import zipfile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
ZIP = "application/zip"
EMPTY = "application/x-empty"
BINARY = "application/octet-stream"
ENCRYPTED_OFFICE = "application/x-ole-encrypted"
MHTML = "multipart/related"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
SPREADSHEET_XML = "application/vnd.ms-excel+xml"
WORD_XML = "application/msword+xml"
OFD = "application/ofd"
ODF = "application/vnd.oasis.opendocument"

_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_MAGIC = (
    (_ARCHIVES[0], "application/vnd.rar"),
    (_ARCHIVES[1], "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x09\x08\x10\x00\x00\x06", XLS),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ZIP_MEMBERS = tuple(
    (re.compile(pattern, re.MULTILINE | re.IGNORECASE), media_type)
    for pattern, media_type in (
        (r"^word/document\d*\.xml$", DOCX),
        (r"^xl/workbook\d*\.xml$", XLSX),
        (r"^xl/workbook\.bin$", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
        (r"^ppt/presentation\.xml$", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (r"^OFD\.xml$", OFD),
        (r"^Doc_\d+/Document\.xml$", OFD),
        (r"^word/[^/]+\.xml$", DOCX),
        (r"^xl/(?:worksheets/|[^/]+\.xml$)", XLSX),
        (r"\A(?=[\s\S]*^META-INF/manifest\.xml$)[\s\S]*^(?:mimetype|content\.xml|styles\.xml)$", ODF),
        (r"^mimetype$(?:\n.*)*\ncontent\.xml$", ODF),
    )
)
_OFFICE_NAMES = {"docx": DOCX, "xlsx": XLSX, "ofd": OFD}
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|br|span|a|h[1-6]|script)\b", re.IGNORECASE
)
_MARKUP_TYPES = (
    (re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}MIME-Version:", re.IGNORECASE), MHTML),
    (re.compile(rb"\A<[\s\S]*<(?:\w+:)?Workbook[^>]*urn:schemas-microsoft-com:office:spreadsheet"), SPREADSHEET_XML),
    (re.compile(rb"\A<[\s\S]*schemas\.microsoft\.com/office/(?:word/2003/wordml|2006/xmlPackage)"), WORD_XML),
    (_TAGS, HTML),
)
_HEAD = 8192
_CONTROLS = tuple(bytes([code]) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))


def sniff(data: bytes, file_name: str) -> str:
    """The media type of `data`; the name only decides between formats that share their first bytes."""
    if not data.strip():
        return EMPTY
    return _container_type(data, file_name) or _magic_type(data) or _text_type(data)


def _container_type(data: bytes, file_name: str) -> str | None:
    """ZIP and OLE by what is in them, and PDF, which may follow up to a kilobyte of anything but another archive.

    An archive that holds a PDF as it is, uncompressed, has `%PDF-` in its first kilobyte, too.
    """
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zip_type(data, file_name)
    if b"%PDF-" in data[:1024] and not data.startswith(_ARCHIVES):
        return PDF
    return _ole_type(data) if data.startswith(_OLE) else None


def _magic_type(data: bytes) -> str | None:
    for magic, media_type in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and _is_text(data)):
            return media_type
    return "image/webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _zip_type(data: bytes, file_name: str) -> str:
    """A packed office format by its members; a directory that cannot be read leaves the name to decide."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = "\n".join(name.replace("\\", "/").lstrip("/") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _OFFICE_NAMES.get(file_name.rsplit(".", 1)[-1].lower(), ZIP)
    for pattern, media_type in _ZIP_MEMBERS:
        if pattern.search(names):
            return media_type
    return ZIP


def _ole_type(data: bytes) -> str:
    """Legacy office files (.doc, .xls, .wps, .et) by the names in their directory, which are UTF-16."""
    for stream, media_type in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return media_type
    return XLS if "Book".encode("utf-16-le") in data else "application/x-ole-storage"


def _text_type(data: bytes) -> str:
    """Markup of several kinds, else text, else unknown."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _is_strewn(start):
        return BINARY
    for pattern, media_type in _MARKUP_TYPES:
        if pattern.search(start):
            return media_type
    if start.startswith(b"<") and _TAGS.search(data[: 64 * _HEAD]):
        return HTML
    return TEXT if _is_text(data) else BINARY


def _is_text(data: bytes) -> bool:
    """No NUL bytes (UTF-16 with a mark aside) and hardly any control characters in the first stretch."""
    head = data[: 8 * _HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and not _is_strewn(head)


def _is_strewn(head: bytes) -> bool:
    """More control characters than stray into text: the middle of a PDF may have tags in it, too.

    NUL is none of them, which holes of a download and UTF-16 are full of.
    """
    return sum(map(head.count, _CONTROLS)) * 100 > len(head)
