"""Several nights over one portal: what changed is stored, what did not is not, what vanished keeps its versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawlers.collect import collect
from crawlers.report import CollectReport, DistrictReport
from tests.crawlers.server import Portal, cached, content, not_found, running, text
from tests.crawlers.site import CODE, PDF, account, build, district_file, file_path, list_page, page, page_path
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger


@pytest.fixture
def portal() -> Iterator[Portal]:
    with running(Portal()) as opened:
        yield opened


def night(home: Home, number: int) -> DistrictReport:
    report = collect(home, f"night-{number}", [CODE])
    assert isinstance(report, CollectReport)
    return report.districts[0]


def documents(home: Home, portal: Portal) -> dict[str, dict[str, Any]]:
    with Ledger(home.ledger) as ledger:
        rows = ledger.export()["crawl_document"].to_pylist()
    return {row["url"].removeprefix(portal.url): row for row in rows}


def test_a_second_night_does_only_what_is_new(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 7)
    portal.on(file_path(6), content(PDF + b"without any validator"))
    first = night(home, 1)
    assert (first.discovered, first.new, first.disclosures, first.status) == (14, 14, 7, "ok")
    with Ledger(home.ledger) as ledger:
        before = {version.document_id: version.document_key for version in ledger.versions()}
    portal.clear()

    rows = [account(number) for number in (1, 2, 3, 4, 6, 7, 8)]
    portal.on("/list/", text(list_page(rows)))
    portal.on(file_path(1), cached(PDF + b"corrected"))
    portal.on(page_path(2), page(2, ("./P2.pdf",), "收支总体情况（更正）"))
    portal.on(page_path(3), page(3, (), "附件已撤下"))
    portal.on(page_path(4), not_found)
    portal.on(page_path(7), text("busy", 503), page(7, ("./P7.pdf",)))
    portal.on(page_path(8), page(8, ("./P8.pdf",)))
    portal.on(file_path(8), cached(PDF + b"8"))
    second = night(home, 2)

    state = {path: (row["state"], row["state_reason"]) for path, row in documents(home, portal).items()}
    assert state[page_path(1)] == ("unchanged", "not_modified")
    assert state[file_path(1)] == ("stored", "changed")
    assert state[page_path(2)] == ("stored", "changed")
    assert state[file_path(2)] == ("unchanged", "not_modified")
    assert state[file_path(3)] == ("gone", "unlisted")
    assert state[page_path(4)] == ("gone", "http_404")
    assert state[file_path(4)] == ("gone", "unlisted")
    assert state[page_path(5)] == state[file_path(5)] == ("gone", "unlisted")
    assert state[file_path(6)] == ("unchanged", "same_bytes")
    assert state[page_path(7)] == ("stored", "changed") or state[page_path(7)] == ("unchanged", "not_modified")
    assert state[page_path(8)] == state[file_path(8)] == ("stored", "new")
    assert (second.new, second.changed, second.gone, second.status) == (2, 3, 5, "ok")
    assert second.discovered == 16
    with Ledger(home.ledger) as ledger:
        versions = ledger.versions()
        assert ledger.reconcile(Archive(home.archive)).missing == []
    after = {version.document_id: version.document_key for version in versions if version.version_no == 1}
    assert before.items() <= after.items(), "versions of what is gone stay, and their identity does not move"
    attached = documents(home, portal)[file_path(2)]["document_id"]
    assert sum(version.document_id == attached for version in versions) == 1, "its page changed, it did not"

    third = night(home, 3)
    assert (third.new, third.changed, third.gone) == (0, 0, 1), "a listed page that still answers 404"


def test_a_shrunken_list_alarms_and_deletes_nothing(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 8, files=False)
    assert night(home, 1).new == 8
    portal.on("/list/", text(list_page([account(1), account(2)])))
    second = night(home, 2)
    assert (second.status, second.reason, second.gone) == ("failed", "listing_shrunk", 0)
    assert {row["state"] for row in documents(home, portal).values()} == {"stored", "unchanged"}


def test_pages_that_all_lose_their_attachments_alarm_and_lose_nothing(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 4)
    night(home, 1)
    for number in range(1, 5):
        portal.on(page_path(number), page(number, (), "决算表由脚本加载"))
    second = night(home, 2)
    assert (second.status, second.reason, second.gone) == ("failed", "attachments_lost", 0)
    assert "4 of 4 pages" in (second.detail or "")
    for number in (3, 4):
        third = night(home, number)
        assert third.not_modified == 4
        assert (third.status, third.reason, third.gone) == ("failed", "attachments_lost", 0), "until a person says so"
    assert {row["state"] for path, row in documents(home, portal).items() if "/P" in path} == {"stored"}
    district_file(home, portal.url, expect={"shrinkage_accepted_until": "2999-12-31"})
    fifth = night(home, 5)
    assert (fifth.status, fifth.not_modified, fifth.gone) == ("ok", 4, 4), "believed, though no page came again"


def test_lost_attachments_that_come_back_end_the_alarm(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 4)
    night(home, 1)
    for number in range(1, 5):
        portal.on(page_path(number), page(number, (), "决算表由脚本加载"))
    assert night(home, 2).reason == "attachments_lost"
    build(portal, 4)
    third = night(home, 3)
    assert (third.status, third.changed, third.not_modified, third.gone) == ("ok", 4, 4, 0)


def test_a_page_that_is_not_sent_again_still_tells_what_hangs_on_it(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    build(portal, 1)
    portal.on("/list/", text(list_page([account(1)]).replace("2025-09-12", "2025-08-01")))
    portal.on(page_path(1), page(1, ("./P1.pdf",), "另见附件"))
    # As if the crawler did not know such links yet.
    district_file(home, portal.url, attachments={"extensions": ["doc"]})
    assert (night(home, 1).discovered, night(home, 2).flags) == (1, {"incomplete": 1})
    district_file(home, portal.url)
    third = night(home, 3)
    assert (third.new, third.not_modified, third.flags) == (1, 1, {})
    assert documents(home, portal)[page_path(1)]["published_on"] == date(2025, 9, 12), "the page's own date stays"


def test_a_lost_page_of_the_list_is_not_success(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 2, files=False)
    pager = '<script>createPageHTML(3, 0, "index", "html");</script>'
    portal.on("/list/", text(list_page([account(1)], pager)))
    portal.on("/list/index_1.html", text("broken", 500))
    portal.on("/list/index_2.html", text(list_page([account(2)], pager)))
    report = night(home, 1)
    assert (report.status, report.reason, report.new) == ("failed", "listing_incomplete", 2)
    assert "index_1.html" in (report.detail or "")


def test_a_page_knows_its_own_date(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 1, files=False)
    portal.on("/list/", text(list_page([account(1)]).replace("2025-09-12", "2025-08-01")))
    night(home, 1)
    assert documents(home, portal)[page_path(1)]["published_on"] == date(2025, 9, 12)


def test_a_file_under_three_addresses_is_one_content(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    rows = [(f"/files/{number}.pdf", f"样例区第{number}局2024年度部门决算") for number in range(3)]
    portal.on("/list/", text(list_page(rows)))
    for url, _ in rows:
        portal.on(url, cached(PDF))
    report = night(home, 1)
    assert (report.new, len(list(Archive(home.archive).hashes()))) == (3, 1)


def test_only_the_wanted_year_is_asked_for(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    rows = [("/a.pdf", "样例区财政局2023年度部门决算"), ("/b.pdf", "样例区财政局2024年度部门决算")]
    portal.on("/list/", text(list_page([*rows, ("/c.pdf", "样例区财政局2024年部门预算")])))
    for url in ("/a.pdf", "/b.pdf"):
        portal.on(url, cached(PDF + url.encode()))
    report = collect(home, "night-1", [CODE], years=[2023])
    assert report.total("new") == 1
    assert [portal.asked(f"/{name}.pdf") for name in "abc"] == [1, 0, 0]
    again = collect(home, "night-2", [CODE])
    assert (again.total("new"), again.total("unchanged"), again.total("gone")) == (1, 1, 0)


def test_what_stands_in_a_list_of_units_is_known_to_be_a_units(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    build(portal, 2)
    hints = []
    for number, scope in enumerate(("unit", "mixed"), start=1):
        district_file(home, portal.url, listings=[{"id": "accounts", "url": "/list/", "scope": scope}])
        night(home, number)
        hints.append({row["level_hint"] for row in documents(home, portal).values()})
    assert hints == [{"unit"}, {None}], "pages and their files, until the district's file says otherwise"
