"""The portal must behave as portals do: pagers, attachments, 304, lies about types, faults that heal."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawlers.config import load_districts
from crawlers.detail import read_detail
from crawlers.district_model import District, ItemSelectors
from crawlers.families.base import Family
from crawlers.families.nfcms import Nfcms
from crawlers.families.trs import Trs
from crawlers.families.ucap import Ucap
from crawlers.markup import Markup
from crawlers.titles import is_wanted
from sample_portal.portal.cache import Cache
from sample_portal.portal.server import Portal
from sample_portal.portal.site import Site
from sample_portal.scenario import FAILING_TIMES, SCALE_SHAPES, SCALED, make_scenario, write_districts
from warehouse.home import Home

FAMILIES: dict[str, Family] = {"ucap": Ucap(), "nfcms": Nfcms(), "trs": Trs()}
SCENARIO = make_scenario()


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal() as server:
        SCENARIO.first.open(server)
        yield server


@pytest.fixture(scope="module")
def districts(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, District]:
    home = Home(tmp_path_factory.mktemp("home"))
    write_districts(home, portal.port)
    return load_districts(home)


def fetch(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def page(url: str) -> Markup:
    status, body, _ = fetch(url)
    assert status == 200, url
    return Markup(url, body.decode())


def crawl(district: District) -> set[str]:
    """Every document that the district's lists lead to, read with the crawler's own families."""
    family = FAMILIES[district.engine(district.listings[0]) or ""]
    todo, seen, found = [district.listing_url(district.listings[0])], set(), set()
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        read = family.read(page(url), ItemSelectors())
        todo += read.other_pages + ([read.next_page] if read.next_page else [])
        for row in read.rows:
            if is_wanted(row.title, district.include):
                found.add(row.url)
                if not row.is_file:
                    found |= {attachment.url for attachment in read_detail(page(row.url), district).attachments}
    return found


@pytest.mark.parametrize("code", SCALED)
def test_a_crawler_finds_every_document_and_no_notice(code: str, districts: dict[str, District]) -> None:
    district = districts[code]
    assert district.district.is_sample
    assert district.site.delay_s == 0
    documents = crawl(district)
    assert len(documents) == SCENARIO.first.expected[code].discovered
    for url in documents:
        assert fetch(url)[0] == 200, url


def test_the_newcomer_is_served_without_a_district_file(portal: Portal, districts: dict[str, District]) -> None:
    assert "990104" not in districts
    assert fetch(f"{portal.url}/xzq/zwgk/czxx/bmjs/index.html")[0] == 200


def test_an_unchanged_file_is_not_sent_again(portal: Portal) -> None:
    site = SCENARIO.first.sites[1]
    url = portal.url + site.addresses.file_path(next(item for item in site.publications if item.file_format))
    status, body, headers = fetch(url)
    assert status == 200
    assert body.startswith(b"%PDF")
    status, body, again = fetch(url, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    assert again["ETag"] == headers["ETag"]
    assert fetch(url, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert fetch(url, If_Modified_Since="Mon, 01 Jan 2018 00:00:00 GMT")[0] == 200
    assert fetch(url, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert fetch(url, If_None_Match=headers["ETag"])[0] == 304
    assert portal.requests[-1].is_conditional
    assert portal.requests[-1].sent_bytes == 0


def test_an_interface_reads_the_parameters_it_knows(portal: Portal) -> None:
    column = f"{portal.url}/txq/front/department/list.do"
    assert fetch(column)[0] == 404
    assert b'"iid"' in fetch(f"{column}?date=2024&typeid=2&more=1")[1]
    with urllib.request.urlopen(column, data=b"typeid=2&date=2023", timeout=10) as answer:
        assert b'"iid"' in answer.read()
    unit = f"{portal.url}/yqq/api-gateway/jpaas-publish-server/front/page/build/unit?webId=2945&pageId=1487002"
    assert fetch(unit)[0] == 404
    assert b"success" in fetch(f"{unit}&paramJson=%7B%22pageNo%22:1,%22pageSize%22:20%7D")[1]


def test_word_files_come_under_a_false_type(portal: Portal) -> None:
    site = SCENARIO.first.sites[2]
    item = next(item for item in site.publications if item.file_format == "docx")
    _, body, headers = fetch(portal.url + site.addresses.file_path(item))
    assert headers["Content-Type"] == "application/octet-stream"
    assert body.startswith(b"PK")


def test_a_warm_portal_makes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    site = SCENARIO.first.sites[3]
    with Portal([site]) as server:
        assert server.warm() == site.document_count + len(site.items) - len(site.publications)
        monkeypatch.setattr("sample_portal.portal.publications.render", None)
        item = next(item for item in site.publications if item.file_format)
        assert fetch(server.url + site.addresses.file_path(item))[0] == 200


def test_robots_and_unknown_addresses(portal: Portal) -> None:
    assert b"Disallow: /private/" in fetch(portal.url + "/robots.txt")[1]
    assert fetch(portal.url + "/nowhere.html")[0] == 404


def test_the_second_night_differs_as_scripted() -> None:
    before, after = SCENARIO.nights
    with Portal() as server:
        before.open(server)
        old = {path: fetch(server.url + path)[1] for site in before.sites for path in documents_of(site)}
        after.open(server)
        healing = after.failing[0]
        assert [fetch(server.url + healing)[0] for _ in range(FAILING_TIMES + 1)] == [503] * FAILING_TIMES + [200]
        new = {path: fetch(server.url + path)[1] for site in after.sites for path in documents_of(site)}
        gone = old.keys() - new.keys()
        assert len(gone) == sum(expected.gone for expected in after.expected.values()) == 1
        assert fetch(server.url + gone.pop())[0] == 404
    added = new.keys() - old.keys()
    changed = {path for path in old.keys() & new.keys() if old[path] != new[path]}
    assert len(added) == sum(expected.new for expected in after.expected.values()) == 1
    assert len(changed) == sum(expected.changed for expected in after.expected.values()) == 1
    for code in before.expected:
        expected = after.expected[code]
        assert expected.unchanged + expected.changed + expected.gone == before.expected[code].new


def documents_of(site: Site) -> list[str]:
    """The addresses of a site's disclosures and files, without lists and notices."""
    pages = [site.addresses.page_path(item) for item in site.publications if item.has_page]
    return pages + [site.addresses.file_path(item) for item in site.publications if item.file_format]


def test_a_scaled_scenario_has_as_many_documents_as_asked() -> None:
    scenario = make_scenario(200)
    assert sum(expected.discovered for expected in scenario.first.expected.values()) == 200
    shares = {shape: SCALE_SHAPES.count(shape) / len(SCALE_SHAPES) for shape in set(SCALE_SHAPES)}
    assert shares == {"pdf": 0.4, "inline": 0.3, "xlsx": 0.15, "docx": 0.15}
    titles = [publication.title for site in scenario.first.sites for publication in site.publications]
    assert len(set(titles)) == len(titles)
    paths = [path for site in scenario.first.sites for path in site.resources()]
    assert len(set(paths)) == len(paths)


def test_a_cache_on_disk_makes_a_file_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"bytes"

    for _ in range(2):
        assert Cache(tmp_path).get("file/1/0", make) == b"bytes"
    assert len(made) == 1
    assert Cache(tmp_path).get(None, make) == b"bytes"
    assert len(made) == 2


def test_lists_link_relative_to_their_page(portal: Portal) -> None:
    url = f"{portal.url}/bmq/zwgk/czxx/bmjs/index.html"
    row = FAMILIES["trs"].read(page(url), ItemSelectors()).rows[0]
    assert urljoin(url, row.url) == row.url
    assert "/bmq/zwgk/czxx/bmjs/20" in row.url


def test_the_file_that_the_analysts_page_follows_a_number_into_is_the_demos(portal: Portal) -> None:
    page = (Path(__file__).parents[2] / "docs" / "analyst.md").read_text(encoding="utf-8")
    path = re.findall(r"^url +http://127\.0\.0\.1:\d+(/\S+)$", page, re.MULTILINE)
    named = re.findall(r"trace ([0-9a-f]+) --", page)
    assert len(path) == 1
    assert named
    _, body, _ = fetch(f"http://127.0.0.1:{portal.port}{path[0]}")
    assert all(hashlib.sha256(body).hexdigest().startswith(name) for name in named)
