"""Drawing the borders of a table, as the tools of the field do: strokes, thin rectangles, double or dashed lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from PIL import Image

from sample_portal.layouts.habits import Habits
from sample_portal.layouts.look import Look

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Edge = tuple[float, float, float, float]
_SIDES = {"horizontal": "tb", "vertical": "lr"}


class Ruler:
    """Draws what the look wants of a table's borders, band by band."""

    def __init__(self, canvas: Any, look: Look) -> None:
        self.canvas = canvas
        self.look = look

    def band(self, rects: list[Rect], *, is_header: bool) -> None:
        """The borders of the boxes of some rows."""
        look, canvas = self.look, self.canvas
        self._paint(rects, is_header=is_header)
        self._take_ink()
        canvas.setLineWidth(look.line_width)
        if look.ruling == "boxes":
            for left, bottom, right, top in rects:
                canvas.rect(left, bottom, right - left, top - bottom)
        elif look.ruling == "grid":
            self._lines(_merged({edge for rect in rects for edge in _edges(rect)}))
        elif look.ruling == "open_sides":
            outer = (min(rect[0] for rect in rects), max(rect[2] for rect in rects))
            self._lines(_merged({e for rect in rects for e in _edges(rect) if e[0] != e[2] or e[0] not in outer}))
        elif look.ruling in {"edges", "fills", "double", "dashed"} or (is_header and look.ruling == "header_grid"):
            for rect in rects:
                self._draw(_edges(rect))
        elif look.ruling in _SIDES:
            self._lines(_merged({edge for rect in rects for edge in _edges(rect, _SIDES[look.ruling])}))
        if look.habits != Habits():
            canvas.setFillGray(0)

    def _take_ink(self) -> None:
        if self.look.habits.ink != Habits().ink:
            self.canvas.setStrokeColorRGB(*self.look.habits.ink)
            self.canvas.setFillColorRGB(*self.look.habits.ink)

    def _paint(self, rects: list[Rect], *, is_header: bool) -> None:
        """A pale ground of every box by itself."""
        fill = self.look.habits.cell_fill
        if fill == "all" or (fill == "header" and is_header):
            for left, bottom, right, top in rects:
                self.shade(left, bottom, right, top)

    def shade(self, left: float, bottom: float, right: float, top: float) -> None:
        """A pale ground behind some rows."""
        self.canvas.saveState()
        self.canvas.setFillGray(0.92)
        self.canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
        self.canvas.restoreState()

    def line_across(self, left: float, right: float, y: float) -> None:
        """One of the lines of a three-line table."""
        if self.look.ruling in {"three_line", "frame"}:
            self.canvas.setLineWidth(self.look.line_width)
            self.canvas.line(left, y, right, y)

    def frame(self, left: float, right: float, bottom: float, top: float) -> None:
        """The sides of a table that is ruled only around."""
        if self.look.ruling == "frame":
            for x in (left, right):
                self.canvas.line(x, bottom, x, top)
        if self.look.habits.outer_width:
            self._take_ink()
            self.canvas.setLineWidth(self.look.habits.outer_width)
            self.canvas.rect(left, bottom, right - left, top - bottom)
            self.canvas.setFillGray(0)

    def _lines(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self.canvas.line(*edge)

    def _draw(self, edges: Iterable[Edge]) -> None:
        canvas, ruling, width = self.canvas, self.look.ruling, self.look.line_width
        strokes = self.look.habits.strokes
        if strokes == "images":
            for x0, y0, x1, y1 in edges:
                canvas.drawInlineImage(_dot(), x0, y0, max(x1 - x0, width), max(y1 - y0, width))
        elif strokes == "polygons":
            for edge in edges:
                self._mitred(edge, width)
        elif ruling == "fills":
            for x0, y0, x1, y1 in edges:
                canvas.rect(x0, y0, max(x1 - x0, width), max(y1 - y0, width), stroke=0, fill=1)
        elif ruling == "double":
            for x0, y0, x1, y1 in edges:
                dx, dy = (0.0, 0.7) if y0 == y1 else (0.7, 0.0)
                canvas.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy)
                canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)
        else:
            canvas.saveState()
            if ruling == "dashed":
                canvas.setDash(*self.look.habits.dash)
            self._lines(edges)
            canvas.restoreState()

    def _mitred(self, edge: Edge, width: float) -> None:
        """A border as a polygon whose ends are cut askew, as where it meets others."""
        x0, y0, x1, y1 = edge
        dx, dy = (width, 0.0) if y0 == y1 else (0.0, width)
        path = self.canvas.beginPath()
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
        path.lineTo(x1 - dx + dy, y1 - dy + dx)
        path.lineTo(x0 + dx + dy, y0 + dy + dx)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)


@cache
def _dot() -> Any:
    return Image.new("RGB", (1, 1), (40, 40, 40))


def _edges(rect: Rect, sides: str = "tblr") -> list[Edge]:
    left, bottom, right, top = rect
    edges = {
        "t": (left, top, right, top),
        "b": (left, bottom, right, bottom),
        "l": (left, bottom, left, top),
        "r": (right, bottom, right, top),
    }
    return [edges[side] for side in sides]


def _merged(edges: set[Edge]) -> list[Edge]:
    """Edges on one line that touch, as one."""
    merged: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (e[0] == e[2], e[1] if e[1] == e[3] else e[0], e[0], e[1])):
        last = merged[-1] if merged else None
        if last and last[1] == last[3] == edge[1] == edge[3] and edge[0] <= last[2] + 0.01:
            merged[-1] = (last[0], last[1], max(last[2], edge[2]), last[3])
        elif last and last[0] == last[2] == edge[0] == edge[2] and edge[1] <= last[3] + 0.01:
            merged[-1] = (last[0], last[1], last[2], max(last[3], edge[3]))
        else:
            merged.append(edge)
    return merged
