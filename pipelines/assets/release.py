"""Publish: a tested build becomes a release folder, and `current` points to it."""

import time

import dagster as dg

from pipelines.assets.models import models
from pipelines.progress import Progress
from pipelines.reports import ReleaseStep, save_step
from pipelines.resources import WRITER_POOL, NoBuildError, WriterLock, build_of, retried
from warehouse.home import Home
from warehouse.publish import PublishError, publish

PUBLISHED_GROUPS = ("marts", "evidence")
"""What a release is made of. All models are one step, so a failure anywhere in it stops the release."""


@dg.asset(
    deps=[spec.key for spec in models.specs if spec.group_name in PUBLISHED_GROUPS],
    group_name="publish",
    kinds={"duckdb", "parquet"},
    pool=WRITER_POOL,
    description="releases/<date>-<n>/ with juesuan.duckdb and Parquet; `current` is swapped to it at the very end.",
)
def release(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> dg.MaterializeResult[None]:
    """Publish the run's build; publish itself refuses a build whose tests did not pass."""
    del writer
    started = time.monotonic()
    try:
        with retried():
            folder = publish(home, build_of(home, context.run.run_id))
    except (PublishError, NoBuildError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    save_step(home, context.run.run_id, ReleaseStep(release=str(folder), seconds=time.monotonic() - started))
    progress.emit("publish", str(folder))
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(folder)})
