"""Districts whose files are handed in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from crawlers.collect import collect
from crawlers.report import DistrictReport
from tests.crawlers.server import Portal, running
from tests.crawlers.site import CODE, PDF, build, district_file
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Found


def hand_in(home: Home, name: str, data: bytes, note: str | None = None) -> Path:
    path = home.drop / CODE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if note is not None:
        path.with_name(path.name + ".yml").write_text(note, encoding="utf-8")
    return path


def rows(home: Home, table: str) -> list[dict[str, Any]]:
    with Ledger(home.ledger) as ledger:
        found: list[dict[str, Any]] = ledger.export()[table].to_pylist()
    return found


def blocked(home: Home, night: int) -> DistrictReport:
    return collect(home, f"night-{night}", [CODE]).districts[0]


def test_handed_in_files_enter_like_crawled_ones(tmp_path: Path) -> None:
    home = Home(tmp_path)
    district_file(
        home, "http://vendor.example:99", site={"render": "blocked", "blocked_reason": "built by script"}, listings=[]
    )
    first = hand_in(home, "2024/甲局2024年度部门决算.pdf", PDF)
    note = "url: http://vendor.example:99/a\ntitle: 乙局2023年度部门决算\nhanded_in_by: 王工\nreceived_at: 2026-03-01\n"
    hand_in(home, "b.pdf", PDF + b"b", note)
    hand_in(home, "c.pdf", PDF + b"c", "by: somebody\n")
    hand_in(home, "empty.pdf", b"")
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the archive")
    (home.drop / CODE / "link.txt").symlink_to(secret)

    report = blocked(home, 1)
    assert (report.status, report.new, report.retry) == ("ok", 2, {"empty": 1})
    assert report.rejected == {"sidecar": 1, "offsite": 1}
    documents = {row["link_title"]: row for row in rows(home, "crawl_document")}
    assert documents["甲局2024年度部门决算"]["fiscal_year_hint"] == 2024
    version = next(row for row in rows(home, "crawl_version") if row["handed_in_by"])
    assert (version["handed_in_by"], version["final_url"]) == ("王工", "http://vendor.example:99/a")
    assert version["fetched_at"] == dt.datetime(2026, 3, 1)  # noqa: DTZ001

    first.write_bytes(PDF + b"corrected")
    second = blocked(home, 2)
    assert (second.new, second.changed, second.unchanged) == (0, 1, 1)
    first.unlink()
    third = blocked(home, 3)
    assert (third.gone, third.unchanged) == (0, 1)
    assert {row["state"] for row in rows(home, "crawl_document") if row["current_version_no"]} == {
        "stored",
        "unchanged",
    }


def test_a_file_that_was_taken_away_again_is_not_looked_for_on_the_site(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with running(Portal()) as portal:
        district_file(home, portal.url)
        build(portal, 1, files=False)
        url = f"{portal.url}/elsewhere.pdf"
        with Ledger(home.ledger) as ledger:
            ledger.start_run("night-1")
            found = Found(
                document_id="handed-in",
                district_code=CODE,
                url=url,
                role="file",
                disclosure_id="handed-in",
                listing_id="drop",
            )
            ledger.sight("night-1", [found])
        report = collect(home, "night-1", [CODE]).districts[0]
        assert portal.asked("/elsewhere.pdf") == 0
    assert (report.new, report.retry) == (1, {"interrupted": 1})
