"""Failures that may heal are tried again within the run; the waits between are kept by pace.py."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawlers.guards.pace import LONGEST_WAIT_S, RETRIED_REASONS, RETRIED_STATUS, asked_wait
from crawlers.guards.verdict import Refused
from crawlers.outcomes import from_exception
from crawlers.session import OfSession
from warehouse.clock import now


class RetryGuard(OfSession):
    """Sends failed requests again, up to the district's `retries`; obeys Retry-After."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Retry overload and server errors; the last such answer is handed on as it is."""
        if response.status not in RETRIED_STATUS:
            if response.status < 400:
                self._session.board.well(request.url)
            return response
        if response.status >= 500:
            self._session.board.failed(request.url, f"HTTP {response.status}")
        asked = asked_wait(response)
        if asked is not None and asked.total_seconds() > LONGEST_WAIT_S:
            reason = "http_429" if response.status == 429 else "http_5xx"
            detail = f"HTTP {response.status}, Retry-After {asked}"
            raise Refused("retry", reason, detail, next_try_at=now() + asked, status=response.status)
        return self._again(request) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Retry broken connections, time-outs and cut bodies."""
        outcome = from_exception(exception)
        if outcome.reason not in RETRIED_REASONS:
            return None
        self._session.board.failed(request.url, outcome.reason)
        return self._again(request)

    def _again(self, request: Request) -> Request | None:
        done = request.meta.get("retry_times", 0)
        if done >= self._session.district(request).site.retries:
            return None
        again = request.replace(dont_filter=True)
        again.meta["retry_times"] = done + 1
        return again
