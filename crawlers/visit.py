"""Visiting one district: from rows and links to documents, tasks and the district's own outcome.

Nothing here touches the network; the spider asks, this says what for. Everything remembered is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic

import msgspec

from crawlers.addresses import same_document_key
from crawlers.detail import DetailPage, read_detail
from crawlers.district_model import District
from crawlers.families import Row
from crawlers.found import found_before, found_in_list, found_on_page
from crawlers.health import Gathered, judge
from crawlers.markup import Markup, decode
from crawlers.session import CrawlEvent, Session, Task
from crawlers.titles import is_wanted
from crawlers.walk import Walk
from pipelines.extract.sniffing import HTML, sniff
from warehouse.clock import now
from warehouse.ledger_records import DistrictResult, Found, KnownDocument, ListingResult, Outcome

SHRUNK_SHARE = 0.8
"""Fewer than this share of the known documents: an alarm, and nothing is gone."""
EMPTIED_MIN = 3
"""So many pages at least must have lost all that hung on them before that alarms: one may well be withdrawn."""


class Visit:
    """One district in one run."""

    def __init__(self, session: Session, district: District) -> None:
        """Read what the ledger knows of the district."""
        self.session = session
        self.district = district
        self.walks = {listing.id: Walk(district, listing) for listing in district.listings}
        self.known = session.ledger.known(district.code)
        self._settled = session.ledger.settled(session.run_id, district.code)
        self._children: dict[str, list[KnownDocument]] = {}
        for document in self.known.values():
            if document.role == "attachment":
                self._children.setdefault(document.disclosure_id, []).append(document)
        self._taken: set[str] = set()
        self._listed: set[str] = set()
        self._emptied: list[str] = []
        self._fetch_trouble: list[str] = []
        self._shrunk: str | None = None
        self._lost_all: str | None = None
        self._began = self._last = monotonic()

    def touch(self) -> None:
        """Something arrived: the district is alive until now."""
        self._last = monotonic()

    # Discovery

    def resumed(self) -> list[Task]:
        """Documents that an earlier, killed attempt at this run had sighted and not settled.

        Not what was handed in, or came out of an archive: that is asked of nobody, whatever address it bears.
        """
        pending = self.session.ledger.pending(self.session.run_id, self.district.code)
        known = (self.known[document] for document in sorted(pending))
        return self._take_known(document for document in known if document.listing_id in self.walks)

    def rows_found(self, walk: Walk, rows: Iterable[Row]) -> list[Task]:
        """Record the documents of new list rows; returns those to ask for."""
        rule = self.district.include
        found = [found_in_list(self.district, walk.listing, row) for row in rows if is_wanted(row.title, rule)]
        found = [item for item in found if self._is_year_wanted(item.fiscal_year_hint)]
        self._listed |= {item.document_id for item in found}
        return self._take([(item, None, None) for item in found])

    def page_arrived(self, task: Task, detail: DetailPage, sha256: str) -> list[Task]:
        """Record what a page that arrived says of itself and what hangs on it; returns what to ask for.

        What hung on it before and no longer does is gone; where nothing does any more, the end of the visit decides.
        """
        self._know_better(task.found, detail)
        found = [found_on_page(task.found, detail, attachment) for attachment in detail.attachments]
        there = {item.document_id for item in found}
        before = self._children_of(task.found.document_id)
        if before and not there:
            self._emptied.append(task.found.document_id)
        else:
            self._gone(child for child in before if child.document_id not in there)
        title = detail.title or task.found.link_title
        return self._take([(item, title, sha256) for item in found])

    def stored_page(self, task: Task) -> DetailPage | None:
        """A page that was not sent again, read from the archive; None for a file, or where it is not there.

        What hangs on it is decided anew each night: a page that lost its attachments goes on to be one until that is
        healed or believed, and links that an earlier crawler did not know are found.
        """
        known = self.known.get(task.found.document_id)
        if task.found.role != "page" or known is None or known.sha256 is None:
            return None
        if not self.session.archive.has(known.sha256):
            return None
        body = self.session.archive.read(known.sha256)
        if sniff(body, known.url) != HTML:
            return None
        text = decode(body, known.content_type, self.district.site.encoding)
        return read_detail(Markup(known.final_url or known.url, text), self.district)

    def page_gone(self, task: Task) -> None:
        """A page that vanished takes its attachments along; their versions stay."""
        self._gone(self._children_of(task.found.document_id))

    def walks_ended(self) -> list[Task]:
        """Once every list is read: what is no longer listed is gone, what was left in `retry` gets another chance."""
        is_complete = all(walk.result().status == "complete" for walk in self.walks.values())
        others = [
            document
            for document in self.known.values()
            if document.role != "attachment" and document.listing_id in self.walks and self._is_missing(document)
        ]
        vanished = [document for document in others if document.sha256 is not None]
        if is_complete and not self._is_shrunk(vanished):
            self._gone(vanished)
            for document in vanished:
                self._gone(self._children_of(document.document_id))
        return self._take_known(document for document in others if document.state == "retry")

    # The end

    def finish(self, *, reason: str | None = None) -> DistrictResult:
        """Settle what had no turn (`reason`: interrupted) and record how the district went."""
        ledger, run_id = self.session.ledger, self.session.run_id
        results = []
        for walk in self.walks.values():
            if walk.open:
                self._fetch_trouble.append(reason or "interrupted")
                walk.abandon(reason or "interrupted")
            results.append(self._with_last_good(walk.result()))
            ledger.listing_done(run_id, results[-1])
        self._settle_emptied()
        ledger.settle(run_id, self.district.code, reason or "interrupted")
        silent, base = self.session.board.silent, self.district.site.base_url
        gathered = Gathered(
            listings=results,
            fetch_trouble=self._fetch_trouble,
            shrunk=self._shrunk,
            emptied=self._lost_all,
            listed=len(self._listed),
            counts=ledger.tally(run_id, self.district.code).counts,
            is_partial=bool(self.session.years),
            remarks=[*self._moved(), *([f"the fallback was used: {silent[base]}"] if base in silent else [])],
        )
        health = judge(self.district, gathered)
        result = DistrictResult(
            district_code=self.district.code,
            status=health.status,
            reason=health.reason,
            detail=health.detail,
            seconds=round(self._last - self._began, 3),
        )
        ledger.district_done(run_id, result)
        self._tell("district", health.status, health.reason, health.detail)
        return result

    def _moved(self) -> Iterator[str]:
        """Lists that the site redirects: as long as it does nothing is lost."""
        for walk in self.walks.values():
            if walk.moved_to:
                yield f"{walk.listing.id} has moved, correct its url: {walk.moved_to}"

    def list_failed(self, walk: Walk, asked: str, reason: str, detail: str | None) -> None:
        """A list page could not be had."""
        self._fetch_trouble.append(reason)
        first = same_document_key(asked) == same_document_key(self.district.listing_url(walk.listing))
        walk.page_failed(asked, f"{reason} ({detail})" if detail else reason, is_first=first)

    def _with_last_good(self, result: ListingResult) -> ListingResult:
        """A list that can no longer be read has perhaps moved: say when it was last well, and where."""
        before = self.session.ledger.last_complete(self.district.code, result.listing_id)
        if result.status != "failed" or before is None:
            return result
        url = self.district.listing_url(self.walks[result.listing_id].listing)
        text = f"last read well on {before.day} with {before.items} rows: {url}"
        return msgspec.structs.replace(result, detail="; ".join(filter(None, [result.detail, text])))

    def _tell(self, what: str, state: str, reason: str | None, text: str | None) -> None:
        code = self.district.code
        self.session.on_event(CrawlEvent(what=what, district_code=code, state=state, reason=reason, text=text))

    def _is_missing(self, document: KnownDocument) -> bool:
        if document.document_id in self._listed or document.state in {"gone", "rejected"}:
            return False
        return self._is_year_wanted(document.fiscal_year_hint)

    def _is_shrunk(self, vanished: list[KnownDocument]) -> bool:
        known = len(vanished) + sum(1 for name in self._listed if name in self.known)
        if self._is_loss_accepted() or len(vanished) <= (1 - SHRUNK_SHARE) * known:
            return False
        such = vanished[0].link_title or vanished[0].url
        self._shrunk = (
            f"{len(vanished)} of {known} known documents are no longer listed, such as {such}; none was marked gone"
        )
        return True

    def _settle_emptied(self) -> None:
        """What hung on pages that show nothing any more is gone, unless so many do that it must be the site."""
        had = sum(1 for children in self._children.values() if any(child.state != "gone" for child in children))
        is_many = len(self._emptied) >= EMPTIED_MIN and len(self._emptied) > (1 - SHRUNK_SHARE) * had
        if is_many and not self._is_loss_accepted():
            such = self.known[self._emptied[0]].url
            self._lost_all = (
                f"{len(self._emptied)} of {had} pages lost all their attachments, such as {such}; none was marked gone"
            )
        else:
            self._gone(child for page in self._emptied for child in self._children_of(page))

    def _is_loss_accepted(self) -> bool:
        until = self.district.expect.shrinkage_accepted_until
        return until is not None and now().date().isoformat() <= until

    # Documents

    def _children_of(self, disclosure: str) -> list[KnownDocument]:
        return [child for child in self._children.get(disclosure, []) if child.state != "gone"]

    def _take(self, found: list[tuple[Found, str | None, str | None]]) -> list[Task]:
        self.session.ledger.sight(self.session.run_id, [item for item, _, _ in found])
        tasks = []
        for item, parent_title, parent_sha256 in found:
            if item.document_id in self._taken or item.document_id in self._settled:
                continue
            self._taken.add(item.document_id)
            known = self.known.get(item.document_id)
            if known and known.next_try_at and known.next_try_at > now():
                self._postpone(known)
                continue
            tasks.append(
                Task(
                    found=item,
                    known_sha256=known.sha256 if known else None,
                    is_missing=known is None or known.sha256 is None or known.state == "retry",
                    parent_title=parent_title,
                    parent_sha256=parent_sha256,
                )
            )
        return sorted(tasks, key=lambda task: not task.is_missing)

    def _postpone(self, known: KnownDocument) -> None:
        """A server asked for more patience than a run has, and its time has not come."""
        outcome = Outcome(
            document_id=known.document_id,
            state="retry",
            reason=known.state_reason or "http_429",
            detail=f"to be left alone until {known.next_try_at:%Y-%m-%d %H:%M}",
            next_try_at=known.next_try_at,
        )
        self.session.ledger.record(self.session.run_id, [outcome])

    def _know_better(self, page: Found, detail: DetailPage) -> None:
        """A page knows its own date better than the list, and its source where the list says nothing."""
        better = msgspec.structs.replace(
            page,
            published_on=detail.published_on or page.published_on,
            department_hint=page.department_hint or detail.source,
        )
        if better != page:
            self.session.ledger.sight(self.session.run_id, [better])

    def _take_known(self, documents: Iterable[KnownDocument]) -> list[Task]:
        return self._take([(found_before(self.district, known), None, None) for known in documents])

    def _gone(self, documents: Iterable[KnownDocument]) -> None:
        names = [item.document_id for item in documents if item.sha256 and not self._is_shown(item)]
        ledger, run_id = self.session.ledger, self.session.run_id
        ledger.sight_again(run_id, names)
        ledger.record(run_id, [Outcome(document_id=name, state="gone", reason="unlisted") for name in names])
        for name in names:
            self._tell("document", "gone", "unlisted", self.known[name].link_title or self.known[name].url)

    def _is_shown(self, document: KnownDocument) -> bool:
        """Whether something else showed it in this run: one file may hang on several pages."""
        return document.document_id in self._taken or document.document_id in self._settled

    def _is_year_wanted(self, year: int | None) -> bool:
        if year is None:
            return True
        if self.session.years and year not in self.session.years:
            return False
        return year >= self.district.schedule.first_year
