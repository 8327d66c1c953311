"""SIGKILL in the middle of nights: afterwards the marts must be those of nights that nobody disturbed.

    python -m benchmarks.kills [--points 150] [--random 50] [--folder DIR] [--write]

Two nights over 20 documents of the sample portal. First they are played undisturbed, and every moment at which a
process changes a file or a database is written down (benchmarks/kill_switch.py); then one attempt for each of
`--points` moments, spread over their names: the night is killed there, with its crawl process, and played again. At
random moments the whole Dagster job is killed: every second time only its main process. An attempt is lost if a
published table differs (apart from the visits themselves, and moments), a version is there twice, or anything
unfinished or unknown lies about. The tally is kept in the folder, and an interrupted series goes on where it stood;
delete the folder to begin anew.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import msgspec

from benchmarks.kill_checks import leftovers, marts
from benchmarks.kill_switch import Setting, Switch, chosen, hand_down
from benchmarks.page import markdown, write_section
from crawlers.collect import collect
from pipelines.extract.version import parser_version
from pipelines.instance import use_home
from pipelines.nightly import Request, run_job
from pipelines.progress import Progress
from pipelines.read_step import read_new
from sample_portal.portal.cache import Cache
from sample_portal.portal.server import Portal
from sample_portal.scenario import Night, make_scenario, write_districts
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.load import build, fingerprint
from warehouse.lock import run_lock
from warehouse.publish import is_current, publish
from warehouse.transform import dbt_project, transform

DOCUMENTS = 20
NIGHTS = (1, 2)
Steps = Callable[[Home, str, list[str]], None]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the tally. `was_struck` is false where the moment did not come again."""

    moment: str
    was_struck: bool
    problems: list[str] = []


def play(home: Home, run_id: str, codes: list[str]) -> None:
    """A night without Dagster: collect, read, load, model and test, publish."""
    with run_lock(home):
        collect(home, run_id, codes, parser_version=parser_version())
        read_new(home, Progress())
        with Ledger(home.ledger) as ledger:
            if is_current(home, fingerprint(home, parser_version(), ledger)):
                return
            made = build(home, parser_version(), ledger)
        transform(made.path)
        publish(home, made.path)


def play_job(home: Home, run_id: str, codes: list[str]) -> None:
    """The nightly job as the command line runs it; Dagster names the run itself."""
    del run_id
    use_home(home)
    with run_lock(home):
        run_job(home, Request(job="nightly", districts=codes))


class Stage:
    """A folder with the portal, a home that is emptied for every attempt, and the homes of undisturbed nights."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        """Everything lies under `folder`; the portal runs."""
        self.folder = folder
        self.portal = portal
        self.home = Home(folder / "home")
        self.nights = make_scenario(DOCUMENTS).nights
        self._attempts = 0

    def fresh(self, after: int) -> None:
        """Put the home as it was after an undisturbed night; 0 is before the first."""
        shutil.rmtree(self.home.root, ignore_errors=True)
        if after:
            shutil.copytree(self.kept(after), self.home.root, symlinks=True)
        else:
            write_districts(self.home, self.portal.port)

    def kept(self, night: int) -> Path:
        """Where the home after an undisturbed night is kept."""
        return self.folder / f"after-{night}"

    def night(self, number: int, steps: Steps = play, setting: Setting | None = None) -> Child:
        """Start a night in a process of its own."""
        night: Night = self.nights[number - 1]
        night.open(self.portal)
        self._attempts += 1
        run_id = f"night-{number}-{self._attempts}"
        return Child(lambda: steps(self.home, run_id, sorted(night.expected)), setting, self.folder)

    def finish(self, number: int, steps: Steps = play) -> str | None:
        """Play a night after a kill to its end; how it failed, if it did."""
        code = self.night(number, steps).wait()
        said = (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"night {number} after the kill ended with {code}: {said[-1:]}" if code else None

    def undisturbed(self) -> tuple[list[str], dict[str, tuple[object, ...]]]:
        """Play both nights and keep their homes; every moment of them, and the marts at the end."""
        tally = self.folder / "moments.txt"
        tally.unlink(missing_ok=True)
        self.fresh(after=0)
        for number in NIGHTS:
            setting = Setting(str(self.home.root), f"night {number}:", tally=str(tally))
            if self.night(number, setting=setting).wait():
                raise RuntimeError(f"the undisturbed night {number} failed: {self.folder / 'output.txt'}")
            shutil.rmtree(self.kept(number), ignore_errors=True)
            shutil.copytree(self.home.root, self.kept(number), symlinks=True)
        return list(dict.fromkeys(tally.read_text(encoding="utf-8").splitlines())), marts(self.home)


class Child:
    """A forked process that leads its own group: everything that it starts dies with it, if so wished."""

    def __init__(self, work: Callable[[], None], setting: Setting | None, folder: Path) -> None:
        """Start it; with a setting, its switch and that of its crawl processes are armed."""
        self.began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._work(work, setting, folder))

    @staticmethod
    def _work(work: Callable[[], None], setting: Setting | None, folder: Path) -> int:
        os.setpgid(0, 0)
        output = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        try:
            if setting is not None:
                hand_down(setting, folder / "site")
                switch = Switch("night", setting)
                switch.arm()
                switch.arm_statements(duckdb.DuckDBPyConnection)
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it was, the process ends here and says so
            os.write(output, f"{type(error).__name__}: {error}\n".encode())
            return 1
        return 0

    def wait(self) -> int:
        """Its exit code, negative for a signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill_after(self, seconds: float, *, with_children: bool) -> bool:
        """Kill it after that time; false if it had ended before."""
        while time.monotonic() - self.began < seconds:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return False
            time.sleep(0.02)
        if with_children:
            os.killpg(self.pid, signal.SIGKILL)
        else:
            os.kill(self.pid, signal.SIGKILL)
        return self.wait() == -signal.SIGKILL


def at_moment(stage: Stage, moment: str, wanted: dict[str, tuple[object, ...]]) -> Attempt:
    """Kill a night at one moment, play it again, and the next one."""
    number = int(moment.split()[1].rstrip(":"))
    stage.fresh(after=number - 1)
    setting = Setting(str(stage.home.root), f"night {number}:", moment=moment)
    was_struck = stage.night(number, setting=setting).wait() == -signal.SIGKILL
    failed = [stage.finish(each) for each in NIGHTS if each >= number]
    return Attempt(moment=moment, was_struck=was_struck, problems=_problems(stage, failed, wanted))


def at_random(stage: Stage, number: int, seconds: float, wanted: dict[str, tuple[object, ...]]) -> Attempt:
    """Kill the Dagster job of one of the nights at a random moment, run it again, and the next one."""
    dice = random.Random(number)
    night, share = dice.choice(NIGHTS), dice.random()
    stage.fresh(after=night - 1)
    was_struck = stage.night(night, play_job).kill_after(share * seconds, with_children=number % 2 == 0)
    failed = [stage.finish(each, play_job) for each in NIGHTS if each >= night]
    problems = _problems(stage, failed, wanted)
    return Attempt(moment=f"random {number}", was_struck=was_struck, problems=problems)


def _problems(stage: Stage, nights: list[str | None], wanted: dict[str, tuple[object, ...]]) -> list[str]:
    failed = [each for each in nights if each]
    found = {} if failed else marts(stage.home)
    different = [f"{name} differs" for name in sorted(wanted) if found and found.get(name) != wanted[name]]
    return failed + different + leftovers(stage.home)


class Tally:
    """The attempts made so far, in a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        """Read what is there."""
        self._path = path
        lines = path.read_bytes().splitlines() if path.exists() else []
        self.attempts = {each.moment: each for each in (msgspec.json.decode(line, type=Attempt) for line in lines)}

    def add(self, attempt: Attempt) -> None:
        """Write one down."""
        self.attempts[attempt.moment] = attempt
        with self._path.open("ab") as sink:
            sink.write(msgspec.json.encode(attempt) + b"\n")

    def row(self, label: str, wanted: int, *, is_random: bool) -> list[object]:
        """A line of the table."""
        mine = [each for each in self.attempts.values() if each.moment.startswith("random") == is_random]
        struck = [each for each in mine if each.was_struck]
        return [label, wanted, len(struck), sum(1 for each in struck if each.problems), len(mine) - len(struck)]


def series(stage: Stage, tally: Tally, points: int, randoms: int) -> Iterator[Attempt]:
    """Make the attempts that the tally lacks."""
    moments, wanted = stage.undisturbed()
    for moment in chosen(moments, points):
        if moment not in tally.attempts:
            yield at_moment(stage, moment, wanted)
    left = [number for number in range(randoms) if f"random {number}" not in tally.attempts]
    if left:
        stage.fresh(after=0)
        began = time.monotonic()
        stage.night(1, play_job).wait()
        seconds = time.monotonic() - began
        for number in left:
            yield at_random(stage, number, seconds, wanted)


def main(arguments: list[str] | None = None) -> int:
    """Run or resume a series; exit code 1 where an attempt was lost."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--points", type=int, default=150)
    parser.add_argument("--random", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "juesuan-kills")
    parser.add_argument("--write", action="store_true", help="put the tally into docs/benchmarks.md")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    tally = Tally(options.folder / "tally.jsonl")
    dbt_project()
    with Portal(cache=Cache(options.folder / "files")) as portal:
        for attempt in series(Stage(options.folder, portal), tally, options.points, options.random):
            tally.add(attempt)
            state = "; ".join(attempt.problems) or ("as undisturbed" if attempt.was_struck else "did not come again")
            print(f"{len(tally.attempts)} {attempt.moment}: {state}", flush=True)
    rows = [
        tally.row("named moments", options.points, is_random=False),
        tally.row("random moments of the Dagster job", options.random, is_random=True),
    ]
    table = markdown(("SIGKILL at", "wanted", "struck", "lost", "moment did not come"), rows)
    print(table)
    if options.write:
        head = f"## Kills\n\n`python -m benchmarks.kills`, two nights over {DOCUMENTS} documents.\n\n"
        write_section("kills", head + table)
    return 1 if any(each.problems for each in tally.attempts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
