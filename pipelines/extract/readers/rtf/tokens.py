"""RTF as tokens: groups, control words with their number, symbols, bytes of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z'])"
    rb"|(?P<group>[{}])|(?P<text>[^\\{}\x00-\x08\x0a-\x1f]+)|(?P<stray>[\x00-\x08\x0b\x0c\x0e-\x1f]+)|[\r\n]+",
    re.DOTALL,
)


class Token(msgspec.Struct, frozen=True):
    """`kind` is `{`, `}`, `word`, `symbol`, `byte` (one escaped byte), `text` (plain bytes) or `stray` (no RTF)."""

    kind: str
    text: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; bytes that fit nothing (a backslash at the end) are left out."""
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup
        if kind in {"word", "number"}:
            number = int(match["number"]) if match["number"] is not None else None
            word = match["word"].decode("ascii")
            if word == "bin":
                at += max(0, number or 0)
            yield Token("word", word, number)
        elif kind == "group":
            yield Token(match["group"].decode("ascii"))
        elif kind == "byte":
            yield Token("byte", raw=bytes([int(match["byte"], 16)]))
        elif kind == "symbol":
            yield Token("symbol", match["symbol"].decode("latin-1"))
        elif kind in {"text", "stray"}:
            yield Token(kind, raw=match[kind])
