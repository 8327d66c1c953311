"""Names and networks that fail: no answer from the resolver, two address families, nothing reachable at all."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from crawlers.batch_result import BatchResult
from crawlers.collect import REPO, collect
from tests.crawlers.server import Portal, not_found, running, text
from tests.crawlers.site import CODE, account, build, district_file, list_page
from warehouse.home import Home
from warehouse.ledger import Ledger

DUAL = """
import socket, sys
real = socket.getaddrinfo

def both(host, *rest, **more):
    if host in ("dual.example", b"dual.example"):
        port = rest[0] if rest else 0
        four = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))
        return [six, four]
    return real(host, *rest, **more)

socket.getaddrinfo = both
from crawlers.batch import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with running(Portal()) as opened:
        yield opened


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_host_that_answers_on_one_address_family_only_is_reached(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(ThreadingHTTPServer, "address_family", family)
    home = Home(tmp_path)
    with running(Portal(), address) as portal:
        build(portal, 1)
        district_file(home, f"http://dual.example:{portal.port}")
        with Ledger(home.ledger) as ledger:
            ledger.start_run("night-1")
        command = [sys.executable, "-c", DUAL, "--home", str(home.root), "--run", "night-1", "--district", CODE]
        out = tmp_path / "out.json"
        subprocess.run([*command, "--out", str(out)], cwd=REPO, check=True, capture_output=True)
    left = msgspec.json.decode(out.read_bytes(), type=BatchResult)
    (result,) = left.districts
    assert (result.status, result.detail) == ("ok", None)
    assert [(host.requests, host.failures) for host in left.hosts] == [(4, 0)]


def test_a_network_that_is_down_fails_the_run_loudly_and_touches_nothing(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 2, files=False)
    collect(home, "night-1", [CODE])
    with Ledger(home.ledger) as ledger:
        before = ledger.export()["crawl_version"].to_pylist()
    district_file(home, "http://no-such-host.invalid")
    district_file(home, "http://127.0.0.1:9", "990202")
    report = collect(home, "night-2", [CODE, "990202"])
    assert report.status == "failed"
    assert [(item.reason, item.gone) for item in report.districts] == [("robots_unreachable", 0)] * 2
    assert "dns" in (report.districts[0].detail or "")
    with Ledger(home.ledger) as ledger:
        assert ledger.export()["crawl_version"].to_pylist() == before
        assert {known.state for known in ledger.known(CODE).values()} == {"stored"}


def test_a_calendar_without_end_is_left_at_max_pages(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    for number in range(60):
        following = f'<a href="/list/index_{number + 1}.html">下一页</a>'
        path = f"/list/index_{number}.html" if number else "/list/"
        portal.on(path, text(list_page([account(number)], following)))
    district_file(home, portal.url, listings=[{"id": "accounts", "url": "/list/", "max_pages": 5}])
    report = collect(home, "night-1", [CODE]).districts[0]
    assert (report.status, report.reason) == ("failed", "listing_incomplete")
    assert "page_cap" in (report.detail or "")
    assert sum(seen.path.startswith("/list/index_") or seen.path == "/list/" for seen in portal.log) == 5


def test_a_list_that_moved_is_named_with_the_night_it_was_last_well(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 3, files=False)
    collect(home, "night-1", [CODE])
    portal.on("/list/", not_found)
    report = collect(home, "night-2", [CODE]).districts[0]
    assert (report.status, report.reason, report.gone) == ("failed", "listing_failed", 0)
    assert f"with 3 rows: {portal.url}/list/" in (report.detail or "")
