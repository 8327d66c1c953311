"""robots.txt as RFC 9309 has it: redirects are followed, 4xx allows, silence forbids, and 500 KB are enough."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Response

from crawlers.collect import collect
from crawlers.guards.robots import LONGEST_CRAWL_DELAY_S, PARSED_BYTES, RobotsGuard
from crawlers.hosts import Pace
from crawlers.report import DistrictReport
from tests.crawlers.server import Answer, Portal, drip, hang_up, redirect, running, text
from tests.crawlers.site import build, district_file
from warehouse.home import Home

FORBID = "User-agent: *\nDisallow: /list/202509/P1.pdf\n"
ROBOTS: dict[str, tuple[Answer, tuple[str, str | None, int]]] = {
    "moved": (redirect("/rules.txt"), ("ok", None, 1)),
    "403": (text("no", 403), ("ok", None, 2)),
    "a loop": (redirect("/robots.txt"), ("ok", None, 2)),
    "429": (text("later", 429, {"Retry-After": "0"}), ("failed", "robots_unreachable", 0)),
    "slow": (drip, ("failed", "robots_unreachable", 0)),
    "no answer": (hang_up, ("failed", "robots_unreachable", 0)),
    "a rule behind 500 KB": (text("#" * PARSED_BYTES + "\n" + FORBID), ("ok", None, 2)),
    "a rule for us": (text(f"User-agent: *\nDisallow: /\n\nUser-agent: juesuan\n{FORBID[14:]}"), ("ok", None, 1)),
    "a rule for others": (text("User-agent: otherbot\nDisallow: /\n"), ("ok", None, 2)),
    "everything": (text("User-agent: *\nDisallow: /\n"), ("failed", "listing_failed", 0)),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DistrictReport]:
    home = Home(Path(tmp_path_factory.mktemp("robots")))
    codes = {}
    with ExitStack() as stack:
        for number, (name, (answer, _)) in enumerate(ROBOTS.items()):
            host = f"127.0.0.{41 + number}"
            portal = stack.enter_context(running(Portal(), host))
            build(portal, 1)
            portal.on("/robots.txt", answer)
            portal.on("/rules.txt", text(FORBID))
            codes[name] = f"99080{number}"
            district_file(home, f"http://{host}:{portal.port}", codes[name], site={"retries": 0, "timeout_s": 1.0})
        found = {each.district_code: each for each in collect(home, "night-1", list(codes.values())).districts}
    return {name: found[code] for name, code in codes.items()}


@pytest.mark.parametrize("name", ROBOTS)
def test_what_robots_txt_says_is_done(name: str, reports: dict[str, DistrictReport]) -> None:
    report = reports[name]
    assert (report.status, report.reason, report.new) == ROBOTS[name][1], report.detail


CHINESE = "User-agent: *\nDisallow: /财政/\n"
RULES: dict[str, tuple[str | bytes, dict[str, bool]]] = {
    "the longest match wins": ("User-agent: *\nAllow: /a/b\nDisallow: /a\n", {"/a/b/c": True, "/a/x": False}),
    "of two as long, allow": ("User-agent: *\nDisallow: /a\nAllow: /a\n", {"/a": True}),
    "star": ("User-agent: *\nDisallow: /a*b\n", {"/axxb": False, "/axx": True}),
    "end": ("User-agent: *\nDisallow: /*.pdf$\n", {"/x.pdf": False, "/x.pdf?y=1": True, "/x.pdfx": True}),
    "query": ("User-agent: *\nDisallow: /*?page=\n", {"/l?page=2": False, "/l": True}),
    "encoded rule": (
        "User-agent: *\nDisallow: /%E8%B4%A2%E6%94%BF/\n",
        {"/财政/x": False, "/%e8%b4%a2%e6%94%bf/": False},
    ),
    "rule in UTF-8": (CHINESE, {"/%E8%B4%A2%E6%94%BF/x": False}),
    "rule in GBK": (CHINESE.encode("gbk"), {"/%E8%B4%A2%E6%94%BF/x": False}),
    "byte order mark": (b"\xef\xbb\xbf" + CHINESE.encode(), {"/%E8%B4%A2%E6%94%BF/x": False}),
    "carriage returns": (b"User-agent: *\rDisallow: /a\r", {"/a": False}),
    "groups of one name are one": (
        "User-agent: juesuan\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-Agent: JUESUAN\nDisallow: /b\n",
        {"/a": False, "/b": False, "/c": True},
    ),
    "several names": ("User-agent: x\nUser-agent: juesuan\nDisallow: /a\n", {"/a": False, "/b": True}),
    "our whole User-Agent": (
        "User-agent: *\nAllow: /\n\nUser-agent: juesuan/0.1 (archive; contact: a@b.example) # us\nDisallow: /a\n",
        {"/a": False, "/b": True},
    ),
    "comments and lines between": ("User-agent: * # all\nSitemap: http://x/\n\nDisallow: /a # this\n", {"/a": False}),
    "nothing disallowed": ("User-agent: *\nDisallow:\n", {"/a": True}),
    "a web page instead": ("<html><body>User-agent: *<br>Disallow: /</body></html>", {"/a": True}),
    "half a rule at the limit": (
        b"User-agent: *\n" + b"#" * (PARSED_BYTES - 14 - 1 - 12) + b"\nDisallow: /a/only/this\n",
        {"/a": True},
    ),
}


def rules_of(body: str | bytes) -> Any:
    session: Any = SimpleNamespace(pace=Pace(clock=lambda: 100.0))
    data = body if isinstance(body, bytes) else body.encode()
    guard: Any = RobotsGuard(None, session)  # type: ignore[arg-type]
    return guard._rules_of(Response("http://a.example/robots.txt", body=data), "http://a.example"), session


@pytest.mark.parametrize("name", RULES)
def test_rules_are_read_as_rfc_9309_has_it(name: str) -> None:
    body, allowed = RULES[name]
    rules, _ = rules_of(body)
    assert {path: rules.can_fetch(f"http://a.example{path}", "juesuan") for path in allowed} == allowed


@pytest.mark.parametrize(
    ("written", "kept"), [("5", 5.0), ("99999", LONGEST_CRAWL_DELAY_S), ("0", 0.0), ("nan", 0.0), ("-3", 0.0)]
)
def test_a_crawl_delay_is_kept_within_bounds(written: str, kept: float) -> None:
    _, session = rules_of(f"User-agent: *\nCrawl-delay: {written}\n")
    session.pace.done("a.example")
    assert session.pace.wait_s("a.example") == pytest.approx(kept)
