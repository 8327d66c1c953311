"""Files that hang on a page, however the page links them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec
from parsel import Selector

from crawlers.addresses import extension, join, same_document_key
from crawlers.families.base import CHROME
from crawlers.markup import Markup, text_of
from crawlers.wording import wording


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file linked from a page, with the text of its link."""

    url: str
    title: str | None = None


def find_attachments(page: Markup, extensions: list[str]) -> list[Attachment]:
    """Every attached file once, in the order of the page.

    Looked for in plain links (extension in path, query or link text; download scripts), frames and embedded viewers,
    onclick handlers, and script variables that name a file.
    """
    found: dict[str, Attachment] = {}
    for url, title in _candidates(page, extensions):
        target = _behind_viewer(url, extensions)
        if target and same_document_key(target) != same_document_key(page.url):
            found.setdefault(same_document_key(target), Attachment(url=target, title=title or None))
    return list(found.values())


def _candidates(page: Markup, extensions: list[str]) -> Iterator[tuple[str, str]]:
    for anchor in page.tree.xpath(f"//a[@href and {CHROME}]"):
        url = join(page.base, anchor.attrib["href"])
        if url and _is_file_link(anchor, url, extensions):
            yield url, _link_title(anchor)
    for node in page.tree.css("iframe[src], embed[src], object[data]"):
        url = join(page.base, node.attrib.get("src") or node.attrib.get("data", ""))
        target = _behind_viewer(url, extensions) if url else None
        if target and extension(target, extensions):
            yield target, ""
    for node in page.tree.css("[onclick], a[href^='javascript:']"):
        script = node.attrib.get("onclick", "") + ";" + node.attrib.get("href", "")
        for written in _written_in(script, extensions):
            if url := join(page.base, written):
                yield url, _link_title(node)
    yield from _in_attributes(page, extensions)
    for written in re.findall(wording().attachments.script_variables, page.text):
        url = join(page.base, written)
        if url and extension(url, extensions):
            yield url, ""


def _in_attributes(page: Markup, extensions: list[str]) -> Iterator[tuple[str, str]]:
    """Files named in attributes that a script reads, such as the frame of a viewer that is loaded late."""
    names = wording().attachments.data_attributes
    for node in page.tree.css(", ".join(f"[{name}]" for name in names)):
        for name in names:
            url = join(page.base, node.attrib.get(name, ""))
            target = _behind_viewer(url, extensions) if url else None
            if target and extension(target, extensions):
                yield target, _link_title(node)


def _is_file_link(anchor: Selector, url: str, extensions: list[str]) -> bool:
    title = anchor.attrib.get("title", "")
    if extension(url, extensions, text_of(anchor), title):
        return True
    return re.search(wording().attachments.download_scripts, urlsplit(url).path + urlsplit(url).query) is not None


def _link_title(node: Selector) -> str:
    title = " ".join(node.attrib.get("title", "").split())
    text = text_of(node)
    return title if len(title) > len(text) else text


def _written_in(script: str, extensions: list[str]) -> list[str]:
    patterns = wording().attachments.script_urls
    return [url for pattern in patterns for url in re.findall(pattern, script) if extension(url, extensions)]


def _behind_viewer(url: str, extensions: list[str]) -> str | None:
    """The file that a viewer page shows (`viewer.html?file=/a.pdf`), `url` itself if it is a file or a download."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    for name in wording().attachments.viewer_parameters:
        for value in query.get(name, []):
            if extension(value, extensions) and "/" in value:
                return join(url, value)
    is_page = parts.path.lower().endswith((".html", ".htm", ".shtml")) or (parts.path.endswith("/") and not parts.query)
    return None if is_page else url
