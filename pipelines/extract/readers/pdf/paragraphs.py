"""Lines below one another to paragraphs, each in a row of its own: the parting that fits the rows best.

Where the names of a column are higher than their rows and nothing is drawn between them, only the rows tell where one
name ends and the next begins: each row holds one, and shows it where it shows the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

_MOST_LINES = 24
"""Lines of one text: headings may be set one character a line."""
_NEAR = 3.0
"""The middle of a paragraph lies within its row, or so many em beside it."""
_ELSEWHERE, _TOLD_OTHERWISE = 0.05, 0.5
"""Costs, in em: of a line that lies in another row, and of a row that no figure beside tells."""


class NameLine(NamedTuple):
    """A line: its middle, and how much speaks against its going on from the line before it, in em."""

    y: float
    strain: float


class Slot(NamedTuple):
    """A box of the lines' column: its first row, top and bottom."""

    row: int
    top: float
    bottom: float


class Setting(NamedTuple):
    """How a table sets its texts: the em, at which side of its box, and how far a single line's middle is from there.

    `side` is 0 for the top, 1 for the bottom; None for the middle.
    """

    em: float
    side: int | None = None
    inset: float = 0.0


class Told(NamedTuple):
    """The rows of figures drawn right before and right after the lines, where there are such."""

    before: int | None
    after: int | None


def settled(lines: Sequence[NameLine], slots: Sequence[Slot], setting: Setting, told: Told) -> tuple[float, list[int]]:
    """The cost of the best parting, and the number of the slot of each line; infinite and none where none holds them.

    Every slot takes one paragraph at most, from top to bottom. The cost of a paragraph is how far it is from where the
    slot would set it, how uneven its lines are, and what speaks against joining them.
    """
    last = len(lines) - 1
    best: list[dict[int, tuple[float, int, int]]] = []
    for end in range(len(lines)):
        found: dict[int, tuple[float, int, int]] = {}
        for start in range(end, max(end - _MOST_LINES, -1), -1):
            strain = sum(line.strain for line in lines[start + 1 : end + 1])
            if strain == inf:
                break
            for number, slot in enumerate(slots):
                cost = strain + _cost(lines[start : end + 1], slot, setting)
                if cost == inf:
                    continue
                cost += _TOLD_OTHERWISE * (start == 0 and told.before not in {None, slot.row})
                cost += _TOLD_OTHERWISE * (end == last and told.after not in {None, slot.row})
                cost, before = (
                    min(
                        ((cost + total, above) for above, (total, _, _) in best[start - 1].items() if above < number),
                        default=(inf, -1),
                    )
                    if start
                    else (cost, -1)
                )
                if cost < found.get(number, (inf,))[0]:
                    found[number] = cost, start, before
        best.append(found)
    return _way_back(best)


def _cost(lines: Sequence[NameLine], slot: Slot, setting: Setting) -> float:
    """How far a paragraph is from where the slot would set it, in em."""
    first, last = lines[0].y, lines[-1].y
    middle = (first + last) / 2
    if not slot.top - _NEAR * setting.em < middle < slot.bottom + _NEAR * setting.em:
        return inf
    if setting.side is None:
        off = middle - (slot.top + slot.bottom) / 2
    else:
        off = slot.bottom - last - setting.inset if setting.side else first - slot.top - setting.inset
    steps = [below.y - above.y for above, below in pairwise(lines)]
    uneven = max(steps) - min(steps) if steps else 0.0
    return (abs(off) + uneven) / setting.em + _ELSEWHERE * sum(not slot.top < line.y < slot.bottom for line in lines)


def _way_back(best: list[dict[int, tuple[float, int, int]]]) -> tuple[float, list[int]]:
    """The cost and the slots of the cheapest parting, line by line."""
    found: list[int] = []
    end = len(best) - 1
    number = min(best[-1], key=lambda slot: best[-1][slot][0], default=-1)
    cost = best[-1][number][0] if number >= 0 else inf
    while end >= 0 and number >= 0:
        _, start, before = best[end][number]
        found += [number] * (end - start + 1)
        end, number = start - 1, before
    return (cost, found[::-1]) if end < 0 else (inf, [])
