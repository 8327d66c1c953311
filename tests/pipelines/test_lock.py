"""The writer's lock in a run: a scheduled run waits, and says for whom."""

from __future__ import annotations

import threading

import pytest

from pipelines import resources
from pipelines.resources import waiting_lock
from warehouse.home import Home
from warehouse.lock import RunLockedError, run_lock


def test_a_run_without_patience_is_told_at_once(home: Home) -> None:
    said: list[str] = []
    with run_lock(home), pytest.raises(RunLockedError, match=str(home.root)), waiting_lock(home, 0, said.append):
        pass


def test_a_patient_run_gets_the_lock_when_the_other_ends(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "LOCK_POLL_SECONDS", 0.01)
    said, holding, told, released = list[str](), threading.Event(), threading.Event(), threading.Event()

    def other_run() -> None:
        with run_lock(home):
            holding.set()
            told.wait(5)
            released.set()

    def hear(message: str) -> None:
        said.append(message)
        told.set()

    thread = threading.Thread(target=other_run)
    thread.start()
    holding.wait(5)
    with waiting_lock(home, 5, hear):
        assert released.is_set()
    thread.join()
    assert "another run" in said[0]
