"""The end of a night: a report for people, and notices that reach a webhook and a mail server."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from typing import Any, get_args

import msgspec
import pytest
import yaml

from crawlers.operating import OperatingError, read_operating
from crawlers.reconcile import ArchiveState
from crawlers.report import Before, CollectReport, DistrictReport
from pipelines.extract.records import ParseStatus
from pipelines.night_report import write_night
from pipelines.notify import end_night, words
from pipelines.overview import overview
from pipelines.reports import CollectStep, ReadStep, save_step
from warehouse.clock import SHANGHAI, now
from warehouse.home import Home
from warehouse.ledger_records import Example, HostResult, ListingResult
from warehouse.states import DISTRICT_REASONS, FLAGS, REASONS

GOOD = DistrictReport(
    district_code="990101",
    status="ok",
    discovered=30,
    new=2,
    unchanged=28,
    before=Before(day=date(2026, 9, 1), discovered=20, disclosures=10),
    flags={"truncated": 1},
)
BAD = DistrictReport(
    district_code="990102",
    status="failed",
    reason="listing_failed",
    detail="accounts: no_items <b>moved</b>",
    failed={"blocked": 3},
    listings=[
        ListingResult(district_code="990102", listing_id="all", status="failed", reason="no_items", printed_total=9)
    ],
)
HOSTS = [HostResult(host="slow.example", requests=2, seconds=9.0, slowest_s=8.0), HostResult(host="b", requests=5)]


def collected(
    home: Home, *districts: DistrictReport, note: str | None = None, archive: ArchiveState | None = None
) -> None:
    is_well = note is None and all(each.status == "ok" for each in districts)
    report = CollectReport(
        run_id="r",
        status="ok" if is_well else "failed",
        districts=[*districts],
        seconds=1.0,
        hosts=HOSTS,
        archive=archive or ArchiveState(),
        note=note,
    )
    save_step(home, "r", CollectStep(report=report, names={"990101": "东禾区", "990102": "南澄区"}))


def operating(home: Home, text: str) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    (home.root / "operating.yml").write_text(text, encoding="utf-8")


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    data += self.rfile.readline()
                self.server.bodies.append(data.decode())  # type: ignore[attr-defined]
            self.say("221 bye" if verb == "QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def listening(handler: type[Any], kind: type[Any]) -> Iterator[Any]:
    server = kind(("127.0.0.1", 0), handler)
    server.bodies = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_the_page_says_what_a_person_must_do_and_needs_no_network(home: Home) -> None:
    collected(home, GOOD, BAD)
    view = write_night(home, "r", ["load: disk full"])
    page = (home.reports / "r" / "night.html").read_text(encoding="utf-8")
    assert not view.is_well
    assert [item.district for item in view.to_do] == ["990102 南澄区", "990101 东禾区", "990102 南澄区"], (
        "failures first"
    )
    for said in ("load: disk full", "+10 since 2026-09-01", "990102 南澄区", "slow.example", "3 failed: blocked"):
        assert said in page
    assert "&lt;b&gt;moved" in page, "what a site wrote is text"
    assert "http://" not in page.replace("http://127", "")
    assert "<script" not in page
    assert any("0 rows, the list prints 9" in line for line in view.drift)
    assert any("30 documents, 20 on 2026-09-01" in line for line in view.drift)
    saved = json.loads((home.reports / "r" / "night.json").read_text(encoding="utf-8"))
    assert saved["report"]["collect"]["report"]["districts"][1]["failed"] == {"blocked": 3}
    assert overview(home).runs[0].page == home.reports / "r" / "night.html"


def test_what_no_night_heals_is_to_be_looked_at_and_a_first_failure_is_not(home: Home) -> None:
    report = DistrictReport(district_code="990101", status="ok", retry={"timeout": 5, "dns": 1}, stuck={"timeout": 2})
    collected(home, report)
    (item,) = write_night(home, "r", []).to_do
    assert (item.district, item.because) == ("990101 东禾区", "2 documents stuck in retry: timeout")


def test_what_is_in_trouble_is_named_and_only_the_web_is_linked(home: Home) -> None:
    named = [
        Example(url="https://x.example/a.html", link_title="甲局<2024>", detail="412 bytes"),
        Example(url="javascript:alert(1)", link_title=None, detail=None),
    ]
    collected(home, msgspec.structs.replace(BAD, examples={"failed: blocked": named}))
    unread = {"damaged": [Example(url="", link_title="乙局.pdf", detail="no xref; /home/archive/ab/cd/abcd")]}
    save_step(home, "r", ReadStep(documents=3, by_status={"damaged": 1, "parsed": 2}, by_verdict={}, seconds=1.0,
                                  examples=unread))  # fmt: skip
    view = end_night(home, "r", [])
    page = (home.reports / "r" / "night.html").read_text(encoding="utf-8")
    assert '<a href="https://x.example/a.html" rel="noreferrer">甲局&lt;2024&gt;</a>: 412 bytes' in page
    assert 'href="javascript' not in page
    assert "乙局.pdf: no xref; /home/archive/ab/cd/abcd" in page
    said = words(view, home.reports)
    assert "3 documents failed: blocked, such as https://x.example/a.html" in said
    assert "reading: 1 document damaged, such as 乙局.pdf" in said


def test_a_district_that_is_not_crawled_did_not_fail(home: Home) -> None:
    collected(home, DistrictReport(district_code="990101", status="blocked", reason="blocked", detail="by script"))
    (item,) = write_night(home, "r", []).to_do
    assert (item.kind, item.is_failure, item.because) == ("nothing_handed_in", False, "by script")


def test_there_is_advice_for_whatever_a_person_may_have_to_do() -> None:
    advice = yaml.safe_load((files("pipelines") / "advice.yml").read_text(encoding="utf-8"))
    troubles = {state: reasons for state, reasons in REASONS.items() if state in {"failed", "rejected"}}
    lasting = {f"{state}/{reason}" for state, reasons in troubles.items() for reason in reasons}
    assert lasting == set(advice["documents"]) - {"retry/storage"}
    assert set(DISTRICT_REASONS) == set(advice["districts"]) - {"nothing_handed_in"}
    assert set(FLAGS) == set(advice["flags"])
    assert set(get_args(ParseStatus)) - {"parsed", "partial", "needs_ocr"} == set(advice["read"])


def test_one_cause_in_many_districts_is_one_thing_to_do(home: Home) -> None:
    many = [
        msgspec.structs.replace(BAD, district_code=f"9902{number:02}", reason="tls", detail="expired", failed={})
        for number in range(30)
    ]
    collected(home, GOOD, BAD, *many, archive=ArchiveState(missing=2, missing_left=2, returning=1, lost=["http://x/a"]))
    view = end_night(home, "r", [])
    kinds = [(action.kind, action.is_failure, len(action.about)) for action in view.actions]
    assert kinds == [
        ("archive: lost", True, 1),
        ("tls", True, 30),
        ("listing_failed", True, 1),
        ("archive: returning", False, 1),
        ("documents truncated", False, 1),
        ("documents failed: blocked", False, 1),
    ]
    assert view.verdict == "districts failed: 990102, 990200, 990201, 990202, 990203, and 26 more"
    assert view.summary is not None
    assert (view.summary.failed, view.summary.compared - view.summary.before) == (31, 10)
    said = words(view, home.reports)
    assert len(said.splitlines()) < 30
    assert "tls, 30: " in said
    assert "and 25 more" in said


def test_a_night_without_trouble_asks_nothing_of_anybody(home: Home) -> None:
    collected(home, DistrictReport(district_code="990101", status="ok", discovered=3, unchanged=3))
    view = write_night(home, "r", [])
    assert (view.is_well, view.to_do, view.drift) == (True, [], [])


def test_trouble_is_told_once_to_the_webhook_and_by_mail(home: Home) -> None:
    with listening(_Hook, HTTPServer) as hook, listening(_Smtp, socketserver.TCPServer) as mail:
        operating(
            home,
            f"""
            notify:
              - {{kind: webhook, url: "http://127.0.0.1:{hook.server_address[1]}/night"}}
              - {{kind: mail, server: 127.0.0.1, port: {mail.server_address[1]}, sender: a@example.org,
                  recipients: [b@example.org]}}
              - {{kind: webhook, url: "http://127.0.0.1:9/dead"}}
            """,
        )
        collected(home, GOOD, BAD)
        end_night(home, "r", [])
        end_night(home, "r", [])
    (body,) = hook.bodies
    assert (body["is_well"], body["verdict"]) == (False, "districts failed: 990102")
    assert any("drop folder" in item["advice"] or "browser" in item["advice"] for item in body["to_do"])
    (message,) = mail.bodies
    assert "Subject: juesuan: districts failed: 990102" in message
    told = (home.reports / "r" / "told.txt").read_text(encoding="utf-8")
    assert told.count("sent") == 2
    assert "webhook: failed" in told


def test_a_good_night_is_told_only_to_those_who_always_want_to_know(home: Home) -> None:
    with listening(_Hook, HTTPServer) as hook:
        url = f"http://127.0.0.1:{hook.server_address[1]}"
        operating(home, f"notify: [{{kind: webhook, url: '{url}/a', when: always}}, {{kind: webhook, url: '{url}/b'}}]")
        collected(home, DistrictReport(district_code="990101", status="ok", discovered=3, unchanged=3))
        end_night(home, "r", [])
    assert len(hook.bodies) == 1


def test_a_night_that_began_too_late_is_not_well(home: Home) -> None:
    collected(home, note="it is 09:00, and night.start_between is ('01:00', '05:00')")
    view = write_night(home, "r", [])
    assert view.verdict == "nothing was collected"
    assert "09:00" in view.problems[0]


def test_the_operating_file_names_its_mistakes(home: Home) -> None:
    operating(home, "night:\n  stop_at: 6:30\n")
    with pytest.raises(OperatingError, match=r"operating\.yml:2: night\.stop_at"):
        read_operating(home)
    operating(home, "notify:\n  - kind: webhook\n    url: ftp://x\n")
    with pytest.raises(OperatingError, match="http or https"):
        read_operating(home)


def test_hours_of_the_night(home: Home) -> None:
    operating(home, 'night: {start_between: ["22:00", "05:00"], stop_at: "06:30"}')
    night = read_operating(home).night
    at = now().astimezone(SHANGHAI).replace(hour=23, minute=30, second=0, microsecond=0)
    assert night.may_start(at)
    assert night.seconds_left(at) == 7 * 3600
    assert not night.may_start(at.replace(hour=9))
    assert night.seconds_left(at.replace(hour=6, minute=0)) == 1800
