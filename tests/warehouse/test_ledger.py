from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pipelines.extract.context import Context, document_key
from warehouse.archive import Archive
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger import Ledger, LedgerError
from warehouse.ledger_records import Copy, DepartmentName, DistrictFacts, DistrictResult, Found, HostResult, Outcome
from warehouse.lock import RunLockedError, run_lock
from warehouse.schema import CRAWL_TABLES
from warehouse.states import REASONS

DISTRICT = "990101"


def found(name: str) -> Found:
    return Found(
        document_id=name,
        district_code=DISTRICT,
        url=f"http://portal.test/{name}.html",
        role="page",
        disclosure_id=name,
        listing_id="accounts",
        link_title=f"{name} 2024年度部门决算",
        fiscal_year_hint=2024,
    )


def copy(name: str, sha256: str, etag: str | None = None) -> Copy:
    return Copy(
        document_id=name,
        sha256=sha256,
        byte_size=3,
        media_type="text/html",
        context=Context(file=f"{name}.html", district_code=DISTRICT),
        fetched_at=now(),
        etag=etag,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        opened.start_run("night-1")
        yield opened


def state_of(ledger: Ledger, name: str) -> tuple[str | None, str | None]:
    table = ledger.export()["crawl_document"].to_pylist()
    row = next(row for row in table if row["document_id"] == name)
    return row["state"], row["state_reason"]


def test_bytes_are_new_then_unchanged_then_changed(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a")])
    assert ledger.store("night-1", copy("a", "1" * 64, etag='"1"')) == ("stored", "new")
    ledger.start_run("night-2")
    ledger.sight("night-2", [found("a")])
    assert ledger.known(DISTRICT)["a"].etag == '"1"'
    assert ledger.store("night-2", copy("a", "1" * 64, etag='"1b"')) == ("unchanged", "same_bytes")
    assert ledger.known(DISTRICT)["a"].etag == '"1b"'
    ledger.start_run("night-3")
    ledger.sight("night-3", [found("a")])
    assert ledger.store("night-3", copy("a", "2" * 64)) == ("stored", "changed")
    assert ledger.known(DISTRICT)["a"].etag is None, "a validator of older bytes must not be sent for newer ones"
    versions = ledger.versions()
    assert [version.version_no for version in versions] == [1, 2]
    assert versions[1].document_key == document_key("2" * 64, versions[1].context)


def test_every_discovered_document_ends_in_exactly_one_state(ledger: Ledger) -> None:
    ledger.sight("night-1", [found(name) for name in "abcd"])
    ledger.sight("night-1", [found("a")])
    ledger.store("night-1", copy("a", "1" * 64))
    ledger.record("night-1", [Outcome(document_id="b", state="rejected", reason="soft_404")])
    assert ledger.pending("night-1", DISTRICT) == {"c", "d"}
    assert ledger.settle("night-1", DISTRICT, "budget") == 2
    tally = ledger.tally("night-1", DISTRICT)
    assert tally.counts == {("stored", "new"): 1, ("rejected", "soft_404"): 1, ("retry", "budget"): 2}
    assert (tally.pending, tally.disclosures) == (0, 4)


def test_a_killed_run_leaves_its_documents_in_retry(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a"), found("b")])
    ledger.store("night-1", copy("a", "1" * 64))
    ledger.start_run("night-2")
    assert state_of(ledger, "a") == ("stored", "new")
    assert state_of(ledger, "b") == ("retry", "interrupted")
    runs = {row["run_id"]: row["status"] for row in ledger.export()["crawl_run"].to_pylist()}
    assert runs == {"night-1": "interrupted", "night-2": "running"}


def test_the_same_run_resumes_where_it_stood(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a"), found("b")])
    ledger.store("night-1", copy("a", "1" * 64))
    ledger.start_run("night-1")
    assert ledger.settled("night-1", DISTRICT) == {"a"}
    assert ledger.pending("night-1", DISTRICT) == {"b"}


def test_a_flag_stays_until_other_bytes_come(ledger: Ledger) -> None:
    flagged = msgspec.structs.replace(copy("a", "1" * 64), flag="truncated")
    steps: tuple[tuple[Copy | Outcome, dict[str, int]], ...] = (
        (flagged, {"truncated": 1}),
        (Outcome(document_id="a", state="unchanged", reason="not_modified"), {"truncated": 1}),
        (Outcome(document_id="a", state="retry", reason="timeout"), {}),
        (copy("a", "2" * 64), {}),
    )
    for number, (what, flags) in enumerate(steps):
        run = f"flag-{number}"
        ledger.start_run(run)
        ledger.sight(run, [found("a")])
        if isinstance(what, Copy):
            ledger.store(run, what)
        else:
            ledger.record(run, [what])
        assert ledger.tally(run, DISTRICT).flags == flags, number
    with pytest.raises(ValueError, match="unknown flag"):
        ledger.store(run, msgspec.structs.replace(flagged, flag="odd"))


def test_reasons_are_a_closed_list(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a")])
    with pytest.raises(ValueError, match="retry/bored"):
        ledger.record("night-1", [Outcome(document_id="a", state="retry", reason="bored")])
    assert ledger.pending("night-1", DISTRICT) == {"a"}
    assert set(REASONS) == {"stored", "unchanged", "gone", "retry", "failed", "rejected"}


def test_gone_keeps_its_versions_and_state_since_stands_still(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a")])
    ledger.store("night-1", copy("a", "1" * 64))
    for run in ("night-2", "night-3"):
        ledger.start_run(run)
        ledger.sight_again(run, ["a"])
        ledger.record(run, [Outcome(document_id="a", state="gone", reason="http_404", http_status=404)])
    rows = ledger.export()["crawl_document"].to_pylist()
    first = ledger.export()["crawl_outcome"].to_pylist()
    assert len(ledger.versions()) == 1
    assert rows[0]["state_since"] < max(row["at"] for row in first)


def test_reconcile_names_orphans_and_missing(ledger: Ledger, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    orphan = archive.put(b"written, then the power went")
    ledger.sight("night-1", [found("a")])
    ledger.store("night-1", copy("a", "1" * 64))
    result = ledger.reconcile(archive)
    assert result.orphans == [orphan]
    assert result.missing == ["1" * 64]


def test_export_has_the_columns_of_the_warehouse(ledger: Ledger) -> None:
    ledger.register_district(DistrictFacts(district_code=DISTRICT, name="样区", province="样省", is_sample=True))
    ledger.district_done("night-1", DistrictResult(district_code=DISTRICT, status="ok"))
    tables = ledger.export()
    assert set(tables) == set(CRAWL_TABLES)
    assert tables["crawl_district"].to_pylist()[0]["is_sample"] is True
    assert "sha256" in tables["crawl_version"].schema.names
    assert ledger.last_healthy(DISTRICT) == now().date()
    assert ledger.last_healthy("000000") is None


def test_the_department_names_of_a_district_file_reach_the_export_as_they_are_now(ledger: Ledger) -> None:
    def export_of(names: tuple[DepartmentName, ...]) -> object:
        ledger.register_district(
            DistrictFacts(district_code=DISTRICT, name="样区", province="样省", department_names=names)
        )
        return ledger.export()["crawl_department"].to_pylist()

    office = DepartmentName(printed_name="文旅局", department_name="文化和旅游局", parent_name="区政府")
    assert export_of((office,)) == [
        {
            "district_code": DISTRICT,
            "printed_name": "文旅局",
            "department_name": "文化和旅游局",
            "department_code": None,
            "parent_name": "区政府",
        }
    ]
    assert export_of(()) == []


def test_a_full_disk_fails_cleanly(ledger: Ledger) -> None:
    ledger.sight("night-1", [found("a")])
    pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
    ledger._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LedgerError, match="disk is full"):
        ledger.sight("night-1", [found(f"{'long' * 200}{number}") for number in range(50)])
    ledger._db.execute("PRAGMA max_page_count = 1000000")
    assert set(ledger.known(DISTRICT)) == {"a"}, "all or nothing"
    ledger.sight("night-1", [found("b")])
    assert set(ledger.known(DISTRICT)) == {"a", "b"}


def _write_until_killed(path: str) -> None:
    with Ledger(Path(path)) as ledger:
        for number in range(100_000):
            ledger.sight("night-1", [found(f"d{number}")])
            ledger.store("night-1", copy(f"d{number}", f"{number:064x}"))


def test_sigkill_leaves_a_ledger_that_opens_and_holds_whole_transactions(ledger: Ledger) -> None:
    worker = multiprocessing.get_context("spawn").Process(target=_write_until_killed, args=(str(ledger.path),))
    worker.start()
    while len(ledger.versions()) < 20:
        assert worker.is_alive()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    with Ledger(ledger.path) as again:
        versions, documents = again.versions(), again.known(DISTRICT)
        stored = {name for name, document in documents.items() if document.state == "stored"}
        assert {version.document_id for version in versions} == stored
        assert len(again.pending("night-1", DISTRICT)) == len(documents) - len(stored) <= 1


def test_a_second_run_is_refused_with_a_message(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with run_lock(home), pytest.raises(RunLockedError, match=f"process {os.getpid()}"), run_lock(home):
        pass
    with run_lock(home):
        assert home.lock.exists()


def test_an_outcome_says_since_when_why_and_when_next(ledger: Ledger) -> None:
    next_try = now().replace(microsecond=0)
    for run in ("night-1", "night-2"):
        ledger.start_run(run)
        ledger.sight(run, [found("a"), found("b")])
        busy = Outcome(document_id="a", state="retry", reason="http_429", detail="Retry-After", next_try_at=next_try)
        ledger.record(run, [busy])
        ledger.store(run, msgspec.structs.replace(copy("b", "1" * 64), flag="truncated", note="the fallback"))
    rows = {(row["run_id"], row["document_id"]): row for row in ledger.export()["crawl_outcome"].to_pylist()}
    first, second = rows["night-1", "a"], rows["night-2", "a"]
    assert first["state_since"] == second["state_since"] < second["at"], "one trouble, since the first night"
    assert second["next_try_at"] == next_try.replace(tzinfo=None)
    assert second["detail"] == "Retry-After"
    assert [rows[run, "b"]["flag"] for run in ("night-1", "night-2")] == ["truncated", "truncated"]
    assert rows["night-2", "b"]["state_since"] > rows["night-1", "b"]["state_since"], "unchanged is another state"
    with pytest.raises(ValueError, match="never sighted"):
        ledger.record("night-2", [Outcome(document_id="nobody", state="retry", reason="dns")])


def test_hosts_and_districts_of_a_run_are_exported(ledger: Ledger) -> None:
    ledger.hosts_done("night-1", [HostResult(host="a.example", state="paused", detail="12 failures", requests=12)])
    ledger.district_done("night-1", DistrictResult(district_code=DISTRICT, status="failed", reason="host_paused"))
    tables = ledger.export()
    (host,) = tables["crawl_host_run"].to_pylist()
    assert (host["host"], host["state"], host["requests"], host["seconds"]) == ("a.example", "paused", 12, 0.0)
    assert tables["crawl_district_run"].to_pylist()[0]["reason"] == "host_paused"


def test_what_no_night_heals_is_counted_as_stuck(ledger: Ledger) -> None:
    def night(number: int, state: str, reason: str) -> dict[str, int]:
        run = f"night-{number}"
        ledger.start_run(run)
        ledger.sight(run, [found("a"), found("b")])
        for name, (how, why) in {"a": (state, reason), "b": ("retry", "budget")}.items():
            ledger.record(run, [Outcome(document_id=name, state=how, reason=why)])  # type: ignore[arg-type]
        return ledger.tally(run, DISTRICT).stuck

    assert night(2, "retry", "timeout") == night(3, "retry", "reset") == {}
    assert night(4, "retry", "timeout") == {"timeout": 1}
    assert night(5, "stored", "new") == night(6, "retry", "timeout") == {}
