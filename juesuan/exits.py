"""The exit codes of `juesuan`, documented in its help and in docs/operate.md."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell learns."""

    OK = 0
    NEEDS_A_PERSON = 1
    """A district failed, build tests failed, a district file is wrong, the demo differs from its script."""
    USAGE = 2
    """The command line is wrong; nothing was done."""
    LOCKED = 3
    """Another run is writing in this home; nothing was done."""
    INTERRUPTED = 130
    """Ctrl-C; what was finished is kept, and the next run goes on from there."""


class CommandError(Exception):
    """A problem to report in one line, naming place and reason, with the exit code it leads to."""

    def __init__(self, message: str, code: Exit = Exit.NEEDS_A_PERSON) -> None:
        super().__init__(message)
        self.code = code
