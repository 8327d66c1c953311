"""Which part of a web page is its article: no furniture, nothing of it left out, and what only hangs on it."""

from __future__ import annotations

import pytest

from pipelines.extract.readers.html import read_html
from tests.extract.readers.pages import WEB_TABLE, grids, html_page, shape


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
    text = read_html(html_page(body)).pages[0].text
    assert text.count("收入总计五百万元") == 5
    for word in ("首页", "栏目一", "备案号", "var a"):
        assert word not in text


def test_the_title_is_the_meta_tag_then_the_heading_then_the_window() -> None:
    meta = '<meta name="ArticleTitle" content="民政局2023年度部门决算">'
    window = "<title>某区政府网</title>"
    assert read_html(html_page("<h1>某区</h1><p>文</p>", meta + window)).title == "民政局2023年度部门决算"
    assert read_html(html_page("<h1>民政局2023年部门决算</h1>文", window)).title == "民政局2023年部门决算"
    assert read_html(html_page("<p>文</p>", window)).title == "某区政府网"


def test_names_that_hide_the_article_itself_mean_nothing() -> None:
    article = "<p>2023年度部门决算情况说明如下，收入总计五百万元，支出总计五百万元。</p>" * 5
    assert (
        read_html(html_page(f'<div id="header"><div class="bottom">{article}</div></div>')).pages[0].text.count("说明")
        == 5
    )


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
    content = read_html(html_page(body))
    assert (content.status, content.status_reason) == (status, reason)


def test_a_page_that_only_links_says_so() -> None:
    content = read_html(
        html_page('<p>决算公开详见附件</p><a href="/d/P020.pdf"><img src="/icons/pdf.gif">决算.pdf</a>')
    )
    assert content.status == "parsed"
    assert [item.code for item in content.flaws] == ["content_in_attachments"]


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


def test_a_table_keeps_the_heading_that_stands_in_another_cell_of_the_page() -> None:
    rows = "".join(f"<tr><td>项目{n}</td><td>{n}.00</td><td>{n}.50</td></tr>" for n in range(30))
    body = (
        "<table><tr><td><p>支出决算表</p><p>单位：万元</p></td></tr>"
        f"<tr><td><table><tr><td><table>{rows}</table></td></tr></table></td></tr></table>"
    )
    content = read_html(html_page(body))
    assert shape(content.pages[0])[:2] == ["支出决算表", "单位：万元"]
    assert grids(content)[0].n_rows == 30


def test_a_framed_page_is_an_attachment() -> None:
    content = read_html(html_page("<p>青河区民政局2023年度部门决算</p><iframe src='tables.html'></iframe>"))
    assert [flaw.code for flaw in content.flaws] == ["content_in_attachments"]


@pytest.mark.parametrize("around", ["<table><tr><td>{}</td><td>{}</td></tr></table>", "<div>{}</div><div>{}</div>"])
def test_a_short_table_beside_a_long_one_is_not_left_out(around: str) -> None:
    """The long one alone is nearly all text of the page."""
    long = "<p>收入决算表</p><table>" + "<tr><td>科目名称</td><td>1,234.50</td><td>3.00</td></tr>" * 40 + "</table>"
    body = around.format(f"<div>{long}</div>", f"<p>支出决算表</p>{WEB_TABLE.replace('支出决算表', '')}")
    content = read_html(
        html_page(f"<div class=nav><table><tr><td>1.00</td><td>2</td></tr></table></div><div>{body}</div>")
    )
    assert [grid.n_rows for grid in grids(content)] == [40, 3]
    assert "支出决算表" in content.pages[0].text


def test_a_statement_beside_long_tables_is_not_left_out() -> None:
    long = "<table>" + "<tr><td>科目名称</td><td>1,234.50</td><td>3.00</td></tr>" * 40 + "</table>"
    body = f"<div><div><p>收入决算表</p>{long}</div><div><p>本年收入合计1,234.50万元。</p></div></div>"
    assert shape(read_html(html_page(body)).pages[0])[-1] == "本年收入合计1,234.50万元。"
