"""The run lock: one writer to a data home at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.home import Home


class RunLockedError(Exception):
    """Another run holds the data home; the message says which process."""


def lock_holder(home: Home) -> str | None:
    """The process that is writing in this home, or None."""
    try:
        with home.lock.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().strip() or "unknown"
    except FileNotFoundError:
        pass
    return None


@contextmanager
def run_lock(home: Home) -> Iterator[None]:
    """Hold <home>/run.lock while the block runs; the kernel releases it when the process dies.

    Raises RunLockedError at once where another process holds it.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            message = f"another run is using {home.root} (process {holder}); wait for it, or stop it"
            raise RunLockedError(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
