"""The one option that every command shares: which data home."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.home import Home

_given: list[Path] = []


def choose_home(path: Path | None) -> None:
    """Remember `--home`; child processes learn it from JUESUAN_HOME."""
    _given.clear()
    if path is not None:
        _given.append(path.resolve())
        os.environ["JUESUAN_HOME"] = str(_given[0])


def given_home() -> Home | None:
    """The home named on the command line, or None; the environment does not count."""
    return Home(_given[0]) if _given else None


def home() -> Home:
    """`--home`, else JUESUAN_HOME, else ./data."""
    return given_home() or Home.from_env()
