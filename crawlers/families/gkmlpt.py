"""gkmlpt (广东): `/gkmlpt/index` names the site's number and its tree of columns; a JSON interface lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from crawlers.addresses import extension, join
from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params, Row
from crawlers.families.pagers import Pager, page_address
from crawlers.markup import Markup
from crawlers.titles import printed_date
from crawlers.wording import wording
from warehouse.clock import SHANGHAI

SITE = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
TREE = re.compile(r"\bTREE[\"']?\s*:\s*(?=\[)")


class Gkmlpt(Family):
    """The column is `params.category`, or the one whose name has `params.name` (决算) in it."""

    name = "gkmlpt"
    detail = re.compile(r"/m?post_\d+\.html$")
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """The index page as the way to the interface; the interface's JSON as rows."""
        del item
        if not page.text.lstrip().startswith("{"):
            return self._index(page, params or {})
        try:
            answer: dict[str, Any] = msgspec.json.decode(page.text)
            articles: list[dict[str, Any]] = answer["articles"]
            total = int(answer.get("total") or answer["classify"]["post_count"])
        except (msgspec.DecodeError, LookupError, TypeError, ValueError):
            return ListPage(rows=[], main_rows=0, trouble="not the JSON of the list interface")
        rows = [row for article in articles if (row := _row(page, article))]
        first = int((params or {}).get("first_page", 1))
        others = []
        if articles and f"page={first}&" in f"{urlsplit(page.url).query}&":
            pages = -(-total // len(articles))
            others = [page_address(page.url, Pager(), number) for number in range(first + 1, first + pages)]
        return ListPage(rows=rows, main_rows=len(rows), records=total, other_pages=others)

    def _index(self, page: Markup, params: Params) -> ListPage:
        site, tree = SITE.search(page.text), TREE.search(page.text)
        category, trouble = params.get("category"), None
        if category is None and tree is not None:
            named = list(_named(_tree(page.text, tree.end()), str(params.get("name", wording().titles.include))))
            category = named[0] if len(named) == 1 else None
            trouble = f"columns {named} fit: name one with params.category" if category is None else None
        if site is None or category is None:
            return ListPage(rows=[], main_rows=0, trouble=trouble or "no SID or no column on the index page")
        folder = urlsplit(page.url).path.rpartition("/gkmlpt/")[0]
        query = f"page={params.get('first_page', 1)}&sid={site[1]}"
        url = join(page.url, f"{folder}/gkmlpt/api/all/{category}?{query}")
        return ListPage(rows=[], main_rows=0, next_page=url, leads_on=True)


def _tree(text: str, start: int) -> list[dict[str, Any]]:
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        return []
    return found if isinstance(found, list) else []


def _named(tree: list[dict[str, Any]], pattern: str) -> Iterator[int]:
    """The numbers of the highest columns whose names fit."""
    for node in tree:
        if re.search(pattern, str(node.get("name", ""))):
            yield int(node["id"])
        else:
            yield from _named(node.get("children") or [], pattern)


def _row(page: Markup, article: dict[str, Any]) -> Row | None:
    url = join(page.url, str(article.get("url") or article.get("post_url") or ""))
    title = " ".join(str(article.get("title") or "").split())
    if url is None or not title:
        return None
    is_file = extension(url, wording().attachments.extensions) is not None
    return Row(url=url, title=title, published_on=_day(article), is_file=is_file)


def _day(article: dict[str, Any]) -> date | None:
    for name in ("display_publish_time", "date", "created_at"):
        value = article.get(name)
        if isinstance(value, int) and value > 0:
            return datetime.fromtimestamp(value, SHANGHAI).date()
        if isinstance(value, str) and (found := printed_date(value)):
            return found
    return None
