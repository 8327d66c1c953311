"""Hosts with bad certificates and weak handshakes, and the fallbacks and exceptions that a district's file may make."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from OpenSSL import SSL
from pydantic import ValidationError

from crawlers.collect import collect
from crawlers.guards.tls import LEGACY_SERVER_CONNECT, TlsPolicy
from crawlers.report import DistrictReport
from crawlers.transport_model import TlsException
from tests.crawlers.server import Portal, running
from tests.crawlers.site import build, district_file
from tests.crawlers.tls_server import (
    Weaken,
    fingerprint,
    old_protocol,
    other_curve,
    running_tls,
    self_signed,
    small_dh_beside_better,
    weak_dh,
)
from warehouse.home import Home

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
"""That the servers are weak is the point."""

REASON = "the host is old; seen by hand"
EXPECTED = {
    "self-signed and expired": ("failed", "tls"),
    "pinned": ("ok", None),
    "another one pinned": ("failed", "tls"),
    "any certificate": ("ok", None),
    "small DH only": ("failed", "tls"),
    "small DH only, forgiven": ("ok", None),
    "small DH preferred": ("failed", "tls"),
    "small DH preferred, avoided": ("ok", None),
    "TLS 1.0": ("failed", "tls"),
    "TLS 1.0, forgiven": ("ok", None),
    "P-384 only, and we offer P-256": ("failed", "tls"),
    "handshake fails, fallback to http": ("ok", None),
    "http is closed, fallback to https": ("ok", None),
    "no fallback configured": ("failed", "robots_unreachable"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DistrictReport]:
    folder = Path(tmp_path_factory.mktemp("tls"))
    home = Home(folder / "home")
    certificate = self_signed(folder)
    pin = {"fingerprint": fingerprint(certificate)}

    def forgiven(host: str, *weaknesses: str, **how: Any) -> dict[str, Any]:
        item = {"host": host, "allow": [*weaknesses, "certificate"], "reason": REASON, **(how or pin)}
        return {"tls": [item]}

    sites: dict[str, tuple[Weaken | None, dict[str, Any] | None]] = {
        "self-signed and expired": (None, None),
        "pinned": (None, {}),
        "another one pinned": (None, {"fingerprint": "00" * 32}),
        "any certificate": (None, {"any_certificate": True}),
        "small DH only": (weak_dh(folder), {}),
        "small DH only, forgiven": (weak_dh(folder), {"allow": "weak_dh"}),
        "small DH preferred": (small_dh_beside_better(folder), {}),
        "small DH preferred, avoided": (small_dh_beside_better(folder), {"allow": "no_dh"}),
        "TLS 1.0": (old_protocol, {}),
        "TLS 1.0, forgiven": (old_protocol, {"allow": "old_protocol"}),
        "P-384 only, and we offer P-256": (other_curve, {"allow": "p256_only"}),
    }
    codes: dict[str, str] = {}
    with ExitStack() as stack:
        # Exceptions hold for a host, so every server needs one of its own.
        for number, (name, (weaken, options)) in enumerate(sites.items(), start=11):
            portal, host, codes[name] = Portal(), f"127.0.0.{number}", f"9903{number}"
            build(portal, 1)
            url = stack.enter_context(running_tls(portal, certificate, weaken, host))
            how = dict(options or {})
            allow = [how.pop("allow")] if "allow" in how else []
            district_file(home, url, codes[name], site=forgiven(host, *allow, **how) if options is not None else {})
        plain = stack.enter_context(running(Portal()))
        build(plain, 1)
        secure = stack.enter_context(running_tls(plain, certificate, None, "127.0.0.31"))
        to_plain = {"fallback": {"base_url": plain.url, "reason": REASON}}
        other = stack.enter_context(running_tls(plain, certificate, None, "127.0.0.32"))
        to_secure = {"fallback": {"base_url": other, "reason": REASON}, **forgiven("127.0.0.32")}
        ways = {
            "handshake fails, fallback to http": (secure, to_plain),
            "http is closed, fallback to https": ("http://127.0.0.1:9", to_secure),
            "no fallback configured": ("http://127.0.0.1:7", {}),
        }
        for number, (name, (url, site)) in enumerate(ways.items()):
            codes[name] = f"99040{number}"
            district_file(home, url, codes[name], site=site)
        found = {each.district_code: each for each in collect(home, "night-1", list(codes.values())).districts}
    return {name: found[code] for name, code in codes.items()}


def test_each_host_is_trusted_as_its_file_says(reports: dict[str, DistrictReport]) -> None:
    outcomes = {name: (report.status, report.reason) for name, report in reports.items()}
    assert outcomes == EXPECTED
    assert {name for name, report in reports.items() if report.new == 2} == {
        name for name, (status, _) in EXPECTED.items() if status == "ok"
    }


def test_what_is_forgiven_is_reported_with_its_reason(reports: dict[str, DistrictReport]) -> None:
    assert reports["self-signed and expired"].departures == []
    (departure,) = reports["small DH only, forgiven"].departures
    assert "weak_dh" in departure
    assert REASON in departure
    detail = reports["handshake fails, fallback to http"].detail or ""
    assert "the fallback was used: https://127.0.0.31" in detail


def test_legacy_renegotiation_is_off_unless_forgiven() -> None:
    def options(*allow: str) -> int:
        item = {"host": "old.example", "allow": [*allow], "reason": REASON}
        policy = TlsPolicy([TlsException.model_validate(item)] if allow else [])
        context: SSL.Context = policy.creatorForNetloc(b"old.example", 443)._createConnection.__self__.getContext()
        return context.set_options(0)

    assert not options() & LEGACY_SERVER_CONNECT
    assert options("legacy_renegotiation") & LEGACY_SERVER_CONNECT


@pytest.mark.parametrize(
    "item",
    [
        {"allow": ["certificate"]},
        {"allow": ["weak_dh"], "fingerprint": "00" * 32},
        {"allow": []},
        {"allow": ["weak_dh"], "reason": "why"},
    ],
)
def test_an_exception_says_exactly_what_and_why(item: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TlsException.model_validate({"host": "old.example", "reason": REASON, **item})
