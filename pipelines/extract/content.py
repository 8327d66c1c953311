"""What every reader hands on: pages of text lines and grids, in reading order, with places. No meaning yet.

A reader turns bytes into `Content`; tables/ and narrative/ turn `Content` into records. A grid is any rectangle of
cells the document draws (ruling lines, <table>, sheet, tab-separated lines), whether or not it is one of T01-T15.
The text of a page holds everything on it: lines as printed, and each grid as tab-separated rows, one row a line,
each stretch at the offsets its block names. Offsets are code points.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pipelines.extract.issues import Flaw
from pipelines.extract.records import BoundingBox, ParseStatus

GridMethod = Literal["ruled", "stream", "html", "sheet", "docx", "tabs"]


class TextLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One printed line (PDF) or paragraph (HTML, DOCX, TXT): `page.text[start:end] == text`.

    `ends_paragraph` is False where the next line on the page, or the first line of the next page, may continue
    the sentence (PDF lines that run to the right margin).
    """

    text: str
    start: int
    end: int
    bbox: BoundingBox | None = None
    ends_paragraph: bool = True


class GridCell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A box of a grid, merged boxes once: 0-based top left position, spans, the printed text without line breaks."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str = ""
    bbox: BoundingBox | None = None
    cell_ref: str | None = None


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of `n_rows` x `n_cols`; every position is covered by exactly one of `cells` (row-major order)."""

    n_rows: int
    n_cols: int
    cells: list[GridCell]
    method: GridMethod
    start: int
    end: int
    bbox: BoundingBox | None = None


Block = TextLine | Grid


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page, 1-based, upright (rotation undone); `sheet` names the sheet of a workbook."""

    number: int
    text: str
    blocks: list[Block]
    width: float | None = None
    height: float | None = None
    sheet: str | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A file as read. `status` is `parsed` unless the reader knows better; `title` is metadata or <title>, if any."""

    media_type: str
    pages: list[Page] = []
    title: str | None = None
    status: ParseStatus = "parsed"
    status_reason: str | None = None
    flaws: list[Flaw] = []
