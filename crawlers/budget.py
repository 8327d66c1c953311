"""How many requests a run may still send, to whom, and until when. Counted when a request's turn has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from time import monotonic

from crawlers.district_model import District
from crawlers.due import is_open
from crawlers.guards.verdict import Refused
from warehouse.clock import now


class Budget:
    """The requests that districts and hosts have left in this run.

    What is refused stays in `retry` and is asked for first in the next run. A crawl ends by having everything refused
    that still waits: it is over as soon as what is in flight has arrived.
    """

    def __init__(
        self, districts: Iterable[District], *, keeps_hours: bool, clock: Callable[[], float] = monotonic
    ) -> None:
        """Count from zero; the smallest `host_max_requests` of all districts on a host holds for it."""
        self._keeps_hours = keeps_hours
        self._clock = clock
        self._ends_at: float | None = None
        self._is_interrupted = False
        self._by_district: Counter[str] = Counter()
        self._by_host: Counter[str] = Counter()
        self._host_limits: dict[str, int] = {}
        for district in districts:
            limit = district.site.host_max_requests
            for host in district.site.hosts() if limit else ():
                self._host_limits[host] = min(limit or 0, self._host_limits.get(host, limit or 0))

    def ends_in(self, seconds: float) -> None:
        """Refuse everything (`budget`) from then on."""
        self._ends_at = self._clock() + seconds

    def interrupt(self) -> None:
        """Refuse everything (`interrupted`) from now on."""
        self._is_interrupted = True

    def spend(self, district: District, host: str) -> None:
        """Count one request; raises Refused where there is none left, the time is over, or the hours are."""
        if self._is_interrupted:
            raise Refused("retry", "interrupted", "the run was told to stop")
        if self._ends_at is not None and self._clock() >= self._ends_at:
            raise _refused("the time of the run is over")
        if self._keeps_hours and not is_open(district, now()):
            raise _refused(f"outside of schedule.hours {district.schedule.hours}")
        if self._by_district[district.code] >= district.site.max_requests:
            raise _refused(f"more than site.max_requests = {district.site.max_requests}")
        limit = self._host_limits.get(host)
        if limit is not None and self._by_host[host] >= limit:
            raise _refused(f"more than site.host_max_requests = {limit} to {host}")
        self._by_district[district.code] += 1
        self._by_host[host] += 1


def _refused(why: str) -> Refused:
    return Refused("retry", "budget", why)
