"""Printing: tables for people on stdout, progress and notices on stderr, plain lines where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

COUNT_SECONDS = 5.0
"""Between two plain lines that only count."""
PLAIN_WIDTH = 160
"""Columns where stdout is no terminal: wide enough that tables of a log are not folded."""


class Event(Protocol):
    """One line of live progress; see pipelines/resources.py."""

    @property
    def step(self) -> str:
        """Which step speaks."""

    @property
    def message(self) -> str:
        """What happened."""

    @property
    def done(self) -> int | None:
        """How far it is."""

    @property
    def total(self) -> int | None:
        """Out of how many."""


def out() -> Console:
    """The console of results."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)


def err() -> Console:
    """The console of progress and notices."""
    return Console(file=sys.stderr, width=None if sys.stderr.isatty() else PLAIN_WIDTH, highlight=False)


def text_of(value: object) -> str:
    """A value as a table cell: blank for null, thousands separated for money."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,}"
    return str(value)


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    note: str | None = None,
    amounts_from: int | None = None,
) -> Table:
    """A table whose numeric columns are set to the right, and so are all from `amounts_from` on.

    Text is never read as markup.
    """
    body = [list(row) for row in rows]
    result = Table(title=title, title_justify="left", caption=note, caption_justify="left", header_style="bold")
    for position, name in enumerate(columns):
        values = [row[position] for row in body if row[position] is not None]
        is_number = bool(values) and all(isinstance(value, int | Decimal | float) for value in values)
        is_number |= amounts_from is not None and position >= amounts_from
        result.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in body:
        result.add_row(*(_plain(text_of(value)) for value in row))
    return result


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


class Reporter:
    """Live progress: bars on a terminal; elsewhere one plain line per message, and few of those that only count."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._last: dict[str, float] = {}
        self._console = err()

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if self._progress is None:
            self._line(event)
            return
        task = self._tasks.get(event.step)
        if task is None:
            task = self._tasks[event.step] = self._progress.add_task(event.step, total=event.total, detail="")
        self._progress.update(task, detail=event.message, total=event.total, completed=event.done)

    def clear(self) -> None:
        """Forget the steps shown so far: another run begins."""
        for task in self._tasks.values():
            if self._progress is not None:
                self._progress.remove_task(task)
        self._tasks.clear()
        self._last.clear()

    def _line(self, event: Event) -> None:
        now = time.monotonic()
        is_last = event.done is not None and event.done == event.total
        if event.done is not None and not is_last and now - self._last.get(event.step, 0.0) < COUNT_SECONDS:
            return
        self._last[event.step] = now
        count = f" {event.done}/{event.total}" if event.total else ""
        self._console.print(f"{event.step:<8}{count} {event.message}".rstrip(), markup=False, soft_wrap=True)


@contextmanager
def live() -> Iterator[Reporter]:
    """A reporter for the time of a run."""
    if not sys.stderr.isatty():
        yield Reporter(None)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<8}"),
        BarColumn(bar_width=16),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
    )
    # Results printed meanwhile pass above the bars, unless they go to a file.
    with Progress(*columns, console=err(), redirect_stdout=sys.stdout.isatty()) as progress:
        yield Reporter(progress)
