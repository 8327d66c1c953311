"""Walking one listing: which pages are still out, what they gave, and whether that is all there should be."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.addresses import join, same_document_key
from crawlers.district_model import District, Listing
from crawlers.families import FAMILIES, Params, Row
from crawlers.markup import Markup
from crawlers.titles import is_wanted
from warehouse.ledger_records import ListingResult
from warehouse.states import ListingStatus


class Walk:
    """One listing of one district in one run. Pages are added as they are discovered, and only once each."""

    def __init__(self, district: District, listing: Listing) -> None:
        """Begin with the listing's first page."""
        self.district = district
        self.listing = listing
        self.open: set[str] = set()
        self._engine = district.engine(listing)
        self._asked: set[str] = set()
        self._read = 0
        self._rows: dict[str, Row] = {}
        self._main_rows = 0
        self._records: int | None = None
        self._capped = False
        self._trouble: list[str] = []
        self._first_failed = False

    def ask(self, urls: Iterable[str]) -> list[str]:
        """Those of `urls` that are to be fetched now: new, and within max_pages."""
        chosen = []
        for url in urls:
            key = same_document_key(url)
            if key in self._asked:
                continue
            if len(self._asked) >= self.listing.max_pages:
                self._capped = True
                break
            self._asked.add(key)
            self.open.add(url)
            chosen.append(url)
        return chosen

    def page_read(self, asked: str, page: Markup, *, depth: int) -> tuple[list[Row], list[tuple[str, int]]]:
        """Take a page that arrived: its new rows, and the list pages it leads to, each with its depth."""
        self.open.discard(asked)
        self._read += 1
        if self._engine is None:
            return [], []
        found = FAMILIES[self._engine].read(page, self.listing.item, self._params(asked))
        new = [row for row in found.rows if same_document_key(row.url) not in self._rows]
        self._rows.update({same_document_key(row.url): row for row in new})
        self._main_rows += min(found.main_rows, len(new))
        is_hub = self.listing.follow is not None and depth < self.listing.follow.max_depth
        if found.records is not None and self.listing.follow is None:
            self._records = max(self._records or 0, found.records)
        if found.trouble:
            self._trouble.append(f"{found.trouble} ({asked})")
        if not new and not is_hub and not found.leads_on:
            self._trouble.append(f"no new rows on {asked}")
        more = [*found.other_pages, *([found.next_page] if found.next_page else [])]
        leads = [(url, depth) for url in self.ask(more)]
        if is_hub:
            leads += [(url, depth + 1) for url in self.ask(self._hub_links(page))]
        return new, leads

    def _params(self, asked: str) -> Params:
        first = same_document_key(self.district.listing_url(self.listing))
        return {**self.listing.params, "is_first": same_document_key(asked) == first}

    def page_failed(self, asked: str, why: str, *, is_first: bool) -> None:
        """A page could not be had."""
        self.open.discard(asked)
        self._first_failed = self._first_failed or is_first
        self._trouble.append(f"{asked}: {why}")

    def abandon(self, why: str) -> None:
        """The run ends before the walk."""
        self._trouble += [f"{url}: {why}" for url in sorted(self.open)] or [why]
        self.open.clear()

    def wanted(self) -> list[Row]:
        """All rows whose title is that of a final account."""
        return [row for row in self._rows.values() if is_wanted(row.title, self.district.include)]

    def result(self) -> ListingResult:
        """How it went; complete only where nothing speaks against it."""
        status, reason = self._judge()
        return ListingResult(
            district_code=self.district.code,
            listing_id=self.listing.id,
            status=status,
            reason=reason,
            pages=self._read,
            items=len(self._rows),
            included=len(self.wanted()),
            printed_total=self._records,
            detail="; ".join(self._trouble)[:1000] or None,
        )

    def _judge(self) -> tuple[ListingStatus, str | None]:
        is_short = self._records is not None and self._main_rows < self._records
        findings: tuple[tuple[bool, ListingStatus, str], ...] = (
            (self._first_failed, "failed", "fetch"),
            (not self._rows, "failed", "no_items"),
            (not self.wanted(), "failed", "none_included"),
            (bool(self._trouble), "incomplete", "page_missing"),
            (self._capped, "incomplete", "page_cap"),
            (is_short, "incomplete", "fewer_than_printed"),
        )
        return next(((status, reason) for found, status, reason in findings if found), ("complete", None))

    def _hub_links(self, page: Markup) -> list[str]:
        follow = self.listing.follow
        hrefs = page.tree.css(follow.links).css("::attr(href)").getall() if follow else []
        urls = [url for href in hrefs if (url := join(page.url, href))]
        return [url for url in urls if self.district.allows(url)]
