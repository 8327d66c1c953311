"""Hand-made pages: grids drawn as rows of text, `<` merged from the left, `^` merged from above."""

from __future__ import annotations

from pipelines.extract.content import Block, Grid, GridCell, GridMethod, Page, TextLine
from pipelines.extract.identity import Identity
from pipelines.extract.records import Cell, DocumentKind
from pipelines.extract.tables import TableResult, read_tables


def grid(drawing: str, method: GridMethod = "ruled", width: float = 40.0) -> Grid:
    """The grid of a drawing: one row a line, cells divided by `|`."""
    rows = [[text.strip() for text in line.split("|")] for line in drawing.splitlines() if line.strip()]
    n_rows, n_cols = len(rows), len(rows[0])
    assert all(len(row) == n_cols for row in rows), [len(row) for row in rows]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {"<", "^"}:
                continue
            right = c + 1
            while right < n_cols and row[right] == "<":
                right += 1
            below = r + 1
            while below < n_rows and rows[below][c] == "^":
                below += 1
            box = (c * width, r * 20.0, right * width, below * 20.0)
            place = box if method == "ruled" else None
            cells.append(GridCell(row=r, col=c, row_span=below - r, col_span=right - c, text=text, bbox=place))
    return Grid(n_rows=n_rows, n_cols=n_cols, cells=cells, method=method, start=0, end=0)


def line(text: str) -> TextLine:
    return TextLine(text=text, start=0, end=len(text))


def page(number: int, *blocks: str | Block, sheet: str | None = None) -> Page:
    made: list[Block] = [line(block) if isinstance(block, str) else block for block in blocks]
    return Page(number=number, text="", blocks=made, sheet=sheet)


def read(*pages: Page, fiscal_year: int | None = 2023, kind: DocumentKind = "final_account") -> TableResult:
    return read_tables(list(pages), Identity(fiscal_year=fiscal_year, document_kind=kind), "0" * 64)


def slots(cells: list[Cell], *names: str) -> list[tuple[object, ...]]:
    """The named fields of each cell."""
    return [tuple(getattr(cell, name) for name in names) for cell in cells]


def codes(result: TableResult) -> list[str]:
    """The issue codes raised."""
    return [flaw.code for flaw in result.flaws]
