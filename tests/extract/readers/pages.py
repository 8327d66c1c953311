"""What the tests of all readers look at: the blocks of a page in short form, and the promise of content.py."""

from __future__ import annotations

from pipelines.extract.content import Content, Grid, Page, TextLine

Block = str | list[list[str]]
"""A line, or a grid as rows of text."""


def shape(page: Page) -> list[Block]:
    """Lines as text, grids as rows of text (a merged cell's text at its top left, blanks where it covers)."""
    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, TextLine):
            blocks.append(block.text)
        else:
            rows = [[""] * block.n_cols for _ in range(block.n_rows)]
            for cell in block.cells:
                rows[cell.row][cell.col] = cell.text
            blocks.append(rows)
    return blocks


def grids(content: Content) -> list[Grid]:
    return [block for page in content.pages for block in page.blocks if isinstance(block, Grid)]


def check_promise(content: Content) -> None:
    """Offsets are exact, and the cells of a grid cover each position once, in row-major order."""
    for page in content.pages:
        for block in page.blocks:
            stretch = page.text[block.start : block.end]
            if isinstance(block, TextLine):
                assert stretch == block.text
                continue
            assert stretch.count("\n") == block.n_rows - 1
            covered = [
                (row, col)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            ]
            assert sorted(covered) == [(row, col) for row in range(block.n_rows) for col in range(block.n_cols)]
            tops = [(cell.row, cell.col) for cell in block.cells]
            assert tops == sorted(tops)
