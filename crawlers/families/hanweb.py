"""Hanweb (大汉): lists in an XML island (jpage) or behind JSON (jpaas); details `/art/2026/6/1/art_1_2.html`."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params
from crawlers.families.pagers import first_number
from crawlers.markup import Markup

DETAIL = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_\w+\.html?$")
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord[\"']?\s*[:=]\s*[\"']?(\d+)")
PER_PAGE = re.compile(r"\bperPage[\"']?\s*[:=]\s*[\"']?(\d+)")
PROXY_FOLDER = "/module/web/jpage/"


class HanwebJpage(Family):
    """The list's first rows stand in a `<datastore>` of the page; the others come from dataproxy.jsp, as XML."""

    name = "hanweb_jpage"
    detail = DETAIL
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows of the island, or of the answer of dataproxy.jsp."""
        records = RECORD.findall(page.text)
        if not records:
            return super().read(page, item, params)
        rows = "".join(f"<li>{record}</li>" for record in records)
        found = super().read(Markup(page.url, f"<ul>{rows}</ul>"), item, params)
        total = first_number(TOTAL, page.text)
        return ListPage(
            rows=found.rows,
            main_rows=found.main_rows,
            records=total,
            **self._onwards(page, total, len(records)),
        )

    def _onwards(self, page: Markup, total: int | None, rows: int) -> dict[str, Any]:
        """All other pages where their number is known, the next one where only that there is one."""
        link = NEXT_GROUP.search(page.text)
        if link is None or "dataproxy" not in link[1]:
            return {}
        # The interface's own folder is what its relative address is relative to.
        base = urljoin(urljoin(page.url, PROXY_FOLDER), html.unescape(link[1]))
        is_first = "dataproxy" not in page.url
        if total is not None and not is_first:
            return {}
        if total is not None:
            size = first_number(PER_PAGE, page.text) or rows
            return {"other_pages": [_numbered(base, number) for number in range(2, -(-total // size) + 1)]}
        query = dict(parse_qsl(urlsplit(page.url).query))
        here = int(query["page"]) if not is_first and query.get("page", "").isdigit() else 1
        return {"next_page": _numbered(base, here + 1)}


class HanwebJpaas(Family):
    """The column page names an interface and its parameters, which every redesign changes: read anew each run."""

    name = "hanweb_jpaas"
    detail = DETAIL
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """The interface's JSON as rows; the column page as the way to it."""
        if not page.text.lstrip().startswith("{"):
            return self._column(page)
        try:
            fragment = str(msgspec.json.decode(page.text)["data"]["html"])
        except (msgspec.DecodeError, LookupError, TypeError):
            return ListPage(rows=[], main_rows=0, trouble="not the JSON of the unit interface")
        inner = Markup(page.url, fragment)
        found = super().read(inner, item, params)
        pager = inner.tree.css(".pagination[count]")
        if not pager:
            return ListPage(rows=found.rows, main_rows=found.main_rows)
        count, size = int(pager[0].attrib["count"]), int(pager[0].attrib.get("rows") or 0) or max(found.main_rows, 1)
        others = [_asked_for(page.url, number) for number in range(2, -(-count // size) + 1)]
        return ListPage(rows=found.rows, main_rows=found.main_rows, records=count, other_pages=others)

    def _column(self, page: Markup) -> ListPage:
        for script in page.tree.css("script[src*='unitbuild'][url]"):
            written = script.attrib.get("querydata") or script.attrib.get("queryData") or ""
            pairs = re.findall(r"'([^']*)'\s*:\s*'([^']*)'", written)
            if pairs:
                url = urljoin(page.url, script.attrib["url"])
                return ListPage(
                    rows=[], main_rows=0, next_page=_asked_for(f"{url}?{urlencode(pairs)}", 1), leads_on=True
                )
        return ListPage(rows=[], main_rows=0, trouble="no script unitbuild.js with its queryData on the page")


def _asked_for(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paramJson"]
    wish = f'{{"pageNo":{number},"pageSize":20}}'
    return urlunsplit(parts._replace(query=urlencode([*query, ("paramJson", wish)])))


def _numbered(url: str, number: int) -> str:
    """The same address with another `page`; the rest of the query is kept as the site wrote it."""
    if re.search(r"[?&]page=", url):
        return re.sub(r"([?&]page=)\d*", rf"\g<1>{number}", url)
    return f"{url}{'&' if '?' in url else '?'}page={number}"
