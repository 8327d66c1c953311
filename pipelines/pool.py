"""The parse pool: documents in, judged records out, in the order of the jobs, whatever happens to a single one.

Two kinds behind one seam. `process` keeps worker processes for many documents; each document has a time and a memory
limit, and one that is killed, crashes or never ends gets the status `error` (reason oom or crash) or `timeout` while
the others go on. `serial` reads in this process without limits: for tests and for one file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.issues import flaw, to_issue
from pipelines.extract.records import Document, Parsed, ParseStatus
from pipelines.extract.version import parser_version
from pipelines.pool_workers import Died, Workers
from pipelines.reading import Judged, read_and_judge

_UNKNOWN_TYPE = "application/octet-stream"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One document to read: its key (see `extract.context.document_key`), where its bytes lie, its context."""

    key: str
    path: str
    context: Context


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one document may take: seconds of wall time, and megabytes above what an idle worker holds."""

    seconds: float = 120.0
    memory_mb: int = 700


class ParsePool(Protocol):
    """What reads documents; a context manager that ends its workers."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, Judged]]:
        """(key, result) of every job, in the order of the jobs."""

    def __enter__(self) -> Self:
        """The pool itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers."""


def open_pool(
    kind: Literal["serial", "process"] = "process", *, workers: int | None = None, limits: Limits | None = None
) -> ParsePool:
    """A pool; `workers` defaults to the processors this process may use."""
    if kind == "serial":
        return SerialPool()
    return ProcessPool(workers or len(os.sched_getaffinity(0)), limits or Limits())


def read_job(job: Job) -> Judged:
    """The result of one job in this process; a file that cannot be read has status `error`."""
    try:
        data = Path(job.path).read_bytes()
    except OSError as error:
        return stopped(job, "error", f"{type(error).__name__}: {error.strerror}")
    return read_and_judge(data, job.context)


def stopped(job: Job, status: ParseStatus, reason: str) -> Judged:
    """The result of a document whose reading was stopped from outside: a status and an issue, no content."""
    try:
        sha256 = hashlib.sha256(Path(job.path).read_bytes()).hexdigest()
    except OSError:
        sha256 = ""
    document = Document(
        sha256=sha256,
        file=job.context.file,
        parser_version=parser_version(),
        parent_sha256=job.context.parent_sha256,
        media_type=_UNKNOWN_TYPE,
        status=status,
        status_reason=reason,
    )
    issue = to_issue(flaw("reading_stopped", f"reading was stopped: {reason}"), sha256)
    return Judged(parsed=Parsed(document=document, issues=[issue]))


class SerialPool:
    """Reads one document after another in this process; no limits."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, Judged]]:
        """(key, result) of every job."""
        for job in jobs:
            yield job.key, read_job(job)

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to end."""


class ProcessPool:
    """Reads in worker processes that are started once and shared by all documents.

    At most `_AHEAD` documents per worker are finished before their turn, so memory stays bounded.
    """

    _AHEAD = 16

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = Workers(workers, limits.seconds, limits.memory_mb)
        self._window = workers * self._AHEAD

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, Judged]]:
        """(key, result) of every job, in the order of the jobs; raises WorkerStartError if no worker starts."""
        running: dict[int, Job] = {}
        try:
            yield from self._ordered(enumerate(jobs), running)
        finally:
            if running:
                self._workers.close()

    def _ordered(self, waiting: Iterator[tuple[int, Job]], running: dict[int, Job]) -> Iterator[tuple[str, Judged]]:
        """Results in order; `running` holds what workers have at any time, so that an abandoned run is noticed."""
        done: dict[int, tuple[str, Judged]] = {}
        turn = 0
        exhausted = False
        while running or done or not exhausted:
            while not exhausted and self._workers.has_idle(len(running)) and len(done) + len(running) < self._window:
                number, job = next(waiting, (-1, None))
                if job is None:
                    exhausted = True
                    break
                running[number] = job
                self._workers.start(number, msgspec.msgpack.encode(job))
            for number, result in self._workers.finished() if running else ():
                done[number] = _settled(running.pop(number), result)
            while turn in done:
                yield done.pop(turn)
                turn += 1

    def __enter__(self) -> Self:
        """The pool itself; workers start with the first job."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill the workers, idle or not."""
        self._workers.close()


def _settled(job: Job, result: bytes | Died) -> tuple[str, Judged]:
    if isinstance(result, Died):
        return job.key, stopped(job, result.status, result.reason)
    return job.key, msgspec.msgpack.decode(result, type=Judged)
