"""Tables over pages: joined by their columns, with and without header, title and rulings; rows torn by the break."""

from __future__ import annotations

import msgspec
import pytest

from pipelines.extract.content import Grid
from tests.extract.tables.grids import codes, grid, page, read, slots
from tests.extract.tables.halves import FIRST, HEAD, NAMES, NUMBERS, SECOND, TITLE, names


def test_a_page_without_title_and_header_goes_on() -> None:
    result = read(page(1, *TITLE, grid(HEAD + NUMBERS + FIRST)), page(2, "— 2 —", grid(SECOND), "注：本表反映支出。"))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES
    last = result.cells[-1]
    assert (last.page, last.row_no) == (2, 8)


def test_a_repeated_header_is_counted_once_and_reported() -> None:
    result = read(page(1, *TITLE, grid(HEAD + NUMBERS + FIRST)), page(2, grid(HEAD + SECOND)))
    assert names(result) == NAMES
    assert [c.row_no for c in result.cells if c.measure == "基本支出"] == [4, 5, 6, 7, 8]
    assert codes(result) == ["repeated_header"]
    assert len(result.tables[0].header) == 3


def test_a_heading_alone_on_its_page_is_repeated_above_the_rows() -> None:
    """Rows without names (T09): the second heading is no rest of the first."""
    head = """
        预算数 | < | < | 决算数 | < | <
        合计 | 因公出国（境）费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务接待费
    """
    first = page(1, "财政拨款“三公”经费支出决算表", "单位：万元", grid(head))
    result = read(first, page(2, grid(head + "        5.00 | 2.00 | 3.00 | 4.00 | 1.50 | 2.50\n")))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T09", [1, 2])]
    assert slots(result.cells, "row_no", "column_header")[1] == (3, "预算数/因公出国（境）费")
    assert codes(result) == ["repeated_header"]


def test_a_heading_alone_on_its_page_may_have_fewer_columns_than_its_repetition() -> None:
    """It ends where the rows overleaf end, at the foot of the page; there the column of codes is drawn in three."""
    alone = """
        项目 | < | 本年支出合计 | 基本支出 | 项目支出
        科目编码 | 科目名称 | ^ | ^ | ^
        栏次 | < | 1 | 2 | 3
    """
    split = """
        项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出
        科目编码 | < | < | 科目名称 | ^ | ^ | ^
        栏次 | < | < | < | 1 | 2 | 3
    """
    rows = """
        合计 | < | < | < | 5.00 | 3.00 | 2.00
        205 | | | 教育支出 | 5.00 | 3.00 | 2.00
        205 | 02 | | 普通教育 | 5.00 | 3.00 | 2.00
        205 | 02 | 01 | 学前教育 | 5.00 | 3.00 | 2.00
    """
    heading, whole = grid(alone), grid(split + rows)
    result = read(page(1, *TITLE, _lowered(heading, _foot(whole) - _foot(heading))), page(2, *TITLE, whole))
    assert names(result) == ["合计", "教育支出", "普通教育", "学前教育"]


def _foot(drawn: Grid) -> float:
    return max(cell.bbox[3] for cell in drawn.cells if cell.bbox)


def _lowered(drawn: Grid, by: float) -> Grid:
    """The grid so many points farther down its page."""
    cells = [
        msgspec.structs.replace(cell, bbox=(cell.bbox[0], cell.bbox[1] + by, cell.bbox[2], cell.bbox[3] + by))
        for cell in drawn.cells
        if cell.bbox
    ]
    return msgspec.structs.replace(drawn, cells=cells)


def test_a_repeated_header_may_be_clipped_on_one_page() -> None:
    clipped = HEAD.replace("对附属单位补助支出", "对附属单位补")
    result = read(page(1, *TITLE, grid(clipped + FIRST)), page(2, grid(HEAD + SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES


def test_a_clipped_heading_may_run_into_the_numbers_of_the_columns() -> None:
    """Print that clips a cell still holds its last lines; they lie in the row below."""
    clipped = HEAD.replace("科目编码", "科目编")
    below = NUMBERS.replace("栏次", "码 栏次")
    result = read(page(1, *TITLE, grid(HEAD + NUMBERS + FIRST)), page(2, grid(clipped + below + SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES


def test_a_repeated_title_goes_on_too() -> None:
    result = read(
        page(1, *TITLE, grid(HEAD + NUMBERS + FIRST)),
        page(2, "支出决算表（续）", "公开03表", "单位：万元", grid(HEAD + NUMBERS + SECOND)),
    )
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES


@pytest.mark.parametrize("zero", ["-", "—", "/", "0.00"])
def test_a_row_that_is_named_like_a_heading_may_open_a_page(zero: str) -> None:
    """一般公共预算财政拨款 heads a column of T04 and, below 年初财政拨款结转和结余, names a row."""
    head = """
        收入 | < | 支出 | < | <
        项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款
    """
    first = "        一、一般公共预算财政拨款 | 9.00 | 一、教育支出 | 9.00 | 9.00\n"
    last = f"        一般公共预算财政拨款 | {zero} | | | \n        总计 | 9.00 | 总计 | 9.00 | 9.00\n"
    title = ("财政拨款收入支出决算总表", "单位：万元")
    result = read(page(1, *title, grid(head + first)), page(2, *title, grid(head + last)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T04", [1, 2])]
    assert slots(result.cells[-3:], "line_label", "printed") == [("总计", "9.00")] * 3


def test_a_title_repeated_inside_the_grid_goes_on_too() -> None:
    """A sheet repeats its title rows on every page, drawn as rows of the table."""
    lead = "    支出决算表 | < | < | < | < | < | < | <\n    单位：万元 | < | < | < | < | < | < | <\n"
    pages = [page(n, grid(lead + HEAD.lstrip("\n") + rows)) for n, rows in ((1, FIRST), (2, SECOND))]
    result = read(*pages)
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES


def test_the_same_table_again_is_another_table() -> None:
    copy = page(2, *TITLE, "部门：某区青少年宫", grid(HEAD + FIRST))
    result = read(page(1, *TITLE, "部门：某区教育局", grid(HEAD + FIRST)), copy)
    assert [t.table_id for t in result.tables] == ["T03", "T03"]
    assert {c.entity for c in result.cells if c.table_seq == 1} == {None}
    assert {c.entity for c in result.cells if c.table_seq == 2} == {"某区青少年宫"}


def test_three_public_expenses_of_two_units_are_two_tables() -> None:
    table = grid("合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费\n3.00 | | 2.00 | 1.00")
    head = ("财政拨款“三公”经费支出决算表", "单位：万元")
    result = read(page(1, *head, table), page(2, *head, table))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T09", [1]), ("T09", [2])]
    named = read(page(1, head[0], "部门：甲局 单位：元", table), page(2, "部门：乙所 单位：元", table))
    assert [c.entity for c in named.cells[::4]] == [None, "乙所"]


def test_the_rest_of_a_name_torn_by_the_page_break_is_joined() -> None:
    torn = """    2050201 | 学前教 | 3.00 | 3.00 | | | |
"""
    rest = """     | 育 | | | | | |
    2050202 | 小学教育 | 2.00 | 2.00 | | | |
"""
    result = read(page(1, *TITLE, grid(HEAD + FIRST + torn)), page(2, grid(rest)))
    assert names(result) == NAMES
    assert codes(result) == ["torn_row"]
    assert result.flaws[0].where.row_no == 6


def test_amounts_torn_from_their_name_are_joined_with_their_own_page() -> None:
    torn = """    2050201 | 学前教育 | | | | | |
"""
    rest = """     | | 3.00 | 3.00 | | | |
"""
    result = read(page(1, *TITLE, grid(HEAD + FIRST + torn)), page(2, grid(rest)))
    cells = [c for c in result.cells if c.line_code == "2050201" and c.printed]
    assert slots(cells, "page", "row_no", "printed") == [(2, 6, "3.00"), (2, 6, "3.00")]


def test_a_blank_row_before_the_break_keeps_its_own_amounts() -> None:
    blank = """    2050201 | 学前教育 | | | | | |
"""
    result = read(page(1, *TITLE, grid(HEAD + FIRST + blank)), page(2, grid(SECOND.splitlines()[1])))
    assert codes(result) == []
    assert [c.printed for c in result.cells if c.line_code == "2050201"] == [""] * 6


def test_a_header_alone_at_the_foot_of_a_page_takes_the_next_page() -> None:
    result = read(page(1, *TITLE, grid(HEAD)), page(2, grid(FIRST + SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES


def test_a_title_on_the_page_before_its_table_is_found() -> None:
    result = read(page(1, *TITLE, "— 1 —"), page(2, grid(HEAD + FIRST)))
    assert [(t.table_id, t.title_printed, t.unit_printed) for t in result.tables] == [("T03", "支出决算表", "万元")]


def _narrowed(full: Grid, merged: int) -> Grid:
    """The grid without the ruling to the right of column `merged`, which is blank."""
    cells = []
    for cell in full.cells:
        if cell.col == merged:
            continue
        col = cell.col if cell.col < merged else cell.col - 1
        box = cell.bbox
        if cell.col == merged - 1 and box is not None:
            box = (box[0], box[1], box[2] + 40.0, box[3])
        cells.append(msgspec.structs.replace(cell, col=col, bbox=box))
    return msgspec.structs.replace(full, n_cols=full.n_cols - 1, cells=cells)


def test_a_page_that_lacks_a_ruling_is_laid_over_the_columns_by_their_edges() -> None:
    result = read(page(1, *TITLE, grid(HEAD + FIRST)), page(2, _narrowed(grid(SECOND), 6)))
    assert names(result) == NAMES
    assert [c.measure for c in result.cells if c.printed and c.page == 2] == ["本年支出合计", "基本支出"] * 2


def test_headers_repeated_inside_one_long_grid_are_dropped() -> None:
    result = read(page(1, *TITLE, grid(HEAD + NUMBERS + FIRST + HEAD.strip("\n") + "\n" + NUMBERS + SECOND)))
    assert names(result) == NAMES
    assert codes(result) == ["repeated_header"]


def test_sheets_of_a_workbook_are_never_joined() -> None:
    one = page(1, *TITLE, grid(HEAD + FIRST, "sheet"), sheet="Z03")
    two = page(2, grid(SECOND, "sheet"), sheet="Z04")
    assert [t.table_id for t in read(one, two).tables] == ["T03", None]


def test_a_repeated_header_over_the_last_total_alone_goes_on() -> None:
    head = """
        收入 | < | < | 支出 | < | <
        项目 | 行次 | 金额 | 项目 | 行次 | 金额
        栏次 | | 1 | 栏次 | | 2
    """
    first = "    一、财政拨款收入 | 1 | 8.00 | 一、教育支出 | 3 | 8.00\n"
    last = "    总计 | 2 | 8.00 | 总计 | 4 | 8.00\n"
    title = ("收入支出决算总表", "公开01表", "单位：万元")
    result = read(page(1, *title, grid(head + first)), page(2, grid(head + last), "注：本表反映总收支。"))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T01", [1, 2])]
    assert [(c.line_label, c.printed, c.page) for c in result.cells if c.row_role == "total"] == [
        ("总计", "8.00", 2),
        ("总计", "8.00", 2),
    ]


def test_names_without_amounts_below_a_repeated_header_are_rows_though_they_also_head_columns() -> None:
    head = """
        收入 | < | 支出 | <
        项目 | 决算数 | 项目 | 决算数
    """
    first = "    一、财政拨款收入 | 8.00 | 一、教育支出 | 8.00\n"
    last = "    年初结转和结余 | | 年末结转和结余 |\n    总计 | 8.00 | 总计 | 8.00\n"
    result = read(page(1, "收入支出决算总表", "单位：万元", grid(head + first)), page(2, grid(head + last)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T01", [1, 2])]
    assert [(c.line_label, c.printed) for c in result.cells if c.page == 2] == [
        ("年初结转和结余", ""),
        ("年末结转和结余", ""),
        ("总计", "8.00"),
        ("总计", "8.00"),
    ]


def test_a_heading_and_its_rows_may_be_two_tables_of_a_page() -> None:
    heading = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 经营支出"
    result = read(
        page(
            1,
            "支出决算表",
            "单位：万元",
            grid(heading, method="html"),
            grid("2050201 | 学前教育 | 9.00 | 6.00 | 3.00 | ", method="html"),
        )
    )
    assert [t.table_id for t in result.tables] == ["T03"]
    assert slots(result.cells, "measure", "printed")[-1] == ("经营支出", "")
