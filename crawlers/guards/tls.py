"""TLS as it should be, for every host but those whose district file forgives them something, with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import TLSVersion, optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.transport_model import TlsException, Weakness

LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT, which pyOpenSSL does not name."""
CIPHERS: dict[Weakness, bytes] = {
    "no_dh": b"DEFAULT:!DH",
    "weak_dh": b"DEFAULT@SECLEVEL=1",
    "old_protocol": b"DEFAULT@SECLEVEL=0",
}
"""The cipher lists of the weaknesses; where a host has several, the last one here holds for all."""


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """How to connect to each host."""

    def __init__(self, exceptions: Iterable[TlsException]) -> None:
        """Know the exceptions of all districts, by host."""
        self._exceptions: dict[str, list[TlsException]] = {}
        for item in exceptions:
            self._exceptions.setdefault(item.host.lower(), []).append(item)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """Twisted's own strict options, or those that the host is forgiven."""
        del port
        name = hostname.decode("ascii")
        forgiven = self._exceptions.get(name.lower(), [])
        if not forgiven:
            return optionsForClientTLS(name)
        allowed = {weakness for item in forgiven for weakness in item.allow}
        lowest = {"insecurelyLowerMinimumTo": TLSVersion.TLSv1_0} if "old_protocol" in allowed else {}
        creator: Any = optionsForClientTLS(name, extraCertificateOptions=lowest)
        _loosen(creator._createConnection.__self__.getContext(), allowed)  # noqa: SLF001 - Twisted has no other way
        return _Pinned(creator, forgiven) if "certificate" in allowed else creator


def _loosen(context: SSL.Context, allowed: set[Weakness]) -> None:
    if "legacy_renegotiation" in allowed:
        context.set_options(LEGACY_SERVER_CONNECT)
    for weakness, ciphers in CIPHERS.items():
        if weakness in allowed:
            context.set_cipher_list(ciphers)
    if "p256_only" in allowed:
        context.set_tmp_ecdh(ec.SECP256R1())


@implementer(IOpenSSLClientConnectionCreator)
class _Pinned:
    """Connections that accept one certificate by its fingerprint, whatever else is wrong with it, or any."""

    def __init__(self, creator: Any, forgiven: list[TlsException]) -> None:
        self._creator = creator
        self._any = any(item.any_certificate for item in forgiven)
        self._fingerprints = {_plain(item.fingerprint) for item in forgiven if item.fingerprint}

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802 - Twisted's name
        """A connection whose verification is ours."""
        connection: SSL.Connection = self._creator.clientConnectionForTLS(protocol)
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, self._verify)
        return connection

    def _verify(self, _connection: object, certificate: Any, _error: int, depth: int, _ok: int) -> bool:
        if depth or self._any:
            return True
        return _plain(certificate.digest("sha256").decode("ascii")) in self._fingerprints


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").lower()
