"""F52: a PDF whose bytes are not whole is damaged or doubted, never half a table that looks like one."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest

from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.belongings import pages_with
from pipelines.extract.readers.pdf.integrity import Integrity, examine
from tests.extract.readers.pdf.drawing import COLUMNS, SPENDING, make_pdf, put_table


def table(canvas: Any) -> None:
    put_table(canvas, SPENDING, COLUMNS, 700)


DATA = make_pdf(table, table)
STREAM = next(re.finditer(rb">>\s*stream\r?\n(.*?)~>", DATA, re.DOTALL))


def test_a_whole_file_is_whole() -> None:
    assert examine(DATA) == Integrity()
    assert examine(b"\n \n" + DATA) == Integrity()


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_stream_that_ends_early_is_damage(share: float) -> None:
    start, end = STREAM.span(1)
    size = int((end - start) * share)
    data = DATA[: start + size] + b"\n" * (end - start - size) + DATA[end:]
    assert examine(data).cut != ()
    content = read_pdf(data)
    assert content.status == "partial"
    assert [(item.code, item.where.page) for item in content.flaws] == [("page_unreadable", 1)]
    first, second = content.pages
    assert (first.text, first.blocks) == ("", [])
    assert second.text == read_pdf(DATA).pages[1].text


def test_a_file_whose_pages_are_all_broken_is_damaged() -> None:
    data = DATA
    for stream in re.finditer(rb">>\s*stream\r?\n(.*?)~>", DATA, re.DOTALL):
        start, end = stream.span(1)
        data = data[: start + 9] + b"\n" * (end - start - 9) + data[end:]
    assert len(examine(data).cut) == 2
    assert read_pdf(data).status == "damaged"


def test_broken_streams_that_no_page_names_refuse_the_file() -> None:
    """Nobody knows what they held: objects of any page, perhaps."""
    stray = zlib.compress(b"9 0 obj << /Type /Font >> endobj " * 30)[:-9]
    held = b"9999 0 obj\n<</Type/ObjStm/Length %d/Filter/FlateDecode>>stream\n%b\nendstream\nendobj\n" % (
        len(stray),
        stray,
    )
    data = DATA.replace(b"xref\n", held + b"xref\n", 1)
    assert examine(data).cut == (9999,)
    assert read_pdf(data).status == "damaged"


def test_what_pages_share_is_lost_to_each() -> None:
    fonts = re.findall(rb"/Font (\d+) 0 R", DATA)
    lost = pages_with(DATA, 2, frozenset({int(fonts[0])}))
    assert lost is not None
    assert sorted(lost) == [1, 2]
    assert pages_with(DATA, 3, frozenset({int(fonts[0])})) is None


def test_changed_bytes_of_a_stream_are_told() -> None:
    """The stream can be unpacked, but is not what was packed: which digit is another one, nobody knows."""
    pdf = b"%%PDF-1.4\n1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n"
    shown = b"BT /F1 12 Tf (1,234.50) Tj ET " * 9
    packed = zlib.compress(shown)
    assert examine(pdf % (len(packed), packed)).altered == ()
    assert examine(pdf % (len(packed) - 4, packed[:-4])).altered == ()
    assert examine(pdf % (len(packed), packed[:-1] + bytes([packed[-1] ^ 1]))).altered == (1,)


@pytest.mark.parametrize(
    ("held", "harm"),
    [
        (b"/Subtype/Type1C", Integrity(altered=(1,))),
        (b"/Length1 9000", Integrity(altered=(1,))),
        (b"/Subtype/Image", Integrity()),
    ],
)
def test_a_font_with_a_hole_loses_characters(held: bytes, harm: Integrity) -> None:
    """PDFium leaves out of the text what a font does not draw, a digit of an amount too; a picture has no text."""
    glyphs = bytes(number * number % 251 for number in range(9_000))
    whole = zlib.compress(glyphs)
    pdf = b"%%PDF-1.4\n1 0 obj\n<<%b/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n"
    middle = len(whole) // 2
    for packed, expected in ((whole, ()), (whole[:middle] + bytes(60) + whole[middle + 60 :], harm.altered)):
        found = examine(pdf % (held, len(packed), packed))
        assert (found.cut, found.altered) == ((), expected)


def test_a_page_whose_content_lost_its_beginning_does_not_show_that_of_another() -> None:
    """A hole of a download: PDFium took the next stream that it met, and the table of page 2 stood on both."""
    start, _ = STREAM.span(1)
    holed = DATA[: start - 12] + bytes(60) + DATA[start + 48 :]
    number = re.findall(rb"/Contents (\d+) 0 R", DATA)[0]
    assert examine(holed).cut == (int(number),)
    content = read_pdf(holed)
    assert [(item.code, item.where.page) for item in content.flaws] == [("page_unreadable", 1)]
    assert (content.pages[0].text, content.pages[1].text) == ("", read_pdf(DATA).pages[1].text)


def test_a_map_of_characters_that_ends_early_is_damage() -> None:
    """Without it nobody knows which digits a page shows."""
    codes = b"".join(b"<%04X> <%04X>\n" % (code, code * 7 % 60_000) for code in range(90))
    packed = zlib.compress(b"/CIDInit /ProcSet findresource begin begincmap 90 beginbfchar\n" + codes)[:-60]
    pdf = b"%%PDF-1.4\n1 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n"
    assert examine(pdf % (len(packed), packed)).cut == (1,)


@pytest.mark.parametrize(("kept", "cut"), [(20, (9998,)), (190, ())])
def test_a_character_is_lost_with_the_beginning_of_its_drawing(kept: int, cut: tuple[int, ...]) -> None:
    """A browser's print draws each character by a stream of its own: PDFium leaves out those that draw nothing."""
    drawn = b"600 0 10 -700 590 20 d1\n" + b"".join(b"%d %d l\n" % (n * 37 % 600, n * 91 % 700) for n in range(90))
    packed = zlib.compress(drawn)[:kept]
    held = b"9998 0 obj\n<</Filter /FlateDecode\n/Length %d>> stream\n%b\nendstream\nendobj\n" % (kept, packed)
    assert examine(DATA.replace(b"xref\n", held + b"xref\n", 1)).cut == cut


@pytest.mark.parametrize("generation", [0, 2])
@pytest.mark.parametrize("wrong", [set[int](), {1}, {9, 10}, {99, 100, 107}])
def test_each_object_is_looked_for_at_its_place(wrong: set[int], generation: int) -> None:
    body, places = b"%PDF-1.4\n", []
    for number in range(1, 108):
        places.append(len(body))
        body += b"%d %d obj\n<<>>\nendobj\n" % (number + 1000 * (number in wrong), generation)
    entries = b"".join(b"%010d %05d n \n" % (place, generation) for place in places)
    table = b"xref\n0 109\n0000000000 65535 f \n%b%010d 00000 n \ntrailer\n<<>>\n" % (entries, 10**9)
    assert examine(body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)).misplaced == (*sorted(wrong), 108)


def test_a_directory_of_absurd_numbers_is_wrong() -> None:
    table = b"xref\n%d 1\n0000000009 00000 n \ntrailer\n<<>>\n" % 10**30
    data = b"%PDF-1.4\n" + table
    assert len(examine(data + b"startxref\n9\n%%EOF\n").misplaced) == 1


def test_objects_that_moved_are_told() -> None:
    moved = DATA.replace(b"endobj\n", b"endobj\n\n\n\n\n\n\n\n", 1)
    content = read_pdf(moved)
    assert examine(moved).misplaced
    assert "file_disordered" in [item.code for item in content.flaws] or content.status == "damaged"


def test_blank_pages_of_a_file_in_disorder_are_lost_pages() -> None:
    number = re.findall(rb"/Contents (\d+) 0 R", DATA)[0]
    lost = re.sub(rb"(?<!\d)%b 0 obj" % number, b"%b 0 xbj" % number, DATA)
    assert len(lost) == len(DATA)
    content = read_pdf(lost)
    assert content.status == "partial"
    assert ("page_unreadable", 1) in [(item.code, item.where.page) for item in content.flaws]
    assert content.pages[1].text == read_pdf(DATA).pages[1].text


@pytest.mark.parametrize("stream", [b"stream\n\nendstream", b"stream\r\nendstream"])
def test_an_empty_stream_is_no_damage(stream: bytes) -> None:
    """Some producers leave objects behind that claim to be packed and hold nothing."""
    left_over = b"9999 0 obj\n<</Length 0/Filter/FlateDecode>>" + stream + b"\nendobj\n"
    assert examine(DATA.replace(b"xref\n", left_over + b"xref\n", 1)).cut == ()


@pytest.mark.parametrize(("was", "now"), [(b"/FlateDecode", b"/Fla,eDecode"), (b"/Filter", b"/Filxer")])
def test_a_page_whose_content_cannot_be_unpacked_is_lost(was: bytes, now: bytes) -> None:
    content = read_pdf(DATA.replace(was, now, 1))
    assert [(item.code, item.where.page) for item in content.flaws] == [("page_unreadable", 1)]
    assert content.status == "partial"
    assert content.pages[1].blocks


def test_a_page_that_lost_its_content_is_lost() -> None:
    content = read_pdf(DATA.replace(b"/Contents", b"/Conxents", 1))
    assert [(item.code, item.where.page) for item in content.flaws] == [("page_unreadable", 1)]


def nested(data: bytes) -> bytes:
    """The file with its list of pages put below a node of its own, by an update at its end."""
    number, root = re.findall(rb"(\d+) 0 obj\s*(<<[^<>]*/Kids[^<>]*>>)", data)[0]
    inner = root.replace(b"/Type /Pages", b"/Type /Pages /Parent %b 0 R" % number)
    objects = [b"7999 0 obj\n" + inner, number + b" 0 obj\n" + re.sub(rb"\[[^]]*\]", b"[7999 0 R]", root)]
    body, table = data, b""
    for text in objects:
        table += b"%b 1\n%010d 00000 n \n" % (text.split()[0], len(body))
        body += text + b"\nendobj\n"
    previous = re.findall(rb"startxref\s+(\d+)", data)[-1]
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", data, re.DOTALL)[-1]
    return body + b"xref\n%btrailer\n<<%b /Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, previous, len(body))


@pytest.mark.parametrize("tree", [bytes, nested])
def test_pages_that_lost_their_content_are_told_from_blank_ones_in_any_tree(tree: Any) -> None:
    data = tree(make_pdf(table, lambda _: None, table))
    assert (read_pdf(data).status, read_pdf(data).flaws) == ("parsed", [])
    content = read_pdf(data.replace(b"/FlateDecode", b"/Fla,eDecode", 1))
    assert [(item.code, item.where.page) for item in content.flaws] == [("page_unreadable", 1)]


def test_a_blank_page_is_blank() -> None:
    content = read_pdf(make_pdf(table, lambda _: None, lambda canvas: canvas.saveState()))
    assert (content.status, content.flaws) == ("parsed", [])
