"""The title that a document prints on its first page, over as many lines as it is broken into."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.content import Page, TextLine
from pipelines.extract.folding import fold_tight
from pipelines.extract.titles import TitleReading, any_of, patterns, read_title

_HEADING_STOP = any_of("heading_stop")
_HEADING_NOISE = any_of("heading_noise")
_HEADING_LINES = 12
_HEADING_LENGTH = 80
_IN_BRACKETS = re.compile(r"[(（][^()（）]{2,40}[)）]")
_TITLE_TABLES = patterns("title_table")


def heading_of(pages: list[Page]) -> TitleReading | None:
    """The title on the first page: its first lines, joined until they name a kind of document.

    Titles are broken over lines anywhere (`2024年度 / 某区人民政府 / 办公室（汇总）部门 / 决算`).
    """
    parts: list[str] = []
    lines = _first_lines(pages)
    for line in lines:
        if _HEADING_STOP.search(line) or _is_table_title(line):
            return None
        parts.append(line)
        reading = _joined(parts)
        if reading:
            return _with_bracket(reading, next(lines, ""))
    return None


def _first_lines(pages: list[Page]) -> Iterator[str]:
    """The lines of the first pages that may be a title, as far as the first table and at most so many."""
    found = 0
    for page in pages[:2]:
        for block in page.blocks:
            if not isinstance(block, TextLine) or found >= _HEADING_LINES:
                return
            line = block.text.strip("#*- \u3000")
            if line and not _HEADING_NOISE.match(line):
                found += 1
                yield line


def _with_bracket(reading: TitleReading, after: str) -> TitleReading:
    """The reading with the line below the title where that is in brackets: a level (（本级）) or a name."""
    if not _IN_BRACKETS.fullmatch("".join(after.split())):
        return reading
    whole = read_title(reading.text + after)
    return whole if whole.kind == reading.kind and (whole.level or whole.department) else reading


def _is_table_title(line: str) -> bool:
    return any(pattern.fullmatch(fold_tight(line)) for _, pattern in _TITLE_TABLES)


def _joined(parts: list[str]) -> TitleReading | None:
    """The reading of the lines so far, or of the last one alone if that already says everything."""
    last = read_title(parts[-1])
    if last.kind and last.department and last.fiscal_year:
        return last
    joined = "".join(parts)
    if len(joined) > _HEADING_LENGTH:
        return last if last.kind else None
    reading = read_title(joined)
    return reading if reading.kind else None
