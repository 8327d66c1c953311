"""Text without rulings cut into segments: pieces of a line with white space on both sides."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
import numpy as np

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.pdf.arrays import Floats, numbered, where
from pipelines.extract.readers.pdf.gaps import cuts_of, has_columns, without_chains
from pipelines.extract.readers.pdf.typeset import Lined, set_ordered

_STACKED = 1.75
"""The characters of a word written downwards stand at most this many em apart."""
_SPREAD = 12.0
"""The two characters of a spread word (项    目) stand at most this many em apart."""
_SIGNED = r"[-−－△]?{0}|\({0}\)"
_NUMBER = re.compile(_SIGNED.format(r"\d[\d,]*(?:\.\d+)?%?") + r"|[-—－–]{1,2}")
AMOUNT = re.compile(_SIGNED.format(r"\d[\d,]*\.\d+%?"))
_WORDS = frozenset(row["word"] for row in read_lexicon("spread_words"))
_IN_BRACKETS = re.compile(r"\([^()]*\)?$")


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


def cut_segments(lined: Lined, down: Floats | None = None, *, tables_only: bool = False) -> list[list[Segment]]:
    """Lines from top to bottom, each its segments from left to right.

    Args:
        lined: upright glyphs.
        down: rulings (n, 3) x, top, bottom, which part what stands on their two sides.
        tables_only: give no lines where none with a figure has white space or a ruling between two columns.
    """
    if not len(lined.glyphs):
        return []
    _, g, order, line = without_chains(lined)
    if tables_only and not has_columns(g, line, down):
        return []
    begins = cuts_of(g, order, line, down)
    number = numbered(begins)
    text = set_ordered(g, number, order, number).text
    starts = where(begins)
    low = np.minimum.reduceat(g.box[:, :2], starts).tolist()
    high = np.maximum.reduceat(g.box[:, 2:], starts).tolist()
    firsts, members = starts.tolist(), order.tolist()
    lines: dict[int, list[Segment]] = {}
    for name, (a, z, own) in enumerate(zip(firsts, [*firsts[1:], len(g)], line[starts].tolist(), strict=True)):
        (x0, top), (x1, bottom) = low[name], high[name]
        piece = Segment(text[name], x0, top, x1, bottom, tuple(members[a:z]))
        lines.setdefault(own, []).append(piece)
    cut_lines = [lines[key] for key in sorted(lines)]
    return [_with_spread_words(cut_lines, at) for at in range(len(cut_lines))]


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
