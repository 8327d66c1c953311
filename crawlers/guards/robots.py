"""robots.txt as RFC 9309 says: 4xx allows everything, 5xx or no answer forbids everything for this run."""

from __future__ import annotations

import asyncio
import re
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers.guards.verdict import Refused
from crawlers.markup import decode
from crawlers.outcomes import from_exception
from crawlers.session import Session, session_of

PARSED_BYTES = 500 * 1024
"""RFC 9309 section 2.5: at least 500 KiB must be parsed."""
TOO_MANY_REQUESTS = 429
PRODUCT = "juesuan"
"""The name under which robots.txt may address us."""
OURSELVES = re.compile(rf"^(\s*user-agent\s*:\s*){PRODUCT}\b[^\r\n#]*", re.IGNORECASE | re.MULTILINE)
"""A group for us, perhaps with the version and more of what our User-Agent says: the product token alone counts."""
LONGEST_CRAWL_DELAY_S = 60.0


class RobotsGuard:
    """Fetches robots.txt once per authority and run, and refuses what it forbids (`robots`)."""

    def __init__(self, crawler: Crawler, session: Session) -> None:
        """Start with no rules known."""
        self._crawler = crawler
        self._session = session
        self._rules: dict[str, asyncio.Future[Protego | Refused]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(crawler, session_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Raise Refused for what robots.txt forbids, or when it cannot be fetched."""
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        authority = f"{parts.scheme}://{parts.netloc}"
        if authority not in self._rules:
            self._rules[authority] = asyncio.ensure_future(self._fetch(authority, request))
        rules = await asyncio.shield(self._rules[authority])
        if isinstance(rules, Refused):
            raise Refused(rules.state, rules.reason, rules.detail)
        if not rules.can_fetch(request.url, PRODUCT):
            raise Refused("rejected", "robots", f"{authority}/robots.txt forbids {parts.path}")

    async def _fetch(self, authority: str, cause: Request) -> Protego | Refused:
        """The rules of an authority, or the refusal of everything on it because they could not be had."""
        url = f"{authority}/robots.txt"
        meta = {"is_robots": True, "district": cause.meta["district"]}
        try:
            response = await self._download(Request(url, callback=NO_CALLBACK, dont_filter=True, meta=meta))
        except Refused as refused:
            if refused.reason in {"budget", "interrupted"}:
                return refused
            # A robots.txt that leads off the site is one that is not there (RFC 9309 section 2.3.1.2).
            is_elsewhere = refused.reason in {"offsite", "scheme", "ssrf"}
            return Protego.parse("") if is_elsewhere else self._unreachable(url, refused.detail)
        except IgnoreRequest:
            # In circles, or behind more than five redirects: the same.
            return Protego.parse("")
        except Exception as error:  # noqa: BLE001 - whatever kept us from the rules keeps us from the host
            verdict = from_exception(error)
            if verdict.reason == "tls":
                return Refused("failed", "tls", f"{url}: {verdict.detail}")
            return self._unreachable(url, verdict.reason)
        return self._rules_of(response, authority)

    def _rules_of(self, response: Response, authority: str) -> Protego | Refused:
        if response.status >= 500 or response.status == TOO_MANY_REQUESTS:
            return self._unreachable(response.url, f"HTTP {response.status}")
        if response.status >= 400:
            return Protego.parse("")
        rules = Protego.parse(OURSELVES.sub(rf"\g<1>{PRODUCT}", decode(_beginning(response.body))))
        delay = rules.crawl_delay(PRODUCT)
        if delay:
            host = (urlsplit(authority).hostname or "").lower()
            self._session.pace.slow_down(host, min(float(delay), LONGEST_CRAWL_DELAY_S))
        return rules

    async def _download(self, request: Request) -> Response:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("no crawl is running")
        return await engine.download_async(request)

    def _unreachable(self, url: str, why: str) -> Refused:
        self._session.board.mark(url, "robots_unreachable", why)
        return Refused("retry", "robots_unreachable", f"{url}: {why}")


def _beginning(body: bytes) -> bytes:
    """As much as is parsed, in whole lines: half a rule is another rule."""
    return body if len(body) <= PARSED_BYTES else body[: body.rfind(b"\n", 0, PARSED_BYTES) + 1]
