"""When: one night is one run, started at 01:30 Asia/Shanghai, on without a click."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.collect import district_disclosures, nightly_collection
from pipelines.assets.load import raw_build
from pipelines.assets.models import models
from pipelines.assets.read import parsed_records
from pipelines.assets.release import release

_in_process = dg.in_process_executor
"""Steps share one process: the parallel part is the parse pool inside the read step."""

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(district_disclosures),
    executor_def=_in_process,
    description="Collect all due districts, read what is new, load, model, test, publish.",
)
collect_job = dg.define_asset_job(
    "collect",
    selection=dg.AssetSelection.assets(nightly_collection, "every_district_collected"),
    executor_def=_in_process,
    description="Only collect: archive and ledger.",
)
build_job = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.assets(parsed_records, raw_build, models),
    executor_def=_in_process,
    description="Read what is new, load it into a new build file, model and test it. Publishes nothing.",
)
publish_job = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.assets(release),
    executor_def=_in_process,
    description="Publish the latest build that passed its tests.",
)
every_night = dg.ScheduleDefinition(
    name="every_night",
    job=nightly,
    cron_schedule="30 1 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
