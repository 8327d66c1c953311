"""Web pages of many makers: their text and tables as they show them, and never a hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.readers.html import read_html
from tests.extract.readers.pages import WEB_GRID, WEB_TABLE, check_promise, grids, html_page, shape


def test_inline_tags_join_and_blocks_and_breaks_split() -> None:
    body = "<p>本年收入<b>合计</b><span>854.15</span>万元，\n 比上年增加。</p><p>第一行<br/>第二行<div>第三行</div>尾"
    content = read_html(html_page(body))
    assert shape(content.pages[0]) == ["本年收入合计854.15万元，比上年增加。", "第一行", "第二行", "第三行", "尾"]
    check_promise(content)


def test_title_rows_and_notes_of_a_table_become_lines() -> None:
    content = read_html(html_page(f"<p>前</p>{WEB_TABLE}<p>后</p>"))
    assert shape(content.pages[0]) == [
        "前", "支出决算表", "部门：青河区民政局", "金额单位：万元", WEB_GRID, "注：本表为示例。", "后",
    ]  # fmt: skip
    [grid] = grids(content)
    spans = {cell.text: (cell.row_span, cell.col_span) for cell in grid.cells if cell.text}
    assert (spans["项目"], spans["金额"], spans["1"]) == ((2, 1), (1, 2), (1, 1))
    check_promise(content)


def test_tables_drawn_as_one_come_apart() -> None:
    rows = [
        ["收入决算表", "", ""], ["项目", "合计", "其他"], ["合计", "1.00", "0.50"], ["注：略", "", ""], ["", "", ""],
        ["", "", "公开03表"], ["支出决算表", "", ""], ["部门：民政局", "", "单位：万元"],
        ["项目", "合计", ""], ["合计", "2.00", ""],
    ]  # fmt: skip
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    content = read_html(html_page(f"<table>{body}</table>"))
    assert shape(content.pages[0]) == [
        "收入决算表", [["项目", "合计", "其他"], ["合计", "1.00", "0.50"]], "注：略",
        "公开03表", "支出决算表", "部门：民政局", "单位：万元", [["项目", "合计", ""], ["合计", "2.00", ""]],
    ]  # fmt: skip
    check_promise(content)


def test_a_layout_table_holds_the_article_and_a_nested_data_table() -> None:
    body = f"<table><tr><td>左栏</td><td><p>第一段</p>{WEB_TABLE}<p>第二段</p></td></tr></table>"
    blocks = shape(read_html(html_page(body)).pages[0])
    assert "第一段" in blocks
    assert WEB_GRID in blocks


@pytest.mark.parametrize(
    ("declared", "real", "codes"),
    [
        ("utf-8", "utf-8", []),
        ("gb2312", "gb18030", []),
        ("utf-8", "gb18030", ["charset_mismatch"]),
        ("gbk", "utf-8", ["charset_mismatch"]),
        ("iso-8859-1", "gb18030", ["charset_mismatch"]),
    ],
)
def test_declared_charsets_may_lie(declared: str, real: str, codes: list[str]) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    html = f"<html><head>{meta}</head><body>收支总计</body></html>"
    content = read_html(html.encode(real))
    assert content.pages[0].text.strip() == "收支总计"
    assert [item.code for item in content.flaws] == codes


def test_no_declaration_falls_back_to_gb18030() -> None:
    assert "部门决算" in read_html("<body><p>部门决算</p>".encode("gbk")).pages[0].text


def test_office_islands_in_a_page_are_no_text() -> None:
    body = "<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><p>决算<o:p>说明</o:p></p>"
    assert read_html(html_page(body)).pages[0].text == "决算说明\n"


def test_hidden_text_is_not_read() -> None:
    assert "暗文" not in read_html(html_page('<p>明文</p><div style="display: none">暗文</div>')).pages[0].text


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 1_000_000 + b"x" + b"</div>" * 1_000_000,
        b"<table>" + (b"<tr>" + b"<td colspan=1000 rowspan=60000>1</td>" * 10 + b"</tr>") * 3000 + b"</table>",
        b"<table>" + b"<tr><td>1<td>2" * 200_000 + b"</table>",
        b"<p>" + b"x" * (17 << 20),
        b"<table><tr>" * 2000 + b"<td>1",
    ],
    ids=["nested", "spans", "cells", "long", "nested tables"],
)
def test_monstrous_pages_are_bounded_and_told(data: bytes) -> None:
    start = time.process_time()
    content = read_html(data)
    assert time.process_time() - start < 8
    assert content.flaws or content.status == "unsupported"


def test_spans_that_make_no_sense_are_repaired() -> None:
    body = (
        "<table><tr><td rowspan=0>a</td><td colspan=x>b</td><td>c</td></tr>"
        "<tr><td colspan=9 rowspan=5>d</td></tr><tr><td>e</td></tr></table>"
    )
    content = read_html(html_page(body))
    check_promise(content)
    assert "d" in content.pages[0].text


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "<td colspan=2>",
                "<td rowspan=3>",
                "<p>",
                "<br>",
                "决算",
                "1.00",
                " ",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup_keeps_the_promise(parts: list[str]) -> None:
    check_promise(read_html(html_page("".join(parts))))


def test_a_page_cut_short_is_no_half_table() -> None:
    """F52 for web pages: inside a table it is damaged, behind it doubted."""
    row = "<tr><td>{}</td><td>1.00</td></tr>"
    page = f"<html><body><table>{''.join(row.format(name) for name in '甲乙丙')}</table><p>说明文字。</p></body></html>"
    assert read_html(page.encode()).flaws == []
    inside = read_html(page[: page.index("丙")].encode())
    assert (inside.status, inside.pages) == ("damaged", [])
    behind = read_html(page[: page.index("文字")].encode())
    assert (behind.status, [item.code for item in behind.flaws]) == ("parsed", ["markup_cut"])
    without_start = read_html(page.replace("<table>", "").encode())
    assert [item.code for item in without_start.flaws] == ["markup_cut"]
    fragment = read_html(f"<table>{row.format('甲')}{row.format('乙')}</table>".encode())
    assert fragment.flaws == []


def test_rows_without_all_their_cells_are_told() -> None:
    table = "<table><tr><th>项目<th>预算<th>决算<tr><td rowspan=2>甲<td>1<td>2<tr><td>3{}<tr><td>丙<td>5<td>6</table>"
    assert read_html(table.format("<td>4").encode()).flaws == []
    assert [item.code for item in read_html(table.format("").encode()).flaws] == ["short_rows"]
    short = table.format("<td>4").replace("<td>5", "")
    assert [item.code for item in read_html(short.encode()).flaws] == ["short_rows"]


def test_a_caption_stands_above_its_table() -> None:
    content = read_html(
        html_page("<table><caption>支出决算表<br>单位：万元</caption><tr><td>项目</td><td>金额</td></tr></table>")
    )
    assert shape(content.pages[0]) == ["支出决算表", "单位：万元", [["项目", "金额"]]]


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ("style='display: table'", "style='display:table-row;'", "style='display:table-cell'"),
        ("role=grid", "role=row", "role=gridcell"),
    ],
)
def test_boxes_that_stand_for_a_table_are_one(table: str, row: str, cell: str) -> None:
    cells = "".join(f"<div {cell}>{text}</div>" for text in ("项目", "金额"))
    content = read_html(
        html_page(f"<p>支出决算表</p><div {table}><div {row}>{cells}</div><div {row}>{cells}</div></div>")
    )
    assert shape(content.pages[0]) == ["支出决算表", [["项目", "金额"], ["项目", "金额"]]]


def test_raised_digits_do_not_continue_the_number_before_them() -> None:
    marks = "<sup>1</sup>", '<span style="mso-bidi: x; vertical-align: super">[2]</span>'
    content = read_html(html_page("".join(f"<p>合计234.25{mark}万元</p>" for mark in marks)))
    assert shape(content.pages[0]) == ["合计234.25¹万元", "合计234.25[²]万元"]
    lower = ("<sub>3</sub>", "<s>4</s>", '<span style="text-decoration: underline line-through">5</span>')
    content = read_html(html_page("".join(f"<p>合计234{mark}万元</p>" for mark in lower)))
    assert shape(content.pages[0]) == ["合计234₃万元", "合计2344\u0336万元", "合计2345\u0336万元"]


def test_fields_of_a_form_in_a_table_show_what_was_filled_in() -> None:
    fields = (
        '<input value="1.00">', '<input type="hidden" value="9">', "<textarea>2.00</textarea>",
        "<select><option>甲<option selected>乙</select>",
    )  # fmt: skip
    row = "".join(f"<td>{field}</td>" for field in fields)
    body = f"<p>支出决算表</p><input value='搜索'><table><tr>{'<td>项目</td>' * 4}</tr><tr>{row}</tr></table>"
    assert shape(read_html(html_page(body)).pages[0]) == ["支出决算表", [["项目"] * 4, ["1.00", "", "2.00", "乙"]]]


@pytest.mark.parametrize("control", ["\x01", "\x0b", "\x0c", "&#11;", "&#x1F;", "&#0012;", "\x00", "\ufffe"])
def test_control_characters_stop_nothing(control: str) -> None:
    content = read_html(html_page(f"<p>合计234<sup>{control}1</sup>{control}万元&#10;&#110;&#x1F600;</p>"))
    [told] = shape(content.pages[0])
    assert isinstance(told, str)
    assert told.replace(" ", "") == "合计234¹万元n\U0001f600"


@pytest.mark.parametrize(
    ("hiding", "rule"),
    [
        ('class="x"', ".x{display:none}"),
        ('class="x"', "td span.x {visibility : hidden}"),
        ("hidden", ""),
        ('style="display: none"', ""),
    ],
)
def test_what_a_cell_hides_does_not_join_its_number(hiding: str, rule: str) -> None:
    row = f"<tr><td>公务接待费</td><td>1<span {hiding}>9</span>23</td></tr>"
    content = read_html(html_page(f"<table><tr><td>项目</td><td>金额</td></tr>{row}</table>", f"<style>{rule}</style>"))
    assert shape(content.pages[0]) == [[["项目", "金额"], ["公务接待费", "123"]]]
    assert content.flaws == []


def test_hidden_amounts_are_told_whether_read_or_not() -> None:
    rows = "<tr><td>项目</td><td>金额</td></tr>" + "<tr {}><td>公务接待费</td><td>1.00</td></tr>" * 2
    style = "<style>.leaf {display:none}</style>"
    branch = read_html(html_page(f"<table>{rows.format('', 'class=leaf')}</table>", style))
    assert [len(grid.cells) for grid in grids(branch)] == [6]
    assert [(item.code, item.message[0]) for item in branch.flaws] == [("hidden_amounts", "1")]
    gone = read_html(html_page(f"<table>{rows.format('', 'style=display:none')}</table><p style='display:none'>藏</p>"))
    assert [len(grid.cells) for grid in grids(gone)] == [4]
    assert [(item.code, item.message[0]) for item in gone.flaws] == [("hidden_text", "1")]


def test_what_was_deleted_is_gone() -> None:
    assert shape(read_html(html_page("<p>合计<del>9</del>234.25万元</p>")).pages[0]) == ["合计234.25万元"]
