"""Which part of a web page is the article: known containers first (lexicon/html_regions.csv), else text density."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.pictures import Shown, says_chart

Element = Any
"""An lxml element; lxml has no types of its own."""

_ROWS = read_lexicon("html_regions")
_CONTAINERS = frozenset({"body", "div", "td", "article", "section", "main", "form", "center"})
INLINE = frozenset(tag for row in _ROWS if row["role"] == "inline" for tag in row["pattern"].split("|"))
"""Tags that do not break a line."""
_SHARE_OF_PAGE = 0.7
_SHARE_OF_DENSEST = 0.5
_FINAL_ACCOUNT = re.compile("决算|预算")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PROSE = ("p", "div", "td", "span", "font", "section", "article", "strong", "b", "br", "body")
_SENTENCE = 20
_TITLE_METAS = ("articletitle", "og:title", "title")


def _pattern(role: str, attribute: str) -> re.Pattern[str]:
    found = [row["pattern"] for row in _ROWS if row["role"] == role and row["attribute"] == attribute]
    return re.compile("|".join(f"(?:{pattern})" for pattern in found), re.IGNORECASE)


_CONTENT = [(row["attribute"], re.compile(row["pattern"])) for row in _ROWS if row["role"] == "content"]
_DROP_TAG, _DROP_CLASS, _DROP_ID = (_pattern("drop", attribute) for attribute in ("tag", "class", "id"))
_FILE_LINK, _ICON = _pattern("file_link", ""), _pattern("icon", "")


def is_dropped(element: Element) -> bool:
    """Whether an element is no content: a script, a hidden one, navigation and other furniture by class or id."""
    tag = element.tag
    if not isinstance(tag, str) or _DROP_TAG.fullmatch(tag):
        return True
    get = element.get
    if tag in {"body", "html"}:
        return False
    names, identifier, style = get("class"), get("id"), get("style")
    return bool(
        (style and _HIDDEN.search(style))
        or (identifier and _DROP_ID.fullmatch(identifier))
        or (names and any(_DROP_CLASS.fullmatch(name) for name in names.split()))
    )


def main_content(root: Element) -> Element:
    """The element that holds the article; the whole body where nothing stands out."""
    body = root.find("body")
    body = root if body is None else body
    scores, holder = _scores(body)
    total = scores.get(body, 0)
    densest = body
    while holder.get(densest) is not None and scores[holder[densest]] >= _SHARE_OF_PAGE * total > 0:
        densest = holder[densest]
    for attribute, pattern in _CONTENT:
        best = max(
            (element for element in scores if _bears(element, attribute, pattern)),
            key=lambda element: scores[element],
            default=None,
        )
        if best is not None and scores[best] >= max(1, _SHARE_OF_DENSEST * scores[densest]):
            return best
    return densest


def _bears(element: Element, attribute: str, pattern: re.Pattern[str]) -> bool:
    value = element.get(attribute)
    return bool(value) and any(pattern.fullmatch(name) for name in value.split())


def _scores(body: Element) -> tuple[dict[Element, int], dict[Element, Element]]:
    """Characters of text outside links and furniture per container, and each container's heaviest inner container."""
    scores: dict[Element, int] = {}
    holder: dict[Element, Element] = {}
    open_containers: list[tuple[Element, int]] = []
    links = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element is not body and is_dropped(element):
                walker.skip_subtree()
                continue
            links += element.tag == "a"
            if element.tag in _CONTAINERS or element is body:
                open_containers.append((element, 0))
            _count(open_containers, element.text, links)
            continue
        links -= element.tag == "a" and not is_dropped(element)
        if open_containers and open_containers[-1][0] is element:
            _, score = open_containers.pop()
            _close(scores, holder, open_containers, element, score)
        if element is not body:
            _count(open_containers, element.tail, links)
    return scores, holder


def _count(open_containers: list[tuple[Element, int]], text: str | None, links: int) -> None:
    if text and not links and open_containers:
        element, score = open_containers[-1]
        open_containers[-1] = (element, score + len(text.strip()))


def _close(
    scores: dict[Element, int],
    holder: dict[Element, Element],
    open_containers: list[tuple[Element, int]],
    element: Element,
    score: int,
) -> None:
    """Note a finished container and add it to the one around it."""
    scores[element] = score
    if open_containers:
        parent, so_far = open_containers[-1]
        open_containers[-1] = (parent, so_far + score)
        if parent not in holder or scores[holder[parent]] < score:
            holder[parent] = element


def page_title(root: Element) -> str | None:
    """Meta ArticleTitle, then <h1>, then <title>: the first that speaks of a 决算 or 预算, else the first of all."""
    metas = {
        str(meta.get("name") or meta.get("property") or "").lower(): meta.get("content") for meta in root.iter("meta")
    }
    found = [metas.get(name) for name in _TITLE_METAS[:1]]
    found += ["".join(heading.itertext()) for heading in root.iter("h1")]
    found += ["".join(title.itertext()) for title in root.iter("title")]
    found += [metas.get(name) for name in _TITLE_METAS[1:]]
    titles = [" ".join(title.split()) for title in found if title and title.strip()]
    return next((title for title in titles if _FINAL_ACCOUNT.search(title)), titles[0] if titles else None)


def drop_names(root: Element) -> bool:
    """Forget classes and ids if they hide nearly all of the page's prose; False if they do not.

    A site may call the block around its article `bottom` or `header`; then names mean nothing there.
    """
    body = root.find("body")
    body = root if body is None else body
    kept = _scores(body)[0].get(body, 0)
    prose = sum(len(text) for text in map(str.strip, body.itertext(*_PROSE)) if len(text) >= _SENTENCE)
    if prose < _SENTENCE * 5 or kept * 5 > prose:
        return False
    for element in body.iter():
        for name in ("class", "id"):
            element.attrib.pop(name, None)
    return True


def count_files(content: Element) -> int:
    """Links in the content that lead to a file, and pages or viewers that are framed in it."""
    links = sum(bool(_FILE_LINK.search(link.get("href") or "")) for link in content.iter("a"))
    framed = content.iter("iframe", "frame", "embed", "object")
    return links + sum(bool((frame.get("src") or frame.get("data") or "").strip()) for frame in framed)


def count_files_near(content: Element) -> int:
    """The same in the smallest element around the content that has any, navigation and other furniture left out.

    Some templates print the attachments beside the article, or an article so short that its title outweighs it.
    """
    for around in content.iterancestors():
        links = [link for link in around.iter("a") if _FILE_LINK.search(link.get("href") or "")]
        shown = [link for link in links if not any(is_dropped(element) for element in (link, *link.iterancestors()))]
        if shown:
            return len(shown)
    return 0


def count_pictures(content: Element) -> Shown:
    """Pictures in the content that are not icons, and charts: what scripts draw, and pictures that say so."""
    pictures = [picture for picture in content.iter("img") if not _ICON.search(picture.get("src") or "icon")]
    charts = sum(says_chart(f"{picture.get('alt')} {picture.get('title')}") for picture in pictures)
    return Shown(pictures=len(pictures) - charts, charts=charts + sum(1 for _ in content.iter("canvas")))
