"""Live progress of a run, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class StepEvent(msgspec.Struct, frozen=True):
    """One line of live progress: the step, what happened, and how far it is where that is known."""

    step: str
    message: str
    done: int | None = None
    total: int | None = None


Listener = Callable[[StepEvent], None]


class Progress:
    """Where steps report to. Without a listener (a run started by the daemon) the run's log is enough."""

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener

    def emit(self, step: str, message: str, done: int | None = None, total: int | None = None) -> None:
        """Tell the listener, if there is one."""
        if self._listener is not None:
            self._listener(StepEvent(step, message, done, total))
