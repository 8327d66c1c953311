"""The labels of a heading without rulings: lines of text set together as they are meant.

Lines that stand centred right under one another form a chain: one label in several lines, or a label above another
one. Where the words of a chain can be parted into known headings they are; else a chain is one label.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.heading_words import word_kind
from pipelines.extract.readers.pdf.segments import Segment

_LINE = 1.75
"""Lines of one label are at most this many em apart."""
_CENTRED = 0.3
"""The middles of the lines of one label differ by at most this many em."""
_FLUSH = 0.2
"""Labels set flush left begin within so many em."""
_UNKNOWN = 3
_WIDE = 1.5
_WIDER = 1.15
"""A known label costs more if two of its lines are so many times further apart than those of others."""
_MAX_LINES = 14


@dataclass(slots=True)
class Label:
    """A label of one or more lines, their text without breaks, where it stands, and the height of its em square.

    Once placed it has the columns `first` to `last` that it heads, and its row.
    """

    segments: list[Segment]
    first: int = -1
    last: int = -1
    level: int = 0
    text: str = field(init=False, compare=False)
    x0: float = field(init=False, compare=False)
    x1: float = field(init=False, compare=False)
    top: float = field(init=False, compare=False)
    bottom: float = field(init=False, compare=False)
    centre: float = field(init=False, compare=False)
    middle: float = field(init=False, compare=False)
    em: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.text = "".join(piece.text for piece in self.segments)
        self.x0, self.x1 = min(piece.x0 for piece in self.segments), max(piece.x1 for piece in self.segments)
        self.top, self.bottom = self.segments[0].top, self.segments[-1].bottom
        self.centre, self.middle = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        self.em = self.segments[0].em


def is_flush(one: Label, other: Label) -> bool:
    """Whether two labels begin at the same place."""
    return abs(one.x0 - other.x0) < _FLUSH * one.em


def labels_of(lines: list[list[Segment]], across: Floats, *, by_words: bool) -> list[Label]:
    """The labels in the lines of a heading, from the left.

    Args:
        lines: segments, from top to bottom.
        across: rulings (n, 3) y, x0, x1 of the page; one between two lines parts them.
        by_words: whether chains may be parted where no ruling does it.
    """
    chains: list[list[Segment]] = []
    for piece in (piece for line in lines for piece in line):
        chain = next((parts for parts in reversed(chains) if _goes_on(parts[-1], piece, across)), None)
        if chain is None:
            chains.append([piece])
        else:
            chain.append(piece)
    runs = [run for chain in chains for run in _runs(chain)] if by_words else chains
    line = min((step for run in runs for step in _steps(run)), default=0.0)
    if by_words and line:
        runs = [run for chain in chains for run in _runs(chain, line)]
    found = [Label(run) for run in runs]
    return sorted(found, key=lambda label: (label.centre, label.top))


def _goes_on(upper: Segment, lower: Segment, across: Floats) -> bool:
    """Whether a piece stands centred right below another, no ruling between them."""
    drop = lower.middle - upper.middle
    if not 0.5 * upper.em < drop < _LINE * upper.em or abs(upper.em - lower.em) > 0.15 * upper.em:
        return False
    middle = (lower.x0 + lower.x1) / 2
    if abs((upper.x0 + upper.x1) / 2 - middle) > _CENTRED * upper.em and abs(upper.x0 - lower.x0) > 0.1 * upper.em:
        return False
    between = (across[:, 0] > upper.middle) & (across[:, 0] < lower.middle)
    return not (between & (across[:, 1] < middle) & (across[:, 2] > middle)).any()


def _runs(chain: list[Segment], line: float = np.inf) -> list[list[Segment]]:
    """The chain parted into labels, as many known ones and as few labels as possible.

    Unequal steps between the lines are no reason to join what may be parted, nor are steps wider than from one `line`
    of a label to the next.
    """
    if len(chain) == 1 or len(chain) > _MAX_LINES:
        return [chain]
    best: list[tuple[float, list[list[Segment]]]] = [(0, [])]
    for end in range(1, len(chain) + 1):
        options = []
        for start in range(end):
            run = chain[start:end]
            cost = _cost(run, line)
            options.append((best[start][0] + cost, [*best[start][1], run]))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    return best[-1][1]


def _cost(run: list[Segment], line: float) -> float:
    """The cost of a run as one label: little for a known one, unless its lines stand further apart than a `line`."""
    if not word_kind("".join(piece.text for piece in run)):
        return 1 + _UNKNOWN + _looseness(run)
    return 1 + _WIDE * (max(_steps(run), default=0.0) > _WIDER * line)


def _looseness(run: list[Segment]) -> int:
    """One where the steps between the lines of a run differ: an unknown label rather ends there."""
    steps = _steps(run)
    return int(bool(steps) and max(steps) - min(steps) > 0.2 * run[0].em)


def _steps(run: list[Segment]) -> list[float]:
    return [below.middle - above.middle for above, below in pairwise(run)]
