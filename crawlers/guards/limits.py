"""Bounds of one request: size and time."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.session import Session, session_of

MEGABYTE = 1024 * 1024


class LimitGuard:
    """Gives each request its district's limits; that of size holds for decompressed bytes, too."""

    def __init__(self, session: Session) -> None:
        """Use the session's districts."""
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        """Set the limits."""
        district = self._session.district(request)
        request.meta["download_maxsize"] = district.attachments.max_mb * MEGABYTE
        request.meta["download_timeout"] = district.site.timeout_s
