"""One OFD page as the PDF reader knows pages: its characters and rulings in points, set in lines and grids."""

from __future__ import annotations

import numpy as np

from pipelines.extract.readers.ofd.objects import Collected, collect
from pipelines.extract.readers.ofd.package import OfdDocument, box_of
from pipelines.extract.readers.pdf.arrays import Floats, tally
from pipelines.extract.readers.pdf.em_boxes import boxes_at
from pipelines.extract.readers.pdf.frames import join_rulings
from pipelines.extract.readers.pdf.glyphs import (
    BLANK,
    CONTROL,
    PRIVATE,
    VISIBLE,
    Glyphs,
    kinds_of,
    legible,
    quarters_of,
    settle_turn,
    spaced_after,
    usual_advance,
)
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.readers.pdf.pages import PageReading, set_page
from pipelines.extract.readers.pdf.raised import with_raised
from pipelines.extract.readers.pdf.rulings import THIN, sides_of
from pipelines.extract.readers.pdf.upright import PageBox, to_upright

POINTS = 72 / 25.4
"""Points in a millimetre."""
_FEW_SHAPES = 3
_WIDE = 1.05
"""Steps up to this many ems are the width of the character before; longer ones leave a gap."""


def read_page(document: OfdDocument, name: str, carried: Heading | None = None) -> PageReading:
    """Read a page, its templates first; raises KeyError or ValueError where it cannot be.

    `carried` are the columns with which the page before ended (`PageReading.columns`).
    """
    root = document.page(name)
    area = box_of(root.find("{*}Area")) or document.area
    found = Collected()
    for template in root.iterfind("{*}Template"):
        collect(document, document.page(document.templates[template.get("TemplateID", "")]), found)
    collect(document, root, found)
    page = PageBox(0.0, 0.0, area[2] * POINTS, area[3] * POINTS, 0)
    corner = np.array([area[0], area[1] + area[3]])
    glyphs, turn, has_unknown = _glyphs(found, corner, page)
    rulings = join_rulings(to_upright(_rulings(found, corner), page, turn), THIN)
    sheets, lines = set_page(glyphs, rulings, carried)
    width, height = page.size(turn)
    has_drawing = found.shapes > _FEW_SHAPES
    return PageReading(width, height, sheets, lines, len(glyphs), has_drawing, has_unknown)


def _glyphs(found: Collected, corner: Floats, page: PageBox) -> tuple[Glyphs, int, bool]:
    """The visible characters, upright, the quarter turns that made them so, and whether one is no known character."""
    codes = np.array(found.codes, np.uint32)
    kinds = kinds_of(codes)
    inked, blank = (kinds & VISIBLE) != 0, (kinds & BLANK) != 0
    codes = codes[inked]
    along = np.array(found.along).reshape(-1, 2)[inked]
    em = np.array(found.ems)[inked] * POINTS
    step = np.array(found.steps)[inked] * POINTS
    usual = usual_advance(codes, em)
    advance = np.where((step > 0) & (step <= _WIDE * em), step, usual)
    direction, skewed = quarters_of(np.arctan2(-along[:, 1], along[:, 0]))
    boxes = boxes_at(_points(found.origins, corner)[inked], em, advance, direction)
    turn = settle_turn(direction, skewed)
    spaced = spaced_after(inked, blank)
    has_unknown = bool(tally(kinds & (PRIVATE | CONTROL)))
    read, upright = with_raised(legible(codes), to_upright(boxes, page, turn))
    return Glyphs(read, upright, spaced, skewed), turn, has_unknown


def _rulings(found: Collected, corner: Floats) -> Floats:
    """Thin boxes in page space: left, top, right, bottom."""
    boxes: list[Floats] = [np.zeros((0, 4))]
    for path in found.paths:
        points = _points(path.points, corner)
        low, high = points.min(axis=0), points.max(axis=0)
        if (high - low).min() <= THIN:
            boxes.append(np.concatenate((low, high))[None])
        else:
            moved, curved = np.array(path.moved, np.bool_), np.array(path.curved, np.bool_)
            boxes.append(sides_of(points, moved, curved, is_stroked=path.is_stroked))
    return np.concatenate(boxes)[:, [0, 3, 2, 1]]


def _points(places: list[tuple[float, float]], corner: Floats) -> Floats:
    """Places in millimetres, y downwards, as points above the lower left corner of the page."""
    points: Floats = np.array(places, np.float64).reshape(-1, 2) - corner
    return points * (POINTS, -POINTS)
