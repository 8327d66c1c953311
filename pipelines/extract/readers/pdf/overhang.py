"""Names of several lines that reach over the upper or lower edge of their table.

Wrapped text that is higher than its row crosses the rulings above and below it. In the first row of a page, and in the
last, no row lies beyond: the line outside would stand alone, and part a table that goes on overleaf.
"""

from __future__ import annotations

from pipelines.extract.readers.pdf.arrays import Flags, tally, where
from pipelines.extract.readers.pdf.frames import Frame
from pipelines.extract.readers.pdf.glyphs import FIRST_CJK, Glyphs, to_text
from pipelines.extract.readers.pdf.leads import reads_as_lead
from pipelines.extract.readers.pdf.overflow import run_of

_CLOSEST, _FARTHEST = 0.8, 1.7
"""How far apart the lines of one name are, in em."""
_SAME_EM = 0.15
"""Characters of one size have em squares that differ by this part: not all come from one font."""
_SPACED = 0.4
"""Characters of a name may be spaced out by so much, in em."""
_PADDING = 6.0
"""White space on either side of a cell's text at most, in points."""
_INDENT = 2.0
"""A name begins so many em behind its padding at most."""
_EDGE = 1.0


def over_edges(frame: Frame, g: Glyphs, inside: Flags, free: Flags) -> Flags:
    """Which glyphs are the frame's, with the lines of a name that its first or last row has no room for.

    Such a line is drawn right before or after one inside, in its column and at its pitch, and the upper of the two
    has no room for a further character.

    Args:
        frame: the rulings.
        g: (n) the glyphs of the page in content order.
        inside: (n) those whose centre lies in the frame.
        free: (n) those that no other frame took.
    """
    owned = inside
    for at in where((inside[1:] != inside[:-1]) & free[1:] & free[:-1]).tolist():
        inner, outer = (at, at + 1) if inside[at] else (at + 1, at)
        is_above = bool(g.middle[outer] < g.middle[inner])
        is_ahead = outer > inner
        while _is_rest(frame, g, inner, outer, is_above=is_above):
            if is_above and _is_set_at_top(frame, g, inside, inner):
                break
            line = run_of(g, outer, _SPACED)
            owned = inside.copy() if owned is inside else owned
            owned[line] = True
            inner, outer = (line.stop - 1, line.stop) if is_ahead else (line.start, line.start - 1)
            if not (0 <= outer < len(g) and free[outer]):
                break
    return owned


def _is_set_at_top(frame: Frame, g: Glyphs, inside: Flags, inner: int) -> bool:
    """Whether other texts of the first row stand at its top, with room for a line below them: none rises above it.

    The line above the table is then none of it, such as the head that every page has.
    """
    top, bottom = float(frame.ys[0]), float(frame.ys[1])
    column = frame.xs.searchsorted(g.centre)
    others = inside & (g.middle < bottom) & (column != column[inner])
    above: dict[int, float] = {}
    below: dict[int, float] = {}
    for at in where(others).tolist():
        own = int(column[at])
        above[own] = min(above.get(own, bottom), float(g.box[at, 1]) - top)
        below[own] = min(below.get(own, bottom), bottom - float(g.box[at, 3]))
    return any(below[own] - above[own] > g.em[inner] for own in above)


def _is_rest(frame: Frame, g: Glyphs, inner: int, outer: int, *, is_above: bool) -> bool:
    """Whether the line of the glyph `outer`, above or below that of `inner`, belongs to the same name."""
    em = float(g.em[inner])
    drop = float(g.middle[outer] - g.middle[inner])
    if not _CLOSEST * em < (-drop if is_above else drop) < _FARTHEST * em or abs(g.em[outer] - em) > _SAME_EM * em:
        return False
    line, rest = run_of(g, inner, _SPACED), run_of(g, outer, _SPACED)
    text = to_text(g.code[rest])
    is_worded = tally(g.code[line] >= FIRST_CJK) and tally(g.code[rest] >= FIRST_CJK)
    return bool(is_worded) and not reads_as_lead(text) and _fills_column(frame, g, line, rest, is_above=is_above)


def _fills_column(frame: Frame, g: Glyphs, line: slice, rest: slice, *, is_above: bool) -> bool:
    """Whether both lines stand in one column, and the upper one leaves no room for a character more."""
    columns = frame.owner[0 if is_above else -1]
    at = min(max(int(frame.xs.searchsorted(g.centre[line.start])) - 1, 0), len(columns) - 1)
    own = where(columns == columns[at])
    left, right = float(frame.xs[own[0]]), float(frame.xs[own[-1] + 1])
    sides = [(float(g.box[run.start, 0]), float(g.box[run.stop - 1, 2])) for run in (line, rest)]
    if any(x0 < left - _EDGE or x1 > right + _EDGE for x0, x1 in sides):
        return False
    x0, x1 = sides[is_above]
    return right - left - (x1 - x0) < 2 * _PADDING + (1 + _INDENT) * float(g.em[line.start])
