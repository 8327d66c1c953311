"""The nightly job at size: seconds by step, an unchanged second night, and the peak memory of any process.

    python -m benchmarks.nightly --documents 1000

The files are made before the clock starts and kept under `--cache` for the next time. The portal runs in a thread of
the process that runs the job, so its share of time and memory is counted too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import psutil

from benchmarks.sampling import sampled
from juesuan.console import out, table
from juesuan.summary import night_view
from sample_portal.demo import play, prepare
from sample_portal.portal.cache import Cache
from sample_portal.scenario import Expected, Night, make_scenario
from warehouse.home import Home

SAMPLE_SECONDS = 0.2
MEGABYTE = 1024**2
KINDS = {"crawlers.batch": "crawl", "/dbt ": "dbt", "pool_worker": "parse worker", "benchmarks": "job and portal"}
"""Part of a command line -> what to call the process."""


class Memory:
    """The largest resident size of each kind of process below this one, this one included."""

    def __init__(self) -> None:
        self.peaks: dict[str, int] = {}

    def look(self, processes: Sequence[psutil.Process]) -> None:
        """Take what they say now."""
        for process in processes:
            try:
                name = _kind(process.cmdline())
                self.peaks[name] = max(self.peaks.get(name, 0), process.memory_info().rss)
            except psutil.Error:
                continue


def _kind(command: list[str]) -> str:
    text = " ".join(command)
    return next((name for part, name in KINDS.items() if part in text), Path(command[0]).name if command else "?")


def main() -> int:
    """Run the benchmark; exit 1 when a night differs from its script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "juesuan-portal")
    parser.add_argument("--home", type=Path, help="where to keep the data; a temporary folder without")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home((options.home or Path(folder) / "home").resolve())
        return _run(home, options.documents, options.cache)


def _run(home: Home, documents: int, made_files: Path) -> int:
    prepare(home)
    first = make_scenario(documents).first
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker:
        made, seconds = maker.submit(_make, documents, made_files).result()
    out().print(
        f"{documents} documents on {os.cpu_count()} processors; {made / MEGABYTE:.0f} MB made in {seconds:.0f} s"
    )
    memory, differing = Memory(), 0
    with sampled(memory.look, seconds=SAMPLE_SECONDS):
        for night in play(home, nights=(first, _unchanged(first)), cache=Cache(made_files)):
            out().print(f"\nnight {night.number}: {night.requests} requests to the portal")
            out().print(night_view(night.outcome.report))
            for difference in night.differences:
                out().print(f"DIFFERS: {difference}", markup=False)
            differing += len(night.differences)
    rows = sorted((name, round(peak / MEGABYTE)) for name, peak in memory.peaks.items())
    out().print(table("peak memory of any process", ("process", "MB"), rows))
    return int(differing > 0)


def _make(documents: int, folder: Path) -> tuple[int, float]:
    """Make every file before it is asked for, in a process whose memory does not count; returns bytes and seconds."""
    started, size, cache = time.monotonic(), 0, Cache(folder)
    for site in make_scenario(documents).first.sites:
        for resource in site.resources().values():
            if resource.identity is not None:
                size += len(cache.get(resource.identity, resource.make))
    return size, time.monotonic() - started


def _unchanged(night: Night) -> Night:
    expected = {code: Expected(unchanged=each.new) for code, each in night.expected.items()}
    return msgspec.structs.replace(night, expected=expected)


if __name__ == "__main__":
    sys.exit(main())
