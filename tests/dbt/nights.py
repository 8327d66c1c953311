"""A night of invented accounts, built and published once per test process: what the models over documents are for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.dbt import books, books_between, books_of_details
from tests.warehouse.build_night import Night
from tests.warehouse.releases import published_once
from warehouse.query import run_query

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


def ask(sql: str) -> list[tuple[Any, ...]]:
    """The rows that the release answers with."""
    return run_query(published_once(whole_night).home, sql).rows
