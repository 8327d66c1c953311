"""Collect: the crawl of all due districts in one night, and of chosen districts for back-fill."""

import dagster as dg
from pydantic import Field

from crawlers.collect import collect
from crawlers.config import read_districts
from crawlers.report import CollectReport, DistrictReport
from crawlers.session import CrawlEvent
from pipelines.extract.version import parser_version
from pipelines.partitions import DISTRICTS, register_districts
from pipelines.progress import Progress
from pipelines.reports import PAGE_NAME, CollectStep, save_step, why
from pipelines.resources import WRITER_POOL, WriterLock
from warehouse.home import Home

CRAWL_BUDGET_SECONDS = 3 * 3600
"""Below the run's time limit in dagster.yaml, so that what was collected is still read and published."""
PARTITIONS_PER_RUN = 50


class CollectConfig(dg.Config):
    """No `districts`: all that are due; no `years`: every fiscal year that a site shows."""

    districts: list[str] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)


class BackfillConfig(dg.Config):
    """No `years`: every fiscal year that a site shows."""

    years: list[int] = Field(default_factory=list)


@dg.asset(
    group_name="collect",
    kinds={"scrapy"},
    pool=WRITER_POOL,
    description="Tonight's crawl of all due districts into archive and ledger; one partition event for each district.",
)
def nightly_collection(
    context: dg.AssetExecutionContext,
    config: CollectConfig,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> dg.MaterializeResult[None]:
    """Collect; a district that fails is reported and stops no other (see every_district_collected)."""
    del writer
    register_districts(context.instance, read_districts(home).districts)
    report = _collect(context, home, progress, config.districts or None, config.years)
    for district in report.districts:
        if district.status != "failed":
            _report_partition(context, district)
    page = dg.MetadataValue.path(home.reports / context.run.run_id / PAGE_NAME)
    return dg.MaterializeResult(metadata={**_totals(report), "report": page})


@dg.asset(
    partitions_def=DISTRICTS,
    backfill_policy=dg.BackfillPolicy.multi_run(max_partitions_per_run=PARTITIONS_PER_RUN),
    group_name="collect",
    kinds={"scrapy"},
    pool=WRITER_POOL,
    description="Back-fill by hand: the chosen districts, due or not. The nightly run reports its districts here too.",
)
def district_disclosures(
    context: dg.AssetExecutionContext,
    config: BackfillConfig,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> None:
    """Collect the partitions of this run; raises dagster.Failure naming those that failed, after all had their turn."""
    del writer
    report = _collect(context, home, progress, list(context.partition_keys), config.years)
    bad = report.failed_districts
    if not bad:
        for district in report.districts:
            context.add_asset_metadata(_metadata(district), partition_key=district.district_code)
        return
    for district in report.districts:
        if district.status != "failed":
            _report_partition(context, district)
    named = "; ".join(f"{district.district_code}: {why(district)}" for district in bad)
    raise dg.Failure(f"{len(bad)} of {len(report.districts)} districts failed: {named}", allow_retries=False)


def _collect(
    context: dg.AssetExecutionContext, home: Home, progress: Progress, districts: list[str] | None, years: list[int]
) -> CollectReport:
    def hear(event: CrawlEvent) -> None:
        if event.what == "district":
            context.log.info("%s %s %s", event.district_code, event.state, event.reason or "")
        progress.emit("collect", _line(event))

    run_id, version = context.run.run_id, parser_version()
    report = collect(home, run_id, districts, years, hear, seconds=CRAWL_BUDGET_SECONDS, parser_version=version)
    names = {code: district.district.name for code, district in read_districts(home).districts.items()}
    save_step(home, run_id, CollectStep(report=report, names=names))
    return report


def _line(event: CrawlEvent) -> str:
    parts = (event.district_code, event.what, event.state, event.reason, event.text)
    return " ".join(str(part) for part in parts if part)


def _report_partition(context: dg.AssetExecutionContext, district: DistrictReport) -> None:
    context.log_event(
        dg.AssetMaterialization(
            district_disclosures.key, partition=district.district_code, metadata=_metadata(district)
        )
    )


def _metadata(district: DistrictReport) -> dict[str, str | int | float]:
    return {
        "status": district.status,
        "discovered": district.discovered,
        "new": district.new,
        "changed": district.changed,
        "unchanged": district.unchanged,
        "gone": district.gone,
        "seconds": district.seconds,
    }


def _totals(report: CollectReport) -> dict[str, int]:
    names = ("discovered", "new", "changed", "unchanged", "gone")
    counts = {name: report.total(name) for name in names}
    return {"districts": len(report.districts), "districts failed": len(report.failed_districts), **counts}
