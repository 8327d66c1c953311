"""Figures that are printed small and high: the marks of notes, which are no part of the number before them."""

from __future__ import annotations

import numpy as np

from pipelines.extract.folding import RAISED_DIGITS
from pipelines.extract.readers.pdf.arrays import Codes, Floats, tally, where

_SMALL, _LIFT = 0.8, 0.2
"""A raised figure is at most so high, and stands at least so much higher, in em of what it stands behind."""
_BESIDE, _LEVEL = 0.5, 0.1
_RAISED = np.array([ord(raised) for raised in RAISED_DIGITS], np.uint32)


def with_raised(codes: Codes, boxes: Floats) -> tuple[Codes, Floats]:
    """Small figures set high behind another character as characters that say so, on the line of that: 234.25¹.

    Args:
        codes: (n) in content order.
        boxes: (n, 4) x0, top, x1, bottom, upright.
    """
    em, base = boxes[:, 3] - boxes[:, 1], boxes[:, 3]
    digit = (codes >= 0x30) & (codes <= 0x39)
    small = digit[1:] & (em[1:] < _SMALL * em[:-1])
    if not tally(small):
        return codes, boxes
    lift = base[:-1] - base[1:]
    beside = np.abs(boxes[1:, 0] - boxes[:-1, 2]) < _BESIDE * em[1:]
    lifted = small & beside & (lift > _LIFT * em[:-1]) & (lift < em[:-1])
    goes_on = digit[1:] & beside & (np.abs(lift) < _LEVEL * em[1:])
    codes, boxes = codes.copy(), boxes.copy()
    for before in where(lifted).tolist():
        marks = [before + 1]
        while marks[-1] < len(goes_on) and goes_on[marks[-1]]:
            marks.append(marks[-1] + 1)
        codes[marks] = _RAISED[codes[marks] - 0x30]
        boxes[marks, 1], boxes[marks, 3] = boxes[before, 1], boxes[before, 3]
    return codes, boxes
