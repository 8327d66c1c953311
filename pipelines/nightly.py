"""Running one of the jobs here and now, in this process: what the command line and the demo do."""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import dagster as dg
import msgspec
from dagster._core.instance.ref import InstanceRef

from crawlers.config import read_districts
from pipelines.definitions import defs
from pipelines.notify import end_night
from pipelines.partitions import register_districts
from pipelines.problems import problem_of
from pipelines.progress import Listener, Progress
from pipelines.reports import PAGE_NAME, NightReport, load_night
from pipelines.resources import WriterLock
from warehouse.home import Home

INTERRUPTS = ("DagsterExecutionInterruptedError", "KeyboardInterrupt")
REPORTED = ("nightly", "collect")
"""The jobs that end with a report and with notices."""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""Dagster's own log lines; the run's log under <home>/dagster keeps everything."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Which job, and for what: no districts means all that are due, no years means all."""

    job: str
    districts: list[str] = []
    years: list[int] = []
    reparse: bool = False


class JobOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a job ended: its report, one line for every step that failed, and the report's page, if it has one."""

    is_ok: bool
    report: NightReport
    problems: list[str]
    page: Path | None = None


def run_job(home: Home, request: Request, listener: Listener | None = None) -> JobOutcome:
    """Run a job to its end. The caller holds the run lock and has called `pipelines.instance.use_home(home)`.

    What dbt prints goes to `<home>/reports/<job>.log`. Raises KeyboardInterrupt when Ctrl-C ended it.
    """
    log = home.reports / f"{request.job}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with _instance() as instance, log.open("w", encoding="utf-8") as sink, redirect_stdout(sink):
        register_districts(instance, read_districts(home).districts)
        result = defs.resolve_job_def(request.job).execute_in_process(
            instance=instance,
            run_config=_run_config(request),
            raise_on_error=False,
            resources={
                "home": home,
                "progress": Progress(listener),
                "writer": WriterLock(wait_seconds=None),
            },
        )
    if any(_is_interrupt(event) for event in result.all_events):
        raise KeyboardInterrupt
    problems = [problem_of(event) for event in result.all_events if event.is_step_failure]
    page = None
    if request.job in REPORTED:
        end_night(home, result.run_id, problems)
        page = home.reports / result.run_id / PAGE_NAME
    return JobOutcome(is_ok=result.success, report=load_night(home, result.run_id), problems=problems, page=page)


def _instance() -> dg.DagsterInstance:
    """The instance of dagster.yaml, except that a step's output stays on this terminal."""
    module = "dagster._core.storage.noop_compute_log_manager"
    overrides = {"compute_logs": {"module": module, "class": "NoOpComputeLogManager"}}
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(os.environ["DAGSTER_HOME"], overrides=overrides))


def _run_config(request: Request) -> dict[str, Any]:
    crawl = {"config": {"districts": request.districts, "years": request.years}}
    ops: dict[str, dict[str, Any]] = {
        "nightly": {"nightly_collection": crawl},
        "collect": {"nightly_collection": crawl},
        "build": {
            "parsed_records": {"config": {"reparse": request.reparse}},
            "raw_build": {"config": {"force": True}},
        },
        "publish": {},
    }
    return {"ops": ops[request.job], **QUIET}


def _is_interrupt(event: dg.DagsterEvent) -> bool:
    """Dagster ends an interrupted run in order, and does not raise what ended it."""
    if not event.is_step_failure or event.step_failure_data.error is None:
        return False
    return event.step_failure_data.error.cls_name in INTERRUPTS
