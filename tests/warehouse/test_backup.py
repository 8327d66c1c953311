"""deploy/backup, run for real: what it leaves is a home that can be rebuilt, also after it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.kill_steps import CONTENTS, archive, archived, ledger, recorded
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger

SCRIPT = Path(__file__).parents[2] / "deploy" / "backup"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home of 决算")
    archive(home)
    ledger(home)
    (home.drop / "990101").mkdir(parents=True)
    (home.drop / "990101" / "a.pdf").write_bytes(b"handed in")
    return home


def back_up(home: Home, target: Path) -> Home:
    environment = {**os.environ, "JUESUAN_HOME": str(home.root), "PYTHON": sys.executable}
    subprocess.run([SCRIPT, target], env=environment, check=True, capture_output=True)
    return Home(target)


def test_a_backup_holds_all_that_cannot_be_rebuilt_while_a_run_writes(home: Home, tmp_path: Path) -> None:
    sha256 = next(Archive(home.archive).hashes())
    (Archive(home.archive).path(sha256).parent / ".half.part").write_bytes(b"hal")
    with Ledger(home.ledger) as writing:
        writing.start_run("the next night")
        copy = back_up(home, tmp_path / "copy")
        assert recorded(copy) == recorded(home)
    assert archived(copy) == archived(home)
    assert (copy.drop / "990101" / "a.pdf").read_bytes() == b"handed in"
    assert list(copy.root.rglob("*.part")) == []


def test_a_backup_that_was_killed_is_finished_by_the_next(home: Home, tmp_path: Path) -> None:
    copy = back_up(home, tmp_path / "copy")
    cut = Archive(copy.archive).path(next(Archive(copy.archive).hashes()))
    cut.chmod(0o644)
    cut.write_bytes(b"cut")
    (cut.parent / f"{cut.name}.part").write_bytes(b"hal")
    assert archived(back_up(home, tmp_path / "copy")) == archived(home)
    assert len(CONTENTS) == len(list(Archive(copy.archive).hashes()))
