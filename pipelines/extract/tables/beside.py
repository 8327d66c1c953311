"""Tables wider than a page: a spreadsheet prints the columns that do not fit on pages of their own.

The pages that hold the right-hand columns repeat the rows of the left ones at the same heights, without the columns
that name them. They come after the page they belong to, or after all pages of the rows ("down, then over").
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from pipelines.extract.content import GridCell
from pipelines.extract.tables.heads import find_header, is_header_like
from pipelines.extract.tables.pieces import Piece, Row
from pipelines.extract.tables.repeated_names import without_repeated_names
from pipelines.extract.tables.vocabulary import head_of, key_of

_LEVEL = 1.5
"""Points by which the same row may differ in height between two pages."""
_MIN_ROWS = 3
_SHARED = 0.8
"""Part of the left page's rows that the right one must draw, too; headings may be merged over rows there."""
_BLANK = GridCell(row=-1, col=-1)
_NAMING = frozenset({"label", "item", "code", "code_part", "code_label", "line_no", "unit"})


def join_beside(pieces: list[Piece]) -> list[Piece]:
    """The pieces with each one that continues an earlier one to the right joined to it; all others as they are."""
    joined: list[Piece] = []
    run: list[int] = []
    added: dict[int, list[Piece]] = {}
    for piece in pieces:
        begun = [other for i in run for other in added.get(i, ())]
        is_expected = any(_same_columns(other, piece) for other in begun)
        for at in _fewest_first(run, added):
            may_repeat = is_expected or (piece.lead.title and _same_title(joined[at], piece))
            rest = without_repeated_names(joined[at], piece) if may_repeat else piece
            if _is_beside(joined[at], rest, is_expected=is_expected):
                joined[at] = _join(joined[at], rest)
                added.setdefault(at, []).append(piece)
                break
        else:
            run = [*run, len(joined)] if _same_run(joined, run, piece) else [len(joined)]
            joined.append(piece)
    return joined


def _fewest_first(run: list[int], added: dict[int, list[Piece]]) -> list[int]:
    """The pieces of a run in the order in which their right-hand pages come."""
    return sorted(run, key=lambda i: (len(added.get(i, ())), i))


def _same_columns(one: Piece, other: Piece) -> bool:
    """Whether two pages draw the same columns: the upper and the lower rows of one right-hand side."""
    if one.edges is None or other.edges is None or one.n_cols != other.n_cols:
        return False
    return all(abs(ours - theirs) <= _LEVEL for ours, theirs in zip(one.edges, other.edges, strict=True))


def _same_run(joined: list[Piece], run: list[int], piece: Piece) -> bool:
    """Whether a piece goes on with the rows of the table that the run began."""
    return bool(run) and piece.follows_directly and _same_title(joined[run[0]], piece)


def _same_title(left: Piece, right: Piece) -> bool:
    """Whether the right page prints no title or the left's: twice, where columns with a part of it are repeated."""
    ours, theirs = key_of(left.lead.title or ""), key_of(right.lead.title or "")
    return not theirs or (bool(ours) and not theirs.replace(ours, ""))


def _opens_a_table(left: Piece, right: Piece) -> bool:
    """Whether `right` has the lead or the heading of a table of its own: number, department, or names of rows.

    Only what heads a further side (支出) or group (公用经费) may name rows without the title of `left` above it.
    """
    numbers = {right.lead.number, left.lead.number} - {None}
    departments = {right.lead.department, left.lead.department} - {None}
    if len(numbers) > 1 or len(departments) > 1:
        return True
    if right.lead.title or not _names_rows(right):
        return bool(right.lead.department and not right.lead.title)
    tops = [head_of(path[0]) if path else None for path in right.header.paths]
    return any(head is None or head.role in _NAMING or head.canonical == "收入" for head in tops)


def _is_beside(left: Piece, right: Piece, *, is_expected: bool) -> bool:
    """Whether `right` prints further columns of the rows of `left`; expected after a page above did so.

    Columns in the very places of those of `left` are the same columns, and rows at the same heights chance.
    """
    is_possible = left.page < right.page and not left.sheet and left.body and right.rows
    goes_on = not is_expected and not right.header.paths and _same_columns(left, right)
    if not is_possible or goes_on or not _same_title(left, right) or _opens_a_table(left, right):
        return False
    is_titled = bool(left.lead.title and right.lead.title)
    if len(right.rows) < _MIN_ROWS and not (is_expected or is_titled):
        return False
    if not (is_expected or _heads_differ(left, right) or (_names_rows(left) and not _names_rows(right))):
        return False
    ours, theirs = _levels(left.rows), _levels(right.rows)
    if ours is None or theirs is None:
        return False
    body = ours[len(left.rows) - len(left.body) :]
    if not all(_at(level, ours) is not None for level in theirs if level > body[0] - _LEVEL):
        return False
    drawn = sum(_at(level, theirs) is not None for level in body)
    return drawn >= _SHARED * len(body)


def _heads_differ(left: Piece, right: Piece) -> bool:
    """Whether both print headings, and not the same: a page that goes on downwards repeats them or has none."""
    return bool(left.header.paths and right.header.paths) and left.header.key() != right.header.key()


def _names_rows(piece: Piece) -> bool:
    """Whether a column of the piece holds names, codes or line numbers; without headings, whether words do.

    Without headings that are known, words above the first amount are headings.
    """
    if piece.header.paths:
        heads = [head_of(path[-1]) for path in piece.header.paths if path]
        return any(head and head.role in _NAMING for head in heads)
    rows = piece.rows[_first_amounts(piece) :]
    return any(not (_is_amount(text) or is_header_like(text)) for row in rows for text in row.texts if text)


def _first_amounts(piece: Piece) -> int:
    """The number of the first row of amounts alone; 0 where there is none."""
    filled = ([text for text in row.texts if text] for row in piece.rows)
    return next((i for i, texts in enumerate(filled) if texts and all(map(_is_amount, texts))), 0)


def _is_amount(text: str) -> bool:
    return not any(char.isalpha() for char in text)


def _levels(rows: list[Row]) -> list[float] | None:
    """The height at which each row begins, and the one at which the last ends; None without geometry."""
    levels = []
    for row in rows:
        own = min((cell.bbox[1] for cell in row.cells if cell.bbox and cell.row == _number(row)), default=None)
        if own is None:
            return None
        levels.append(own)
    ends = [cell.bbox[3] for cell in rows[-1].cells if cell.bbox]
    return [*levels, max(ends)] if ends else None


def _number(row: Row) -> int:
    """The number of a row in its grid: that of the cells which begin in it."""
    return max(cell.row for cell in row.cells)


def _at(level: float, levels: list[float]) -> int | None:
    """The index of a height among others, if it is one of them."""
    return next((i for i, own in enumerate(levels) if abs(own - level) <= _LEVEL), None)


def _join(left: Piece, right: Piece) -> Piece:
    """One piece of the columns of both: each row of the left with the cells beside it."""
    levels = _all_levels(left, right)
    rows = [
        Row(
            ours.page,
            ours.sheet,
            [*ours.cells, *theirs.cells],
            [*ours.texts, *theirs.texts],
            [*(ours.pages or [ours.page] * left.n_cols), *[right.page] * right.n_cols],
        )
        for ours, theirs in zip(_laid_out(left, levels, 0), _laid_out(right, levels, left.n_cols), strict=True)
    ]
    n_head = len(rows) - len(left.body)
    _spread_headings(rows[:n_head], left.n_cols)
    header, start = find_header([(row.cells, row.texts) for row in rows])
    left.lead.unit = left.lead.unit or right.lead.unit
    return Piece(
        page=left.page,
        sheet=None,
        lead=left.lead,
        header=header,
        rows=rows,
        body=rows[start:],
        edges=_edges(left, right),
        n_cols=left.n_cols + right.n_cols,
        has_rulings=left.has_rulings and right.has_rulings,
        trail=left.trail,
        follows_directly=left.follows_directly,
        is_noted=left.is_noted or right.is_noted,
    )


def _all_levels(left: Piece, right: Piece) -> list[float]:
    """The heights at which a row begins in either piece, and the one at which the last ends, from the top."""
    ours = _levels(left.rows) or []
    return sorted([*ours, *(level for level in _levels(right.rows) or [] if _at(level, ours) is None)])


def _laid_out(piece: Piece, levels: list[float], first_col: int) -> list[Row]:
    """The rows of a piece on the given levels, its columns moved to `first_col`: a row may span several levels."""
    starts = [_at(level, levels) or 0 for level in _levels(piece.rows) or []]
    number = {_number(row): k for k, row in enumerate(piece.rows)}
    moved: dict[int, GridCell] = {}
    for cell in {id(cell): cell for row in piece.rows for cell in row.cells}.values():
        k = number.get(cell.row, 0)
        top, end = starts[k], starts[min(k + cell.row_span, len(piece.rows))]
        moved[id(cell)] = msgspec.structs.replace(cell, row=top, col=cell.col + first_col, row_span=end - top)
    rows = []
    for i in range(len(levels) - 1):
        k = bisect_right(starts, i) - 1
        if not 0 <= k < len(piece.rows):
            rows.append(Row(piece.page, piece.sheet, [_BLANK] * piece.n_cols, [""] * piece.n_cols))
            continue
        row = piece.rows[k]
        texts = row.texts if starts[k] == i else [""] * piece.n_cols
        rows.append(Row(row.page, row.sheet, [moved[id(cell)] for cell in row.cells], list(texts), row.pages))
    return rows


def _spread_headings(rows: list[Row], edge: int) -> None:
    """Make one heading of two boxes that meet at `edge`, one of them blank: the text of a merged one is printed once.

    `rows` are those of the heading, down to the one that numbers the columns.
    """
    for i, row in enumerate(rows):
        if any(char.isdigit() for text in row.texts for char in text):
            return
        last, rest = row.cells[edge - 1], row.cells[edge]
        if bool(last.text) == bool(rest.text) or not rest.row == last.row == i or rest.row_span != last.row_span:
            continue
        text = last.text or rest.text
        whole = msgspec.structs.replace(last, text=text, col_span=last.col_span + rest.col_span)
        row.texts[last.col], row.texts[rest.col] = text, ""
        for other in rows[i : i + last.row_span]:
            other.cells = [whole if cell is last or cell is rest else cell for cell in other.cells]


def _edges(left: Piece, right: Piece) -> list[float] | None:
    """The edges of all columns as if the page were wide enough."""
    if left.edges is None or right.edges is None:
        return None
    shift = left.edges[-1] - right.edges[0]
    return [*left.edges, *(x + shift for x in right.edges[1:])]
