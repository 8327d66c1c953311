"""What one crawl process shares: districts, ledger, archive, and what it knows of hosts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import msgspec
from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.budget import Budget
from crawlers.district_model import District
from crawlers.guards.ssrf import POLICY
from crawlers.hosts import HostBoard, Pace
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Found


class CrawlEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of live progress. `what`: listing | document | district; `state` and `reason` as in the ledger."""

    what: str
    district_code: str
    state: str
    reason: str | None = None
    text: str | None = None


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A document to ask for, and what its parent page said, if it is attached to one.

    `is_missing`: not stored yet, or left over by an earlier run; such documents are asked for first.
    """

    found: Found
    known_sha256: str | None = None
    is_missing: bool = True
    parent_title: str | None = None
    parent_sha256: str | None = None


class Session:
    """The state of one crawl process; every guard, step and spider gets it from `session_of`."""

    def __init__(
        self,
        home: Home,
        run_id: str,
        districts: dict[str, District],
        *,
        years: frozenset[int] = frozenset(),
        keeps_hours: bool = False,
        on_event: Callable[[CrawlEvent], None] = lambda _: None,
    ) -> None:
        """Open the ledger of `home` for a run that has been started; `years` empty means all fiscal years.

        `keeps_hours`: districts are visited only at their `schedule.hours`; without, a person has asked for them now.
        """
        self.home = home
        self.run_id = run_id
        self.districts = districts
        self.years = years
        self.on_event = on_event
        self.ledger = Ledger(home.ledger)
        self.archive = Archive(home.archive)
        self.pace = Pace()
        self.board = HostBoard()
        self.budget = Budget(districts.values(), keeps_hours=keeps_hours)
        for district in districts.values():
            for host in district.site.hosts():
                self.pace.slow_down(host, district.site.delay_s)
                if district.site.allow_loopback:
                    POLICY.loopback_hosts.add(host)

    def district(self, request: Request) -> District:
        """The district on whose behalf `request` is sent."""
        return self.districts[request.meta["district"]]

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()


class OfSession:
    """What Scrapy builds with the session of its crawl: guards and steps."""

    def __init__(self, session: Session) -> None:
        """Work for `session`."""
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from Scrapy."""
        return cls(session_of(crawler))


def session_of(crawler: Crawler) -> Session:
    """The session of a running crawl."""
    session = getattr(crawler.spider, "session", None)
    if not isinstance(session, Session):
        raise TypeError("only the disclosures spider has a session")
    return session
