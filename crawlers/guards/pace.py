"""Manners in time: one request in flight per host, a delay between two, and waiting when told to wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawlers.session import session_of
from warehouse.clock import SHANGHAI, now


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler, waiting for the host's turn.

    Scrapy gives each host a slot that holds one request (CONCURRENT_REQUESTS_PER_DOMAIN = 1), so waiting here, inside
    the slot, holds back everything for the host, retries and redirects included, and nothing for other hosts.
    """

    async def download_request(self, request: Request) -> Response:
        """Send `request` in its turn."""
        session = session_of(self._crawler)
        await session.pace.turn((urlsplit(request.url).hostname or "").lower())
        return await super().download_request(request)


def retry_after(value: str, moment: datetime | None = None) -> timedelta | None:
    """The wait a Retry-After header asks for, as seconds or as an HTTP date (the past is no wait); None if neither."""
    value = value.strip()
    if value.isdigit():
        return timedelta(seconds=min(int(value), 10**8))
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=SHANGHAI)
    return max(when - (moment or now()), timedelta(0))
