"""Ten thousand damaged files through the parse pool: no hang, no crash, no silent success.

    python -m benchmarks.robustness [--first 0] [--files 10000] [--workers 2] [--state FILE] [--write]
    python -m benchmarks.robustness --only NUMBER [--keep FILE]

A file with number n is always the same file with the same damage (benchmarks/damage.py); --first 10000 begins with
damage that the figures in the docs do not know. The tally is kept in --state after every hundred files and goes on from
there; it begins anew when the parser or the first number is another. What a result counts as:

- `same`: the amounts read are those of the undamaged file, each in its place.
- `told`: something says that they are not to be trusted: the status is not `parsed`, or there is an issue, a failed
  finding or a missing comparison that the undamaged file has not.
- `prints so`: the file itself prints what was read, in a row as wide as the rows were before (benchmarks/witness.py):
  a digit changed in plain text is no damage that can be seen. Rows that vanished from the file altogether, cells that
  changed places within their row, and one cell of a DOC or XLS (which have no checksums) count here.
- `silent`: none of these. The script exits with 1 if there is one, or a crash or a hang.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import psutil

from benchmarks.damage import damaged
from benchmarks.page import markdown, write_section
from benchmarks.witness import BINARY, WITNESSED, Row, copies, rows_of, times
from pipelines.extract.context import Context
from pipelines.extract.records import Cell
from pipelines.extract.version import parser_version
from pipelines.pool import Job, Limits, open_pool
from pipelines.reading import Judged, read_and_judge
from sample_portal.generate import Format, generate

FILES = Path(__file__).parents[1] / "tests" / "extract" / "readers" / "files"
GENERATED: tuple[Format, ...] = ("pdf", "html", "docx", "xlsx", "txt", "ofd")
STORED = ("xls", "doc", "rtf")
ACCOUNTS = 12
LIMITS = Limits(seconds=30, memory_mb=700)
EVERY = 100
OUTCOMES = ("same", "told: status", "told: issue", "told: finding", "prints so", "silent", "error", "crash", "hang")
FORMATS = (*GENERATED, *STORED)


class Seed(msgspec.Struct, frozen=True):
    """An undamaged file and what is read from it."""

    file_format: str
    data: bytes
    judged: Judged


class Tally(msgspec.Struct):
    """What became of `done` files from number `first` on."""

    parser: str
    first: int = 0
    done: int = 0
    counts: dict[str, dict[str, int]] = {}
    kinds: dict[str, dict[str, int]] = {}
    bad: list[tuple[int, str, str, str]] = []
    seconds: float = 0.0
    parent_mb: int = 0
    worker_mb: int = 0


@cache
def seed(file_format: str, number: int) -> Seed:
    """A generated disclosure, or the stored file of a format that nothing here can write."""
    if file_format in STORED:
        data = gzip.decompress((FILES / f"account.{file_format}.gz").read_bytes())
    else:
        made: Format = msgspec.convert(file_format, Format)
        data = generate(number, made, parts="tables" if number % 3 else "all").data
    return Seed(file_format, data, read_and_judge(data, Context(file=f"account.{file_format}")))


def damaged_file(number: int, accounts: int = ACCOUNTS) -> tuple[Seed, str, bytes]:
    """The seed, the name of the damage, and the damaged file of a number."""
    rng = random.Random(number)
    file_format, account = rng.choice(FORMATS), 1 + rng.randrange(accounts)
    chosen = seed(file_format, 1 if file_format in STORED else account)
    kind, data = damaged(chosen.data, chosen.file_format, rng)
    return chosen, kind, data


def outcome(undamaged: Seed, data: bytes, result: Judged) -> str:
    """What a result counts as; see the top of this file."""
    document, before = result.parsed.document, undamaged.judged
    if document.status in {"timeout", "error"}:
        reason = document.status_reason or ""
        return "hang" if document.status == "timeout" else "crash" if reason.startswith(("crash", "oom")) else "error"
    if _slots(result.parsed.cells) == _slots(before.parsed.cells):
        return "same"
    if document.status != "parsed":
        return "told: status"
    if Counter(issue.code for issue in result.parsed.issues) - Counter(issue.code for issue in before.parsed.issues):
        return "told: issue"
    if _doubts(result) - _doubts(before):
        return "told: finding"
    return "prints so" if _prints_so(undamaged, data, result) else "silent"


def _slots(cells: list[Cell]) -> Counter[tuple[object, ...]]:
    return Counter((*_place(cell), cell.amount_yuan) for cell in cells)


def _place(cell: Cell) -> tuple[object, ...]:
    return (cell.table_id, cell.entity, cell.side, cell.line_code, cell.line_label, cell.measure, cell.phase)


def _doubts(judged: Judged) -> Counter[tuple[str, str]]:
    verdicts = ((each.rule, each.verdict) for each in judged.findings)
    return Counter(each for each in verdicts if each[1] in {"fail", "insufficient_data", "error"})


def _prints_so(undamaged: Seed, data: bytes, result: Judged) -> bool:
    """Whether every amount read otherwise stands so in the file, and every one that is not read is not there."""
    file_format = undamaged.file_format
    if file_format not in WITNESSED:
        return False
    was, now = rows_of(undamaged.data, file_format), rows_of(data, file_format)
    if was != now and Counter(map(_unordered, was)) == Counter(map(_unordered, now)):
        return True
    widths = Counter(map(len, was))
    before, after = undamaged.judged.parsed.cells, result.parsed.cells
    new, lost = _beyond(after, before), _beyond(before, after)
    if file_format in BINARY and len(lost) <= 1 and len(new) <= 1:
        return True
    if file_format in BINARY and sorted(cell.printed for cell in new) == sorted(cell.printed for cell in lost):
        return _renamed(undamaged.data, data, new, lost) or all(
            copies(data, file_format, cell, widths) < copies(undamaged.data, file_format, cell, widths) for cell in lost
        )
    if file_format in BINARY and len(before) != len(after):
        return False

    def gained(cell: Cell) -> int:
        return copies(data, file_format, cell, widths) - copies(undamaged.data, file_format, cell, widths)

    moved = _printed(new) & _printed(lost) if was != now else set()
    return all(gained(cell) > 0 or _printed([cell]) <= moved for cell in new) and all(
        gained(cell) < 0 or _printed([cell]) <= moved for cell in lost
    )


def _renamed(was: bytes, now: bytes, new: list[Cell], lost: list[Cell]) -> bool:
    """Whether one name, which an XLS keeps once for all its rows, has become another in the file.

    Its amounts are not looked for, which may be stored in forms that the witness does not know.
    """
    gone, come = ({cell.line_label_printed or "" for cell in cells} for cells in (lost, new))
    if len(gone) != 1 or len(come) != 1:
        return False
    return times(now, *gone) < times(was, *gone) and times(was, *come) < times(now, *come)


def _unordered(row: Row) -> tuple[str, ...]:
    return tuple(sorted(row))


def _printed(cells: list[Cell]) -> set[tuple[str | None, str | None, str]]:
    """What stands in the rows: amounts whose headings changed places still stand in theirs."""
    return {(cell.line_code, cell.line_label, cell.printed) for cell in cells}


def _beyond(cells: list[Cell], others: list[Cell]) -> list[Cell]:
    """The printed amounts that are not among the others; the words that tell the phase may be lost."""
    known = {(*_place(cell)[:-1], cell.amount_yuan) for cell in others}
    return [cell for cell in cells if cell.printed and (*_place(cell)[:-1], cell.amount_yuan) not in known]


def run(tally: Tally, files: int, workers: int, accounts: int = ACCOUNTS) -> Iterator[Tally]:
    """Read damaged files of so many accounts until it is `files` of them; the tally after each."""
    with tempfile.TemporaryDirectory() as folder, open_pool("process", workers=workers, limits=LIMITS) as pool:
        waiting: list[tuple[Seed, str, bytes]] = []

        def jobs() -> Iterator[Job]:
            for number in range(tally.first + tally.done, tally.first + files):
                made = damaged_file(number, accounts)
                path = Path(folder) / str(number)
                path.write_bytes(made[2])
                waiting.append(made)
                yield Job(key=str(path), path=str(path), context=Context(file=f"account.{made[0].file_format}"))

        for key, result in pool.run(jobs()):
            undamaged, kind, data = waiting.pop(0)
            Path(key).unlink()
            _count(tally, undamaged.file_format, kind, outcome(undamaged, data, result))
            yield tally


def _count(tally: Tally, file_format: str, kind: str, found: str) -> None:
    for table, row in ((tally.counts, file_format), (tally.kinds, kind)):
        counts = table.setdefault(row, {})
        counts[found] = counts.get(found, 0) + 1
    if found in {"silent", "error", "crash", "hang"}:
        tally.bad.append((tally.first + tally.done, file_format, kind, found))
    tally.done += 1


def _measure(tally: Tally) -> None:
    """The largest memory seen of this process and of a worker."""
    process = psutil.Process()
    tally.parent_mb = max(tally.parent_mb, process.memory_info().rss >> 20)
    for child in process.children():
        try:
            tally.worker_mb = max(tally.worker_mb, child.memory_info().rss >> 20)
        except psutil.NoSuchProcess:
            continue


def report(tally: Tally) -> str:
    """The tables, as Markdown."""
    parts = [
        f"## Damaged files\n\n`python -m benchmarks.robustness`, {tally.done} files from number {tally.first} on:\n\n"
    ]
    for title, table in (("format", tally.counts), ("damage", tally.kinds)):
        rows = [[name, *(counts.get(each, 0) for each in OUTCOMES)] for name, counts in sorted(table.items())]
        total = ["all", *(sum(counts.get(each, 0) for counts in table.values()) for each in OUTCOMES)]
        parts.append(markdown([title, *OUTCOMES], [*rows, total]) + "\n")
    parts.append(
        f"{tally.done / max(tally.seconds, 1e-9):.1f} files a second; largest resident memory: parent "
        f"{tally.parent_mb} MB, worker {tally.worker_mb} MB.\n"
    )
    return "".join(parts)


def _loaded(path: Path, first: int) -> Tally:
    if path.exists():
        tally = msgspec.json.decode(path.read_bytes(), type=Tally)
        if (tally.parser, tally.first) == (parser_version(), first):
            return tally
    return Tally(parser_version(), first, counts={}, kinds={}, bad=[])


def main(arguments: list[str]) -> int:
    """Print (and with --write put into docs/benchmarks.md) what became of the files; 1 if any was silent or worse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--first", type=int, default=0, help="the number of the first file")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--state", type=Path, default=Path(tempfile.gettempdir()) / "juesuan-robustness.json")
    parser.add_argument("--only", type=int, help="make one file, read it here, say what it counts as")
    parser.add_argument("--keep", type=Path, help="with --only: write the damaged file here")
    parser.add_argument("--write", action="store_true", help="rewrite the section of docs/benchmarks.md")
    options = parser.parse_args(arguments)
    if options.only is not None:
        return _one(options.only, options.keep)
    tally = _loaded(options.state, options.first)
    before, began = tally.seconds, time.monotonic()
    for _ in run(tally, options.files, options.workers):
        if tally.done % EVERY == 0 or tally.done == options.files:
            tally.seconds = before + time.monotonic() - began
            _measure(tally)
            options.state.write_bytes(msgspec.json.encode(tally))
            sys.stderr.write(f"\r{tally.done} of {options.files}, {len(tally.bad)} bad")
    text = report(tally)
    print(text)
    for number, file_format, kind, found in tally.bad:
        print(f"  {number}: {file_format}, {kind}: {found}")
    if options.write:
        write_section("robustness", text)
    return 1 if any(found != "error" for *_, found in tally.bad) else 0


def _one(number: int, keep: Path | None) -> int:
    undamaged, kind, data = damaged_file(number)
    if keep:
        keep.write_bytes(data)
    result = read_and_judge(data, Context(file=f"account.{undamaged.file_format}"))
    print(undamaged.file_format, kind, outcome(undamaged, data, result), result.parsed.document.status_reason or "")
    before, after = _slots(undamaged.judged.parsed.cells), _slots(result.parsed.cells)
    for sign, cells in (("-", before - after), ("+", after - before)):
        for cell in cells:
            print(sign, *cell)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
