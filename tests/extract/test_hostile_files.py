"""Files made to hurt, through the real parse pool with its limits: each costs only itself, and nothing is fetched."""

from __future__ import annotations

import gzip
import importlib.metadata
import io
import pickle
import socket
import zipfile
import zlib
from itertools import accumulate
from pathlib import Path

import docx
import pytest
from pdfminer.cmapdb import CMapDB

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Document, to_json_line
from pipelines.pool import Job, Limits, open_pool
from sample_portal.generate import generate

GOOD = "某区档案馆2023年度部门决算\n2023年度收、支总计5.00万元。\n".encode()


def pdf(*objects: bytes) -> bytes:
    """A file of numbered objects, the first of which is the catalogue, with its directory."""
    parts = [b"%PDF-1.4\n", *(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, 1))]
    places = list(accumulate(map(len, parts)))
    directory = b"".join(b"%010d 00000 n \n" % place for place in places[:-1])
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, places[-1])
    return b"".join([*parts, head, directory, trailer])


def stream(entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (entries, len(packed), packed)


def page_bomb(pages: int) -> bytes:
    """One drawing of twenty thousand words, on every page."""
    words = stream(b"", b"BT /F1 9 Tf " + b"".join(b"(x%d) Tj 1 1 Td " % i for i in range(20_000)) + b"ET")
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + pages))
    page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    tree = b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, kids)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, words, font, *[page] * pages)


def page_tree(kids: bytes, count: int, *nodes: bytes) -> bytes:
    """A file whose page tree has `kids` at its root, and further objects from 5 on; 3 is a word, 4 its font."""
    root = b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", root, stream(b"", b"BT /F1 9 Tf (x) Tj ET"), font, *nodes)


def leaf(parent: int) -> bytes:
    page = b"<</Type/Page/Parent %d 0 R/Contents 3 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>>>"
    return page % parent


def hundred_thousand_pages() -> bytes:
    """Ten million bytes, each page an object of its own."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 100_005))
    return page_tree(kids, 100_000, *[leaf(2)] * 100_000)


def deep_tree() -> bytes:
    """One page below twenty thousand levels."""
    node = b"<</Type/Pages/Parent %d 0 R/Count 1/Kids[%d 0 R]>>"
    nodes = [node % (number - 1, number + 1) for number in range(5, 20_005)]
    return page_tree(b"5 0 R", 1, *nodes, leaf(20_004))


def tree_in_circles() -> bytes:
    return page_tree(b"5 0 R", 9, b"<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R 5 0 R]>>")


def huge_picture() -> bytes:
    """A picture of 400 million pixels, in fifty kilobytes."""
    picture = b"<</Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 1/ColorSpace/DeviceGray"
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page,
        stream(b"", b"q 595 0 0 842 0 0 cm /I Do Q"),
        stream(picture[2:], bytes(20_000 * 2_500)),
    )


def deep_objects() -> bytes:
    page = (
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 595 842]/X " + b"[" * 200_000 + b"]" * 200_000 + b">>"
    )
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page,
        stream(b"", b"q " * 200_000 + b"Q " * 200_000),
    )


def read_all(folder: Path, files: dict[str, bytes], limits: Limits, workers: int = 2) -> dict[str, Document]:
    jobs = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        jobs.append(Job(key=name, path=str(folder / name), context=Context(file=name)))
    with open_pool("process", workers=workers, limits=limits) as pool:
        return {key: judged.parsed.document for key, judged in pool.run(jobs)}


def test_bombs_cost_only_themselves(tmp_path: Path) -> None:
    """F53: endless pages end at the time limit; a huge picture is never unpacked, deep nesting never followed."""
    files = {
        "1.txt": GOOD,
        "pages.pdf": page_bomb(500),
        "2.txt": GOOD,
        "hundred_thousand.pdf": hundred_thousand_pages(),
        "tree.pdf": deep_tree(),
        "circles.pdf": tree_in_circles(),
        "liar.pdf": page_tree(b"5 0 R", 10**9, leaf(2)),
        "picture.pdf": huge_picture(),
        "deep.pdf": deep_objects(),
        "3.txt": GOOD,
    }
    found = read_all(tmp_path, files, Limits(seconds=3, memory_mb=400))
    assert {found[f"{number}.txt"].status for number in (1, 2, 3)} == {"parsed"}
    assert found["pages.pdf"].status == found["hundred_thousand.pdf"].status == "timeout"
    assert found["tree.pdf"].status in {"damaged", "timeout"}
    assert found["circles.pdf"].status == "damaged"
    assert found["liar.pdf"].pages == 1, "what a file says of its pages is not believed"
    assert found["picture.pdf"].status == "needs_ocr"
    assert found["deep.pdf"].status in {"empty", "damaged"}


def test_a_file_that_needs_too_much_memory_is_an_error_of_its_own(tmp_path: Path) -> None:
    """F47: the limit is on the worker, and the others go on."""
    row = "<tr>" + "<td>1,234.50</td>" * 20 + "</tr>"
    files = {
        "1.txt": GOOD,
        "wide.html": f"<html><body><table>{row * 14_000}</table></body></html>".encode(),
        "2.txt": GOOD,
    }
    found = read_all(tmp_path, files, Limits(seconds=60, memory_mb=60), workers=1)
    assert (found["wide.html"].status, found["wide.html"].status_reason) == ("error", "oom")
    assert {found["1.txt"].status, found["2.txt"].status} == {"parsed"}


def test_records_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    jobs = []
    for number in (1, 2):
        for file_format in ("xlsx", "html", "pdf"):
            path = tmp_path / f"{number}.{file_format}"
            path.write_bytes(generate(number, file_format, parts="tables").data)
            jobs.append(Job(key=path.name, path=str(path), context=Context(file=path.name)))
    printed = []
    for workers in (1, 2, 3):
        with open_pool("process", workers=workers) as pool:
            results = [judged for _, judged in pool.run(jobs)]
        records = [record for each in results for record in (*each.parsed.records(), *each.findings)]
        printed.append(b"\n".join(map(to_json_line, records)))
    assert len(printed[0]) > 100_000
    assert printed[0] == printed[1] == printed[2]


def test_what_a_document_points_to_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """F58: an external template, picture and stylesheet; reading opens no connection."""

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    document = docx.Document()
    document.add_paragraph("某区档案馆2023年度部门决算")
    buffer = io.BytesIO()
    document.save(buffer)
    stolen = io.BytesIO()
    address = "http://192.0.2.1/template.dotm"
    relation = f'<Relationship Id="x9" Type="urn:{{}}/attachedTemplate" Target="{address}" TargetMode="External"/>'
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(stolen, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".rels"):
                content = content.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
            new.writestr(name, content)
    page = f'<html><head><link rel="stylesheet" href="{address}"></head><body><img src="{address}">决算</body></html>'
    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "create_connection", no_network)
    assert "档案馆" in parse(stolen.getvalue(), Context(file="a.docx")).pages[0].text
    assert "决算" in parse(page.encode(), Context(file="a.html")).pages[0].text


class Planted:
    """What an attacker would pickle: unpickling it writes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.write_text, (self.target, "run")


def test_a_character_map_outside_the_library_is_not_loaded(tmp_path: Path) -> None:
    """F54: a font may name any file as its character map; the second PDF reader must not unpickle it."""
    planted = tmp_path / "planted"
    with gzip.open(tmp_path / "evil.pickle.gz", "wb") as file:
        pickle.dump(Planted(planted), file)
    for name in (str(tmp_path / "evil"), "../" * 20 + str(tmp_path / "evil").lstrip("/")):
        with pytest.raises(CMapDB.CMapNotFound):
            CMapDB.get_cmap(name)
    assert not planted.exists()
    assert int(importlib.metadata.version("pdfminer.six")) >= 20260107
