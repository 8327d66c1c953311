"""Ledger and archive brought together at the start of each night: nothing deleted, nothing unsaid."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.collect import collect
from crawlers.reconcile import begin, end
from pipelines.unpack_step import unpack_new
from tests.crawlers.server import Portal, cached, running, text
from tests.crawlers.site import CODE, PDF, account, build, district_file, file_path, list_page, page, page_path
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger

KILLED_BETWEEN = """
import os, signal, sys
from crawlers.steps import ledger
ledger.LedgerStep.process_item = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from crawlers.batch import main
main(sys.argv[1:])
"""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with running(Portal()) as opened:
        yield opened


def test_a_kill_between_archive_and_ledger_leaves_an_orphan_that_the_next_night_adopts(
    tmp_path: Path, portal: Portal
) -> None:
    home = Home(tmp_path)
    district_file(home, portal.url)
    build(portal, 1, files=False)
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-1")
    arguments = ["--home", str(home.root), "--run", "night-1", "--out", str(tmp_path / "o"), "--district", CODE]
    killed = subprocess.run([sys.executable, "-c", KILLED_BETWEEN, *arguments], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(Archive(home.archive).hashes())) == 1

    report = collect(home, "night-2", [CODE])
    assert (report.archive.orphans, report.archive.orphans_left, report.archive.missing) == (1, 0, 0)
    assert (report.status, report.total("new")) == ("ok", 1)


def test_what_is_missing_comes_back_from_the_site_or_is_named_as_lost(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    archive = Archive(home.archive)
    district_file(home, portal.url)
    build(portal, 3)
    collect(home, "night-1", [CODE])
    portal.on(file_path(1), cached(PDF + b"corrected"))
    collect(home, "night-2", [CODE])
    with Ledger(home.ledger) as ledger:
        versions = ledger.versions()
    by_url = {(version.context.url or "", version.version_no): version for version in versions}
    for path, number in ((page_path(2), 1), (file_path(2), 1), (file_path(1), 1)):
        archive.path(by_url[portal.url + path, number].sha256).unlink()
    stray = archive.put(b"of a ledger that was restored from an old copy")
    portal.clear()

    report = collect(home, "night-3", [CODE])
    state = report.archive
    assert (state.missing, state.missing_left, state.returning) == (3, 1, 0)
    assert state.lost == [portal.url + file_path(1)], "no site has the older version any more"
    assert (state.orphans, state.orphans_left) == (1, 1)
    assert archive.has(stray), "nothing is deleted"
    assert (report.total("new"), report.total("changed")) == (0, 0), "bytes that came back are no new version"
    with Ledger(home.ledger) as ledger:
        first = ledger.orphans_left()
        ledger.start_run("night-4")
        begin(ledger, archive, "night-4")
        assert ledger.orphans_left() == first == {stray: first[stray]}, "since when it is known does not move"


def test_a_missing_member_is_taken_out_of_its_archive_again(tmp_path: Path, portal: Portal) -> None:
    home = Home(tmp_path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        writing.writestr("a.pdf", PDF + b"a")
        writing.writestr("b.pdf", PDF + b"b")
    district_file(home, portal.url)
    portal.on("/list/", text(list_page([account(1)])))
    portal.on(page_path(1), page(1, ("./P1.zip",)))
    portal.on("/list/202509/P1.zip", cached(packed.getvalue()))
    collect(home, "night-1", [CODE])
    assert unpack_new(home) == 1
    archive = Archive(home.archive)
    with Ledger(home.ledger) as ledger:
        (member,) = [version for version in ledger.versions() if version.context.file == "a.pdf"]
        archive.path(member.sha256).unlink()
        found = begin(ledger, archive, "night-1")
        assert found.missing == [member.sha256]
        assert end(ledger, archive, found).missing_left == 0
    assert archive.read(member.sha256, verify=True) == PDF + b"a"


def test_a_kill_while_reconciling_changes_nothing_that_the_next_does_not_put_right(tmp_path: Path) -> None:
    home = Home(tmp_path)
    archive = Archive(home.archive)
    names = {archive.put(text) for text in (b"first", b"second")}
    with Ledger(home.ledger) as ledger:
        ledger.start_run("night-1")
        ledger.keep_orphans("night-1", sorted(names))
    child = os.fork()
    if child == 0:
        with Ledger(home.ledger) as ledger:
            ledger._db.execute("BEGIN IMMEDIATE")
            ledger._db.execute("DELETE FROM orphan")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with Ledger(home.ledger) as ledger:
        assert set(ledger.orphans_left()) == names
        found = begin(ledger, archive, "night-1")
        assert set(found.orphans) == names
        assert end(ledger, archive, found).orphans_left == 2
