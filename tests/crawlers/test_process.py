"""The crawl as a process: killed, resumed, out of budget, beside others, by hand."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from crawlers.batch_result import BatchResult
from crawlers.collect import REPO, collect
from crawlers.session import CrawlEvent
from tests.crawlers.server import Portal, content, running, text
from tests.crawlers.site import CODE, PDF, build, district_file, list_page, page_path
from warehouse.archive import Archive
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.lock import run_lock


@pytest.fixture
def portal() -> Iterator[Portal]:
    with running(Portal()) as opened:
        yield opened


def test_a_killed_crawl_resumes_and_asks_nothing_twice(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 6)
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-1")
    command = [sys.executable, "-m", "crawlers.batch", "--home", str(home.root), "--run", "night-1"]
    process = subprocess.Popen(
        [*command, "--out", str(tmp_path / "out.json"), "--district", CODE], stdout=subprocess.PIPE, cwd=REPO
    )
    assert process.stdout is not None
    for _ in range(4):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (tmp_path / "out.json").exists()
    with Ledger(home.ledger) as ledger:
        settled = ledger.settled("night-1", CODE)
        stored = {row["document_id"] for row in ledger.export()["crawl_document"].to_pylist() if row["state"]}
        urls = {document.document_id: document.url for document in ledger.known(CODE).values()}
    assert settled == stored != set()
    portal.clear()

    report = collect(home, "night-1", [CODE])
    assert (report.status, report.total("discovered"), report.total("new")) == ("ok", 12, 12)
    paths = [urls[name].removeprefix(portal.url) for name in settled]
    assert [portal.asked(path) for path in paths] == [0] * len(paths)
    with Ledger(home.ledger) as ledger:
        assert len(ledger.versions()) == 12
        assert ledger.reconcile(Archive(home.archive)).orphans == []


def test_the_part_of_a_report_that_a_killed_crawl_left_goes_with_the_next_run(tmp_path: Path) -> None:
    home = Home(tmp_path)
    left = home.reports / "killed" / ".collect-0.json.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"{")
    kept = left.with_name("night.json")
    kept.write_bytes(b"{}")
    collect(home, "next", [], parser_version="1")
    assert not left.exists()
    assert kept.exists()


def test_a_crawl_ends_when_whoever_started_it_is_dead(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url, site={"delay_s": 0.2})
    build(portal, 40, files=False)
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-1")
    command = [sys.executable, "-m", "crawlers.batch", "--home", str(home.root), "--run", "night-1"]
    process = subprocess.Popen(
        [*command, "--out", str(tmp_path / "out.json"), "--district", CODE], stdout=subprocess.PIPE, cwd=REPO
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=10) == 1
    with Ledger(home.ledger) as ledger:
        assert 0 < len(ledger.settled("night-1", CODE)) < 40


def test_a_crawl_that_is_told_to_stop_leaves_what_waits_to_the_next_run(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url, site={"delay_s": 0.3})
    build(portal, 40, files=False)
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-1")
    command = [sys.executable, "-m", "crawlers.batch", "--home", str(home.root), "--run", "night-1"]
    out = tmp_path / "out.json"
    process = subprocess.Popen([*command, "--out", str(out), "--district", CODE], stdout=subprocess.PIPE, cwd=REPO)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.readline()
    process.terminate()
    process.communicate(timeout=10)
    assert process.returncode == 0
    (result,) = msgspec.json.decode(out.read_bytes(), type=BatchResult).districts
    with Ledger(home.ledger) as ledger:
        counts = ledger.tally("night-1", CODE).counts
    assert (result.status, result.reason) == ("ok", "budget")
    assert set(counts) == {("stored", "new"), ("retry", "interrupted")}
    assert sum(counts.values()) == 40
    assert counts["stored", "new"] < 10


def test_districts_fail_alone(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 1)
    district_file(home, portal.url, "990202", listings=[{"id": "accounts", "url": "/moved-away/"}])
    district_file(home, portal.url, "990203", listings=[{"id": "accounts", "url": "/empty/"}])
    portal.on("/empty/", text("<html><body>新版网站</body></html>"))
    district_file(home, "http://127.0.0.1:9", "990204")
    district_file(home, portal.url, "990205", expect={"documents_min": 9})
    district_file(home, portal.url, "990206").write_text("district:\n  cod: x\n", encoding="utf-8")
    blocked = {"render": "blocked", "blocked_reason": "built by script"}
    district_file(home, "http://blocked.example", "990207", site=blocked)
    events: list[CrawlEvent] = []
    codes = [f"99020{number}" for number in range(1, 10)]
    report = collect(home, "night-1", codes, on_event=events.append)
    outcome = {item.district_code: (item.status, item.reason) for item in report.districts}
    assert outcome == {
        "990201": ("ok", None),
        "990202": ("failed", "listing_failed"),
        "990203": ("failed", "listing_failed"),
        "990204": ("failed", "robots_unreachable"),
        "990205": ("failed", "below_expected"),
        "990206": ("failed", "config"),
        "990207": ("blocked", "blocked"),
        "990208": ("failed", "config"),
        "990209": ("failed", "config"),
    }
    assert report.status == "failed"
    details = {item.district_code: item.detail or "" for item in report.districts}
    assert "990206_sample.yml:2: district.cod: unknown key" in details["990206"]
    assert "no_items" in details["990203"]
    assert "connect" in details["990204"]
    assert {event.district_code for event in events if event.what == "district"} >= {"990201", "990202"}


def test_robots_and_pauses_hold_for_each_host(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    site = {"retries": 0, "retry_wait_s": 0.0}
    with running(Portal()) as silent, running(Portal()) as weary:
        for code, where in (("990201", portal), ("990202", silent), ("990203", weary)):
            district_file(home, where.url, code, site=site)
            build(where, 2)
        rules = "User-agent: juesuan\nDisallow: /list/202509/P1.pdf\nCrawl-delay: 0.1\n"
        portal.on("/robots.txt", text(rules))
        silent.on("/robots.txt", text("down", 503))
        weary.on(page_path(1), text("later", 429, {"Retry-After": "864000"}))
        report = collect(home, "night-1", ["990201", "990202", "990203"])
        again = collect(home, "night-2", ["990203"]).districts[0]
    first, second, third = report.districts
    assert (first.status, first.new, first.rejected) == ("ok", 3, {"robots": 1})
    assert (second.status, second.reason, second.discovered) == ("failed", "robots_unreachable", 0)
    assert {seen.path for seen in silent.log} == {"/robots.txt"}
    assert (third.status, third.new) == ("failed", 0), "a wait of ten days is not waited for"
    assert third.retry == {"http_429": 1, "host_paused": 1}
    assert weary.asked(page_path(1)) == 1, "nor is it asked for again the next night"
    assert (again.new, again.retry) == (2, {"http_429": 1})
    with Ledger(home.ledger) as ledger:
        tries = [known.next_try_at for known in ledger.known("990203").values() if known.next_try_at]
    assert [(when - now()).days for when in tries] == [9]
    times = [seen.at for seen in portal.log]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.1


def test_a_spent_budget_leaves_the_rest_for_the_next_night(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    build(portal, 6, files=False)
    district_file(home, portal.url, site={"max_requests": 4})
    first = collect(home, "night-1", [CODE]).districts[0]
    assert (first.new, first.retry) == (2, {"budget": 4}), "robots.txt and the list are requests, too"
    district_file(home, portal.url)
    second = collect(home, "night-2", [CODE]).districts[0]
    assert (second.new, second.unchanged, second.status) == (4, 2, "ok")


def test_a_spent_hour_leaves_the_rest_for_the_next_night(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    build(portal, 40, files=False)
    district_file(home, portal.url, site={"delay_s": 0.2})
    report = collect(home, "night-1", [CODE], seconds=1.5).districts[0]
    assert report.discovered == 40
    assert report.retry == {"budget": 40 - report.new}
    assert 0 < report.new < 40


def test_a_host_in_trouble_is_left_alone(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 9, files=False)
    for path in list(portal.answers):
        if path != "/list/":
            portal.on(path, text("blocked", 412))
    report = collect(home, "night-1", [CODE]).districts[0]
    # While the third block is being recognised, one more request may already be on its way.
    assert report.status == "failed"
    assert 3 <= report.failed["blocked"] <= 4
    assert report.retry["host_paused"] == 9 - report.failed["blocked"]


def test_scrapy_crawl_works_by_hand_and_respects_the_lock(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    portal.on("/list/", text(list_page([("/a.pdf", "样例区财政局2024年度部门决算")])))
    portal.on("/a.pdf", content(PDF))
    command = [sys.executable, "-m", "scrapy", "crawl", "disclosures", "-a", f"district={CODE}"]
    environment = {**os.environ, "JUESUAN_HOME": str(home.root)}

    def crawl() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True, check=False)

    done = crawl()
    assert "stored new" in done.stdout, done.stderr
    with run_lock(home):
        refused = crawl()
    assert "another run is using" in refused.stderr
