"""The report of the rules: what failed beside where it stands, with both sides and the sum."""

from __future__ import annotations

import re
from decimal import Decimal

import lxml.html
import msgspec

from pipelines.extract.records import Finding, Parsed
from pipelines.proof.check_report import check_html, document_view, guarded_view
from pipelines.proof.evidence import Evidence, sums_of
from pipelines.rules import judge
from tests.proof.documents import read

HOSTILE = "</style><script>alert('x')</script><img src=http://evil.example/x>"


def _broken(parsed: Parsed) -> Parsed:
    """The records with the total of T03 70,000 yuan too large."""
    cells = list(parsed.cells)
    index = next(i for i, c in enumerate(cells) if c.table_id == "T03" and c.row_role == "total" and c.amount_yuan)
    cells[index] = msgspec.structs.replace(cells[index], amount_yuan=(cells[index].amount_yuan or 0) + Decimal(70_000))
    return msgspec.structs.replace(parsed, cells=cells)


def _failed(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict == "fail"]


def test_every_failure_is_shown_with_its_places_boxed() -> None:
    data, parsed = read("pdf")
    parsed = _broken(parsed)
    findings = judge(parsed)
    tree = lxml.html.fromstring(check_html([guarded_view(data, parsed, findings)]))
    articles = tree.findall(".//article")
    assert len(articles) == len(_failed(findings)) > 2
    (copied,) = [f for f in _failed(findings) if f.rule == "R17"]
    (article,) = [a for a in articles if copied.message_zh.partition("：")[2] in a.text_content()]
    pages = {place.page for place in copied.places}
    assert {caption.text_content() for caption in article.iter("figcaption")} == {f"page {page}" for page in pages}
    assert len(article.find_class("box")) == len(copied.places) == 2
    for place in copied.places:
        cell = next(
            c
            for c in parsed.cells
            if (c.table_seq, c.row_no, c.col_no) == (place.table_seq, place.row_no, place.col_no)
        )
        assert cell.printed in [slot.text_content() for slot in article.find_class("on")]


def test_only_pages_with_failures_are_drawn() -> None:
    data, parsed = read("pdf")
    parsed = _broken(parsed)
    findings = judge(parsed)
    wanted = {place.page for f in _failed(findings) if f.severity != "hint" for place in f.places}
    assert set(document_view(data, parsed, findings).pictures) == wanted < {page.page for page in parsed.pages}


def test_a_sum_is_written_out_in_the_printed_unit() -> None:
    _, parsed = read("pdf")
    parsed = _broken(parsed)
    sums = next(f for f in _failed(judge(parsed)) if f.rule == "R20")
    found, expected, difference = sums_of(Evidence.of(parsed), sums)
    assert re.fullmatch(r"合计 [\d,.]+", found)
    assert re.fullmatch(r"基本支出 [\d,.]+ ＋ 项目支出 [\d,.]+.* ＝ [\d,.]+", expected)
    assert re.match("相差 (7 万元|70000 元)", difference)


def test_text_without_pages_shows_the_sentence_in_its_context() -> None:
    data, parsed = read("txt")
    claim = next(c for c in parsed.claims if c.subject == "本年支出合计" and c.amount_yuan)
    other = msgspec.structs.replace(claim, amount_yuan=(claim.amount_yuan or 0) + 70_000)
    parsed = msgspec.structs.replace(parsed, claims=[other if c is claim else c for c in parsed.claims])
    findings = judge(parsed)
    tree = lxml.html.fromstring(check_html([document_view(data, parsed, findings)]))
    marked = "".join(mark.text_content() for mark in tree.iter("mark"))
    assert claim.printed.replace(" ", "") in "".join(marked.split())


def test_a_sound_document_says_so_and_several_share_a_page() -> None:
    data, parsed = read("html")
    sound = [f for f in judge(parsed) if f.verdict == "pass"]
    page = check_html([document_view(data, parsed, sound), document_view(data, parsed, sound)])
    tree = lxml.html.fromstring(page)
    assert page.count("no rule failed") == 2
    assert not tree.findall(".//article")
    assert f"{len(sound)} pass" in tree.text_content()


def test_hostile_words_stay_words_and_nothing_is_fetched() -> None:
    data, parsed = read("html")
    document = msgspec.structs.replace(parsed.document, title=HOSTILE, department=HOSTILE, file=HOSTILE)
    parsed = _broken(msgspec.structs.replace(parsed, document=document))
    page = check_html([document_view(data, parsed, judge(parsed))])
    tree = lxml.html.fromstring(page)
    assert not list(tree.iter("script", "img", "link", "iframe"))
    assert not re.search(r"url\((?!data:)", page)
    assert "default-src 'none'" in page
