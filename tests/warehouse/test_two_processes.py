"""Two processes over one home: a second writer (F44), and an analyst who reads while a release is published (F45)."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import kill_steps
from tests.warehouse.kill_steps import prepare_release, release, released
from warehouse.home import Home
from warehouse.lock import RunLockedError, lock_holder, run_lock
from warehouse.publish import RELEASE_FILE

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([kill_steps.__name__])


def hold_lock(home: Home, line: Connection) -> None:
    """Hold the lock until told to go."""
    with run_lock(home):
        line.send("held")
        line.recv()


def read_slowly(path: Path, line: Connection) -> None:
    """Open a release, and ask it again after the other process published."""
    with duckdb.connect(str(path), read_only=True) as connection:
        line.send("open")
        line.recv()
        line.send(connection.execute("SELECT count(*) FROM fct_sample").fetchall())


def test_a_second_run_is_told_who_writes_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    here, there = CONTEXT.Pipe()
    writer = CONTEXT.Process(target=hold_lock, args=(home, there))
    writer.start()
    assert here.recv() == "held"
    assert lock_holder(home) == str(writer.pid)
    with pytest.raises(RunLockedError, match=f"process {writer.pid}"), run_lock(home):
        pass
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(10)
    assert lock_holder(home) is None
    with run_lock(home):
        assert lock_holder(home) == str(os.getpid())


def test_an_analyst_in_another_process_holds_up_no_release_and_is_not_disturbed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare_release(home)
    release(home)
    first = home.current.resolve()
    here, there = CONTEXT.Pipe()
    analyst = CONTEXT.Process(target=read_slowly, args=(home.current / RELEASE_FILE, there))
    analyst.start()
    assert here.recv() == "open"
    release(home)
    assert home.current.resolve() != first
    here.send("again")
    assert here.recv() == [(100,)]
    analyst.join(10)
    assert analyst.exitcode == 0
    assert released(home)
