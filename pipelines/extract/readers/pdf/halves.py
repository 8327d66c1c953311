"""Two tables side by side on one wide page (A3): white from top to bottom between them, a unit of money over each."""

from __future__ import annotations

import re

import numpy as np

from pipelines.extract.readers.pdf.arrays import Flags, tally, where
from pipelines.extract.readers.pdf.frames import Rulings
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text

WIDE = 900.0
"""Pages of fewer points across print one table beside another in no size that is read: A4 lying has 842."""
_GUTTER = 12.0
"""Points of white between the two."""
_UNIT = re.compile(r"单\s*位\s*[:：]?\s*(?:人民币)?[千百万亿]*\s*元")


def find_gutter(glyphs: Glyphs, rulings: Rulings) -> float | None:
    """The middle of the white that parts a page into two halves with tables of their own; None where none does.

    The lowest line may stand across it: the number of the page.
    """
    units = [match.start() for match in _UNIT.finditer(to_text(glyphs.code))]
    if len(units) < 2:
        return None
    at = glyphs.centre[units]
    above = where(glyphs.middle < glyphs.middle.max() - glyphs.em.max())
    if not len(above):
        return None
    box = glyphs.box[above]
    order = np.argsort(box[:, 0], kind="stable")
    begin, end = box[order[1:], 0], np.maximum.accumulate(box[order, 2])[:-1]
    wide = where(begin - end > _GUTTER)
    for gap in wide[np.argsort(end[wide] - begin[wide])].tolist():
        middle = float(begin[gap] + end[gap]) / 2
        crossed = (rulings.across[:, 1] < middle) & (rulings.across[:, 2] > middle)
        if tally(at < middle) and tally(at > middle) and not tally(crossed):
            return middle
    return None


def halves(glyphs: Glyphs, rulings: Rulings, gutter: float) -> list[tuple[Glyphs, Rulings]]:
    """What stands left and right of the white between two tables."""
    is_left = glyphs.centre < gutter
    across, down = rulings.across[:, 1] < gutter, rulings.down[:, 0] < gutter
    sides: list[tuple[Flags, Flags, Flags]] = [(is_left, across, down), (~is_left, ~across, ~down)]
    return [(glyphs.take(where(own)), Rulings(rulings.across[a], rulings.down[d])) for own, a, d in sides]
