"""How exactly tables are read from PDFs in layouts drawn by chance: amounts right in value, code and measure.

    python -m benchmarks.exactness [FIRST LAST] [--wide] [--habits] [--worst N] [--show NUMBER]

Every number of the range gives an account, a layout (sample_portal/layouts) and a PDF, which is read and compared
with its truth. An amount is right when the cell with its table, side, entity, code (or name where there is no code),
measure and phase has exactly its value. What is read but not true is wrong; wrong without any issue (warning or
worse) on its table or page is counted apart: that number must be zero. `--wide` takes the wider tables (T10-T15, the
ministry's form, tables that are none of T01-T15), `--habits` the same documents with further habits of the field's
tools (sample_portal/layouts/habits.py). `--show` writes one document to layout.pdf and lists its differences.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Cell, Issue, Parsed
from sample_portal.layouts.laid_out import LaidOut, lay_out
from sample_portal.layouts.parameters import draw_parameters
from sample_portal.sheet import fold_label

Key = tuple[Any, ...]
DOUBTS = {"fatal", "error", "warning"}
_HEADING = (
    f"{'layout':12} {'documents':>9} {'pages':>6} {'amounts':>8} {'right':>9} {'in place':>9} {'wrong':>6}"
    f" {'wrong, no issue':>15} {'lost, no issue':>14} {'s/document':>10}"
)
BORDER = 3.0
"""Points by which a read box may differ from the drawn one."""


class Score(msgspec.Struct, kw_only=True):
    """Amounts of documents: how many there are, were read right, wrong, not at all, and with a true place."""

    documents: int = 0
    pages: int = 0
    amounts: int = 0
    right: int = 0
    placed: int = 0
    wrong: int = 0
    silent_wrong: int = 0
    silent_lost: int = 0
    seconds: float = 0.0
    examples: list[str] = []

    def add(self, other: Score) -> None:
        """Add another score to this one."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def share(self) -> float:
        """Of the amounts, in percent."""
        return 100 * self.right / self.amounts if self.amounts else 100.0


def key_of(cell: Cell) -> Key:
    """What an amount is about."""
    return (
        cell.table_id,
        fold_label(cell.entity or ""),
        cell.side,
        cell.line_code or fold_label(cell.line_label or ""),
        fold_label(cell.parent_label or ""),
        fold_label(cell.measure or "?"),
        cell.phase,
    )


def score(made: LaidOut) -> Score:
    """Read one document and compare its amounts with the truth."""
    begun = time.process_time()
    parsed = parse(made.data, Context(file=made.name))
    result = Score(documents=1, pages=made.pages, seconds=time.process_time() - begun)
    true = [cell for cell in made.truth.cells if cell.amount_yuan is not None]
    read = [cell for cell in parsed.cells if cell.amount_yuan is not None and cell.measure is not None]
    wanted = Counter((key_of(cell), cell.amount_yuan) for cell in true)
    found = Counter((key_of(cell), cell.amount_yuan) for cell in read)
    doubted = _doubted(parsed)
    result.amounts = len(true)
    result.right = (wanted & found).total()
    result.placed = result.right - _misplaced(true, read)
    spare = wanted.copy()
    for cell in read:
        name = (key_of(cell), cell.amount_yuan)
        if spare[name] > 0:
            spare[name] -= 1
            continue
        result.wrong += 1
        is_silent = (cell.table_seq, 0) not in doubted and (0, cell.page) not in doubted
        result.silent_wrong += is_silent
        result.examples.append(f"{'SILENT ' if is_silent else ''}wrong p{cell.page} {_text(cell)}")
    silent_tables = _silently_lost(parsed, doubted)
    for (key, amount), count in (wanted - found).items():
        is_silent = key[0] in silent_tables
        result.silent_lost += count * is_silent
        result.examples.append(f"{'SILENT ' if is_silent else ''}lost {'/'.join(str(k) for k in key if k)} {amount}")
    return result


def _text(cell: Cell) -> str:
    return f"{'/'.join(str(part) for part in key_of(cell) if part)} {cell.printed} {cell.amount_yuan}"


def _doubted(parsed: Parsed) -> set[tuple[int, int]]:
    """The tables (seq, 0) and whole pages (0, page) on which an issue says that something is doubtful."""
    places: set[tuple[int, int]] = set()
    for issue in parsed.issues:
        if issue.severity in DOUBTS:
            places |= _places(issue)
    return places


def _places(issue: Issue) -> set[tuple[int, int]]:
    where = issue.where
    if where.table_seq:
        return {(where.table_seq, 0)}
    return {(0, where.page)} if where.page else set()


def _silently_lost(parsed: Parsed, doubted: set[tuple[int, int]]) -> set[str]:
    """The table ids none of whose tables or pages has an issue, and all that were not found in a document without."""
    if any(not seq for seq, _ in doubted):
        return set()
    known = {table.table_id for table in parsed.tables if table.table_id}
    doubtful = {table.table_id for table in parsed.tables if (table.table_seq, 0) in doubted}
    ids = {f"T{number:02d}" for number in range(1, 16)}
    return {i for i in ids if i not in doubtful and (i in known or None not in doubtful)}


def _misplaced(true: list[Cell], read: list[Cell]) -> int:
    """How many right amounts stand elsewhere than where they were drawn."""
    places: dict[Any, list[Cell]] = {}
    for cell in true:
        places.setdefault((key_of(cell), cell.amount_yuan), []).append(cell)
    misplaced = 0
    for cell in read:
        twins = places.get((key_of(cell), cell.amount_yuan), [])
        if twins and not any(_is_there(cell, twin) for twin in twins):
            misplaced += 1
    return misplaced


def _is_there(cell: Cell, drawn: Cell) -> bool:
    if cell.page != drawn.page or cell.bbox is None or drawn.bbox is None:
        return False
    middle = (cell.bbox[1] + cell.bbox[3]) / 2, (cell.bbox[0] + cell.bbox[2]) / 2
    return (
        drawn.bbox[1] - BORDER <= middle[0] <= drawn.bbox[3] + BORDER
        and drawn.bbox[0] - BORDER <= middle[1] <= drawn.bbox[2] + BORDER
    )


def report(scores: dict[int, tuple[LaidOut, Score]], worst: int) -> list[str]:
    """The table by layout class, and the worst documents with what departs from the plain printing."""
    classes: dict[str, Score] = {}
    for made, result in scores.values():
        classes.setdefault(made.parameters.layout_class, Score()).add(result)
    lines = [_HEADING]
    for name, total in sorted(classes.items()):
        in_place = 100 * total.placed / total.amounts if total.amounts else 100.0
        lines.append(
            f"{name:12} {total.documents:9} {total.pages:6} {total.amounts:8} {total.share:8.3f}% {in_place:8.3f}%"
            f" {total.wrong:6} {total.silent_wrong:15} {total.silent_lost:14} {total.seconds / total.documents:10.2f}"
        )
    order = sorted(scores.items(), key=lambda item: (-item[1][1].silent_wrong, item[1][1].share))
    for number, (made, result) in order[:worst]:
        if result.right < result.amounts or result.wrong:
            lines.append(
                f"{number}: {made.parameters.layout_class} {result.share:.2f}% of {result.amounts},"
                f" wrong {result.wrong}, silent {result.silent_wrong}, silently lost {result.silent_lost}:"
                f" {made.parameters.shown()}"
            )
            lines += [f"    {example}" for example in result.examples[:3]]
    return lines


def main() -> None:
    """Print the report of a range of numbers, or one document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("numbers", nargs="*", type=int, default=[0, 100])
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--show", type=int)
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--habits", action="store_true")
    options = parser.parse_args()
    if options.show is not None:
        drawn = draw_parameters(options.show, is_wide=options.wide, has_habits=options.habits)
        made = lay_out(options.show, drawn)
        Path("layout.pdf").write_bytes(made.data)
        result = score(made)
        print(made.parameters.shown(), *sorted(result.examples), sep="\n")
        return
    first, last = options.numbers
    looks = (draw_parameters(number, is_wide=options.wide, has_habits=options.habits) for number in range(first, last))
    scores = {one.number: (made := lay_out(one.number, one), score(made)) for one in looks}
    print("\n".join(report(scores, options.worst)))


if __name__ == "__main__":
    main()
