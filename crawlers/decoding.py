"""Content codings (gzip, deflate, br, zstd) undone within bounds, and only where the coded body is whole.

Not left to Scrapy, which hands on as much as came out of a body that was cut: half a page, without a word.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 64 * 1024
LONGEST_CHAIN = 2
"""Codings on top of each other; honest servers use one, some gateways add another."""
RATIO_MAX, RATIO_FROM = 300, 4 * 1024 * 1024
"""A body that expands this many times, and beyond this size, is a bomb: pages of tables reach 60."""
GZIP_MAGIC = b"\x1f\x8b"


class CutError(ValueError):
    """A coded body that ends before its end."""


class BombError(ValueError):
    """A body that expands beyond bounds."""


def decoded(body: bytes, codings: list[str], limit: int) -> bytes:
    """`body` without its Content-Encoding (`codings` in the order they were applied), at most `limit` bytes.

    A body that is not in the coding it claims stays as it is, as in browsers; so does one in an unknown coding. Raises
    CutError and BombError.
    """
    named = [name for coding in codings if (name := coding.strip().lower()) not in {"", "identity", "none"}]
    if len(named) > LONGEST_CHAIN:
        raise BombError(f"{len(named)} codings on top of each other")
    for name in reversed(named):
        if body and name in DECODERS:
            body = DECODERS[name](body, _Bound(len(body), limit))
    return body


class _Bound:
    """What may come out of a body of that size."""

    def __init__(self, coded: int, limit: int) -> None:
        self._coded, self._limit = max(coded, 1), limit
        self._parts: list[bytes] = []
        self._size = 0

    def take(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)
        if self._size > self._limit:
            raise BombError(f"expands beyond {self._limit} bytes")
        if self._size > RATIO_FROM and self._size > RATIO_MAX * self._coded:
            raise BombError(f"expands more than {RATIO_MAX} times")

    def whole(self) -> bytes:
        return b"".join(self._parts)


def _gunzip(body: bytes, bound: _Bound) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body
    # Several members may follow each other; zeros and other padding behind the last one mean nothing.
    while body.startswith(GZIP_MAGIC):
        body = _inflated(zlib.decompressobj(wbits=31), body, bound)
    return bound.whole()


def _inflate(body: bytes, bound: _Bound) -> bytes:
    """With the zlib header that the standard asks for, or raw, as old servers send it."""
    try:
        zlib.decompressobj().decompress(body, 1)
        kind = zlib.MAX_WBITS
    except zlib.error:
        kind = -zlib.MAX_WBITS
    try:
        zlib.decompressobj(wbits=kind).decompress(body, 1)
    except zlib.error:
        return body
    _inflated(zlib.decompressobj(wbits=kind), body, bound)
    return bound.whole()


def _inflated(engine: Any, body: bytes, bound: _Bound) -> bytes:
    """Take all of one stream; returns what follows it."""
    rest = body
    while not engine.eof:
        try:
            part = engine.decompress(rest, CHUNK)
        except zlib.error as error:
            raise CutError(f"damaged: {error}") from error
        rest = engine.unconsumed_tail
        bound.take(part)
        if not part and not rest and not engine.eof:
            raise CutError("ends before its end")
    return bytes(engine.unused_data)


def _unbrotli(body: bytes, bound: _Bound) -> bytes:
    engine = brotli.Decompressor()
    try:
        part = engine.process(body, output_buffer_limit=CHUNK)
    except brotli.error:
        return body
    while True:
        bound.take(part)
        if engine.is_finished():
            return bound.whole()
        try:
            part = engine.process(b"", output_buffer_limit=CHUNK)
        except brotli.error as error:
            raise CutError(f"damaged: {error}") from error
        if not part and not engine.is_finished():
            raise CutError("ends before its end")


def _unzstd(body: bytes, bound: _Bound) -> bytes:
    engine = zstd.ZstdDecompressor()
    rest = body
    while not engine.eof:
        try:
            part = engine.decompress(rest, CHUNK)
        except zstd.ZstdError:
            return body if rest is body else _damaged()
        rest = b""
        bound.take(part)
        if not part and not engine.eof and engine.needs_input:
            raise CutError("ends before its end")
    return bound.whole()


def _damaged() -> bytes:
    raise CutError("damaged")


DECODERS: dict[str, Callable[[bytes, _Bound], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
