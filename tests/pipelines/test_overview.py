"""`juesuan status`: a night that went wrong must not look like one that went well."""

from __future__ import annotations

import os

import pytest

from crawlers.report import CollectReport, DistrictReport
from pipelines.overview import overview, verdict
from pipelines.reports import (
    JSON_NAME,
    CollectStep,
    LoadStep,
    ModelStep,
    NightReport,
    ReadStep,
    ReleaseStep,
    save_step,
)
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import DistrictFacts, Found, Outcome
from warehouse.lock import run_lock

GOOD = DistrictReport(district_code="990101", status="ok")
BAD = DistrictReport(district_code="990102", status="failed", reason="nothing_found")
COLLECTED = CollectStep(report=CollectReport(run_id="r", status="ok", districts=[GOOD], seconds=1.0), names={})
FAILED = CollectStep(report=CollectReport(run_id="r", status="failed", districts=[GOOD, BAD], seconds=1.0), names={})
READ = ReadStep(documents=1, by_status={"parsed": 1}, by_verdict={}, seconds=1.0)
LOADED = LoadStep(is_skipped=False, build_path="b", fingerprint="f", rows={}, seconds=1.0)
SKIPPED = LoadStep(is_skipped=True, build_path=None, fingerprint="f", rows={}, seconds=1.0)
MODELLED = ModelStep(is_ok=True, models=3, tests={"pass": 9}, seconds=1.0)
RED = ModelStep(is_ok=False, models=3, tests={"pass": 8, "error": 1}, seconds=1.0)
RELEASED = ReleaseStep(release="releases/2024-10-01-1", seconds=1.0)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (
            NightReport(run_id="r", collect=COLLECTED, read=READ, load=LOADED, models=MODELLED, release=RELEASED),
            "ok, p",
        ),
        (NightReport(run_id="r", collect=COLLECTED, read=READ, load=SKIPPED), "ok, nothing changed"),
        (NightReport(run_id="r", collect=COLLECTED), "ok, collected"),
        (NightReport(run_id="r", read=READ, load=LOADED, models=MODELLED), "ok, built"),
        (NightReport(run_id="r", collect=FAILED, read=READ, load=LOADED, models=MODELLED, release=RELEASED), "990102"),
        (NightReport(run_id="r", collect=COLLECTED, read=READ, load=LOADED, models=RED), "build tests failed"),
        (NightReport(run_id="r", collect=COLLECTED, read=READ, load=LOADED), "models did not run"),
        (NightReport(run_id="r", collect=COLLECTED, read=READ), "load did not finish"),
        (NightReport(run_id="r"), "stopped before"),
    ],
)
def test_a_run_is_called_what_it_was(report: NightReport, said: str) -> None:
    assert said in verdict(report)
    assert verdict(report).startswith("ok") == said.startswith("ok")


def test_a_failed_last_run_is_an_alarm(home: Home) -> None:
    assert overview(home).alarms == []
    save_step(home, "run-1", FAILED)
    assert any("990102" in alarm for alarm in overview(home).alarms)


def test_a_run_that_was_killed_does_not_look_well(home: Home) -> None:
    save_step(home, "run-1", COLLECTED)
    assert overview(home).runs[0].verdict == "killed before its end"
    (home.reports / "run-1" / JSON_NAME).write_bytes(b"{}")
    assert overview(home).runs[0].verdict == "ok, collected"
    with Ledger(home.ledger) as ledger:
        ledger.start_run("run-2-killed-before-it-wrote-anything")
    assert any("run run-2-ki" in alarm and "killed while it collected" in alarm for alarm in overview(home).alarms)
    (home.reports / "run-2").mkdir()
    with run_lock(home):
        found = overview(home)
    assert found.runs[0].verdict == f"running, process {os.getpid()}"
    assert not any("killed" in alarm for alarm in found.alarms)


def test_open_troubles_are_counted_with_an_example(home: Home) -> None:
    outcomes = [
        Outcome(document_id="a", state="failed", reason="blocked"),
        Outcome(document_id="b", state="failed", reason="blocked"),
        Outcome(document_id="c", state="retry", reason="timeout"),
        Outcome(document_id="d", state="gone", reason="unlisted"),
    ]
    found = [
        Found(document_id=name, district_code="990101", url=f"http://x/{name}", role="file", disclosure_id=name,
              listing_id="all")
        for name in "abcd"
    ]  # fmt: skip
    with Ledger(home.ledger) as ledger:
        ledger.register_district(DistrictFacts(district_code="990101", name="东禾区", province="例京市"))
        ledger.start_run("run-1")
        ledger.sight("run-1", found)
        ledger.record("run-1", outcomes)
        ledger.finish_run("run-1", "finished")
    seen = overview(home)
    assert [(each.state, each.reason, each.documents, each.example) for each in seen.troubles] == [
        ("failed", "blocked", 2, "http://x/a"),
        ("retry", "timeout", 1, "http://x/c"),
    ]
    (line,) = seen.coverage
    assert (line.holding.name, line.holding.documents, line.departments) == ("东禾区", 0, None)
    assert line.holding.last_seen_at is not None


def test_looking_at_an_empty_home_makes_nothing(home: Home) -> None:
    before = sorted(home.root.rglob("*"))
    overview(home)
    assert sorted(home.root.rglob("*")) == before
