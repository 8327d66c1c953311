"""Addresses: which two spell the same document, and what a file at one is called."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from crawlers.model_types import DEFAULT_PORTS
from crawlers.wording import wording

MOBILE_TWIN = re.compile(r"_wap(\.s?html?)$")
LINE_BREAKS = re.compile(r"[\t\r\n]")
DOUBLE_SLASHES = re.compile(r"/{2,}")


def join(base: str, link: str) -> str | None:
    """`link` as written on the page at `base`, as an absolute address without fragment; None if it leads nowhere."""
    link = _as_browsers_read(link)
    if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        parts = urlsplit(urljoin(base, safe_url_string(link)))
        _ = parts.port
    except ValueError:
        return None
    path = MOBILE_TWIN.sub(r"\1", parts.path)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path or "/", parts.query, ""))


def same_document_key(url: str) -> str:
    """What is equal for addresses that name one document.

    Scheme, default port and double slashes do not matter, nor does what changes from visit to visit: the number of a
    session, the time of the clock.
    """
    parts, passing = urlsplit(url), wording().addresses
    port = f":{parts.port}" if parts.port and parts.port not in DEFAULT_PORTS.values() else ""
    path = re.sub(passing.session_in_path, "", parts.path)
    path = DOUBLE_SLASHES.sub("/", MOBILE_TWIN.sub(r"\1", path))
    query = "&".join(each for each in parts.query.split("&") if not re.search(passing.parameters, each))
    return f"{(parts.hostname or '').lower()}{port}{path}?{query}"


def _as_browsers_read(link: str) -> str:
    """Without line breaks and tabs, and with slashes for backslashes before the query."""
    path, mark, query = LINE_BREAKS.sub("", link.strip()).partition("?")
    return path.replace("\\", "/") + mark + query


def document_id(district_code: str, key: str) -> str:
    """The ledger's identity of a document: 32 hex digits over the district and `same_document_key`."""
    return hashlib.sha256(f"{district_code}\n{key}".encode()).hexdigest()[:32]


def extension(url: str, known: list[str], *texts: str) -> str | None:
    """The file extension that the path, a query value, or one of `texts` (link text, title) ends with, if known."""
    parts = urlsplit(url)
    values = [value for _, value in parse_qsl(parts.query)]
    for text in (unquote(parts.path), *values, *texts):
        _, dot, end = text.strip().rstrip(")）】]").lower().rpartition(".")
        if dot and end in known:
            return end
    return None


def file_name(url: str) -> str:
    """What the file at `url` is called, as text: the last path segment, or a query value that names a file."""
    parts = urlsplit(url)
    for _, value in parse_qsl(parts.query):
        if re.search(r"\.[A-Za-z]{2,4}$", value):
            return value.replace("\\", "/").rsplit("/", 1)[-1]
    return unquote(parts.path).rsplit("/", 1)[-1] or "index.html"
