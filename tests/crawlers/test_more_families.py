"""Families with pagers of their own kind, each crawled whole from a portal of its shape."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from crawlers.collect import collect
from crawlers.district_model import ItemSelectors
from crawlers.families import FAMILIES, ListPage
from crawlers.families.base import Params
from crawlers.markup import Markup
from tests.crawlers.server import Answer, Handler, Portal, not_found, running, text
from tests.crawlers.site import detail_page, district_file
from warehouse.home import Home
from warehouse.ledger import Ledger

ROWS = 25
SIZE = 10
PAGES = 3


def title(number: int) -> str:
    return f"样例区第{number}局2024年度部门决算"


def items(page: int, address: str) -> str:
    """The rows of a page (from 1) as list items."""
    numbers = range((page - 1) * SIZE, min(page * SIZE, ROWS))
    row = '<li><a href="{url}" title="{title}">{short}...</a><span>2025-09-12</span></li>'
    return "".join(row.format(url=address.format(n=n), title=title(n), short=title(n)[:5]) for n in numbers)


def html(body: str) -> Answer:
    return text(f"<html><body>{body}</body></html>")


def as_json(value: object) -> Answer:
    return text(json.dumps(value, ensure_ascii=False), headers={"Content-Type": "application/json"})


def details(portal: Portal, address: str) -> None:
    for number in range(ROWS):
        portal.on(address.format(n=number), text(detail_page(title(number))))


def vsb(portal: Portal) -> dict[str, Any]:
    details(portal, "/info/1103/{n}.htm")
    words = f"<p>共{ROWS}条 1/{PAGES}</p>"
    portal.on("/gk/czxx.htm", html(f"<ul>{items(1, '../info/1103/{n}.htm')}</ul>{words}"))
    for page in range(2, PAGES + 1):
        rows = items(page, "../../info/1103/{n}.htm")
        portal.on(f"/gk/czxx/{PAGES - page + 1}.htm", html(f"<ul>{rows}</ul>{words}"))
    return {"url": "/gk/czxx.htm"}


def island(page: int, more: str) -> str:
    rows = items(page, "/art/2025/9/12/art_7_{n}.html").replace("</li>", "</li>\n").splitlines()
    records = "".join(f"<record><![CDATA[{row}]]></record>" for row in rows)
    return f"<datastore>{more}<recordset>{records}</recordset></datastore>"


def hanweb_jpage(portal: Portal) -> dict[str, Any]:
    details(portal, "/art/2025/9/12/art_7_{n}.html")
    proxy = "/module/web/jpage/dataproxy.jsp?page=%d&appid=1&columnid=7&unitid=764752&webname=%%25E5"
    link = f'<nextgroup><![CDATA[<a href="{proxy.replace("/module/web/jpage/", "") % 1}"></a>]]></nextgroup>'
    total = f"<totalrecord>{ROWS}</totalrecord>"
    first = f'<script type="text/xml">{island(1, link + total)}</script>'
    portal.on("/col/col7/index.html", html(f'<div id="764752">{first}</div><script>perPage:{SIZE}</script>'))
    for page in range(2, PAGES + 1):
        portal.on((proxy % page).replace("%%", "%"), text(island(page, link + total)))
    return {"url": "/col/col7/index.html"}


class ByQuery:
    """Answers one path by what its query asks for; `Portal` knows whole addresses only."""

    def __init__(self, portal: Portal, path: str, answer: Any) -> None:
        self.answer = answer
        plain = portal.answers
        portal.answers = _Answers(path, self.give)
        portal.answers.update(plain)

    def give(self, handler: Handler) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}
        self.answer(handler, query)


class _Answers(dict[str, list[Answer]]):
    def __init__(self, path: str, answer: Answer) -> None:
        super().__init__()
        self._path, self._answer = path, answer

    def get(self, key: str, default: Any = None) -> Any:
        return [self._answer] if key.split("?", maxsplit=1)[0] == self._path else super().get(key, default)


def hanweb_jpaas(portal: Portal) -> dict[str, Any]:
    details(portal, "/art/2025/art_{n}.html")
    path = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def answer(handler: Handler, query: dict[str, str]) -> None:
        if "Referer" not in handler.headers or query.get("pageId") != "1487002":
            text("no", 403)(handler)
            return
        page = json.loads(query["paramJson"])["pageNo"]
        rows = f"<ul>{items(page, '/art/2025/art_{n}.html')}</ul>"
        more = f'<div class="pagination" count="{ROWS}" rows="{SIZE}" pageNo="{page}"></div>'
        as_json({"success": True, "code": "200", "data": {"html": rows + more}})(handler)

    ByQuery(portal, path, answer)
    written = "{'parseType':'bulidstatic','webId':'2945','tagId':'公开_分页列表','pageId':'1487002'}"
    script = f'<script src="/cms/unitbuild.js?v=1" url="{path}" queryData="{written}"></script>'
    portal.on("/col/col8/index.html", html(f"<div>{script}</div>"))
    return {"url": "/col/col8/index.html"}


def gkmlpt(portal: Portal) -> dict[str, Any]:
    details(portal, "/gkmlpt/content/0/1/post_{n}.html")
    tree = [
        {"id": 1, "name": "预算", "children": []},
        {"id": 2, "name": "财政", "children": [{"id": 529, "name": "部门决算"}]},
    ]
    script = f"window._CONFIG = {{ SID: '755031', TREE: {json.dumps(tree, ensure_ascii=False)}, AREA: '1' }}"
    portal.on("/gkmlpt/index", html(f"<script>{script}</script><div id='app'>加载中</div>"))

    def answer(handler: Handler, query: dict[str, str]) -> None:
        page = int(query["page"])
        articles = [
            {"id": n, "title": title(n), "url": f"/gkmlpt/content/0/1/post_{n}.html", "date": 1757635200}
            for n in range((page - 1) * SIZE, min(page * SIZE, ROWS))
        ]
        known = query["sid"] == "755031"
        as_json({"articles": articles, "classify": {"post_count": ROWS}} if known else {})(handler)

    ByQuery(portal, "/gkmlpt/api/all/529", answer)
    return {"url": "/gkmlpt/index#529"}


def query_list(portal: Portal) -> dict[str, Any]:
    """Numbers in the path from 0, and a pager that a script unpacks."""
    details(portal, "/zw/{n}00.html")
    links = "".join(f'<a href="/zw/List/list_{page}.htm">{page + 1}</a>' for page in range(PAGES))
    packed = base64.b64encode(quote(links).encode()).decode()
    for page in range(PAGES):
        pager = f'<div id="pages"></div><script>write(window.atob("{packed}"))</script>'
        rows = items(page + 1, "/zw/{n}00.html")
        portal.on(f"/zw/List/list_{page}.htm", html(f"<ul>{rows}</ul>{pager}<p>共{ROWS}条</p>"))
    return {"url": "/zw/List/list_0.htm"}


SHAPES = {
    "vsb": vsb,
    "hanweb_jpage": hanweb_jpage,
    "hanweb_jpaas": hanweb_jpaas,
    "gkmlpt": gkmlpt,
    "query_list": query_list,
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = Home(Path(tmp_path_factory.mktemp("families")))
    portals = {family: Portal() for family in SHAPES}
    codes = {family: f"99060{number}" for number, family in enumerate(SHAPES)}
    stacks = [running(portal) for portal in portals.values()]
    for stack in stacks:
        stack.__enter__()
    for family, portal in portals.items():
        listing = {"id": "accounts", **SHAPES[family](portal)}
        district_file(home, portal.url, codes[family], site={"family": family}, listings=[listing])
    report = collect(home, "night-1", list(codes.values()))
    for stack in stacks:
        stack.__exit__(None, None, None)
    by_code = {each.district_code: each for each in report.districts}
    with Ledger(home.ledger) as ledger:
        known = {family: ledger.known(code) for family, code in codes.items()}
    return {family: by_code[code] for family, code in codes.items()}, known


@pytest.mark.parametrize("family", list(SHAPES))
def test_every_page_of_the_list_is_read(family: str, crawled: Any) -> None:
    report = crawled[0][family]
    assert (report.status, report.detail, report.new) == ("ok", None, ROWS)
    (listing,) = report.listings
    assert (listing.items, listing.printed_total, listing.status) == (ROWS, ROWS, "complete")
    documents = crawled[1][family].values()
    assert {document.link_title for document in documents} == {title(n) for n in range(ROWS)}
    assert {document.published_on for document in documents} == {date(2025, 9, 12)}


def read(family: str, page: str, url: str, params: Params | None = None) -> ListPage:
    families = {str(name): found for name, found in FAMILIES.items()}
    return families[family].read(Markup(url, page), ItemSelectors(), params)


def test_vsb_counts_backwards_from_every_page() -> None:
    row = "<li><a href='{url}'>甲局2024年度部门决算</a></li>"
    rows = row.format(url="../info/1/2.htm") + row.format(url="../content.jsp?urltype=x")
    page = f"<ul>{rows}</ul><p>共1432条 1/144</p>"
    first = read("vsb", page, "http://p.example/gk/czxx.htm")
    assert (len(first.other_pages), first.other_pages[0], first.other_pages[-1]) == (
        143,
        "http://p.example/gk/czxx/143.htm",
        "http://p.example/gk/czxx/1.htm",
    )
    assert [row.url for row in first.rows] == ["http://p.example/info/1/2.htm"], "what is not published yet is no row"
    second = read("vsb", page, "http://p.example/gk/czxx/143.htm")
    assert second.other_pages == first.other_pages


def test_a_jpage_list_without_a_total_goes_from_page_to_page() -> None:
    link = '<nextgroup><![CDATA[<a href="./dataproxy.jsp?page=1&amp;columnid=7"></a>]]></nextgroup>'
    first = read("hanweb_jpage", island(1, link), "http://p.example/col/col7/index.html")
    assert first.next_page == "http://p.example/module/web/jpage/dataproxy.jsp?page=2&columnid=7"
    second = read("hanweb_jpage", island(2, link), first.next_page or "")
    assert second.next_page == "http://p.example/module/web/jpage/dataproxy.jsp?page=3&columnid=7"
    assert read("hanweb_jpage", island(3, ""), second.next_page or "").next_page is None


TWO = """SID: '1', TREE: [{"id": 2, "name": "部门决算"}, {"id": 3, "name": "单位决算"}]"""


@pytest.mark.parametrize(
    ("family", "page", "trouble"),
    [
        ("gkmlpt", "<script>var a = 1</script>", "no SID or no column"),
        ("gkmlpt", TWO, "[2, 3] fit"),
        ("gkmlpt", '{"code": 500}', "not the JSON"),
        ("hanweb_jpaas", "<html></html>", "no script unitbuild.js"),
        ("hanweb_jpaas", '{"success": false}', "not the JSON"),
    ],
)
def test_what_is_not_as_the_family_expects_says_so(family: str, page: str, trouble: str) -> None:
    found = read(family, page, "http://p.example/gkmlpt/index")
    assert trouble in (found.trouble or "")
    assert found.rows == []


@pytest.mark.parametrize(
    ("url", "pager", "params", "others"),
    [
        ("/qz/1.html", '<a href="/qz/4.html">尾页</a>', {}, ["/qz/2.html", "/qz/3.html", "/qz/4.html"]),
        ("/o/page_1.html", "<p>共 2 页</p>", {}, ["/o/page_2.html"]),
        ("/index.php?a=lists&catid=362", '<a href="/index.php?a=lists&catid=362&page=3">3</a>', {}, [
            "/index.php?a=lists&catid=362&page=2", "/index.php?a=lists&catid=362&page=3"]),
        ("/l.aspx?category_id=221", "<script>var pageCount = 2;</script>", {"page": "PageIndex"}, [
            "/l.aspx?category_id=221&PageIndex=2"]),
        ("/l.jspx?pageNo=1&id=4", "<script>var totalPage = 2;</script>", {}, ["/l.jspx?id=4&pageNo=2"]),
    ],
)  # fmt: skip
def test_query_lists_count_wherever_they_count(url: str, pager: str, params: Params, others: list[str]) -> None:
    row = "<li><a href='/zw/2025/88123.html'>甲局2024年度部门决算</a><i>2025-09-12</i></li>"
    found = read("query_list", f"<ul>{row}</ul>{pager}", f"http://p.example{url}", params)
    assert [each.removeprefix("http://p.example") for each in found.other_pages] == others
    assert [each.url for each in found.rows] == ["http://p.example/zw/2025/88123.html"]


def test_an_interface_that_repeats_its_first_page_is_not_complete(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with running(Portal()) as portal:
        listing = {"id": "accounts", **gkmlpt(portal)}

        def repeated(handler: Handler, _: dict[str, str]) -> None:
            articles = [{"title": title(1), "url": "/gkmlpt/content/0/1/post_1.html"}]
            as_json({"articles": articles, "total": 3})(handler)

        ByQuery(portal, "/gkmlpt/api/all/529", repeated)
        district_file(home, portal.url, site={"family": "gkmlpt"}, listings=[listing])
        broken = collect(home, "night-1", ["990201"]).districts[0]
        ByQuery(portal, "/gkmlpt/api/all/529", lambda handler, _: not_found(handler))
        lost = collect(home, "night-2", ["990201"]).districts[0]
    assert (broken.status, broken.reason) == ("failed", "listing_incomplete")
    assert "no new rows" in (broken.detail or "")
    assert (lost.status, lost.reason) == ("failed", "listing_failed")
