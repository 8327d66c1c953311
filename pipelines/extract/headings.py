"""The title that a document prints on its first page, over as many lines as it is broken into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

from pipelines.extract.content import Page, TextLine
from pipelines.extract.folding import fold_tight
from pipelines.extract.page_numbers import is_page_number
from pipelines.extract.titles import TitleReading, any_of, clean_name, is_organisation, patterns, read_title

_HEADING_STOP = any_of("heading_stop")
_HEADING_NOISE = any_of("heading_noise")
_HEADING_LINES = 12
_HEADING_LENGTH = 80
_IN_BRACKETS = re.compile(r"[(（][^()（）]{2,40}[)）]")
_PARTS = ("第", "一、")
"""How the heading of a part that may name the department begins."""
_TITLE_TABLES = patterns("title_table")
_CHAPTER_TITLE = any_of("chapter_title")
_PROFILE = patterns("profile")[0][1]


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
            after = next(lines, "")
            whole = _with_bracket(reading, after)
            return whole if whole.department else _named_below(whole, chain([after], lines))
    return None


def chapter_title_of(pages: list[Page]) -> TitleReading | None:
    """What the headings of its parts say where no title is printed: 第一部分 某中心概况, 第二部分 2015年度决算表."""
    lines = [fold_tight(block.text) for page in pages[:6] for block in page.blocks if isinstance(block, TextLine)]
    short = [line for line in lines if line.startswith(_PARTS) and len(line) <= _HEADING_LENGTH]
    title = next((line for line in short if _CHAPTER_TITLE.search(line)), None)
    if title is None:
        return None
    reading = read_title(title)
    named = (match["name"] for line in short if (match := _PROFILE.match(line)))
    name = reading.department or next((name for name in map(clean_name, named) if name and is_organisation(name)), None)
    return msgspec.structs.replace(reading, department=name) if reading.kind else None


def _named_below(reading: TitleReading, lines: Iterator[str]) -> TitleReading:
    """A title that names nobody, or the one below it that says the same in full (a table's name above the title)."""
    for line in lines:
        if _HEADING_STOP.search(line):
            break
        other = read_title(line)
        if other.kind == reading.kind and other.fiscal_year and is_organisation(other.department or ""):
            return other
    return reading


def _first_lines(pages: list[Page]) -> Iterator[str]:
    """The lines of the first pages that may be a title, as far as the first table and at most so many."""
    found = 0
    for page in pages[:2]:
        for block in page.blocks:
            if not isinstance(block, TextLine) or found >= _HEADING_LINES:
                return
            line = block.text.strip("#*- \u3000")
            if line and not (_HEADING_NOISE.match(line) or is_page_number(line)):
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
