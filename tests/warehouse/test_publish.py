"""Publishing: only what passed, complete before it is seen, readers of older releases undisturbed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.warehouse.night import published
from warehouse import publish as publishing
from warehouse.home import Home
from warehouse.load import BUILD_FILE
from warehouse.publish import RELEASES_KEPT, PublishError, current_release, is_current, publish
from warehouse.query import run_query


@pytest.fixture
def build_path(tmp_path: Path) -> Path:
    """A tested build of its own, to be spoilt."""
    path = tmp_path / "build" / BUILD_FILE
    path.parent.mkdir()
    shutil.copy(published().build.path, path)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


def test_a_release_says_what_it_is_made_of() -> None:
    home, _, made = published()
    about = json.loads((home.current / "release.json").read_text(encoding="utf-8"))
    assert about["fingerprint"] == made.fingerprint
    assert about["parser_version"] == "parser-1"
    assert about["created_at"].endswith("+08:00")
    assert about["row_counts"]["main.fct_expenditure_by_function"] > 0
    assert about["build_tests"] > 50
    assert is_current(home, made.fingerprint)
    assert not is_current(home, "another")


def test_parquet_holds_the_same_rows_as_the_database() -> None:
    home = published().home
    release = current_release(home)
    assert release is not None
    for path in (home.current / "parquet").iterdir():
        assert pq.read_metadata(path).num_rows == release.row_counts[f"main.{path.stem}"]
    assert not [name for name in release.row_counts if not name.startswith(("main.", "evidence."))]


def test_facts_are_ordered_by_district_and_year() -> None:
    rows = run_query(published().home, "SELECT region_code, fiscal_year FROM fct_document").rows
    assert rows == sorted(rows, key=lambda row: (row[0], row[1] or 9999))


def test_the_file_is_readable_by_older_clients() -> None:
    home = published().home
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{home.current / 'juesuan.duckdb'}' AS release (READ_ONLY)")
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'release'").fetchone()
    assert tags is not None
    assert str(tags[0].get("storage_version", "")).startswith(("v1.2.0", "v1.0.0"))


def test_an_untested_build_is_refused(home: Home, build_path: Path) -> None:
    with duckdb.connect(str(build_path)) as connection:
        connection.execute("DROP TABLE build.node_result")
    with pytest.raises(PublishError, match="not run"):
        publish(home, build_path)


@pytest.mark.parametrize("status", ["fail", "error", "skipped", "runtime error"])
def test_a_build_with_a_failed_test_is_refused_by_name(home: Home, build_path: Path, status: str) -> None:
    with duckdb.connect(str(build_path)) as connection:
        connection.execute(
            "UPDATE build.node_result SET status = ? WHERE node_name = 'leaves_equal_printed_total'", [status]
        )
    with pytest.raises(PublishError, match="leaves_equal_printed_total"):
        publish(home, build_path)
    assert not home.releases.exists()
    assert current_release(home) is None


def test_a_missing_build_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="no build file"):
        publish(home, tmp_path / "none.duckdb")


def test_a_failing_disk_leaves_the_last_release_as_it_was(
    home: Home, build_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(home, build_path)

    def full_disk(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "_sync_tree", full_disk)
    with pytest.raises(OSError, match="No space"):
        publish(home, build_path)
    assert home.current.resolve() == first
    assert list(home.releases.iterdir()) == [first]


def test_a_reader_of_the_old_release_is_undisturbed_and_old_ones_go(home: Home, build_path: Path) -> None:
    first = publish(home, build_path)
    with duckdb.connect(str(first / "juesuan.duckdb"), read_only=True) as reader:
        before = reader.execute("SELECT count(*) FROM fct_claim").fetchone()
        (home.releases / ".2020-01-01-1-abcdef").mkdir()
        made = [publish(home, build_path) for _ in range(2)]
        assert reader.execute("SELECT count(*) FROM fct_claim").fetchone() == before
    assert home.current.resolve() == made[-1]
    assert home.current.readlink() == Path("releases") / made[-1].name
    assert {path.name for path in home.releases.iterdir()} == {first.name, *(path.name for path in made)}


def test_only_the_newest_releases_are_kept(home: Home, build_path: Path) -> None:
    for number in range(1, RELEASES_KEPT + 3):
        (home.releases / f"2020-01-01-{number}").mkdir(parents=True)
    newest = publish(home, build_path)
    kept = sorted(path.name for path in home.releases.iterdir())
    assert len(kept) == RELEASES_KEPT
    assert newest.name in kept
    assert "2020-01-01-1" not in kept
    assert f"2020-01-01-{RELEASES_KEPT + 2}" in kept


def test_the_same_marts_give_the_same_rows(home: Home, build_path: Path) -> None:
    releases = [publish(home, build_path) for _ in range(2)]
    names = sorted(path.name for path in (releases[0] / "parquet").iterdir())
    for name in names:
        first, second = (pq.read_table(release / "parquet" / name) for release in releases)
        assert first.equals(second), name
