"""Legacy Word documents. files/flow.doc is of our own wording, saved in the format of Word 97."""

from __future__ import annotations

import struct
from pathlib import Path

import msgspec
import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.folding import lowered, raised, struck
from pipelines.extract.readers.doc import read_doc
from pipelines.extract.readers.doc.container import open_document
from pipelines.extract.readers.doc.properties import mark_of, paragraph_shape, sprms
from pipelines.extract.readers.doc.story import paragraphs_of
from pipelines.extract.readers.marks import DamagedDocumentError
from tests.extract.readers.pages import check_promise, grids, shape

DATA = (Path(__file__).parent / "files" / "flow.doc").read_bytes()
MAIN = DATA.index(b"\xec\xa5")


def test_paragraphs_and_merged_tables_in_order() -> None:
    """Deleted and hidden words, field codes and the page header are not printed; a frame table is no grid."""
    content = read_doc(DATA)
    assert shape(content.pages[0]) == [
        "青河区档案馆2023年度部门决算", "前增", "𠮷日页码", "支出决算表", "金额单位：万元",
        [["项目", "金额", "", ""], ["", "小计", "基本", "项目支出"], ["公务接待费", "1,234.50", "", "1.00"],
         ["𠮷祥支出", "2", "3.00", "-4.00"], ["合 计", "5", "6", "7"]],
        "中间一段。", "左", [["00", "01", "02"], ["10", "11", "12"], ["20", "21", "22"]],
        "锚", "后一段。", "框内文字",
    ]  # fmt: skip
    assert [(cell.row_span, cell.col_span) for cell in grids(content)[0].cells[:2]] == [(2, 1), (1, 3)]
    assert (content.status, content.title) == ("parsed", "青河区档案馆2023年度部门决算")
    assert [flaw.code for flaw in content.flaws] == ["image_content"]
    check_promise(content)


def test_a_legacy_document_is_known_by_its_bytes() -> None:
    """F61, and .wps, which is the same inside."""
    for name in ("决算.docx", "决算.wps", "决算.pdf"):
        assert parse(DATA, Context(file=name)).document.media_type == "application/msword"


@pytest.mark.parametrize("keep", [0.05, 0.3, 0.6, 0.9, 0.97])
def test_a_cut_legacy_document_is_damaged(keep: float) -> None:
    """F57: never a part of it."""
    content = read_doc(DATA[: int(len(DATA) * keep)])
    assert (content.status, [item.code for item in content.flaws], content.pages) == (
        "damaged", ["unreadable_file"], [],
    )  # fmt: skip


def patched(at: int, new: bytes) -> bytes:
    return DATA[: MAIN + at] + new + DATA[MAIN + at + len(new) :]


@pytest.mark.parametrize(
    ("at", "new", "status"),
    [
        (10, struct.pack("<H", struct.unpack_from("<H", DATA, MAIN + 10)[0] | 0x100), "encrypted"),
        (2, b"\x65\x00", "unsupported"),
        (0x4C, b"\xff\xff\x00\x00", "damaged"),
        (0x4C, b"\xff\xff\xff\xff", "damaged"),
        (0x9A + 8 * 13, b"\xff\xff\xff\x00", "damaged"),
        (0x9A + 8 * 33, b"\x00\x00\x00\x00", "damaged"),
    ],
    ids=["encrypted", "Word 95", "text too long", "length negative", "properties elsewhere", "no pieces"],
)
def test_what_the_head_of_the_file_says(at: int, new: bytes, status: str) -> None:
    assert read_doc(patched(at, new)).status == status


def test_cells_without_their_properties_are_no_text() -> None:
    """The marks of cells are in the text; without properties nobody knows the table, and it must not become prose."""
    document = open_document(DATA)
    damaged = bytearray(DATA)
    for stretch in document.paragraphs:
        if b"\x16\x24\x01" in stretch.changes:
            at = damaged.find(stretch.changes)
            while at >= 0:
                damaged[at : at + len(stretch.changes)] = stretch.changes.replace(b"\x16\x24\x01", b"\x16\x24\x00")
                at = damaged.find(stretch.changes, at + 1)
    content = read_doc(bytes(damaged))
    assert content.status == "damaged"
    assert "outside any table" in (content.status_reason or "")


def test_lists_of_changes() -> None:
    row = struct.pack("<HHBhhhHH", 0xD608, 12, 2, 0, 100, 200, 0, 0)
    with pytest.raises(DamagedDocumentError, match="cut off"):
        list(sprms(row[:-1]))
    shape_ = paragraph_shape(b"\x16\x24\x01\x17\x24\x01" + row + b"\x2b\xd6\x02\x01\x01", b"")
    assert (shape_.depth, shape_.ends_row) == (1, True)
    assert shape_.row is not None
    assert (shape_.row.edges, shape_.row.continues_above) == ([0, 100, 200], [False, True])
    elsewhere = struct.pack("<H", 6) + b"\x16\x24\x01\x17\x24\x01"
    assert paragraph_shape(b"\x46\x66\x00\x00\x00\x00", elsewhere).ends_row
    with pytest.raises(DamagedDocumentError, match="side by side"):
        paragraph_shape(b"\x17\x24\x01" + struct.pack("<HHBhhh", 0xD608, 8, 2, 0, 200, 100), b"")


def test_digits_off_the_line_or_struck_out_are_no_part_of_the_number_beside_them() -> None:
    document = open_document(DATA)
    at = document.text.index("1,234.50") + 7
    marked = msgspec.structs.replace(document, marked=[(document.places[at], document.places[at] + 1, raised)])
    texts = [paragraph.text for paragraph in paragraphs_of(marked, "main")[0]]
    assert "1,234.5⁰" in texts
    changes = (b"\x48\x2a\x01", b"\x48\x2a\x02", b"\x37\x08\x01", b"\x37\x08\x00", b"")
    assert [mark_of(each) for each in changes] == [raised, lowered, struck, None, None]


def test_a_hole_in_the_text_is_told() -> None:
    """A download with holes: a row of a table is gone with its marks, and the rest looks whole."""
    assert "undecodable_bytes" not in [item.code for item in read_doc(DATA).flaws]
    at = DATA.index("1,234.50".encode("utf-16-le"))
    holed = read_doc(DATA[:at] + bytes(8) + DATA[at + 8 :])
    assert [(item.code, item.message[:2]) for item in holed.flaws if item.code == "undecodable_bytes"] == [
        ("undecodable_bytes", "4 ")
    ]
