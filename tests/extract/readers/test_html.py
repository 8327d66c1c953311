"""Web pages of many makers: the article and its tables, nothing else, and never a hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.readers.html import read_html
from pipelines.extract.readers.mhtml import read_mhtml
from tests.extract.readers.pages import check_promise, grids, shape

TABLE = """<table>
<tr><td colspan="4">支出决算表</td></tr>
<tr><td colspan="3">部门：青河区民政局</td><td>金额单位：万元</td></tr>
<tr><td rowspan="2">项目</td><td rowspan=2>行<br>次</td><td colspan=2>金额</td></tr>
<tr><td>预算数</td><td>决算数</td></tr>
<tr><td>一、教育<br>支出</td><td>1</td><td>&nbsp;</td><td>1,052.21</td></tr>
<tr><td colspan=4>注：本表为示例。</td></tr></table>"""
GRID = [["项目", "行次", "金额", ""], ["", "", "预算数", "决算数"], ["一、教育支出", "1", "", "1,052.21"]]


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def test_inline_tags_join_and_blocks_and_breaks_split() -> None:
    body = "<p>本年收入<b>合计</b><span>854.15</span>万元，\n 比上年增加。</p><p>第一行<br/>第二行<div>第三行</div>尾"
    content = read_html(page(body))
    assert shape(content.pages[0]) == ["本年收入合计854.15万元，比上年增加。", "第一行", "第二行", "第三行", "尾"]
    check_promise(content)


def test_title_rows_and_notes_of_a_table_become_lines() -> None:
    content = read_html(page(f"<p>前</p>{TABLE}<p>后</p>"))
    assert shape(content.pages[0]) == [
        "前", "支出决算表", "部门：青河区民政局", "金额单位：万元", GRID, "注：本表为示例。", "后",
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
    content = read_html(page(f"<table>{body}</table>"))
    assert shape(content.pages[0]) == [
        "收入决算表", [["项目", "合计", "其他"], ["合计", "1.00", "0.50"]], "注：略",
        "公开03表", "支出决算表", "部门：民政局", "单位：万元", [["项目", "合计", ""], ["合计", "2.00", ""]],
    ]  # fmt: skip
    check_promise(content)


def test_a_layout_table_holds_the_article_and_a_nested_data_table() -> None:
    body = f"<table><tr><td>左栏</td><td><p>第一段</p>{TABLE}<p>第二段</p></td></tr></table>"
    blocks = shape(read_html(page(body)).pages[0])
    assert "第一段" in blocks
    assert GRID in blocks


@pytest.mark.parametrize(
    "container",
    ['<div class="TRS_Editor">{}</div>', '<div id="zoom">{}</div>', '<div class="article-content">{}</div>',
     '<div class="x news_cont_d_wrap">{}</div>', '<div><div class="unheard-of">{}</div></div>'],
)  # fmt: skip
def test_furniture_is_left_out(container: str) -> None:
    article = "<p>2023年度部门决算情况说明如下，收入总计五百万元，支出总计五百万元。</p>" * 5
    body = (
        '<div class="header">某区人民政府</div><nav>首页</nav><div class="list">'
        + '<a href="/a">栏目一</a>' * 30
        + f"</div>{container.format(article)}<div class=footer>主办单位：某区 备案号</div><script>var a='b'</script>"
    )
    text = read_html(page(body)).pages[0].text
    assert text.count("收入总计五百万元") == 5
    for word in ("首页", "栏目一", "备案号", "var a"):
        assert word not in text


def test_the_title_is_the_meta_tag_then_the_heading_then_the_window() -> None:
    meta = '<meta name="ArticleTitle" content="民政局2023年度部门决算">'
    window = "<title>某区政府网</title>"
    assert read_html(page("<h1>某区</h1><p>文</p>", meta + window)).title == "民政局2023年度部门决算"
    assert read_html(page("<h1>民政局2023年部门决算</h1>文", window)).title == "民政局2023年部门决算"
    assert read_html(page("<p>文</p>", window)).title == "某区政府网"


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


def test_names_that_hide_the_article_itself_mean_nothing() -> None:
    article = "<p>2023年度部门决算情况说明如下，收入总计五百万元，支出总计五百万元。</p>" * 5
    assert (
        read_html(page(f'<div id="header"><div class="bottom">{article}</div></div>')).pages[0].text.count("说明") == 5
    )


def test_office_islands_in_a_page_are_no_text() -> None:
    body = "<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><p>决算<o:p>说明</o:p></p>"
    assert read_html(page(body)).pages[0].text == "决算说明\n"


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ("", "empty", "no text"),
        ('<div id="app"></div><script src="a.js"></script>', "empty", "needs_js"),
        ('<p><img src="/u/2023/table1.jpg"></p>', "needs_ocr", "content is pictures"),
        ('<p>附表</p><p><img src="/u/table1.jpg"><img src="/u/table2.jpg"></p>', "needs_ocr", "content is pictures"),
    ],
)
def test_pages_that_say_nothing(body: str, status: str, reason: str) -> None:
    content = read_html(page(body))
    assert (content.status, content.status_reason) == (status, reason)


def test_a_page_that_only_links_says_so() -> None:
    content = read_html(page('<p>决算公开详见附件</p><a href="/d/P020.pdf"><img src="/icons/pdf.gif">决算.pdf</a>'))
    assert content.status == "parsed"
    assert [item.code for item in content.flaws] == ["content_in_attachments"]


def test_hidden_text_is_not_read() -> None:
    assert "暗文" not in read_html(page('<p>明文</p><div style="display: none">暗文</div>')).pages[0].text


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
    content = read_html(page(body))
    check_promise(content)
    assert "d" in content.pages[0].text


def test_a_web_archive_is_its_first_page() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + page("<p>部门决算</p>") + b"\r\n--b--\r\n"
    )
    content = read_mhtml(data)
    assert content.pages[0].text.strip() == "部门决算"
    assert content.media_type == "multipart/related"


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
    check_promise(read_html(page("".join(parts))))


def test_files_beside_a_short_article_are_noticed() -> None:
    """The title outweighs an article that is nothing but its attachment."""
    content = read_html(
        "<body><div class='news'><div class='tit'><h1>某区水务局2023年度部门决算</h1><p>发布时间：2024年9月1日</p>"
        "</div><div class='wrap'><p>附件：</p><p><a href='/files/1.pdf'>决算公开</a></p></div></div></body>".encode()
    )
    assert [item.code for item in content.flaws] == ["content_in_attachments"]


def test_files_in_the_furniture_are_no_attachments() -> None:
    content = read_html(
        "<body><div class='news'><h1>某区水务局2023年度部门决算</h1><p>稍后公开，敬请关注。</p></div>"
        "<div class='footer'><p><a href='/files/privacy.pdf'>隐私声明</a></p></div></body>".encode()
    )
    assert content.flaws == []


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
        page("<table><caption>支出决算表<br>单位：万元</caption><tr><td>项目</td><td>金额</td></tr></table>")
    )
    assert shape(content.pages[0]) == ["支出决算表", "单位：万元", [["项目", "金额"]]]


def test_a_table_keeps_the_heading_that_stands_in_another_cell_of_the_page() -> None:
    rows = "".join(f"<tr><td>项目{n}</td><td>{n}.00</td><td>{n}.50</td></tr>" for n in range(30))
    body = (
        "<table><tr><td><p>支出决算表</p><p>单位：万元</p></td></tr>"
        f"<tr><td><table><tr><td><table>{rows}</table></td></tr></table></td></tr></table>"
    )
    content = read_html(page(body))
    assert shape(content.pages[0])[:2] == ["支出决算表", "单位：万元"]
    assert grids(content)[0].n_rows == 30


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [
        ("style='display: table'", "style='display:table-row;'", "style='display:table-cell'"),
        ("role=grid", "role=row", "role=gridcell"),
    ],
)
def test_boxes_that_stand_for_a_table_are_one(table: str, row: str, cell: str) -> None:
    cells = "".join(f"<div {cell}>{text}</div>" for text in ("项目", "金额"))
    content = read_html(page(f"<p>支出决算表</p><div {table}><div {row}>{cells}</div><div {row}>{cells}</div></div>"))
    assert shape(content.pages[0]) == ["支出决算表", [["项目", "金额"], ["项目", "金额"]]]


def test_a_framed_page_is_an_attachment() -> None:
    content = read_html(page("<p>青河区民政局2023年度部门决算</p><iframe src='tables.html'></iframe>"))
    assert [flaw.code for flaw in content.flaws] == ["content_in_attachments"]


def test_raised_digits_do_not_continue_the_number_before_them() -> None:
    marks = "<sup>1</sup>", '<span style="mso-bidi: x; vertical-align: super">[2]</span>'
    content = read_html(page("".join(f"<p>合计234.25{mark}万元</p>" for mark in marks)))
    assert shape(content.pages[0]) == ["合计234.25¹万元", "合计234.25[²]万元"]
    lower = ("<sub>3</sub>", "<s>4</s>", '<span style="text-decoration: underline line-through">5</span>')
    content = read_html(page("".join(f"<p>合计234{mark}万元</p>" for mark in lower)))
    assert shape(content.pages[0]) == ["合计234₃万元", "合计2344\u0336万元", "合计2345\u0336万元"]


def test_fields_of_a_form_in_a_table_show_what_was_filled_in() -> None:
    fields = (
        '<input value="1.00">', '<input type="hidden" value="9">', "<textarea>2.00</textarea>",
        "<select><option>甲<option selected>乙</select>",
    )  # fmt: skip
    row = "".join(f"<td>{field}</td>" for field in fields)
    body = f"<p>支出决算表</p><input value='搜索'><table><tr>{'<td>项目</td>' * 4}</tr><tr>{row}</tr></table>"
    assert shape(read_html(page(body)).pages[0]) == ["支出决算表", [["项目"] * 4, ["1.00", "", "2.00", "乙"]]]


def test_what_was_deleted_is_gone() -> None:
    assert shape(read_html(page("<p>合计<del>9</del>234.25万元</p>")).pages[0]) == ["合计234.25万元"]


def test_the_sheets_of_a_workbook_saved_as_a_web_archive() -> None:
    names = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in ("收入&amp;支出", "空表")
    )
    parts = (
        ("a.htm", f"<html><!--[if gte mso 9]>{names}<![endif]--><frameset><frame src=x></frameset></html>"),
        ("a.files/sheet001.htm", page(TABLE).decode()),
        ("a.files/sheet002.htm", "<html><body></body></html>"),
        ("a.files/tabstrip.htm", "<html><body>收入</body></html>"),
    )
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n'
    body = "".join(
        f"--X\nContent-Location: file:///C:/{name}\nContent-Type: text/html\n\n{text}\n" for name, text in parts
    )
    content = read_mhtml(f"{head}{body}--X--\n".encode())
    assert [(each.number, each.sheet, bool(each.text)) for each in content.pages] == [
        (1, "收入&支出", True), (2, "空表", False),
    ]  # fmt: skip
    assert [block for block in shape(content.pages[0]) if isinstance(block, list)] == [GRID]


@pytest.mark.parametrize("around", ["<table><tr><td>{}</td><td>{}</td></tr></table>", "<div>{}</div><div>{}</div>"])
def test_a_short_table_beside_a_long_one_is_not_left_out(around: str) -> None:
    """The long one alone is nearly all text of the page."""
    long = "<p>收入决算表</p><table>" + "<tr><td>科目名称</td><td>1,234.50</td><td>3.00</td></tr>" * 40 + "</table>"
    body = around.format(f"<div>{long}</div>", f"<p>支出决算表</p>{TABLE.replace('支出决算表', '')}")
    content = read_html(page(f"<div class=nav><table><tr><td>1.00</td><td>2</td></tr></table></div><div>{body}</div>"))
    assert [grid.n_rows for grid in grids(content)] == [40, 3]
    assert "支出决算表" in content.pages[0].text


def test_a_statement_beside_long_tables_is_not_left_out() -> None:
    long = "<table>" + "<tr><td>科目名称</td><td>1,234.50</td><td>3.00</td></tr>" * 40 + "</table>"
    body = f"<div><div><p>收入决算表</p>{long}</div><div><p>本年收入合计1,234.50万元。</p></div></div>"
    assert shape(read_html(page(body)).pages[0])[-1] == "本年收入合计1,234.50万元。"
