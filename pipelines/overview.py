"""What an operator wants to know between two nights: last runs, coverage, what a person has to look at. Reads only."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import msgspec

from pipelines.reports import JSON_NAME, PAGE_NAME, NightReport, load_night, recent_runs
from warehouse.clock import SHANGHAI
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Holding, OpenTrouble
from warehouse.lock import lock_holder
from warehouse.query import run_query

RUNNING = "running"
KILLED = "killed before its end"
NAMED = 5
"""So many failed districts are named in a verdict; the report names all."""
LOW_DISK_BYTES = 2 * 1024**3


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    """One run: when its last report was written, what it did, and how it stands."""

    run_id: str
    at: datetime
    report: NightReport
    verdict: str
    page: Path | None = None
    """Its report for people, if it has one."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger holds of a district, and its departments in the release (None before the first release)."""

    holding: Holding
    departments: int | None


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything `juesuan status` shows."""

    runs: list[RunLine]
    release: str | None
    coverage: list[Coverage]
    troubles: list[OpenTrouble]
    alarms: list[str]


def overview(home: Home, limit: int = 7) -> Overview:
    """The state of a data home; an empty home gives an empty overview."""
    holder = lock_holder(home)
    latest = recent_runs(home, limit)
    runs = [_run_line(home, run_id, holder if run_id == latest[0] else None) for run_id in latest]
    coverage, troubles = _from_ledger(home)
    release = str(home.current.resolve()) if home.current.exists() else None
    alarms = [*_alarms(home, runs, release), *([] if holder else _killed(home))]
    return Overview(runs=runs, release=release, coverage=coverage, troubles=troubles, alarms=alarms)


def verdict(report: NightReport) -> str:
    """How a run stands, in one phrase; only `ok` phrases start with ok."""
    return _trouble(report) or _success(report)


def _trouble(report: NightReport) -> str | None:
    collect, load, models = report.collect, report.load, report.models
    bad = [district.district_code for district in collect.bad] if collect else []
    checks = (
        (bool(bad), f"districts failed: {_listed(bad)}"),
        (collect is not None and collect.report.note is not None, "nothing was collected"),
        (models is not None and not models.is_ok, "models or build tests failed"),
        (load is not None and not load.is_skipped and models is None, "models did not run"),
        (report.read is not None and load is None, "load did not finish"),
        (report == NightReport(run_id=report.run_id), "stopped before its first step ended"),
    )
    return next((said for is_so, said in checks if is_so), None)


def _listed(codes: list[str]) -> str:
    return ", ".join([*codes[:NAMED], *([f"and {len(codes) - NAMED} more"] if len(codes) > NAMED else [])])


def _success(report: NightReport) -> str:
    if report.release is not None:
        return "ok, published"
    if report.models is not None:
        return "ok, built"
    return "ok, collected" if report.load is None else "ok, nothing changed"


def _run_line(home: Home, run_id: str, holder: str | None) -> RunLine:
    """`holder` is the process that writes now, for the newest run."""
    report = load_night(home, run_id)
    said = verdict(report)
    is_night = report.collect is not None or report == NightReport(run_id=run_id)
    if is_night and not (home.reports / run_id / JSON_NAME).exists():
        # What collects ends with a report; a run without one is still at work, or nobody let it end.
        trouble = _trouble(report)
        said = f"{RUNNING}, process {holder}" if holder else "; ".join(filter(None, [KILLED, trouble]))
    folder = home.reports / run_id
    stamp = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    at = datetime.fromtimestamp(stamp, SHANGHAI)
    return RunLine(run_id=run_id, at=at, report=report, verdict=said, page=_page(home, run_id))


def _page(home: Home, run_id: str) -> Path | None:
    path = home.reports / run_id / PAGE_NAME
    return path if path.exists() else None


def _from_ledger(home: Home) -> tuple[list[Coverage], list[OpenTrouble]]:
    if not home.ledger.exists():
        return [], []
    with Ledger(home.ledger) as ledger:
        holdings, troubles = ledger.holdings(), ledger.open_troubles()
    released = _released_departments(home)
    coverage = [
        Coverage(holding=each, departments=None if released is None else released.get(each.district_code, 0))
        for each in holdings
    ]
    return coverage, troubles


def _released_departments(home: Home) -> dict[str, int] | None:
    """How many departments of each region the current release knows; None where there is no release."""
    if not home.current.exists():
        return None
    return dict(run_query(home, "SELECT region_code, count(*) FROM dim_department GROUP BY ALL").rows)


def _killed(home: Home) -> list[str]:
    """Runs that the ledger takes to be at work although nobody is: killed while they collected, perhaps at once."""
    if not home.ledger.exists():
        return []
    with Ledger(home.ledger) as ledger:
        unended = ledger.unended()
    return [
        f"run {run_id[:8]} of {started_at:%Y-%m-%d %H:%M} was killed while it collected; "
        f"the next run takes its documents up"
        for run_id, started_at in unended.items()
    ]


def _alarms(home: Home, runs: list[RunLine], release: str | None) -> list[str]:
    """What a person has to act upon now; docs/operate.md says how."""
    alarms = []
    if runs and not runs[0].verdict.startswith(("ok", RUNNING)):
        alarms.append(f"the last run: {runs[0].verdict}")
    if runs and release is None:
        alarms.append("nothing is published yet")
    if home.root.exists() and (free := shutil.disk_usage(home.root).free) < LOW_DISK_BYTES:
        alarms.append(f"only {free // 1024**2} MB free under {home.root}")
    return alarms
