"""Load, model, test and publish synthetic documents: seconds, processor seconds and peak memory of each step.

    python -m benchmarks.warehouse [--documents 500 5000] [--cache DIR] [--write]

The records are made before any clock starts (benchmarks/synthetic_records.py). Each size has a first night and a night
on which twenty documents changed; its marts are compared, table by table and regardless of order, with those of a new
home that loads the same records for the first time. Every night runs in a process of its own, so that its memory is
its own. `--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import duckdb
import msgspec

from benchmarks.page import markdown, write_section
from benchmarks.synthetic_records import PARSER, Crawl, store
from warehouse.home import Home
from warehouse.load import build
from warehouse.publish import RELEASE_FILE, publish
from warehouse.transform import dbt_project, transform

CHANGED = 20
COLUMNS = ("documents", "night", "load", "dbt and build tests", "publish", "all", "processor", "peak memory")
Checksums = dict[str, tuple[object, ...]]


class Step(msgspec.Struct, frozen=True):
    """What one step took."""

    wall: float
    processor: float


class NightTaken(msgspec.Struct, frozen=True, kw_only=True):
    """One night: its steps, the peak of resident memory, the release and what is in it."""

    steps: dict[str, Step]
    peak_megabytes: float
    release: Path
    checksums: Checksums

    @property
    def facts(self) -> int:
        """Rows of the fact tables."""
        return sum(int(str(sums[0])) for name, sums in self.checksums.items() if name.startswith("main.fct_"))

    @property
    def megabytes(self) -> float:
        """Size of the release file."""
        return (self.release / RELEASE_FILE).stat().st_size / 2**20

    def row(self, documents: int, label: str) -> list[str]:
        """A line of the table."""
        wall = [step.wall for step in self.steps.values()]
        processor = sum(step.processor for step in self.steps.values())
        cells = [f"{seconds:.1f} s" for seconds in (*wall, sum(wall), processor)]
        return [f"{documents:,}", label, *cells, f"{self.peak_megabytes:,.0f} MB"]


@contextmanager
def timed(label: str, steps: dict[str, Step]) -> Iterator[None]:
    """Note what a step takes."""
    wall, processor = time.monotonic(), time.process_time()
    yield
    steps[label] = Step(time.monotonic() - wall, time.process_time() - processor)


def night(home: Home, crawl: Crawl) -> NightTaken:
    """Load, model and test, publish. Reading the dbt project is part of the second step."""
    steps: dict[str, Step] = {}
    with timed("load", steps):
        built = build(home, PARSER, crawl)
    with timed("models", steps):
        dbt_project()
        transform(built.path)
    with timed("publish", steps):
        release = publish(home, built.path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return NightTaken(steps=steps, peak_megabytes=peak, release=release, checksums=checksums(release))


def checksums(release: Path) -> Checksums:
    """Rows and a sum over the hashes of the rows of every published table."""
    with duckdb.connect(str(release / RELEASE_FILE), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        return {
            f"{schema}.{name}": connection.execute(
                f'SELECT count(*), sum(hash(t)::HUGEINT) FROM {schema}."{name}" AS t'
            ).fetchall()[0]
            for schema, name in tables
        }


def alone(home: Home, crawl: Crawl) -> NightTaken:
    """The night in a process of its own."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(night, home, crawl).result()


def measure(documents: int, cache: Path, folder: Path) -> tuple[list[list[str]], str]:
    """The lines of one size, and a sentence about its release and its marts."""
    home, crawl = Home(folder / "home"), Crawl(documents)
    store(cache, home, range(documents))
    first = alone(home, crawl)
    changed = range(0, documents, max(documents // CHANGED, 1))[:CHANGED]
    for number in changed:
        crawl.add(number, edition=1)
    store(cache, home, changed, edition=1)
    second = alone(home, crawl)
    fresh = Home(folder / "fresh")
    store(cache, fresh, range(documents))
    store(cache, fresh, changed, edition=1)
    rebuilt = alone(fresh, crawl)
    different = [name for name in first.checksums if second.checksums[name] != rebuilt.checksums[name]]
    rows = [
        first.row(documents, "first"),
        second.row(documents, f"{CHANGED} documents changed"),
        rebuilt.row(documents, "the same in a new home"),
    ]
    cells = int(str(second.checksums["evidence.cell"][0]))
    same = f"differ in {', '.join(different)}" if different else "are the same"
    return rows, (
        f"{documents:,} documents: {second.facts:,} fact rows, {cells:,} cells, release {second.megabytes:,.0f} MB; "
        f"the marts of the changed night and of the new home {same}."
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure every size, print the table; exit code 1 where marts differ."""
    parser = argparse.ArgumentParser(prog="benchmarks.warehouse", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "juesuan-records")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args(arguments)
    rows: list[list[str]] = []
    notes: list[str] = []
    for documents in options.documents:
        with tempfile.TemporaryDirectory(prefix="juesuan-benchmark-") as folder:
            lines, note = measure(documents, options.cache, Path(folder))
        rows += lines
        notes.append(note)
        print(*(" | ".join(line) for line in lines), note, sep="\n", flush=True)
    cores = len(os.sched_getaffinity(0))
    head = (
        f"## Warehouse\n\n`python -m benchmarks.warehouse` on {cores} cores and a load of {os.getloadavg()[0]:.1f}:\n\n"
    )
    text = head + markdown(COLUMNS, rows) + "\n" + "\n".join(f"- {note}" for note in notes)
    if options.write:
        write_section("warehouse", text)
    return 1 if any("differ in" in note for note in notes) else 0


if __name__ == "__main__":
    sys.exit(main())
