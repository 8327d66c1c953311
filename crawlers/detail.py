"""Detail pages: title, date and source as the page gives them, and what hangs on it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import msgspec

from crawlers.attachments import Attachment, find_attachments
from crawlers.district_model import District
from crawlers.markup import Markup, text_of
from crawlers.titles import printed_date
from crawlers.wording import wording

BODY_BEGINNING = 20
HEADER_LENGTH = 4000
"""Header lines stand above the body; a date further down belongs to the text."""


class DetailPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a detail page says about itself.

    `misses_attachment`: it speaks of an annex but links none; `is_garbled`: some of its characters fit no charset.
    """

    title: str | None
    published_on: date | None
    source: str | None
    attachments: list[Attachment]
    misses_attachment: bool
    is_garbled: bool

    @property
    def flag(self) -> str | None:
        """What is wrong with the page (FLAGS of warehouse/states.py)."""
        if self.is_garbled:
            return "charset"
        return "incomplete" if self.misses_attachment else None


def read_detail(page: Markup, district: District) -> DetailPage:
    """Metadata (国办发〔2017〕47号 meta tags, header lines, index tables) and attachments of a page."""
    metas = {
        node.attrib["name"].lower(): " ".join(node.attrib.get("content", "").split())
        for node in page.tree.css("meta[name]")
    }
    attachments = find_attachments(page, district.attachments.extensions)
    body = _body_text(page, district)
    return DetailPage(
        title=_title(page, district, metas),
        published_on=_published(page, district, metas),
        source=_source(page, metas),
        attachments=attachments,
        misses_attachment=not attachments and re.search(wording().content.attachment_promised, body) is not None,
        is_garbled="\N{REPLACEMENT CHARACTER}" in page.text,
    )


def _title(page: Markup, district: District, metas: dict[str, str]) -> str | None:
    if district.detail.title:
        return next((text for node in page.tree.css(district.detail.title) if (text := text_of(node))), None)
    if metas.get("articletitle"):
        return metas["articletitle"]
    return next((text for node in page.tree.css("h1, h2, title") if (text := text_of(node))), None)


def _published(page: Markup, district: District, metas: dict[str, str]) -> date | None:
    if district.detail.published:
        chosen = " ".join(text_of(node) for node in page.tree.css(district.detail.published))
        return printed_date(chosen)
    if found := printed_date(metas.get("pubdate", "")):
        return found
    for label in wording().header.published:
        if (after := _after_label(page, label)) and (found := printed_date(after[:40])):
            return found
    return _unlabelled(page, _body_text(page, district))


def _unlabelled(page: Markup, body: str) -> date | None:
    """A date above the body that stands beside the source, or has a time of day: `来源:某局 2023-09-20 14:45`."""
    head = unicodedata.normalize("NFKC", page.words[:HEADER_LENGTH])
    start = head.find(unicodedata.normalize("NFKC", body)[:BODY_BEGINNING]) if body else -1
    head = head[:start] if start >= 0 else head
    found = re.search(wording().header.date_and_time, head)
    return printed_date(found[0]) if found else None


def _source(page: Markup, metas: dict[str, str]) -> str | None:
    """Who published, unless it is somebody who publishes for others."""
    named = [metas.get("contentsource", "")]
    for label in wording().header.source:
        words = re.split(r"[\s|]|\d{4}[-年]", (_after_label(page, label) or "").strip(), maxsplit=1)
        named.append(words[0])
    for name in named:
        is_name = 2 <= len(name) <= 40 and not set(name) & set(":[]")
        if is_name and not re.search(wording().header.publisher_for_others, name):
            return name
    return None


def _after_label(page: Markup, label: str) -> str | None:
    """The text right after a label in the page's head; blanks inside the label are ignored (`发 布 日 期`)."""
    spaced = r"\s*".join(map(re.escape, label))
    head = unicodedata.normalize("NFKC", page.words[:HEADER_LENGTH])
    found = re.search(rf"{spaced}\s*[\]】]?\s*:?\s*", head)
    return head[found.end() :] if found else None


def _body_text(page: Markup, district: District) -> str:
    chosen = [district.detail.content] if district.detail.content else wording().content.containers
    for selector in chosen:
        if nodes := page.tree.css(selector):
            return max((text_of(node) for node in nodes), key=len)
    return page.words
