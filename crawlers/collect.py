"""Collecting: starts the crawl processes of a run, watches them, and reports what the ledger then says.

A host is never split over processes, so that delay and one request in flight hold for it. A district that fails, and
a process that dies, stop no other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import msgspec

from crawlers import reconcile
from crawlers.batch_result import BatchResult
from crawlers.config import DistrictFiles, read_districts
from crawlers.district_model import District
from crawlers.due import is_due, is_open
from crawlers.facts import facts_of
from crawlers.operating import read_operating
from crawlers.report import CollectReport, report_district
from crawlers.session import CrawlEvent
from warehouse.archive import Archive
from warehouse.clock import now
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import DistrictResult, HostResult
from warehouse.parsed import UNFINISHED

DEFAULT_SECONDS = 3 * 3600
"""Time budget of a run's crawl, below the four hours a nightly run may take."""
GRACE_SECONDS = 180
"""After its time budget a process may finish what is in flight; then it is killed."""
BATCH_SIZE = 100
PROCESSES = 2
"""Crawl processes at a time; a crawl waits for servers, it does not need cores."""
REPO = Path(__file__).resolve().parents[1]

OnEvent = Callable[[CrawlEvent], None]


def collect(
    home: Home,
    run_id: str,
    districts: Sequence[str] | None = None,
    years: Sequence[int] = (),
    on_event: OnEvent | None = None,
    *,
    seconds: float = DEFAULT_SECONDS,
    parser_version: str | None = None,
) -> CollectReport:
    """Collect `districts` (codes; None: all that are due) for fiscal `years` (empty: all), as run `run_id`.

    The caller holds the run lock. A run id that was used before is resumed. `on_event` is called from other threads,
    one call at a time. Raises nothing for what happens to districts: their reports say it.
    """
    began, night = monotonic(), read_operating(home).night
    if districts is None and not night.may_start(now()):
        note = f"it is {now():%H:%M}, and night.start_between is {night.start_between}: nothing was collected"
        return CollectReport(run_id=run_id, status="failed", districts=[], seconds=0.0, note=note)
    if districts is None and (left := night.seconds_left(now())) is not None:
        seconds = min(seconds, left)
    files = read_districts(home)
    with Ledger(home.ledger) as ledger:
        archive = Archive(home.archive)
        archive.sweep()
        _sweep_reports(home)
        ledger.start_run(run_id, parser_version=parser_version)
        reconciled = reconcile.begin(ledger, archive, run_id)
        for district in files.districts.values():
            ledger.register_district(facts_of(district))
        chosen = due_districts(home) if districts is None else list(dict.fromkeys(districts))
        known = {code: files.districts[code] for code in chosen if code in files.districts}
        results = _invalid(files, [code for code in chosen if code not in known], is_all=districts is None)
        for result in results:
            ledger.district_done(run_id, result)
        batches = split(known)
        run = _Run(home, run_id, years, on_event or (lambda _: None), seconds, keeps_hours=districts is None)
        hosts: list[HostResult] = []
        for number, (codes, found) in enumerate(zip(batches, run.all(batches), strict=True)):
            results += found.districts if found else _crashed(ledger, run_id, codes, run.log_tail(number))
            hosts += found.hosts if found else []
        departures = {code: district.site.departures() for code, district in known.items()}
        reports = [report_district(ledger, run_id, each, departures.get(each.district_code)) for each in results]
        is_well = all(report.status != "failed" for report in reports)
        state = reconcile.end(ledger, archive, reconciled)
        ledger.finish_run(run_id, "finished" if is_well else "failed")
    return CollectReport(
        run_id=run_id,
        status="ok" if is_well else "failed",
        districts=sorted(reports, key=lambda report: report.district_code),
        seconds=round(monotonic() - began, 3),
        hosts=hosts,
        archive=state,
    )


def due_districts(home: Home) -> list[str]:
    """Codes of the districts that tonight must visit."""
    with Ledger(home.ledger) as ledger:
        found = read_districts(home).districts
        moment = now()
        return sorted(
            code
            for code, item in found.items()
            if is_due(item, moment.date(), ledger.last_healthy(code)) and is_open(item, moment)
        )


def _sweep_reports(home: Home) -> None:
    """Delete the parts of reports that killed crawl processes left (batch.py renames them when they are whole)."""
    for part in home.reports.glob(f"*/.*{UNFINISHED}"):
        part.unlink(missing_ok=True)


def split(districts: dict[str, District], size: int = BATCH_SIZE) -> list[list[str]]:
    """Codes in batches of about `size`; districts that share a host stay together."""
    groups: list[tuple[set[str], list[str]]] = []
    for code, district in sorted(districts.items()):
        hosts = set(district.site.hosts())
        codes = [code]
        apart = []
        for others, members in groups:
            if others & hosts:
                hosts, codes = hosts | others, members + codes
            else:
                apart.append((others, members))
        groups = [*apart, (hosts, codes)]
    batches: list[list[str]] = []
    for _, codes in groups:
        if batches and len(batches[-1]) + len(codes) <= size:
            batches[-1] += codes
        else:
            batches.append(list(codes))
    return batches


class _Run:
    """The processes of one run."""

    def __init__(
        self,
        home: Home,
        run_id: str,
        years: Sequence[int],
        on_event: OnEvent,
        seconds: float,
        *,
        keeps_hours: bool,
    ) -> None:
        self._home = home
        self._run_id = run_id
        self._years = years
        self._on_event = on_event
        self._keeps_hours = keeps_hours
        self._waiting = 0
        self._ends_at = monotonic() + seconds
        self._telling = threading.Lock()
        self._folder = home.reports / run_id
        self._processes: list[subprocess.Popen[bytes]] = []
        self._is_stopped = False

    def all(self, batches: list[list[str]]) -> list[BatchResult | None]:
        """Run all batches, PROCESSES at a time; whatever interrupts this ends them, too."""
        self._waiting = len(batches)
        with ThreadPoolExecutor(max_workers=PROCESSES) as pool:
            try:
                return list(pool.map(self.batch, range(len(batches)), batches))
            except BaseException:
                self._is_stopped = True
                for process in self._processes:
                    process.terminate()
                for process in self._processes:
                    _end(process)
                raise

    def batch(self, number: int, codes: list[str]) -> BatchResult | None:
        """Run one process to its end; its results, or None where it left none."""
        if self._is_stopped:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        out = self._folder / f"collect-{number}.json"
        out.unlink(missing_ok=True)
        seconds = self._share()
        with self._log(number).open("ab") as log:
            process = subprocess.Popen(
                self._command(codes, out, seconds),
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=REPO,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self._processes.append(process)
        killer = threading.Timer(seconds + GRACE_SECONDS, process.kill)
        killer.start()
        try:
            self._listen(process.stdout or ())
            process.wait()
        finally:
            killer.cancel()
            _end(process)
        return msgspec.json.decode(out.read_bytes(), type=BatchResult) if out.exists() else None

    def _share(self) -> float:
        """Seconds for the next batch: what is left, over the rounds to come, so that slow batches starve no others."""
        with self._telling:
            rounds = -(-self._waiting // PROCESSES)
            self._waiting -= 1
        return max(1.0, (self._ends_at - monotonic()) / rounds)

    def log_tail(self, number: int) -> str:
        """The last line that a process wrote to its log."""
        lines = self._log(number).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'no message'} ({self._log(number)})"

    def _log(self, number: int) -> Path:
        return self._folder / f"collect-{number}.log"

    def _command(self, codes: list[str], out: Path, seconds: float) -> list[str]:
        command = [sys.executable, "-m", "crawlers.batch", "--home", str(self._home.root), "--run", self._run_id]
        command += ["--out", str(out), "--seconds", str(seconds), "--district", *codes]
        command += ["--keep-hours"] if self._keeps_hours else []
        return command + (["--year", *map(str, self._years)] if self._years else [])

    def _listen(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            try:
                event = msgspec.json.decode(line, type=CrawlEvent)
            except msgspec.DecodeError:
                continue
            with self._telling:
                self._on_event(event)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Make sure the process is over: asked politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _invalid(files: DistrictFiles, unknown: list[str], *, is_all: bool) -> list[DistrictResult]:
    """Districts whose file cannot be used: those asked for by code, or, where all are asked for, every bad file."""
    problems = {code: [str(item) for item in files.problems if code in Path(item.file).name] for code in unknown}
    if is_all:
        for item in files.problems:
            problems.setdefault(Path(item.file).stem.split("_")[0], []).append(str(item))
    return [
        DistrictResult(
            district_code=code,
            status="failed",
            reason="config",
            detail="; ".join(found) or f"no district file has the code {code}",
        )
        for code, found in problems.items()
    ]


def _crashed(ledger: Ledger, run_id: str, codes: list[str], why: str) -> list[DistrictResult]:
    results = []
    for code in codes:
        ledger.settle(run_id, code, "interrupted")
        result = DistrictResult(district_code=code, status="failed", reason="crashed", detail=why)
        ledger.district_done(run_id, result)
        results.append(result)
    return results
