"""Bounds of one request (size, time) and of one district in one run (number of requests)."""

from __future__ import annotations

from collections import Counter
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.guards.verdict import Refused
from crawlers.session import Session, session_of

MEGABYTE = 1024 * 1024


class LimitGuard:
    """Gives each request its district's limits, and ends the district's crawl when its requests are spent."""

    def __init__(self, session: Session) -> None:
        """Count from zero."""
        self._session = session
        self._spent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        """Set the limits; raise Refused when the budget is spent. The size limit holds for decompressed bytes too."""
        district = self._session.district(request)
        self._spent[district.code] += 1
        if self._spent[district.code] > district.site.max_requests:
            raise Refused("retry", "budget", f"more than site.max_requests = {district.site.max_requests}")
        request.meta["download_maxsize"] = district.attachments.max_mb * MEGABYTE
        request.meta["download_timeout"] = district.site.timeout_s
