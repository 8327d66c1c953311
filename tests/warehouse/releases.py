"""An invented night, built and published: once per test process, however many tests read it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.warehouse.build_night import PARSER, Night
from warehouse.home import Home
from warehouse.load import Build, build
from warehouse.parsed import write_batch
from warehouse.publish import publish
from warehouse.transform import transform


class Published(NamedTuple):
    """The home, the night that filled it and the build behind its release."""

    home: Home
    night: Night
    build: Build


def published_once(fill: Callable[[], Night]) -> Published:
    """The release of the night that `fill` invents; a failure is remembered too, and raised for every test."""
    made = _attempt(fill)
    if isinstance(made, Exception):
        raise made
    return made


@cache
def _attempt(fill: Callable[[], Night]) -> Published | Exception:
    try:
        return _publish(fill())
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what every test should say
        return error


def _publish(night: Night) -> Published:
    root = Path(tempfile.mkdtemp(prefix="juesuan-test-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    home = Home(root)
    write_batch(home, PARSER, night.batch())
    made = build(home, PARSER, night)
    transform(made.path)
    publish(home, made.path)
    return Published(home, night, made)
