"""The HTTP server of the sample sites: loopback only, conditional requests, a log of every request, scripted faults."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Iterable
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import msgspec

from sample_portal.portal.cache import Cache
from sample_portal.portal.site import HTML, Resource, Site, etag_of

ROBOTS = b"User-agent: *\nDisallow: /private/\n"
HOST = "127.0.0.1"
Stand = tuple[set[tuple[str, str]], Resource]
"""A resource at a path, and the parameters that lead to it."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it was answered."""

    at: dt.datetime
    method: str
    path: str
    status: int
    sent_bytes: int
    user_agent: str | None
    is_conditional: bool


class _Server(ThreadingHTTPServer):
    """A thread a request; a client that hangs up in the middle of an answer is no event."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Portal:
    """Serves sites on a free loopback port; a context manager. `requests` is everything that was asked for."""

    def __init__(self, sites: Iterable[Site] = (), *, cache: Cache | None = None, port: int = 0) -> None:
        """Serve `sites`; files are made when asked for and kept in `cache`, in memory if there is none on disk."""
        self.requests: list[Request] = []
        self.cache = cache or Cache()
        self._lock = threading.Lock()
        self._resources: dict[str, list[Stand]] = {}
        self._faults: dict[str, tuple[int, int]] = {}
        self._server = _Server((HOST, port), _handler_of(self))
        self._thread: threading.Thread | None = None
        self.show(sites)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The root of the server, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        if self._thread:
            self._thread.join()

    def show(self, sites: Iterable[Site]) -> None:
        """Serve these sites from now on; what is not among them answers 404."""
        resources: dict[str, list[Stand]] = {}
        for site in sites:
            for target, resource in site.resources().items():
                path, _, query = target.partition("?")
                resources.setdefault(path, []).append((parameters(query), resource))
        for stands in resources.values():
            stands.sort(key=lambda stand: -len(stand[0]))
        with self._lock:
            self._resources = resources

    def warm(self) -> int:
        """Make every file that is shown before it is asked for, so that a benchmark does not time the generator."""
        with self._lock:
            stands = [stand for stands in self._resources.values() for stand in stands]
        resources = [resource for _, resource in stands if resource.identity]
        for resource in resources:
            self.cache.get(resource.identity, resource.make)
        return len(resources)

    def fail(self, path: str, *, times: int, status: int = 503) -> None:
        """Answer the next `times` requests for a path with a status, then as usual."""
        with self._lock:
            self._faults[path] = (times, status)

    def fault(self, path: str) -> int | None:
        """The status to fail with now, if any; counts it."""
        with self._lock:
            times, status = self._faults.get(path, (0, 0))
            if times:
                self._faults[path] = (times - 1, status)
            return status if times else None

    def resource(self, path: str, asked: set[tuple[str, str]]) -> Resource | None:
        """What stands at a path and reads no parameters but those that are asked with."""
        with self._lock:
            stands = self._resources.get(path, [])
        return next((resource for known, resource in stands if known <= asked), None)

    def record(self, request: Request) -> None:
        """Add to the log."""
        with self._lock:
            self.requests.append(request)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for one portal."""

    portal: Portal
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortal"
    timeout = 30

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer("")

    def do_POST(self) -> None:
        """Answer a form as a GET with its fields."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _answer(self, form: str) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if status := self.portal.fault(path):
            self._send(status, b"<html><body>Service unavailable</body></html>", {"Content-Type": HTML})
        elif path == "/robots.txt":
            self._send(HTTPStatus.OK, ROBOTS, {"Content-Type": "text/plain"})
        elif resource := self.portal.resource(path, parameters(parts.query) | parameters(form)):
            self._send_resource(resource)
        else:
            self._send(HTTPStatus.NOT_FOUND, b"<html><title>404</title><body>404</body></html>", {"Content-Type": HTML})

    def do_HEAD(self) -> None:
        """Answer a HEAD: a GET without its body."""
        self.do_GET()

    def _send_resource(self, resource: Resource) -> None:
        headers = {"Content-Type": resource.content_type}
        if resource.file_name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(resource.file_name)}"
        if resource.identity:
            headers |= {
                "ETag": etag_of(resource.identity),
                "Last-Modified": format_datetime(resource.modified, usegmt=True),
            }
            if self._is_known(resource, headers["ETag"]):
                self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
                return
        self._send(HTTPStatus.OK, self.portal.cache.get(resource.identity, resource.make), headers)

    def _is_known(self, resource: Resource, etag: str) -> bool:
        """RFC 9110 section 13.2.2: the entity tag decides, the date only where no tag was sent."""
        if tags := self.headers.get("If-None-Match"):
            return etag in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= resource.modified
        except ValueError:
            return False

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        sent = b"" if self.command == "HEAD" else body
        self.portal.record(
            Request(
                at=dt.datetime.now(dt.UTC),
                method=self.command,
                path=self.path,
                status=status,
                sent_bytes=len(sent),
                user_agent=self.headers.get("User-Agent"),
                is_conditional="If-None-Match" in self.headers or "If-Modified-Since" in self.headers,
            )
        )
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Requests are kept in `Portal.requests`, not printed."""


def parameters(query: str) -> set[tuple[str, str]]:
    """The parameters of a query or form; one that is JSON itself gives those in it."""
    found: set[tuple[str, str]] = set()
    for name, value in parse_qsl(query):
        inner = msgspec.json.decode(value) if value.startswith("{") else {name: value}
        found |= {(key, str(each)) for key, each in inner.items()}
    return found


def _handler_of(portal: Portal) -> type[_Handler]:
    return type("Handler", (_Handler,), {"portal": portal})
