"""Archives in the ledger: their files become documents once, follow their archive's changes, and survive a kill."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from pipelines.extract.context import Context
from pipelines.progress import Progress
from pipelines.read_step import due_versions, read_new
from pipelines.unpack_step import unpack_new
from warehouse.archive import Archive
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Copy, Found, Outcome

URL = "http://portal.test/annex.zip"


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return stream.getvalue()


def account(name: str) -> str:
    return f"东禾区{name}2023年度部门决算\n2023年度收、支总计5.00万元。\n"


ANNEX = Found(
    document_id="annex",
    district_code="990101",
    url=URL,
    role="attachment",
    disclosure_id="page",
    listing_id="accounts",
    link_title="2023年度部门决算",
)


def arrive(home: Home, run: str, data: bytes) -> None:
    """An archive arrives, as the collect step records it."""
    with Ledger(home.ledger) as ledger:
        ledger.start_run(run)
        ledger.sight(run, [ANNEX])
        ledger.store(
            run,
            Copy(
                document_id=ANNEX.document_id,
                sha256=Archive(home.archive).put(data),
                byte_size=len(data),
                media_type="application/zip",
                context=Context(file="annex.zip", url=URL, link_title=ANNEX.link_title, district_code="990101"),
                fetched_at=now(),
            ),
        )
        ledger.finish_run(run, "finished")


def states(home: Home) -> dict[str, tuple[str, str]]:
    with Ledger(home.ledger) as ledger:
        rows = ledger.export()["crawl_document"].to_pylist()
    return {row["url"]: (row["state"], row["state_reason"]) for row in rows}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    arrive(made, "night-1", packed(民政局=account("民政局"), 档案馆=account("档案馆")))
    return made


def test_each_file_is_a_document_of_its_own_once(home: Home) -> None:
    assert [unpack_new(home), unpack_new(home)] == [1, 0]
    with Ledger(home.ledger) as ledger:
        tables = ledger.export()
    rows = {row["url"]: row for row in tables["crawl_document"].to_pylist()}
    assert set(rows) == {URL, f"{URL}#民政局.txt", f"{URL}#档案馆.txt"}
    member = rows[f"{URL}#民政局.txt"]
    assert (member["role"], member["disclosure_id"], member["parent_url"], member["state"]) == (
        "member", "page", URL, "stored",
    )  # fmt: skip
    archive = next(row for row in tables["crawl_version"].to_pylist() if row["document_id"] == "annex")
    parents = {row["parent_sha256"] for row in tables["crawl_version"].to_pylist() if row["document_id"] != "annex"}
    assert parents == {archive["sha256"]}
    outcomes = [row for row in tables["crawl_outcome"].to_pylist() if row["run_id"] == "night-1"]
    assert len(outcomes) == 3


def test_they_are_read_like_any_other_and_not_again(home: Home) -> None:
    step = read_new(home, Progress())
    assert step.by_status == {"parsed": 3}
    departments = {version.context.file: version.context.parent_sha256 for version in due_versions(home, reparse=True)}
    assert departments["民政局.txt"] is not None
    assert read_new(home, Progress()).documents == 0


def test_the_files_follow_the_changes_of_their_archive(home: Home) -> None:
    unpack_new(home)
    arrive(home, "night-2", packed(民政局=account("民政局"), 文旅局=account("文旅局")))
    assert unpack_new(home) == 1
    assert {url.rpartition("#")[2]: state for url, state in states(home).items() if "#" in url} == {
        "民政局.txt": ("unchanged", "same_bytes"),
        "文旅局.txt": ("stored", "new"),
        "档案馆.txt": ("gone", "unlisted"),
    }
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-3")
        ledger.sight_again("night-3", ["annex"])
        ledger.record("night-3", [Outcome(document_id="annex", state="gone", reason="http_404")])
        ledger.finish_run("night-3", "finished")
    assert [unpack_new(home), unpack_new(home)] == [1, 0]
    assert {state for state, _ in states(home).values()} == {"gone"}
    arrive(home, "night-4", packed(民政局=account("民政局"), 文旅局=account("文旅局")))
    assert [unpack_new(home), unpack_new(home)] == [1, 0]
    assert states(home)[f"{URL}#文旅局.txt"] == ("unchanged", "same_bytes")
    assert states(home)[f"{URL}#档案馆.txt"][0] == "gone"


def test_an_archive_that_cannot_be_unpacked_is_asked_once_and_says_why(home: Home) -> None:
    arrive(home, "night-2", packed(民政局=account("民政局"))[:-9])
    assert [unpack_new(home), unpack_new(home)] == [1, 0]
    step = read_new(home, Progress())
    assert step.by_status == {"damaged": 1, "parsed": 1}
    (named,) = step.examples["damaged"]
    assert named.detail is not None
    assert Path(named.detail.rpartition("; ")[2]).is_file(), "where the original lies"


def test_a_kill_before_the_ledger_leaves_it_to_the_next(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """F41: the files' bytes are stored, nothing says so; the next step records the same documents."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "unpack", killed)
        with pytest.raises(KeyboardInterrupt):
            unpack_new(home)
    orphan = hashlib.sha256(account("民政局").encode()).hexdigest()
    assert Archive(home.archive).has(orphan)
    assert len(states(home)) == 1
    assert unpack_new(home) == 1
    assert len(states(home)) == 3
