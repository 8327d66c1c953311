"""Amounts and codes that a narrow column breaks into lines (2,215.3 over 1, 20 over 5), made whole if they can be."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.segments import Segment

_DECIMALS = re.compile(r"\.(\d+)\)?$")
_BROKEN_GROUP = re.compile(r",\d{0,2}$")
_BROKEN_CODE, _CODE = re.compile(r"[235]\d"), re.compile(r"[235]\d\d")
"""The first two digits of a class of expenditure (205, 301, 502), and the whole of it."""
_MIN_DROP, _MAX_DROP = 0.6, 1.8
"""The lines of one amount are this many em apart."""
_LEVEL = 0.5
"""A whole amount belongs to a line whose middle is at most this many em from its own."""


def with_whole_numbers(lines: list[list[Segment]]) -> list[list[Segment]]:
    """The lines, each broken amount or code as one piece in the line nearest to its middle."""
    usual = _usual_decimals(lines)
    if usual is None:
        return lines
    amount = re.compile(rf"[-−－△(]?\d{{1,3}}(?:(?:,\d{{3}})*|\d*)\.\d{{{usual}}}\)?")
    kept = [list(line) for line in lines]
    whole: list[Segment] = []
    for number, line in enumerate(lines):
        for piece in line:
            if piece not in kept[number] or not piece.is_number:
                continue
            joined = None
            if _is_broken(piece.text, usual):
                joined = _joined(piece, kept, number, amount)
            elif piece is line[0] and _BROKEN_CODE.fullmatch(fold_tight(piece.text)):
                joined = _joined_code(piece, kept, number)
            if joined:
                whole.append(joined)
    for piece in whole:
        _insert(kept, piece)
    return [sorted(line, key=lambda one: one.x0) for line in sorted(filter(None, kept), key=lambda one: one[0].middle)]


def _usual_decimals(lines: list[list[Segment]]) -> int | None:
    """How many decimals nearly all amounts print; None where the page has no amounts, or they differ."""
    counts = Counter(len(found.group(1)) for line in lines for piece in line if piece.is_amount
                     if (found := _DECIMALS.search(fold_tight(piece.text))))  # fmt: skip
    if not counts:
        return None
    usual, times = counts.most_common(1)[0]
    return usual if usual > 1 and 2 * times > counts.total() else None


def _is_broken(text: str, usual: int) -> bool:
    key = fold_tight(text)
    decimals = _DECIMALS.search(key)
    return len(decimals.group(1)) < usual if decimals else bool(_BROKEN_GROUP.search(key)) or key.endswith(".")


def _joined(piece: Segment, kept: list[list[Segment]], number: int, pattern: re.Pattern[str]) -> Segment | None:
    """The whole amount that begins with a piece, its parts taken out of the lines; None if nothing completes it."""
    for below in kept[number + 1 : number + 5]:
        for rest in below:
            drop = rest.middle - piece.middle
            is_below = _MIN_DROP * piece.em < drop < _MAX_DROP * piece.em and rest.x0 < piece.x1 and piece.x0 < rest.x1
            text = piece.text + rest.text
            if is_below and rest.is_number and pattern.fullmatch(fold_tight(text)):
                kept[number].remove(piece)
                below.remove(rest)
                return Segment(
                    text=text,
                    x0=min(piece.x0, rest.x0),
                    top=piece.top,
                    x1=max(piece.x1, rest.x1),
                    bottom=rest.bottom,
                    members=piece.members + rest.members,
                    size=piece.em,
                )
    return None


def _joined_code(piece: Segment, kept: list[list[Segment]], number: int) -> Segment | None:
    """The whole class (20 over 5): its rest stands right below it.

    Either the rest is alone or beside the rest of its name, or the first digits are and the rest begins the row. The
    whole class stands at the height of its row's figures.
    """
    rest_of_row = [other for other in kept[number + 1] if other.is_number] if number + 1 < len(kept) else []
    if not rest_of_row or abs(rest_of_row[0].x0 + rest_of_row[0].x1 - piece.x0 - piece.x1) > piece.em:
        return None
    is_upper_row = any(other.is_number for other in kept[number] if other is not piece)
    if len(rest_of_row) > 1 and is_upper_row:
        return None
    joined = _joined(piece, kept, number, _CODE)
    if joined and is_upper_row:
        return msgspec.structs.replace(joined, bottom=piece.bottom)
    return msgspec.structs.replace(joined, top=rest_of_row[0].top) if joined and len(rest_of_row) > 1 else joined


def _insert(lines: list[list[Segment]], piece: Segment) -> None:
    near = [line for line in lines if line and abs(line[0].middle - piece.middle) < _LEVEL * piece.em]
    if near:
        min(near, key=lambda line: abs(line[0].middle - piece.middle)).append(piece)
    else:
        lines.append([piece])
