"""The report of a document: everything read is in it, nothing printed can act in it, and it fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TypeVar

import lxml.html
import msgspec
import pytest

from pipelines.extract.records import Document, Finding, Issue, Parsed, Place, Record
from pipelines.proof.report import report_html
from pipelines.proof.tables import yuan
from sample_portal.generate import Format
from tests.proof.documents import read

HOSTILE = "</title><script>alert('x')</script><img src=http://evil.example/x onerror=alert(1)>\" onmouseover=\"alert(2)"
_R = TypeVar("_R", bound=Record)


def test_every_cell_stands_on_its_page_with_its_amount() -> None:
    data, parsed = read("pdf")
    tree = lxml.html.fromstring(report_html(data, parsed))
    assert parsed.cells
    for cell in parsed.cells:
        slot = tree.get_element_by_id(f"c{cell.table_seq}-{cell.row_no}-{cell.col_no}")
        shown = slot.text_content()
        assert (cell.printed or "·") in shown
        assert yuan(cell.amount_yuan) in shown
        page = next(each for each in slot.iterancestors("section"))
        assert page.get("id") == f"p{cell.page}"


def test_every_cell_has_its_box_on_the_picture() -> None:
    data, parsed = read("pdf")
    tree = lxml.html.fromstring(report_html(data, parsed))
    assert len(tree.findall(".//img")) == parsed.document.pages
    keys = {group.get("data-k") for group in tree.iter("g") if "cell" in group.get("class", "").split()}
    assert keys == {f"c{cell.table_seq}-{cell.row_no}-{cell.col_no}" for cell in parsed.cells if cell.bbox}


@pytest.mark.parametrize("file_format", ["html", "docx", "xlsx", "txt"])
def test_other_kinds_show_their_text_with_cells_and_sentences_marked(file_format: Format) -> None:
    data, parsed = read(file_format)
    tree = lxml.html.fromstring(report_html(data, parsed))
    texts = [element.text_content() for element in tree.iter("pre")]
    # the first newline of a <pre> is the browser's
    assert [text.lstrip("\n") for text in texts] == [page.text.lstrip("\n") for page in parsed.pages]
    marked = {key for span in tree.iter("span") for key in span.get("data-k", "").split()}
    printed = {f"c{cell.table_seq}-{cell.row_no}-{cell.col_no}" for cell in parsed.cells if cell.printed}
    assert len(printed - marked) <= 0.02 * len(printed)
    assert {f"k{number}" for number in range(len(parsed.claims))} <= marked


@pytest.mark.parametrize("file_format", ["pdf", "html"])
def test_hostile_text_stays_text(file_format: Format) -> None:
    data, parsed = read(file_format)
    html = report_html(data, _hostile(parsed), [_failure(parsed)])
    tree = lxml.html.fromstring(html)
    assert len(list(tree.iter("script"))) == 1
    assert "<script>alert" not in html
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
    assert HOSTILE in unescape(html)


def test_one_file_that_fetches_nothing() -> None:
    data, parsed = read("pdf")
    html = report_html(data, parsed)
    tree = lxml.html.fromstring(html)
    for element in tree.iter():
        for name in ("src", "href", "data", "action", "srcset", "xlink:href"):
            target = element.get(name)
            assert target is None or target.startswith(("data:image/", "#")), (element.tag, target[:60])
    assert not re.search(r"@import|url\(", html)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert len(html) < 100_000 * parsed.document.pages + 1_000_000


def test_a_failed_comparison_marks_its_numbers_and_an_issue_its_words() -> None:
    data, parsed = read("pdf")
    cell = next(cell for cell in parsed.cells if cell.printed)
    page = next(page for page in parsed.pages if len(page.text) > 40)
    where = Place(page=page.page, char_start=10, char_end=20)
    issue = Issue(sha256=parsed.document.sha256, code="unread_amount", severity="warning", where=where, message="m")
    marked = msgspec.structs.replace(parsed, issues=[issue])
    tree = lxml.html.fromstring(report_html(data, marked, [_failure(parsed)]))
    slot = tree.get_element_by_id(f"c{cell.table_seq}-{cell.row_no}-{cell.col_no}")
    assert "fail" in slot.get("class").split()
    words = "".join(each.text_content() for each in tree.xpath("//pre/span[contains(@class, 'doubt')]"))
    assert words == page.text[10:20]
    listed = [item.text_content() for item in tree.xpath("//section[@class='all']//li")]
    assert len(listed) == 2
    assert "R99" in listed[0]


def test_an_amount_that_was_not_read_is_told_apart() -> None:
    data, parsed = read("html")
    dropped = next(cell for cell in parsed.cells if cell.amount_yuan and "." in cell.printed)
    less = msgspec.structs.replace(parsed, cells=[cell for cell in parsed.cells if cell is not dropped])
    before, after = (
        lxml.html.fromstring(report_html(data, each)).xpath("count(//pre/span[contains(@class, 'unread')])")
        for each in (parsed, less)
    )
    assert after == before + 1


def test_a_file_that_gave_nothing_still_has_a_report() -> None:
    document = Document(
        sha256="0" * 64,
        file="a.pdf",
        parser_version="1",
        media_type="application/pdf",
        status="timeout",
        status_reason="longer than 120 s",
    )
    html = report_html(b"%PDF-1.7 broken", Parsed(document=document))
    assert "timeout: longer than 120 s" in html


def test_a_page_that_cannot_be_drawn_says_why() -> None:
    data, parsed = read("pdf")
    html = report_html(data[:2000], parsed)
    assert "no picture: PDFium cannot open the file" in html


def _failure(parsed: Parsed) -> Finding:
    cell = next(cell for cell in parsed.cells if cell.printed)
    return Finding(
        sha256=parsed.document.sha256,
        rule="R99",
        severity="error",
        verdict="fail",
        message_zh=HOSTILE,
        message_en=HOSTILE,
        places=[Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no, col_no=cell.col_no)],
    )


def _hostile(parsed: Parsed) -> Parsed:
    """The records as a document could make them: every free text is an attack."""

    def changed(records: list[_R], change: Callable[[_R], _R]) -> list[_R]:
        return [change(record) for record in records]

    replace = msgspec.structs.replace
    return Parsed(
        document=replace(parsed.document, title=HOSTILE, department=HOSTILE, file=HOSTILE),
        pages=changed(parsed.pages, lambda page: replace(page, text=HOSTILE + page.text)),
        tables=changed(parsed.tables, lambda table: replace(table, title_printed=HOSTILE, empty_note=HOSTILE)),
        cells=changed(
            parsed.cells,
            lambda cell: replace(cell, line_label_printed=HOSTILE, printed=HOSTILE, measure=HOSTILE, entity=HOSTILE),
        ),
        claims=changed(parsed.claims, lambda claim: replace(claim, subject=HOSTILE, sentence=HOSTILE)),
        issues=[Issue(sha256="0" * 64, code=HOSTILE, severity="error", where=Place(page=1), message=HOSTILE)],
    )
