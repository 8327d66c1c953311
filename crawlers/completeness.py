"""Whether a file or a page ends as its format ends: servers cut files, and say that all of it was sent."""

from __future__ import annotations

PDF_TAIL = 4096
"""Where a PDF's `%%EOF` must stand; readers accept it in the last 1024 bytes, writers add more behind it."""
ZIP_TAIL = 22 + 65535
"""Where a ZIP's end record must stand: its own size and that of the longest comment."""
HTML_HEAD, HTML_TAIL = 4096, 4096


def is_cut(data: bytes, *, has_length: bool = True) -> bool:
    """Whether `data` begins as a PDF or ZIP (which DOCX, XLSX and OFD are) and does not end as one.

    A web page may leave out its end. One whose length nobody announced (`has_length`: HTTP/1.0, a connection that was
    closed) is believed to be whole only where it does not.
    """
    if data.startswith(b"PK\x03\x04"):
        return b"PK\x05\x06" not in data[-ZIP_TAIL:]
    if not has_length and b"<html" in data[:HTML_HEAD].lower():
        return not any(end in data[-HTML_TAIL:].lower() for end in (b"</html", b"</body"))
    return b"%PDF-" in data[:1024] and b"%%EOF" not in data[-PDF_TAIL:]
