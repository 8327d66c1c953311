"""The objects of an OFD page: characters with their origins, paths with their points, all in page millimetres.

An object has its own coordinates (y downwards): its CTM turns them, its Boundary moves them to their place. A
TextCode gives the origin of its first character and the steps to the others; "g n v" stands for n steps of v.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from pipelines.extract.readers.ofd.package import OfdDocument, numbers
from pipelines.extract.readers.ofd.paths import Path, read_path
from pipelines.extract.readers.package import Element, local
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK
from pipelines.extract.readers.pdf.matrices import Matrix, applied, product

Point = tuple[float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 8
_IMAGE_COUNTS = 10
"""An image weighs more than a path: a line or two on an empty page is no content."""
_USUAL_SIZE = 3.7
"""Millimetres of a character whose size is not printed (10.5 points, 五号)."""


@dataclass(slots=True)
class Collected:
    """What a page shows: by character its code point, origin, direction, em and step to the next; paths; shapes.

    A step is 0 where no character follows in its TextCode. `shapes` counts images and paths.
    """

    codes: list[int] = field(default_factory=list)
    origins: list[Point] = field(default_factory=list)
    along: list[Point] = field(default_factory=list)
    ems: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    shapes: int = 0


def collect(document: OfdDocument, root: Element, found: Collected) -> None:
    """Add the objects of a page or template; raises ValueError for a number that is none."""
    content = root.find("{*}Content")
    if content is not None:
        _collect(document, content, _SAME, found, depth=0)


def _collect(document: OfdDocument, parent: Element, outer: Matrix, found: Collected, depth: int) -> None:
    for element in parent:
        if element.get("Visible") == "false" or depth > _MAX_DEPTH:
            continue
        match local(element):
            case "Layer" | "PageBlock" | "Content":
                _collect(document, element, outer, found, depth + 1)
            case "TextObject":
                _add_text(element, _matrix(element, outer), found)
            case "PathObject":
                path = read_path(element, _matrix(element, outer))
                found.shapes += 1
                if path is not None:
                    found.paths.append(path)
            case "ImageObject":
                found.shapes += _IMAGE_COUNTS
            case "CompositeObject":
                unit = document.graphics.get(element.get("ResourceID", ""))
                if unit is not None:
                    _collect(document, unit, _matrix(element, outer), found, depth + 1)
            case _:
                pass


def _matrix(element: Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates to the page's."""
    given = numbers(element.get("CTM"))
    a, b, c, d, e, f = given if len(given) == len(_SAME) else _SAME
    x, y = (*numbers(element.get("Boundary")), 0.0, 0.0)[:2]
    return product((a, b, c, d, e + x, f + y), outer)


def _add_text(element: Element, matrix: Matrix, found: Collected) -> None:
    size = float(element.get("Size") or _USUAL_SIZE)
    a, b, c, d, _, _ = matrix
    scale, em = math.hypot(a, b), size * math.hypot(c, d)
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        text = code.text or ""
        x, y = float(code.get("X") or x), float(code.get("Y") or y)
        dx, dy = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        if not dy:
            # Steps that are left out must not set characters upon each other: 11.00 would be read as 1.0.
            dx += [_usual(char, size) for char in text[len(dx) : -1]]
        xs = _places(x, dx, len(text))
        ys = _places(y, dy, len(text))
        found.codes.extend(map(ord, text))
        found.origins.extend(applied(matrix, *place) for place in zip(xs, ys, strict=True))
        found.along.extend([(a, b)] * len(text))
        found.ems.extend([em] * len(text))
        found.steps.extend([*(scale * (after - before) for before, after in pairwise(xs)), 0.0])


def _places(start: float, steps: list[float], count: int) -> list[float]:
    """Where each character begins; steps that are not given are 0."""
    given = steps[: count - 1]
    return list(accumulate([*given, *[0.0] * (count - 1 - len(given))], initial=start))[:count]


def _steps(text: str | None, count: int) -> list[float]:
    """The steps between `count` characters: numbers, or "g n v" for n times v."""
    steps: list[float] = []
    words: Iterator[str] = iter((text or "").split())
    for word in words:
        if word == "g":
            repeats, step = int(next(words, "0")), float(next(words, "0"))
            steps.extend([step] * min(repeats, count))
        else:
            steps.append(float(word))
        if len(steps) >= count:
            break
    return steps


def _usual(char: str, size: float) -> float:
    """The step behind a character of a TextCode without steps."""
    return size if ord(char) >= FIRST_CJK else size / 2
