"""`juesuan nightly`, `collect`, `build` and `publish`: the jobs of Dagster, run here and now with live progress."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from juesuan.console import live, out
from juesuan.exits import CommandError, Exit
from juesuan.options import home
from juesuan.summary import night_view
from pipelines.instance import use_home
from warehouse.lock import RunLockedError, run_lock

Districts = Annotated[
    list[str], Parameter(name="--district", help="Only these district codes.", consume_multiple=True, negative=())
]
Years = Annotated[
    list[int], Parameter(name="--year", help="Only these fiscal years.", consume_multiple=True, negative=())
]


def nightly(*, district: Districts = (), year: Years = ()) -> int:  # type: ignore[assignment]
    """Run one night now: the same job that the schedule runs.

    Collects the due districts (or those named), reads what is new or changed, and publishes a release if anything
    changed. A district that fails stops no other; the exit code is then 1 and the message says which and why.

        juesuan nightly --district 110106 440304 --year 2023 2024
    """
    return _run("nightly", districts=list(district), years=list(year))


def collect(*, district: Districts = (), year: Years = ()) -> int:  # type: ignore[assignment]
    """Collect only: find and fetch into archive and ledger. Named districts are collected even if not due.

    juesuan collect --district 370405      # takes up what lies in <home>/drop/370405/
    """
    return _run("collect", districts=list(district), years=list(year))


def build(*, reparse: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Read what is new, load it into a new build file, model it and run the build tests. Publishes nothing.

    Parameters
    ----------
    reparse
        Read every archived document again, also those that this parser version has read before.
    """
    return _run("build", reparse=reparse)


def publish() -> int:
    """Publish the latest build, if its tests passed: a new release folder, then `current` is swapped to it."""
    return _run("publish")


def _run(job: str, *, districts: list[str] | None = None, years: list[int] | None = None, reparse: bool = False) -> int:
    place = home()
    use_home(place)
    try:
        with run_lock(place), live() as reporter:
            from pipelines.nightly import Request, run_job  # noqa: PLC0415 - Dagster takes seconds to import

            request = Request(job=job, districts=districts or [], years=years or [], reparse=reparse)
            outcome = run_job(place, request, reporter)
    except RunLockedError as error:
        raise CommandError(str(error), Exit.LOCKED) from error
    out().print(night_view(outcome.report))
    for problem in outcome.problems:
        out().print(problem, style="red", markup=False, soft_wrap=True)
    if outcome.page is not None:
        out().print(f"report: {outcome.page}", markup=False, soft_wrap=True)
    return int(Exit.OK if outcome.is_ok else Exit.NEEDS_A_PERSON)
