"""From PDF page space (origin bottom left, any rotation) to the upright page (origin top left, y downwards)."""

from __future__ import annotations

import ctypes as ct
from dataclasses import dataclass

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Floats, columns

_Rectangle = ct.c_float * 4


@dataclass(frozen=True, slots=True)
class PageBox:
    """The visible rectangle of a page in page space, and its /Rotate in clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def size(self, turn: int) -> tuple[float, float]:
        """Width and height after `turn` clockwise quarter turns."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if turn % 2 else (width, height)


def read_page_box(page: int) -> PageBox:
    """Bounds (crop within media box) and rotation of a loaded page."""
    rect = _Rectangle()
    lib.page_bounds(page, ct.addressof(rect))
    left, top, right, bottom = rect
    return PageBox(float(left), float(bottom), float(right), float(top), int(lib.page_rotation(page)) % 4)


def to_upright(boxes: Floats, page: PageBox, turn: int) -> Floats:
    """Boxes (n, 4) left, top, right, bottom in page space as x0, top, x1, bottom after `turn` clockwise quarters."""
    x0, x1 = boxes[:, 0] - page.left, boxes[:, 2] - page.left
    y0, y1 = boxes[:, 3] - page.bottom, boxes[:, 1] - page.bottom
    width, height = page.right - page.left, page.top - page.bottom
    match turn % 4:
        case 0:
            return columns(x0, height - y1, x1, height - y0)
        case 1:
            return columns(y0, x0, y1, x1)
        case 2:
            return columns(width - x1, y0, width - x0, y1)
        case _:
            return columns(height - y1, width - x1, height - y0, width - x0)
