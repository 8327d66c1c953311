"""One night for a person: what each district gave, what differs from its last healthy night, what is to be done.

Written as `night.json` and `night.html` into `<home>/reports/<run>/`; the page needs no network and no script.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml
from jinja2 import Environment, StrictUndefined, Template

from crawlers.report import DistrictReport
from pipelines.overview import verdict
from pipelines.reports import JSON_NAME, PAGE_NAME, NightReport, load_night, why
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger_records import HostResult

SLOWEST = 12
NAMED = 3
NAMED_BELOW = "every_district_collected: "
"""The step that only repeats which districts failed."""
DRIFT_SHARE = 0.1
"""A list that gives this much more or less than in the district's last healthy night is shown as drifting."""


class ToDo(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person must do: about which district, because of what, and what."""

    district: str
    because: str
    advice: str


class NightView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows; `problems` are the steps that failed, in words."""

    run_id: str
    at: datetime
    verdict: str
    is_well: bool
    problems: list[str]
    to_do: list[ToDo]
    drift: list[str]
    slowest: list[HostResult]
    report: NightReport


class Advice(msgspec.Struct, frozen=True):
    """advice.yml."""

    districts: dict[str, str]
    documents: dict[str, str]
    flags: dict[str, str]
    archive: dict[str, str]


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
        to_do=[*_archive(report), *(item for district in districts for item in _to_do(report, district))],
        drift=[line for district in districts for line in _drift(report, district)],
        slowest=sorted(hosts, key=lambda each: -each.seconds / max(each.requests, 1))[:SLOWEST],
        report=report,
    )


def render(view: NightView) -> str:
    """The page as HTML."""
    return _template().render(view=view, collect=view.report.collect, difference=difference)


def difference(district: DistrictReport) -> str:
    """How many documents more or less than in the district's last healthy night, with that night's day."""
    if district.before is None:
        return "first night"
    change = district.discovered - district.before.discovered
    return f"{change:+d} since {district.before.day}" if change else f"as on {district.before.day}"


def _archive(report: NightReport) -> list[ToDo]:
    """What became of contents without a version, and of versions without their content."""
    if report.collect is None:
        return []
    state, found = report.collect.report.archive, []
    lost = state.missing_left - state.returning
    if lost:
        found.append(("lost", f"{lost} stored contents are gone from archive/: {', '.join(state.lost[:NAMED])}"))
    if state.returning:
        found.append(("returning", f"{state.returning} stored contents are gone from archive/"))
    if state.orphans_left:
        words = f"{state.orphans_left} contents in archive/ belong to no document, since {state.orphans_since}"
        found.append(("orphans", words))
    return [ToDo(district="archive", because=words, advice=_advice().archive[what]) for what, words in found]


def _to_do(report: NightReport, district: DistrictReport) -> list[ToDo]:
    label = report.collect.label(district.district_code) if report.collect else district.district_code
    found = []
    if district.status != "ok":
        found.append((why(district), _advice().districts.get(district.reason or "", "Read the log of the crawl.")))
    for state, reasons in (("retry", district.retry), ("failed", district.failed), ("rejected", district.rejected)):
        for reason, count in reasons.items():
            if advice := _advice().documents.get(f"{state}/{reason}"):
                found.append((f"{count} documents {state}: {reason}", advice))
    found += [(f"{count} documents {flag}", _advice().flags[flag]) for flag, count in district.flags.items()]
    return [ToDo(district=label, because=because, advice=advice) for because, advice in found]


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
def _advice() -> Advice:
    text = (files("pipelines") / "advice.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Advice)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["megabytes"] = lambda size: f"{size / 1024**2:.1f}"
    return environment.from_string((files("pipelines") / "night.html.j2").read_text(encoding="utf-8"))
