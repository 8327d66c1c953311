"""List pages of each family, in our own layout with the shapes of the field."""

from __future__ import annotations

from datetime import date

import pytest

from crawlers.district_model import ItemSelectors
from crawlers.families import FAMILIES, ListPage
from crawlers.families.pagers import find_pager
from crawlers.markup import Markup

ROOT = "http://portal.example/zwgk/accounts/"


def read(family: str, html: str, url: str = ROOT, item: ItemSelectors | None = None) -> ListPage:
    families = {str(name): found for name, found in FAMILIES.items()}
    return families[family].read(Markup(url, html), item or ItemSelectors())


def test_trs_rows_in_lists_and_tables() -> None:
    html = """
    <nav><ul><li><a href="/other/t20240101_1.html">导航 2024-01-01</a></li></ul></nav>
    <ul><li><a href="./202409/t20240914_3276.html" title="甲局2023年度部门决算">甲局2023年...</a>
    <span>2024-09-14</span></li>
    <li><a href="./202409/t19700101_3277_wap.html">乙局2023年度部门决算</a><i>2024-09-15</i></li></ul>
    <TABLE><TR><TD><A href="./201710/t20171013_397883.html">丙局2016年度部门决算</A></TD><TD>2017-
    10-13</TD></TR></TABLE>
    <!-- <script>createPageHTML(4, 0, "index", "html");</script> -->"""
    page = read("trs", html)
    assert [(row.title, row.published_on) for row in page.rows] == [
        ("甲局2023年度部门决算", date(2024, 9, 14)),
        ("乙局2023年度部门决算", date(2024, 9, 15)),
        ("丙局2016年度部门决算", date(2017, 10, 13)),
    ]
    assert page.rows[0].url == ROOT + "202409/t20240914_3276.html"
    assert page.rows[1].url.endswith("t19700101_3277.html"), "the mobile twin is the same page"
    assert page.other_pages == [f"{ROOT}index_{number}.html" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("script", "pages", "records", "name"),
    [
        ('createPageHTML(10, 0, "index", "html")', 10, None, "index"),
        ("createPageHTML(3, 1, 'index', 'shtml')", 3, None, "index"),
        ('createPageHTML(57, 4, 0, "index", "html")', 4, 57, "index"),
        ('createPage(6, 0, "index","html")', 6, None, "index"),
        ("createPageHTML('page_div',22,1,'common_list','shtml',325)", 22, 325, "common_list"),
        ("<!-- createPageHTML(2,0,'index','html') -->", 2, None, "index"),
        ("function createPageHTML(count, now, name) {} createPageHTML(5, 0, 'index', 'html')", 5, None, "index"),
    ],
)
def test_pager_scripts(script: str, pages: int, records: int | None, name: str) -> None:
    pager = find_pager(Markup(ROOT, f"<html><script>{script}</script></html>"))
    assert (pager.pages, pager.records, pager.name) == (pages, records, name)


@pytest.mark.parametrize(
    ("html", "pages", "records"),
    [
        ("<p>共1432条 1/144</p>", 144, 1432),
        ("<p>共 3 页 到第 页</p>", 3, None),
        ('<a href="index_2.html">2</a><a href="index_9.html">尾页</a>', 9, None),
        ("<script>var totalPage = 7; var totalRecord = 61;</script>", 7, 61),
        ("<p>没有分页</p>", None, None),
        ("<p>页次：1/9 总条数：90</p>", 9, 90),
        ("<p>记录总数:90条 第1/9页</p>", 9, 90),
        ("<p>总记录数 <b>90</b>，第 1 页 / 共 9 页</p>", 9, 90),
        ("<script>var totalpage = 9, totalrecord = '90';</script>", 9, 90),
    ],
)
def test_pager_words_and_links(html: str, pages: int | None, records: int | None) -> None:
    pager = find_pager(Markup(ROOT + "index.html", html))
    assert (pager.pages, pager.records) == (pages, records)


@pytest.mark.parametrize(
    ("link", "is_stuck"),
    [
        ('<a href="javascript:goPage(2)">下一页</a>', True),
        ('<a href="#" onclick="toPage(&quot;2&quot;)">下一页 &gt;</a>', True),
        ('<a href="javascript:void(0)">下一页</a>', False),
        ('<a href="javascript:goPage(1)">下一页</a>', False),
        ('<a href="javascript:goPage(2)">下一页</a><p>共1条</p>', False),
        ('<a href="javascript:goPage(2)">下一页</a><script>createPageHTML(2, 0, "index", "html")</script>', False),
    ],
)
def test_a_next_page_that_only_a_script_knows_is_not_taken_for_the_end(link: str, is_stuck: bool) -> None:
    row = "<ul><li><a href='./202409/t20240914_1.html'>甲局2023年度部门决算</a></li></ul>"
    for family in ("trs", "query_list"):
        assert ("opened by a script" in (read(family, row + link).trouble or "")) == is_stuck, family


def test_trs_list_that_ships_all_rows_at_once_has_no_other_pages() -> None:
    rows = "".join(
        f'<li><a href="./202409/t20240914_{number}.html">第{number}局2023年度部门决算</a></li>' for number in range(30)
    )
    page = read("trs", f"<ul>{rows}</ul><script>createPageHTML(30, 2, 0, 'index', 'html')</script>")
    assert (page.main_rows, page.records, page.other_pages) == (30, 30, [])


def test_nfcms_counts_from_one_and_mixes_posts_and_files() -> None:
    html = """<div class="tab"><ul>
    <li><span class="til"><a href="/x/content/post_769453.html">甲局2024年度部门决算</a></span>
    <span>2025-09-10</span></li>
    <li><span class="til"><a href="/att/0/1/2.pdf">乙局2024年度部门决算</a></span>
    <span>2025-09-11</span></li></ul></div>
    <div class="page"><a href="index_2.html">2</a><a href="index_3.html">尾页</a></div>"""
    page = read("nfcms", html, ROOT + "index.html")
    assert [row.is_file for row in page.rows] == [False, True]
    assert page.other_pages == [ROOT + "index_2.html", ROOT + "index_3.html"]
    second = read("nfcms", html, ROOT + "index_2.html")
    assert ROOT + "index_3.html" in second.other_pages, "every page spells the pages like the first"


def test_ucap_pages_and_its_json_twin() -> None:
    hexes = "0123456789abcdef" * 2
    html = f"""<ul class="list"><li><a href="/qu/czxx/202509/{hexes}.shtml">甲局2024年度部门决算</a></li></ul>
    <div id="page_div"></div><script>createPageHTML('page_div',2,1,'czxxgk','shtml',21)</script>"""
    page = read("ucap", html, "http://portal.example/qu/czxx/czxxgk.shtml")
    assert len(page.rows) == 1
    assert (page.records, page.other_pages) == (21, ["http://portal.example/qu/czxx/czxxgk_2.shtml"])
    answer = """{"data": {"total": 3, "results": [
      {"title": "甲局<em>2024年度</em>部门决算", "url": "http://portal.example/a/202509/1.shtml",
       "publishedTimeStr": "2025-09-30 23:14:00"},
      {"title": "乙局2024年度部门决算", "url": "/a/202509/2.shtml"}]}}"""
    twin = read("ucap", answer, "http://portal.example/common/search/abc?_isJson=true&page=1")
    assert [(row.title, row.published_on) for row in twin.rows] == [
        ("甲局2024年度部门决算", date(2025, 9, 30)),
        ("乙局2024年度部门决算", None),
    ]
    assert twin.other_pages == ["http://portal.example/common/search/abc?_isJson=true&page=2"]
    assert read("ucap", '{"code": 500}').rows == []


def test_selectors_of_a_district_replace_the_guess() -> None:
    html = """<div class="card"><h3>甲局2024年度部门决算</h3><a href="/view?id=7">查看</a><em>2025/9/1</em></div>"""
    item = ItemSelectors(row="div.card", link="a", title="h3", date="em")
    (row,) = read("trs", html, item=item).rows
    assert (row.url, row.title, row.published_on) == (
        "http://portal.example/view?id=7",
        "甲局2024年度部门决算",
        date(2025, 9, 1),
    )


def test_rows_that_are_no_list_items_link_twice_and_carry_their_date() -> None:
    rows = "".join(
        f"""<div class="row"><a href="/a/t20240914_{number}.html"><em>2024-09-14</em>第{number}局2023年度部门决算</a>
        <a href="/a/t20240914_{number}.html" title="查看">查看</a></div>"""
        for number in range(3)
    )
    page = read("trs", f"<div>{rows}</div><p>共3条</p>")
    assert [row.title for row in page.rows] == [f"第{number}局2023年度部门决算" for number in range(3)]
    assert (page.main_rows, page.records) == (3, 3)


def test_bare_links_count_where_nothing_better_stands() -> None:
    bare = '<li><a href="/accounts/view/7">甲局2024年度部门决算</a></li><li><a href="/accounts/">部门决算</a></li>'
    assert [row.title for row in read("trs", f"<ul>{bare}</ul>").rows] == ["甲局2024年度部门决算"]
    dated = f'<ul>{bare}<li><a href="/b">乙局2024年度部门决算</a><span>2025-09-01</span></li></ul>'
    assert [row.title for row in read("trs", dated).rows] == ["乙局2024年度部门决算"]


def test_a_page_without_rows_gives_none() -> None:
    page = read("trs", '<div><a href="/">首页</a><a href="javascript:void(0)">更多</a></div>')
    assert (page.rows, page.main_rows) == ([], 0)
