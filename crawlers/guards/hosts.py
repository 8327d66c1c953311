"""Hosts in trouble are left alone for the rest of the run."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.guards.verdict import Refused
from crawlers.hosts import endpoint
from crawlers.session import Session, session_of


class HostGuard:
    """Refuses requests to closed hosts (`host_paused`)."""

    def __init__(self, session: Session) -> None:
        """Watch the session's board."""
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        """Raise Refused where the host is closed."""
        why = self._session.board.closed.get(endpoint(request.url))
        if why is not None:
            raise Refused("retry", "host_paused", why)
