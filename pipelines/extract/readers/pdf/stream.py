"""Tables without vertical rulings: columns from white space, rows from the lines that carry numbers.

A row is a line with a number beside another piece of text; a line between two rows continues the nearer one. Where
rulings across part every row they decide instead. Columns are the white lanes that run through all rows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipelines.extract.folding import fold, fold_tight
from pipelines.extract.page_numbers import is_page_number
from pipelines.extract.readers.pdf.aligned_rows import aligned_rows
from pipelines.extract.readers.pdf.arrays import Floats, tally, where
from pipelines.extract.readers.pdf.bands import amounts_in, bands_of, has_amounts, is_headed, lists_codes, pieces_in
from pipelines.extract.readers.pdf.first_lines import first_item, first_of_name, first_of_row
from pipelines.extract.readers.pdf.frames import Rulings
from pipelines.extract.readers.pdf.gaps import is_digit
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text
from pipelines.extract.readers.pdf.heading import Heading, find_heading, fits, plain_heading, repeats_line
from pipelines.extract.readers.pdf.justified import with_justified
from pipelines.extract.readers.pdf.lanes import Interval, find_lanes, is_total_name
from pipelines.extract.readers.pdf.open_body import head_of, stacked
from pipelines.extract.readers.pdf.row_boxes import joined, row_boxes, with_wide_totals
from pipelines.extract.readers.pdf.row_lines import Row, is_row, rows_of
from pipelines.extract.readers.pdf.segments import Segment, cut_segments
from pipelines.extract.readers.pdf.sheet import Sheet
from pipelines.extract.readers.pdf.signs import with_signs
from pipelines.extract.readers.pdf.typeset import Lined, in_lines
from pipelines.extract.readers.pdf.whole_numbers import with_whole_numbers

_DECIMALS = re.compile(r"\.\d")
_MIN_ROWS = 3
_MIN_NUMBERS = 2
"""Fewer lone numbers are a table only where one goes on from the page before."""
_FOOT = 1.8
"""A page number stands at least this many em below all else: nearer, it ends a broken amount."""
_NEXT_ROW = 4.2
"""The total of an empty table stands at most this many em below its column numbers."""
_ONE_LINE = 0.6
"""Glyphs whose middles differ by no more than this, in em, stand in two lines at most."""
_WRAPPED, _NEXT_LINES = 1.7, 3
"""The lines of one number stand at most this many em apart; those of names may lie between."""
_HALF_LINE = 1.0
"""The lines of a name in two lines stand less than this, in em, above and below the middle of its row."""


def find_streams(
    lined: Lined, rulings: Rulings, ruled: list[Sheet], carried: Heading | None = None
) -> tuple[list[Sheet], Lined]:
    """The ruled sheets and the tables among the glyphs that no frame took, and the glyphs that no table took.

    A ruled heading above rows without rulings becomes one sheet with them. Rows without any heading take the columns
    of the table before them if they fit; at the top of the page those are `carried` over.
    """
    if _lone_numbers(lined.drawn) < (_MIN_NUMBERS if carried is None else 1):
        return ruled, lined
    lines = cut_segments(lined, rulings.down, tables_only=carried is None)
    lines = with_justified(with_whole_numbers(with_signs(_without_page_number(lines), rulings.down)))
    taken: list[int] = []
    sheets = list(ruled)
    for band in bands_of(lines):
        first, last = band[0], band[-1]
        over = head_of(lines, first, last, sheets) if amounts_in(lines, band) else None
        goes_on = carried is not None and _goes_on(lines, band, carried)
        if not (over or goes_on or has_amounts(lines, band) or is_headed(lines, first)):
            continue
        found = _below(*over, lines, last, rulings) if over else _table(lines, first, last, rulings, carried)
        carried = found[0].heading if found else None
        if found is not None:
            sheet, used = found
            if over:
                sheets = [other for other in sheets if other is not over[0]]
            sheets.append(sheet)
            taken.extend(index for segment in used for index in segment.members)
    return sheets, _without(lined, taken) if taken else lined


def _without(lined: Lined, taken: list[int]) -> Lined:
    left = np.ones(len(lined.order), np.bool_)
    left[taken] = False
    return in_lines(lined.drawn.take(where(left)))


def _goes_on(lines: list[list[Segment]], band: list[int], carried: Heading) -> bool:
    """Whether a stretch of rows goes on with a table: it has its columns, or stands below its heading again."""
    if not (amounts_in(lines, band) or lists_codes(lines, band)):
        return False
    return fits(pieces_in(lines, band), carried.borders) or repeats_line(lines[max(band[0] - 1, 0)], carried)


def _without_page_number(lines: list[list[Segment]]) -> list[list[Segment]]:
    """The lines but a last one that is only the number of the page."""
    if len(lines) < 2 or not is_page_number(" ".join(piece.text for piece in lines[-1])):
        return lines
    last = lines[-1][0]
    is_number = all(piece.is_number for piece in lines[-1])
    return lines if is_number and last.middle - lines[-2][0].middle < _FOOT * last.em else lines[:-1]


def _lone_numbers(g: Glyphs) -> int:
    """How many numbers begin after white space, or on a line of their own, in content order."""
    if not len(g):
        return 0
    digit = is_digit(g)
    apart = (g.box[1:, 0] - g.box[:-1, 2] > 0.15 * g.em[1:]) | (g.box[1:, 0] < g.box[:-1, 0])
    return tally(digit[1:] & apart)


def has_rows(glyphs: Glyphs) -> bool:
    """Whether some glyphs are rows of a table without rulings."""
    if _lone_numbers(glyphs) < _MIN_ROWS:
        return False
    lines = cut_segments(in_lines(glyphs))
    return any(amounts_in(lines, band) for band in bands_of(lines))


def stacks_rows(glyphs: Glyphs, rulings: Rulings, *, is_all: bool) -> bool:
    """Whether glyphs that no ruling across parts are several rows.

    Most of their lines have an amount apart; where they are all of a table, one may number the columns of the others.
    An amount that goes on in the next line is that of one row.
    """
    if not (_has_lines(glyphs) and (is_all or _has_points(glyphs))):
        return False
    lines = cut_segments(in_lines(glyphs), rulings.down)
    rows = sum(is_row(line) and any(piece.is_amount for piece in line) for line in lines)
    if not is_all and any(_goes_on_below(line, lines[at + 1 : at + _NEXT_LINES]) for at, line in enumerate(lines)):
        return False
    return len(lines) >= _MIN_ROWS and (
        (is_all and any(map(_numbers_columns, lines))) or (rows >= _MIN_ROWS and 2 * rows >= len(lines))
    )


def _goes_on_below(line: list[Segment], below: list[list[Segment]]) -> bool:
    """Whether an amount is torn into two lines: below it stand digits that are no amount, nor a zero."""
    rests = [piece for other in below for piece in other if piece.is_code and fold_tight(piece.text).strip("0")]
    return any(
        rest.x0 < piece.x1 and piece.x0 < rest.x1 and rest.middle - piece.middle < _WRAPPED * piece.em
        for piece in line
        if piece.is_amount
        for rest in rests
    )


def _has_lines(glyphs: Glyphs) -> bool:
    """Whether some glyphs may stand in as many lines as a table has at least: the text of most tall rows is one."""
    if len(glyphs) < _MIN_ROWS:
        return False
    middle = glyphs.middle
    return bool(middle.max() - middle.min() > _ONE_LINE * max(glyphs.em.min(), 1.0))


def _has_points(glyphs: Glyphs) -> bool:
    """Whether some glyphs may be amounts in as many rows as a table has at least."""
    return len(_DECIMALS.findall(fold(to_text(glyphs.code)))) >= _MIN_ROWS


def _below(
    head: Sheet, start: int, lines: list[list[Segment]], last: int, rulings: Rulings
) -> tuple[Sheet, list[Segment]]:
    """The rows from line `start` on, in the columns of the ruled heading above them."""
    none = plain_heading(head.xs)
    rows = aligned_rows(lines, start, last, none.separators) or rows_of(lines, start, last)
    rows = _ruled_rows(rows, rulings, none.span) or rows
    body, used = _sheet(none, rows, spread=False)
    return replace(stacked(head, body), heading=none), used


def _table(
    lines: list[list[Segment]], first: int, last: int, rulings: Rulings, carried: Heading | None
) -> tuple[Sheet, list[Segment]] | None:
    numbering = lines[first] if _numbers_columns(lines[first]) else []
    body = [line for line in lines[first + bool(numbering) : last + 1] if is_row(line)]
    if not body:
        return _without_rows(lines, first, rulings)
    segments = [segment for line in body for segment in line]
    lanes = find_lanes(segments, len(body))
    if len(lanes) < 2 and carried is None:
        return None
    wide = _wide(rulings, (lanes[0][0], lanes[-1][1]))
    ruled = _parts_rows(wide, body[0][0].middle, lines[last][0].middle, len(body))
    start = _first_line(lines, first, wide) if ruled else first - _is_wrapped_upwards(lines, first)
    start = first_item(lines, first_of_name(lines, start), last)
    heading = find_heading(lines[: start + 1], lanes, segments, numbering, rulings, ruled=ruled, carried=carried)
    if carried is not None and not heading.is_known and not numbering and fits(segments, carried.borders):
        heading = plain_heading(carried.borders)
        start = first_item(lines, first_of_row(lines, first, last), last)
    elif len(lanes) < 2:
        return None
    else:
        carried = heading
    above = first + 1 - start if numbering else 0
    rows = aligned_rows(lines, start, last, heading.separators, above)
    rows = rows or rows_of(lines, start, last, is_numbered=above == 1)
    rows = _ruled_rows(rows, rulings, heading.span) or rows
    sheet, used = _sheet(heading, rows, spread=bool(numbering))
    return replace(sheet, heading=replace(carried, borders=sheet.xs)), used


def _without_rows(lines: list[list[Segment]], first: int, rulings: Rulings) -> tuple[Sheet, list[Segment]] | None:
    """A heading, its row of column numbers, and a total without figures: a table that is published empty."""
    numbering = lines[first]
    lanes = find_lanes(numbering, 1)
    if len(lanes) < 2:
        return None
    heading = find_heading(lines[: first + 1], lanes, numbering, [], rulings, ruled=False)
    rows = [Row(numbering[0].middle, numbering)]
    below = lines[first + 1] if first + 1 < len(lines) else []
    is_near = bool(below) and below[0].middle - numbering[0].middle < _NEXT_ROW * below[0].em
    if is_near and len(below) == 1 and is_total_name(below[0]):
        rows.append(Row(below[0].middle, below))
    sheet, used = _sheet(heading, rows, spread=True)
    return replace(sheet, heading=replace(heading, borders=sheet.xs)), used


def _numbers_columns(line: list[Segment]) -> bool:
    """The row of column numbers (栏次) below a heading: 1, 2, 3 …, with a word at most beside each."""
    numbers = [segment.text for segment in line if segment.is_number]
    plain = all(text.isdigit() for text in numbers)
    return plain and len(numbers) >= 2 and [int(text) for text in numbers] == list(range(1, len(numbers) + 1))


def _ruled_rows(rows: list[Row], rulings: Rulings, span: Interval) -> list[Row]:
    """Rows regrouped by the rulings across, where those part at least every other row; else none."""
    wide = _wide(rulings, span)
    ys = np.sort(wide[(wide > rows[0].top - 6) & (wide < rows[-1].bottom + 6)])
    if len(ys) < max(_MIN_ROWS, len(rows) // 2):
        return []
    regrouped: dict[int, Row] = {}
    for row in rows:
        for segment in row.segments:
            band = int(np.searchsorted(ys, segment.middle))
            regrouped.setdefault(band, Row(segment.middle)).segments.append(segment)
    return [regrouped[band] for band in sorted(regrouped)]


def _wide(rulings: Rulings, span: Interval) -> Floats:
    """Heights of the rulings that run over the whole width of a table."""
    heights: Floats = rulings.across[(rulings.across[:, 1] < span[0] + 20) & (rulings.across[:, 2] > span[1] - 20), 0]
    return heights


def _parts_rows(wide: Floats, top: float, bottom: float, n_rows: int) -> bool:
    """Whether rulings stand above the first row and part at least every other one."""
    inner = int(((wide > top) & (wide < bottom)).sum())
    return bool((wide < top).any()) and inner >= max(n_rows // 2, 1)


def _first_line(lines: list[list[Segment]], first: int, wide: Floats) -> int:
    """The line below the last ruling above the first row: a name wrapped upwards begins there."""
    ruling = wide[wide < lines[first][0].middle].max()
    return next((n for n in range(max(first - 3, 0), first) if lines[n][0].top > ruling - 1), first)


def _is_wrapped_upwards(lines: list[list[Segment]], first: int) -> bool:
    """Whether the line above the first row is its own: nearer than any line of a heading could be."""
    return first > 0 and lines[first][0].middle - lines[first - 1][0].middle < _HALF_LINE * lines[first][0].em


def _sheet(heading: Heading, rows: list[Row], *, spread: bool) -> tuple[Sheet, list[Segment]]:
    """Heading and body as one sheet, and all segments in it; `spread`: the first row numbers the columns."""
    between = heading.separators
    n_cols, depth = len(between) + 1, heading.depth
    owner = np.arange((depth + len(rows)) * n_cols).reshape(-1, n_cols)
    owner[:depth] = heading.owner
    text = dict(heading.text)
    used = list(heading.segments)
    boxes = [row_boxes(row, between, spread=spread and not number) for number, row in enumerate(rows)]
    names = Counter(first for row in boxes for (first, _), pieces in row.items() if not pieces[0].is_number)
    for number, row in enumerate(boxes, depth):
        for (first, last), pieces in with_wide_totals(row, names).items():
            index = number * n_cols + first
            owner[number, first : last + 1] = index
            text[index] = joined(pieces)
            used.extend(pieces)
    x0, x1 = min(piece.x0 for piece in used), max(piece.x1 for piece in used)
    body = np.array([(above.bottom + below.top) / 2 for above, below in pairwise(rows)])
    ys = np.concatenate((heading.boundaries(rows[0].top), body, [rows[-1].bottom]))
    ends = heading.span
    xs = np.concatenate(([min(x0 - 1, ends[0])], between, [max(x1 + 1, ends[1])]))
    return Sheet(xs, np.maximum.accumulate(ys), owner, text, "stream"), used
