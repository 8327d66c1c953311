"""Whether a listing counts as read."""

from __future__ import annotations

from typing import Any

import pytest

from crawlers.addresses import same_document_key
from crawlers.district_model import District
from crawlers.markup import Markup
from crawlers.walk import Walk
from tests.crawlers.site import account, list_page

BASE = "http://portal.example"
FIRST = BASE + "/list/"


def walk(**listing: Any) -> Walk:
    district = District.model_validate(
        {
            "district": {"code": "990201", "name": "样例区", "province": "样例省"},
            "site": {"family": "trs", "base_url": BASE},
            "listings": [{"id": "accounts", "url": "/list/", **listing}],
        }
    )
    made = Walk(district, district.listings[0])
    made.ask([FIRST])
    return made


def outcome(made: Walk) -> tuple[str, str | None]:
    result = made.result()
    return result.status, result.reason


def test_pages_are_asked_once_and_all_needed() -> None:
    made = walk()
    pager = "<script>createPageHTML(2, 0, 'index', 'html')</script>"
    rows, leads = made.page_read(FIRST, Markup(FIRST, list_page([account(1), account(2)], pager)), depth=0)
    assert len(rows) == 2
    assert leads == [(FIRST + "index_1.html", 0)]
    assert made.open
    second = FIRST + "index_1.html"
    rows, leads = made.page_read(second, Markup(second, list_page([account(2), account(3)], pager)), depth=0)
    assert (len(rows), leads, made.open) == (1, [], set())
    assert outcome(made) == ("complete", None)


def test_zero_rows_and_zero_accounts_are_failures() -> None:
    made = walk()
    made.page_read(FIRST, Markup(FIRST, "<p>新版</p>"), depth=0)
    assert outcome(made) == ("failed", "no_items")
    made = walk()
    made.page_read(FIRST, Markup(FIRST, list_page([("./202509/t20250912_1.html", "2025年部门预算")])), depth=0)
    assert outcome(made) == ("failed", "none_included")


def test_fewer_rows_than_the_list_says_is_incomplete() -> None:
    made = walk()
    text = list_page([account(1), account(2)], "<p>共3条 1/1</p>")
    made.page_read(FIRST, Markup(FIRST, text), depth=0)
    assert outcome(made) == ("incomplete", "fewer_than_printed")
    assert made.result().printed_total == 3


def test_a_page_that_repeats_the_first_is_not_a_page() -> None:
    made = walk()
    text = list_page([account(1)], "<script>createPageHTML(2, 0, 'index', 'html')</script>")
    made.page_read(FIRST, Markup(FIRST, text), depth=0)
    made.page_read(FIRST + "index_1.html", Markup(FIRST + "index_1.html", text), depth=0)
    assert outcome(made) == ("incomplete", "page_missing")


@pytest.mark.parametrize(("printed", "expected"), [(1, ("complete", None)), (2, ("incomplete", "page_missing"))])
def test_a_pager_that_leads_one_page_too_far_loses_nothing_where_all_rows_are_there(
    printed: int, expected: tuple[str, str | None]
) -> None:
    made = walk()
    text = list_page([account(1)], f"<p>共{printed}条</p><a href='index_1.html'>下一页</a>")
    _, leads = made.page_read(FIRST, Markup(FIRST, text), depth=0)
    for url, _ in leads:
        made.page_failed(url, "HTTP 404", is_first=False)
    assert (outcome(made), bool(leads)) == (expected, True)


def test_the_page_cap_is_visible() -> None:
    made = walk(max_pages=2)
    text = list_page([account(1)], "<script>createPageHTML(900, 0, 'index', 'html')</script>")
    _, leads = made.page_read(FIRST, Markup(FIRST, text), depth=0)
    assert len(leads) == 1
    made.page_read(leads[0][0], Markup(leads[0][0], list_page([account(2)])), depth=0)
    assert outcome(made) == ("incomplete", "page_cap")


def test_a_list_without_accounts_says_what_stands_there_instead() -> None:
    made = walk()
    rows = [("/list/202509/t20250912_1.html", "样例区教育局2025年部门预算")]
    made.page_read(FIRST, Markup(FIRST, list_page(rows)), depth=0)
    assert outcome(made) == ("failed", "none_included")
    assert "样例区教育局2025年部门预算" in (made.result().detail or "")


def test_a_list_broken_after_every_few_rows_is_one_list() -> None:
    made = walk()
    lists = "".join(
        f"<ul class='five'>{''.join(f'<li><a href={account(n)[0]}>{account(n)[1]}</a></li>' for n in range(k, k + 5))}"
        "</ul>"
        for k in (0, 5, 10)
    )
    made.page_read(FIRST, Markup(FIRST, f"<div>{lists}</div><p>共15条</p>"), depth=0)
    assert (outcome(made), made.result().printed_total) == (("complete", None), 15)


def test_a_hub_leads_to_lists_on_allowed_hosts_only() -> None:
    made = walk(follow={"links": "a.more", "max_depth": 1})
    hub = '<a class="more" href="/2024/">更多</a><a class="more" href="http://elsewhere.example/">更多</a>'
    _, leads = made.page_read(FIRST, Markup(FIRST, hub), depth=0)
    assert leads == [(BASE + "/2024/", 1)]
    made.page_read(BASE + "/2024/", Markup(BASE + "/2024/", list_page([account(1)])), depth=1)
    assert outcome(made) == ("complete", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x/t_1.html", "https://a.example/x//t_1.html"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("http://a.example/t20240101_1_wap.html", "http://a.example/t20240101_1.html"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert same_document_key(one) == same_document_key(other)


def test_different_queries_are_different_documents() -> None:
    assert same_document_key("http://a.example/d?id=1") != same_document_key("http://a.example/d?id=2")
