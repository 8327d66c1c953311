"""A bound on what comes before a body: Twisted and Scrapy keep headers for as long as a server sends them."""

from __future__ import annotations

from typing import Any

from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

HEADERS_MAX = 256 * 1024
"""Bytes of status line and headers, interim answers included; browsers allow as much."""


class HeadersError(ValueError):
    """A server that sends headers without end."""


def bounded(factory: type[Any]) -> type[Any]:
    """The pool's factory of connections, each of which gives up where the headers of an answer do not end."""

    class Bounded(factory):  # type: ignore[misc]
        def buildProtocol(self, address: Any) -> Any:  # noqa: N802 - Twisted's name
            protocol = super().buildProtocol(address)
            protocol.dataReceived = _Count(protocol).data_received
            return protocol

    return Bounded


class _Count:
    """What arrived on one connection before the body of its present answer; every answer has a parser of its own."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._receive = protocol.dataReceived
        self._parser: Any = None
        self._bytes = 0

    def data_received(self, data: bytes) -> None:
        parser = self._protocol._parser  # noqa: SLF001 - Twisted says nowhere else how far an answer has come
        if parser is not self._parser:
            self._parser, self._bytes = parser, 0
        if parser is not None and parser.state in {STATUS, HEADER}:
            self._bytes += len(data)
        if self._bytes > HEADERS_MAX:
            error = HeadersError(f"more than {HEADERS_MAX} bytes of headers")
            self._protocol._giveUp(Failure(error))  # type: ignore[no-untyped-call] # noqa: SLF001
        else:
            self._receive(data)
