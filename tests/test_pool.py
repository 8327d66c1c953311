"""The parse pool: one bad document costs only itself, and the order of the jobs never depends on the workers."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from pipelines import pool_workers
from pipelines.extract.context import Context
from pipelines.pool import Job, Limits, open_pool

TEXT = "某区档案馆\n2023年度部门决算\n2023年度收、支总计{}万元。\n"
_BEHAVIOUR = """
import os, time
import pipelines.pool as pool
read = pool.read_job
def act(job):
    word = os.path.basename(job.path)
    if "crash" in word: os.abort()
    if "exit" in word: os._exit(3)
    if "hang" in word: time.sleep(600)
    if "hungry" in word: return [bytes(1 << 20) for _ in range(100_000)]
    return read(job)
pool.read_job = act
from pipelines.pool_worker import main
main()
"""


def write_jobs(folder: Path, names: list[str]) -> list[Job]:
    jobs = []
    for number, name in enumerate(names):
        path = folder / f"{number}-{name}.txt"
        path.write_text(TEXT.format(number + 1), encoding="utf-8")
        jobs.append(Job(key=f"key-{number}", path=str(path), context=Context(file=path.name)))
    return jobs


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whose reader crashes, hangs or eats memory on files named so."""
    monkeypatch.setattr(pool_workers, "COMMAND", (sys.executable, "-c", _BEHAVIOUR))


def test_serial_and_process_give_the_same_records_in_the_same_order(tmp_path: Path) -> None:
    jobs = write_jobs(tmp_path, ["a"] * 12)
    with open_pool("serial") as pool:
        serial = list(pool.run(jobs))
    with open_pool("process", workers=2) as pool:
        parallel = list(pool.run(jobs))
        again = list(pool.run(jobs))
    assert [key for key, _ in serial] == [job.key for job in jobs]
    assert serial == parallel == again
    assert serial[0][1].parsed.document.department == "某区档案馆"


@pytest.mark.usefixtures("misbehaving")
def test_a_bad_document_has_a_status_and_the_others_go_on(tmp_path: Path) -> None:
    jobs = write_jobs(tmp_path, ["good", "crash", "good", "hang", "exit", "hungry", "good"])
    with open_pool("process", workers=2, limits=Limits(seconds=3, memory_mb=300)) as pool:
        results = [judged for _, judged in pool.run(jobs)]
    told = [(judged.parsed.document.status, judged.parsed.document.status_reason) for judged in results]
    assert [status for status, _ in told] == [told[0][0], "error", told[0][0], "timeout", "error", "error", told[0][0]]
    assert told[0][0] not in {"error", "timeout"}
    assert told[1][1] == "crash (signal 6)"
    assert told[4][1] == "crash (exit 3)"
    assert told[5][1] == "oom"
    for job, judged in zip(jobs, results, strict=True):
        assert judged.parsed.document.sha256 == hashlib.sha256(Path(job.path).read_bytes()).hexdigest()
    assert [issue.code for issue in results[1].parsed.issues] == ["reading_stopped"]


def test_an_abandoned_run_leaves_nothing_behind(tmp_path: Path) -> None:
    jobs = write_jobs(tmp_path, ["a"] * 8)
    with open_pool("process", workers=2) as pool:
        assert next(iter(pool.run(jobs)))[0] == "key-0"
        assert [key for key, _ in pool.run(jobs[4:])] == [job.key for job in jobs[4:]]


def test_a_missing_file_is_an_error_of_that_document(tmp_path: Path) -> None:
    jobs = [Job(key="k", path=str(tmp_path / "none.pdf"), context=Context(file="none.pdf"))]
    with open_pool("serial") as pool:
        [(key, judged)] = list(pool.run(jobs))
    assert key == "k"
    assert judged.parsed.document.status == "error"
    assert judged.parsed.document.status_reason == "FileNotFoundError: No such file or directory"


def test_a_broken_installation_stops_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pool_workers, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    with open_pool("process", workers=1) as pool, pytest.raises(pool_workers.WorkerStartError, match="exit 7"):
        list(pool.run(write_jobs(tmp_path, ["a"])))


def test_no_jobs_start_no_workers() -> None:
    with open_pool("process", workers=2) as pool:
        assert list(pool.run([])) == []
