"""Tables that a page draws by boxes: what the styles make certain is a grid, all else stays lines."""

from __future__ import annotations

import pytest

from pipelines.extract.readers.html import read_html
from pipelines.extract.readers.html_grids import tracks
from tests.extract.readers.pages import Block, check_promise, grids, shape

ROWS = [["项目", "合计", "其他"], ["教育支出", "3.50", ""], ["合计", "3.50", "0.00"]]


def read(body: str, sheet: str = "") -> list[Block]:
    head = f"<meta charset=utf-8><style>{sheet}</style>"
    content = read_html(f"<html><head>{head}</head><body><p>支出决算表</p>{body}</body></html>".encode())
    check_promise(content)
    return shape(content.pages[0])


def rows(row: str, cell: str, texts: list[list[str]] | None = None) -> str:
    """Rows of cells, each a <div> with these attributes."""
    texts = texts or ROWS
    return "".join(f"<div {row}>{''.join(f'<div {cell}>{text}</div>' for text in line)}</div>" for line in texts)


ROW_BOXES = rows("class=row", "class=c")
THREE = ".t{display:grid;grid-template-columns:repeat(3,1fr)}"
UPON = "".join(
    f'<div style="grid-row:{r};grid-column:{c}">{text}</div>'
    for r, c, text in [(i + 1, j + 1, text) for i, line in enumerate(ROWS) for j, text in enumerate(line)]
    + [(2, 2, "4.50")]
)
CELLS = "".join(f"<div>{text}</div>" for line in ROWS for text in line)


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        (".t{display:grid;grid-template-columns:80px repeat(2, minmax(0, 1fr))}", f"<div class=t>{CELLS}</div>"),
        ("", f'<div style="display: grid; grid-template: none / [a] 1fr 2fr 1fr">{CELLS}</div>'),
        ("/* */ #t .row{display:flex} #t>.row>div{flex:1 1 0%}", f"<div id=t>{rows('class=row', '')}</div>"),
        (".row{display:flex} .row div{width:33.3%}", rows("class=row", "")),
        (".c{display:inline-block;width:90px}", rows("", "class=c")),
        (".c{float:left;width:30%}", rows("", "class=c")),
        (".t{display:table}.row{display:table-row}.c{display:table-cell}", f"<div class=t>{ROW_BOXES}</div>"),
        (".row{display:grid;grid-template-columns:repeat(3,1fr)}", rows("class=row", "")),
        (".t{display:grid;grid-template-columns:9em 1fr 1fr}.row{display:contents}", f"<div class=t>{ROW_BOXES}</div>"),
        (".row{display:block}.row{display:flex}.c{width:9em} @media print{.row{display:none}}", ROW_BOXES),
    ],
)  # fmt: skip
def test_boxes_at_certain_places_are_a_table(sheet: str, body: str) -> None:
    assert read(body, sheet) == ["支出决算表", ROWS]


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        (".t{display:grid;grid-template-columns:repeat(auto-fill,90px)}", f"<div class=t>{CELLS}</div>"),
        (".t{display:grid;grid-template-columns:repeat(3,1fr);grid-auto-flow:column}", f"<div class=t>{CELLS}</div>"),
        (".t{display:grid;grid-template-columns:repeat(3,1fr)}", f"<div class=t>注{CELLS}</div>"),
        (".row{display:flex}", rows("class=row", "")),
        (".row{display:flex;flex-wrap:wrap}.row div{width:33%}", rows("class=row", "")),
        (".row{display:flex}.row:hover div{width:33%}", rows("class=row", "")),
        (".c{float:left;width:60%}", rows("", "class=c")),
        (".row{display:flex}.row div{width:50px}", rows("class=row", "", [ROWS[0], ["教育支出", "3.50"]])),
        (f"{THREE}.gone{{display:none}}", f"<div class=t>{CELLS}<div class=gone>3.50</div></div>"),
        (f"{THREE}.last{{order:-1}}", f"<div class=t>{CELLS}<div class=last>3.50</div></div>"),
        (f"{THREE}.free{{position:absolute}}", f"<div class=t>{CELLS}<div class=free>3.50</div></div>"),
        (THREE, f"<div class=t>{UPON}</div>"),
    ],
)  # fmt: skip
def test_boxes_at_uncertain_places_are_lines(sheet: str, body: str) -> None:
    assert all(isinstance(block, str) for block in read(body, sheet))


def test_boxes_of_a_grid_may_name_their_lines_and_cover_several() -> None:
    sheet = ".t{display:grid;grid-template-columns:repeat(4,1fr)}.two{grid-row:span 2}.wide{grid-column:2 / -1}"
    body = (
        "<div class=t><div class=two>项目</div><div class=wide>本年支出</div><div>合计</div>"
        '<div style="grid-column:span 2">其他</div>'
        "<div>教育支出</div><div>3.50</div><div style='grid-column-start:4'>1.00</div></div>"
    )
    assert read(body, sheet)[1] == [
        ["项目", "本年支出", "", ""], ["", "合计", "其他", ""], ["教育支出", "3.50", "", "1.00"],
    ]  # fmt: skip


def test_boxes_that_name_row_and_column_leave_others_blank() -> None:
    place = '<div style="grid-row:{};grid-column:{}">{}</div>'
    body = "".join(place.format(r, c, text) for r, line in enumerate(ROWS, 1) for c, text in enumerate(line, 1) if text)
    assert read(f'<div style="display:grid;grid-template-columns:1fr 1fr 1fr">{body}</div>')[1] == ROWS


def test_a_wide_heading_stands_over_the_columns_below_it() -> None:
    heading = '<div class=row><div style="width:40%">项目</div><div style="width:60%">金额</div></div>'
    texts = [["编码", "名称", "合计", "基本", "项目"], ["201", "教育", "2.00", "2.00", ""]]
    lines = rows("class=row", 'style="width:20%"', texts)
    content = read(heading + lines, ".row{display:flex}")
    assert content[1] == [
        ["项目", "", "金额", "", ""],
        *texts,
    ]


def test_a_page_laid_out_by_a_grid_keeps_its_article() -> None:
    article = "<p>2023年度收入总计五百万元，支出总计五百万元，与上年持平。</p>" * 9
    body = f"<div class=page><div>栏目</div><div>{article}</div><div>页脚一</div><div>页脚二</div></div>"
    blocks = read(body, ".page{display:grid;grid-template-columns:1fr 3fr}")
    assert all(isinstance(block, str) for block in blocks)
    assert len(blocks) == 9


def test_lists_of_links_and_dates_are_no_tables() -> None:
    body = rows("class=row", "", [["某局决算公开", "2024-09-01"], ["某署决算公开", "2024-09-02"]])
    assert len(grids(read_html(f"<style>.row{{display:flex}}.row div{{flex:1}}</style>{body}".encode()))) == 0


@pytest.mark.parametrize(
    ("template", "count"),
    [("1fr 2fr", 2), ("repeat(2, 10px 1fr) auto", 5), ("minmax(0, 1fr) fit-content(10em)", 2), ("none", 0),
     ("repeat(auto-fit, minmax(90px, 1fr))", 0), ("subgrid", 0), ("repeat(999, 1fr)", 0), ("", 0)],
)  # fmt: skip
def test_tracks(template: str, count: int) -> None:
    assert tracks({"grid-template-columns": template}) == count
