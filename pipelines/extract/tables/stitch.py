"""Joining the pieces of a table over pages: by its columns, never by its number.

A piece goes on with the table before it when nothing but page furniture stands between them, no note has closed the
table, its title (if any) is the same, its header (if any) is the same, and its columns are the same columns. Then
its repeated header is dropped and counted, and a row torn by the page break is joined.
"""

from __future__ import annotations

from pipelines.extract.content import GridCell
from pipelines.extract.tables.beside import join_beside
from pipelines.extract.tables.heads import find_header, first_after_numbers, is_amount_text, numbers_columns
from pipelines.extract.tables.pieces import Piece, Row
from pipelines.extract.tables.stitched import Stitched, columns_within
from pipelines.extract.tables.titles import Lead
from pipelines.extract.tables.torn import join_torn, may_be_torn
from pipelines.extract.tables.torn_headings import EDGE_TOLERANCE, mend_headings
from pipelines.extract.tables.vocabulary import head_of, key_of

_CLIPPED = 3
"""Characters of a heading that lost its end, at least."""
_BLANK_CELL = GridCell(row=-1, col=-1)


def stitch(pieces: list[Piece]) -> list[Stitched]:
    """The tables of a document in reading order."""
    tables: list[Stitched] = []
    for piece in mend_headings(join_beside(pieces)):
        mapping = _continues(tables[-1], piece) if tables else None
        if mapping is not None:
            _append(tables[-1], piece, mapping)
        else:
            tables.append(_start(piece))
    for table in tables:
        _drop_inner_headers(table)
    return tables


def _start(piece: Piece) -> Stitched:
    return Stitched(
        lead=piece.lead,
        header=piece.header,
        body=piece.body,
        pages=_pages(piece),
        sheet=piece.sheet,
        n_cols=piece.n_cols,
        edges=piece.edges,
        has_rulings=piece.has_rulings,
        trail=list(piece.trail),
        is_noted=piece.is_noted,
    )


def _pages(piece: Piece) -> list[int]:
    """The pages that hold a piece: more than one where a page break tore a heading or columns stand on pages."""
    pages = {piece.page, *[row.page for row in piece.body if not row.pages]}
    pages.update(*[row.pages for row in piece.body if row.pages])
    return sorted(pages)


def _continues(table: Stitched, piece: Piece) -> list[int] | None:
    """For each column of the piece the column of the table, or None if the piece is a table of its own."""
    if not (piece.follows_directly or _is_lower_half(table, piece)) or table.is_noted:
        return None
    if piece.page - table.pages[-1] > 1 or table.sheet or piece.sheet:
        return None
    if _is_led_otherwise(table.lead, piece.lead) or (piece.header.paths and not _same_header(table, piece)):
        return None
    if (piece.header.paths or piece.lead.title) and _starts_over(table, piece):
        return None
    return columns_within(table, piece)


def _is_lower_half(table: Stitched, piece: Piece) -> bool:
    """Whether rows of amounts stand overleaf in the very columns of the table, with a few words between the two.

    A stamp, a signature or the rest of a name part nothing. Above a heading without title they might be its title.
    """
    if not (piece.between and table.body and table.has_rulings and piece.has_rulings) or piece.page == table.pages[-1]:
        return False
    may_be_title = piece.header.paths and not piece.lead.title and any(p == piece.page for p, _ in piece.between)
    return (
        not may_be_title
        and _has_same_edges(table, piece)
        and any(is_amount_text(t) for row in piece.body for t in row.texts)
    )


def _has_same_edges(table: Stitched, piece: Piece) -> bool:
    if not (table.edges and piece.edges) or table.n_cols != piece.n_cols:
        return False
    return all(abs(a - b) <= EDGE_TOLERANCE for a, b in zip(table.edges, piece.edges, strict=True))


def _is_led_otherwise(ours: Lead, theirs: Lead) -> bool:
    """Whether the lines above a piece are those of another table than the one that began with `ours`."""
    if theirs.title and not _same_title(ours, theirs):
        return True
    return _differ(theirs.department, ours.department) or _differ(theirs.number, ours.number)


def _differ(theirs: str | None, ours: str | None) -> bool:
    return theirs is not None and ours is not None and theirs != ours


def _same_title(ours: Lead, theirs: Lead) -> bool:
    if ours.known and theirs.known:
        return ours.known.key == theirs.known.key or (
            theirs.continued and ours.known.table_ids == theirs.known.table_ids
        )
    return theirs.continued or (ours.title is not None and key_of(ours.title) == key_of(theirs.title or ""))


def _same_header(table: Stitched, piece: Piece) -> bool:
    """Whether both print the same headings, or headings that mean the same: one page may clip what the other wraps."""
    ours, theirs = table.header.paths, piece.header.paths
    may_be_clipped = _has_same_edges(table, piece)
    return len(ours) == len(theirs) and all(
        len(a) == len(b)
        and all(_is_alike(one, other, may_be_clipped=may_be_clipped) for one, other in zip(a, b, strict=True))
        for a, b in zip(ours, theirs, strict=True)
    )


def _is_alike(ours: str, theirs: str, *, may_be_clipped: bool) -> bool:
    a, b = sorted((key_of(ours), key_of(theirs)), key=len)
    if a == b or (head_of(ours) is not None and head_of(ours) == head_of(theirs)):
        return True
    return may_be_clipped and len(a) >= _CLIPPED and b.startswith(a)


def _starts_over(table: Stitched, piece: Piece) -> bool:
    """Whether the piece begins with the row the table began with: then it is another table of the same form.

    Rows without names (T09) are told apart by the title alone.
    """
    if not table.body or not piece.body or piece.lead.continued:
        return False
    ours, theirs = _row_key(table.body[0]), _row_key(piece.body[0])
    return ours == theirs and (ours != () or piece.lead.title is not None)


def _row_key(row: Row) -> tuple[str, ...]:
    """What names a row: its first two filled texts without amounts."""
    return tuple(key_of(text) for text in row.texts if text and not _is_number(text))[:2]


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("-").isdigit()


def _append(table: Stitched, piece: Piece, mapping: list[int]) -> None:
    rows = (
        piece.body if mapping == list(range(table.n_cols)) else [_remapped(row, mapping, table) for row in piece.body]
    )
    if piece.header.paths:
        table.repeated_headers += 1
    elif table.header.paths and not table.body:
        numbered = first_after_numbers([(row.cells, row.texts) for row in rows])
        table.header.rows.extend([*piece.header.rows, *(row.texts for row in rows[:numbered])])
        rows = rows[numbered:]
    if rows and table.body and join_torn(table.body, rows[0], table.header):
        table.torn_rows.append(len(table.body) - 1)
        rows = rows[1:]
    elif rows and table.body and may_be_torn(table.body, rows[0], table.header):
        table.doubted_names.append(rows[0])
    table.between.extend(piece.between)
    table.body.extend(rows)
    table.trail.extend(piece.trail)
    table.is_noted = piece.is_noted
    table.lead.unit = table.lead.unit or piece.lead.unit
    table.has_rulings = table.has_rulings and piece.has_rulings
    table.pages = sorted({*table.pages, *_pages(piece)})


def _remapped(row: Row, mapping: list[int], table: Stitched) -> Row:
    """A row of fewer columns laid over the table's columns."""
    cells = [_BLANK_CELL] * table.n_cols
    texts = [""] * table.n_cols
    for c, at in enumerate(mapping):
        cells[at], texts[at] = row.cells[c], row.texts[c]
    return Row(row.page, row.sheet, cells, texts)


def _drop_inner_headers(table: Stitched) -> None:
    """Drop header rows that a long table repeats inside its body, and count them; and rows that number columns.

    Where a page break tears a heading, such a row may stand below blank ones that are the rest of merged boxes.
    """
    if not table.header.paths or len(table.body) < 2:
        return
    first = _signature(table.header.rows[0])
    begins = next(iter(first), "")
    kept: list[Row] = []
    torn = set(table.torn_rows)
    table.torn_rows = []
    skip_to = 0
    for i, row in enumerate(table.body):
        if i < skip_to:
            continue
        if i and _first_key(row.texts) == begins and _signature(row.texts) == first:
            _, length = find_header([(r.cells, r.texts) for r in table.body[i : i + 8]])
            skip_to = i + max(length, 1)
            table.repeated_headers += 1
            continue
        if numbers_columns(row.texts):
            continue
        if i in torn:
            table.torn_rows.append(len(kept))
        kept.append(row)
    table.body = kept


def _first_key(texts: list[str]) -> str:
    return key_of(next(filter(None, texts), ""))


def _signature(texts: list[str]) -> tuple[str, ...]:
    """The distinct filled texts of a row in order: equal for a header row with and without merges."""
    keys: list[str] = []
    for text in texts:
        if text and (not keys or keys[-1] != key_of(text)):
            keys.append(key_of(text))
    return tuple(keys)
