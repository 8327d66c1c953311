"""A table whose pages are being joined, and the columns that a further page has within it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.extract.tables.heads import Header
from pipelines.extract.tables.pieces import Piece, Row
from pipelines.extract.tables.titles import Lead
from pipelines.extract.tables.torn_headings import EDGE_TOLERANCE
from pipelines.extract.tables.vocabulary import head_of


@dataclass(slots=True)
class Stitched:
    """A table after its pages were joined."""

    lead: Lead
    header: Header
    body: list[Row]
    pages: list[int]
    sheet: str | None
    n_cols: int
    edges: list[float] | None
    has_rulings: bool = True
    trail: list[str] = field(default_factory=list)
    is_noted: bool = False
    repeated_headers: int = 0
    torn_rows: list[int] = field(default_factory=list)
    """Indices into `body` of rows joined over a page break."""
    doubted_names: list[Row] = field(default_factory=list)
    """Rows that may be the rest of a name above a page break."""
    between: list[tuple[int, str]] = field(default_factory=list)
    """Pages and lines between rows that were joined nevertheless."""


def columns_within(table: Stitched, piece: Piece) -> list[int] | None:
    """The columns of the piece within the table: one to one, or by their edges where a page lacks a ruling."""
    if table.n_cols == piece.n_cols:
        return list(range(piece.n_cols))
    if not table.edges or not piece.edges:
        return None
    if piece.n_cols < table.n_cols:
        return _by_edges(piece.edges, table.edges) or _by_middles(piece, table)
    back = _by_edges(table.edges, piece.edges)
    if back is None or piece.header.paths or (table.body and not _splits_codes(table, piece, back)):
        return None
    _widen(table, piece, back)
    return list(range(piece.n_cols))


def _by_edges(narrow: list[float], wide: list[float]) -> list[int] | None:
    """The index in `wide` of each left edge of `narrow`; None if an edge has no counterpart."""
    found = []
    for x in narrow:
        at = bisect_left(wide, x - EDGE_TOLERANCE)
        if at == len(wide) or abs(wide[at] - x) > EDGE_TOLERANCE:
            return None
        found.append(at)
    return found[:-1]


def _by_middles(piece: Piece, table: Stitched) -> list[int] | None:
    """For rows without rulings below a ruled heading: the heading's column that each of theirs stands below.

    Only columns of a code that is split in the heading (类, 款, 项) may stay without one. Sums prove the rest later.
    """
    if piece.has_rulings or table.body or piece.header.paths or not (piece.edges and table.edges):
        return None
    middles = [(left + right) / 2 for left, right in pairwise(piece.edges)]
    found = [bisect_left(table.edges, middle) - 1 for middle in middles]
    left_out = set(range(table.n_cols)) - set(found)
    is_one_to_one = found == sorted(set(found)) and found[0] >= 0 and found[-1] < table.n_cols
    return found if is_one_to_one and all(_heads_code(table.header.paths[c]) for c in left_out) else None


def _heads_code(path: tuple[str, ...]) -> bool:
    head = head_of(path[-1]) if path else None
    return head is not None and head.role in {"code", "code_part"}


def _splits_codes(table: Stitched, piece: Piece, starts: list[int]) -> bool:
    """Whether a piece has further columns only where the table has codes: the heading and the total span 类, 款, 项."""
    ends = [*starts[1:], piece.n_cols]
    return all(
        end == start + 1 or _heads_code(path)
        for start, end, path in zip(starts, ends, table.header.paths or [()] * len(starts), strict=True)
    )


def _widen(table: Stitched, piece: Piece, starts: list[int]) -> None:
    """Give a table the finer columns of its first page that draws them; its rows so far span them."""
    ends = [*starts[1:], piece.n_cols]
    order = [c for c, (start, end) in enumerate(zip(starts, ends, strict=True)) for _ in range(start, end)]
    table.header = Header(
        rows=[[row[c] for c in order] for row in table.header.rows], paths=[table.header.paths[c] for c in order]
    )
    firsts = set(starts)
    for row in table.body:
        row.cells = [row.cells[c] for c in order]
        row.texts = [row.texts[c] if at in firsts else "" for at, c in enumerate(order)]
        row.pages = row.pages and [row.pages[c] for c in order]
    table.n_cols, table.edges = piece.n_cols, piece.edges
