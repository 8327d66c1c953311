"""How fast PDFs become records, against pdfplumber's bare `extract_tables` on the same files in the same run.

    python -m benchmarks.pdf_readers [FILE_OR_FOLDER ...] [--rounds N] [--write]

Measured is `dispatch.parse`: bytes to records with claims and boxes; reading alone and judging are printed beside it.
In each round both take the same file in turn, so that the load of the machine falls on both; the ratio of each round
is paired, and medians are printed. Then: time per page of one file of 500 pages, CPU of two processes against one, and
the peak memory of a process. Without arguments the files in ../shared/samples are read, or else generated ones.
`--write` puts the tables into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pdfplumber
import pypdfium2

from benchmarks.page import markdown, write_section
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.readers.pdf import read_pdf
from pipelines.rules import judge
from sample_portal.generate import generate

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
MANY_PAGES = 500
Documents = dict[str, bytes]


@dataclass(slots=True)
class Timing:
    """Medians over the rounds on one file, in CPU seconds; `ratio` is the median of pairs."""

    pages: int
    parse: float
    read: float
    judge: float
    bare: float
    ratio: float

    def row(self, name: str) -> list[str]:
        """The line of a table: pages per CPU second of each, and the ratio."""
        speeds = (f"{self.pages / seconds:.0f}" for seconds in (self.parse, self.read, self.judge))
        return [name, str(self.pages), *speeds, f"{self.pages / self.bare:.1f}", f"{self.ratio:.1f}"]


def documents(paths: list[Path]) -> Documents:
    """The named files, or those of the named folders; without any the samples, or generated documents."""
    if not paths and not SAMPLES.is_dir():
        files = [generate(number, "pdf") for number in range(1, 7)]
        return {file.name: file.data for file in files}
    found = [file for path in paths or [SAMPLES] for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    return {file.name: file.read_bytes() for file in found}


def read_bare(data: bytes) -> None:
    """Tables of every page by pdfplumber's defaults."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def cpu_seconds(action: Callable[[], object]) -> float:
    """CPU seconds of one call; nobody sweeps up another's garbage."""
    gc.collect()
    start = time.process_time()
    action()
    return time.process_time() - start


def measure(name: str, data: bytes, rounds: int) -> Timing:
    """All readers on one file, in turn."""
    context = Context(file=name)
    parsed = parse(data, context)
    times: list[tuple[float, float, float, float, float]] = []
    for _ in range(rounds):
        before = cpu_seconds(lambda: parse(data, context))
        read = cpu_seconds(lambda: read_pdf(data))
        bare = cpu_seconds(lambda: read_bare(data))
        after = cpu_seconds(lambda: parse(data, context))
        ours = (before + after) / 2
        times.append((ours, read, cpu_seconds(lambda: judge(parsed)), bare, bare / ours))
    return Timing(parsed.document.pages, *(statistics.median(column) for column in zip(*times, strict=True)))


def repeated(data: list[bytes], least_pages: int) -> list[tuple[int, bytes]]:
    """(pages, file) of all documents in one file, once, twice, … until it has `least_pages`."""
    files: list[tuple[int, bytes]] = []
    target = pypdfium2.PdfDocument.new()
    while not files or files[-1][0] < least_pages:
        for one in data:
            source = pypdfium2.PdfDocument(one)
            target.import_pages(source)
            source.close()
        buffer = io.BytesIO()
        target.save(buffer)
        files.append((len(target), buffer.getvalue()))
    target.close()
    return files


def child_seconds(data: list[bytes]) -> float:
    """CPU seconds of parsing files in this process, start-up excluded."""
    parse(data[0], Context(file="first.pdf"))
    return cpu_seconds(lambda: [parse(one, Context(file="file.pdf")) for one in data])


def child_memory(data: bytes) -> float:
    """Peak memory in MB of this process after one file, all its imports included."""
    parse(data, Context(file="file.pdf"))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def scaling(data: list[bytes], rounds: int) -> list[tuple[str, str]]:
    """What grows with pages and processes: (what, figure) each."""
    files = repeated(data, MANY_PAGES)
    rows: list[tuple[str, str]] = []
    for pages, file in files:
        action = partial(parse, file, Context(file="long.pdf"))
        spent = statistics.median(cpu_seconds(action) for _ in range(rounds))
        rows.append((f"one file of {pages} pages, CPU per page", f"{1000 * spent / pages:.2f} ms"))
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pages, longest = files[-1]
        peak = pool.submit(child_memory, longest).result()
        rows.append((f"peak memory of a process, {pages} pages", f"{peak:.0f} MB"))
    return [*rows, ("CPU of two processes / of one, same files", f"{_two_processes(data, rounds):.2f}")]


def _two_processes(data: list[bytes], rounds: int) -> float:
    """Median ratio of the CPU seconds of two processes side by side to those of one that does the work of both."""
    ratios = []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for _ in range(rounds):
            alone = pool.submit(child_seconds, data + data).result()
            beside = sum(pool.map(child_seconds, (data, data)))
            ratios.append(beside / alone)
    return statistics.median(ratios)


def main() -> None:
    """Print a line per file, the sums over all, and what grows with pages and processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = documents(options.paths)
    timings = {name: measure(name, data, options.rounds) for name, data in files.items()}
    ours, read, judged, bare = (
        sum(getattr(timing, side) for timing in timings.values()) for side in ("parse", "read", "judge", "bare")
    )
    every = Timing(sum(timing.pages for timing in timings.values()), ours, read, judged, bare, bare / ours)
    columns = ["file", "pages", "records p/s", "reading p/s", "judging p/s", "pdfplumber p/s", "records / pdfplumber"]
    rows = [timing.row(name) for name, timing in timings.items()]
    median = statistics.median(timing.ratio for timing in timings.values())
    text = (
        "## From PDF to records\n\n"
        "Pages per CPU second, start-up excluded; the last column is the median of paired rounds "
        f"({options.rounds} rounds, median over the files {median:.1f}).\n\n"
        + markdown(columns, [*rows, every.row("all")])
        + "\n"
        + markdown(["", "figure"], scaling(list(files.values()), options.rounds))
    )
    print(text)
    if options.write:
        write_section("pdf_readers", text)


if __name__ == "__main__":
    main()
