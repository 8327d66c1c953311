"""Manners in time: one request in flight per host, a delay between two, waiting when told to, stopping when closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.decoding import BombError, CutError, decoded
from crawlers.guards.headers import bounded
from crawlers.guards.tls import TlsPolicy
from crawlers.guards.verdict import Refused
from crawlers.hosts import endpoint
from crawlers.outcomes import from_exception
from crawlers.session import Session, session_of
from warehouse.clock import SHANGHAI, now

RETRIED_STATUS = {408, 425, 429, 500, 502, 503, 504, 522, 524}
RETRIED_REASONS = {"dns", "connect", "timeout", "reset", "truncated", "coding"}
NO_LENGTH = "partial"
"""Scrapy's flag of a body whose end nothing announced: its connection was closed, perhaps too early."""
LONGEST_WAIT_S = 120.0
"""A server that asks for more patience than this is visited again in the next run."""


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler, one request at a time for a host, each in its turn; none to a closed host.

    Not left to Scrapy's slots: with a delay of 0, Scrapy 2.19 sends everything that waits in a slot at once, and a
    slot is free before middlewares have seen the answer that asks for a pause.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Connect as the districts' TLS exceptions say."""
        super().__init__(crawler)
        districts = session_of(crawler).districts.values()
        self._pool._factory = bounded(self._pool._factory)  # noqa: SLF001 - Scrapy sets it the same way
        self._contextFactory: Any = TlsPolicy(item for district in districts for item in district.site.tls)

    async def download_request(self, request: Request) -> Response:
        """Send `request` in its turn; after trouble the host rests, before anything else is asked of it."""
        session = session_of(self._crawler)
        pace, district = session.pace, session.district(request)
        host = (urlsplit(request.url).hostname or "").lower()
        async with pace.turnstile(host).turn(district.code):
            _refuse_if_closed(session, request)
            await pace.rested(host)
            _refuse_if_closed(session, request)
            session.budget.spend(district, host)
            began, size = monotonic(), None
            try:
                response = await super().download_request(request)
                size = len(response.body)
                response = _plain(_addressed(response), request.meta["download_maxsize"])
            except Exception as error:
                if from_exception(error).reason in RETRIED_REASONS:
                    pace.hold(host, self._rest_s(request, None))
                raise
            finally:
                pace.done(host)
                session.board.exchanged(request.url, monotonic() - began, size)
            if response.status in RETRIED_STATUS:
                self._rest(request, asked_wait(response))
            return response

    def _rest(self, request: Request, asked: timedelta | None) -> None:
        """Leave the host alone before the turn passes on: for as long as it asked, or for the rest of the run."""
        session = session_of(self._crawler)
        if asked is not None and asked.total_seconds() > LONGEST_WAIT_S:
            session.board.close(request.url, "told_to_wait", f"asked to be left alone for {asked}")
        else:
            session.pace.hold((urlsplit(request.url).hostname or "").lower(), self._rest_s(request, asked))

    def _rest_s(self, request: Request, asked: timedelta | None) -> float:
        """What the server asked for, else the district's wait, doubled with each attempt; bounded."""
        site = session_of(self._crawler).district(request).site
        growing: float = site.retry_wait_s * 2 ** request.meta.get("retry_times", 0)
        return min(growing if asked is None else asked.total_seconds(), LONGEST_WAIT_S)


def _addressed(response: Response) -> Response:
    """The response, without a Location that is no address: to follow it would fail as an error of our own."""
    target = (response.headers.get("Location") or b"").decode("latin-1")
    try:
        _ = urlsplit(urljoin(response.url, target)).port
    except ValueError:
        del response.headers["Location"]
    return response


def _plain(response: Response, limit: int) -> Response:
    """The response without its content coding. Here, so that a body that was cut is asked for again."""
    codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").split(",")
    if codings == [""]:
        return response
    try:
        body = decoded(response.body, codings, limit)
    except CutError as error:
        if NO_LENGTH in response.flags:
            raise ResponseDataLossError(str(error)) from error
        raise Refused("failed", "coding", str(error), status=response.status) from error
    except BombError as error:
        raise Refused("rejected", "bomb", str(error), status=response.status) from error
    headers = Headers(response.headers)
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body, headers=headers)


def _refuse_if_closed(session: Session, request: Request) -> None:
    if why := session.board.closed.get(endpoint(request.url)):
        raise Refused("retry", "host_paused", why)


def asked_wait(response: Response) -> timedelta | None:
    """The wait that a response's Retry-After asks for, if it has a readable one."""
    return retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"))


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
