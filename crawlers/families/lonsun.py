"""Lonsun (龙讯, 安徽 and 甘肃): `/public/column/<organ>?…&catId=…`; a label interface gives the rows as HTML."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawlers.district_model import ItemSelectors
from crawlers.families.base import Ask, Family, ListPage, Params, Row
from crawlers.families.pagers import find_pager
from crawlers.markup import Markup

LABEL = "/site/label/8888"
WRITTEN = re.compile(r"""["'(]([^"'()\s]*/site/label/8888\?[^"'()\s]+)""")
SITE = re.compile(r"\bsiteId[\"']?\s*(?:[:=]|content\s*=)\s*[\"']?(\d+)", re.IGNORECASE)
ORGAN = re.compile(r"/public/column/(\d+)")
PAGE, ROWS, DEFAULT_ROWS = "pageIndex", "pageSize", 15
LAST, NEXT = "last_row", "next_page"
FROM_ADDRESS = ("type", "catId")


class Lonsun(Family):
    """The column page leads to the interface: by the address it names, or by `siteId` on it and its own address."""

    name = "lonsun"
    detail = re.compile(r"/(?:public|grassroots)/\d+/\d+\.html$|/OpennessContent/show/\d+\.html$")
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows of the interface, asked page by page; where no total is printed, until the end shows itself."""
        told = params or {}
        if LABEL not in urlsplit(page.url).path:
            return self._column(page, told)
        found, pager = super().read(page, item, params), find_pager(page)
        if LAST in told:
            is_end = [row.url for row in found.rows] == [told[LAST]]
            return ListPage(
                rows=found.rows, main_rows=found.main_rows, next_page=None if is_end else str(told[NEXT]), leads_on=True
            )
        number = _number(page.url, PAGE) or 1
        pages = pager.pages or (-(-pager.records // max(found.main_rows, 1)) if pager.records else None)
        others = [_numbered(page.url, other) for other in range(2, (pages or 1) + 1)] if number == 1 else []
        last = _last_row(page.url, number, found.rows) if pages is None else None
        return ListPage(
            rows=found.rows,
            main_rows=found.main_rows,
            records=pager.records,
            other_pages=others,
            next_page=_numbered(page.url, number + 1) if pages is None and found.rows and last is None else None,
            asks=[last] if last else [],
            is_beyond=pages is None and number > 1 and not found.rows,
        )

    def _column(self, page: Markup, params: Params) -> ListPage:
        url, trouble = self._interface(page, params)
        # What the column page prints of the total; its rows, if it has any, come again from the interface.
        return ListPage(
            rows=[], main_rows=0, records=find_pager(page).records, next_page=url, leads_on=True, trouble=trouble
        )

    def _interface(self, page: Markup, params: Params) -> tuple[str | None, str | None]:
        """The address of the interface's first page, or what is missing to know it."""
        if written := WRITTEN.search(page.text):
            return _numbered(urljoin(page.url, html.unescape(written[1])), 1), None
        site, organ = SITE.search(page.text), ORGAN.search(page.url)
        site_id = params.get("site_id") or (site[1] if site else None)
        if site_id is None or organ is None:
            return None, f"no {LABEL} and no siteId on the column page: say which it is with params.site_id"
        query = {
            "IsAjax": "1",
            "dataType": "html",
            "labelName": "publicInfoList",
            "siteId": str(site_id),
            "organId": organ[1],
            ROWS: str(DEFAULT_ROWS),
            PAGE: "1",
            **{name: value for name, value in _query(page.url).items() if name in FROM_ADDRESS},
            "isDate": "true",
            "dateFormat": "yyyy-MM-dd",
            "length": "80",
            "file": str(params.get("file", "/xxgk/publicInfoList_newest2020")),
        }
        return urljoin(page.url, f"{params.get('interface', LABEL)}?{urlencode(query)}"), None


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _last_row(url: str, number: int, rows: list[Row]) -> Ask | None:
    """The last row of a page, alone: to ask after a page with fewer rows than were asked for, if no total is printed.

    Such a page is the last one if the interface heeds the number of rows, and that answer shows it. Some servers answer
    beyond the last page with the last page again, others never look at the number of the page: that a page comes again
    proves nothing.
    """
    size = _number(url, ROWS)
    if size is None or not 0 < len(rows) < size or (number == 1 and len(rows) == 1):
        return None
    known = {LAST: rows[-1].url, NEXT: _numbered(url, number + 1)}
    return Ask(url=_numbered(url, (number - 1) * size + len(rows), rows=1), known=known)


def _number(url: str, name: str) -> int | None:
    value = _query(url).get(name, "")
    return int(value) if value.isdigit() else None


def _numbered(url: str, number: int, rows: int | None = None) -> str:
    changed = {PAGE: str(number)} if rows is None else {PAGE: str(number), ROWS: str(rows)}
    return urlunsplit(urlsplit(url)._replace(query=urlencode({**_query(url), **changed})))
