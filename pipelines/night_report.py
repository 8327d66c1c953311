"""One night for a person: what each district gave, what differs from its last healthy night, what is to be done.

Written as `night.json` and `night.html` into `<home>/reports/<run>/`; the page needs no network and no script.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
from jinja2 import Environment, StrictUndefined, Template

from crawlers.report import DistrictReport
from pipelines.actions import Action, ToDo, actions, to_do
from pipelines.overview import verdict
from pipelines.reports import JSON_NAME, PAGE_NAME, NightReport, load_night
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger_records import HostResult

SLOWEST = 12
NAMED_BELOW = "every_district_collected: "
"""The step that only repeats which districts failed."""
DRIFT_SHARE = 0.1
"""A list that gives this much more or less than in the district's last healthy night is shown as drifting."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A night in numbers; `before` counts the documents of the last healthy nights of the districts that had one.

    `compared` are tonight's documents of the same districts.
    """

    districts: int
    failed: int
    discovered: int
    new: int
    changed: int
    unchanged: int
    gone: int
    not_stored: int
    compared: int
    before: int


class NightView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows; `problems` are the steps that failed, in words."""

    run_id: str
    at: datetime
    verdict: str
    is_well: bool
    problems: list[str]
    to_do: list[ToDo]
    actions: list[Action]
    summary: Summary | None
    drift: list[str]
    slowest: list[HostResult]
    report: NightReport


def write_night(home: Home, run_id: str, problems: list[str]) -> NightView:
    """Write both files of a run from what its steps left; returns what they show."""
    view = view_night(load_night(home, run_id), problems)
    folder = home.reports / run_id
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / JSON_NAME, msgspec.json.format(msgspec.json.encode(view)))
    _write(folder / PAGE_NAME, render(view).encode())
    return view


def view_night(report: NightReport, problems: list[str]) -> NightView:
    """What there is to say about a night."""
    districts = report.collect.report.districts if report.collect else []
    hosts = report.collect.report.hosts if report.collect else []
    said = verdict(report)
    note = report.collect.report.note if report.collect else None
    return NightView(
        run_id=report.run_id,
        at=now(),
        verdict=said,
        is_well=said.startswith("ok") and not problems,
        problems=[*([note] if note else []), *(each for each in problems if not each.startswith(NAMED_BELOW))],
        to_do=to_do(report),
        actions=actions(report),
        summary=_summary(districts) if districts else None,
        drift=[line for district in districts for line in _drift(report, district)],
        slowest=sorted(hosts, key=lambda each: -each.seconds / max(each.requests, 1))[:SLOWEST],
        report=report,
    )


def render(view: NightView) -> str:
    """The page as HTML."""
    collect = view.report.collect
    districts = sorted(collect.report.districts, key=_urgency) if collect else []
    return _template().render(view=view, collect=collect, districts=districts, difference=difference)


def _urgency(district: DistrictReport) -> tuple[bool, int, str]:
    """Failed districts first, then those that differ most from their last healthy night."""
    change = abs(district.discovered - district.before.discovered) if district.before else 0
    return district.status == "ok", -change, district.district_code


def difference(district: DistrictReport) -> str:
    """How many documents more or less than in the district's last healthy night, with that night's day."""
    if district.before is None:
        return "first night"
    change = district.discovered - district.before.discovered
    return f"{change:+d} since {district.before.day}" if change else f"as on {district.before.day}"


def _summary(districts: list[DistrictReport]) -> Summary:
    def total(name: str) -> int:
        return sum(int(getattr(each, name)) for each in districts)

    known = [(each.discovered, each.before.discovered) for each in districts if each.before]
    return Summary(
        districts=len(districts),
        failed=sum(each.status == "failed" for each in districts),
        discovered=total("discovered"),
        new=total("new"),
        changed=total("changed"),
        unchanged=total("unchanged"),
        gone=total("gone"),
        not_stored=sum(sum(part.values()) for each in districts for part in (each.retry, each.failed, each.rejected)),
        compared=sum(tonight for tonight, _ in known),
        before=sum(before for _, before in known),
    )


def _drift(report: NightReport, district: DistrictReport) -> list[str]:
    label = report.collect.label(district.district_code) if report.collect else district.district_code
    lines = []
    if district.before and abs(district.discovered - district.before.discovered) > (
        DRIFT_SHARE * district.before.discovered
    ):
        lines.append(f"{label}: {district.discovered} documents, {district.before.discovered} on {district.before.day}")
    for listing in district.listings:
        name, rows, total = f"{label}, {listing.listing_id}", listing.items, listing.printed_total
        if total is not None and rows < total:
            lines.append(f"{name}: {rows} rows, the list prints {total}")
        if listing.included * 10 < rows:
            lines.append(f"{name}: only {listing.included} of {rows} rows are accounts")
    return lines


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["megabytes"] = lambda size: f"{size / 1024**2:.1f}"
    return environment.from_string((files("pipelines") / "night.html.j2").read_text(encoding="utf-8"))
