"""Lonsun (龙讯, 安徽 and 甘肃): `/public/column/<organ>?…&catId=…`; a label interface gives the rows as HTML."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params
from crawlers.families.pagers import find_pager
from crawlers.markup import Markup

LABEL = "/site/label/8888"
WRITTEN = re.compile(r"""["'(]([^"'()\s]*/site/label/8888\?[^"'()\s]+)""")
SITE = re.compile(r"\bsiteId[\"']?\s*[:=]\s*[\"']?(\d+)")
ORGAN = re.compile(r"/public/column/(\d+)")
PAGE, SIZE = "pageIndex", 15
FROM_ADDRESS = ("type", "catId")


class Lonsun(Family):
    """The column page leads to the interface: by the address it names, or by `siteId` on it and its own address."""

    name = "lonsun"
    detail = re.compile(r"/(?:public|grassroots)/\d+/\d+\.html$|/OpennessContent/show/\d+\.html$")
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows of the interface; without a printed total it is asked until a page is empty."""
        if LABEL not in urlsplit(page.url).path:
            return self._column(page, params or {})
        found, pager = super().read(page, item, params), find_pager(page)
        number = _number(page.url)
        pages = pager.pages or (-(-pager.records // max(found.main_rows, 1)) if pager.records else None)
        others = [_numbered(page.url, other) for other in range(2, (pages or 1) + 1)] if number == 1 else []
        return ListPage(
            rows=found.rows,
            main_rows=found.main_rows,
            records=pager.records,
            other_pages=others,
            next_page=_numbered(page.url, number + 1) if pages is None and found.rows else None,
            is_beyond=pages is None and number > 1 and not found.rows,
        )

    def _column(self, page: Markup, params: Params) -> ListPage:
        if written := WRITTEN.search(page.text):
            url = _numbered(urljoin(page.url, html.unescape(written[1])), 1)
            return ListPage(rows=[], main_rows=0, next_page=url, leads_on=True)
        site, organ = SITE.search(page.text), ORGAN.search(page.url)
        site_id = params.get("site_id") or (site[1] if site else None)
        if site_id is None or organ is None:
            trouble = f"no {LABEL} and no siteId on the column page: params.site_id says which it is"
            return ListPage(rows=[], main_rows=0, trouble=trouble)
        query = {
            "IsAjax": "1",
            "dataType": "html",
            "labelName": "publicInfoList",
            "siteId": str(site_id),
            "organId": organ[1],
            "pageSize": str(SIZE),
            PAGE: "1",
            **{name: value for name, value in _query(page.url).items() if name in FROM_ADDRESS},
            "isDate": "true",
            "dateFormat": "yyyy-MM-dd",
            "length": "80",
            "file": str(params.get("file", "/xxgk/publicInfoList_newest2020")),
        }
        url = urljoin(page.url, f"{LABEL}?{urlencode(query)}")
        return ListPage(rows=[], main_rows=0, next_page=url, leads_on=True)


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _number(url: str) -> int:
    value = _query(url).get(PAGE, "1")
    return int(value) if value.isdigit() else 1


def _numbered(url: str, number: int) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode({**_query(url), PAGE: str(number)})))
