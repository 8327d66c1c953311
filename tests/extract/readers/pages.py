"""What the tests of all readers look at: the blocks of a page in short form, and the promise of content.py."""

from __future__ import annotations

from pipelines.extract.content import Content, Grid, Page, TextLine

Block = str | list[list[str]]
"""A line, or a grid as rows of text."""


WEB_TABLE = """<table>
<tr><td colspan="4">支出决算表</td></tr>
<tr><td colspan="3">部门：青河区民政局</td><td>金额单位：万元</td></tr>
<tr><td rowspan="2">项目</td><td rowspan=2>行<br>次</td><td colspan=2>金额</td></tr>
<tr><td>预算数</td><td>决算数</td></tr>
<tr><td>一、教育<br>支出</td><td>1</td><td>&nbsp;</td><td>1,052.21</td></tr>
<tr><td colspan=4>注：本表为示例。</td></tr></table>"""


WEB_GRID = [["项目", "行次", "金额", ""], ["", "", "预算数", "决算数"], ["一、教育支出", "1", "", "1,052.21"]]
"""A table of a web page with all that is merged into one, and the rows of its grid."""


def shape(page: Page) -> list[Block]:
    """Lines as text, grids as rows of text (a merged cell's text at its top left, blanks where it covers)."""
    return [block.text if isinstance(block, TextLine) else rows(block) for block in page.blocks]


def rows(grid: Grid) -> list[list[str]]:
    """The texts of a grid, those of merged cells at their top left."""
    table = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        table[cell.row][cell.col] = cell.text
    return table


def lines(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, TextLine)]


def grids(read: Content | Page) -> list[Grid]:
    """All grids of a page, or of all pages."""
    pages = read.pages if isinstance(read, Content) else [read]
    return [block for page in pages for block in page.blocks if isinstance(block, Grid)]


def only_grid(content: Content) -> Grid:
    """The grid of a file of one page, read without a flaw."""
    assert content.status == "parsed"
    assert content.flaws == []
    (page,) = content.pages
    (grid,) = grids(page)
    return grid


def html_page(body: str, head: str = "") -> bytes:
    """A web page with this body, in UTF-8 as it says."""
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def check_promise(content: Content) -> None:
    """Offsets are exact, and the cells of a grid cover each position once, in row-major order."""
    for page in content.pages:
        for block in page.blocks:
            stretch = page.text[block.start : block.end]
            if isinstance(block, TextLine):
                assert stretch == block.text
                continue
            assert stretch.split("\n") == ["\t".join(row) for row in rows(block)]
            covered = [
                (row, col)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            ]
            assert sorted(covered) == [(row, col) for row in range(block.n_rows) for col in range(block.n_cols)]
            tops = [(cell.row, cell.col) for cell in block.cells]
            assert tops == sorted(tops)
