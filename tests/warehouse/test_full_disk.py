"""A disk that takes no more: a real limit of the kernel on the size of a file, in a process of its own (F43).

Every step fails with a message, leaves nothing half written, and goes through once there is room.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from pathlib import Path

import pytest

from tests.warehouse import kill_steps
from tests.warehouse.kill_steps import STEPS
from warehouse.home import Home

LIMITS = {"archive": 8, "ledger": 40_000, "parsed": 3_000, "load": 100_000, "publish": 100_000}
"""Bytes that a file may have: less than the step needs."""
MESSAGES = ("File too large", "disk I/O error", "disk is full", "No space left", "Could not write")


def limited(name: str, limit: int, home: Home, said: Path) -> None:
    """Take the step under the limit; what it raised is written down, and is the exit code."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        STEPS[name][1](home)
    except Exception as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        said.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise SystemExit(3) from error


@pytest.mark.parametrize("name", LIMITS)
def test_a_step_without_room_fails_cleanly_and_goes_through_later(name: str, tmp_path: Path) -> None:
    home, said = Home(tmp_path / "home"), tmp_path / "said.txt"
    STEPS[name][0](home)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([kill_steps.__name__])
    process = context.Process(target=limited, args=(name, LIMITS[name], home, said))
    process.start()
    process.join(60)
    assert process.exitcode == 3
    assert any(message in said.read_text(encoding="utf-8") for message in MESSAGES), said.read_text(encoding="utf-8")
    left = [path.name for pattern in ("**/*.part", "**/.*") for path in home.root.glob(pattern)]
    assert left == []
    STEPS[name][1](home)
    undisturbed = Home(tmp_path / "undisturbed")
    STEPS[name][0](undisturbed)
    STEPS[name][1](undisturbed)
    assert STEPS[name][2](home) == STEPS[name][2](undisturbed)
