"""Everything Dagster knows of: assets, jobs, the schedule, sensors, resources. No SQL, no parsing, no paths."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.collect import district_disclosures, nightly_collection
from pipelines.assets.load import raw_build
from pipelines.assets.models import models
from pipelines.assets.night import every_district_collected
from pipelines.assets.read import parsed_records
from pipelines.assets.release import release
from pipelines.progress import Progress
from pipelines.resources import WriterLock
from pipelines.schedules import build_job, collect_job, every_night, nightly, publish_job
from pipelines.sensors import night_ended, night_failed
from warehouse.home import Home

defs = dg.Definitions(
    assets=[
        nightly_collection,
        district_disclosures,
        parsed_records,
        raw_build,
        models,
        release,
        every_district_collected,
    ],
    jobs=[nightly, collect_job, build_job, publish_job],
    schedules=[every_night],
    sensors=[night_failed, night_ended],
    resources={"home": Home.from_env(), "progress": Progress(), "writer": WriterLock()},
    executor=dg.in_process_executor,
)
