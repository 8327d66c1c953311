"""Hub pages that show all departments by year: tabs of years, blocks of budgets and accounts, rows named by department.

A row often says only 区教育局; that it is the final account of 2024 stands above it, in a heading, a comment or a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from parsel import Selector

from crawlers.district_model import ItemSelectors
from crawlers.families.base import Family, ListPage, Params, Row
from crawlers.markup import Markup
from crawlers.wording import wording

KIND = re.compile(r"决算|预算")
YEAR = re.compile(r"(20\d\d)\s*(?:年|部门|财政|决算|预算|$)")
DATE = re.compile(r"20\d\d\s*[-/.年]\s*\d{1,2}(?!\d)")
TAB = re.compile(r"^(20\d\d)\s*(?:年度?)?$")
LONGEST_HEADING = 40
ROWS = frozenset({"li", "tr", "td", "dd", "a"})


class DeptYearIndex(Family):
    """Every link that a final account is named by, or stands above, is a row; `listings[].follow` leads to more."""

    name = "dept_year_index"
    detail = re.compile(r"/\w*\d\w*(?:\.s?html?|/|/index\.s?html?)$")
    second_page = 2

    def read(self, page: Markup, item: ItemSelectors, params: Params | None = None) -> ListPage:
        """Rows of all years and blocks of a page; what it prints of numbers belongs to one block, and says nothing."""
        found = super().read(page, item, params)
        return msgspec.structs.replace(found, records=None)

    def is_row(self, row: Row) -> bool:
        """Links such as 更多 are none, and neither is what is not under anything that names an account."""
        return KIND.search(row.title) is not None

    def _row(self, page: Markup, anchor: Selector, node: Selector, item: ItemSelectors) -> Row | None:
        row = super()._row(page, anchor, node, item)
        if row is None or re.search(wording().titles.leading_on, row.title):
            return None
        return msgspec.structs.replace(row, title=_whole_title(row.title, anchor.root))


def _whole_title(title: str, link: Any) -> str:
    """The title with the kind and the fiscal year that stand above it, where it has none of its own."""
    above = [words for words in _above(link) if not DATE.search(words)]
    if not KIND.search(title):
        heading = next((words for words in above if KIND.search(words)), None)
        if heading is None:
            return title
        # A heading that names both is believed in both.
        above = [heading, *above]
        title = f"{title}{{year}}部门{_found(KIND, heading)}"
    else:
        title = f"{title}（{{year}}）"
    if YEAR.search(title):
        return title.replace("{year}", "").replace("（）", "")
    year = next((year for words in above if (year := _found(YEAR, words))), None) or _year_of_tab(link)
    return title.replace("{year}", f"{year}年度" if year else "").replace("（）", "")


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[found.re.groups] if found else None


def _above(link: Any) -> Iterator[str]:
    """Headings and comments that stand before a link or before what it stands in, the nearest first."""
    node = link
    while node is not None and node.tag != "body":
        for other in node.itersiblings(preceding=True):
            text = (other.text or "").strip() if callable(other.tag) else _heading(other)
            if 0 < len(text) <= LONGEST_HEADING:
                yield text
        node = node.getparent()


def _heading(element: Any) -> str:
    """The text of an element that heads what follows; nothing for one that holds rows of its own."""
    links = [" ".join("".join(each.itertext()).split()) for each in element.iter("a")]
    links = [words for words in links if words and not re.search(wording().titles.leading_on, words)]
    own = " ".join("".join(element.xpath(".//text()[not(ancestor::a)]")).split())
    if not links:
        return own
    # A heading may be a link to its own list.
    return links[0] if len(links) == 1 and not own and element.tag not in ROWS else ""


def _year_of_tab(link: Any) -> str | None:
    """The year of the tab that shows the panel a link stands in: the k-th of as many tabs as there are panels.

    The outermost such panel: what is side by side in it has no tabs of its own.
    """
    node, year = link, None
    while (parent := node.getparent()) is not None:
        panels = [each for each in parent if each.tag == node.tag and each.get("class") == node.get("class")]
        before = (other for up in (node, parent) for other in up.itersiblings(preceding=True))
        for other in before:
            if callable(other.tag):
                continue
            texts = ["".join(each.itertext()).strip() for each in other.iter("li")]
            years = [found[1] for text in texts if (found := TAB.match(text))]
            if len(years) == len(texts) == len(panels):
                year = years[panels.index(node)]
        node = parent
    return year
