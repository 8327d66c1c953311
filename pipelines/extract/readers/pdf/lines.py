"""Text outside grids: lines in reading order, and where a paragraph ends.

A page without tables is read from PDFium's own lines, with boxes asked for only where a line or a gap begins; when
those lines are not in order down the page, or the page has grids, lines are set from the glyphs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from pipelines.extract.page_numbers import is_page_number
from pipelines.extract.readers.pdf.arrays import Codes, Floats, Indices, changes, columns, later, tally, where
from pipelines.extract.readers.pdf.glyphs import (
    BLANK,
    FIRST_CJK,
    VISIBLE,
    kinds_of,
    legible,
    loose_boxes,
    to_text,
)
from pipelines.extract.readers.pdf.typeset import Lined, set_ordered, with_blanks
from pipelines.extract.readers.pdf.upright import PageBox, to_upright

_WIDE_GAP = 0.45
_BACK = 0.5
"""A character that begins so much farther left than one before it, in em, is out of order."""
_INDENT = 1.2
_RAGGED = 1.6
"""A line that stops less than this many em before the margin may run on: the next character did not fit."""
_FIRST_LINE = 4.0
"""A line that begins more em to the right is no line of a paragraph."""
_FEW = 3
"""Between a head and a foot fewer lines show no margins."""
_FIRST_IDEOGRAPH = chr(FIRST_CJK)
_LEADER = re.compile(r"(?:[.．·…]\s*){3,}\d*$")
_UNBREAKABLE = re.compile(r"[!-~]*[，。；：、！？）》”’]?")


class Line(NamedTuple):
    """A line of text with its box x0, top, x1, bottom, in hundredths of a point at most."""

    text: str
    box: tuple[float, float, float, float]

    @property
    def em(self) -> float:
        """Height of its em square."""
        return max(self.box[3] - self.box[1], 1.0)


def lines_from_text(text_page: int, codes: Codes, page: PageBox) -> list[Line] | None:
    """PDFium's own lines, or None where they do not run in order down an upright page."""
    index = where(kinds_of(codes) & VISIBLE)
    if page.rotation or not len(index):
        return None
    line = (codes == 0x0A).cumsum()[index]
    first = changes(line)
    apart = later(index[1:] - index[:-1] > 1) | first
    last = np.concatenate((first[1:], [True]))
    before_gap = np.concatenate((apart[1:], [True]))
    wanted = where(apart | before_gap)
    boxes = to_upright(loose_boxes(text_page, index[wanted]), page, 0)
    if tally(boxes[:, 2:] <= boxes[:, :2]) or _goes_back(boxes, line[wanted]):
        return None
    at = np.full(len(index), -1)
    at[wanted] = np.arange(len(wanted))
    begin, end = boxes[at[where(first)]], boxes[at[where(last)]]
    if not _in_order(begin, end):
        return None
    blank = _blanks(text_page, codes, index, where(apart & ~first), at, boxes)
    return _cut(codes[index], where(first), blank, begin, end)


def _goes_back(boxes: Floats, line: Indices) -> bool:
    """Whether a line is not drawn from left to right: its quotation marks, in another font, may come last."""
    back = boxes[1:, 0] < boxes[:-1, 0] - _BACK * (boxes[1:, 3] - boxes[1:, 1])
    return bool(tally(back & (line[1:] == line[:-1])))


def _in_order(begin: Floats, end: Floats) -> bool:
    """Whether every line is level and lies below the one before."""
    middle, em = (begin[:, 1] + begin[:, 3]) / 2, begin[:, 3] - begin[:, 1]
    level = np.abs((end[:, 1] + end[:, 3]) / 2 - middle) < 0.5 * em
    below = middle[1:] - middle[:-1] > 0.6 * np.minimum(em[1:], em[:-1])
    return tally(level) + tally(below) + tally(end[:, 2] > begin[:, 0]) == 3 * len(em) - 1


def _blanks(text_page: int, codes: Codes, index: Indices, gaps: Indices, at: Indices, boxes: Floats) -> Indices:
    """Positions among the visible characters before which a blank stands."""
    if not len(gaps):
        return gaps
    width = boxes[at[gaps], 0] - boxes[at[gaps - 1], 2]
    em = boxes[at[gaps], 3] - boxes[at[gaps], 1]
    blank = width > _WIDE_GAP * em
    counts = index[gaps] - index[gaps - 1] - 1
    owner = np.repeat(np.arange(len(gaps)), counts)
    between = np.arange(len(owner)) + (index[gaps] - counts.cumsum())[owner]
    printed = (kinds_of(codes[between]) & BLANK) != 0
    inked = loose_boxes(text_page, between[printed])
    blank[owner[printed][inked[:, 2] > inked[:, 0]]] = True
    found: Indices = gaps[blank]
    return found


def _cut(codes: Codes, starts: Indices, blank: Indices, begin: Floats, end: Floats) -> list[Line]:
    codes = legible(codes)
    if len(blank):
        follows = np.zeros(len(codes), np.bool_)
        follows[blank] = True
        codes, shift = with_blanks(codes, follows)
        starts = starts + shift[starts]
    text = to_text(codes)
    cuts = [*starts.tolist(), len(text)]
    boxes = columns(begin[:, 0], np.minimum(begin[:, 1], end[:, 1]), end[:, 2], np.maximum(begin[:, 3], end[:, 3]))
    return [
        Line(text[a:z], (x0, top, x1, bottom))
        for a, z, (x0, top, x1, bottom) in zip(cuts[:-1], cuts[1:], boxes.round(2).tolist(), strict=True)
    ]


def lines_from_glyphs(lined: Lined) -> list[Line]:
    """Lines set from glyphs by their places, from top to bottom."""
    _, ordered, order, line = lined
    if not len(ordered):
        return []
    text = set_ordered(ordered, line, order, line).text
    starts = where(changes(line))
    sides = zip((np.minimum, np.minimum, np.maximum, np.maximum), ordered.box.T, strict=True)
    corners = columns(*(outermost.reduceat(side, starts) for outermost, side in sides)).round(2).tolist()
    return [Line(text[name], (a, b, c, d)) for name, (a, b, c, d) in zip(line[starts].tolist(), corners, strict=True)]


def paragraph_ends(lines: list[Line], page_width: float) -> list[bool]:
    """For each line in reading order, whether its paragraph ends with it.

    A paragraph runs on where its line reaches the right margin, or stops short only because the next character or
    number would not have fitted, unless the next line is indented. At the foot of the page it runs on where it spans
    from margin to margin, unless it is an entry of the contents. A head and a foot that stand out of the margins of
    the rest (a browser's title and address) are neither its first nor its last line.
    """
    if not lines:
        return []
    ems = [line.em for line in lines]
    first, last = _body(lines)
    left = min(line.box[0] for line in lines[first : last + 1])
    right = max(*(line.box[2] for line in lines[first : last + 1]), page_width - left - 2 * ems[first])
    ends = []
    for i, (line, em, following, next_em) in enumerate(
        zip(lines, ems, [*lines[1:], None], [*ems[1:], 0.0], strict=True)
    ):
        slack = right - line.box[2]
        if following is None or i == last or is_page_number(following.text):
            spans = slack < _RAGGED * em and line.box[0] < left + _FIRST_LINE * em
            ends.append(not spans or bool(_LEADER.search(line.text)))
        elif slack >= _RAGGED * em and (following.text[0] >= _FIRST_IDEOGRAPH or slack >= _head_width(following)):
            ends.append(True)
        else:
            drop = following.box[1] - line.box[1]
            is_next = 0.5 * em < drop < 3.2 * em and abs(next_em - em) < 0.25 * em
            ends.append(not is_next or following.box[0] >= left + _INDENT * em)
    return ends


def _body(lines: list[Line]) -> tuple[int, int]:
    """The first and the last line between a head and a foot that stand out of the margins of all the others."""
    inner = lines[1:-1]
    if len(inner) < _FEW:
        return 0, len(lines) - 1
    left, right = min(line.box[0] for line in inner), max(line.box[2] for line in inner)
    head, foot = (line.box[0] < left - line.em or line.box[2] > right + line.em for line in (lines[0], lines[-1]))
    return int(head), len(lines) - 1 - int(foot)


def _head_width(line: Line) -> float:
    """Width of what could not be parted from the first character of a line: a number, a word, its punctuation."""
    if line.text[0] >= _FIRST_IDEOGRAPH:
        return 0.0
    match = _UNBREAKABLE.match(line.text)
    head = match.group() if match else ""
    wide = 0 if head.isascii() else sum(char >= _FIRST_IDEOGRAPH for char in head)
    return line.em * (0.5 * (len(head) - wide) + wide + 0.3)
