"""What a run remembers of hosts: when each may be asked next, what trouble it had, whether it is closed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from urllib.parse import urlsplit

import msgspec

from crawlers.model_types import DEFAULT_PORTS
from warehouse.ledger_records import HostResult
from warehouse.states import HostState


class Turnstile:
    """Lets one request to a host through at a time; districts that wait take turns, each with its requests in order."""

    def __init__(self) -> None:
        """Start open."""
        self._is_taken = False
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, district: str) -> AsyncIterator[None]:
        """Hold the host while the block runs."""
        if self._is_taken:
            await self._wait(district)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, district: str) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(district, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The host is free: the district that has waited longest since its last turn is next."""
        self._is_taken = False
        while self._waiting:
            district = next(iter(self._waiting))
            queue = self._waiting.pop(district)
            first = queue.popleft()
            if queue:
                self._waiting[district] = queue
            if not first.done():
                self._is_taken = True
                first.set_result(None)
                return


class Pace:
    """When a host may be asked next. Delay and pause belong to the host, whichever district asks.

    The delay runs from the end of one request to the start of the next: a server that takes its time is given more of
    it, and never sees a shorter gap, however its clock and ours run.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start with no delay for any host."""
        self._clock = clock
        self._delays: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._held_until: dict[str, float] = {}
        self._turnstiles: dict[str, Turnstile] = {}

    def turnstile(self, host: str) -> Turnstile:
        """Where requests to `host` wait for their turn."""
        return self._turnstiles.setdefault(host, Turnstile())

    def slow_down(self, host: str, delay_s: float) -> None:
        """Keep at least `delay_s` between two requests to `host`; the longest wish of all districts counts."""
        self._delays[host] = max(self._delays.get(host, 0.0), delay_s)

    def hold(self, host: str, seconds: float) -> None:
        """Ask nothing of `host` for `seconds` from now."""
        self._held_until[host] = max(self._held_until.get(host, 0.0), self._clock() + seconds)

    def wait_s(self, host: str) -> float:
        """How long to wait before the next request to `host`; 0 or less is now."""
        delay = self._delays.get(host, 0.0)
        after_last = self._last[host] + delay if host in self._last else 0.0
        return max(after_last, self._held_until.get(host, 0.0)) - self._clock()

    async def rested(self, host: str) -> None:
        """Return when `host` may be asked."""
        if (pause := self.wait_s(host)) > 0:
            await asyncio.sleep(pause)
            await self.rested(host)

    def done(self, host: str) -> None:
        """A request to `host` has ended, well or not."""
        self._last[host] = self._clock()


FAILURES_MAX = 12
"""Failed attempts in a row, retries included, after which a host is left alone."""
BLOCKS_MAX = 3
"""Answers of a firewall in a row after which a host is left alone."""
LONGEST_WORDS = 300


class HostBoard:
    """The trouble each host (with port) has had since its last good answer, and which are closed for this run."""

    def __init__(self) -> None:
        """Start with every host open."""
        self._failures: dict[str, int] = {}
        self._blocks: dict[str, int] = {}
        self.closed: dict[str, str] = {}
        self._traffic: dict[str, HostResult] = {}
        self.silent: dict[str, str] = {}
        """Sites whose own address does not answer, so that their fallback is asked: base_url -> why."""

    def exchanged(self, url: str, seconds: float, size: int | None) -> None:
        """A request to the host of `url` ended."""
        known = self._of(url)
        self._traffic[known.host] = msgspec.structs.replace(
            known,
            requests=known.requests + 1,
            failures=known.failures + (size is None),
            bytes_received=known.bytes_received + (size or 0),
            seconds=known.seconds + seconds,
            slowest_s=max(known.slowest_s, seconds),
        )

    def results(self) -> list[HostResult]:
        """Every host that was asked or left alone, as the ledger records it."""
        return [self._traffic[host] for host in sorted(self._traffic)]

    def mark(self, url: str, state: HostState, why: str) -> None:
        """The host of `url` is in trouble; the first trouble of a run counts."""
        known = self._of(url)
        if known.state == "ok":
            self._traffic[known.host] = msgspec.structs.replace(known, state=state, detail=why[:LONGEST_WORDS])

    def _of(self, url: str) -> HostResult:
        host = endpoint(url)
        return self._traffic.get(host, HostResult(host=host))

    def well(self, url: str) -> None:
        """A good answer came."""
        self._failures.pop(endpoint(url), None)
        self._blocks.pop(endpoint(url), None)

    def failed(self, url: str, why: str) -> None:
        """An attempt failed (no answer, or 5xx)."""
        host = endpoint(url)
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= FAILURES_MAX:
            self.close(url, "paused", f"{FAILURES_MAX} failures in a row, last: {why}")

    def blocked(self, url: str, why: str) -> None:
        """A firewall answered."""
        host = endpoint(url)
        self._blocks[host] = self._blocks.get(host, 0) + 1
        if self._blocks[host] >= BLOCKS_MAX:
            self.close(url, "blocked", f"blocked {BLOCKS_MAX} times in a row, last: {why}")

    def close(self, url: str, state: HostState, why: str) -> None:
        """Ask the host of `url` nothing more in this run."""
        self.closed.setdefault(endpoint(url), why)
        self.mark(url, state, why)


def endpoint(url: str) -> str:
    """Host and port of an address, as one key; the usual ports are not named."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return host if parts.port in {None, *DEFAULT_PORTS.values()} else f"{host}:{parts.port}"
