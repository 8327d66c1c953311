"""Reports of runs: what `status` and the night's summary are made of."""

from __future__ import annotations

import os

from crawlers.report import CollectReport, DistrictReport
from pipelines.reports import CollectStep, LoadStep, load_night, load_step, recent_runs, save_step
from warehouse.home import Home


def test_what_a_step_saved_is_what_the_night_shows(home: Home) -> None:
    good = DistrictReport(district_code="990101", status="ok", discovered=3, new=3)
    bad = DistrictReport(district_code="990102", status="failed", reason="listing_failed", retry={"timeout": 2})
    crawl = CollectReport(run_id="run-1", status="failed", districts=[good, bad], seconds=1.5)
    collected = CollectStep(report=crawl, names={"990102": "乙区"})
    save_step(home, "run-1", collected)
    night = load_night(home, "run-1")
    assert night.collect == collected
    assert [collected.label(district.district_code) for district in collected.bad] == ["990102 乙区"]
    assert night.load is None
    assert load_step(home, "run-1", LoadStep) is None


def test_recent_runs_are_newest_first(home: Home) -> None:
    assert recent_runs(home) == []
    step = LoadStep(is_skipped=True, build_path=None, fingerprint="f", rows={}, seconds=0.0)
    paths = [save_step(home, f"run-{number}", step).parent for number in range(3)]
    for age, path in enumerate(reversed(paths)):
        stamp = 1_700_000_000 - age
        os.utime(path, (stamp, stamp))
    assert recent_runs(home, limit=2) == ["run-2", "run-1"]
