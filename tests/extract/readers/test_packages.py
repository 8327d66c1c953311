"""Office packages that attack, are cut, or lack parts."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from pipelines.extract.readers.office import read_docx, read_xlsx
from tests.extract.readers.packages import document_bytes, repacked, saved, summary_book, told

XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("attack", [XXE, LAUGHS, XXE.decode().encode("utf-16")], ids=["external", "laughs", "utf-16"])
def test_entities_are_refused(attack: bytes) -> None:
    book = repacked(saved(summary_book()), {"xl/worksheets/sheet1.xml": attack})
    word = repacked(document_bytes(docx.Document()), {"word/document.xml": attack})
    assert told(read_xlsx(book)) == ("damaged", ["unreadable_file"])
    assert told(read_docx(word)) == ("damaged", ["unreadable_file"])


def test_bombs_are_refused_before_expansion() -> None:
    book = saved(summary_book())
    ratio = repacked(book, {"xl/worksheets/sheet1.xml": b" " * (60 << 20)})
    assert len(ratio) < 1 << 20
    assert told(read_xlsx(ratio)) == ("unsupported", ["archive_bomb"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(6000):
            archive.writestr(f"xl/{number}", b"")
    assert told(read_xlsx(stream.getvalue())) == ("unsupported", ["archive_bomb"])


def test_a_sheet_without_its_part_is_told() -> None:
    data = saved(summary_book())
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
    content = read_xlsx(stream.getvalue())
    assert ("page_unreadable", 1) in [(item.code, item.where.page) for item in content.flaws]


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_cut_packages_are_damaged(keep: float) -> None:
    data = saved(summary_book())
    assert read_xlsx(data[: int(len(data) * keep)]).status == "damaged"


def test_a_package_without_its_main_part_is_damaged_and_one_without_text_empty() -> None:
    assert read_xlsx(document_bytes(docx.Document())).status == "damaged"
    assert read_xlsx(saved(openpyxl.Workbook())).status == "empty"
    assert read_docx(document_bytes(docx.Document())).status == "empty"
