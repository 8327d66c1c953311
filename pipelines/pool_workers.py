"""The worker processes of the parse pool, seen from the parent: start, hand out, collect, kill.

Workers are plain subprocesses of this interpreter (`python -m pipelines.pool_worker`), not multiprocessing children:
nothing of the parent is imported again, and any parent will do (a Dagster step, a test, a notebook).
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO, Literal

import msgspec

from pipelines.pool_worker import READY, frame, read_frame

COMMAND = (sys.executable, "-m", "pipelines.pool_worker")
"""Starts a worker; the limits follow as arguments."""

_START_SECONDS = 120.0
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class WorkerStartError(RuntimeError):
    """A worker ended or hung before it was ready: the installation is broken, not a document."""


class Died(msgspec.Struct, frozen=True):
    """What became of a document whose worker ended: its status and reason."""

    status: Literal["error", "timeout"]
    reason: str


class _Worker:
    """One process and the job it has."""

    def __init__(self, seconds: float, memory_mb: int) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, str(seconds), str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            env={**os.environ, **_ENVIRONMENT},
        )
        self.is_ready = False
        self.number = -1
        self.deadline = time.monotonic() + _START_SECONDS

    @property
    def output(self) -> IO[bytes]:
        """Where its frames arrive."""
        if self.process.stdout is None:
            raise WorkerStartError("worker without output")
        return self.process.stdout

    def give(self, number: int, job: bytes, seconds: float) -> bool:
        """Hand out a job; False if the worker has ended."""
        self.number = number
        self.deadline = time.monotonic() + seconds
        try:
            if self.process.stdin is not None:
                self.process.stdin.write(frame(job))
        except (BrokenPipeError, OSError):
            return False
        return True

    def kill(self) -> int:
        """End the process; its exit code."""
        self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return code

    def ended(self) -> Died:
        """Why the process ended by itself."""
        code = self.process.wait()
        self.kill()
        if code == -signal.SIGALRM:
            return Died("timeout", "time limit")
        if code in {-signal.SIGKILL, 128 + signal.SIGKILL}:
            return Died("error", "oom")
        return Died("error", f"crash (signal {-code})" if code < 0 else f"crash (exit {code})")


class Workers:
    """A fixed number of workers, started when first needed and replaced when they end."""

    def __init__(self, count: int, seconds: float, memory_mb: int) -> None:
        self._count = count
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._workers: list[_Worker] = []
        self._queue: list[tuple[int, bytes]] = []

    def has_idle(self, running: int) -> bool:
        """Whether a further job beside the `running` ones would find a worker."""
        return running < self._count

    def start(self, number: int, job: bytes) -> None:
        """Give a job to an idle worker, or keep it until one is ready."""
        self._queue.append((number, job))
        free = sum(worker.number < 0 for worker in self._workers)
        if free < len(self._queue) and len(self._workers) < self._count:
            self._workers.append(_Worker(self._seconds, self._memory_mb))
        self._hand_out()

    def finished(self) -> Iterator[tuple[int, bytes | Died]]:
        """Wait until something happens; every job that has ended by then, with its result or its fate."""
        results = [result for worker in self._wait() for result in self._collect(worker)]
        now = time.monotonic()
        for worker in [worker for worker in self._workers if worker.number >= 0 or not worker.is_ready]:
            if now > worker.deadline:
                results += self._expire(worker)
        self._hand_out()
        yield from results

    def close(self) -> None:
        """Kill every worker and forget what is queued."""
        while self._workers:
            self._workers.pop().kill()
        self._queue.clear()

    def _hand_out(self) -> None:
        for worker in list(self._workers):
            if self._queue and worker.is_ready and worker.number < 0:
                number, job = self._queue.pop(0)
                if not worker.give(number, job, self._seconds):
                    self._queue.insert(0, (number, job))
                    self._replace(worker)

    def _wait(self) -> list[_Worker]:
        """The workers that have something to say (or have ended), waiting until the next deadline at most."""
        watched = [worker for worker in self._workers if worker.number >= 0 or not worker.is_ready]
        if not watched:
            return []
        patience = max(0.0, min(worker.deadline for worker in watched) - time.monotonic())
        with selectors.DefaultSelector() as selector:
            for worker in watched:
                selector.register(worker.output, selectors.EVENT_READ, worker)
            return [key.data for key, _ in selector.select(patience)]

    def _collect(self, worker: _Worker) -> list[tuple[int, bytes | Died]]:
        """The worker's next frame: that it is ready, or a result. No frame: it has ended."""
        content = read_frame(worker.output)
        if content is None:
            return self._bury(worker)
        if not worker.is_ready:
            worker.is_ready = content == READY
            worker.number = -1
            return []
        number, worker.number = worker.number, -1
        return [(number, content)]

    def _bury(self, worker: _Worker) -> list[tuple[int, bytes | Died]]:
        fate = worker.ended()
        if not worker.is_ready:
            self._workers.remove(worker)
            raise WorkerStartError(f"a parse worker ended before it was ready: {fate.reason}")
        self._replace(worker)
        return [(worker.number, fate)]

    def _expire(self, worker: _Worker) -> list[tuple[int, bytes | Died]]:
        worker.kill()
        if not worker.is_ready:
            self._workers.remove(worker)
            raise WorkerStartError(f"a parse worker was not ready after {_START_SECONDS:.0f} seconds")
        self._replace(worker)
        return [(worker.number, Died("timeout", f"over {self._seconds:g} seconds"))]

    def _replace(self, worker: _Worker) -> None:
        """A new process in the place of one that has ended."""
        worker.kill()
        self._workers[self._workers.index(worker)] = _Worker(self._seconds, self._memory_mb)
