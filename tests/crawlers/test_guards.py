"""Guards on their own: time without waiting, addresses without a network."""

from __future__ import annotations

import asyncio
import ipaddress
from datetime import timedelta
from typing import Any

import pytest
from twisted.internet.address import IPv4Address

from crawlers.guards import ssrf
from crawlers.guards.pace import retry_after
from crawlers.hosts import BLOCKS_MAX, FAILURES_MAX, HostBoard, Pace, Turnstile
from crawlers.outcomes import EXCEPTIONS, from_exception
from crawlers.wording import wording
from warehouse.clock import now
from warehouse.states import CRAWL_STATES, REASONS


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_the_longest_delay_of_all_districts_counts() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.slow_down("a", 2.0)
    pace.slow_down("a", 1.0)
    asyncio.run(pace.rested("a"))
    pace.done("a")
    assert pace.wait_s("a") == pytest.approx(2)
    assert pace.wait_s("b") <= 0
    clock.time += 3
    assert pace.wait_s("a") <= 0


def test_districts_take_turns_at_a_host_and_one_that_gives_up_blocks_nobody() -> None:
    served: list[str] = []

    async def ask(turnstile: Turnstile, district: str) -> None:
        async with turnstile.turn(district):
            served.append(district)
            await asyncio.sleep(0)

    async def crawl() -> None:
        turnstile = Turnstile()
        tasks = [asyncio.ensure_future(ask(turnstile, name)) for name in "aaaabxab"]
        await asyncio.sleep(0)
        tasks[5].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait_for(ask(turnstile, "last"), 1)

    asyncio.run(crawl())
    assert served == [*"aababaa", "last"]


def test_a_held_host_waits_and_no_other() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.hold("a", 30)
    pace.hold("a", 5)
    assert pace.wait_s("a") == pytest.approx(30)
    assert pace.wait_s("b") <= 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(header: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header) == expected


def test_retry_after_ten_days_ahead() -> None:
    when = now() + timedelta(days=10)
    wait = retry_after(when.astimezone(tz=None).strftime("%a, %d %b %Y %H:%M:%S %z"), now())
    assert wait is not None
    assert abs(wait - timedelta(days=10)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b:1::a00:1",
        "fec0::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)
def test_inside_addresses_are_not_public(address: str) -> None:
    assert not ssrf.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are(address: str) -> None:
    assert ssrf.is_public(ipaddress.ip_address(address))


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, _: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


def test_a_name_that_resolves_inside_is_refused_where_it_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = ssrf.AddressPolicy()
    monkeypatch.setattr(ssrf, "POLICY", policy)
    receiver = Receiver()
    guarded: Any = ssrf._Filter(receiver, "rebinding.example")
    for host in ("93.184.216.34", "127.0.0.1", "169.254.169.254"):
        guarded.addressResolved(IPv4Address("TCP", host, 80))
    assert receiver.addresses == ["93.184.216.34"]
    assert policy.refused == {"rebinding.example"}
    policy.loopback_hosts.add("portal.test")
    assert policy.permits("portal.test", "127.0.0.1")
    assert not policy.permits("portal.test", "10.0.0.1"), "loopback allowed is not the inside allowed"


def test_a_host_is_closed_after_repeated_trouble_and_a_good_answer_forgives() -> None:
    board = HostBoard()
    for _ in range(FAILURES_MAX - 1):
        board.failed("http://a.example/x", "timeout")
    board.well("http://a.example/y")
    board.failed("http://a.example/x", "timeout")
    assert board.closed == {}
    for _ in range(BLOCKS_MAX):
        board.blocked("http://a.example/x", "HTTP 412")
    assert set(board.closed) == {"a.example"}


def test_every_outcome_that_code_and_wording_can_give_is_in_the_closed_list() -> None:
    for _, state, reason in EXCEPTIONS:
        assert reason in REASONS[state]
    kinds = {stand_in.kind for stand_in in wording().stand_ins}
    assert kinds <= {reason for state in CRAWL_STATES for reason in REASONS[state]}
    unknown = from_exception(RuntimeError("?"))
    assert (unknown.state, unknown.reason) == ("failed", "internal")
