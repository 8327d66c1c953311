"""The one spider: lists, then pages and files, then what hangs on the pages. What for, `Visit` knows."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.completeness import is_cut
from crawlers.detail import DetailPage, read_detail
from crawlers.district_model import District
from crawlers.guards.fallback import FELL_BACK
from crawlers.guards.pace import NO_LENGTH
from crawlers.markup import Markup, decode
from crawlers.outcomes import Answer, Verdict, find_stand_in, from_answer, from_exception
from crawlers.session import CrawlEvent, Session, Task
from crawlers.spiders.alone import open_session
from crawlers.steps.arrived import Arrived
from crawlers.steps.ledger import record
from crawlers.visit import Visit
from crawlers.walk import Walk
from pipelines.extract import sniffing
from warehouse.ledger_records import DistrictResult

LIST_PRIORITY, MISSING_PRIORITY, ATTACHMENT_PRIORITY = 100, 20, 10
"""Lists first; then what is not stored yet, such as what an earlier night left; then files before further pages."""
FETCHED_TWICE = "fetched_twice"
FORM = "application/x-www-form-urlencoded; charset=utf-8"


class DisclosuresSpider(Spider):
    """Collects the final accounts of one or more districts.

    `scrapy crawl disclosures -a district=110106[,440304] [-a year=2024]` starts a run of its own in JUESUAN_HOME; a
    crawl batch hands in its session instead.
    """

    name = "disclosures"

    def __init__(self, district: str = "", year: str = "", *, session: Session | None = None, **kwargs: Any) -> None:
        """Open the session; raises CrawlStartError for unknown districts, invalid files, or a second run."""
        super().__init__(**kwargs)
        self._alone = None if session else open_session(district, year)
        self.session: Session = session or self._alone.session  # type: ignore[union-attr]
        self.visits = {
            code: Visit(self.session, item) for code, item in self.session.districts.items() if not item.is_blocked
        }
        self.results: list[DistrictResult] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build from Scrapy; every district needs room for a slot on each of its hosts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        slots = sum(len(item.site.hosts()) for item in spider.session.districts.values())
        crawler.settings.set("CONCURRENT_REQUESTS", max(16, 4 * slots), priority="spider")
        crawler.signals.connect(spider.step_failed, signal=signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every list, and what a killed attempt at the same run had left."""
        for visit in self.visits.values():
            for walk in visit.walks.values():
                for url in walk.first():
                    yield self._list_request(visit, walk, url, depth=0)
            for task in visit.resumed():
                yield self._document_request(visit, task)

    # Lists

    def parse_list(self, response: Response, walk: Walk, asked: str, depth: int) -> Iterator[Request]:
        """A list page: its rows become documents, its pager more pages."""
        visit = self._visit(response)
        answer = _answer(response, walk.request_of(asked).url)
        trouble = find_stand_in(answer, visit.district)
        if trouble is None and answer.status != 200:
            trouble = Verdict(state="failed", reason=f"HTTP {answer.status}")
        if trouble:
            yield from self._list_trouble(visit, walk, asked, trouble, response.url)
            return
        if answer.is_cut and not response.meta.get(FETCHED_TWICE):
            yield _once_more(response)
            return
        if answer.is_cut:
            walk.note(asked, "the page ends before its end")
        text = decode(answer.body, answer.content_type, visit.district.site.encoding)
        rows, leads = walk.page_read(asked, Markup(response.url, text), depth=depth)
        for url, at in leads:
            yield self._list_request(visit, walk, url, depth=at, referer=response.url)
        for task in visit.rows_found(walk, rows):
            yield self._document_request(visit, task)
        yield from self._after_list(visit, walk)

    def list_error(self, failure: Failure) -> Iterator[Request]:
        """A list page that could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit, walk = self.visits[request.meta["district"]], request.cb_kwargs["walk"]
        verdict = from_exception(failure.value or RuntimeError("no cause"))
        yield from self._list_trouble(visit, walk, request.cb_kwargs["asked"], verdict, request.url)

    def _list_trouble(self, visit: Visit, walk: Walk, asked: str, verdict: Verdict, url: str) -> Iterator[Request]:
        visit.touch()
        if verdict.reason == "blocked":
            self.session.board.blocked(url, verdict.detail or "")
        visit.list_failed(walk, asked, verdict.reason, verdict.detail)
        yield from self._after_list(visit, walk)

    def _after_list(self, visit: Visit, walk: Walk) -> Iterator[Request]:
        if not walk.open:
            result = walk.result()
            self.session.on_event(
                CrawlEvent(
                    what="listing",
                    district_code=visit.district.code,
                    state=result.status,
                    reason=result.reason,
                    text=f"{result.listing_id}: {result.pages} pages, {result.items} rows, {result.included} accounts",
                )
            )
        if not any(other.open for other in visit.walks.values()):
            for task in visit.walks_ended():
                yield self._document_request(visit, task)

    # Documents

    def parse_document(self, response: Response, task: Task) -> Iterator[Request | Arrived]:
        """A page or file: judged, then handed to the steps; a page leads to its attachments."""
        try:
            yield from self._judge_document(response, task)
        except Exception:
            self._broken(task)
            raise

    def _broken(self, task: Task) -> None:
        """An error of our own is the document's outcome, too; Scrapy logs it."""
        record(self.session, task.found, Verdict(state="failed", reason="internal"))

    def step_failed(self, item: Arrived) -> None:
        """A step failed on an item (signal item_error)."""
        self._broken(item.task)

    def _judge_document(self, response: Response, task: Task) -> Iterator[Request | Arrived]:
        visit = self._visit(response)
        answer = _answer(response, task.found.url)
        verdict = from_answer(answer, task.found, visit.district, is_known=task.known_sha256 is not None)
        if verdict:
            self._note(response, verdict)
            attempts = response.meta.get("retry_times", 0) + 1
            stored = visit.stored_page(task) if verdict.state == "unchanged" else None
            record(
                self.session,
                task.found,
                verdict,
                status=answer.status,
                attempts=attempts,
                size=len(answer.body),
                seen=stored,
            )
            yield from self._after_verdict(visit, task, verdict, stored)
            return
        if answer.is_cut and not response.meta.get(FETCHED_TWICE):
            yield _once_more(response)
            return
        item = Arrived(
            task=task,
            body=answer.body,
            final_url=response.url,
            http_status=answer.status,
            headers=_headers(response),
            attempts=response.meta.get("retry_times", 0) + 1,
            note=response.meta.get(FELL_BACK),
            flag="truncated" if answer.is_cut else None,
        )
        if task.found.role == "page" and sniffing.sniff(answer.body, task.found.url) == sniffing.HTML:
            yield from self._read_page(visit, task, item)
        yield item

    def document_error(self, failure: Failure) -> None:
        """A document that could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        task: Task = request.cb_kwargs["task"]
        self.visits[task.found.district_code].touch()
        verdict = from_exception(failure.value or RuntimeError("no cause"))
        if verdict.reason == "internal":
            self.logger.error("%s: %s", request.url, failure.getTraceback())
        record(self.session, task.found, verdict, attempts=request.meta.get("retry_times", 0) + 1)

    def _after_verdict(
        self, visit: Visit, task: Task, verdict: Verdict, stored: DetailPage | None
    ) -> Iterator[Request]:
        if verdict.state == "gone":
            visit.page_gone(task)
        if stored is not None and task.known_sha256:
            for child in visit.page_arrived(task, stored, task.known_sha256):
                yield self._document_request(visit, child)

    def _read_page(self, visit: Visit, task: Task, item: Arrived) -> Iterator[Request]:
        text = decode(item.body, item.headers.get("content-type"), visit.district.site.encoding)
        detail = read_detail(Markup(item.final_url, text), visit.district)
        item.department_hint = detail.source
        item.flag = item.flag or detail.flag
        for child in visit.page_arrived(task, detail, hashlib.sha256(item.body).hexdigest()):
            yield self._document_request(visit, child)

    def _note(self, response: Response, verdict: Verdict) -> None:
        if verdict.reason == "blocked":
            self.session.board.blocked(response.url, verdict.detail or "")

    # Requests

    def _visit(self, response: Response) -> Visit:
        visit = self.visits[response.meta["district"]]
        visit.touch()
        return visit

    def _list_request(self, visit: Visit, walk: Walk, asked: str, *, depth: int, referer: str | None = None) -> Request:
        ask = walk.request_of(asked)
        # Some interfaces answer only to those who come from their page.
        headers = {"Referer": referer} if referer else {}
        return self._request(
            visit.district,
            ask.url,
            callback=self.parse_list,
            errback=self.list_error,
            priority=LIST_PRIORITY,
            cb_kwargs={"walk": walk, "asked": asked, "depth": depth},
            headers=headers if ask.form is None else {**headers, "Content-Type": FORM},
            method="GET" if ask.form is None else "POST",
            body=urlencode(ask.form or ()),
        )

    def _document_request(self, visit: Visit, task: Task) -> Request:
        headers = {}
        known = visit.known.get(task.found.document_id)
        if known and known.sha256 and self.session.archive.has(known.sha256):
            conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
            headers = {name: value for name, value in conditions.items() if value}
        return self._request(
            visit.district,
            task.found.url,
            callback=self.parse_document,
            errback=self.document_error,
            priority=_priority(task),
            cb_kwargs={"task": task},
            headers={"Referer": task.found.parent_url, **headers} if task.found.parent_url else headers,
        )

    def _request(self, district: District, url: str, headers: dict[str, str] | None = None, **kwargs: Any) -> Request:
        # A slot of its own on each host: Scrapy fills its slots evenly, so that no district's requests keep those of
        # another from waiting at the host's turnstile.
        slot = f"{district.code}@{urlsplit(url).hostname}"
        meta = {"district": district.code, "cookiejar": district.code, "download_slot": slot}
        return Request(url, headers={**district.site.headers, **(headers or {})}, dont_filter=True, meta=meta, **kwargs)

    def closed(self, reason: str) -> None:
        """The crawl ends: every district is settled and judged."""
        why = None if reason == "finished" else "interrupted"
        self.results = [visit.finish(reason=why) for visit in self.visits.values()]
        if self._alone:
            self._alone.close(self.results)


def _once_more(response: Response) -> Request:
    """The same request again: a file that seems cut may have been cut on the way."""
    request = response.request
    if request is None:
        raise ValueError("a response without its request")
    again = request.replace(dont_filter=True, meta={**request.meta, FETCHED_TWICE: True})
    for name in ("If-None-Match", "If-Modified-Since"):
        again.headers.pop(name, None)
    return again


def _priority(task: Task) -> int:
    return MISSING_PRIORITY * task.is_missing + ATTACHMENT_PRIORITY * (task.found.role == "attachment")


def _answer(response: Response, asked: str) -> Answer:
    headers = _headers(response)
    return Answer(
        status=response.status,
        body=response.body,
        url=response.url,
        content_type=headers.get("content-type"),
        location=headers.get("location"),
        asked=asked,
        is_cut=is_cut(response.body, has_length=NO_LENGTH not in response.flags),
    )


def _headers(response: Response) -> dict[str, str]:
    """The last value of each header, names in lower case."""
    pairs = ((name.decode("latin-1").lower(), values) for name, values in response.headers.items())
    return {name: values[-1].decode("latin-1") for name, values in pairs if values}
