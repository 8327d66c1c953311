"""The automatic styles of an OpenDocument file, as far as they decide what is shown."""

from __future__ import annotations

from pipelines.extract.folding import Mark, lowered, raised, struck
from pipelines.extract.readers.package import Element, attribute

_NOT_DISPLAYED = ("none", "false")
_NO_LINE = frozenset({None, "none", ""})


class Styles:
    """What the styles say, by their names: each is a set, and None is no style."""

    def __init__(self, root: Element) -> None:
        self.hidden: set[str | None] = set()
        self.drawn: set[str | None] = set()
        self.marks: dict[str | None, Mark] = {}
        for style in root.iterfind("{*}automatic-styles/{*}style"):
            self._add(attribute(style, "name"), style)

    def _add(self, name: str | None, style: Element) -> None:
        for properties in style:
            get = {key.rpartition("}")[2]: value for key, value in properties.attrib.items()}
            if get.get("display") in _NOT_DISPLAYED:
                self.hidden.add(name)
            borders = (value for key, value in get.items() if key.startswith("border"))
            if any(value not in _NO_LINE for value in borders):
                self.drawn.add(name)
            mark = _mark(get.get("text-position", ""), get.get("text-line-through-style"))
            if mark:
                self.marks[name] = mark


def _mark(position: str, stroke: str | None) -> Mark | None:
    """What is made of digits at a position: `super 58%`, `sub`, or a raise in percent of the line."""
    if stroke not in _NO_LINE:
        return struck
    first = position.split(" ", maxsplit=1)[0]
    if first == "super" or (first.endswith("%") and first.strip("%").isdigit() and int(first.strip("%")) > 0):
        return raised
    return lowered if first == "sub" or first.startswith("-") else None
