"""A night of invented accounts, built and published once per test process: what the models over documents are for."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.dbt import books, books_between, books_of_details
from tests.warehouse.build_records import PARSER, Night
from warehouse.home import Home
from warehouse.load import build
from warehouse.parsed import write_batch
from warehouse.publish import publish
from warehouse.query import run_query
from warehouse.transform import transform

CHAPTERS: tuple[Callable[[Night], None], ...] = (
    books.quarantine,
    books.renamings,
    books_between.years_apart,
    books_between.contradictions,
    books_of_details.details,
)


def whole_night() -> Night:
    """Every chapter of the books in one ledger; each has a district of its own."""
    night = Night()
    for chapter in CHAPTERS:
        chapter(night)
    return night


def home() -> Home:
    """The release of `whole_night`, made once; a failure is remembered too, and raised for every test."""
    made = _attempt()
    if isinstance(made, Exception):
        raise made
    return made


@cache
def _attempt() -> Home | Exception:
    try:
        return _publish()
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what every test should say
        return error


def _publish() -> Home:
    root = Path(tempfile.mkdtemp(prefix="juesuan-test-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    made, night = Home(root), whole_night()
    write_batch(made, PARSER, night.batch())
    built = build(made, PARSER, night)
    transform(built.path)
    publish(made, built.path)
    return made


def ask(sql: str) -> list[tuple[Any, ...]]:
    """The rows that the release answers with."""
    return run_query(home(), sql).rows
