"""Boxes one em high, and the glyphs that come with the box of their ink instead."""

from __future__ import annotations

import numpy as np

from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, tally

_LOW = 0.75
_BASELINE = 0.14
"""Share of the em below the baseline, as in the common CJK faces."""


def without_em(boxes: Floats, is_cjk: Flags, is_digit: Flags) -> Flags:
    """Glyphs whose box is empty, or the ink alone: characters in an /ActualText, figures of a font without metrics.

    They are told by the Chinese characters of the page, which fill their em in any font. Where most figures are among
    them their font has no metrics, and its brackets have the box of their ink, too.
    """
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 1] - boxes[:, 3]
    known = height[is_cjk] if tally(is_cjk) else height
    half = len(known) // 2
    usual = float(np.partition(known, half)[half]) if len(known) else 0.0
    flat: Flags = (width <= 0) | (height <= _LOW * usual) | (height <= 0)
    if 2 * tally(flat & is_digit) > tally(is_digit):
        flat |= ~is_cjk
    return flat


def boxes_at(origin: Floats, em: Floats, advance: Floats, direction: Indices) -> Floats:
    """Boxes in page space (left, top, right, bottom) of characters from their origins, one em high."""
    along = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)], np.float64)[direction]
    up = np.stack([-along[:, 1], along[:, 0]], axis=1)
    low = origin - up * (_BASELINE * em)[:, None]
    high = low + up * em[:, None] + along * advance[:, None]
    left_bottom, right_top = np.minimum(low, high), np.maximum(low, high)
    return np.stack([left_bottom[:, 0], right_top[:, 1], right_top[:, 0], left_bottom[:, 1]], axis=1)
