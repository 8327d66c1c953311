"""The portal in the shape of each further family: a crawler finds every document of it, and no notice."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from crawlers.collect import collect
from sample_portal.portal.publications import Publication
from sample_portal.portal.server import Portal
from sample_portal.portal.site import Site
from sample_portal.scenario import SCALED, make_scenario, write_districts
from tests.crawlers.site import district_file
from warehouse.home import Home
from warehouse.ledger import Ledger

LISTS = {
    "vsb": "/gk/bmjs.htm",
    "hanweb_jpage": "/col/col77388/index.html",
    "gkmlpt": "/gkmlpt/index",
    "query_list": "/czzj/List/list_0.htm",
}
EXPECTED = make_scenario().first.expected
WITH_FILES = {
    site.family: site for site in make_scenario().first.sites if site.code in EXPECTED and site.code not in SCALED
}
"""Sites whose families only their own district files describe whole."""


def site_of(family: str) -> Site:
    """The third district of the scenario, as another system would publish it."""
    site = make_scenario().first.sites[2]
    return msgspec.structs.replace(site, family=family, folder=f"/{family}")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, int], set[str], str]]:
    home = Home(Path(tmp_path_factory.mktemp("portal")))
    codes = {family: f"99070{number}" for number, family in enumerate(LISTS)}
    with Portal([*(site_of(family) for family in LISTS), *WITH_FILES.values()]) as portal:
        write_districts(home, portal.port)
        for family, path in LISTS.items():
            listing = {"id": "accounts", "url": f"/{family}{path}"}
            site = {"family": family, "timeout_s": 60}
            district_file(home, portal.url, codes[family], site=site, listings=[listing], attachments={"max_mb": 50})
        codes |= {family: site.code for family, site in WITH_FILES.items()}
        report = collect(home, "night-1", list(codes.values()))
    found = {}
    with Ledger(home.ledger) as ledger:
        for family, code in codes.items():
            (district,) = (each for each in report.districts if each.district_code == code)
            titles = {known.link_title or "" for known in ledger.known(code).values() if known.role != "attachment"}
            counts = {"new": district.new, "discovered": district.discovered, "disclosures": district.disclosures}
            found[family] = counts, titles, f"{district.status} {district.reason} {district.detail}"
    return found


@pytest.mark.parametrize("family", [*LISTS, *WITH_FILES])
def test_a_crawler_finds_every_document(family: str, crawled: dict[str, tuple[dict[str, int], set[str], str]]) -> None:
    site = WITH_FILES.get(family) or site_of(family)
    counts, titles, said = crawled[family]
    assert said == "ok None None"
    assert counts["new"] == counts["discovered"] == site.document_count
    assert titles == {named(publication, family) for publication in site.publications}


def named(publication: Publication, family: str) -> str:
    """What a family's rows say of a disclosure."""
    account = publication.account
    if family == "dept_year_index":
        return f"{account.department}{account.fiscal_year}年度部门决算"
    if family == "json_tree":
        return f"{account.department} {publication.title}.{publication.file_format}"
    return publication.title
