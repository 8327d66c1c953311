"""From pages to pieces: one piece per table as drawn on one page, with the lines before and after it.

A piece is what stitch.py joins over pages. Here title, unit and note rows that a sheet or web page keeps inside the
grid are told from the table's own rows, and a grid that stacks several tables is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from pipelines.extract.content import Block, Grid, GridCell, Page, TextLine
from pipelines.extract.disclosers import Titles
from pipelines.extract.tables.between import lines_between, may_be_rest
from pipelines.extract.tables.coalesce import coalesce
from pipelines.extract.tables.gridless import read_gridless
from pipelines.extract.tables.heads import Header, find_header, is_header_like
from pipelines.extract.tables.notes import paragraphs, says_no_data
from pipelines.extract.tables.side_lines import running_lines, without_digits, without_side_lines
from pipelines.extract.tables.titles import (
    Lead,
    is_furniture,
    is_lead,
    is_note,
    is_section_heading,
    read_lead,
    read_title,
)

_LEAD_LINES = 12
_TRAIL_LINES = 12
_LONG_LINE = 60
_BOX_ROWS = 4
_BLANK_CELL = GridCell(row=-1, col=-1)
_WHOLE_GRIDS = frozenset({"html", "sheet", "docx"})
"""Kinds of grids that no page break parts."""


class Row(msgspec.Struct):
    """One row of a table on one page: the cell that covers each column, and the text each column starts with."""

    page: int
    sheet: str | None
    cells: list[GridCell]
    texts: list[str]
    pages: list[int] | None = None
    """Per column, where a row torn by a page break was joined."""
    headings: frozenset[int] = frozenset()
    """Columns that hold a heading in this row, no amount slot."""


@dataclass(slots=True)
class Piece:
    """A table as drawn on one page."""

    page: int
    sheet: str | None
    lead: Lead
    header: Header
    rows: list[Row]
    """All rows, those of the header included."""
    body: list[Row]
    edges: list[float] | None
    n_cols: int
    has_rulings: bool = True
    trail: list[str] = field(default_factory=list)
    follows_directly: bool = False
    """Whether nothing but furniture and lead lines stands between this grid and the one before it."""
    between: list[tuple[int, str]] = field(default_factory=list)
    """What else stands there, where that may be the rest of a name, or a stamp: pages and lines."""
    is_noted: bool = False
    """Whether a note closes the table here."""


def gather(pages: list[Page]) -> list[Piece]:
    """Every table of the pages in reading order, piece by piece."""
    stream = _without_furniture(pages)
    pieces: list[Piece] = []
    titles = Titles()
    for i, (page, block) in enumerate(stream):
        if isinstance(block, Grid):
            before = _lines_before(stream, i)
            between = lines_between(stream, i)
            after = _lines_after(stream, i)
            for piece in _cut(page, block, before, after, between):
                piece.lead.discloser = titles.discloser
                pieces.append(piece)
        elif (
            "表" in block.text
            and read_title(block.text)
            and (bare := read_gridless(stream, i, _lines_before(stream, i)))
        ):
            pieces.append(_without_grid(page, *bare))
            pieces[-1].lead.discloser = titles.discloser
        else:
            titles.take(block.text)
    return pieces


def _without_furniture(pages: list[Page]) -> list[tuple[Page, Block]]:
    """All blocks in reading order but page numbers, running heads and feet, and what stands beside a grid."""
    running = running_lines(pages)
    stream: list[tuple[Page, Block]] = []
    for page in pages:
        for drawn in without_side_lines(page.blocks):
            for block in _unboxed(drawn) if isinstance(drawn, Grid) else (drawn,):
                is_kept = isinstance(block, Grid) or not (
                    is_furniture(block.text) or (running and without_digits(block.text) in running)
                )
                if is_kept:
                    stream.append((page, block))
    return stream


def _unboxed(grid: Grid) -> Sequence[Block]:
    """The grid itself; for a box drawn around nothing but a table's lead or note, its lines."""
    if grid.n_rows > _BOX_ROWS:
        return (grid,)
    texts = [cell.text for cell in grid.cells if cell.text]
    if not texts or not all(is_lead(text) or is_note(text) for text in texts):
        return (grid,)
    return [TextLine(text=text, start=grid.start, end=grid.end) for text in texts]


def _without_grid(page: Page, lead: Lead, notes: list[str]) -> Piece:
    """The piece of a table that prints no grid."""
    return Piece(
        page=page.number,
        sheet=page.sheet,
        lead=lead,
        header=Header(),
        rows=[],
        body=[],
        edges=None,
        n_cols=0,
        trail=notes,
        is_noted=True,
    )


def _lines_before(stream: list[tuple[Page, Block]], at: int) -> list[str]:
    """The lines that may head the grid at `at`, in reading order; a spreadsheet's name stands in front of them."""
    lines: list[str] = []
    page = stream[at][0]
    for other, block in reversed(stream[max(0, at - _LEAD_LINES) : at]):
        if isinstance(block, Grid) or page.number - other.number > 1 or (page.sheet and other.sheet != page.sheet):
            break
        if is_note(block.text) or block.text.rstrip().endswith(("。", "；")):
            break
        if len(block.text) > _LONG_LINE and not is_lead(block.text):
            break
        lines.append(block.text)
    if page.sheet and read_title(page.sheet):
        lines.append(page.sheet)
    return lines[::-1]


def _lines_after(stream: list[tuple[Page, Block]], at: int) -> list[str]:
    """The notes under the grid at `at`, as paragraphs."""
    lines: list[TextLine] = []
    page = stream[at][0]
    for other, block in stream[at + 1 : at + 1 + _TRAIL_LINES]:
        if isinstance(block, Grid) or other.number - page.number > 1:
            break
        if other.number != page.number and not lines and not (is_note(block.text) or says_no_data(block.text)):
            break
        is_open = bool(lines) and not lines[-1].ends_paragraph
        if not is_open and (is_section_heading(block.text) or (is_lead(block.text) and not is_note(block.text))):
            break
        lines.append(block)
    return paragraphs(lines)


def _rows(page: Page, grid: Grid) -> list[Row]:
    """The grid as rows of covering cells; a merged cell's text stands at its top left position only."""
    n_cols = grid.n_cols
    cover = [[_BLANK_CELL] * n_cols for _ in range(grid.n_rows)]
    texts = [[""] * n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        row, col = cell.row, cell.col
        texts[row][col] = cell.text
        if cell.row_span == cell.col_span == 1:
            cover[row][col] = cell
            continue
        for spanned in cover[row : row + cell.row_span]:
            spanned[col : col + cell.col_span] = [cell] * min(cell.col_span, n_cols - col)
    return [Row(page.number, page.sheet, cells, printed) for cells, printed in zip(cover, texts, strict=True)]


def _edges(rows: list[Row]) -> list[float] | None:
    """The left edge of each column and the right edge of the last; None without geometry."""
    n_cols = len(rows[0].cells) if rows else 0
    if not n_cols:
        return None
    lefts: dict[int, float] = {}
    for row in rows:
        for cell in row.cells:
            if cell.bbox is not None:
                lefts.setdefault(cell.col, cell.bbox[0])
        if len(lefts) == n_cols:
            break
    last = next((cell.bbox for row in reversed(rows) if (cell := row.cells[-1]).bbox is not None), None)
    return [*(lefts[c] for c in range(n_cols)), last[2]] if last and len(lefts) == n_cols else None


def _cut(
    page: Page, grid: Grid, before: list[str], after: list[str], between: list[tuple[int, str]] | None
) -> Iterator[Piece]:
    """The pieces of one grid: usually one; more where a sheet stacks tables."""
    sections = list(_sections(_rows(page, grid)))
    for i, (lead_rows, drawn, note_rows) in enumerate(sections):
        body = coalesce(drawn, is_whole=grid.method in _WHOLE_GRIDS)
        lead = read_lead([*(before if i == 0 else []), *lead_rows])
        header, start = find_header([(row.cells, row.texts) for row in body])
        if not header.paths and len(sections) == 1:
            # The rows below a heading of their own table: their columns are its columns, blank ones included.
            body = coalesce(drawn, is_whole=False)
        if header.shared:
            body[start].headings = header.shared
        notes = [*note_rows, *(after if i == len(sections) - 1 else [])]
        yield Piece(
            page=page.number,
            sheet=page.sheet,
            lead=lead,
            header=header,
            rows=body,
            body=body[start:],
            edges=_edges(body),
            n_cols=len(body[0].cells) if body else grid.n_cols,
            has_rulings=grid.method != "stream",
            trail=notes,
            follows_directly=between == [] and i == 0,
            between=between if i == 0 and between and may_be_rest(between) else [],
            is_noted=any(is_note(text) for text in notes),
        )


def _sections(rows: list[Row]) -> Iterator[tuple[list[str], list[Row], list[str]]]:
    """(title rows, table rows, note rows) for each table that the grid stacks."""
    lead: list[str] = []
    body: list[Row] = []
    notes: list[str] = []
    blank: list[Row] = []
    for row in rows:
        filled = [text for text in row.texts if text]
        if not (filled or body):
            blank.append(row)
        elif body and len(filled) > 1:
            body.append(row)
        elif body and _is_note_row(row, filled):
            notes.extend(filled)
        elif _is_lead_row(filled, has_body=bool(body)):
            if body:
                yield lead, body, notes
                lead, body, notes = [], [], []
            lead.extend(filled)
            blank = []
        else:
            body.extend(_blank_above(row, blank) if not body else [])
            body.append(row)
    if body or lead:
        yield lead, body, notes


def _blank_above(row: Row, blank: list[Row]) -> list[Row]:
    """The blank rows that belong above the first filled one: rows of amounts may be blank, headings are not."""
    has_words = any(char.isalpha() for text in row.texts for char in text)
    return [] if has_words or any(cell.bbox is None for cell in row.cells) else blank


def _is_note_row(row: Row, filled: list[str]) -> bool:
    """A row that holds nothing but one note."""
    if len(filled) != 1:
        return False
    is_wide = any(cell.text == filled[0] and cell.col_span >= max(2, len(row.cells) - 1) for cell in row.cells)
    return is_note(filled[0]) or (len(filled[0]) > 20 and (is_wide or filled[0].endswith("。")))


def _is_lead_row(filled: list[str], *, has_body: bool) -> bool:
    """A row of title, number, unit or department; after the first table rows only a known title opens a new one."""
    if not filled or len(filled) > 4:
        return False
    if has_body:
        return len(filled) == 1 and read_title(filled[0]) is not None
    if len(filled) == 1 and not is_header_like(filled[0]) and len(filled[0]) < _LONG_LINE:
        return is_lead(filled[0])
    return all(is_lead(text) for text in filled)
