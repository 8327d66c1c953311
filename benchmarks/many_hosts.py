"""A portal on many loopback addresses, in a process of its own: the server side of `benchmarks/crawl.py`.

Every address 127.0.0.1 … 127.0.0.N serves one small district; each request is logged when its head has arrived.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Self

import msgspec

LIST_PATH = "/zwgk/bmjs/"
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """One request: to which address, for what, when (seconds of a clock that only moves forward)."""

    host: str
    path: str
    at: float


class ManyHosts:
    """The portal process; a context manager. Every district has `pages` disclosures, each with one file."""

    def __init__(self, hosts: int, pages: int) -> None:
        self.hosts = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
        self.pages = pages
        self.port = 0
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, self.hosts, pages), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.port = int(self._here.recv())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def log(self) -> list[Asked]:
        """What was asked since the last call."""
        self._here.send("log")
        return msgspec.msgpack.decode(self._here.recv_bytes(), type=list[Asked])


def _serve(pipe: Connection, hosts: list[str], pages: int) -> None:
    asyncio.run(_Site(pages).run(pipe, hosts))


class _Site:
    """The same small site on every address."""

    def __init__(self, pages: int) -> None:
        self.log: list[Asked] = []
        self.answers = {"/robots.txt": ("text/plain", ROBOTS), LIST_PATH: ("text/html", _list(pages))}
        for number in range(pages):
            self.answers[f"{LIST_PATH}202509/t20250912_{number}.html"] = ("text/html", _page(number))
            self.answers[f"{LIST_PATH}202509/P{number}.pdf"] = ("application/pdf", _file(number))

    async def run(self, pipe: Connection, hosts: list[str]) -> None:
        """Listen on one port of all addresses, and hand out the log when asked."""
        first = await asyncio.start_server(self.talk, hosts[0], 0)
        port = first.sockets[0].getsockname()[1]
        others = await asyncio.start_server(self.talk, hosts[1:], port) if hosts[1:] else first
        asyncio.get_running_loop().add_reader(pipe.fileno(), self.hand_over, pipe)
        pipe.send(port)
        async with first, others:
            await first.serve_forever()

    def hand_over(self, pipe: Connection) -> None:
        """Send the log and begin a new one."""
        pipe.recv()
        pipe.send_bytes(msgspec.msgpack.encode(self.log))
        self.log = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                self.log.append(Asked(host, path, time.monotonic()))
                writer.write(self.answer(path, head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer(self, path: str, head: bytes) -> bytes:
        """The whole answer to one request; 304 to those who know the entity tag."""
        kind, body = self.answers.get(path, ("text/html", b""))
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = "200 OK" if body else "404 Not Found"
        if body and etag.encode() in head:
            status, body = "304 Not Modified", b""
        lines = [f"HTTP/1.1 {status}", f"ETag: {etag}", f"Content-Type: {kind}; charset=utf-8"]
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def _title(number: int) -> str:
    return f"样例区第{number}局2024年度部门决算"


def _list(pages: int) -> bytes:
    rows = "".join(
        f'<li><a href="./202509/t20250912_{number}.html">{_title(number)}</a><span>2025-09-12</span></li>'
        for number in range(pages)
    )
    return f"<html><body><ul>{rows}</ul><p>共{pages}条</p></body></html>".encode()


def _page(number: int) -> bytes:
    title = _title(number)
    body = f"<div class='TRS_Editor'><p>收支总体情况</p><a href='./P{number}.pdf'>{title}附表</a></div>"
    return f"<html><head><meta name='ArticleTitle' content='{title}'></head><body>{body}</body></html>".encode()


def _file(number: int) -> bytes:
    return b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF " + str(number).encode()
