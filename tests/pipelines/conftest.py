"""Dagster for tests: the real dagster.yaml, its state in a folder of the session's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.instance import use_home
from warehouse.home import Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty data home, known to Dagster."""
    for name in ("DAGSTER_HOME", "DAGSTER_STATE_DIR", "JUESUAN_HOME", "DO_NOT_TRACK"):
        monkeypatch.setenv(name, "set by use_home")
    place = Home(tmp_path / "home")
    use_home(place)
    return place


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The instance that dagster.yaml describes, for `home`."""
    assert home.dagster.is_dir()
    with dg.DagsterInstance.get() as each:
        yield each
