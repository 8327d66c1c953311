"""`scrapy crawl disclosures` by hand: a run of its own, with the lock that a nightly run would hold."""

from __future__ import annotations

from contextlib import ExitStack

from crawlers.config import read_districts
from crawlers.facts import facts_of
from crawlers.session import CrawlEvent, Session
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger_records import DistrictResult
from warehouse.lock import RunLockedError, run_lock


class CrawlStartError(Exception):
    """A crawl that cannot begin; the message says what to mend."""


class AloneRun:
    """A run that holds the lock from opening to `close`."""

    def __init__(self, session: Session, stack: ExitStack) -> None:
        """Keep the lock in `stack`."""
        self.session = session
        self._stack = stack

    def close(self, results: list[DistrictResult]) -> None:
        """End the run in the ledger and release the lock."""
        is_well = all(result.status == "ok" for result in results)
        self.session.ledger.finish_run(self.session.run_id, "finished" if is_well else "failed")
        self.session.close()
        self._stack.close()


def open_session(district: str, year: str) -> AloneRun:
    """Start a run over `district` (codes, comma-separated) and `year` (same); raises CrawlStartError."""
    home = Home.from_env()
    files = read_districts(home)
    codes = [code.strip() for code in district.split(",") if code.strip()]
    unknown = [code for code in codes if code not in files.districts]
    if not codes or unknown:
        problems = "\n".join(map(str, files.problems))
        raise CrawlStartError(f"no such district: {', '.join(unknown) or '(-a district=CODE is missing)'}\n{problems}")
    stack = ExitStack()
    try:
        stack.enter_context(run_lock(home))
    except RunLockedError as error:
        raise CrawlStartError(str(error)) from error
    chosen = {code: files.districts[code] for code in codes if not files.districts[code].is_blocked}
    years = frozenset(int(text) for text in year.split(",") if text.strip())
    run_id = f"manual-{now():%Y%m%dT%H%M%S}"
    session = Session(home, run_id, chosen, years=years, on_event=_say)
    session.ledger.start_run(run_id, note="scrapy crawl")
    for item in chosen.values():
        session.ledger.register_district(facts_of(item))
    return AloneRun(session, stack)


def _say(event: CrawlEvent) -> None:
    parts = (event.district_code, event.what, event.state, event.reason, event.text)
    print(" ".join(part for part in parts if part), flush=True)
