"""Pagers: scripts, links and sentences that say how many pages and rows a list has."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from crawlers.addresses import join
from crawlers.markup import Markup, text_of

# createPageHTML(pages, current, "index", "html") - TRS; createPageHTML(records, pages, current, "index", "html") -
# TRS in Beijing; createPage(...) - TRS in Chongqing; createPageHTML('div', pages, current, 'name', 'ext', records) -
# UCAP. Often inside an HTML comment, therefore matched in the text and not in the tree.
SCRIPT = re.compile(
    r"""createPage(?:HTML)?\(\s*
        (?:(?P<div>["'][\w-]*["'])\s*,\s*)?
        (?P<numbers>\d+(?:\s*,\s*\d+){1,2})\s*,\s*
        ["'](?P<name>[\w./-]+)["']\s*,\s*["'](?P<ext>\w+)["']
        (?:\s*,\s*["']?(?P<records>\d+)["']?)?""",
    re.VERBOSE,
)
VARIABLE_PAGES = re.compile(r"\b(?:total_?pages?|page_?count|count_?page)\b[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE)
VARIABLE_RECORDS = re.compile(
    r"\b(?:total_?records?|record_?count|total_?count)\b[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE
)
PRINTED_RECORDS = re.compile(
    r"共\s*(?:有\s*)?(\d+)\s*(?:条|篇|个记录|项)|(?:总记录数?|记录总数|总条数|信息总数|文章总数)\s*[:：]?\s*(\d+)"
)
PRINTED_PAGES = re.compile(
    r"共\s*(\d+)\s*页|\d+\s*/\s*(\d+)\s*页|共\s*\d+\s*条\s*\d+\s*/\s*(\d+)"
    r"|(?:页次|页码|当前页?|第)\s*[:：]?\s*\d+\s*页?\s*[/／]\s*(?:共\s*)?(\d+)|总页数\s*[:：]?\s*(\d+)"
)
SCRIPTED_STEP = re.compile(r"\w\(\s*[\"']?(\d+)\b")
PAGE_PARAMETERS = ("page", "pageIndex", "PageIndex", "pageNo", "currPage", "pn", "p")
NEXT_WORDS = ("下一页", "下页", "后一页")


class Pager(msgspec.Struct, frozen=True, kw_only=True):
    """What a list page says about its other pages; None where it says nothing.

    `name` and `ext` are how the script spells the pages: `<name>_<number>.<ext>`. `scripted` is a way to the next page
    that only a script knows.
    """

    pages: int | None = None
    records: int | None = None
    name: str | None = None
    ext: str | None = None
    next_page: str | None = None
    scripted: str | None = None


def find_pager(page: Markup) -> Pager:
    """The pager of a list page, from its script, else its variables, sentences and links."""
    script = SCRIPT.search(page.text)
    if script:
        return _from_script(script, page)
    text = page.words
    return Pager(
        pages=first_number(VARIABLE_PAGES, page.text) or first_number(PRINTED_PAGES, text) or _highest_link(page),
        records=_records(page, text),
        next_page=_next_link(page),
        scripted=_scripted(page),
    )


def page_address(url: str, pager: Pager, number: int) -> str:
    """The address of the page numbered `number`, beside the list page at `url`."""
    parts = urlsplit(url)
    if pager.name and pager.ext:
        return urljoin(url, f"{pager.name}_{number}.{pager.ext}")
    query = parse_qsl(parts.query, keep_blank_values=True)
    names = [name for name, _ in query if name in PAGE_PARAMETERS]
    if names:
        changed = [(name, str(number) if name == names[0] else value) for name, value in query]
        return urlunsplit(parts._replace(query=urlencode(changed)))
    folder, _, _ = parts.path.rpartition("/")
    stem, ext = _spelling(url)
    return urlunsplit(parts._replace(path=f"{folder}/{stem}_{number}.{ext}"))


def _from_script(script: re.Match[str], page: Markup) -> Pager:
    numbers = [int(number) for number in re.findall(r"\d+", script["numbers"])]
    records = int(script["records"]) if script["records"] else None
    if len(numbers) == 3:
        records, pages = numbers[0], numbers[1]
    else:
        pages = numbers[0]
    if records is None:
        records = _records(page, page.words)
    return Pager(pages=pages, records=records, name=script["name"], ext=script["ext"])


def _records(page: Markup, text: str) -> int | None:
    return first_number(VARIABLE_RECORDS, page.text) or first_number(PRINTED_RECORDS, text)


def first_number(pattern: re.Pattern[str], text: str) -> int | None:
    """The number that the first match of `pattern` holds in one of its groups."""
    found = pattern.search(text)
    return next((int(group) for group in found.groups() if group), None) if found else None


def _highest_link(page: Markup) -> int | None:
    """The highest page number among links to siblings of this page: `<stem>_<number>.<ext>`."""
    stem, ext = _spelling(page.url)
    sibling = re.compile(rf"(?:^|/){re.escape(stem)}_(\d+)\.{re.escape(ext)}$")
    numbers = [int(found[1]) for href in page.tree.css("a::attr(href)").getall() if (found := sibling.search(href))]
    return max(numbers, default=None)


def _spelling(url: str) -> tuple[str, str]:
    """Name and extension of the list's first page, from the address of any of its pages."""
    stem, _, ext = (urlsplit(url).path.rpartition("/")[2] or "index.html").rpartition(".")
    return re.sub(r"_\d+$", "", stem), ext


def _next_link(page: Markup) -> str | None:
    for anchor in page.tree.css("a[href]"):
        if text_of(anchor).strip("<>» ") in NEXT_WORDS:
            target = join(page.base, anchor.attrib["href"])
            return target if target != page.url else None
    return None


def _scripted(page: Markup) -> str | None:
    """What a link to the next page calls, where that names a page behind the first: `goPage(2)`."""
    for anchor in page.tree.css("a"):
        if text_of(anchor).strip("<>» ") not in NEXT_WORDS:
            continue
        for name in ("href", "onclick"):
            called = anchor.attrib.get(name, "")
            step = SCRIPTED_STEP.search(called)
            if step and int(step[1]) > 1 and (name == "onclick" or called.lower().startswith("javascript:")):
                return called[:80]
    return None
