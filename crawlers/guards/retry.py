"""Failures that may heal are tried again within the run, with growing waits; the host rests meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.guards.pace import retry_after
from crawlers.guards.verdict import Refused
from crawlers.outcomes import from_exception
from crawlers.session import Session, session_of
from warehouse.clock import now

RETRIED_STATUS = {408, 425, 429, 500, 502, 503, 504, 522, 524}
RETRIED_REASONS = {"dns", "connect", "timeout", "reset", "truncated"}
LONGEST_WAIT = timedelta(seconds=120)
"""A server that asks for more patience than this is visited again in the next run."""


class RetryGuard:
    """Sends failed requests again, up to the district's `retries`; obeys Retry-After."""

    def __init__(self, session: Session) -> None:
        """Use the session's pace and board."""
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(session_of(crawler))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Retry overload and server errors; the last such answer is handed on as it is."""
        if response.status not in RETRIED_STATUS:
            if response.status < 400:
                self._session.board.well(request.url)
            return response
        if response.status >= 500:
            self._session.board.failed(request.url, f"HTTP {response.status}")
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"))
        if asked is not None and asked > LONGEST_WAIT:
            self._session.board.close(request.url, f"asked to be left alone for {asked}")
            reason = "http_429" if response.status == 429 else "http_5xx"
            detail = f"HTTP {response.status}, Retry-After {asked}"
            raise Refused("retry", reason, detail, next_try_at=now() + asked, status=response.status)
        return self._again(request, asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Retry broken connections, time-outs and cut bodies."""
        outcome = from_exception(exception)
        if outcome.reason not in RETRIED_REASONS:
            return None
        self._session.board.failed(request.url, outcome.reason)
        return self._again(request, None)

    def _again(self, request: Request, asked: timedelta | None) -> Request | None:
        site = self._session.district(request).site
        done = request.meta.get("retry_times", 0)
        wait = site.retry_wait_s * 2**done if asked is None else asked.total_seconds()
        host = (urlsplit(request.url).hostname or "").lower()
        self._session.pace.hold(host, min(wait, LONGEST_WAIT.total_seconds()))
        if done >= site.retries:
            return None
        again = request.replace(dont_filter=True)
        again.meta["retry_times"] = done + 1
        return again
