"""What an operator wants to know between two nights: last runs, coverage, what a person has to look at. Reads only."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime

import msgspec

from pipelines.reports import NightReport, load_night, recent_runs
from warehouse.clock import SHANGHAI
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.query import run_query

OPEN_STATES = ("retry", "failed", "rejected")
LOW_DISK_BYTES = 2 * 1024**3


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    """One run: when its last report was written, what it did, and how it stands."""

    run_id: str
    at: datetime
    report: NightReport
    verdict: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """A district's documents in the ledger, and its departments in the release against what its file expects."""

    code: str
    name: str
    documents: int
    departments: int | None
    """None before the first release."""
    expected_departments: int | None
    last_seen: datetime | None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Documents of one district that are stuck for one reason, with an example."""

    code: str
    state: str
    reason: str
    documents: int
    example: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything `juesuan status` shows."""

    runs: list[RunLine]
    release: str | None
    coverage: list[Coverage]
    problems: list[Problem]
    alarms: list[str]


def overview(home: Home, limit: int = 7) -> Overview:
    """The state of a data home; an empty home gives an empty overview."""
    runs = [_run_line(home, run_id) for run_id in recent_runs(home, limit)]
    coverage, problems = _from_ledger(home)
    release = str(home.current.resolve()) if home.current.exists() else None
    return Overview(
        runs=runs, release=release, coverage=coverage, problems=problems, alarms=_alarms(home, runs, release)
    )


def verdict(report: NightReport) -> str:
    """How a run stands, in one phrase; only `ok` phrases start with ok."""
    return _trouble(report) or _success(report)


def _trouble(report: NightReport) -> str | None:
    if report.collect is not None and report.collect.bad:
        return "districts failed: " + ", ".join(district.district_code for district in report.collect.bad)
    if report.models is not None and not report.models.is_ok:
        return "models or build tests failed"
    if report.load is not None and not report.load.is_skipped and report.models is None:
        return "models did not run"
    if report.read is not None and report.load is None:
        return "load did not finish"
    if report == NightReport(run_id=report.run_id):
        return "stopped before its first step ended"
    return None


def _success(report: NightReport) -> str:
    if report.release is not None:
        return "ok, published"
    if report.models is not None:
        return "ok, built"
    return "ok, collected" if report.load is None else "ok, nothing changed"


def _run_line(home: Home, run_id: str) -> RunLine:
    report = load_night(home, run_id)
    stamp = max(path.stat().st_mtime for path in (home.reports / run_id).iterdir())
    return RunLine(run_id=run_id, at=datetime.fromtimestamp(stamp, SHANGHAI), report=report, verdict=verdict(report))


def _from_ledger(home: Home) -> tuple[list[Coverage], list[Problem]]:
    if not home.ledger.exists():
        return [], []
    with Ledger(home.ledger) as ledger:
        tables = ledger.export()
    documents = tables["crawl_document"].to_pylist()
    released = _released_departments(home)
    coverage = [
        _coverage(
            district,
            [each for each in documents if each["district_code"] == district["district_code"]],
            None if released is None else released.get(district["district_code"], 0),
        )
        for district in tables["crawl_district"].to_pylist()
    ]
    stuck = [each for each in documents if each["state"] in OPEN_STATES]
    counts = Counter((each["district_code"], each["state"], each["state_reason"]) for each in stuck)
    example = {(each["district_code"], each["state"], each["state_reason"]): each["url"] for each in stuck}
    problems = [
        Problem(code=key[0], state=key[1], reason=key[2], documents=count, example=example[key])
        for key, count in sorted(counts.items())
    ]
    return coverage, problems


def _released_departments(home: Home) -> dict[str, int] | None:
    """How many departments of each region the current release knows; None where there is no release."""
    if not home.current.exists():
        return None
    return dict(run_query(home, "SELECT region_code, count(*) FROM dim_department GROUP BY ALL").rows)


def _coverage(district: dict[str, object], documents: list[dict[str, object]], departments: int | None) -> Coverage:
    seen = [each["last_seen_at"] for each in documents]
    return Coverage(
        code=str(district["district_code"]),
        name=str(district["name"]),
        documents=sum(1 for each in documents if each["current_version_no"] is not None),
        departments=departments,
        expected_departments=msgspec.convert(district["expected_departments"], int | None),
        last_seen=msgspec.convert(max(seen, default=None, key=str), datetime | None),
    )


def _alarms(home: Home, runs: list[RunLine], release: str | None) -> list[str]:
    """What a person has to act upon now; docs/operate.md says how."""
    alarms = []
    if runs and not runs[0].verdict.startswith("ok"):
        alarms.append(f"the last run: {runs[0].verdict}")
    if runs and release is None:
        alarms.append("nothing is published yet")
    if home.root.exists() and (free := shutil.disk_usage(home.root).free) < LOW_DISK_BYTES:
        alarms.append(f"only {free // 1024**2} MB free under {home.root}")
    return alarms
