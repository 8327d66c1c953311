"""What each step of a run did, as typed records under `<home>/reports/<run>/<step>.json`.

The steps write them, the command line and the last step of the night read them. They hold counts and reasons; the
documents themselves are in the ledger and the records.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from crawlers.report import CollectReport, DistrictReport
from warehouse.home import Home
from warehouse.ledger_records import Example

JSON_NAME, PAGE_NAME = "night.json", "night.html"
"""The report of a whole night, for programs and for people (night_report.py)."""


class CollectStep(msgspec.Struct, frozen=True, kw_only=True):
    """The collect step: the crawl's own report, and the districts' names by code."""

    report: CollectReport
    names: dict[str, str]

    def label(self, code: str) -> str:
        """Code and name."""
        return f"{code} {self.names.get(code, '')}".rstrip()

    @property
    def bad(self) -> list[DistrictReport]:
        """The districts a person must look at."""
        return self.report.failed_districts


def why(district: DistrictReport) -> str:
    """The reason of a district's status, with its detail."""
    return ": ".join(part for part in (district.reason, district.detail) if part) or district.status


class ReadStep(msgspec.Struct, frozen=True, kw_only=True):
    """The read step: documents read in this run, by parse status, and findings by verdict.

    `examples` names some documents of each status other than parsed and partial.
    """

    documents: int
    by_status: dict[str, int]
    by_verdict: dict[str, int]
    seconds: float
    examples: dict[str, list[Example]] = {}


class LoadStep(msgspec.Struct, frozen=True, kw_only=True):
    """The load step; `is_skipped` when the inputs are those of the current release."""

    is_skipped: bool
    build_path: str | None
    fingerprint: str
    rows: dict[str, int]
    seconds: float


class ModelStep(msgspec.Struct, frozen=True, kw_only=True):
    """The dbt step: models built and tests passed, warned or failed; `is_ok` when dbt finished and nothing failed."""

    is_ok: bool
    models: int
    tests: dict[str, int]
    seconds: float


class ReleaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """The publish step."""

    release: str
    seconds: float


class NightReport(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run; a step that did not run is None."""

    run_id: str
    collect: CollectStep | None = None
    read: ReadStep | None = None
    load: LoadStep | None = None
    models: ModelStep | None = None
    release: ReleaseStep | None = None


STEP_TYPES: dict[str, type[msgspec.Struct]] = {
    "collect": CollectStep,
    "read": ReadStep,
    "load": LoadStep,
    "models": ModelStep,
    "release": ReleaseStep,
}
Step = TypeVar("Step", bound=msgspec.Struct)


def save_step(home: Home, run_id: str, step: msgspec.Struct) -> Path:
    """Write one step's report whole or not at all; the file is named after the step."""
    name = next(name for name, kind in STEP_TYPES.items() if isinstance(step, kind))
    path = home.reports / run_id / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(step)))
    part.replace(path)
    return path


def load_step(home: Home, run_id: str, kind: type[Step]) -> Step | None:
    """The report of one step of a run, or None when it did not run."""
    name = next(name for name, known in STEP_TYPES.items() if known is kind)
    path = home.reports / run_id / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=kind) if path.exists() else None


def load_night(home: Home, run_id: str) -> NightReport:
    """All that is known of a run."""
    return NightReport(
        run_id=run_id,
        collect=load_step(home, run_id, CollectStep),
        read=load_step(home, run_id, ReadStep),
        load=load_step(home, run_id, LoadStep),
        models=load_step(home, run_id, ModelStep),
        release=load_step(home, run_id, ReleaseStep),
    )


def recent_runs(home: Home, limit: int = 10) -> list[str]:
    """The identifiers of the latest runs that left a report, newest first."""
    if not home.reports.is_dir():
        return []
    folders = [path for path in home.reports.iterdir() if path.is_dir()]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return [path.name for path in folders[:limit]]
