"""One crawl process over a batch of districts: `python -m crawlers.batch --home DIR --run ID --out F --district …`.

A process because Scrapy's reactor starts once in a process. Events go to stdout, one JSON object a line; the results
appear in `--out` when all is done, and only then. The run has been started by the caller, who holds the run lock.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import msgspec
from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from crawlers import drop
from crawlers.batch_result import BatchResult
from crawlers.config import read_districts
from crawlers.district_model import District
from crawlers.session import CrawlEvent, Session
from crawlers.spiders.disclosures import DisclosuresSpider
from warehouse.home import Home
from warehouse.ledger_records import DistrictResult


def main(arguments: list[str] | None = None) -> int:
    """Crawl the batch; exit code 0 whenever the results were written, however the districts went."""
    options = _options(arguments)
    home = Home(Path(options.home))
    known = read_districts(home).districts
    districts = {code: known[code] for code in options.district}
    years = frozenset(options.year)
    session = Session(home, options.run, districts, years=years, keeps_hours=options.keep_hours, on_event=_emit)
    try:
        handed_in = {code: drop.take_in(session, district) for code, district in districts.items()}
        results = _crawl(session, options.seconds)
        results += [_blocked(session, item, handed_in[item.code]) for item in districts.values() if item.is_blocked]
        session.ledger.hosts_done(session.run_id, session.board.results())
    finally:
        session.close()
    write_results(Path(options.out), BatchResult(districts=results, hosts=session.board.results()))
    return 0


def write_results(path: Path, results: BatchResult) -> None:
    """Write results to `path` at once: a file that exists is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(msgspec.json.encode(results))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _crawl(session: Session, seconds: float) -> list[DistrictResult]:
    open_districts = {code: item for code, item in session.districts.items() if not item.is_blocked}
    if not open_districts:
        return []
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    if not settings["CONTACT"] and not all(item.district.is_sample for item in open_districts.values()):
        logging.getLogger(__name__).warning("JUESUAN_CONTACT is not set: no site can tell us that we disturb it")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(DisclosuresSpider)
    process.crawl(crawler, session=session)
    if seconds:
        session.budget.ends_in(seconds)

    def started() -> None:
        _stop_when_told(session)

    crawler.signals.connect(started, signal=signals.engine_started)
    process.start(install_signal_handlers=False)
    results: list[DistrictResult] = getattr(crawler.spider, "results", [])
    return results


def _stop_when_told(session: Session) -> None:
    """Scrapy would first do all that waits; here it stays for the next run."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, session.budget.interrupt)


def _blocked(session: Session, district: District, handed_in: int) -> DistrictResult:
    """A district that cannot be crawled is well when files were handed in; without any, it is reported as blocked."""
    reason = None if handed_in else "blocked"
    detail = f"{handed_in} files handed in" if handed_in else district.site.blocked_reason
    result = DistrictResult(
        district_code=district.code, status="ok" if handed_in else "blocked", reason=reason, detail=detail
    )
    session.ledger.district_done(session.run_id, result)
    session.on_event(
        CrawlEvent(what="district", district_code=district.code, state=result.status, reason=reason, text=detail)
    )
    return result


def _emit(event: CrawlEvent) -> None:
    try:
        sys.stdout.write(msgspec.json.encode(event).decode() + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever started this is dead and no longer holds the run lock: another run may begin at any moment. The
        # ledger is whole after every transaction, so stopping here loses nothing.
        os._exit(1)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="crawlers.batch", description="Crawl a batch of districts in one process.")
    parser.add_argument("--home", required=True, help="the data home")
    parser.add_argument("--run", required=True, help="the run, started by the caller")
    parser.add_argument("--district", required=True, nargs="+", help="district codes")
    parser.add_argument("--year", type=int, nargs="*", default=[], help="fiscal years; all without")
    parser.add_argument("--seconds", type=float, default=0, help="time budget; 0 is none")
    parser.add_argument("--keep-hours", action="store_true", help="visit districts only at their schedule.hours")
    parser.add_argument("--out", required=True, help="where the results go")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
