"""Servers that misbehave politely: nothing breaks, and what arrives is not what was asked for, or not all of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from crawlers.addresses import join, same_document_key
from crawlers.collect import collect
from crawlers.completeness import is_cut
from crawlers.steps.identify import disposition_name
from tests.crawlers.server import Answer, Handler, Portal, cached, content, raw, redirect, running, text
from tests.crawlers.site import CODE, PDF, account, detail_page, district_file, list_page, page_path
from tests.crawlers.test_faults import GOOD, Crawled
from warehouse.home import Home

HOME_PAGE = "<html><head><title>样例区人民政府</title></head><body><a href='/czyjs/'>预决算公开</a></body></html>"
LOGIN = "<html><head><title>统一身份认证</title></head><body><form>账号 密码 <input type=submit></form></body></html>"
HALF = GOOD[: GOOD.index("</div>")]


def once_with_cookie(handler: Handler) -> None:
    """An openresty gate: a redirect to the same address that sets a cookie."""
    if "CT6T=1" in handler.headers.get("Cookie", ""):
        text(GOOD)(handler)
    else:
        handler.give(302, b"", {"Location": handler.path, "Set-Cookie": "CT6T=1; Path=/"})


def never_enough_cookies(handler: Handler) -> None:
    number = handler.headers.get("Cookie", "").count("=")
    handler.give(302, b"", {"Location": handler.path, "Set-Cookie": f"k{number}=1; Path={handler.path}"})


def old_style(html: str) -> Answer:
    """HTTP/1.0, no length: the end of the connection is the end of the page."""
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    return raw(head + html.encode())


def promises(size: int) -> Answer:
    """A length that no district file allows, and nothing behind it."""
    return raw(f"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {size}\r\n\r\n%PDF-1.4".encode())


def chunked(html: str, header: bytes) -> Answer:
    """The page as one chunk, under a header more."""
    body = html.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n" + header
    return raw(b"%b\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (head, len(body), body))


FAULTS: dict[str, tuple[list[Answer], tuple[str, str]]] = {
    "refreshed to a page of the site": (
        [text('<html><meta http-equiv="refresh" content="0;url=/moved.html"></html>')],
        ("stored", "new"),
    ),
    "refreshed to a file": (
        [text('<html><meta http-equiv="refresh" content="0;url=file:///etc/passwd"></html>')],
        ("rejected", "wrong_content"),
    ),
    "sent on by a script": ([text("<script>location.href='/moved.html'</script>")], ("failed", "needs_js")),
    "a gate that wants a cookie": ([once_with_cookie], ("stored", "new")),
    "a gate that wants ever more cookies": ([never_enough_cookies], ("failed", "redirect_loop")),
    "in circles over two hosts": ([redirect("{other}/round")], ("failed", "redirect_loop")),
    "to the home page": ([redirect("/")], ("rejected", "soft_404")),
    "to a page for errors": ([redirect("/error/404.html")], ("rejected", "soft_404")),
    "a script that could say not found": (
        [text(GOOD.replace("</body>", "<script>if (!ok) alert('您访问的页面不存在')</script></body>"))],
        ("stored", "new"),
    ),
    "a login page": ([text(LOGIN)], ("rejected", "wrong_content")),
    "three gigabytes": ([promises(3 * 1024**3)], ("rejected", "too_large")),
    "more bytes than a machine has": ([promises(10**30)], ("rejected", "too_large")),
    "a length below nothing": ([promises(-5)], ("retry", "reset")),
    "HTTP/1.0, whole": ([old_style(GOOD)], ("stored", "new")),
    "HTTP/1.0, cut once": ([old_style(HALF), old_style(GOOD)], ("stored", "new")),
    "HTTP/1.0, cut each time": ([old_style(HALF)], ("stored", "new")),
    "a part that nobody asked for": ([content(GOOD.encode(), status=206)], ("failed", "http_status")),
    "nothing new, to one who knows nothing": ([content(b"", status=304)], ("failed", "http_status")),
    "a password is asked for": ([text("no", 401, {"WWW-Authenticate": "Basic"})], ("failed", "http_4xx")),
    "a redirect to nowhere": ([content(b"", status=302)], ("failed", "http_status")),
    "a redirect with a Chinese address": ([redirect("/决算.html".encode().decode("latin-1"))], ("stored", "new")),
    "length and chunks": ([chunked(GOOD, b"Content-Length: 3")], ("stored", "new")),
    "a word of text": ([content(b"ok")], ("rejected", "wrong_content")),
    "chunks of a length below nothing": (
        [raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")],
        ("retry", "truncated"),
    ),
}
NAMES = list(FAULTS)
FILES: dict[str, tuple[Answer, tuple[str, str]]] = {
    "/f/login.pdf": (text(LOGIN), ("rejected", "wrong_content")),
    "/f/error.pdf": (content(b'{"code":500,"msg":"no such file"}'), ("rejected", "wrong_content")),
    "/f/back/slash.pdf": (content(PDF + b"1"), ("stored", "new")),
    "/based/on.pdf": (content(PDF + b"2"), ("stored", "new")),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = Home(Path(tmp_path_factory.mktemp("misbehaviour")))
    with running(Portal()) as portal, running(Portal()) as other:
        rows = [*map(account, range(len(NAMES))), *(account(1000 + number) for number in range(len(NAMES)))]
        for number, name in enumerate(NAMES):
            portal.on(page_path(number), *FAULTS[name][0])
            # A good page for each bad one: a host with nothing but trouble would rightly be left alone.
            portal.on(page_path(1000 + number), text(GOOD))
        portal.on(page_path(NAMES.index("in circles over two hosts")), redirect(f"{other.url}/round"))
        other.on("/round", redirect(portal.url + page_path(NAMES.index("in circles over two hosts"))))
        for path in ("/moved.html", quote("/决算.html")):
            portal.on(path, text(GOOD))
        portal.on("/", text(HOME_PAGE))
        portal.on("/error/404.html", text(HOME_PAGE))
        links = ("/f/login.pdf", "/f/error.pdf", "\\f\\back\\slash.pdf", "file:///C:/我的文档/决算.docx")
        portal.on(page_path(1000), text(detail_page("样例区2024年度部门决算", links)))
        based = detail_page("样例区2024年度部门决算", ("on.pdf",)).replace("<head>", '<head><base href="/based/">')
        portal.on(page_path(1001), text(based))
        for path, (answer, _) in FILES.items():
            portal.on(path, answer)
        portal.on("/list/", text(list_page(rows)))
        site = {"timeout_s": 1.5, "retries": 1, "retry_wait_s": 0.02, "allowed_hosts": [f"127.0.0.1:{other.port}"]}
        district_file(home, portal.url, site=site)
        report = collect(home, "night-1", [CODE])
        yield Crawled(portal, report.districts[0], home)


def test_each_misbehaviour_ends_in_its_state(crawled: Crawled) -> None:
    outcomes = {name: crawled.outcome(page_path(number)) for number, name in enumerate(NAMES)}
    assert outcomes == {name: expected for name, (_, expected) in FAULTS.items()}


def test_files_are_found_and_judged_as_a_browser_would(crawled: Crawled) -> None:
    assert {path: crawled.outcome(path) for path in FILES} == {path: expected for path, (_, expected) in FILES.items()}
    (local,) = (row for url, row in crawled.documents.items() if url.startswith("file:"))
    assert (local["state"], local["state_reason"]) == ("rejected", "scheme")


def test_a_page_that_may_be_cut_is_fetched_twice_and_flagged(crawled: Crawled) -> None:
    cut = ["HTTP/1.0, whole", "HTTP/1.0, cut once", "HTTP/1.0, cut each time"]
    paths = [page_path(NAMES.index(name)) for name in cut]
    assert [crawled.portal.asked(path) for path in paths] == [1, 2, 2]
    assert [crawled.flag(path) for path in paths] == [None, None, "truncated"]


def test_every_document_has_its_one_state(crawled: Crawled) -> None:
    assert set(crawled.outcomes) == {row["document_id"] for row in crawled.documents.values()}
    assert crawled.report.discovered == len(crawled.documents) == 2 * len(NAMES) + len(FILES) + 1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([redirect("/")], ("failed", "listing_failed")),
        ([old_style(list_page([account(1), account(2)])[:-40])], ("failed", "listing_incomplete")),
        ([old_style(list_page([account(1)])[:-40]), old_style(list_page([account(1)]))], ("ok", None)),
    ],
    ids=["led to the home page", "cut each time", "cut once"],
)
def test_a_list_that_is_another_page_or_half_of_one_is_not_success(
    tmp_path: Path, answers: list[Answer], expected: tuple[str, str | None]
) -> None:
    with running(Portal()) as portal:
        home = Home(tmp_path)
        district_file(home, portal.url)
        portal.on("/", text(HOME_PAGE + list_page([account(1)])))
        for number in (1, 2):
            portal.on(page_path(number), text(GOOD))
        portal.on("/list/", *answers)
        report = collect(home, "night-1", [CODE]).districts[0]
    assert (report.status, report.reason) == expected


def test_a_list_that_a_new_system_redirects_is_read_and_named_and_nothing_is_gone(tmp_path: Path) -> None:
    with running(Portal()) as portal:
        home = Home(tmp_path)
        district_file(home, portal.url)
        rows = [account(number) for number in range(6)]
        portal.on("/list/", text(list_page(rows)))
        for number in range(6):
            portal.on(page_path(number), cached(GOOD.encode()))
            portal.on(f"/new/{number}88123.html", cached(GOOD.encode()))
        assert collect(home, "night-1", [CODE]).total("new") == 6
        moved = [(f"/new/{number}88123.html", title) for number, (_, title) in enumerate(rows)]
        portal.on("/list/", redirect("/new/bmjs/", 301))
        portal.on("/new/bmjs/", text(list_page(moved)))
        second = collect(home, "night-2", [CODE]).districts[0]
        assert (second.status, second.reason, second.gone, second.new) == ("failed", "listing_shrunk", 0, 6)
        district_file(home, portal.url, expect={"shrinkage_accepted_until": "2999-12-31"})
        third = collect(home, "night-3", [CODE]).districts[0]
    assert (third.status, third.gone) == ("ok", 6)
    assert third.detail == f"accounts has moved, correct its url: {portal.url}/new/bmjs/"


def test_a_file_that_hangs_on_two_pages_is_not_gone_with_one_of_them(tmp_path: Path) -> None:
    with running(Portal()) as portal:
        home = Home(tmp_path)
        district_file(home, portal.url)
        portal.on("/list/", text(list_page([account(1), account(2)])))
        for number in (1, 2):
            portal.on(page_path(number), text(detail_page(account(number)[1], ("/f/all.pdf", f"/f/{number}.pdf"))))
            portal.on(f"/f/{number}.pdf", cached(PDF + str(number).encode()))
        portal.on("/f/all.pdf", cached(PDF))
        assert collect(home, "night-1", [CODE]).total("new") == 5
        portal.on(page_path(1), text(detail_page(account(1)[1], ("/f/1.pdf",))))
        # The second page comes first: what it shows has had its turn when the first one no longer shows it.
        portal.on("/list/", text(list_page([account(2), account(1)])))
        report = collect(home, "night-2", [CODE]).districts[0]
    assert (report.gone, report.unchanged, report.changed) == (0, 4, 1)


def test_sessions_and_clocks_in_addresses_make_no_new_documents() -> None:
    base = "http://p.example/a/show.jsp"
    spellings = [
        f"{base};jsessionid=0A1B2C?id=7",
        f"{base}?id=7&_=1699999999999",
        f"{base}?JSESSIONID=77&id=7",
        f"{base}?id=7&rnd=0.123456789",
        f"{base}?t=1699999999&id=7",
    ]
    assert {same_document_key(each) for each in spellings} == {same_document_key(f"{base}?id=7")}
    apart = [f"{base}?id=7", f"{base}?id=7&t=2024", f"{base}?id=7&r=8", f"{base}?id=1699999999999"]
    assert len({same_document_key(each) for each in apart}) == len(apart)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" /a/b.pdf\n", "http://p.example/a/b.pdf"),
        ("\\upload\\x.pdf", "http://p.example/upload/x.pdf"),
        ("/a/\n b.pdf", "http://p.example/a/%20b.pdf"),
        ("d.jsp?f=C:\\x.pdf", "http://p.example/zw/d.jsp?f=C:%5Cx.pdf"),
    ],
)
def test_links_are_read_as_browsers_read_them(written: str, read: str) -> None:
    assert join("http://p.example/zw/index.html", written) == read


def mail_word(name: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(name.encode(charset)).decode()}?="


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f'attachment; filename="{mail_word("决算.pdf", "UTF-8")}"', "决算.pdf"),
        (f"attachment; filename={mail_word('决算.xls', 'GBK')}", "决算.xls"),
        (f"attachment; filename*=GBK''{quote('决算.pdf'.encode('gbk'))}", "决算.pdf"),
        (f'attachment; filename="{quote("决算.pdf".encode("gbk"))}"', "决算.pdf"),
        ('attachment; filename="=?NONE?B?!!?="', "=?NONE?B?!!?="),
    ],
)
def test_file_names_in_every_coding(header: str, name: str) -> None:
    assert disposition_name(header) == name


def test_a_page_without_an_end_is_believed_where_its_length_was_announced() -> None:
    page: dict[str, Any] = {"data": b"<html><body>no end"}
    assert not is_cut(**page)
    assert is_cut(**page, has_length=False)
    assert not is_cut(b"<ul><li>a fragment</li>", has_length=False)
    assert not is_cut(b"<html><p>all</p></body>", has_length=False)
