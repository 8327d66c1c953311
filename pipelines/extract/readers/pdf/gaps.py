"""Where text without rulings is cut: between neighbours of a line that white space, a ruling or their kinds part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, first_and, later, numbered, tally, where
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs
from pipelines.extract.readers.pdf.typeset import Lined

_GUTTER = 0.6
"""White space wider than this, in em, parts two columns; single blanks within a text are narrower."""
_AUTOSPACE = 0.27
"""Between a figure and Chinese text of the same run a quarter of an em is set by itself."""
_TOUCHING = 0.15
_NEARLY_ALL = 0.8
"""Share of the amounts of a page that have two decimals where all are meant to have two."""
_LAST: Flags = np.ones(1, np.bool_)
_HAIR = 0.5
"""Points by which a glyph may reach over a ruling."""
_BEHIND_DECIMALS = 0.05
"""White space between two figures, where the first one has all its decimals."""
_BESIDE_NAME = 0.1
"""White space between a name and the figure of the next column may be as narrow as this."""
_CHAINED = 0.6
"""The middles of the glyphs of one line differ by at most this many em."""
_SAME_LINE = 0.12
_BETWEEN_WORDS = 0.2
"""Likewise between the words of two columns, beyond what is usual between the characters of their line."""
_BLANK = 0.3
"""A printed blank is so wide: where it fills the white space between two words they are one text."""
_FULL_WIDTH = 0xFEE0
_DIGITS = "0123456789"
_DASHES = "-–—−－"
_CLOSING = ")）"
_COUNTED = "万元亿千百年月日个台辆次人批户％度、"
"""What follows a figure of its own text, set a quarter of an em apart."""

_DIGIT, _DASH, _WORD, _COUNTS, _CLOSES, _POINT = (1 << bit for bit in range(6))
_FIGURE = _DIGIT | _DASH

Kinds = NDArray[np.uint8]


def _kinds() -> Kinds:
    """The kinds of the code points of the basic plane; those beyond are words, as its last one is."""
    kinds = np.zeros(0x10000, np.uint8)
    kinds[FIRST_CJK:] = _WORD
    for chars, kind in ((_COUNTED, _WORD | _COUNTS), (_CLOSING, _CLOSES)):
        kinds[[ord(char) for char in chars]] |= kind
    kinds[0x2E] = _POINT
    kinds[0x2E + _FULL_WIDTH] |= _POINT
    for chars, kind in ((_DASHES, _DASH), (_DIGITS, _DIGIT)):
        kinds[[ord(char) for char in chars]] = kind
    kinds[[ord(char) + _FULL_WIDTH for char in _DIGITS]] = _DIGIT
    return kinds


_KINDS = _kinds()


def kinds_in(glyphs: Glyphs) -> Kinds:
    """What each glyph is to the gaps beside it: a figure, a word, what counts or closes, a decimal point."""
    return _KINDS.take(glyphs.code, mode="clip")


def is_digit(glyphs: Glyphs) -> Flags:
    """ASCII digits and their full-width forms."""
    digit: Flags = (kinds_in(glyphs) & _DIGIT) != 0
    return digit


def cuts_of(g: Glyphs, order: Indices, line: Indices, down: Floats | None) -> Flags:
    """(n) Whether a piece of text begins at a glyph, for glyphs in reading order.

    Args:
        g: (n) glyphs sorted by line and x.
        order: (n) their places in content order.
        line: (n) their lines.
        down: rulings (m, 3) x, top, bottom, which part what stands on their two sides.
    """
    gap, em = _gaps(g)
    cut = (line[1:] != line[:-1]) | (gap > _GUTTER * em)
    near = where(~cut & (gap > _BEHIND_DECIMALS * em))
    if len(near):
        parted = _is_parted_by_kind(g, order, near, gap, em) | _is_parted_by_width(g, line, near, em)
        cut[near] = parted
        if down is not None and len(down):
            whole = near[~parted & (gap[near] > _TOUCHING * em[near])]
            cut[whole] = _is_ruled_between(g, whole, down)
    return first_and(cut)


def has_columns(g: Glyphs, line: Indices, down: Floats | None) -> bool:
    """Whether lines with a figure have white space wide enough for two columns, or a ruling down: prose has neither.

    Takes what `cuts_of` takes.
    """
    gap, em = _gaps(g)
    figured = np.zeros(int(line[-1]) + 1, np.bool_)
    figured[line[where(kinds_in(g) & _FIGURE)]] = True
    inner = (line[1:] == line[:-1]) & figured[line[1:]]
    if tally(inner & (gap > _GUTTER * em)):
        return True
    if down is None or not len(down):
        return False
    return tally(_is_ruled_between(g, where(inner & (gap > _TOUCHING * em)), down)) > 0


def _gaps(g: Glyphs) -> tuple[Floats, Floats]:
    """(n - 1) White space between neighbours, and the em of the right one of each."""
    return g.box[1:, 0] - g.box[:-1, 2], np.maximum(g.em[1:], 1.0)


def _is_parted_by_kind(g: Glyphs, order: Indices, near: Indices, gap: Floats, em: Floats) -> Flags:
    """Whether figures, words and brackets on the two sides of the gaps `near` are of two columns."""
    kind = kinds_in(g)
    before, after = kind[near], kind[near + 1]
    digit, figure, word = (before & _DIGIT) != 0, (before & _FIGURE) != 0, (before & _WORD) != 0
    to_digit, to_figure, to_word = (after & _DIGIT) != 0, (after & _FIGURE) != 0, (after & _WORD) != 0
    loose, is_wide = gap[near] > _TOUCHING * em[near], gap[near] > _BESIDE_NAME * em[near]
    autospaced = order[near + 1] - order[near] == 1
    parted: Flags = digit & (to_digit | to_word) & np.where(autospaced, gap[near] > _AUTOSPACE * em[near], loose)
    parted |= (before & _DASH != 0) & to_digit & loose
    closes, counted = to_word & ((before & _CLOSES) != 0), digit & ((after & _COUNTS) != 0)
    if tally(closes | counted):
        decimal = _ends_decimals(kind)
        counted &= ~decimal[near]
        parted |= closes & (near > 0) & decimal[near - 1] & is_wide
    parted |= ((word & to_figure) | (figure & to_word & ~counted)) & is_wide
    doubled = digit & to_digit & ~parted
    if tally(doubled):
        apart = (gap > _BEHIND_DECIMALS * em) | (gap < -em)
        parted |= doubled & _second_decimals(kind, apart)[near]
    return parted


def _is_parted_by_width(g: Glyphs, line: Indices, near: Indices, em: Floats) -> Flags:
    """Whether the gaps `near` are wider than is usual between the words of their line."""
    word = (kinds_in(g) & _WORD) != 0
    inner = word[:-1] & word[1:]
    parted: Flags = inner[near]
    if not tally(parted):
        return parted
    apart = _square_gap(g)
    beside = where(inner & (line[1:] == line[:-1]))
    usual = np.full(int(line[-1]) + 1, np.inf)
    np.minimum.at(usual, line[beside], np.maximum(apart[beside], 0.0))
    parted &= apart[near] > usual[line[near]] + _BETWEEN_WORDS * em[near]
    parted &= ~(g.spaced[near + 1] & (apart[near] < _BLANK * em[near]))
    return parted


def _square_gap(g: Glyphs) -> Floats:
    """(n - 1) White space between neighbours as if each filled its em square: some have the box of their ink alone."""
    centre, em = g.centre, g.em
    gap: Floats = np.minimum(g.box[1:, 0] - g.box[:-1, 2], centre[1:] - centre[:-1] - np.maximum(em[1:], em[:-1]))
    return gap


def _is_ruled_between(g: Glyphs, at: Indices, down: Floats) -> Flags:
    """Whether a ruling runs down between each of the glyphs `at` and the next."""
    left, right, middle = g.box[at, 2], g.box[at + 1, 0], g.middle[at]
    between = (down[:, 0, None] > left - _HAIR) & (down[:, 0, None] < right + _HAIR)
    inside: Flags = (between & (down[:, 1, None] < middle) & (down[:, 2, None] > middle)).any(axis=0)
    return inside


def without_chains(lined: Lined) -> Lined:
    """The lines, none of which is made of several.

    Labels of different heights beside one another can chain several lines into one: such a line is parted again, by
    the least differences of height that two glyphs of a line never have.
    """
    drawn, g, order, line = lined
    middle, em = g.middle, np.maximum(g.em, 1.0)
    starts = where(first_and(line[1:] != line[:-1]))
    tall = np.maximum.reduceat(middle, starts) - np.minimum.reduceat(middle, starts) > _CHAINED * em[starts]
    if not tally(tall):
        return lined
    by_height = np.lexsort((middle, line))
    step = np.where(tall[line], _SAME_LINE, np.inf)[by_height] * em[by_height]
    apart = np.diff(middle[by_height]) > step[1:]
    number = np.empty(len(order), np.int64)
    number[by_height] = numbered(first_and((np.diff(line[by_height]) > 0) | apart))
    again = np.lexsort((g.box[:, 0], number))
    return Lined(drawn, g.take(again), order[again], number[again])


def _second_decimals(kind: Kinds, loose: Flags) -> Flags:
    """The second decimals of a page whose amounts have two: a figure set a little apart behind one is another.

    `loose`: (n - 1) whether a glyph stands apart from the one before it, or begins a line.
    """
    place = np.arange(len(kind))
    digit = (kind & _DIGIT) != 0
    before = np.maximum.accumulate(np.maximum(np.where(digit, 0, place), np.where(later(loose), place - 1, 0)))
    decimal = digit & ((kind[before] & _POINT) != 0) & (place > before)
    second: Flags = decimal & (place == before + 2)
    ends = decimal & np.concatenate((~digit[1:] | loose, _LAST))
    if tally(ends & second) < _NEARLY_ALL * tally(ends):
        second[:] = False
    return second


def _ends_decimals(kind: Kinds) -> Flags:
    """Glyphs that may end an amount: the second decimal and those after it."""
    place = np.arange(len(kind))
    before = np.maximum.accumulate(np.where(kind & _DIGIT, 0, place))
    ends: Flags = ((kind[before] & _POINT) != 0) & (place > before + 1)
    return ends
