"""The last step: the run ends red when a district failed, although everything else was read and published."""

import dagster as dg

from pipelines.assets.collect import nightly_collection
from pipelines.reports import CollectStep, load_step, why
from warehouse.home import Home


@dg.asset(
    deps=[nightly_collection],
    group_name="collect",
    op_tags={"dagster/priority": "-100"},
    description="Red when a district failed tonight, and says which and why. It stops no other step.",
)
def every_district_collected(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> dg.MaterializeResult[None]:
    """Raise dagster.Failure naming the districts that failed."""
    step = load_step(home, context.run.run_id, CollectStep)
    if step is None:
        raise dg.Failure("the collect step left no report", allow_retries=False)
    if step.report.note:
        raise dg.Failure(step.report.note, allow_retries=False)
    if step.bad:
        named = "; ".join(f"{step.label(district.district_code)}: {why(district)}" for district in step.bad)
        count = len(step.report.districts)
        raise dg.Failure(f"{len(step.bad)} of {count} districts failed: {named}", allow_retries=False)
    return dg.MaterializeResult(metadata={"districts": len(step.report.districts)})
