"""Glyphs into frames: which box each glyph belongs to, by its own place, never by its text line.

Three habits of spreadsheets need repair: a number or a word that is wider than its column sticks out of it, and wrapped
text that is higher than its row sticks out above and below. Each is moved whole to the box that it was set in.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, first_and, median, numbered, tally, where
from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text
from pipelines.extract.readers.pdf.overflow import across_sides, settle_words
from pipelines.extract.readers.pdf.overhang import over_edges
from pipelines.extract.readers.pdf.sheet import Sheet
from pipelines.extract.readers.pdf.typeset import Composed, compose
from pipelines.extract.readers.pdf.wrapped import settle_paragraphs

_EDGE = 1.0
_LARGE, _HIGH, _SAME_SIZE = 2.0, 1.5, 0.1
"""A mark printed over a table is so many times larger than its texts, and than the rows under it."""
_BODY = 0.45
"""Half the height of a character's body, in em."""
_RUN = 0.4
"""Glyphs of one run of text stand nearer than this, in em."""
_KERNING = 0.12
"""Digits of one number stand nearer than this, in em; the padding of two cells is wider."""
_LOOSE, _CUT = 0.03, 0.1
"""Figures of two cells stand so much farther apart than those of one, and no ruling runs deeper into them, in em."""
_ENDED = re.compile(r"\.\d\d[%)]?$")
_NUMBER = re.compile(r"[-+−△(]?\d[\d,]*(?:\.\d+)?[%)]?|-")
_TWO_NUMBERS = re.compile(r"([-−△]?\d+(?:,\d{3})*\.\d\d)[-−△]?\d+(?:,\d{3})*\.\d\d")
"""Two amounts with two decimals each, the one so wide that it begins or ends in the other's column."""
_INNER, _OPENS, _CLOSES = 1, 2, 3
_BUT_LAST, _BUT_FIRST = slice(-1), slice(1, None)


Parts = NDArray[np.uint8]


def _numerals() -> Parts:
    """What the code points of the basic plane are to a number: its inside, its opening or closing bracket, nothing."""
    part = np.zeros(0x10000, np.uint8)
    for chars, what in (("%,-.0123456789％，－．０１２３４５６７８９−△", _INNER), ("(（", _OPENS), (")）", _CLOSES)):
        part[[ord(char) for char in chars]] = what
    return part


_NUMERAL = _numerals()


def fill_frame(frame: Frame, glyphs: Glyphs, free: Flags) -> tuple[Sheet, Indices]:
    """The frame with its text, and the indices of the glyphs it took from those that are `free`."""
    x, y = glyphs.centre, glyphs.middle
    xs, ys = frame.xs, frame.ys
    inside = free & (x > xs[0] - _EDGE) & (x < xs[-1] + _EDGE) & (y > ys[0] - _EDGE) & (y < ys[-1] + _EDGE)
    inside = _without_marks(frame, glyphs, inside)
    taken = where(over_edges(frame, glyphs, across_sides(frame, glyphs, inside, free), free))
    if not len(taken):
        return Sheet(xs, ys, frame.owner, {}, "ruled"), taken
    g = glyphs.take(taken)
    col = _interval(xs, x[taken])
    row = _interval(ys, y[taken])
    home = _settle_blocks(frame, g, row, col)
    is_crowded = home is not row
    composed, doubtful = _composed(frame, g, home, col)
    if composed.overlapping:
        is_crowded = True
        again = settle_paragraphs(frame, g, row, first_and(~_adjoining(g, _RUN)))
        other, others = _composed(frame, g, again, col)
        if len(other.overlapping) < len(composed.overlapping):
            composed, doubtful = other, others
    doubtful = sorted({*composed.overlapping, *doubtful})
    return Sheet(xs, ys, frame.owner, composed.text, "ruled", doubtful, is_crowded=is_crowded), taken


def _composed(frame: Frame, g: Glyphs, row: Indices, col: Indices) -> tuple[Composed, list[int]]:
    """The texts by box, after numbers and words that cross rulings were put into one box; and the boxes in doubt."""
    box = frame.owner[row, col]
    last = where(box[1:] != box[:-1])
    if not tally(_adjoining(g, _KERNING, last, last + 1)):
        return compose(g, box), []
    part = _NUMERAL.take(g.code, mode="clip")
    joined = _adjoining(g, _KERNING) & ~((part[:-1] == _CLOSES) & (part[1:] == _OPENS))
    box, torn = _settle_numbers(frame, g, part, box, joined)
    box, stuck = settle_words(frame, g, box, joined)
    return compose(g, box), [*torn, *stuck]


def _without_marks(frame: Frame, glyphs: Glyphs, inside: Flags) -> Flags:
    """The glyphs inside without those of a mark printed over the table (内部资料): too large for their rows."""
    at = where(inside)
    em = glyphs.em[at]
    if not len(at) or np.maximum.reduce(em) * len(em) < _LARGE * np.add.reduce(em):
        return inside
    row = _interval(frame.ys, glyphs.middle[at])
    largest = em > _LARGE * median(em)
    too_large = em[largest & (em > _HIGH * (frame.ys[row + 1] - frame.ys[row]))]
    if not len(too_large):
        return inside
    kept = inside.copy()
    kept[at[largest & (em > (1 - _SAME_SIZE) * too_large.min())]] = False
    return kept


def _interval(boundaries: Floats, places: Floats) -> Indices:
    """Number of the interval in which each place lies; what lies outside belongs to the nearest."""
    return boundaries[1:-1].searchsorted(places)


def _adjoining(
    g: Glyphs, reach: float, before: Indices | slice = _BUT_LAST, behind: Indices | slice = _BUT_FIRST
) -> Flags:
    """Whether glyphs follow those before them on the same line within `reach` em: of all pairs, or of those given."""
    em = g.em[behind]
    gap = g.box[behind, 0] - g.box[before, 2]
    level = np.abs(g.middle[behind] - g.middle[before]) < 0.3 * em
    return level & (gap < reach * em) & (gap > -0.6 * em) & ~g.spaced[behind]


def _settle_numbers(frame: Frame, g: Glyphs, part: Parts, box: Indices, adjoining: Flags) -> tuple[Indices, list[int]]:
    """Keep a number together that crosses a boundary; returns the boxes and those where a number stayed torn.

    `part` (n) says what each glyph is to a number. One begins with an opening bracket, and ends with a closing one.
    """
    joined = (part[1:] > 0) & (part[:-1] > 0) & (part[1:] != _OPENS) & (part[:-1] != _CLOSES) & adjoining
    torn = joined & (box[1:] != box[:-1])
    if not tally(torn):
        return box, []
    token = numbered(first_and(~joined))
    settled, doubtful = box.copy(), []
    for name in np.unique(token[1:][torn]).tolist():
        members = where(token == name)
        boxes, begins, counts = np.unique(box[members], return_index=True, return_counts=True)
        order = begins.argsort()
        boxes, counts = boxes[order], counts[order]
        texts = [unicodedata.normalize("NFKC", to_text(g.code[members[box[members] == one]])) for one in boxes]
        if all(map(_NUMBER.fullmatch, texts)) and (_ENDED.search(texts[0]) or _is_loose(frame, g, members, box)):
            continue
        if _NUMBER.fullmatch("".join(texts)):
            settled[members] = boxes[counts.argmax()]
        elif len(boxes) == 2 and (two := _TWO_NUMBERS.fullmatch("".join(texts))):
            settled[members[: two.end(1)]], settled[members[two.end(1) :]] = boxes
        else:
            doubtful.extend(boxes.tolist())
    return settled, doubtful


def _is_loose(frame: Frame, g: Glyphs, members: Indices, box: Indices) -> bool:
    """Whether rulings part a number where its figures stand farther apart: cells of hardly any padding touch so."""
    left, right = g.box[members[:-1], 2], g.box[members[1:], 0]
    gap, between = right - left, box[members[1:]] != box[members[:-1]]
    em = float(g.em[members[0]])
    wall = frame.xs[frame.xs.searchsorted(g.centre[members[:-1][between]]).clip(0, len(frame.xs) - 1)]
    is_cut = (left[between] > wall + _CUT * em) | (right[between] < wall - _CUT * em)
    within = max(gap[~between].max(initial=0.0), 0.0)
    return not tally(is_cut) and bool(gap[between].min() > within + _LOOSE * em)


def _settle_blocks(frame: Frame, g: Glyphs, row: Indices, col: Indices) -> Indices:
    """Rows of glyphs after text that sticks out of its row was moved, whole, to the row that it was set in."""
    middle, body = g.middle, _BODY * g.em
    above, below = where(middle - body < frame.ys.take(row)), where(middle + body > frame.ys.take(row + 1))
    above, below = above[frame.floors[row[above], col[above]]], below[frame.floors[row[below] + 1, col[below]]]
    if not len(above) + len(below):
        return row
    sticks_out = np.zeros(len(row), np.bool_)
    sticks_out[above] = sticks_out[below] = True
    return settle_paragraphs(frame, g, row, first_and(~_adjoining(g, _RUN)), sticks_out)
