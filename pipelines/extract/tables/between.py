"""What stands between a grid and the one before it: lead lines, what both pages print, or something that parts them."""

from __future__ import annotations

import re

from pipelines.extract.content import Block, Grid, Page, TextLine
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.tables.notes import says_no_data
from pipelines.extract.tables.side_lines import without_digits
from pipelines.extract.tables.titles import is_lead, is_note, is_section_heading

_LEAD_LINES = 12
_SIGNATURE = re.compile("|".join(row["pattern"] for row in read_lexicon("layout_marks") if row["role"] == "signature"))
_SAME_PLACE = 3.0
"""Points by which a head or foot stands elsewhere on the next page at most."""
_SLANTED = 4.0
"""A level line is at most about twice as high as its characters are wide."""
_FEW_LINES, _SHORT = 2, 30
"""So many lines of so many characters may be the rest of a name, a stamp or a signature."""


def lines_between(stream: list[tuple[Page, Block]], at: int) -> list[tuple[int, str]] | None:
    """The lines between the grid at `at` and the one before it, each with its page.

    Leads, heads and feet of both pages, signatures, stamps and slanted watermarks are left out.

    Args:
        stream: all blocks of the document in reading order, each with its page.
        at: place of a grid in it.

    Returns:
        None where there is no grid before it, or too much between the two.
    """
    lines: list[tuple[int, str]] = []
    last = at
    while last and at - last < _LEAD_LINES:
        last -= 1
        page, block = stream[last]
        if isinstance(block, Grid):
            return lines[::-1]
        is_mark = is_lead(block.text) or _is_slanted(block) or _SIGNATURE.search(block.text)
        if not (is_mark or _is_repeated(stream, last, page, block)):
            lines.append((page.number, block.text))
        if len(lines) > _FEW_LINES:
            return None
    return None


def may_be_rest(lines: list[tuple[int, str]]) -> bool:
    """Whether the lines between two grids may be the rest of a name in them, or a stamp: short, and no sentences."""
    return all(
        len(text) <= _SHORT
        and not text.rstrip().endswith(("。", "；", "：", ":"))
        and not (is_note(text) or is_section_heading(text) or says_no_data(text))
        for _, text in lines
    )


def _is_slanted(line: TextLine) -> bool:
    """Whether a line is far higher than its characters are wide: it runs round a seal, or across the page."""
    if line.bbox is None:
        return False
    x0, top, x1, bottom = line.bbox
    return (bottom - top) * len(line.text) > _SLANTED * (x1 - x0)


def _is_repeated(stream: list[tuple[Page, Block]], at: int, page: Page, line: TextLine) -> bool:
    """Whether the page before or after prints the same line at the same place: a head, a foot or a watermark."""
    if is_note(line.text) or says_no_data(line.text):
        return False
    text = without_digits(line.text)
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(stream) and abs(stream[other][0].number - page.number) <= 1:
            near, block = stream[other]
            if near is not page and isinstance(block, TextLine) and _is_twin(line, block, text):
                return True
            other += step
    return False


def _is_twin(line: TextLine, other: TextLine, text: str) -> bool:
    """Whether a line stands at the same height as another one and prints the same `text`, digits left out."""
    if line.bbox and other.bbox:
        (_, top, _, bottom), (_, its_top, _, its_bottom) = line.bbox, other.bbox
        if abs(top - its_top) >= _SAME_PLACE or abs(bottom - its_bottom) >= _SAME_PLACE:
            return False
    return without_digits(other.text) == text
