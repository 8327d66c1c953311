"""Counts that tables print: 公务用车保有量（辆）, 国内公务接待批次（个） … among the rows of T09 and T15.

A cell is an amount of money; a count is a claim with a quantity, wherever it is printed. The row is its sentence. A
label that is not known, a column whose heading does not say which budget or year it is of, and a count that is no
whole number give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.extract.content import Grid, GridCell, Page
from pipelines.extract.folding import fold
from pipelines.extract.narrative.counts import named_quantity
from pipelines.extract.narrative.drafts import Draft, Topic
from pipelines.extract.narrative.furniture import MARKER
from pipelines.extract.narrative.lexer import YEAR
from pipelines.extract.narrative.lexicon import Counted, any_of, counted_phrases, lexicon
from pipelines.extract.records import Claim, Phase, Span, Table

_TABLES = frozenset({"T09", "T15"})
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}")
_AMONG = re.compile(r"^其中[:,]?")
_LINE_NUMBERS = re.compile("行次|栏次|序号")


@cache
def _label() -> re.Pattern[str]:
    """A counted thing with the unit behind it, in brackets or behind a colon."""
    units = any_of(sorted(lexicon().count_units))
    return re.compile(rf"(?P<name>[^:]+?)数?量?(?:\((?:单位:)?(?P<unit>{units})\)|[:,](?P<other>{units}))")


@cache
def _headings() -> dict[str, Phase]:
    return {phrase: phase for phase, phrases in lexicon().phases.items() for phrase in phrases} | {"统计数": "final"}


def tallies(pages: Sequence[Page], tables: Sequence[Table], fiscal_year: int | None, sha256: str) -> Iterator[Claim]:
    """The counts in the discloser's own T09 and T15, in reading order; tables by unit (按单位) count for others.

    Args:
        pages: the document's pages.
        tables: the tables that were found on them.
        fiscal_year: the year of the counts.
        sha256: the content hash that every record carries.
    """
    own = {page for table in tables if table.table_id in _TABLES and table.row_kind != "unit" for page in table.pages}
    foreign = {page for table in tables if table.row_kind == "unit" for page in table.pages}
    headings: dict[int, dict[int, Phase | None]] = {}
    for page in pages:
        for grid in page.blocks if page.number in own - foreign else ():
            if isinstance(grid, Grid) and grid.n_cols > 1:
                yield from _counts_of(page, grid, headings, fiscal_year, sha256)


def _counts_of(
    page: Page, grid: Grid, headings: dict[int, dict[int, Phase | None]], fiscal_year: int | None, sha256: str
) -> Iterator[Claim]:
    lines = page.text[grid.start : grid.end].split("\n")
    if len(lines) != grid.n_rows:
        return
    rows: list[list[GridCell]] = [[] for _ in lines]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    phases = _phases(rows, fiscal_year)
    if phases:
        headings[grid.n_cols] = phases
    start = grid.start
    for line, row in zip(lines, rows, strict=True):
        span = Span(page=page.number, char_start=start, char_end=start + len(line))
        for draft in _row(row, headings.get(grid.n_cols, {}), fiscal_year):
            yield draft.claim(sha256, [span], line)
        start += len(line) + 1


def _phases(rows: list[list[GridCell]], fiscal_year: int | None) -> dict[int, Phase | None]:
    """What the heading says of each column: the phase of its counts, None where it is no column of counts."""
    found: dict[int, Phase | None] = {}
    for row in rows:
        if any(_thing(cell.text) for cell in row):
            break
        for cell in row:
            phase = _phase(_compact(cell.text), fiscal_year)
            if phase is not None or _LINE_NUMBERS.search(cell.text):
                found.update(dict.fromkeys(range(cell.col, cell.col + cell.col_span), phase))
    return found


def _phase(heading: str, fiscal_year: int | None) -> Phase | None:
    years = {int(year) for year in YEAR.findall(heading)}
    if any(word in heading for word in lexicon().last_year) or years - {fiscal_year}:
        return None
    named = max((phrase for phrase in _headings() if phrase in heading), key=len, default=None)
    return _headings()[named] if named else None


def _row(row: list[GridCell], phases: dict[int, Phase | None], fiscal_year: int | None) -> Iterator[Draft]:
    """The counts right of each label that names a counted thing, up to the next label."""
    thing: tuple[Counted, str] | None = None
    for cell in row:
        text = _compact(cell.text)
        phase = phases.get(cell.col)
        if re.search(r"[\u4e00-\u9fff]", text):
            thing = _thing(cell.text)
        elif thing and phase and _WHOLE.fullmatch(text):
            counted, unit = thing
            draft = Draft(Topic(counted.subject), phase, fiscal_year, None, printed=cell.text)
            draft.quantities.append(named_quantity(counted, text, unit))
            yield draft


def _thing(label: str) -> tuple[Counted, str] | None:
    """The counted thing that a label names, and the unit it prints."""
    bare = _compact(label)
    for mark in (MARKER, _AMONG, MARKER):
        bare = mark.sub("", bare)
    found = _label().fullmatch(bare)
    if found is None:
        return None
    thing = counted_phrases().get(found.group("name"))
    return (thing, found.group("unit") or found.group("other")) if thing else None


def _compact(text: str) -> str:
    return "".join(fold(text).split())
