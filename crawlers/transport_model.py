"""Departures from plain http and https that a district's host needs, each with its reason. None is taken silently."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from crawlers.model_types import DEFAULT_PORTS, Strict, WebUrl

Reason = Annotated[str, Field(min_length=8)]
Weakness = Literal["legacy_renegotiation", "no_dh", "weak_dh", "p256_only", "old_protocol", "certificate"]


class TlsException(Strict):
    """What one host is forgiven.

    `legacy_renegotiation`: servers without RFC 5746; `no_dh`: we offer no finite-field Diffie-Hellman (their key is too
    small, and they have something better); `weak_dh`: they have nothing better; `p256_only`: we offer this curve
    alone; `old_protocol`: TLS 1.0 and 1.1; `certificate`: expired, self-signed or for another name, only the one with
    `fingerprint` (SHA-256), or any where `any_certificate` says so.
    """

    host: Annotated[str, Field(min_length=1)]
    allow: list[Weakness]
    reason: Reason
    fingerprint: Annotated[str, Field(pattern=r"^([0-9A-Fa-f]{2}:?){32}$")] | None = None
    any_certificate: bool = False

    @model_validator(mode="after")
    def _certificate_is_pinned(self) -> Self:
        if not self.allow:
            raise ValueError("allow must name at least one weakness")
        is_said = self.fingerprint is not None or self.any_certificate
        if ("certificate" in self.allow) != is_said:
            raise ValueError("allow: [certificate] and a fingerprint (or any_certificate: true) belong together")
        return self

    def __str__(self) -> str:
        return f"{self.host}: {', '.join(self.allow)} ({self.reason})"


class Fallback(Strict):
    """Another address of the same site, asked where base_url's does not answer: usually http for https, or the reverse.

    Only when no connection or no TLS handshake comes about, and recorded with every document that came this way.
    """

    base_url: WebUrl
    reason: Reason

    def endpoint(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.base_url)
        return (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS[parts.scheme]

    def __str__(self) -> str:
        return f"fallback to {self.base_url} ({self.reason})"
