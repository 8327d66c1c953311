"""Lines of a page that say nothing about its tables: running heads and feet, and text left and right of a grid."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from pipelines.extract.content import Block, Grid, Page, TextLine
from pipelines.extract.records import BoundingBox
from pipelines.extract.tables.titles import is_lead

_RUNNING_PAGES = 4
_SIDE = 1.0
"""Points by which a text beside a grid may reach into it."""


def without_side_lines(blocks: list[Block]) -> list[Block]:
    """The blocks without the lines left and right of a ruled grid, rest of its cells that the page has no room for.

    Nor the lines over a grid of any kind: a watermark parts no table.
    """
    grids = [block for block in blocks if isinstance(block, Grid)]
    beside = [grid.bbox for grid in grids if grid.method == "ruled" and grid.bbox]
    under = [grid.bbox for grid in grids if grid.bbox]
    if not under:
        return blocks
    top, bottom = min(box[1] for box in under), max(box[3] for box in under)
    return [
        block
        for block in blocks
        if isinstance(block, Grid)
        or block.bbox is None
        or not top < (block.bbox[1] + block.bbox[3]) / 2 < bottom
        or not (any(_is_beside(block.bbox, box) for box in beside) or any(_is_over(block.bbox, box) for box in under))
    ]


def _is_over(line: BoundingBox, box: BoundingBox) -> bool:
    x0, top, x1, bottom = line
    return box[0] < (x0 + x1) / 2 < box[2] and box[1] < (top + bottom) / 2 < box[3]


def _is_beside(line: BoundingBox, box: BoundingBox) -> bool:
    x0, top, x1, bottom = line
    return box[1] < (top + bottom) / 2 < box[3] and (x0 > box[2] - _SIDE or x1 < box[0] + _SIDE)


def running_lines(pages: list[Page]) -> frozenset[str]:
    """Running heads and feet: lines first or last on many pages, whatever numbers they carry; never a table's lead."""
    if len(pages) < _RUNNING_PAGES:
        return frozenset()
    counts: Counter[str] = Counter()
    for page in pages:
        ends = [*page.blocks[:2], *page.blocks[-2:]]
        counts.update({without_digits(block.text) for block in ends if isinstance(block, TextLine)})
    often = max(_RUNNING_PAGES, len(pages) // 4)
    return frozenset(text for text, n in counts.items() if n >= often and not is_lead(text))


@lru_cache(maxsize=8192)
def without_digits(text: str) -> str:
    """A line without digits and blanks."""
    return "".join(char for char in text if not (char.isdigit() or char.isspace()))
