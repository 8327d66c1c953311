"""A small portal that can misbehave in every way a test needs."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

Answer = Callable[["Handler"], None]


class Seen(msgspec.Struct, frozen=True):
    path: str
    at: float
    headers: dict[str, str]
    host: str


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal
    body = ""

    def do_GET(self) -> None:
        seen = Seen(self.path, time.monotonic(), dict(self.headers), self.headers.get("Host", ""))
        with self.portal.lock:
            self.portal.log.append(seen)
            answers = self.portal.answers.get(self.path, [not_found])
            answer = answers[0] if len(answers) == 1 else answers.pop(0)
            self.portal.in_flight += 1
            self.portal.most_in_flight = max(self.portal.most_in_flight, self.portal.in_flight)
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.portal.lock:
                self.portal.in_flight -= 1

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def give(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Portal:
    """Answers by path; a list of answers is served one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.log: list[Seen] = []
        self.lock = threading.Lock()
        self.port = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.header_bytes = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def asked(self, path: str) -> int:
        return sum(seen.path == path for seen in self.log)

    def clear(self) -> None:
        self.log.clear()


@contextmanager
def running(portal: Portal, address: str = "127.0.0.1") -> Iterator[Portal]:
    handler = type("BoundHandler", (Handler,), {"portal": portal})
    server = ThreadingHTTPServer((address, 0), handler)
    server.daemon_threads = True
    portal.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


def text(body: str, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return content(body.encode(), {"Content-Type": "text/html; charset=utf-8", **(headers or {})}, status)


def content(body: bytes, headers: dict[str, str] | None = None, status: int = 200) -> Answer:
    return lambda handler: handler.give(status, body, headers)


def cached(body: bytes, headers: dict[str, str] | None = None) -> Answer:
    """Bytes with an ETag; 304 to those who know it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.give(304, b"", {"ETag": etag})
        else:
            handler.give(200, body, {"ETag": etag, **(headers or {})})

    return answer


def not_found(handler: Handler) -> None:
    handler.give(404, b"nothing here")


def redirect(target: str, status: int = 302) -> Answer:
    return lambda handler: handler.give(status, b"", {"Location": target})


def in_circles(handler: Handler) -> None:
    redirect(handler.path)(handler)


def reset(handler: Handler) -> None:
    """Half a body, then a TCP reset."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    """A TCP reset instead of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def short(handler: Handler) -> None:
    """Fewer bytes than announced, then a clean close."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"less")
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_WR)


def raw(data: bytes) -> Answer:
    """These bytes, status line included, then a clean close."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def endless_headers(handler: Handler) -> None:
    """Header after header, as fast as they are taken; a crawler that keeps them all runs out of memory."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(5000):
        handler.wfile.write((b"X-More: " + b"y" * 8000 + b"\r\n") * 8)
        handler.portal.header_bytes += 8 * 8010
    handler.close_connection = True


def drip_headers(handler: Handler) -> None:
    """A slow loris: a header that grows by a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)
    handler.close_connection = True


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)
