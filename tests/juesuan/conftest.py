"""The command line as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from juesuan.options import choose_home
from tests.juesuan.command import Command


@pytest.fixture
def juesuan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """`juesuan ARGUMENTS…` in a home of the test's own; nothing of the caller's environment counts."""
    monkeypatch.setenv("COLUMNS", "160")
    yield Command(tmp_path / "home", monkeypatch, capfd)
    choose_home(None)
