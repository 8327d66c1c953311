"""Tables wider than a page: columns on pages of their own, after each page or after all pages of the rows."""

from __future__ import annotations

import msgspec

from pipelines.extract.content import Grid, GridCell, TextLine
from tests.extract.tables.grids import grid, page, read, slots

TITLE = ("支出决算表", "单位：万元")
LEFT_HEAD = """
    项目 | < | 本年支出合计
    科目编码 | 科目名称 | ^
"""
RIGHT_HEAD = """
    基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    ^ | ^ | ^ | ^ | ^
"""
UPPER = "    合计 | < | 9.00\n    205 | 教育支出 | 9.00\n    20502 | 普通教育 | 9.00\n"
UPPER_RIGHT = "    6.00 | 3.00 | | |\n    6.00 | 3.00 | | |\n    6.00 | 3.00 | | |\n"
LOWER = "    2050201 | 学前教育 | 6.00\n    2050202 | 小学教育 | 3.00\n    2050299 | 其他普通教育支出 | \n"
LOWER_RIGHT = "    6.00 | | | |\n     | 3.00 | | |\n     | | | |\n"


def test_columns_on_the_next_page_belong_to_the_rows_beside_them() -> None:
    result = read(page(1, *TITLE, grid(LEFT_HEAD + UPPER)), page(2, grid(RIGHT_HEAD + UPPER_RIGHT)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    found = [c for c in result.cells if c.line_code == "205" and c.printed]
    assert slots(found, "measure", "printed", "page", "col_no") == [
        ("本年支出合计", "9.00", 1, 3),
        ("基本支出", "6.00", 2, 4),
        ("项目支出", "3.00", 2, 5),
    ]


def test_all_left_pages_may_come_before_all_right_pages() -> None:
    result = read(
        page(1, *TITLE, grid(LEFT_HEAD + UPPER)),
        page(2, grid(LOWER)),
        page(3, grid(RIGHT_HEAD + UPPER_RIGHT)),
        page(4, grid(LOWER_RIGHT)),
    )
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2, 3, 4])]
    found = [c for c in result.cells if c.printed and c.measure != "本年支出合计"]
    assert slots(found[-2:], "line_code", "measure", "printed", "page") == [
        ("2050201", "基本支出", "6.00", 4),
        ("2050202", "项目支出", "3.00", 4),
    ]


def test_rows_at_other_heights_are_not_beside() -> None:
    short = "    6.00 | 3.00 | | |\n"
    result = read(page(1, *TITLE, grid(LEFT_HEAD + UPPER + LOWER)), page(2, grid(RIGHT_HEAD + short)))
    assert [t.pages for t in result.tables] == [[1], [2]]


def test_equal_columns_go_on_downwards_whatever_their_rows_name() -> None:
    """A row of line numbers alone looks like the first of amounts, and all names below it are words of headings."""
    head = "    收入 | < | < | 支出 | < | <\n    项目 | 行次 | 金额 | 项目 | 行次 | 金额\n"
    first = "    一、财政拨款收入 | 1 | 3.00 | 一、教育支出 | 7 | 3.00\n     | 2 | | 二、外交支出 | 8 |\n"
    second = "".join(f"     | {n} | | {item}、某支出 | {n + 6} |\n" for n, item in ((3, "三"), (4, "四"), (5, "五")))
    third = "     | 6 | | | 12 |\n    本年收入合计 | 7 | 3.00 | 本年支出合计 | 13 | 3.00\n"
    result = read(
        page(1, "收入支出决算总表", "单位：万元", grid(head + first)), page(2, grid(second)), page(3, grid(third))
    )
    assert [(t.table_id, t.pages, len(t.header[0])) for t in result.tables] == [("T01", [1, 2, 3], 6)]


def test_a_page_of_rows_with_the_same_heights_goes_on_downwards() -> None:
    rows = "    {0}01 | 其他支出 | 1.00\n    {0}02 | 其他支出 | 1.00\n    {0}03 | 其他支出 | 1.00\n"
    pages = [page(1, *TITLE, grid(LEFT_HEAD + UPPER)), page(2, grid(rows.format("20601")))]
    result = read(*pages, page(3, grid(rows.format("20701"))))
    assert [t.pages for t in result.tables] == [[1, 2, 3]]
    assert [cell.line_code for cell in result.cells][-4:] == ["2060103", "2070101", "2070102", "2070103"]


def test_a_single_column_belongs_to_the_rows_beside_it() -> None:
    head = """
    项目 | < | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^
"""
    rows = "    合计 | < | 9.00 | 8.00 | | |\n    205 | 教育支出 | 9.00 | 8.00 | | |\n    20502 | 普通教育 | | | | |\n"
    alone = "    对附属单位补助支出\n    ^\n    1.00\n    1.00\n    -\n"
    result = read(page(1, *TITLE, grid(head + rows)), page(2, TITLE[0], grid(alone)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    found = [c for c in result.cells if c.measure == "对附属单位补助支出"]
    assert slots(found, "printed", "page") == [("1.00", 2), ("1.00", 2), ("-", 2)]


def test_heading_merged_over_two_pages_is_printed_once() -> None:
    head = """
    项目 | < | 本年支出合计 | 本年支出
    科目编码 | 科目名称 | ^ | 基本支出
"""
    right = """
     | <
    项目支出 | 上缴上级支出
"""
    result = read(
        page(1, *TITLE, grid(head + UPPER.replace("9.00\n", "9.00 | 6.00\n"))),
        page(2, TITLE[0], grid(right + "    3.00 |\n" * 3)),
    )
    (table,) = result.tables
    assert table.header[0][-3:] == ["本年支出"] * 3
    found = [c for c in result.cells if c.line_code == "205"]
    assert slots(found, "measure", "printed")[1:] == [("基本支出", "6.00"), ("项目支出", "3.00"), ("上缴上级支出", "")]


def test_last_column_of_an_empty_table_belongs_beside_it() -> None:
    title = "国有资本经营预算财政拨款支出决算表"
    left = """
    项目 | < | 本年支出 | <
    科目编码 | 科目名称 | 小计 | 基本支出
    合计 | < | |
"""
    result = read(page(1, title, grid(left)), page(2, title, "单位：元", grid("    项目支出\n    ^\n    -\n")))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T08", [1, 2])]
    assert slots(result.cells, "measure", "printed") == [("本年支出合计", ""), ("基本支出", ""), ("项目支出", "-")]


def test_clipped_heading_is_known_by_its_beginning() -> None:
    head = "    项目 | 本年支出合计 | 基本支出 | 项目支出 | 对附属单位补\n"
    result = read(page(1, *TITLE, grid(head + "    合计 | 9.00 | 5.00 | 3.00 | 1.00\n")))
    assert slots(result.cells[-1:], "measure", "printed") == [("对附属单位补助支出", "1.00")]


def at_heights(drawn: Grid, heights: list[float]) -> Grid:
    """The grid with its rows between the given heights."""

    def moved(cell: GridCell) -> GridCell:
        assert cell.bbox is not None
        box = (cell.bbox[0], heights[cell.row], cell.bbox[2], heights[cell.row + cell.row_span])
        return msgspec.structs.replace(cell, bbox=box)

    return msgspec.structs.replace(drawn, cells=[moved(cell) for cell in drawn.cells])


def test_headings_may_have_more_levels_on_the_page_beside() -> None:
    right = """
    本年支出 | < | <
    基本支出 | < | 项目支出
    人员经费 | 公用经费 | ^
    5.00 | 1.00 | 3.00
    5.00 | 1.00 | 3.00
    5.00 | 1.00 | 3.00
"""
    left = at_heights(grid(LEFT_HEAD.replace("本年支出合计", "本年收入") + UPPER), [0, 20, 60, 80, 100, 120])
    title = ("一般公共预算财政拨款收入支出决算表", "单位：万元")
    result = read(page(1, *title, left), page(2, title[0], grid(right)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T12", [1, 2])]
    found = [c for c in result.cells if c.line_code == "205"]
    assert slots(found, "measure", "printed") == [
        ("本年收入", "9.00"),
        ("人员经费", "5.00"),
        ("公用经费", "1.00"),
        ("项目支出", "3.00"),
    ]


def test_text_beside_a_grid_stands_between_no_pages() -> None:
    """The middle of a heading over two pages lies beyond the edge of the first."""
    rest = TextLine(text="基本支出", start=0, end=4, bbox=(200.0, 25.0, 240.0, 35.0))
    drawn = msgspec.structs.replace(grid(LEFT_HEAD + UPPER), bbox=(0.0, 0.0, 120.0, 100.0))
    left = page(1, *TITLE, drawn)
    left.blocks.append(rest)
    result = read(left, page(2, grid(LOWER)), page(3, grid(RIGHT_HEAD + UPPER_RIGHT)), page(4, grid(LOWER_RIGHT)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2, 3, 4])]


def test_a_watermark_over_a_grid_stands_between_no_pages() -> None:
    mark = TextLine(text="政务公开", start=0, end=4, bbox=(30.0, 20.0, 90.0, 80.0))
    head = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n"
    rows = "205 | 教育支出 | 5.00 | 3.00 | 2.00"
    drawn = msgspec.structs.replace(grid(head + rows, "stream"), bbox=(0.0, 0.0, 120.0, 100.0))
    first = page(1, "支出决算表", "单位：万元", drawn)
    first.blocks.append(mark)
    result = read(first, page(2, grid(head + rows.replace("教育", "科学技术"), "stream")))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]


def test_blank_amounts_at_the_edge_stay_in_their_columns() -> None:
    left = """
    项目 | < | 本年支出 | <
    科目编码 | 科目名称 | 小计 | 基本支出
    合计 | < | | -
"""
    title = "国有资本经营预算财政拨款支出决算表"
    right = "     项目支出 | 备注\n    ^ | ^\n     | -\n"
    result = read(page(1, title, grid(left)), page(2, title, "单位：元", grid(right)))
    assert slots(result.cells, "measure", "printed")[1:3] == [("基本支出", "-"), ("项目支出", "")]


NAMED = """
    {0} | < | {1} | {2}
    科目编码 | 科目名称 | ^ | ^
    合计 | < | 9.00 | {3}
    205 | 教育支出 | 9.00 | {3}
    20502 | 普通教育 | 9.00 | {3}
"""


def test_names_repeated_beside_their_rows_are_taken_once() -> None:
    left = NAMED.format("项目", "本年支出合计", "基本支出", "6.00")
    right = NAMED.format("项目", "项目支出", "经营支出", "")
    result = read(page(1, *TITLE, grid(left)), page(2, f"{TITLE[0]} {TITLE[0]}", grid(right)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    found = [c for c in result.cells if c.line_code == "205"]
    assert slots(found, "group_no", "measure", "printed") == [
        (1, "本年支出合计", "9.00"),
        (1, "基本支出", "6.00"),
        (1, "项目支出", "9.00"),
        (1, "经营支出", ""),
    ]


def test_tables_with_other_numbers_and_names_of_rows_are_not_beside() -> None:
    """Two tables without titles whose rows stand at the same heights."""
    spending = NAMED.format("项目", "本年支出合计", "上缴上级支出", "")
    income = NAMED.format("项目", "本年收入合计", "事业收入", "1.00")
    for lead in (["公开03表"], []):
        result = read(page(1, "公开02表", grid(income)), page(2, *lead, grid(spending)))
        assert [t.pages for t in result.tables] == [[1], [2]]


def test_blank_rows_above_the_amounts_of_a_single_column_count() -> None:
    """The totals of the last page: their amount stands alone on a page of its own, below blank boxes."""
    title = ("一般公共预算财政拨款基本支出决算表", "单位：元")
    head = "    人员经费 | < | < | 公用经费 | <\n    科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称\n"
    last = "    30399 | 其他补助 | 2.00 | |\n     | | | |\n    人员经费合计 | < | 9.00 | 公用经费合计 | <\n"
    column = grid("    决算数\n    ^\n    7.00\n    -\n    -\n")
    first = grid(head + "    301 | 工资福利支出 | 7.00 | 302 | 商品和服务支出\n     | | | |\n     | | | |\n")
    blank = msgspec.structs.replace(grid("    -\n    -\n    5.00\n"), cells=[])
    drawn = grid("    -\n    -\n    5.00\n").cells
    cells = [msgspec.structs.replace(cell, text="" if cell.text == "-" else cell.text) for cell in drawn]
    right = msgspec.structs.replace(blank, cells=cells)
    result = read(page(1, *title, first), page(2, column), page(3, grid(last)), page(4, right))
    assert [t.pages for t in result.tables] == [[1, 2, 3, 4]]
    assert slots(result.cells[-2:], "line_label", "printed") == [("人员经费合计", "9.00"), ("公用经费合计", "5.00")]
