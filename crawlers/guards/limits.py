"""Bounds of one request: size and time."""

from __future__ import annotations

from scrapy import Request

from crawlers.session import OfSession


class LimitGuard(OfSession):
    """Gives each request its district's limits; that of size holds for decompressed bytes, too."""

    def process_request(self, request: Request) -> None:
        """Set the limits."""
        district = self._session.district(request)
        request.meta["download_maxsize"] = district.attachments.max_bytes
        request.meta["download_timeout"] = district.site.timeout_s
