"""Headings that a page break tears in two, between their rows or inside them: both halves are boxes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from pipelines.extract.content import GridCell
from pipelines.extract.tables.heads import Header, find_header
from pipelines.extract.tables.pieces import Piece, Row
from pipelines.extract.tables.torn import STRUCTURAL, stands_alone
from pipelines.extract.tables.vocabulary import head_of

EDGE_TOLERANCE = 4.0
"""Points by which the same ruling may differ between two pages."""
_HEADING_ROWS = 4


def mend_headings(pieces: list[Piece]) -> list[Piece]:
    """The pieces with each heading that a page break tore made whole; all others as they are."""
    mended: list[Piece] = []
    for piece in pieces:
        whole = _whole(mended[-1], piece) if mended else None
        if whole is not None:
            mended[-1] = whole
        else:
            mended.append(piece)
    return mended


def _whole(upper: Piece, lower: Piece) -> Piece | None:
    """The piece of an unfinished heading and what follows it on the next page; None if they are not one."""
    if not lower.follows_directly or lower.lead.title or upper.is_noted or lower.page != upper.page + 1:
        return None
    if not 0 < len(upper.rows) <= _HEADING_ROWS or _has_digits(upper.rows):
        return None
    if upper.header.paths and upper.header.key() == lower.header.key():
        return None
    upper = replace(upper, rows=_filled(upper.rows))
    lower = replace(lower, rows=_filled(lower.rows, _head_end(lower.rows)))
    starts = _starts(upper, lower) if upper.rows and _may_be_heading(lower) else None
    if starts is None:
        return None
    is_whole = _is_known(upper.header) and _names_rows(upper.header)
    joins = (_one_into_another,) if is_whole else (_one_after_another, _one_into_another)
    for join in joins[::-1] if _fit_together(upper, lower, starts) else joins:
        rows = join(upper, lower, starts)
        header, length = find_header([(row.cells, row.texts) for row in rows])
        has_grown = length > len(upper.rows) - (not is_whole)
        if _is_known(header) and has_grown and (_names_rows(header) or not _begins_with_words(rows[length:])):
            return _piece(upper, lower, header, rows[length:])
    return None


def _fit_together(upper: Piece, lower: Piece, starts: list[int]) -> bool:
    """Whether the last row above and the first below fill each other's blanks: one row, its texts in either half."""
    halves = [(upper.rows[-1].texts[c], lower.rows[0].texts[at]) for c, at in enumerate(starts)]
    boxes = [upper.rows[-1].cells[c] for c in range(len(starts))]
    alone = [not top and bool(below) and not box.text for (top, below), box in zip(halves, boxes, strict=True)]
    return any(alone) and any(top and not below for top, below in halves)


def _may_be_heading(lower: Piece) -> bool:
    """Whether a page may begin with the rest of a heading: with no number, and no label that stands for itself."""
    if not lower.rows or _has_digits(lower.rows[:1]):
        return False
    return bool(lower.header.paths) or not stands_alone(lower.rows[0].texts[0])


def _head_end(rows: list[Row]) -> int:
    """How many rows lie above the first with digits; without any digits, down to the last that prints words."""
    digits = next((i for i, row in enumerate(rows) if _has_digits([row])), None)
    return digits if digits is not None else max((i + 1 for i, row in enumerate(rows) if any(row.texts)), default=0)


def _filled(rows: list[Row], n_head: int | None = None) -> list[Row]:
    """The rows without the blank ones among the first `n_head`: slivers of rows that begin on the other page."""
    blank = {i for i, row in enumerate(rows[:n_head]) if not any(row.texts)}
    if not blank:
        return rows
    numbers = [max(cell.row for cell in row.cells) for row in rows]
    gone = [numbers[i] for i in blank]
    moved: dict[int, GridCell] = {}
    for cell in {id(cell): cell for row in rows for cell in row.cells}.values():
        above = sum(number < cell.row for number in gone)
        inside = sum(cell.row <= number < cell.row + cell.row_span for number in gone)
        moved[id(cell)] = msgspec.structs.replace(cell, row=cell.row - above, row_span=max(1, cell.row_span - inside))
    return [
        msgspec.structs.replace(row, cells=[moved[id(cell)] for cell in row.cells])
        for i, row in enumerate(rows)
        if i not in blank
    ]


def _begins_with_words(rows: list[Row]) -> bool:
    """Whether the first filled row holds words: the rest of a heading, where rows have no names."""
    first = next((row for row in rows if any(row.texts)), None)
    return first is not None and any(char.isalpha() for text in first.texts for char in text)


def _piece(upper: Piece, lower: Piece, header: Header, body: list[Row]) -> Piece:
    return Piece(
        page=upper.page,
        sheet=upper.sheet,
        lead=upper.lead,
        header=header,
        rows=[*upper.rows, *lower.rows],
        body=body,
        edges=lower.edges,
        n_cols=lower.n_cols,
        has_rulings=upper.has_rulings and lower.has_rulings,
        trail=lower.trail,
        follows_directly=upper.follows_directly,
        is_noted=lower.is_noted,
    )


def _is_known(header: Header) -> bool:
    """Whether every column has a known heading."""
    return bool(header.paths) and all(path and head_of(path[-1]) for path in header.paths)


def _names_rows(header: Header) -> bool:
    """Whether a column holds what names the rows."""
    heads = [head_of(path[-1]) for path in header.paths if path]
    return any(head and head.role in STRUCTURAL for head in heads)


def _has_digits(rows: list[Row]) -> bool:
    return any(any(char.isdigit() for char in text) for row in rows for text in row.texts)


def _starts(upper: Piece, lower: Piece) -> list[int] | None:
    """For each column of the upper piece the first of the lower's columns under it; None where edges do not meet."""
    if upper.n_cols == lower.n_cols:
        return list(range(lower.n_cols))
    if upper.edges is None or lower.edges is None or upper.n_cols > lower.n_cols:
        return None
    found = []
    for x in upper.edges:
        at = next((c for c, edge in enumerate(lower.edges) if abs(edge - x) <= EDGE_TOLERANCE), None)
        if at is None:
            return None
        found.append(at)
    return found[:-1]


def _one_after_another(upper: Piece, lower: Piece, starts: list[int]) -> list[Row]:
    """The rows of both, the break between two rows."""
    return [*_spread(upper, lower.n_cols, starts), *_moved(lower.rows, len(upper.rows))]


def _one_into_another(upper: Piece, lower: Piece, starts: list[int]) -> list[Row]:
    """The rows of both, the last of the one and the first of the other being one row that the break tore."""
    above = _spread(upper, lower.n_cols, starts)
    below = _moved(lower.rows, len(upper.rows))
    for c, cell in enumerate(above[-1].cells):
        rests = below[0].cells[c : c + cell.col_span] if cell.col == c and below else []
        under = {id(rest): rest for rest in rests if rest.text or _is_within(rest, cell)}
        texts = [rest.text for rest in under.values() if rest.text]
        if not under or len(texts) > 1:
            continue
        depth = max(rest.row + rest.row_span for rest in under.values())
        joined = msgspec.structs.replace(cell, text=cell.text + "".join(texts), row_span=depth - cell.row)
        for row in (*above, *below):
            _put(row, {id(cell), *under}, joined)
    return [*above, *below]


def _is_within(lower: GridCell, upper: GridCell) -> bool:
    """Whether a box lies in the columns of one above; a blank one under several has lost the rulings between them."""
    return lower.col >= upper.col and lower.col + lower.col_span <= upper.col + upper.col_span


def _put(row: Row, old: set[int], new: GridCell) -> None:
    """Let a joined cell stand where its parts stood; its text stands at its top left position only."""
    for c, cell in enumerate(row.cells):
        if id(cell) in old:
            row.cells[c] = new
            row.texts[c] = new.text if row.texts[c] and c == new.col and cell.row == new.row else ""


def _spread(piece: Piece, n_cols: int, starts: list[int]) -> list[Row]:
    """The rows of a piece laid over finer columns."""
    ends = [*starts[1:], n_cols]
    wide: dict[int, GridCell] = {}
    rows = []
    for row in piece.rows:
        cells: list[GridCell] = []
        texts: list[str] = []
        for cell, group in _groups(row):
            start, end = starts[group[0]], ends[group[-1]]
            replaced = wide.setdefault(id(cell), msgspec.structs.replace(cell, col=start, col_span=end - start))
            cells.extend([replaced] * (end - start))
            texts.extend([row.texts[group[0]], *[""] * (end - start - 1)])
        rows.append(Row(row.page, row.sheet, cells, texts))
    return rows


def _groups(row: Row) -> Iterator[tuple[GridCell, list[int]]]:
    """The cells of a row, each with the columns it covers."""
    c = 0
    while c < len(row.cells):
        group = [i for i in range(c, len(row.cells)) if row.cells[i] is row.cells[c]]
        yield row.cells[c], group
        c = group[-1] + 1


def _moved(rows: list[Row], by: int) -> list[Row]:
    """Rows whose cells stand `by` rows lower, shared cells shared."""
    cells = {id(cell): msgspec.structs.replace(cell, row=cell.row + by) for row in rows for cell in row.cells}
    return [
        Row(row.page, row.sheet, [cells[id(cell)] for cell in row.cells], list(row.texts), row.pages, row.headings)
        for row in rows
    ]
