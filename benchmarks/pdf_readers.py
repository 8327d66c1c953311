"""How fast PDFs are read: bytes to `Content` here, against pdfplumber's bare `extract_tables`, in one run.

    python benchmarks/pdf_readers.py [FILE_OR_FOLDER ...] [--rounds N]

Both readers take the same file in turn, so that the load of the machine falls on both; the ratio of each round is
paired, and medians are printed. Without arguments the files in ../shared/samples are read.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from pipelines.extract.readers.pdf import read_pdf

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"


def read_bare(data: bytes) -> int:
    """Tables of every page by pdfplumber's defaults; returns the number of pages."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()
        return len(document.pages)


def read_ours(data: bytes) -> int:
    """The project's reader; returns the number of pages."""
    return len(read_pdf(data).pages)


def cpu_seconds(reader: Callable[[bytes], int], data: bytes) -> tuple[float, int]:
    """CPU seconds of one call, and the pages it read; neither reader sweeps up the other's garbage."""
    gc.collect()
    start = time.process_time()
    pages = reader(data)
    return time.process_time() - start, pages


def measure(path: Path, rounds: int) -> tuple[float, float, float, int]:
    """Median seconds of both readers, median paired ratio, pages."""
    data = path.read_bytes()
    ours, bare, ratios = [], [], []
    pages = read_ours(data)
    for _ in range(rounds):
        before, _ = cpu_seconds(read_ours, data)
        slow, _ = cpu_seconds(read_bare, data)
        after, _ = cpu_seconds(read_ours, data)
        fast = (before + after) / 2
        ours.append(fast)
        bare.append(slow)
        ratios.append(slow / fast)
    return statistics.median(ours), statistics.median(bare), statistics.median(ratios), pages


def main() -> None:
    """Print a line per file and the medians over all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = [file for path in options.paths for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    results = []
    print(f"{'file':44} {'pages':>5} {'ours p/s':>9} {'bare p/s':>9} {'ratio':>6}")
    for file in files:
        fast, slow, ratio, pages = measure(file, options.rounds)
        results.append((ratio, pages, fast, slow))
        print(f"{file.name[:44]:44} {pages:5} {pages / fast:9.0f} {pages / slow:9.1f} {ratio:6.1f}")
    count, fast, slow = (sum(result[column] for result in results) for column in (1, 2, 3))
    print(f"{'all':44} {count:5.0f} {count / fast:9.0f} {count / slow:9.1f} {slow / fast:6.1f}")
    print(f"median ratio {statistics.median(result[0] for result in results):.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (both readers)")


if __name__ == "__main__":
    main()
