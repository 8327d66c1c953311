"""Running the command line inside the test process, as the console script does."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from juesuan import cli


class Ran(msgspec.Struct, frozen=True):
    """What the shell would see."""

    code: int
    out: str
    err: str


class Command:
    """`juesuan` with a home of its own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def __call__(self, *arguments: str) -> Ran:
        self._monkeypatch.setenv("JUESUAN_HOME", str(self.home))
        self._monkeypatch.setattr(sys, "argv", ["juesuan", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        sys.stdout.flush()
        out, err = self._capfd.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(int(code), out, err)
