"""Text without rulings cut into segments: pieces of a line with white space on both sides."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
import numpy as np

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.pdf.arrays import Codes, Flags, Floats, Indices, first_and, later, numbered, tally, where
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs
from pipelines.extract.readers.pdf.typeset import reading_order, set_ordered

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
_BESIDE_NAME = 0.1
"""White space between a name and the figure of the next column may be as narrow as this."""
_CHAINED = 0.6
"""The middles of the glyphs of one line differ by at most this many em."""
_SAME_LINE = 0.12
_STACKED = 1.75
"""The characters of a word written downwards stand at most this many em apart."""
_BETWEEN_WORDS = 0.2
"""Likewise between the words of two columns, beyond what is usual between the characters of their line."""
_SPREAD = 12.0
"""The two characters of a spread word (项    目) stand at most this many em apart."""
_SIGNED = r"[-−－△]?{0}|\({0}\)"
_NUMBER = re.compile(_SIGNED.format(r"\d[\d,]*(?:\.\d+)?%?") + r"|[-—－–]{1,2}")
AMOUNT = re.compile(_SIGNED.format(r"\d[\d,]*\.\d+%?"))
_WORDS = frozenset(row["word"] for row in read_lexicon("spread_words"))
_IN_BRACKETS = re.compile(r"\([^()]*\)?$")
_FULL_WIDTH = 0xFEE0
_DASHES = np.array([ord(char) for char in "-–—−－"], np.uint32)
_CLOSING = np.array([ord(char) for char in ")）"], np.uint32)
_COUNTED = np.array([ord(char) for char in "万元亿千百年月日个台辆次人批户％度、"], np.uint32)
"""What follows a figure of its own text, set a quarter of an em apart."""


def is_digit(codes: Codes) -> Flags:
    """ASCII digits and their full-width forms."""
    ascii_digit = (codes >= 0x30) & (codes <= 0x39)
    flags: Flags = ascii_digit | ((codes >= 0x30 + _FULL_WIDTH) & (codes <= 0x39 + _FULL_WIDTH))
    return flags


@lru_cache(maxsize=16384)
def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(fold_tight(text)))


@lru_cache(maxsize=16384)
def is_amount(text: str) -> bool:
    """Whether a text is a number with decimals."""
    return bool(AMOUNT.fullmatch(fold_tight(text)))


class Segment(msgspec.Struct, frozen=True, gc=False):
    """One piece of text, and the indices of its glyphs."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    members: tuple[int, ...]
    size: float = 0.0
    """Height of the em square where the piece has several lines."""

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def em(self) -> float:
        """Height of the em square."""
        return self.size or max(self.bottom - self.top, 1.0)

    @property
    def is_number(self) -> bool:
        """A number, a code, a line number, or the dash that stands for none."""
        return _is_number(self.text)

    @property
    def is_code(self) -> bool:
        """Digits alone: a code or a line number."""
        return fold_tight(self.text).isdigit()

    @property
    def is_amount(self) -> bool:
        """A number with decimals."""
        return is_amount(self.text)


def cut_segments(glyphs: Glyphs, down: Floats | None = None) -> list[list[Segment]]:
    """Lines from top to bottom, each its segments from left to right.

    Args:
        glyphs: upright glyphs.
        down: rulings (n, 3) x, top, bottom, which part what stands on their two sides.
    """
    if not len(glyphs):
        return []
    order, line = _lines(glyphs)
    g = glyphs.take(order)
    gap = g.box[1:, 0] - g.box[:-1, 2]
    em = np.maximum(g.em, 1.0)[1:]
    wide = gap > _GUTTER * em
    digit = is_digit(g.code)
    dash = np.isin(g.code, _DASHES)
    word = (g.code >= FIRST_CJK) & ~digit & ~dash
    figure = digit | dash
    touching = digit[:-1] & (digit | word)[1:] & (gap > np.where(np.diff(order) == 1, _AUTOSPACE, _TOUCHING) * em)
    decimal = _ends_decimals(g.code, digit)
    counted = np.isin(g.code[1:], _COUNTED) & (digit & ~decimal)[:-1]
    touching |= dash[:-1] & digit[1:] & (gap > _TOUCHING * em)
    touching |= ((word[:-1] & figure[1:]) | (figure[:-1] & word[1:] & ~counted)) & (gap > _BESIDE_NAME * em)
    closing = np.isin(g.code, _CLOSING) & later(decimal[:-1])
    touching |= closing[:-1] & word[1:] & (gap > _BESIDE_NAME * em)
    loose = gap > _TOUCHING * em
    touching |= _second_decimals(g.code, loose)[:-1] & digit[1:] & loose
    apart = _square_gap(g)
    touching |= word[:-1] & word[1:] & (apart > _usual_gap(apart, word, line) + _BETWEEN_WORDS * em)
    cut = (line[1:] != line[:-1]) | wide | touching
    if down is not None and len(down):
        whole = where(~cut & (gap > _TOUCHING * em))
        cut[whole[_is_ruled_between(g, whole, down)]] = True
    number = numbered(first_and(cut))
    text = set_ordered(g, number, order, number).text
    starts = where(first_and(cut))
    low = np.minimum.reduceat(g.box[:, :2], starts).tolist()
    high = np.maximum.reduceat(g.box[:, 2:], starts).tolist()
    begins, members = starts.tolist(), order.tolist()
    lines: dict[int, list[Segment]] = {}
    for name, (a, z, own) in enumerate(zip(begins, [*begins[1:], len(glyphs)], line[starts].tolist(), strict=True)):
        (x0, top), (x1, bottom) = low[name], high[name]
        piece = Segment(text[name], x0, top, x1, bottom, tuple(members[a:z]))
        lines.setdefault(own, []).append(piece)
    cut_lines = [lines[key] for key in sorted(lines)]
    return [_with_spread_words(cut_lines, at) for at in range(len(cut_lines))]


def _is_ruled_between(g: Glyphs, at: Indices, down: Floats) -> Flags:
    """Whether a ruling runs down between each of the glyphs `at` and the next."""
    left, right, middle = g.box[at, 2], g.box[at + 1, 0], g.middle[at]
    between = (down[:, 0, None] > left - _HAIR) & (down[:, 0, None] < right + _HAIR)
    inside: Flags = (between & (down[:, 1, None] < middle) & (down[:, 2, None] > middle)).any(axis=0)
    return inside


def _around(lines: list[list[Segment]], at: int) -> list[Segment]:
    """The pieces of the lines next to one; labels of other heights may lie between it and its neighbours.

    The characters of spread words are left out.
    """
    near = (*lines[max(at - 3, 0) : at], *lines[at + 1 : at + 4])
    return [
        piece
        for line in near
        for before, piece, after in zip([None, *line], line, [*line[1:], None], strict=False)
        if not ((before and _is_spread(before, piece)) or (after and _is_spread(piece, after)))
    ]


def _lines(glyphs: Glyphs) -> tuple[Indices, Indices]:
    """Indices that sort glyphs by line and x, and the line of each in that order.

    Labels of different heights beside one another can chain several lines into one: such a line is parted again, by
    the least differences of height that two glyphs of a line never have.
    """
    order, line = reading_order(glyphs, np.zeros(len(glyphs), np.int64))
    middle, em = glyphs.middle[order], np.maximum(glyphs.em[order], 1.0)
    starts = where(first_and(line[1:] != line[:-1]))
    tall = np.maximum.reduceat(middle, starts) - np.minimum.reduceat(middle, starts) > _CHAINED * em[starts]
    if not tall.any():
        return order, line
    by_height = np.lexsort((middle, line))
    step = np.where(tall[line], _SAME_LINE, np.inf)[by_height] * em[by_height]
    apart = np.diff(middle[by_height]) > step[1:]
    number = np.empty(len(order), np.int64)
    number[by_height] = numbered(first_and((np.diff(line[by_height]) > 0) | apart))
    again = np.lexsort((glyphs.box[order, 0], number))
    return order[again], number[again]


def _square_gap(g: Glyphs) -> Floats:
    """(n - 1) White space between neighbours as if each filled its em square: some have the box of their ink alone."""
    centre = (g.box[:, 0] + g.box[:, 2]) / 2
    gap: Floats = np.minimum(g.box[1:, 0] - g.box[:-1, 2], centre[1:] - centre[:-1] - np.maximum(g.em[1:], g.em[:-1]))
    return gap


def _usual_gap(gap: Floats, word: Flags, line: Indices) -> Floats:
    """For each gap the smallest one between two Chinese characters of its line: letters may be set apart."""
    inner = word[:-1] & word[1:] & (line[1:] == line[:-1])
    usual = np.full(int(line.max()) + 1, np.inf)
    np.minimum.at(usual, line[1:][inner], np.maximum(gap[inner], 0.0))
    least: Floats = usual[line[1:]]
    return least


def _second_decimals(codes: Codes, loose: Flags) -> Flags:
    """The second decimals of a page whose amounts have two: a figure set a little apart behind one is another."""
    place = np.arange(len(codes))
    digit = is_digit(codes)
    before = np.maximum.accumulate(np.maximum(np.where(digit, 0, place), np.where(later(loose), place - 1, 0)))
    decimal = digit & np.isin(codes[before], (0x2E, 0x2E + _FULL_WIDTH)) & (place > before)
    ends = decimal & np.concatenate((~digit[1:] | loose, _LAST))
    if tally(ends & (place == before + 2)) < _NEARLY_ALL * tally(ends):
        return np.zeros(len(codes), np.bool_)
    second: Flags = decimal & (place == before + 2)
    return second


def _ends_decimals(codes: Codes, digit: Flags) -> Flags:
    """Glyphs that may end an amount: the second decimal and those after it."""
    place = np.arange(len(codes))
    before = np.maximum.accumulate(np.where(digit, 0, place))
    start = codes[before]
    ends: Flags = ((start == 0x2E) | (start == 0x2E + _FULL_WIDTH)) & (place > before + 1)
    return ends


def _with_spread_words(lines: list[list[Segment]], at: int) -> list[Segment]:
    """A line with the two characters of a spread word (项    目) as one segment.

    Characters with others right above or below them, in the lines around, belong to words written downwards, unless
    those are spread words themselves.
    """
    joined: list[Segment] = []
    for piece in lines[at]:
        last = joined[-1] if joined else None
        if last and _is_spread(last, piece) and not _is_any_stacked((last, piece), _around(lines, at)):
            joined[-1] = Segment(
                last.text + piece.text,
                last.x0,
                min(last.top, piece.top),
                piece.x1,
                max(last.bottom, piece.bottom),
                last.members + piece.members,
            )
        else:
            joined.append(piece)
    return joined


def _is_spread(first: Segment, second: Segment) -> bool:
    if len(first.text) != 1 or second.x0 - first.x1 >= _SPREAD * second.em:
        return False
    return _IN_BRACKETS.sub("", fold_tight(first.text + second.text)) in _WORDS


def _is_any_stacked(pieces: tuple[Segment, ...], around: list[Segment]) -> bool:
    return any(
        len(other.text) == 1
        and not other.is_number
        and abs(other.x0 + other.x1 - piece.x0 - piece.x1) < 0.3 * piece.em
        and 0.5 * piece.em < abs(other.middle - piece.middle) < _STACKED * piece.em
        for piece in pieces
        for other in around
    )
