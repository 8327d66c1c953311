"""Budgets, hours and fairness: who is asked when, and that what had no turn has it first the next night."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.budget import Budget
from crawlers.collect import PROCESSES, _Run, collect, due_districts
from crawlers.config import load_districts
from crawlers.guards.verdict import Refused
from tests.crawlers.server import Portal, running, text
from tests.crawlers.site import CODE, account, district_file, list_page, page
from warehouse.clock import now
from warehouse.home import Home

OTHER = "990202"
BUDGET = 16


def two_districts(portal: Portal, home: Home) -> None:
    """A large and a small district on one host."""
    for code, count in ((CODE, 20), (OTHER, 4)):
        site = {"host_max_requests": BUDGET, "delay_s": 0.05}
        district_file(home, portal.url, code, site=site, listings=[{"id": "all", "url": f"/{code}/"}])
        portal.on(f"/{code}/", text(list_page([account(number) for number in range(count)])))
        for number in range(count):
            portal.on(f"/{code}/202509/t20250912_{number}.html", page(number))


def documents_asked(portal: Portal) -> list[str]:
    return [seen.path for seen in portal.log if "/t2025" in seen.path]


def test_districts_share_a_host_fairly_and_what_had_no_turn_is_first_the_next_night(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with running(Portal()) as portal:
        two_districts(portal, home)
        first = collect(home, "night-1", [CODE, OTHER])
        asked = documents_asked(portal)
        assert len(portal.log) == BUDGET
        shares = [sum(path.startswith(f"/{code}/") for path in asked) for code in (CODE, OTHER)]
        assert shares == [BUDGET - 3 - 4, 4], "robots.txt and two lists are asked for, too"
        last_of_small = max(index for index, path in enumerate(asked) if path.startswith(f"/{OTHER}/"))
        assert last_of_small <= 2 * 4 + 2, "the small district waits for the large one"
        assert [(item.status, item.reason) for item in first.districts] == [("ok", "budget"), ("ok", None)]
        assert first.districts[0].retry == {"budget": 20 - shares[0]}
        portal.clear()
        collect(home, "night-2", [CODE, OTHER])
        again = documents_asked(portal)
        fresh = [path for path in again if path not in asked]
        assert len(fresh) >= 8, "the second night asks for the same documents again"


def test_hours_decide_when_a_district_is_due_and_when_it_stops(tmp_path: Path) -> None:
    home = Home(tmp_path)
    later = [(now() + timedelta(hours=hours)).strftime("%H:%M") for hours in (1, 2)]
    district_file(home, "http://127.0.0.1:9", schedule={"hours": later})
    district_file(home, "http://127.0.0.1:9", OTHER)
    due = due_districts(home)
    assert OTHER in due
    assert CODE not in due
    district = load_districts(home)[CODE]
    Budget([district], keeps_hours=False).spend(district, "127.0.0.1")
    with pytest.raises(Refused, match=r"schedule\.hours") as refused:
        Budget([district], keeps_hours=True).spend(district, "127.0.0.1")
    assert (refused.value.state, refused.value.reason) == ("retry", "budget")


def test_a_slow_batch_leaves_time_for_those_that_wait(tmp_path: Path) -> None:
    run = _Run(Home(tmp_path), "night-1", (), lambda _: None, 600, keeps_hours=True)
    run._waiting = 3 * PROCESSES
    shares = [run._share() for _ in range(3 * PROCESSES)]
    assert shares[0] == pytest.approx(200, abs=1)
    assert shares[-1] == pytest.approx(600, abs=1), "the last has all that is left"
