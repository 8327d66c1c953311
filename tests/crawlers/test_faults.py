"""One crawl over a portal that misbehaves in many ways: each document must end in the state that the fault deserves."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from crawlers.collect import collect
from crawlers.report import DistrictReport
from tests.crawlers.server import (
    Answer,
    Portal,
    content,
    drip,
    drip_headers,
    endless,
    endless_headers,
    hang_up,
    in_circles,
    raw,
    redirect,
    reset,
    running,
    short,
    text,
)
from tests.crawlers.site import CODE, PDF, account, detail_page, district_file, list_page, page_path
from warehouse.home import Home
from warehouse.ledger import Ledger

GOOD = detail_page("样例区第一局2024年度部门决算")
BLOCK = "<html><head><title>访问被拦截</title></head><body>请求被拦截</body></html>"
SHELL = "<html><head><script>document.cookie='k=1';location.reload();</script></head><body></body></html>"
GONE_POLITELY = "<html><head><title>提示</title></head><body>您访问的页面不存在</body></html>"
CAPTIVE = "<html><body><h1>欢迎使用无线网络</h1><form>用户名 密码</form></body></html>"
APP = '<html><body><div id="app"></div><script src="/main.js"></script></body></html>'

FAULTS: dict[str, tuple[list[Answer], tuple[str, str]]] = {
    "reset before the answer": ([hang_up], ("retry", "reset")),
    "reset in the body": ([reset], ("retry", "truncated")),
    "one byte at a time": ([drip], ("retry", "timeout")),
    "endless body": ([endless], ("rejected", "too_large")),
    "captive portal": ([text(CAPTIVE)], ("rejected", "wrong_content")),
    "firewall with 412": ([text(BLOCK, 412)], ("failed", "blocked")),
    "firewall with 200": ([text(BLOCK)], ("failed", "blocked")),
    "unknown document answers 404": ([text("no", 404)], ("failed", "http_404")),
    "429, then well": ([text("slow", 429, {"Retry-After": "1"}), text(GOOD)], ("stored", "new")),
    "429, date in the past": (
        [text("slow", 429, {"Retry-After": "Mon, 01 Jan 2024 00:00:00 GMT"}), text(GOOD)],
        ("stored", "new"),
    ),
    "503 burst, then well": ([text("busy", 503), text("busy", 503), text(GOOD)], ("stored", "new")),
    "500 for ever": ([text("broken", 500)], ("retry", "http_5xx")),
    "redirect loop": ([in_circles], ("failed", "redirect_loop")),
    "to the metadata address": ([redirect("http://169.254.169.254/latest/")], ("rejected", "ssrf")),
    "to a private address": ([redirect("http://10.0.0.1/x")], ("rejected", "ssrf")),
    "to IPv6 loopback": ([redirect("http://[::1]/x")], ("rejected", "ssrf")),
    "to a mapped address": ([redirect("http://[::ffff:10.0.0.1]/x")], ("rejected", "ssrf")),
    "to a file": ([redirect("file:///etc/passwd")], ("rejected", "scheme")),
    "to another site": ([redirect("http://elsewhere.example/x")], ("rejected", "offsite")),
    "to another port": ([redirect("http://127.0.0.1:9/x")], ("rejected", "offsite")),
    "fewer bytes than announced": ([short], ("retry", "truncated")),
    "gzip bomb": (
        [content(gzip.compress(b"0" * 20_000_000), {"Content-Encoding": "gzip", "Content-Type": "text/html"})],
        ("rejected", "bomb"),
    ),
    "brotli bomb": (
        [content(brotli.compress(b"0" * 20_000_000), {"Content-Encoding": "br", "Content-Type": "text/html"})],
        ("rejected", "bomb"),
    ),
    "gzip that was cut": (
        [content(gzip.compress(GOOD.encode() * 50)[:-40], {"Content-Encoding": "gzip", "Content-Type": "text/html"})],
        ("failed", "coding"),
    ),
    "gzip with a wrong checksum": (
        [content(gzip.compress(GOOD.encode())[:-8] + bytes(8), {"Content-Encoding": "gzip"})],
        ("failed", "coding"),
    ),
    "gzip with a wrong checksum, once": (
        [
            content(gzip.compress(GOOD.encode())[:-8] + bytes(8), {"Content-Encoding": "gzip"}),
            content(gzip.compress(GOOD.encode()), {"Content-Encoding": "gzip"}),
        ],
        ("stored", "new"),
    ),
    "gzip that was cut, of no length": (
        [raw(b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD.encode())[:-20])],
        ("retry", "truncated"),
    ),
    "brotli that was cut, once": (
        [
            content(brotli.compress(GOOD.encode())[:-20], {"Content-Encoding": "br", "Content-Type": "text/html"}),
            content(brotli.compress(GOOD.encode()), {"Content-Encoding": "br", "Content-Type": "text/html"}),
        ],
        ("stored", "new"),
    ),
    "gzip in brotli": (
        [content(brotli.compress(gzip.compress(GOOD.encode())), {"Content-Encoding": "gzip, br"})],
        ("stored", "new"),
    ),
    "gzip that is none": ([content(GOOD.encode(), {"Content-Encoding": "gzip"})], ("stored", "new")),
    "three codings": ([content(b"x", {"Content-Encoding": "gzip, gzip, gzip"})], ("rejected", "bomb")),
    "headers without end": ([endless_headers], ("retry", "reset")),
    "headers byte by byte": ([drip_headers], ("retry", "timeout")),
    "not HTTP": ([raw(b"ICY 200 OK\r\n\r\nmusic")], ("retry", "reset")),
    "two lengths": (
        [raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n123456789")],
        ("retry", "reset"),
    ),
    "chunks without end": (
        [raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n" + GOOD.encode())],
        ("retry", "truncated"),
    ),
    "to no address": ([redirect("http://[bad")], ("failed", "http_status")),
    "to a port that cannot be": ([redirect("http://127.0.0.1:99999/")], ("failed", "http_status")),
    "to a user name": ([redirect("http://127.0.0.1@elsewhere.example/")], ("rejected", "offsite")),
    "refreshed inside": (
        [text('<html><meta http-equiv="refresh" content="0;url=http://10.0.0.1/">决算</html>')],
        ("rejected", "ssrf"),
    ),
    "GBK declared as UTF-8": (
        [content(GOOD.encode("gbk"), {"Content-Type": "text/html; charset=utf-8"})],
        ("stored", "new"),
    ),
    "account of a firewall": (
        [text(detail_page("样例区网信办2024年度部门决算", (), "采购网站防火墙一台"))],
        ("stored", "new"),
    ),
    "soft 404": ([text(GONE_POLITELY)], ("rejected", "soft_404")),
    "script shell": ([text(SHELL)], ("failed", "needs_js")),
    "script application": ([text(APP)], ("failed", "needs_js")),
    "empty body": ([text("")], ("retry", "empty")),
    "PDF as text/html": ([content(PDF, {"Content-Type": "text/html"})], ("stored", "new")),
    "forced gzip": (
        [content(gzip.compress(GOOD.encode()), {"Content-Encoding": "gzip", "Content-Type": "text/html"})],
        ("stored", "new"),
    ),
    "permanent move on the site": ([redirect("/moved.html", 301)], ("stored", "new")),
    "page with files": (
        [text(detail_page("样例区2024年度部门决算", ("/f/lost.pdf", "/f/page.pdf", "/f/get.jsp?filename=x.xlsx")))],
        ("stored", "new"),
    ),
    "PDF without its end, each time": ([content(PDF[:40])], ("stored", "new")),
    "PDF without its end, once": ([content(PDF[:40]), content(PDF)], ("stored", "new")),
    "XLSX without its directory": ([content(b"PK\x03\x04" + b"sheet" * 99)], ("stored", "new")),
    "charset that fits nothing": (
        [content("样例区2024年度部门决算".encode() + b"\xff\xfe\x81 2024 " + GOOD.encode())],
        ("stored", "new"),
    ),
    "annex promised, none linked": (
        [text(detail_page("样例区2024年度部门决算", (), "决算表详见附件"))],
        ("stored", "new"),
    ),
}
NAMES = list(FAULTS)


class Crawled:
    """The portal's log and the ledger's rows after the crawl."""

    def __init__(self, portal: Portal, report: DistrictReport, home: Home) -> None:
        self.portal = portal
        self.report = report
        with Ledger(home.ledger) as ledger:
            tables = ledger.export()
            rows = ledger._db.execute("SELECT document_id, flag FROM outcome WHERE flag IS NOT NULL")
            self.flags: dict[str, str] = dict(map(tuple, rows))
            self.versions = {version.document_id: version for version in ledger.versions()}
        self.documents: dict[str, dict[str, Any]] = {
            row["url"].removeprefix(portal.url): row for row in tables["crawl_document"].to_pylist()
        }
        self.outcomes = {row["document_id"]: row for row in tables["crawl_outcome"].to_pylist()}

    def flag(self, path: str) -> str | None:
        return self.flags.get(self.documents[path]["document_id"])

    def outcome(self, path: str) -> tuple[str, str]:
        document = self.documents[path]
        return document["state"], document["state_reason"]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = Home(Path(tmp_path_factory.mktemp("faults")))
    with running(Portal()) as portal:
        rows = []
        for number, name in enumerate(NAMES):
            answers = FAULTS[name][0]
            portal.on(page_path(number), *answers)
            # A good page after each bad one: a host with nothing but trouble would rightly be left alone.
            portal.on(page_path(1000 + number), text(GOOD))
            rows += [account(number), account(1000 + number)]
        portal.on("/list/", text(list_page(rows)))
        portal.on("/moved.html", text(GOOD))
        portal.on("/f/page.pdf", text(GOOD))
        portal.on(
            "/f/get.jsp?filename=x.xlsx",
            content(PDF, {"Content-Disposition": 'attachment; filename="../../etc/%E5%86%B3%E7%AE%97.pdf"'}),
        )
        district_file(home, portal.url, site={"timeout_s": 1.5, "retries": 2, "retry_wait_s": 0.02})
        report = collect(home, "night-1", [CODE])
        yield Crawled(portal, report.districts[0], home)


def test_each_fault_ends_in_its_state(crawled: Crawled) -> None:
    outcomes = {name: crawled.outcome(page_path(number)) for number, name in enumerate(NAMES)}
    assert outcomes == {name: expected for name, (_, expected) in FAULTS.items()}


def test_cut_files_are_fetched_twice_and_flagged_where_that_does_not_help(crawled: Crawled) -> None:
    asked = {name: crawled.portal.asked(page_path(number)) for number, name in enumerate(NAMES)}
    flags = {name: crawled.flag(page_path(number)) for number, name in enumerate(NAMES)}
    cut = ("PDF without its end, each time", "XLSX without its directory", "PDF without its end, once")
    assert [asked[name] for name in cut] == [2, 2, 2]
    assert [flags[name] for name in cut] == ["truncated", "truncated", None]
    assert flags["annex promised, none linked"] == "incomplete"
    assert crawled.report.flags == {"charset": 1, "incomplete": 1, "truncated": 2}


def test_every_trouble_names_documents_to_look_at(crawled: Crawled) -> None:
    report, paths = crawled.report, {trouble: len(named) for trouble, named in crawled.report.examples.items()}
    counts = {
        f"{state}: {reason}": count
        for state, reasons in (("retry", report.retry), ("failed", report.failed), ("rejected", report.rejected))
        for reason, count in reasons.items()
    }
    assert paths == {trouble: min(count, 3) for trouble, count in {**counts, **report.flags}.items()}
    (soft,) = report.examples["rejected: soft_404"]
    number = NAMES.index("soft 404")
    assert (soft.url, soft.link_title) == (crawled.portal.url + page_path(number), account(number)[1])


def test_nothing_is_lost_or_counted_twice(crawled: Crawled) -> None:
    report = crawled.report
    parts = (report.retry, report.failed, report.rejected)
    counted = report.new + report.changed + report.unchanged + report.gone + sum(sum(part.values()) for part in parts)
    assert report.discovered == counted == len(crawled.documents) == 2 * len(FAULTS) + 3
    assert report.status == "ok", report.detail
    assert set(crawled.outcomes) == {row["document_id"] for row in crawled.documents.values()}


def test_a_lost_attachment_fails_alone(crawled: Crawled) -> None:
    assert crawled.outcome("/f/lost.pdf") == ("failed", "http_404")
    assert crawled.outcome("/f/page.pdf") == ("rejected", "wrong_content")


def test_names_from_outside_are_text_only(crawled: Crawled) -> None:
    document = crawled.documents["/f/get.jsp?filename=x.xlsx"]
    version = crawled.versions[document["document_id"]]
    assert version.context.file == "决算.pdf"
    assert version.media_type == "application/pdf"


def test_retry_after_is_obeyed(crawled: Crawled) -> None:
    path = page_path(NAMES.index("429, then well"))
    first, second = (seen.at for seen in crawled.portal.log if seen.path == path)
    assert second - first >= 1.0
    following = [seen.at for seen in crawled.portal.log if first < seen.at]
    assert min(following) - first >= 1.0, "the host was asked something else meanwhile"


def test_never_two_requests_in_flight(crawled: Crawled) -> None:
    # The dripping answer goes on at the server after the crawler hung up.
    assert crawled.portal.most_in_flight <= 2


def test_headers_without_end_are_not_kept(crawled: Crawled) -> None:
    # What the sockets hold on both sides comes on top of what the crawler took; three attempts.
    assert 0 < crawled.portal.header_bytes < 3 * 20_000_000


def test_retries_are_bounded(crawled: Crawled) -> None:
    assert crawled.portal.asked(page_path(NAMES.index("500 for ever"))) == 3
    assert crawled.portal.asked(page_path(NAMES.index("gzip with a wrong checksum"))) == 3
    assert crawled.portal.asked(page_path(NAMES.index("firewall with 412"))) == 1
    document = crawled.documents[page_path(NAMES.index("503 burst, then well"))]
    assert crawled.outcomes[document["document_id"]]["attempts"] == 3


def test_robots_is_asked_first_and_once(crawled: Crawled) -> None:
    assert crawled.portal.log[0].path == "/robots.txt"
    assert crawled.portal.asked("/robots.txt") == 1
    assert "contact" in crawled.portal.log[0].headers["User-Agent"]
