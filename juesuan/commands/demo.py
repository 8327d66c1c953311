"""`juesuan demo`: see the nightly job work, against a bundled portal, and be sure that it did."""

from __future__ import annotations

import time
from pathlib import Path

from rich.text import Text

from juesuan.console import err, live, out, table
from juesuan.exits import CommandError, Exit
from juesuan.options import given_home
from juesuan.summary import night_view
from warehouse.home import Home
from warehouse.lock import RunLockedError
from warehouse.query import run_query, saved_queries

DEMO_HOME = Path("data") / "demo"
NIGHTS = {1: "everything is new", 2: "one correction, one newcomer, one vanished page, one server error that heals"}


def demo() -> int:
    """Two nights against the bundled sample portal, each held against its script.

    Starts the portal on a free loopback port, runs the real nightly job twice with live progress, prints what each
    night did, answers three questions from the release, and says where the release is. The data lie in ./data/demo
    (or --home), which is emptied first. Exit 1 when an outcome differs from the script.
    """
    started = time.monotonic()
    place = given_home() or Home(DEMO_HOME.resolve())
    differing = _play(place)
    _answer_questions(place)
    _say_where(place, time.monotonic() - started)
    if differing:
        out().print(f"\n{differing} outcomes differ from the script (above).", style="red")
        return int(Exit.NEEDS_A_PERSON)
    out().print("\nBoth nights ended as scripted.", style="green")
    return int(Exit.OK)


def _play(place: Home) -> int:
    err().print("starting (Dagster and dbt take some seconds to load)")
    from sample_portal.demo import NotADemoHomeError, play, prepare  # noqa: PLC0415 - Dagster takes seconds to import

    screen, differing = out(), 0
    try:
        prepare(place)
        with live() as reporter:
            for night in play(place, reporter):
                screen.print(Text(f"\nNight {night.number}: {NIGHTS[night.number]}", style="bold"))
                screen.print(night_view(night.outcome.report))
                for difference in night.differences:
                    screen.print(f"DIFFERS: {difference}", style="red", markup=False, soft_wrap=True)
                differing += len(night.differences)
                reporter.clear()
    except NotADemoHomeError as error:
        raise CommandError(str(error)) from error
    except RunLockedError as error:
        raise CommandError(str(error), Exit.LOCKED) from error
    return differing


def _answer_questions(place: Home) -> None:
    if not place.current.exists():
        return
    for name, sql in list(saved_queries().items())[:3]:
        answer = run_query(place, sql)
        out().print()
        out().print(table(name.replace("_", " "), answer.columns, answer.rows[:12]))


def _say_where(place: Home, seconds: float) -> None:
    release = place.current / "juesuan.duckdb"
    lines = (
        f"\nThe release, after {seconds:.0f} s: {release}",
        f"  duckdb -readonly {release}",
        f'  juesuan --home {place.root} query "FROM agg_region_year_function"',
        f"  juesuan --home {place.root} status",
        f"  juesuan --home {place.root} dagster",
    )
    for line in lines:
        out().print(line, markup=False, soft_wrap=True)
