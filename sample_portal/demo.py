"""The demo: a fresh home, the portal on a free port, two nights of the real job, each held against its script."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator

import msgspec

from crawlers.report import DistrictReport
from pipelines.extract.titles import clean_name
from pipelines.instance import use_home
from pipelines.nightly import JobOutcome, Request, run_job
from pipelines.progress import Listener
from sample_portal.portal.cache import Cache
from sample_portal.portal.server import Portal
from sample_portal.scenario import Expected, Night, make_scenario, write_districts
from warehouse.home import Home
from warehouse.lock import run_lock
from warehouse.query import run_query

READ = {"parsed", "partial"}
"""A page that only carries attachments is read, and is partial: it says nothing by itself."""
MARKER = "demo-home.txt"
MARKER_TEXT = "This data home belongs to `juesuan demo`, which empties it whenever it starts.\n"


class NotADemoHomeError(Exception):
    """The folder holds something that the demo did not put there."""


class NightPlayed(msgspec.Struct, frozen=True, kw_only=True):
    """One night: what the job did, and where that differs from the script."""

    number: int
    outcome: JobOutcome
    differences: list[str]
    requests: int


def prepare(home: Home) -> None:
    """Empty the demo's home and mark it; raises NotADemoHomeError for a folder that is not the demo's."""
    if home.root.exists():
        if any(home.root.iterdir()) and not (home.root / MARKER).is_file():
            raise NotADemoHomeError(f"{home.root} is not a demo home and will not be emptied; name another with --home")
        shutil.rmtree(home.root)
    home.root.mkdir(parents=True)
    (home.root / MARKER).write_text(MARKER_TEXT, encoding="utf-8")


def play(
    home: Home, listener: Listener | None = None, *, nights: Iterable[Night] | None = None, cache: Cache | None = None
) -> Iterator[NightPlayed]:
    """Play the demo's nights, or others, one at a time; `cache` keeps the files that the portal makes."""
    use_home(home)
    with Portal(cache=cache) as portal:
        write_districts(home, portal.port)
        names: set[str | None] = set()
        for number, night in enumerate(nights or make_scenario().nights, start=1):
            night.open(portal)
            asked = len(portal.requests)
            with run_lock(home):
                outcome = run_job(home, Request(job="nightly", districts=sorted(night.expected)), listener)
            names |= {clean_name(item.account.department) for site in night.sites for item in site.publications}
            yield NightPlayed(
                number=number,
                outcome=outcome,
                differences=[*differences(night, outcome), *misnamed(home, names)],
                requests=len(portal.requests) - asked,
            )


def differences(night: Night, outcome: JobOutcome) -> list[str]:
    """Where a night differs from its script; empty when all is as it must be."""
    report = outcome.report
    found = list(outcome.problems)
    if report.collect is None:
        return [*found, "nothing was collected"]
    seen = {district.district_code: district for district in report.collect.report.districts}
    for code, expected in night.expected.items():
        found += _compare(code, expected, seen.get(code))
    stored = sum(expected.new + expected.changed for expected in night.expected.values())
    read = report.read.documents if report.read else 0
    if read != stored:
        found.append(f"{read} documents were read, {stored} are new or changed")
    statuses = report.read.by_status if report.read else {}
    if set(statuses) - READ:
        found.append(f"documents could not be read: {statuses}")
    is_same = not stored and not any(expected.gone for expected in night.expected.values())
    if is_same != (report.release is None):
        found.append("a release of an unchanged night" if is_same else "no release was published")
    return found


def misnamed(home: Home, names: set[str | None]) -> list[str]:
    """The departments of the release that nobody on the portal is called."""
    if not home.current.exists():
        return []
    named = run_query(home, "SELECT department_name FROM dim_department").rows
    return [f"a department is named {name}" for (name,) in named if name not in names]


def _compare(code: str, expected: Expected, seen: DistrictReport | None) -> list[str]:
    if seen is None:
        return [f"{code}: not collected"]
    got = Expected(
        new=seen.new,
        changed=seen.changed,
        unchanged=seen.unchanged,
        gone=seen.gone,
        retry=sum(seen.retry.values()),
        failed=sum(seen.failed.values()),
        rejected=sum(seen.rejected.values()),
    )
    return [
        f"{code}: {name} is {getattr(got, name)}, the script says {getattr(expected, name)}"
        for name in Expected.__struct_fields__
        if getattr(got, name) != getattr(expected, name)
    ]
