"""Load: records and ledger into a new build file. An unchanged night stops here: nothing is built twice."""

import time
from collections.abc import Iterator

import dagster as dg

from pipelines.assets.read import parsed_records
from pipelines.extract.version import parser_version
from pipelines.progress import Progress
from pipelines.reports import LoadStep, save_step
from pipelines.resources import WRITER_POOL, WriterLock, retried
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.load import build, fingerprint
from warehouse.publish import current_release


class LoadConfig(dg.Config):
    """`force` builds even where the current release was made from the same inputs."""

    force: bool = False


@dg.asset(
    deps=[parsed_records],
    group_name="load",
    kinds={"duckdb"},
    pool=WRITER_POOL,
    output_required=False,
    description="Schema raw of a new DuckDB build file; skipped when nothing changed since the current release.",
)
def raw_build(
    context: dg.AssetExecutionContext,
    config: LoadConfig,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> Iterator[dg.Output[None]]:
    """Write the build, or yield nothing, which skips the models and the release."""
    del writer
    started = time.monotonic()
    with retried(), Ledger(home.ledger) as ledger:
        mark = fingerprint(home, parser_version(), ledger)
        published = current_release(home)
        if published is not None and published.fingerprint == mark and not config.force:
            message = f"nothing changed since release {published.name}"
            context.log.info(message)
            progress.emit("load", message)
            save_step(home, context.run.run_id, _skipped(mark, time.monotonic() - started))
            return
        made = build(home, parser_version(), ledger)
    step = LoadStep(
        is_skipped=False,
        build_path=str(made.path),
        fingerprint=made.fingerprint,
        rows=made.counts,
        seconds=time.monotonic() - started,
    )
    save_step(home, context.run.run_id, step)
    progress.emit("load", f"{sum(made.counts.values())} rows into {made.path}")
    counts = {"documents without records": len(made.unparsed), **made.counts}
    yield dg.Output(None, metadata={"path": dg.MetadataValue.path(made.path), "fingerprint": mark, **counts})


def _skipped(mark: str, seconds: float) -> LoadStep:
    return LoadStep(is_skipped=True, build_path=None, fingerprint=mark, rows={}, seconds=seconds)
