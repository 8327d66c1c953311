"""SIGKILL at named moments of every step: the step, taken again, ends as if nothing had happened (F41, F42, F49)."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path

import pytest

from benchmarks.kill_switch import Setting, chosen
from tests.warehouse import kill_steps
from tests.warehouse.kill_steps import STEPS
from warehouse.home import Home

MOMENTS = {"archive": 5, "ledger": 4, "migrate": 6, "parsed": 5, "load": 4, "publish": 7}


def taken(name: str, setting: Setting | None, home: Home) -> int | None:
    """The exit code of a process that takes the step; it is forked from one that has no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([kill_steps.__name__])
    process = context.Process(target=kill_steps.run, args=(name, setting, home))
    process.start()
    process.join(60)
    return process.exitcode


def prepared(name: str, folder: Path) -> Home:
    home = Home(folder)
    STEPS[name][0](home)
    return home


def litter(home: Home) -> list[str]:
    return [path.name for pattern in ("**/*.part", "**/.*") for path in home.root.glob(pattern)]


@pytest.mark.parametrize("name", STEPS)
def test_a_killed_step_taken_again_ends_as_if_nothing_had_happened(name: str, tmp_path: Path) -> None:
    undisturbed, tally = prepared(name, tmp_path / "undisturbed"), tmp_path / "moments.txt"
    assert taken(name, Setting(str(undisturbed.root), "step:", tally=str(tally)), undisturbed) == 0
    moments = list(dict.fromkeys(tally.read_text(encoding="utf-8").splitlines()))
    struck = chosen(moments, MOMENTS[name])
    assert len(struck) == MOMENTS[name]
    left = STEPS[name][2]
    for number, moment in enumerate(struck):
        home = prepared(name, tmp_path / str(number))
        killed = taken(name, Setting(str(home.root), "step:", moment=moment), home)
        assert killed == -signal.SIGKILL, moment
        assert taken(name, None, home) == 0, moment
        assert left(home) == left(undisturbed), moment
        assert litter(home) == [], moment
