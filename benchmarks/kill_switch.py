"""A switch that kills processes at a named moment, or only writes down which moments there are.

It hangs on what Python itself tells of: audit events (files opened for writing, renamed, removed; folders made),
`os.fsync`, and the statements of SQLite and DuckDB connections. The project's own code knows nothing of it. A moment is
named by process, event and kind of thing, such as `crawl rename archive #`, and the k-th of its name is `… @k`.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from pathlib import Path, PurePath
from typing import Any

import msgspec

SETTINGS = "JUESUAN_KILL"
"""The variable by which a crawl process learns its switch: a Setting as JSON."""
CRAWL = "crawlers.batch"
SITE = "import benchmarks.kill_switch\n\nbenchmarks.kill_switch.arm_crawl()\n"
"""A sitecustomize.py, which Python runs at the start of every process."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGING = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.chmod", "shutil.rmtree")
LASTING = re.compile(r"[a-z_]{5,}(\.[a-z]+)?")
"""A name that the next attempt gives again, unlike hashes, moments and temporary names."""
COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
STATEMENT = re.compile(r"\s*(\w+)(?:\s+(\w+))?")
UNREMARKABLE = frozenset({"SELECT", "PRAGMA", "WITH", "DESCRIBE", "SET", "EXPLAIN", "FROM"})


class Setting(msgspec.Struct, frozen=True):
    """What a switch watches, and when it strikes: files under `home`; at `moment`, or never; a tally if wanted."""

    home: str
    label: str
    moment: str | None = None
    tally: str | None = None


def arm_crawl() -> None:
    """Arm this process if it is a crawl process and a setting is in the environment."""
    if CRAWL in sys.orig_argv and SETTINGS in os.environ:
        Switch("crawl", msgspec.json.decode(os.environ[SETTINGS], type=Setting)).arm()


def hand_down(setting: Setting, folder: Path) -> None:
    """Let the crawl processes that this process starts arm themselves; `folder` is for their start-up file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    os.environ[SETTINGS] = msgspec.json.encode(setting).decode()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), str(Path(__file__).parents[1])])


class Switch:
    """Counts the moments of this process; kills its process group at the one of its setting."""

    def __init__(self, process: str, setting: Setting) -> None:
        """`process` is the first word of its moments, after the setting's label."""
        self._process = f"{setting.label} {process}"
        self._home = os.path.realpath(setting.home) + os.sep
        self._moment = setting.moment
        self._seen: Counter[str] = Counter()
        self._tally = os.open(setting.tally, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if setting.tally else None

    def arm(self) -> None:
        """From now on every moment counts; there is no way back, as audit hooks have none."""
        sys.addaudithook(self._hear)
        synchronize, connect = os.fsync, sqlite3.connect

        def fsync(descriptor: int) -> None:
            self._happen("fsync", self._path_of(descriptor))
            synchronize(descriptor)

        def traced(*arguments: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **more)
            connection.set_trace_callback(lambda statement: self._state("sqlite", statement))
            return connection

        os.fsync, sqlite3.connect = fsync, traced  # type: ignore[assignment]

    def arm_statements(self, connection: Any) -> None:
        """Count what is executed on any connection of that class, DuckDB's, too."""
        run = connection.execute

        def execute(opened: Any, query: Any, *rest: Any, **more: Any) -> Any:
            self._state("duckdb", str(query))
            return run(opened, query, *rest, **more)

        connection.execute = execute

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGING:
            target = arguments[1] if event in {"os.rename", "os.symlink"} else arguments[0]
            self._happen(event.rpartition(".")[2], target)
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            self._happen("open", arguments[0])

    def _state(self, engine: str, statement: str) -> None:
        words = STATEMENT.match(COMMENT.sub(" ", statement))
        if words and words.group(1).upper() not in UNREMARKABLE:
            self._count(" ".join([engine, *(word.upper() for word in words.groups() if word)]))

    def _happen(self, event: str, target: object) -> None:
        path = str(Path(os.fsdecode(target)).absolute()) if isinstance(target, str | bytes | os.PathLike) else ""
        if path.startswith(self._home):
            place = PurePath(path.removeprefix(self._home))
            name = place.name if LASTING.fullmatch(place.name) else f"#{place.suffix}"
            self._count(f"{event} {place.parts[0]} {'dbt' if 'dbt' in place.parts else name}")

    def _count(self, name: str) -> None:
        self._seen[name] += 1
        moment = f"{self._process} {name} @{self._seen[name]}"
        if self._tally is not None:
            os.write(self._tally, moment.encode() + b"\n")
        if moment == self._moment:
            os.killpg(os.getpgrp(), signal.SIGKILL)

    @staticmethod
    def _path_of(descriptor: int) -> str:
        try:
            return str(Path(f"/proc/self/fd/{descriptor}").readlink())
        except OSError:
            return ""


def chosen(moments: list[str], count: int) -> list[str]:
    """That many moments: the first of every name, then the last of every name, then those halfway, and so on."""
    names: dict[str, list[str]] = defaultdict(list)
    for moment in moments:
        names[moment.rpartition(" @")[0]].append(moment)
    rounds = (0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875)
    picked = (each[int((len(each) - 1) * share)] for share in rounds for each in names.values())
    return list(dict.fromkeys(picked))[:count]
