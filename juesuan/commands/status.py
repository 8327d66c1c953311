"""`juesuan status`: the state of the data home at a glance."""

from __future__ import annotations

from juesuan.console import out, table
from juesuan.exits import Exit
from juesuan.options import home
from juesuan.summary import counted
from pipelines.overview import Coverage, RunLine, overview


def status() -> int:
    """Show the last runs, each district's coverage, and what a person has to look at.

    Exit 1 when there is an alarm: the last run failed, nothing is published, or the disk is nearly full.
    docs/operate.md says what each alarm means.
    """
    place = home()
    found = overview(place)
    screen = out()
    screen.print(f"data home {place.root}", markup=False, soft_wrap=True)
    screen.print(f"release   {found.release or 'none yet: run `juesuan nightly`'}", markup=False, soft_wrap=True)
    columns = ("finished", "run", "collected", "read", "result")
    screen.print(table("last runs", columns, (_run_row(line) for line in found.runs)))
    if page := next((line.page for line in found.runs if line.page), None):
        screen.print(f"latest report: {page}", markup=False, soft_wrap=True)
    columns = ("district", "documents", "departments released", "expected", "last seen")
    screen.print(table("coverage", columns, (_coverage_row(each) for each in found.coverage)))
    if found.troubles:
        columns = ("district", "state", "reason", "documents", "example")
        rows = ((each.district_code, each.state, each.reason, each.documents, each.example) for each in found.troubles)
        screen.print(table("open problems", columns, rows))
    for alarm in found.alarms:
        screen.print(f"ALARM: {alarm}", style="red", markup=False, soft_wrap=True)
    return int(Exit.NEEDS_A_PERSON if found.alarms else Exit.OK)


def _run_row(line: RunLine) -> tuple[object, ...]:
    collect, read = line.report.collect, line.report.read
    collected = None
    if collect is not None:
        report = collect.report
        collected = f"{len(report.districts)} districts, {report.total('stored')} stored"
    done = f"{read.documents} ({counted(read.by_status)})" if read is not None and read.documents else None
    return (f"{line.at:%Y-%m-%d %H:%M}", line.run_id[:8], collected, done, line.verdict)


def _coverage_row(each: Coverage) -> tuple[object, ...]:
    held = each.holding
    seen = f"{held.last_seen_at:%Y-%m-%d %H:%M}" if held.last_seen_at else None
    label = f"{held.district_code} {held.name}"
    return (label, held.documents, each.departments, held.expected_departments, seen)
