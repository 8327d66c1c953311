"""What the site families share: a list page is read into rows, its pager into the addresses of the other pages.

A family is a small class: where its detail pages lie, how its pages are numbered, and hooks for what is special.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

import msgspec
from parsel import Selector

from crawlers.addresses import extension, join
from crawlers.district_model import ItemSelectors
from crawlers.families.pagers import Pager, find_pager, page_address
from crawlers.markup import Markup, text_of
from crawlers.titles import fiscal_year, printed_date
from crawlers.wording import wording

ROW_TAGS = "self::li or self::tr or self::dd or self::dt or self::article"
ROW = f"ancestor::*[{ROW_TAGS}][1]"
CHROME = "not(ancestor::header or ancestor::footer or ancestor::nav or ancestor::aside)"
MAX_ROW_TEXT, LONGEST_TITLE = 600, 300
DATE_AT_THE_END = re.compile(r"^\[?20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\]?|\[?20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\]?$")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list: a link to a disclosure, or to a file itself."""

    url: str
    title: str
    published_on: date | None = None
    is_file: bool = False


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A list page to ask for: its address, the form to send with POST if there is one, and what is known of it.

    `known` is for the family that reads the answer: it comes back among its params.
    """

    url: str
    form: tuple[tuple[str, str], ...] | None = None
    known: Mapping[str, str] = {}

    @property
    def key(self) -> str:
        """One text for address and form, the form as a fragment, which is never sent."""
        return self.url if self.form is None else f"{self.url}#{urlencode(self.form)}"


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """A list page: its rows, the number of rows in its main list, and what its pager says of the others.

    `records` is the printed number of rows on all pages, `other_pages` the addresses of all pages but the first as far
    as this page tells; `next_page` leads on where it does not; `asks` are pages that need more than an address. A page
    that `leads_on` has no rows of its own and needs none, and neither has one that `is_beyond` the last. `trouble` says
    what is wrong where the page is not what the family expects.
    """

    rows: list[Row]
    main_rows: int
    records: int | None = None
    other_pages: list[str] = []
    next_page: str | None = None
    asks: list[Ask] = []
    leads_on: bool = False
    is_beyond: bool = False
    trouble: str | None = None


Params = Mapping[str, str | int]
"""What a listing's file says to its family (`listings[].params`), and `is_first`: whether it is the first page."""


class Family:
    """A family of sites. Subclasses set `detail` and the numbering; they override `read` where pages are not HTML."""

    name: ClassVar[str]
    detail: ClassVar[re.Pattern[str]]
    """How the addresses of detail pages end."""
    second_page: ClassVar[int]
    """The number in the address of the second page: 2 where pages count from 1, 1 where they count from 0."""

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows and pager of one list page. Finding nothing is a result here; the caller makes it a failure."""
        del params
        groups = self._selected(page, item) if item.row else self._groups(page, item)
        main_rows = max((len({row.url for row in rows}) for rows in groups), default=0)
        rows = _best_of_each(row for group in groups for row in group)
        pager = find_pager(page)
        others = self._other_pages(page, pager, main_rows)
        is_whole = pager.records is not None and main_rows >= pager.records
        is_stuck = pager.scripted is not None and not (others or pager.next_page or is_whole)
        return ListPage(
            rows=rows,
            main_rows=main_rows,
            records=pager.records,
            other_pages=others,
            next_page=pager.next_page,
            trouble=f"the next page is opened by a script: {pager.scripted}" if is_stuck else None,
        )

    def is_row(self, row: Row) -> bool:
        """Whether something that looks like a row is one; for families to say no."""
        del row
        return True

    def _other_pages(self, page: Markup, pager: Pager, main_rows: int) -> list[str]:
        if pager.records is not None and main_rows >= pager.records:
            return []
        numbers = range(self.second_page, self.second_page + (pager.pages or 1) - 1)
        return [page_address(page.url, pager, number) for number in numbers]

    def _selected(self, page: Markup, item: ItemSelectors) -> list[list[Row]]:
        pairs = [(node, anchor) for node in page.tree.css(item.row or "li") for anchor in node.css(item.link)[:1]]
        return [[row for node, anchor in pairs if (row := self._row(page, anchor, node, item))]]

    def _groups(self, page: Markup, item: ItemSelectors) -> list[list[Row]]:
        """Links that look like rows, grouped by the list they stand in.

        A row has a date, links a file, or a page addressed like a detail page. Where no link does, those count whose
        title names an account and its year: better than to find nothing, too lax where there is anything better.
        """
        groups: dict[tuple[object, ...], list[Row]] = {}
        others: dict[tuple[object, ...], list[Row]] = {}
        for anchor in page.tree.xpath(f"//a[@href and {CHROME}]"):
            container = anchor.xpath(ROW)
            row = self._row(page, anchor, container[0] if container else anchor.xpath("..")[0], item)
            if row is None or not self.is_row(row):
                continue
            key = _list_of(container[0]) if container else _shape_of(anchor)
            if row.published_on or row.is_file or self.detail.search(row.url):
                groups.setdefault(key, []).append(row)
            elif re.search(wording().titles.include, row.title) and fiscal_year(row.title):
                others.setdefault(key, []).append(row)
        return list(groups.values()) or list(others.values())

    def _row(self, page: Markup, anchor: Selector, node: Selector, item: ItemSelectors) -> Row | None:
        url = join(page.base, anchor.attrib.get("href", ""))
        title = self._title(anchor, node, item)
        if url is None or not title:
            return None
        around = node.css(item.date) if item.date else [node]
        text = " ".join(map(text_of, around))
        known = wording().attachments.extensions
        return Row(
            url=url,
            title=title[:LONGEST_TITLE],
            published_on=printed_date(text.replace(title, " ")) if len(text) <= MAX_ROW_TEXT else None,
            is_file=extension(url, known) is not None,
        )

    def _title(self, anchor: Selector, node: Selector, item: ItemSelectors) -> str:
        if item.title:
            return " ".join(text_of(found) for found in node.css(item.title)[:1])
        named = " ".join(anchor.attrib.get("title", "").split())
        shown = DATE_AT_THE_END.sub("", text_of(anchor)).strip()
        return named if len(named) >= len(shown) else shown


def _best_of_each(rows: Iterable[Row]) -> list[Row]:
    """Each address once, with its longest title: rows often link twice, by title and by "查看"."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.url not in best or len(row.title) > len(best[row.url].title):
            best[row.url] = row
    return list(best.values())


def _list_of(row: Selector) -> tuple[object, ...]:
    """A key for the list a row stands in; lists of one kind beside each other are one, broken after every few rows."""
    found = row.root.getparent()
    above = found.getparent() if found is not None else None
    return (found,) if above is None or found.tag == "div" else (above, found.tag, found.get("class"))


def _shape_of(anchor: Selector) -> tuple[object, ...]:
    """A key for links that stand alike, where rows are not list items: the elements around them."""
    return tuple(node.tag for node in anchor.root.iterancestors())
