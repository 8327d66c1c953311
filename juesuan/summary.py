"""What a night did, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from crawlers.report import DistrictReport
from juesuan.console import table
from pipelines.reports import NightReport, why

DISTRICT_COLUMNS = ("district", "discovered", "new", "unchanged", "changed", "gone", "failed", "seconds", "state")


def night_view(report: NightReport) -> RenderableType:
    """Districts, then what each step did and how long it took."""
    parts: list[RenderableType] = []
    if report.collect is not None:
        collect = report.collect
        rows = [_district_row(collect.label(each.district_code), each) for each in collect.report.districts]
        parts.append(table("collected", DISTRICT_COLUMNS, rows))
    parts.append(table("steps", ("step", "seconds", "result"), _step_rows(report)))
    if report.release is not None:
        parts.append(Text(f"release: {report.release.release}"))
    return Group(*parts)


def _district_row(label: str, district: DistrictReport) -> tuple[object, ...]:
    state = district.status if district.status == "ok" else f"{district.status}: {why(district)}"
    return (
        label,
        district.discovered,
        district.new,
        district.unchanged,
        district.changed,
        district.gone,
        counted({**district.retry, **district.failed, **district.rejected}) or None,
        round(district.seconds, 1),
        state,
    )


def _step_rows(report: NightReport) -> Iterator[tuple[object, ...]]:
    if report.collect is not None:
        crawl = report.collect.report
        result = f"{len(crawl.districts)} districts, {len(crawl.failed_districts)} failed"
        yield ("collect", round(crawl.seconds, 1), f"{result}; {crawl.total('stored')} documents stored")
    if report.read is not None:
        read = report.read
        verdicts = f"; findings: {counted(read.by_verdict)}" if read.by_verdict else ""
        statuses = f" ({counted(read.by_status)})" if read.by_status else ""
        yield ("read", round(read.seconds, 1), f"{read.documents} documents{statuses}{verdicts}")
    if report.load is not None:
        rows = sum(report.load.rows.values())
        result = "skipped: nothing changed" if report.load.is_skipped else f"{rows} rows"
        yield ("load", round(report.load.seconds, 1), result)
    if report.models is not None:
        result = f"{report.models.models} models; tests: {counted(report.models.tests) or 'none'}"
        yield ("models", round(report.models.seconds, 1), result)
    if report.release is not None:
        yield ("publish", round(report.release.seconds, 1), "published")


def counted(counts: dict[str, int]) -> str:
    """`3 pass, 1 fail`."""
    return ", ".join(f"{count} {name}" for name, count in counts.items())
