"""With which line the rows of a table without rulings begin: names and items stand above the first one with figures."""

from __future__ import annotations

from pipelines.extract.readers.pdf.heading_words import word_kind
from pipelines.extract.readers.pdf.leads import is_lead
from pipelines.extract.readers.pdf.row_lines import CONTINUES, ITEM, NEXT, PITCH, in_line, is_anchor, pitch_of
from pipelines.extract.readers.pdf.row_words import are_row_names
from pipelines.extract.readers.pdf.segments import Segment

_STEP = 4.2
"""Items without figures are at most so many em apart."""


def first_item(lines: list[list[Segment]], first: int, last: int) -> int:
    """The uppermost of the items without figures (二、…) right above the rows `first` to `last`, in line with them."""
    names = [piece for line in lines[first : last + 1] for piece in line if not piece.is_number]
    top = first
    for number in range(first - 1, -1, -1):
        line = lines[number]
        items = [piece for piece in line if ITEM.match(piece.text)]
        rest = [piece for piece in line if piece not in items]
        is_near = lines[number + 1][0].middle - line[0].middle < _STEP * line[0].em
        if not is_near or not any(in_line(piece, names) for piece in line):
            break
        if any(word_kind(piece.text) or is_lead(piece) or not in_line(piece, names) for piece in rest):
            break
        names += line
        top = number if items else top
    return top


def first_of_name(lines: list[list[Segment]], first: int) -> int:
    """The line with which the names of line `first` begin: above it, aligned with them, and no words of a heading."""
    while first > 1 and _begins_names(lines[first - 1], lines[first], lines[first - 2]):
        first -= 1
    return first


def _begins_names(line: list[Segment], below: list[Segment], above: list[Segment]) -> bool:
    if below[0].middle - line[0].middle > CONTINUES * line[0].em:
        return False
    names = [piece for piece in below if not piece.is_number]
    return all(
        in_line(piece, names)
        and (not word_kind(piece.text) or are_row_names([piece]))
        and not is_lead(piece)
        and not any(word_kind(over.text + piece.text) for over in above if over.x0 < piece.x1 and piece.x0 < over.x1)
        for piece in line
    )


def first_of_row(lines: list[list[Segment]], first: int, last: int) -> int:
    """The line with which the row of line `first` begins: names may be wrapped upwards."""
    pitch = pitch_of(lines[first : last + 1]) or pitch_of([line for line in lines[first : last + 1] if is_anchor(line)])
    while first and lines[first][0].middle - lines[first - 1][0].middle < pitch * PITCH:
        if any(is_lead(piece) for piece in lines[first - 1]):
            break
        first -= 1
    return first - _is_rest(lines, first, pitch)


def _is_rest(lines: list[list[Segment]], first: int, pitch: float) -> bool:
    """Whether the line above the first row of a page is the rest of a name that the page before begins."""
    if not first or len(lines[first - 1]) > 1:
        return False
    rest, row = lines[first - 1][0], lines[first][0]
    is_near = rest.middle > row.middle - NEXT * pitch and abs(rest.em - row.em) < 0.1 * row.em
    is_word = not rest.is_number and not is_lead(rest)
    return is_near and is_word and any(s.x0 < rest.x1 and rest.x0 < s.x1 for s in lines[first])
