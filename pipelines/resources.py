"""What the assets share: where dbt is, the pool of one writer, and the run lock as a resource."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
import duckdb

from pipelines.reports import LoadStep, load_step
from warehouse.home import Home
from warehouse.load import BUILD_FILE
from warehouse.lock import RunLockedError, run_lock
from warehouse.parsed import UNFINISHED

REPOSITORY = Path(__file__).parents[1]
DBT_PROJECT = REPOSITORY / "dbt_project"
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
TRANSIENT = (OSError, sqlite3.Error, duckdb.Error)
"""What may go away by itself: a full or slow disk, a lock."""
LOCK_POLL_SECONDS = 5.0
WRITER_POOL = "writer"
"""Every asset that writes is in this Dagster pool of one; the run lock guards against runs beside Dagster."""


class NoBuildError(Exception):
    """There is no build file to work on."""


class WriterLock(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home's run lock, held from the first step of a run to its last.

    A scheduled run waits for the one before it; a run started by hand holds the lock already (`wait_seconds` None).
    """

    wait_seconds: float | None = 7200.0

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[WriterLock]:
        """Take the lock, waiting for the run that holds it; raises RunLockedError when the patience ends."""
        with ExitStack() as held:
            if self.wait_seconds is not None:
                say = context.log.info if context.log else None
                held.enter_context(waiting_lock(Home.from_env(), self.wait_seconds, say))
            if context.instance is not None:
                bury_the_dead(context.instance, context.run_id)
            yield self


def bury_the_dead(instance: dg.DagsterInstance, run_id: str | None) -> list[str]:
    """End the runs that were killed: their place in the pool would keep every later run waiting for ever.

    Only for the run that holds the run lock (`run_id`): no other run that has begun a step can be alive then.

    Returns:
        The runs whose place was taken from them; those that had not ended have failed now.
    """
    storage = instance.event_log_storage
    pool = storage.get_concurrency_info(WRITER_POOL)
    dead = sorted((pool.active_run_ids | pool.pending_run_ids | pool.assigned_run_ids) - {run_id})
    for each in dead:
        run = instance.get_run_by_id(each)
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, "the process of this run is gone; another run has taken the run lock")
        storage.free_concurrency_slots_for_run(each)
    return dead


@contextmanager
def waiting_lock(home: Home, wait_seconds: float, say: Callable[[str], None] | None) -> Iterator[None]:
    """Hold `warehouse.lock.run_lock`, trying every few seconds for `wait_seconds`."""
    deadline = time.monotonic() + wait_seconds
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(run_lock(home))
                break
            except RunLockedError as error:
                if time.monotonic() >= deadline:
                    raise
                if say is not None:
                    say(str(error))
                time.sleep(min(LOCK_POLL_SECONDS, max(0.0, deadline - time.monotonic())))
        yield


@contextmanager
def retried(max_retries: int = 2, seconds: float = 5.0) -> Iterator[None]:
    """Have Dagster repeat the step when the disk or a database failed.

    Not a RetryPolicy: that repeats an interrupted step too, and Ctrl-C would start it again.
    """
    try:
        yield
    except TRANSIENT as error:
        raise dg.RetryRequested(max_retries=max_retries, seconds_to_wait=seconds) from error


def build_of(home: Home, run_id: str) -> Path:
    """The build file of a run, or, where the run made none, the latest build; raises NoBuildError."""
    step = load_step(home, run_id, LoadStep)
    if step is not None and step.build_path is not None:
        return Path(step.build_path)
    finished = sorted(path for path in home.builds.glob(f"*/{BUILD_FILE}") if path.parent.suffix != UNFINISHED)
    if not finished:
        raise NoBuildError(f"{home.builds} holds no build: run `juesuan build` first")
    return finished[-1]
