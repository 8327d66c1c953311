"""The end of a night that the daemon ran: its report and its notices, also where a step failed."""

import dagster as dg

from pipelines.notify import end_night
from pipelines.problems import problem_of
from pipelines.schedules import nightly
from warehouse.home import Home


@dg.run_failure_sensor(monitored_jobs=[nightly], default_status=dg.DefaultSensorStatus.RUNNING)
def night_failed(context: dg.RunFailureSensorContext) -> None:
    """Report a failed night, and tell whoever is to be told of trouble."""
    problems = [problem_of(event) for event in context.get_step_failure_events()]
    end_night(Home.from_env(), context.dagster_run.run_id, problems or [context.failure_event.message or "failed"])


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, monitored_jobs=[nightly], default_status=dg.DefaultSensorStatus.RUNNING
)
def night_ended(context: dg.RunStatusSensorContext) -> None:
    """Report a night that went well."""
    end_night(Home.from_env(), context.dagster_run.run_id, [])
