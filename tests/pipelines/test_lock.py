"""The writer's lock in a run: a scheduled run waits, and says for whom."""

from __future__ import annotations

import threading

import dagster as dg
import pytest

from pipelines import resources
from pipelines.resources import WRITER_POOL, WriterLock, waiting_lock
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


@dg.op(pool=WRITER_POOL)
def write(writer: WriterLock) -> None:
    del writer


@dg.job(executor_def=dg.in_process_executor)
def night() -> None:
    write()


def test_a_run_does_not_wait_for_the_place_of_a_killed_one(instance: dg.DagsterInstance) -> None:
    killed = instance.create_run_for_job(night, status=dg.DagsterRunStatus.STARTED)
    storage = instance.event_log_storage
    storage.initialize_concurrency_limit_to_default(WRITER_POOL)
    assert storage.claim_concurrency_slot(WRITER_POOL, killed.run_id, "write").is_claimed
    result = night.execute_in_process(instance=instance, resources={"writer": WriterLock(wait_seconds=None)})
    assert result.success
    run = instance.get_run_by_id(killed.run_id)
    assert run is not None
    assert run.status == dg.DagsterRunStatus.FAILURE
    assert storage.get_concurrency_info(WRITER_POOL).active_run_ids == set()
