"""What cannot be crawled: bad certificates, and districts whose files are handed in."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawlers.collect import collect
from crawlers.report import DistrictReport
from tests.crawlers.server import Handler, Portal, content
from tests.crawlers.site import CODE, PDF, district_file
from warehouse.home import Home
from warehouse.ledger import Ledger


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
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
def running_tls(portal: Portal, certificate: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"portal": portal}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def hand_in(home: Home, name: str, data: bytes, note: str | None = None) -> Path:
    path = home.drop / CODE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if note is not None:
        path.with_name(path.name + ".yml").write_text(note, encoding="utf-8")
    return path


def rows(home: Home, table: str) -> list[dict[str, Any]]:
    with Ledger(home.ledger) as ledger:
        found: list[dict[str, Any]] = ledger.export()[table].to_pylist()
    return found


def blocked(home: Home, night: int) -> DistrictReport:
    return collect(home, f"night-{night}", [CODE]).districts[0]


def test_handed_in_files_enter_like_crawled_ones(tmp_path: Path) -> None:
    home = Home(tmp_path)
    district_file(
        home, "http://vendor.example:99", site={"render": "blocked", "blocked_reason": "built by script"}, listings=[]
    )
    first = hand_in(home, "2024/甲局2024年度部门决算.pdf", PDF)
    note = "url: http://vendor.example:99/a\ntitle: 乙局2023年度部门决算\nhanded_in_by: 王工\nreceived_at: 2026-03-01\n"
    hand_in(home, "b.pdf", PDF + b"b", note)
    hand_in(home, "c.pdf", PDF + b"c", "by: somebody\n")
    hand_in(home, "empty.pdf", b"")
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the archive")
    (home.drop / CODE / "link.txt").symlink_to(secret)

    report = blocked(home, 1)
    assert (report.status, report.new, report.retry) == ("ok", 2, {"empty": 1})
    assert report.rejected == {"sidecar": 1, "offsite": 1}
    documents = {row["link_title"]: row for row in rows(home, "crawl_document")}
    assert documents["甲局2024年度部门决算"]["fiscal_year_hint"] == 2024
    version = next(row for row in rows(home, "crawl_version") if row["handed_in_by"])
    assert (version["handed_in_by"], version["final_url"]) == ("王工", "http://vendor.example:99/a")
    assert version["fetched_at"] == dt.datetime(2026, 3, 1)  # noqa: DTZ001

    first.write_bytes(PDF + b"corrected")
    second = blocked(home, 2)
    assert (second.new, second.changed, second.unchanged) == (0, 1, 1)
    first.unlink()
    third = blocked(home, 3)
    assert (third.gone, third.unchanged) == (0, 1)
    assert {row["state"] for row in rows(home, "crawl_document") if row["current_version_no"]} == {
        "stored",
        "unchanged",
    }


def test_an_expired_self_signed_certificate_is_not_accepted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    portal = Portal()
    portal.on("/list/", content(b"never"))
    with running_tls(portal, self_signed(tmp_path)) as url:
        district_file(home, url)
        report = collect(home, "night-1", [CODE]).districts[0]
    assert (report.status, portal.log) == ("failed", [])
    assert "tls" in (report.detail or "")
