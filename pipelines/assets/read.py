"""Read: every archived document that this parser version has not read yet becomes records and findings."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.assets.collect import district_disclosures, nightly_collection
from pipelines.progress import Progress
from pipelines.read_step import read_new
from pipelines.reports import save_step
from pipelines.resources import WRITER_POOL, WriterLock
from warehouse.home import Home

GAVE_UP = ("error", "timeout")


class ReadConfig(dg.Config):
    """`reparse` reads every document again, also those that this parser version has read before."""

    reparse: bool = False


@dg.asset(
    deps=[nightly_collection, district_disclosures],
    group_name="read",
    kinds={"parquet"},
    pool=WRITER_POOL,
    check_specs=[
        dg.AssetCheckSpec("every_document_was_read", asset="parsed_records"),
        dg.AssetCheckSpec("findings", asset="parsed_records"),
    ],
    description="Records and findings of new and changed documents, as Parquet batches.",
)
def parsed_records(
    context: dg.AssetExecutionContext,
    config: ReadConfig,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> Iterator[Any]:
    """Read and judge in worker processes. What cannot be read has a status; it stops nothing."""
    del writer
    step = read_new(home, progress, reparse=config.reparse)
    save_step(home, context.run.run_id, step)
    yield dg.MaterializeResult(metadata={"documents": step.documents, **step.by_status})
    yield dg.AssetCheckResult(
        check_name="every_document_was_read",
        passed=not set(step.by_status) & set(GAVE_UP),
        severity=dg.AssetCheckSeverity.WARN,
        metadata=step.by_status,
    )
    yield dg.AssetCheckResult(
        check_name="findings",
        passed=not step.by_verdict.get("fail"),
        severity=dg.AssetCheckSeverity.WARN,
        metadata=step.by_verdict,
    )
