"""Whatever a reader hands over, the tables come back: no exception, every slot in its place, every number exact."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.tables.grids import grid, page, read

_WORDS = """
| < ^ 合计 总计 小计 项目 收入 支出 科目编码 科目名称 行次 栏次 金额 决算数 预算数 基本支出 项目支出 本年支出
本年收入合计 事业收入 经营收入 类 款 单位名称 因公出国（境）费 公务接待费 一、一般公共服务支出 支出决算表
公开03表 单位：元 201 2010301 301 1 2 0.00 1,234.56 12._3 x 注：本表无数据。 … 年初结转和结余 年末结转和结余
人员经费合计
"""
_TITLES = """
| 收入支出决算总表 收入决算表 支出决算表 财政拨款收入支出决算总表 一般公共预算财政拨款支出决算表 某某表
一般公共预算财政拨款基本支出决算表 政府性基金预算财政拨款收入支出决算表 财政拨款“三公”经费支出决算表
财政拨款支出决算明细表 机构运行信息表
"""
WORDS = [word.replace("_", " ") for word in _WORDS.split()]
TITLES = _TITLES.split()
NOISE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="|<^"), max_size=5)
CELLS = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), NOISE)


def _drawing(rows: list[list[str]]) -> str:
    """A drawing whose merges are possible: none out of the first row or column, none of a merged cell's."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (text == "<" and c == 0) or (text == "^" and r == 0):
                row[c] = "合计"
            is_inside = text == "^" and (rows[r - 1][c] == "<" or (c + 1 < len(row) and rows[r - 1][c + 1] == "<"))
            if is_inside or text == "|" or (text == "<" and row[c - 1] == "^"):
                row[c] = ""
    return "\n".join(" | ".join(row) for row in rows)


@st.composite
def drawings(draw: st.DrawFn) -> str:
    n_cols = draw(st.integers(2, 7))
    rows = draw(st.lists(st.lists(CELLS, min_size=n_cols, max_size=n_cols), min_size=1, max_size=7))
    return _drawing(rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TITLES), drawings()), min_size=1, max_size=3))
def test_no_grid_breaks_the_reading(parts: list[tuple[str, str]]) -> None:
    pages = [page(n, title.strip("|"), "单位：元", grid(drawing)) for n, (title, drawing) in enumerate(parts, 1)]
    result = read(*pages)
    by_seq = {table.table_seq: table for table in result.tables}
    places = [(c.table_seq, c.row_no, c.col_no) for c in result.cells]
    assert len(places) == len(set(places))
    for cell in result.cells:
        table = by_seq[cell.table_seq]
        assert table.table_id == cell.table_id
        assert cell.page in table.pages
        assert cell.row_no > len(table.header)
        if cell.amount_yuan is not None and cell.printed in WORDS:
            assert cell.amount_yuan == Decimal(cell.printed.replace(",", "").replace(" ", ""))
    assert all((table.rows is None) == (table.table_id is not None) for table in result.tables)
