"""The styles of a page as far as they place boxes: declarations in style attributes and in its own <style> sheets.

Sheets in files of their own are not fetched. Selectors of tags, classes and ids, also below one another, are
understood; any other (states, attributes, siblings) and rules for other media match nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict

import msgspec

from pipelines.extract.readers.html_regions import Element

_PROPERTIES = frozenset(
    {"display", "float", "width", "flex", "flex-basis", "flex-direction", "flex-wrap", "grid-template-columns",
     "grid-template", "grid-auto-flow", "grid-column", "grid-column-start", "grid-column-end", "grid-row",
     "grid-row-start", "grid-row-end", "grid-area", "order", "position", "visibility"}
)  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_MEDIA = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][\w\u4e00-\u9fff-]+)*")
_NAME = re.compile(r"[.#]?[\w\u4e00-\u9fff-]+")
_MAX_RULES = 500
_PLACES_BOXES = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid|table|block)|float\s*:\s*left", re.IGNORECASE)

Style = dict[str, str]
"""The declared properties of a box, names and values in lower case."""


class _Rule(msgspec.Struct, frozen=True):
    """One selector: the names (tag, .class, #id) that a box and the boxes around it must have, outermost first."""

    compounds: list[frozenset[str]]
    is_child: list[bool]
    weight: tuple[int, int, int, int]
    style: Style


def places_boxes(page: str) -> bool:
    """Whether the styles in a page place boxes beside each other anywhere."""
    return _PLACES_BOXES.search(page) is not None


def styles_of(root: Element) -> dict[Element, Style]:
    """What is declared about every element that has any declaration about its place."""
    names_of = {element: _names(element) for element in root.iter() if isinstance(element.tag, str)}
    sheet = "\n".join(sheet.text or "" for sheet in root.iter("style"))
    rules = _rules(sheet, frozenset().union(*names_of.values()))
    found: dict[Element, Style] = {}
    for element, names in names_of.items():
        matching = {id(rule): rule for name in names for rule in rules.get(name, ()) if _matches(element, rule)}
        style: Style = {}
        for rule in sorted(matching.values(), key=lambda rule: rule.weight):
            style |= rule.style
        style |= _declarations(element.get("style") or "")
        if style:
            found[element] = style
    return found


def _names(element: Element) -> frozenset[str]:
    classes = (f".{name}" for name in (element.get("class") or "").split())
    return frozenset({element.tag, f"#{element.get('id')}", *classes})


def _declarations(text: str) -> Style:
    if ":" not in text:
        return {}
    pairs = (part.partition(":") for part in text.lower().split(";"))
    named = {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}
    return {name: value for name, value in named.items() if name in _PROPERTIES}


def _rules(sheet: str, present: frozenset[str]) -> dict[str, list[_Rule]]:
    """The rules that place boxes with names that the page has, under one name that the box itself must have."""
    by_name: dict[str, list[_Rule]] = defaultdict(list)
    bare = _MEDIA.sub("", _COMMENT.sub("", sheet))
    left = _MAX_RULES
    for number, match in enumerate(_RULE.finditer(bare)):
        style = _declarations(match[2])
        for selector in match[1].split(",") if style else ():
            rule = _rule(selector, style, number)
            if rule and left and all(compound <= present for compound in rule.compounds):
                by_name[min(rule.compounds[-1], key=lambda name: "#.".find(name[0]) % 3)].append(rule)
                left -= 1
    return by_name


def _rule(selector: str, style: Style, number: int) -> _Rule | None:
    words = selector.replace(">", " > ").split()
    is_child = [i > 0 and words[i - 1] == ">" for i, word in enumerate(words) if word != ">"]
    parts = [word for word in words if word != ">"]
    if not parts or not all(_COMPOUND.fullmatch(part) and part != "*" for part in parts):
        return None
    compounds = [frozenset(_NAME.findall(part)) for part in parts]
    names = [name[0] for compound in compounds for name in compound]
    n_ids, n_classes = names.count("#"), names.count(".")
    return _Rule(compounds, is_child, (n_ids, n_classes, len(names) - n_ids - n_classes, number), style)


def _matches(element: Element, rule: _Rule) -> bool:
    """Whether the element, and elements around it in this order, have the names of the rule."""
    if not rule.compounds[-1] <= _names(element):
        return False
    at = len(rule.compounds) - 2
    for around in element.iterancestors():
        if at < 0:
            break
        if rule.compounds[at] <= _names(around):
            at -= 1
        elif rule.is_child[at + 1]:
            return False
    return at < 0
