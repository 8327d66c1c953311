"""HTTPS servers with the weaknesses of real ones, and the certificates they show."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.crawlers.server import Handler, Portal

OAKLEY_GROUP_2 = """\
-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""
"""RFC 2409 section 6.2: a prime of 1024 bits, too short by today's rules."""

Weaken = Callable[[ssl.SSLContext], None]


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key, as one PEM file."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    moment = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - dt.timedelta(days=2))
        .not_valid_after(moment - dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def running_tls(
    portal: Portal, certificate: Path, weaken: Weaken | None = None, host: str = "127.0.0.1"
) -> Iterator[str]:
    server = ThreadingHTTPServer((host, 0), type("Bound", (Handler,), {"portal": portal}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if weaken is not None:
        weaken(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"https://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def fingerprint(certificate: Path) -> str:
    """SHA-256 of the certificate, as hex digits."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256()).hex()


def weak_dh(folder: Path) -> Weaken:
    """Nothing but finite-field Diffie-Hellman over 1024 bits."""
    path = folder / "dh.pem"
    path.write_text(OAKLEY_GROUP_2)

    def weaken(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
        context.load_dh_params(str(path))

    return weaken


def small_dh_beside_better(folder: Path) -> Weaken:
    """The same, preferred to key exchange over curves, which it has too."""
    only = weak_dh(folder)

    def weaken(context: ssl.SSLContext) -> None:
        only(context)
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
        context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE

    return weaken


def old_protocol(context: ssl.SSLContext) -> None:
    """TLS 1.0 and nothing newer."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1


def other_curve(context: ssl.SSLContext) -> None:
    """Only the curve P-384."""
    context.set_ecdh_curve("secp384r1")
