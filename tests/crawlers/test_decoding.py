"""Content codings: undone where whole, refused where they explode, never half."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.decoding import BombError, CutError, decoded

PAGE = "".join(f"<tr><td>{number}</td><td>{number * 7919 % 10007}.00</td></tr>" for number in range(4000)).encode()


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


CODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}


@cache
def coded(name: str) -> bytes:
    return CODERS[name][1](PAGE)


@pytest.mark.parametrize("name", CODERS)
@settings(max_examples=30, deadline=None)
@given(cut=st.integers(1, 4000))
def test_a_body_comes_out_whole_or_not_at_all(name: str, cut: int) -> None:
    coding, whole = CODERS[name][0], coded(name)
    assert decoded(whole, [coding], 10**6) == PAGE
    with pytest.raises(CutError):
        decoded(whole[: -min(cut, len(whole) - 20)], [coding], 10**6)


@pytest.mark.parametrize("name", CODERS)
def test_a_bomb_is_refused_by_size_and_by_ratio(name: str) -> None:
    coding, compress = CODERS[name]
    bomb = compress(bytes(20_000_000))
    with pytest.raises(BombError, match="beyond 1000000 bytes"):
        decoded(bomb, [coding], 10**6)
    with pytest.raises(BombError, match="300 times"):
        decoded(bomb, [coding], 10**9)


@pytest.mark.parametrize("name", CODERS)
def test_a_body_that_is_not_what_it_claims_stays(name: str) -> None:
    for body in (b"<html>plain</html>", b""):
        assert decoded(body, [CODERS[name][0]], 100) == body


def test_chains_members_and_unknown_codings() -> None:
    assert decoded(gzip.compress(zlib.compress(PAGE)), ["deflate", " gzip"], 10**6) == PAGE
    assert decoded(gzip.compress(b"one") + gzip.compress(b"two") + bytes(8), ["gzip"], 100) == b"onetwo"
    assert decoded(b"as it is", ["identity", "aes128gcm"], 100) == b"as it is"
    with pytest.raises(BombError, match="3 codings"):
        decoded(b"", ["gzip"] * 3, 100)
    with pytest.raises(CutError, match="damaged"):
        decoded(gzip.compress(PAGE)[:-8] + b"checksum", ["gzip"], 10**6)
