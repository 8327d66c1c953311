"""Tables that go on overleaf without rulings of their own, below the columns of a ruled heading."""

from __future__ import annotations

import msgspec

from pipelines.extract.content import Grid, GridCell
from tests.extract.tables.grids import codes, grid, page, read, slots
from tests.extract.tables.halves import FIRST, HEAD, TITLE


def _open_rows(edges: list[float], *rows: str) -> Grid:
    """Rows of text without rulings between these edges."""
    cells = [
        GridCell(row=r, col=c, text=text.strip(), bbox=(edges[c], 70.0 + 20 * r, edges[c + 1], 90.0 + 20 * r))
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    return Grid(n_rows=len(rows), n_cols=len(edges) - 1, cells=cells, method="stream", start=0, end=0)


MINISTRY = """
    支出功能分类科目编码 | < | < | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
    类 | 款 | 项 | 栏次 | 1 | 2 | 3
"""


OPEN_ROWS = ("|合计|9.00|6.00|3.00", "205|教育支出|9.00|6.00|3.00", "2050201|学前教育|9.00|6.00|3.00")


def test_rows_without_rulings_stand_below_the_columns_of_a_ruled_heading() -> None:
    rows = _open_rows([20.0, 110.0, 150.0, 200.0, 240.0, 275.0], *OPEN_ROWS)
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", grid(MINISTRY), rows))
    assert codes(result) == []
    assert slots(result.cells, "line_code", "measure", "printed")[3:6] == [
        ("205", "本年支出合计", "9.00"),
        ("205", "基本支出", "6.00"),
        ("205", "项目支出", "3.00"),
    ]


def test_rows_that_leave_out_a_column_of_amounts_are_not_guessed_at() -> None:
    rows = _open_rows([20.0, 110.0, 150.0, 200.0, 275.0], *(row.rpartition("|")[0] for row in OPEN_ROWS))
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", grid(MINISTRY), rows))
    assert result.cells == []
    assert "unknown_table" in codes(result)


def _between(drawn: Grid, edges: list[float]) -> Grid:
    """The grid with its columns between these edges."""
    cells = []
    for cell in drawn.cells:
        _, top, _, bottom = cell.bbox or (0.0, 0.0, 0.0, 0.0)
        box = (edges[cell.col], top, edges[cell.col + cell.col_span], bottom)
        cells.append(msgspec.structs.replace(cell, bbox=box))
    return msgspec.structs.replace(drawn, cells=cells)


def test_codes_that_only_the_second_page_draws_in_three_columns() -> None:
    """The heading and the total span 类, 款 and 项; where they stand alone, no ruling parts the three."""
    head = grid("科目编码 | 科目名称 | 本年支出合计 | 基本支出\n合计 | < | 5.00 | 5.00")
    body = grid("205 | | | 教育支出 | 5.00 | 5.00\n205 | 02 | 01 | 学前教育 | 5.00 | 5.00")
    wide = [0.0, 30.0, 60.0, 90.0, 180.0, 240.0, 300.0]
    result = read(page(1, *TITLE, _between(head, [0.0, *wide[3:]])), page(2, _between(body, wide)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    rows = [(None, "合计"), ("205", "教育支出"), ("2050201", "学前教育")]
    assert slots(result.cells[::2], "line_code", "line_label") == rows


def test_rows_of_zeros_that_cannot_be_joined_are_named() -> None:
    """No amount of them has decimals; still they are rows of the table before."""
    zeros = page(2, "其他说明如下。", grid("2050201 | 学前教育 | 0 | 0 | 0 | 0 | 0 | 0", width=60.0))
    result = read(page(1, *TITLE, grid(HEAD + FIRST)), zeros)
    assert [t.table_id for t in result.tables] == ["T03", None]
    assert codes(result) == ["unknown_table"]
