"""Walking one listing: which pages are still out, what they gave, and whether that is all there should be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawlers.addresses import join, same_document_key
from crawlers.district_model import District, FamilyName, Listing
from crawlers.families import FAMILIES, Ask, ListPage, Params, Row
from crawlers.families.json_tree import first_question, read_answer
from crawlers.markup import Markup
from crawlers.titles import is_wanted
from warehouse.ledger_records import ListingResult
from warehouse.states import ListingStatus

BEYOND = "HTTP 404"
INDEX = re.compile(r"/index\.\w+$")
EXAMPLES, LONGEST_TITLE = 3, 60
TOLD = 5


class Walk:
    """One listing of one district in one run. Pages are added as they are discovered, and only once each."""

    def __init__(self, district: District, listing: Listing) -> None:
        """Begin with the listing's first page."""
        self.district = district
        self.listing = listing
        self.open: set[str] = set()
        self.moved_to: str | None = None
        """Where the site leads those who ask for the listing's first page, if that is elsewhere."""
        self._engine = district.engine(listing)
        self._asks: dict[str, Ask] = {}
        self._asked: set[str] = set()
        self._read = 0
        self._rows: dict[str, Row] = {}
        self._main_rows = 0
        self._records: int | None = None
        self._capped = False
        self._trouble: list[str] = []
        self._nothing_new: list[str] = []
        self._first_failed = False

    def first(self) -> list[str]:
        """The listing's first page."""
        url = self.district.listing_url(self.listing)
        if self.listing.tree is None:
            return self.ask([url])
        year = self.listing.fiscal_year
        known = {"fiscal_year": str(year)} if year else {}
        return self._take([first_question(self.listing.tree, url, known)])

    def request_of(self, asked: str) -> Ask:
        """How to ask for a page that `ask`, `first` or `page_read` named."""
        return self._asks.get(asked) or Ask(url=asked)

    def ask(self, urls: Iterable[str]) -> list[str]:
        """Those of `urls` that are to be fetched now: new, and within max_pages."""
        chosen = []
        for url in urls:
            key = f"{same_document_key(url)}#{urlsplit(url).fragment}"
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
        if _place(page.url) != _place(self.request_of(asked).url) and self._is_first(asked):
            self.moved_to = page.url
        found = self._read_by(self._engine, page, asked)
        new = [row for row in found.rows if same_document_key(row.url) not in self._rows]
        self._rows.update({same_document_key(row.url): row for row in new})
        self._main_rows += min(found.main_rows, len(new))
        is_hub = self.listing.follow is not None and depth < self.listing.follow.max_depth
        if found.records is not None and self.listing.follow is None:
            self._records = max(self._records or 0, found.records)
        if found.trouble:
            self._trouble.append(f"{found.trouble} ({asked})")
        leads_nowhere = not new and not (is_hub or found.leads_on)
        if leads_nowhere and not found.is_beyond:
            self._nothing_new.append(f"no new rows on {asked}")
        more = [*found.other_pages, *([found.next_page] if found.next_page and not leads_nowhere else [])]
        leads = [(url, depth) for url in [*self.ask(more), *self._take(found.asks)]]
        if is_hub:
            leads += [(url, depth + 1) for url in self.ask(self._hub_links(page))]
        return new, leads

    def _read_by(self, engine: FamilyName, page: Markup, asked: str) -> ListPage:
        if self.listing.tree is not None:
            return read_answer(self.listing.tree, page, self._params(asked))
        return FAMILIES[engine].read(page, self.listing.item, self._params(asked))

    def _take(self, asks: Iterable[Ask]) -> list[str]:
        by_key = {each.key: each for each in asks}
        chosen = self.ask(by_key)
        self._asks.update({key: by_key[key] for key in chosen})
        return chosen

    def _params(self, asked: str) -> Params:
        known = self.request_of(asked).known
        return {**self.listing.params, **known, "is_first": self._is_first(asked)}

    def _is_first(self, asked: str) -> bool:
        return same_document_key(asked) == same_document_key(self.district.listing_url(self.listing))

    def note(self, asked: str, what: str) -> None:
        """Something is wrong with a page that was read all the same."""
        self._trouble.append(f"{asked}: {what}")

    def page_failed(self, asked: str, why: str, *, is_first: bool) -> None:
        """A page could not be had."""
        self.open.discard(asked)
        self._first_failed = self._first_failed or is_first
        # The pager of a last page may lead one page too far.
        (self._nothing_new if why == BEYOND and not is_first else self._trouble).append(f"{asked}: {why}")

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
            detail=_in_short(self._all_trouble()),
        )

    def _all_trouble(self) -> list[str]:
        """What speaks against the walk.

        A page without new rows, or one that is not there, does unless all rows are there that the list prints: some
        servers answer beyond the last page with the last page again.
        """
        is_whole = self._records is not None and self._main_rows >= self._records
        return [*self._not_accounts(), *self._trouble, *([] if is_whole else self._nothing_new)]

    def _not_accounts(self) -> list[str]:
        """Some titles of a list without any account, so that a person sees what was read instead."""
        if not self._rows or self.wanted():
            return []
        titles = [row.title[:LONGEST_TITLE] for row in list(self._rows.values())[:EXAMPLES]]
        return [f"by their titles no accounts: {', '.join(titles)}"]

    def _judge(self) -> tuple[ListingStatus, str | None]:
        is_short = self._records is not None and self._main_rows < self._records
        findings: tuple[tuple[bool, ListingStatus, str], ...] = (
            (self._first_failed, "failed", "fetch"),
            (not self._rows, "failed", "no_items"),
            (not self.wanted(), "failed", "none_included"),
            (bool(self._all_trouble()), "incomplete", "page_missing"),
            (self._capped, "incomplete", "page_cap"),
            (is_short, "incomplete", "fewer_than_printed"),
        )
        return next(((status, reason) for found, status, reason in findings if found), ("complete", None))

    def _hub_links(self, page: Markup) -> list[str]:
        follow = self.listing.follow
        hrefs = page.tree.css(follow.links).css("::attr(href)").getall() if follow else []
        urls = [url for href in hrefs if (url := join(page.base, href))]
        return [url for url in urls if self.district.allows(url)]


def _in_short(trouble: list[str]) -> str | None:
    """The first of what went wrong, and how much more there is: a host that fails fails on every page."""
    more = [f"and {len(trouble) - TOLD} more"] if len(trouble) > TOLD else []
    return "; ".join([*trouble[:TOLD], *more])[:1000] or None


def _place(url: str) -> tuple[str, str]:
    """An address without scheme, host, and the name that its folder may be asked for with."""
    parts = urlsplit(url)
    return INDEX.sub("", parts.path).rstrip("/"), parts.query
