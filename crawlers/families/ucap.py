"""UCAP (开普): `common_list.shtml`, pages counted from 1, details named by 32 hex digits; some have a JSON twin."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from crawlers.addresses import extension, join
from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params, Row
from crawlers.families.pagers import Pager, page_address
from crawlers.markup import Markup
from crawlers.titles import printed_date
from crawlers.wording import wording

TAGS = re.compile(r"<[^>]+>")


class Ucap(Family):
    """Sites of UCAP. A listing whose address answers with JSON is read as such."""

    name = "ucap"
    detail = re.compile(r"/(?:20\d{4}|20\d\d/\d{1,2}/\d{1,2})/(?:[0-9a-f]{32}|\d{4,})\.s?html?$")
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows and pager of a page, HTML or the search interface's JSON (`data.total`, `data.results`)."""
        if not page.text.lstrip().startswith("{"):
            return super().read(page, item, params)
        try:
            data: dict[str, Any] = msgspec.json.decode(page.text)["data"]
            rows = [row for result in data["results"] if (row := _json_row(page, result))]
            total = int(data["total"])
        except (msgspec.DecodeError, LookupError, TypeError, ValueError):
            return ListPage(rows=[], main_rows=0)
        pages = -(-total // len(rows)) if rows else 1
        return ListPage(
            rows=rows,
            main_rows=len(rows),
            records=total,
            other_pages=[page_address(page.url, Pager(), number) for number in range(2, pages + 1)],
        )


def _json_row(page: Markup, result: dict[str, Any]) -> Row | None:
    url = join(page.url, str(result["url"]))
    title = " ".join(TAGS.sub("", str(result["title"])).split())
    if url is None or not title:
        return None
    published = printed_date(str(result.get("publishedTimeStr") or ""))
    is_file = extension(url, wording().attachments.extensions) is not None
    return Row(url=url, title=title, published_on=published, is_file=is_file)
