"""Stretches of rows in the lines of a page: where a table without rulings begins, goes on and ends."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extract.readers.pdf.heading_words import word_kind
from pipelines.extract.readers.pdf.lanes import is_total_name
from pipelines.extract.readers.pdf.leads import is_lead, numbers_table
from pipelines.extract.readers.pdf.row_lines import in_line, is_anchor, is_row
from pipelines.extract.readers.pdf.segments import Segment

_MIN_ROWS = 3
_HEADINGS = 4
"""So many known headings above a row make it one of a table."""
_HEAD_LINES, _AMOUNT_HEADINGS = 8, 7
"""So many known headings of amounts, in as many lines at most above a row of figures alone, make it one of a table."""
_CROWDED = 5
"""So many numbers in one line make a table by themselves."""
_MAX_PAUSE = 6.5
"""Rows of one table are at most this many em apart."""
_MAX_LINES_BETWEEN = 5
_CODE = re.compile(r"[235]\d\d(?:\d\d){0,2}")
"""A functional or economic classification (2010301, 30201)."""
_MAX_NAMES = 14
_MAX_STEP = 4.2
_NARROW = 0.4
"""Lines of names between two lines with figures: so many, at most so many em apart, each this part of the width; or
more, all of them in line with others, as the names of a list that has no figures for most of them."""


def bands_of(lines: list[list[Segment]]) -> list[list[int]]:
    """The rows of each stretch of rows; prose of more than two lines, or a pause, ends a stretch."""
    bands: list[list[int]] = []
    for number in (index for index, line in enumerate(lines) if is_anchor(line)):
        if bands and _goes_on(lines, bands[-1], number):
            bands[-1].append(number)
        else:
            bands.append([number])
    bands = [band for band in bands if any(is_row(lines[number]) for number in band)]
    return [[number for number in band if is_row(lines[number]) or _is_code(lines[number])] for band in bands]


def _goes_on(lines: list[list[Segment]], band: list[int], number: int) -> bool:
    """Whether a line with figures belongs to the table of those before it: near, or only short texts between."""
    last = band[-1]
    before, here = lines[last][0], lines[number][0]
    if any(numbers_table(line) for line in lines[last + 1 : number]):
        return False
    if here.middle - before.middle <= _MAX_PAUSE * here.em and number - last <= _MAX_LINES_BETWEEN:
        return True
    between = lines[last : number + 1]
    if any(is_lead(piece) for line in between for piece in line):
        return False
    steps = [b[0].middle - a[0].middle for a, b in pairwise(between)]
    widest = max(piece.x1 - piece.x0 for line in between for piece in line)
    rows = [lines[row] for row in (*band, number)]
    span = max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)
    if max(steps) > _MAX_STEP * here.em or widest >= _NARROW * span:
        return False
    return len(between) <= _MAX_NAMES or _are_columns(between[1:-1])


def _are_columns(lines: list[list[Segment]]) -> bool:
    """Whether every piece stands in line with one of another line."""
    pieces = [(number, piece) for number, line in enumerate(lines) for piece in line]
    return all(in_line(piece, [other for at, other in pieces if at != number]) for number, piece in pieces)


def _is_code(line: list[Segment]) -> bool:
    """Whether a line is a code alone, whose name is wrapped over the lines above and below."""
    return len(line) == 1 and bool(_CODE.fullmatch(line[0].text))


def lists_codes(lines: list[list[Segment]], band: list[int]) -> bool:
    """Whether all of a stretch are codes and names without figures, but for a total: the end of a long list."""
    rows = [lines[number] for number in band]
    return all(bool(_CODE.fullmatch(line[0].text)) or is_total_name(line[0]) for line in rows)


def amounts_in(lines: list[list[Segment]], band: list[int]) -> int:
    """How many amounts stand in a stretch of rows."""
    return sum(segment.is_amount for number in band for segment in lines[number])


def pieces_in(lines: list[list[Segment]], band: list[int]) -> list[Segment]:
    """All pieces of a stretch of rows."""
    return [segment for number in band for segment in lines[number]]


def has_amounts(lines: list[list[Segment]], band: list[int]) -> bool:
    """A list of contents has page numbers only; a table has amounts, or numbers in more than one column.

    A single row is enough where it is crowded, as in the table of the three public expenses (三公).
    """
    numbers = [sum(segment.is_number for segment in lines[number]) for number in band]
    if max(numbers, default=0) >= _CROWDED:
        return True
    crowded = sum(count >= 2 for count in numbers)
    return len(band) >= _MIN_ROWS and (amounts_in(lines, band) >= 2 or crowded >= _MIN_ROWS)


def is_headed(lines: list[list[Segment]], first: int) -> bool:
    """Whether known headings of names and amounts stand right above a row, as over a page of zeros.

    Many headings of amounts are enough above a row of nothing but figures, as in the table of the three public
    expenses (三公) of one who had few.
    """
    kinds = [word_kind(segment.text) for line in lines[max(first - _HEAD_LINES, 0) : first] for segment in line]
    if kinds.count("amount") >= _AMOUNT_HEADINGS and all(segment.is_number for segment in lines[first]):
        return True
    kinds = [word_kind(segment.text) for line in lines[max(first - 4, 0) : first] for segment in line]
    return kinds.count("name") >= 1 and kinds.count("amount") >= 1 and len(kinds) - kinds.count(None) >= _HEADINGS
