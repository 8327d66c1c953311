"""Lists whose pages are counted in the address: `1.html`, `list_0.htm`, `page_2.html`, `?page=3`, `…&PageIndex=3`."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from crawlers.addresses import join
from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params
from crawlers.families.pagers import PAGE_PARAMETERS, find_pager
from crawlers.markup import Markup

IN_PATH = re.compile(r"(?P<before>(?:^|[/_-]))(?P<number>\d{1,4})(?P<after>\.\w{3,5})$")
PACKED_PAGER = re.compile(r"atob\(\s*[\"']([A-Za-z0-9+/=]{16,})[\"']")


class QueryList(Family):
    """Any content system that counts its pages in the address.

    `params.page` names the query parameter that counts, where neither the list's address nor its pager shows it;
    `params.first_page` (1) is the number of the first page where its address has none.
    """

    name = "query_list"
    detail = re.compile(r"/(?:\d{3,}|[0-9a-f-]{32,36})(?:\.\w{3,5})?$|[?&]\w*id=[\w-]+", re.IGNORECASE)
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows as in every list; the other pages by the number in the address."""
        # In front: a parser drops what stands behind the end of the page.
        whole = Markup(page.url, _unpacked(page.text) + page.text)
        found, pager = super().read(whole, item, params), find_pager(whole)
        links = [url for href in whole.tree.css("a::attr(href)").getall() if (url := join(whole.base, href))]
        counter = _Counter(page.url, links, params or {})
        highest = max((number for url in links if (number := counter.number(url)) is not None), default=None)
        last = highest if highest is not None else counter.first
        # Elsewhere nothing tells whether the list is counted from 0 or from 1.
        if pager.pages and (params or {}).get("is_first", True):
            last = max(last, counter.first + pager.pages - 1)
        is_whole = pager.records is not None and found.main_rows >= pager.records
        others = [] if is_whole else [counter.address(number) for number in range(counter.first + 1, last + 1)]
        return ListPage(
            rows=[row for row in found.rows if counter.number(row.url) is None],
            main_rows=found.main_rows,
            records=pager.records,
            other_pages=others,
            next_page=pager.next_page,
            trouble=found.trouble if not others else None,
        )


class _Counter:
    """Where in the addresses of a list its pages are counted."""

    def __init__(self, url: str, links: list[str], params: Params) -> None:
        self._parts = urlsplit(url)
        self._in_path = IN_PATH.search(self._parts.path)
        self._parameter = params.get("page") or _parameter_of([url, *links], self._parts.path)
        self.first = int(params.get("first_page", 1))
        if self._in_path and not self._parameter and int(self._in_path["number"]) == 0:
            self.first = 0

    def address(self, number: int) -> str:
        """The address of a page."""
        if self._parameter:
            query = [(name, value) for name, value in parse_qsl(self._parts.query, keep_blank_values=True)]
            others = [(name, value) for name, value in query if name != self._parameter]
            return urlunsplit(self._parts._replace(query=urlencode([*others, (str(self._parameter), str(number))])))
        path = IN_PATH.sub(rf"\g<before>{number}\g<after>", self._parts.path)
        return urlunsplit(self._parts._replace(path=path))

    def number(self, url: str) -> int | None:
        """The page that an address of this list is; None for every other address."""
        parts = urlsplit(url)
        if parts.netloc != self._parts.netloc:
            return None
        if self._parameter:
            value = dict(parse_qsl(parts.query)).get(str(self._parameter), "")
            return int(value) if parts.path == self._parts.path and value.isdigit() else None
        found = IN_PATH.search(parts.path)
        if found is None or self._in_path is None:
            return None
        is_same = parts.path[: found.start()] == self._parts.path[: self._in_path.start()]
        return int(found["number"]) if is_same else None


def _parameter_of(urls: list[str], path: str) -> str | None:
    """The first parameter of a known name in the list's own address or in links to the same list."""
    for url in urls:
        parts = urlsplit(url)
        if parts.path == path:
            named = [name for name, value in parse_qsl(parts.query) if name in PAGE_PARAMETERS and value.isdigit()]
            if named:
                return named[0]
    return None


def _unpacked(text: str) -> str:
    """A pager that a script unpacks from base64 of quoted HTML."""
    found = PACKED_PAGER.search(text)
    if found is None:
        return ""
    try:
        return unquote(base64.b64decode(found[1], validate=True).decode("ascii"))
    except (binascii.Error, UnicodeDecodeError):
        return ""
