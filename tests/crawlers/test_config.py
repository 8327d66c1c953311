"""District files: what is accepted, and how precisely a mistake is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawlers.collect import split
from crawlers.config import COMMITTED, DistrictFilesError, load_districts, read_districts, read_file
from crawlers.district_model import District
from crawlers.due import is_due
from crawlers.model_types import is_within
from tests.crawlers.site import district_file
from warehouse.home import Home

MINIMAL: dict[str, Any] = {
    "district": {"code": "990201", "name": "样例区", "province": "样例省"},
    "site": {"family": "trs", "base_url": "http://portal.example"},
    "listings": [{"id": "accounts", "url": "/list/"}],
}


def write(folder: Path, text: str, name: str = "990201_sample.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, **changes: Any) -> list[str]:
    data = {**MINIMAL, **changes}
    path = write(folder, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return [f"{item.line} {item.field}: {item.message}" for item in read_file(path)[1]]


def test_committed_districts_are_valid_and_polite() -> None:
    districts = load_districts(Home(Path("/nonexistent")))
    assert set(districts) >= {"110106", "440304", "370405"}
    assert districts["370405"].is_blocked
    for district in districts.values():
        assert district.site.delay_s >= 2
        assert not district.site.allow_loopback
        assert not district.provenance.verified
    assert all(path.parent.parent == COMMITTED for path in COMMITTED.rglob("*.yml"))


def test_defaults_harm_nobody() -> None:
    district = District.model_validate(MINIMAL)
    assert (district.site.delay_s, district.site.allow_loopback, district.site.robots) == (2.0, False, "obey")
    assert district.site.endpoints() == {("portal.example", 80), ("portal.example", 443)}


STRANGE_TLS = {
    "family": "trs",
    "base_url": "http://portal.example",
    "tls": [{"host": "other.example", "allow": ["no_dh"], "reason": "seen by hand"}],
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lsitings": []}, "11 lsitings: unknown key"),
        ({"site": {"family": "trs", "base_url": "ftp://x"}}, "7 site.base_url: must be an http or https address"),
        ({"listings": [{"id": "a", "url": "/x", "max_page": 3}]}, "11 listings[0].max_page: unknown key"),
        ({"listings": [{"id": "a"}]}, "9 listings[0].url: required, but not there"),
        ({"include": {"title": "("}}, "12 include.title: not a regular expression"),
        ({"schedule": {"window": ["08-01", "13-01"]}}, "14 schedule.window[1]: month must be in 1..12"),
        ({"schedule": {"window": ["8-1", "12-31"]}}, '13 schedule.window[0]: must look like "08-01"'),
        ({"listings": []}, "1 : needs at least one listing"),
        ({"schedule": {"hours": ["22:00", "25:00"]}}, "14 schedule.hours[1]: hour must be in 0..23"),
        (
            {"listings": [{"id": "a", "url": "/x", "params": {"page": "p"}}]},
            "9 listings[0]: trs has no params ['page']",
        ),
        (
            {"listings": [{"id": "a", "url": "/x", "engine": "json_tree"}]},
            "9 listings[0]: the family json_tree and the key",
        ),
        ({"listings": [{"id": "a", "url": "http://b.example/"}]}, "9 listings[0]: its url is on a host that is not"),
        ({"site": STRANGE_TLS}, "5 site: tls names hosts that are not this site's: ['other.example']"),
    ],
)
def test_mistakes_are_named_by_line_and_field(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    found = problems(tmp_path, **changes)
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("district:\n  code: 990201\n", "2: district.code: must be text: put it in quotes"),
        ("district: {\n", "2: not YAML"),
        ("district:\n  name: a\n  name: b\n", "3: district.name: this key stands twice"),
        ("- a\n", "1: "),
        ("", "1: "),
    ],
)
def test_broken_files_are_named(tmp_path: Path, text: str, expected: str) -> None:
    district, found = read_file(write(tmp_path, text))
    assert district is None
    assert any(str(item).startswith(f"{tmp_path}/990201_sample.yml:{expected}") for item in found)


def test_a_file_that_is_not_text_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "990201_sample.yml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in read_file(path)[1][0].message


def test_the_name_of_the_file_carries_the_code(tmp_path: Path) -> None:
    path = write(tmp_path, yaml.safe_dump(MINIMAL, allow_unicode=True), "990202_sample.yml")
    assert "990201_<slug>.yml" in read_file(path)[1][0].message


def test_the_homes_file_wins_and_a_twin_is_an_error(tmp_path: Path) -> None:
    home = Home(tmp_path)
    district_file(home, "http://my.example", "110106")
    assert read_districts(home).districts["110106"].site.base_url == "http://my.example"
    write(home.districts, (home.districts / "110106_sample.yml").read_text(), "110106_twin.yml")
    with pytest.raises(DistrictFilesError, match="also defined in"):
        load_districts(home)


@pytest.mark.parametrize(
    ("hosts", "url", "allowed"),
    [
        ([], "https://portal.example/x", True),
        ([], "http://portal.example:8080/x", False),
        (["files.example:8213"], "http://files.example:8213/x", True),
        (["files.example:8213"], "http://files.example/x", False),
        (["files.example"], "https://FILES.example/x", True),
        ([], "ftp://portal.example/x", False),
        ([], "http://portal.example:notaport/x", False),
        ([], "http://portal.example@evil.example/x", False),
    ],
)
def test_hosts_and_ports(hosts: list[str], url: str, allowed: bool) -> None:
    site = {**MINIMAL["site"], "allowed_hosts": hosts}
    assert District.model_validate({**MINIMAL, "site": site}).allows(url) is allowed


def test_windows_and_due_districts() -> None:
    assert is_within(("08-01", "12-31"), "11-22")
    assert not is_within(("08-01", "12-31"), "03-01")
    assert is_within(("11-01", "02-28"), "01-15")
    district = District.model_validate(MINIMAL)
    assert is_due(district, date(2026, 11, 22), date(2026, 11, 21))
    assert not is_due(district, date(2026, 3, 5), date(2026, 3, 1))
    assert is_due(district, date(2026, 3, 8), date(2026, 3, 1))
    assert is_due(district, date(2026, 3, 8), None)
    disabled = {**MINIMAL["district"], "enabled": False}
    assert not is_due(District.model_validate({**MINIMAL, "district": disabled}), date(2026, 11, 22), None)


def test_a_host_is_never_split_over_batches() -> None:
    hosts = ["one.example", "two.example", "one.example", "three.example", "two.example"]
    districts = {
        f"99020{number}": District.model_validate({**MINIMAL, "site": {"family": "trs", "base_url": f"http://{host}"}})
        for number, host in enumerate(hosts)
    }
    batches = split(districts, size=2)
    assert sorted(code for batch in batches for code in batch) == sorted(districts)
    for host in set(hosts):
        holders = [batch for batch in batches if any(hosts[int(code[-1])] == host for code in batch)]
        assert len(holders) == 1
