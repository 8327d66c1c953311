"""What a page does not show: left out of cells, where it would join their numbers; told where it holds amounts.

A block that its own style hides is left out by the writer; rows and blocks that only a sheet of styles hides are read,
because scripts show them at a click (the panes of tabs, the branches of a tree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.html_regions import Element, is_dropped
from pipelines.extract.readers.html_styles import Style
from pipelines.extract.records import Place

_MAY_HIDE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|<[^<>]*\shidden[\s>=]", re.IGNORECASE)
_AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d{2}(?!\d)")
_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup", "caption"})
_HIDES = "display:none"


def may_hide(page: str) -> bool:
    """Whether anything in a page can be hidden."""
    return _MAY_HIDE.search(page) is not None


def leave_out(root: Element, styles: dict[Element, Style]) -> list[Flaw]:
    """Make what cells hide say so itself, for the writer to leave out; returns the flaws of hidden amounts."""
    read: list[str] = []
    unread: list[str] = []
    for element in _hidden(root, styles):
        if element.tag not in _PARTS and next(element.iterancestors("td", "th"), None) is not None:
            element.set("style", _HIDES)
        else:
            amounts = unread if is_dropped(element) else read
            amounts += _AMOUNT.findall("".join(element.itertext()))
    found = (("hidden_amounts", read, "were read"), ("hidden_text", unread, "were not read"))
    return [
        flaw(code, f"{len(amounts)} amounts in hidden parts {done}, the first {amounts[0]}", Place(page=1))
        for code, amounts, done in found
        if amounts
    ]


def _hidden(root: Element, styles: dict[Element, Style]) -> Iterator[Element]:
    """The outermost hidden elements of the page."""
    stack = [root]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "head", "template", "noscript"}:
            continue
        style = styles.get(element, {})
        is_hidden = style.get("display") == "none" or style.get("visibility") == "hidden" or "hidden" in element.attrib
        if is_hidden:
            yield element
        else:
            stack.extend(reversed(element))
