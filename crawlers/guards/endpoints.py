"""Only configured hosts and ports are contacted; checked for every request and every hop of a redirect."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request

from crawlers.guards.ssrf import POLICY, literal
from crawlers.guards.verdict import Refused
from crawlers.model_types import DEFAULT_PORTS
from crawlers.session import OfSession


class EndpointGuard(OfSession):
    """Refuses other schemes (`scheme`), unconfigured hosts and ports (`offsite`), and inside addresses (`ssrf`)."""

    def process_request(self, request: Request) -> None:
        """Raise Refused for a request that its district does not allow."""
        parts = urlsplit(request.url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in DEFAULT_PORTS:
            raise Refused("rejected", "scheme", f"neither http nor https: {request.url}")
        address = literal(host)
        if address is not None and not POLICY.permits(host, str(address)):
            raise Refused("rejected", "ssrf", f"an address inside a private network: {request.url}")
        if "@" in parts.netloc:
            raise Refused("rejected", "offsite", f"a user name in the address: {parts.hostname}")
        if not self._session.district(request).allows(request.url):
            raise Refused("rejected", "offsite", f"not in site.allowed_hosts: {request.url}")
