"""Platforms and hubs, each described by one YAML file and crawled whole: lonsun, json_tree, dept_year_index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from crawlers.collect import collect
from crawlers.config import read_districts, read_file
from crawlers.district_model import District, ItemSelectors, Listing
from crawlers.families import FAMILIES
from crawlers.families.json_tree import first_question, read_answer
from crawlers.markup import Markup
from crawlers.report import DistrictReport
from crawlers.tree_model import Tree
from crawlers.walk import Walk
from tests.crawlers.server import Handler, Portal, cached, content, running, text
from tests.crawlers.site import CODE, PDF, detail_page, district_file
from tests.crawlers.test_more_families import ByQuery, as_json, details, html, items, title
from warehouse.home import Home
from warehouse.ledger import Ledger

ROWS, SIZE = 25, 10
LABEL = "/site/label/8888"
TREE = yaml.safe_load(
    """
    steps:
      - form: {pid: "160", date: "{fiscal_year}"}
        keep: {group: iid, department: name}
      - url: /front/templates.do
        form: {groupid: "{group}", date: "{fiscal_year}"}
        items: data.templates
        keep: {uuid: uuid}
      - url: /front/files.do?uuid={uuid}&pageNo={page}
        items: data.rows
        total: data.total
    row: {title: "{department} {t_oldname}", url: "/front/download.do?iid={iid}", date: t_uploaddate}
    """
)


def crawl(tmp_path: Path, build: Callable[[Portal], dict[str, Any]], **site: object) -> tuple[DistrictReport, Any]:
    home = Home(tmp_path)
    with running(Portal()) as portal:
        listing = {"id": "accounts", **build(portal)}
        district_file(home, portal.url, site=site, listings=[listing])
        assert read_districts(home).problems == []
        report = collect(home, "night-1", [CODE]).districts[0]
    with Ledger(home.ledger) as ledger:
        return report, sorted(ledger.known(CODE).values(), key=lambda each: each.url)


def test_lonsun_is_read_through_its_label_interface(tmp_path: Path) -> None:
    def build(portal: Portal) -> dict[str, Any]:
        details(portal, "/public/13741/{n}.html")
        portal.on("/public/column/13741?type=4&catId=7003401&action=list", html("<script>var siteId = '611';</script>"))

        def answer(handler: Handler, query: dict[str, str]) -> None:
            if (query["siteId"], query["organId"], query["catId"]) != ("611", "13741", "7003401"):
                text("no", 403)(handler)
                return
            page = int(query["pageIndex"])
            html(f"<ul>{items(page, '/public/13741/{n}.html')}</ul><p>共{ROWS}条</p>")(handler)

        ByQuery(portal, LABEL, answer)
        return {"url": "/public/column/13741?type=4&catId=7003401&action=list"}

    report, _ = crawl(tmp_path, build, family="lonsun")
    (listing,) = report.listings
    assert (report.status, report.detail, listing.items, listing.printed_total) == ("ok", None, 25, 25)


def lonsun(page: str, url: str) -> Any:
    return FAMILIES["lonsun"].read(Markup(url, page), ItemSelectors(), {})


def test_lonsun_finds_its_interface_where_the_column_page_tells_of_it() -> None:
    named = lonsun(f"<script>load('{LABEL}?siteId=5&amp;pageIndex=7')</script>", "http://p.example/public/column/9")
    assert named.next_page == f"http://p.example{LABEL}?siteId=5&pageIndex=1"
    told = lonsun('<meta name="SiteId" content="678">', "http://p.example/zwgk/public/column/9?catId=3")
    assert "siteId=678&organId=9&pageSize=15&pageIndex=1&catId=3&" in (told.next_page or "")
    assert "site_id" in (lonsun("<p>新版</p>", "http://p.example/public/column/9").trouble or "")
    assert not lonsun("<ul></ul>", f"http://p.example{LABEL}?pageSize=15&pageIndex=1").is_beyond, "no end but a failure"


def label_server(total: int, *, size: int | None = None, page: int | None = None, beyond: str = "empty") -> Any:
    """A label interface: `size` and `page` are what it gives whatever is asked, `beyond` what after the last page."""

    def answer(query: dict[str, str]) -> str:
        rows = size or int(query["pageSize"])
        number = page or int(query["pageIndex"])
        last = -(-total // rows)
        if number > last and beyond == "repeats":
            number = last
        numbers = range((number - 1) * rows, min(number * rows, total))
        return "".join(f"<li><a href='/public/1/{n}.html'>{title(n)}</a><i>2025-09-12</i></li>" for n in numbers)

    return answer


def walked(answer: Callable[[dict[str, str]], str], printed: int | None = None) -> tuple[str, int]:
    """A lonsun list read to its end: the status of the walk, and the rows it gave."""
    column = f"<script>siteId=5</script>{f'<p>共{printed}条</p>' if printed else ''}"
    district = District.model_validate(
        {
            "district": {"code": CODE, "name": "样例区", "province": "样例省"},
            "site": {"family": "lonsun", "base_url": "http://p.example"},
            "listings": [{"id": "a", "url": "/public/column/1?type=4", "max_pages": 20}],
        }
    )
    walk = Walk(district, district.listings[0])
    todo = walk.first()
    while todo:
        asked = todo.pop(0)
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        text = f"<ul>{answer(query)}</ul>" if LABEL in asked else column
        todo += [url for url, _ in walk.page_read(asked, Markup(asked, text), depth=0)[1]]
    return walk.result().status, walk.result().items


@pytest.mark.parametrize("beyond", ["empty", "repeats"])
@pytest.mark.parametrize("total", [2, 8, 14, 16, 37])
def test_a_lonsun_list_without_a_total_ends_where_it_ends(total: int, beyond: str) -> None:
    assert walked(label_server(total, beyond=beyond)) == ("complete", total)


@pytest.mark.parametrize("size", [10, 20])
def test_a_lonsun_interface_with_pages_of_its_own_size_loses_nothing(size: int) -> None:
    assert walked(label_server(21, size=size)) == ("complete", 21)
    status, rows = walked(label_server(21, size=size, beyond="repeats"))
    assert (rows, status) in {(21, "complete"), (21, "incomplete")}, "never fewer rows"


@pytest.mark.parametrize(("total", "size", "rows"), [(40, None, 15), (8, 8, 8), (40, 10, 10)])
def test_a_lonsun_interface_that_always_gives_its_first_page_is_never_complete(
    total: int, size: int | None, rows: int
) -> None:
    assert walked(label_server(total, size=size, page=1)) == ("incomplete", rows)


def test_a_repeated_page_is_the_end_where_all_printed_rows_are_there() -> None:
    assert walked(label_server(30, beyond="repeats")) == ("incomplete", 30), "full pages, and no word of a total"
    assert walked(label_server(30, beyond="repeats"), printed=30) == ("complete", 30)
    assert walked(label_server(30, beyond="repeats"), printed=45) == ("incomplete", 30), "a loss"


def platform(portal: Portal, *, lost: bool = False) -> dict[str, Any]:
    """Two departments, the second without anything; twelve files in pages of five."""

    def departments(handler: Handler) -> None:
        form = parse_qs(handler.body)
        known = form == {"pid": ["160"], "date": ["2024"]}
        as_json([{"iid": 7, "name": "区教育局"}, {"iid": 8, "name": "区档案馆"}] if known else [])(handler)

    def templates(handler: Handler) -> None:
        found = [{"uuid": "a b"}] if parse_qs(handler.body)["groupid"] == ["7"] else []
        as_json({"data": {"templates": found}})(handler)

    def files(handler: Handler, query: dict[str, str]) -> None:
        page = int(query["pageNo"])
        numbers = range((page - 1) * 5, min(page * 5, 12) - lost * (page == 2))
        name = "附件{n}：2024年度部门决算.pdf"
        rows = [{"iid": n, "t_oldname": name.format(n=n), "t_uploaddate": "2025-09-12"} for n in numbers]
        as_json({"data": {"total": 12, "rows": rows if query["uuid"] == "a b" else []}})(handler)

    portal.on("/front/departments.do", departments)
    portal.on("/front/templates.do", templates)
    ByQuery(portal, "/front/files.do", files)
    for number in range(12):
        portal.on(f"/front/download.do?iid={number}", cached(PDF + str(number).encode()))
    return {"url": "/front/departments.do", "fiscal_year": 2024, "engine": "json_tree", "tree": TREE}


def test_a_json_interface_is_asked_step_by_step_as_the_file_describes(tmp_path: Path) -> None:
    report, documents = crawl(tmp_path, platform)
    assert (report.status, report.detail, report.new) == ("ok", None, 12)
    assert {each.role for each in documents} == {"file"}
    assert documents[0].link_title == "区教育局 附件0：2024年度部门决算.pdf"
    assert (documents[0].fiscal_year_hint, str(documents[0].published_on)) == (2024, "2025-09-12")
    (listing,) = report.listings
    assert (listing.pages, listing.items) == (1 + 2 + 3, 12)


def test_an_interface_that_gives_less_than_it_says_is_not_complete(tmp_path: Path) -> None:
    report, _ = crawl(tmp_path, lambda portal: platform(portal, lost=True))
    assert (report.status, report.reason) == ("failed", "listing_incomplete")
    assert "4 items on page 2, 5 are due of 12" in (report.detail or "")


def test_an_interface_that_answers_with_an_error_page_for_a_file_is_seen_through(tmp_path: Path) -> None:
    def build(portal: Portal) -> dict[str, Any]:
        listing = platform(portal)
        portal.on("/front/download.do?iid=3", content(b"<html><body>session timeout</body></html>"))
        return listing

    report, _ = crawl(tmp_path, build)
    assert report.rejected == {"wrong_content": 1}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("<html>", "DecodeError"),
        ('{"code": 500}', "ValidationError"),
        ('[{"name": "no number"}]', "KeyError 'iid'"),
        ("[1, 2]", "ValidationError"),
    ],
)
def test_an_answer_that_is_not_as_described_says_so(answer: str, words: str) -> None:
    tree = Tree.model_validate(TREE)
    first = first_question(tree, "http://p.example/front/departments.do", {"fiscal_year": "2024"})
    assert first.key == "http://p.example/front/departments.do#pid=160&date=2024"
    found = read_answer(tree, Markup(first.url, answer), first.known)
    assert words in (found.trouble or "")
    assert (found.asks, found.rows) == ([], [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": [{"form": {"a": "{group}"}}]}, "step 1 uses ['group'], which no earlier step keeps"),
        ({"steps": [{"url": "/x"}]}, "step 1 is asked at the listing's url"),
        ({"steps": [{}, {"items": "rows"}]}, "step 2 needs a url"),
        ({"steps": [{"form": {"p": "{page}"}}]}, "needs `total`"),
        ({"row": {"title": "x"}}, "Field required"),
    ],
)
def test_a_mistake_in_the_description_is_named_before_anything_is_asked(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words follow
        Tree.model_validate({**TREE, **change})
    assert words in str(caught.value)


HUB = """
<ul class="tabs"><li><a>2024</a></li><li><a>2023年</a></li></ul>
<div class="panel"><div class="half"><div class="itm">部门财政预算</div><a class="more" href="/b/index.html">更多</a>
  <ul><li><a href="/f/1.pdf">区教育局</a><span>2024-02-10</span></li></ul></div>
  <div class="half"><div class="itm">部门财政决算</div><a class="more" href="/j/2024/index.html">更多&gt;&gt;</a>
  <ul><li><a href="/f/2.pdf">区教育局</a><span>2025-09-10</span></li>
      <li><a href="./t2.html">区卫生健康委2024年度部门决算</a><span>2025-09-11</span></li></ul></div></div>
<div class="panel"><div class="half"><div class="itm">部门财政决算</div>
  <ul><li><a href="/f/3.pdf">区教育局</a><span>2024-09-10</span></li></ul></div></div>
<h3>2022年度部门决算</h3><p><a href="/zt/100233/">区民政局</a> <a href="/zt/100234/index.html">区司法局</a></p>
<!--2021年--><div><b>决算公开</b><table><tr><td><a href="/f/5.docx">区审计局</a></td></tr></table></div>
<footer><ul><li><a href="/about/1.html">联系我们</a></li></ul></footer>
"""


def test_a_hub_tells_each_row_the_year_and_kind_that_stand_above_it() -> None:
    found = FAMILIES["dept_year_index"].read(Markup("http://p.example/zt/index.html", HUB), ItemSelectors())
    assert [(row.url.removeprefix("http://p.example"), row.title) for row in found.rows] == [
        ("/f/1.pdf", "区教育局2024年度部门预算"),
        ("/f/2.pdf", "区教育局2024年度部门决算"),
        ("/zt/t2.html", "区卫生健康委2024年度部门决算"),
        ("/f/3.pdf", "区教育局2023年度部门决算"),
        ("/zt/100233/", "区民政局2022年度部门决算"),
        ("/zt/100234/index.html", "区司法局2022年度部门决算"),
        ("/f/5.docx", "区审计局2021年度部门决算"),
    ]


def test_a_hub_is_crawled_with_the_lists_behind_it(tmp_path: Path) -> None:
    def build(portal: Portal) -> dict[str, Any]:
        portal.on("/zt/index.html", html(HUB))
        for number in (2, 3):
            portal.on(f"/f/{number}.pdf", cached(PDF + str(number).encode()))
        portal.on("/f/5.docx", cached(PDF))
        for path in ("/zt/t2.html", "/zt/100233/", "/zt/100234/index.html"):
            portal.on(path, text(detail_page("区民政局部门决算")))
        portal.on("/j/2024/index.html", html(f"<h2>2024年部门决算</h2><ul>{items(1, '/zw/{n}.html')}</ul>"))
        details(portal, "/zw/{n}.html")
        return {"url": "/zt/index.html", "follow": {"links": "a.more[href^='/j/']"}}

    report, documents = crawl(tmp_path, build, family="dept_year_index")
    assert (report.status, report.detail, report.new) == ("ok", None, 6 + SIZE)
    years = {each.url.rpartition("/")[2]: each.fiscal_year_hint for each in documents}
    assert (years["2.pdf"], years["3.pdf"], years["5.docx"]) == (2024, 2023, 2021)
    assert title(3) in {each.link_title for each in documents}


def test_a_description_that_needs_a_year_and_has_none_is_named(tmp_path: Path) -> None:
    listing = {"id": "a", "url": "/x", "engine": "json_tree", "tree": TREE}
    _, problems = read_file(district_file(Home(tmp_path), "http://p.example", listings=[listing]))
    assert ["{fiscal_year}" in problem.message for problem in problems] == [True]


def test_the_family_and_its_description_belong_together() -> None:
    listing = Listing.model_validate({"id": "a", "url": "/x", "engine": "json_tree", "tree": TREE})
    assert json.loads(listing.model_dump_json())["tree"]["steps"][2]["total"] == "data.total"
