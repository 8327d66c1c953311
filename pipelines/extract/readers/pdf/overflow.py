"""Words that are wider than their column: which cell they were set in.

A spreadsheet prints them over the rulings beside them, clips them where the neighbouring cell is filled, and cuts them
where the columns go on on another page.
"""

from __future__ import annotations

import numpy as np

from pipelines.extract.readers.pdf.arrays import Flags, Indices, first_and, numbered, tally, where
from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs

_CUT, _TOUCHING, _OVERLAP = 0.1, 0.03, 0.1
"""A ruling that runs deeper into a character, in em, cuts it; the characters of a word are no farther apart."""
_LEVEL, _KERNING = 0.3, 0.12
"""How far the centres of one line's characters may differ in height, and one word's characters be apart, in em."""
_EVEN, _SAME_INSET = 0.004, 0.02
"""By how much the steps between the characters of one text differ, and the insets of two cells, in em."""
_NEARLY_ALL = 0.75
_CENTRED, _PADDING = 1.5, 6.0
"""How far the middle of a centred text may be from that of its box, and a flush text from its side, in points."""


def settle_words(frame: Frame, g: Glyphs, box: Indices, joined: Flags) -> tuple[Indices, list[int]]:
    """Keep a word together that crosses a ruling; returns the boxes and those between which it may belong to either.

    Args:
        frame: the rulings.
        g: (n) the glyphs inside it, in content order.
        box: (n) number of the box that each glyph lies in.
        joined: (n - 1) whether a glyph follows the one before on the same line.
    """
    # full-width + , - . / 0 to 9 make numbers, not words
    wordy = (g.code >= FIRST_CJK) & ((g.code < 0xFF0B) | (g.code > 0xFF19))
    torn = joined & (box[1:] != box[:-1]) & wordy[1:] & wordy[:-1]
    if not tally(torn):
        return box, []
    overlaps = g.box[1:, 0] - g.box[:-1, 2] < -_OVERLAP * g.em[1:]
    token = numbered(first_and(~joined | overlaps))
    settled, doubtful = box.copy(), []
    for name in np.unique(token[1:][torn & ~overlaps]).tolist():
        for members in _texts(frame, g, where(token == name), box):
            parts, homes = _parts_at_home(frame, g, members, box)
            if homes is None:
                doubtful.extend(np.unique(box[members]).tolist())
                continue
            for part, home in zip(parts, homes, strict=True):
                settled[part] = home
    return settled, doubtful


def _parts_at_home(
    frame: Frame, g: Glyphs, members: Indices, box: Indices
) -> tuple[list[Indices], list[Indices | int] | None]:
    """A run and its box; or, where it has none, the texts in it that touch, each with its own; None where one has none.

    Three centred headings may touch, the middle one wider than its column: between them the steps are uneven.
    """
    for parts in ([members], _even_parts(g, members)):
        homes = [_at_home(frame, g, part, box) for part in parts]
        found = [home for home in homes if home is not None]
        if len(found) == len(parts):
            return parts, found
    return [members], None


def _even_parts(g: Glyphs, members: Indices) -> list[Indices]:
    """The run cut where its characters do not follow at the usual step."""
    steps = g.box[members[1:], 0] - g.box[members[:-1], 2]
    uneven = np.abs(steps - np.median(steps)) > _EVEN * float(g.em[members[0]])
    return np.split(members, where(uneven) + 1)


def _at_home(frame: Frame, g: Glyphs, members: Indices, box: Indices) -> Indices | int | None:
    """The box that a text was set in; those of its characters where no ruling cuts it, None where that is unsure."""
    boxes = np.unique(box[members]).tolist()
    if len(boxes) == 1 or not _is_cut(frame, g, members, box):
        return box[members]
    home = _home(frame, float(g.box[members[0], 0]), float(g.box[members[-1], 2]), boxes)
    return home if home is not None else _holder(box[members])


def across_sides(frame: Frame, g: Glyphs, inside: Flags, free: Flags) -> Flags:
    """Which glyphs are the frame's, after each text that runs over its left or right side was taken whole.

    A page may end before a merged cell does: then its text runs over the side, and the next page begins with the rest
    of it. The page that holds most of it keeps it.

    Args:
        frame: the rulings.
        g: (n) the glyphs of the page in content order.
        inside: (n) those whose centre lies in the frame.
        free: (n) those that no other frame took.
    """
    sides = where(inside[1:] != inside[:-1])
    if not len(sides):
        return inside
    owned = inside.copy()
    for at in sides[free[sides] & free[sides + 1]].tolist():
        if _follow(g, at, _TOUCHING):
            run = run_of(g, at)
            owned[run] = _is_at_home(frame, g, run, inside)
    return owned


def run_of(g: Glyphs, at: int, reach: float = _KERNING) -> slice:
    """The run of text that the glyph `at` belongs to, within a line; its characters are at most `reach` em apart."""
    first = last = at
    while first and _follow(g, first - 1, reach):
        first -= 1
    while last + 1 < len(g) and _follow(g, last, reach):
        last += 1
    return slice(first, last + 1)


def _follow(g: Glyphs, at: int, reach: float = _KERNING) -> bool:
    """Whether the glyph after `at` stands beside it on the same line, within `reach` em."""
    (_, top, end, bottom), (begin, next_top, _, next_bottom) = g.box[at : at + 2].tolist()
    em = bottom - top
    is_level = abs((next_top + next_bottom) / 2 - (top + bottom) / 2) < _LEVEL * em
    return is_level and -_OVERLAP * em < begin - end < reach * em and not g.spaced[at + 1]


def _is_at_home(frame: Frame, g: Glyphs, run: slice, inside: Flags) -> bool:
    """Whether a run over the frame's side was set in the frame: a number, most of it inside, or flush with a ruling."""
    within = run.start + where(inside[run])
    if tally(g.code[run] < FIRST_CJK) or 2 * len(within) > run.stop - run.start:
        return True
    first, last = int(within[0]), int(within[-1])
    if first == run.start:
        return _inset(frame, float(g.box[first, 0])) < _PADDING
    wall = frame.xs[min(int(frame.xs.searchsorted(g.centre[last])), len(frame.xs) - 1)]
    return bool(0 <= wall - g.box[last, 2] < _PADDING)


def _texts(frame: Frame, g: Glyphs, members: Indices, box: Indices) -> list[Indices]:
    """The run `members` cut where the text of the next cell begins.

    A clipped text ends where its neighbour begins, so that the two touch. But the neighbour begins as far from its
    ruling as the run from its own, and not at the step of the characters before it.
    """
    steps = g.box[members[1:], 0] - g.box[members[:-1], 2]
    em = float(g.em[members[0]])
    inset = _inset(frame, float(g.box[members[0], 0]))
    uneven = np.abs(steps - np.median(steps)) > _EVEN * em
    begins = [
        k + 1
        for k in where((box[members[1:]] != box[members[:-1]]) & uneven).tolist()
        if abs(_inset(frame, float(g.box[members[k + 1], 0])) - inset) < _SAME_INSET * em
    ]
    return np.split(members, begins)


def _inset(frame: Frame, x: float) -> float:
    """How far a place is from the ruling on its left."""
    return x - float(frame.xs[max(int(frame.xs.searchsorted(x)) - 1, 0)])


def _is_cut(frame: Frame, g: Glyphs, members: Indices, box: Indices) -> bool:
    """Whether a ruling runs through a character of a run, or its characters touch where a ruling parts them."""
    at = members[1:][box[members[1:]] != box[members[:-1]]]
    em = g.em[at]
    walls = frame.xs[frame.xs.searchsorted(g.centre[at - 1]).clip(0, len(frame.xs) - 1)]
    before, after = g.box[at - 1, 2], g.box[at, 0]
    through = (before > walls + _CUT * em) | (after < walls - _CUT * em)
    return bool(tally(through | (after - before < _TOUCHING * em)) == len(at))


def _home(frame: Frame, x0: float, x1: float, boxes: list[int]) -> int | None:
    """The box that a run from x0 to x1 was set in: centred, else flush left or right of it; None if neither."""
    n_cols = frame.shape[1]
    sides = []
    for one in boxes:
        row = frame.owner[one // n_cols]
        columns = where(row == one)
        sides.append((float(frame.xs[columns[0]]), float(frame.xs[columns[-1] + 1])))
    for one, (left, right) in zip(boxes, sides, strict=True):
        if abs((left + right) - (x0 + x1)) / 2 < _CENTRED:
            return one
    if 0 <= x0 - sides[0][0] < _PADDING:
        return boxes[0]
    if 0 <= sides[-1][1] - x1 < _PADDING:
        return boxes[-1]
    return None


def _holder(boxes: Indices) -> int | None:
    """The box that holds nearly all characters of a run, if any: an indented name loses its last one to the amounts."""
    held, counts = np.unique(boxes, return_counts=True)
    return int(held[counts.argmax()]) if counts.max() >= _NEARLY_ALL * len(boxes) else None
