"""Web archives (MHTML): pages and workbooks that a browser or Excel saved as one file."""

from __future__ import annotations

from pipelines.extract.readers.mhtml import read_mhtml
from tests.extract.readers.pages import WEB_GRID, WEB_TABLE, html_page, shape


def test_a_web_archive_is_its_first_page() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html_page("<p>部门决算</p>") + b"\r\n--b--\r\n"
    )
    content = read_mhtml(data)
    assert content.pages[0].text.strip() == "部门决算"
    assert content.media_type == "multipart/related"


def test_the_sheets_of_a_workbook_saved_as_a_web_archive() -> None:
    names = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in ("收入&amp;支出", "空表")
    )
    parts = (
        ("a.htm", f"<html><!--[if gte mso 9]>{names}<![endif]--><frameset><frame src=x></frameset></html>"),
        ("a.files/sheet001.htm", html_page(WEB_TABLE).decode()),
        ("a.files/sheet002.htm", "<html><body></body></html>"),
        ("a.files/tabstrip.htm", "<html><body>收入</body></html>"),
    )
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n'
    body = "".join(
        f"--X\nContent-Location: file:///C:/{name}\nContent-Type: text/html\n\n{text}\n" for name, text in parts
    )
    content = read_mhtml(f"{head}{body}--X--\n".encode())
    assert [(each.number, each.sheet, bool(each.text)) for each in content.pages] == [
        (1, "收入&支出", True), (2, "空表", False),
    ]  # fmt: skip
    assert [block for block in shape(content.pages[0]) if isinstance(block, list)] == [WEB_GRID]
