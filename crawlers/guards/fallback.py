"""Another address of a site where its own does not answer: only by configuration, and recorded."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request

from crawlers.district_model import Site
from crawlers.outcomes import from_exception
from crawlers.session import OfSession

FELL_BACK = "fell_back"
"""In a request's meta: why its own address was not used."""
NO_ANSWER = {"tls", "connect"}


class FallbackGuard(OfSession):
    """Sends what base_url could not answer to `site.fallback`, and from then on everything in this run."""

    def process_request(self, request: Request) -> Request | None:
        """Go to the fallback at once where base_url is known not to answer."""
        site = self._session.district(request).site
        why = self._session.board.silent.get(site.base_url)
        return _elsewhere(request, site, why) if why else None

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Remember that base_url does not answer."""
        site, verdict = self._session.district(request).site, from_exception(exception)
        if verdict.reason not in NO_ANSWER:
            return None
        why = f"{site.base_url}: {verdict.detail}"
        again = _elsewhere(request, site, why)
        if again is not None:
            self._session.board.silent.setdefault(site.base_url, why)
            self._session.board.mark(site.base_url, "silent", why)
        return again


def _elsewhere(request: Request, site: Site, why: str) -> Request | None:
    """The same path at the fallback; None for requests that are not to base_url, or where there is no fallback."""
    parts, base = urlsplit(request.url), urlsplit(site.base_url)
    if site.fallback is None or (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
        return None
    other = urlsplit(site.fallback.base_url)
    url = urlunsplit(parts._replace(scheme=other.scheme, netloc=other.netloc))
    return request.replace(url=url, dont_filter=True, meta={**request.meta, FELL_BACK: why})
