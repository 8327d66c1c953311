"""Building a page: lines and tables in reading order, with the exact offsets that content.py asks for.

The readers of HTML, XLSX and DOCX meet the same habit: the title, 公开01表 and 金额单位：万元 stand in merged rows of
the table itself, its note (注：…) in the last one. Here such rows become lines, so that all readers look alike.
"""

from __future__ import annotations

from pipelines.extract.content import Block, Grid, GridCell, GridMethod, Page, TextLine
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.boxes import Box, OversizedTableError, clean, normalised
from pipelines.extract.readers.parting import lines_and_grids, tables_of
from pipelines.extract.records import Place


class PageBuilder:
    """Collects the blocks of one page; `page()` ends it."""

    def __init__(self, method: GridMethod) -> None:
        self._method = method
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0

    def line(self, text: str, *, ends_paragraph: bool = True) -> None:
        """Add a paragraph; one without text adds nothing."""
        text = clean(text)
        if text:
            start, end = self._append(text)
            self._blocks.append(TextLine(text=text, start=start, end=end, ends_paragraph=ends_paragraph))

    def table(self, boxes: list[Box], page: int = 1) -> list[Flaw]:
        """Add a table: its leading and trailing one-cell rows as lines, the rest as a grid.

        A table in which no row has two filled cells is no grid but lines; several tables drawn as one (each with its
        own title) come apart. Returns what was not read: a table that is too large, cells that others cover.
        """
        try:
            tiling = normalised(boxes)
        except OversizedTableError as error:
            return [flaw("oversized_table", str(error), Place(page=page))]
        for part in tables_of(tiling.boxes):
            for lines, grid in lines_and_grids(part):
                for text in lines:
                    self.line(text)
                if grid:
                    self._grid(grid)
        if not tiling.covered:
            return []
        first = tiling.covered[0]
        message = f"{len(tiling.covered)} filled cells lie under another one, first {first.ref or first.text[:20]}"
        return [flaw("cells_covered", message, Place(page=page))]

    def page(self, number: int, sheet: str | None = None) -> Page:
        """The page with everything added so far."""
        return Page(number=number, text="".join(self._parts), blocks=self._blocks, sheet=sheet)

    def _append(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        return start, start + len(text)

    def _grid(self, boxes: list[Box]) -> None:
        n_rows = max(box.row + box.row_span for box in boxes)
        n_cols = max(box.col + box.col_span for box in boxes)
        rows = [[""] * n_cols for _ in range(n_rows)]
        cells = []
        for box in boxes:
            rows[box.row][box.col] = box.text
            cells.append(
                GridCell(
                    row=box.row,
                    col=box.col,
                    row_span=box.row_span,
                    col_span=box.col_span,
                    text=box.text,
                    cell_ref=box.ref,
                )
            )
        start, end = self._append("\n".join("\t".join(row) for row in rows))
        self._blocks.append(Grid(n_rows=n_rows, n_cols=n_cols, cells=cells, method=self._method, start=start, end=end))
