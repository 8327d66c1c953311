"""What is known about a file besides its bytes: where it was found and what the finder was told."""

from __future__ import annotations

import hashlib

import msgspec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Hints beside the bytes; all optional but the file name. Part of the identity of a parse."""

    file: str
    url: str | None = None
    link_title: str | None = None
    parent_sha256: str | None = None
    parent_title: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    district_code: str | None = None
    region_name: str | None = None


def document_key(sha256: str, context: Context) -> str:
    """The identity of one parse input: 32 hex digits over content and context."""
    payload = sha256.encode() + b"\x00" + msgspec.json.encode(context)
    return hashlib.sha256(payload).hexdigest()[:32]
