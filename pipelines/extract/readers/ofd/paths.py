"""The path of an OFD PathObject (AbbreviatedData) as points: moves, lines, curves and arcs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extract.readers.package import Element
from pipelines.extract.readers.pdf.matrices import Matrix, applied

_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers behind each command; C closes the subpath."""
_WORD = re.compile(r"[A-Za-z]|[^\sA-Za-z,]+(?:[eE][-+]?\d+)?")
_MAX_POINTS = 20_000


@dataclass(frozen=True, slots=True)
class Path:
    """Points in page millimetres; `moved` begin a subpath, a curve leads to the `curved`; stroked or only filled."""

    points: list[tuple[float, float]]
    moved: list[bool]
    curved: list[bool]
    is_stroked: bool


def read_path(element: Element, matrix: Matrix) -> Path | None:
    """The path of a PathObject; None where it draws nothing. Raises ValueError for a number that is none."""
    is_stroked = element.get("Stroke") != "false"
    if not is_stroked and element.get("Fill") != "true":
        return None
    points: list[tuple[float, float]] = []
    moved: list[bool] = []
    curved: list[bool] = []
    words = _WORD.findall(element.findtext("{*}AbbreviatedData") or "")
    place = 0
    while place < len(words) and len(points) < _MAX_POINTS:
        command = words[place]
        count = _ARGUMENTS.get(command)
        if count is None:
            raise ValueError(f"unknown command {command[:20]!r} in a path")
        values = [float(word) for word in words[place + 1 : place + 1 + count]]
        place += 1 + count
        # An arc gives its radii and angle before its end; only the end is a point.
        for x, y in zip(*[iter(values[-2:] if command == "A" else values)] * 2, strict=False):
            points.append(applied(matrix, x, y))
            moved.append(command in {"S", "M"})
            curved.append(command in {"Q", "B", "A"})
    return Path(points, moved, curved, is_stroked) if len(points) > 1 else None
