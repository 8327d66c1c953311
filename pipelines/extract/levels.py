"""The disclosure level by what the body says: 汇总 (several units), a unit of another, or one that is the only unit.

Titles of Beijing, Yunnan and Gansu call second-level units 部门决算 too, so only the body tells them apart: the list
behind 纳入…编制范围的单位包括, or a sentence that there is no subordinate unit. Silence stays None.
"""

from __future__ import annotations

import re

from pipelines.extract.content import Grid, Page, TextLine
from pipelines.extract.folding import fold_tight
from pipelines.extract.records import DisclosureLevel
from pipelines.extract.titles import any_of, patterns

_BODY = patterns("body_level")
_LIST = next(pattern for value, pattern in _BODY if value == "consolidated")
_WHOLE = [pattern for value, pattern in _BODY if value == "consolidated"][1:]
_PART = [pattern for value, pattern in _BODY if value == "unit"]
_ALONE = [pattern for value, pattern in _BODY if value == "single"]
_ITEM = any_of("list_item")
_COUNT = re.compile(r"(?:共|有|共有|包括|为)\s*(\d{1,3})\s*[个家]")
_SEPARATORS = re.compile(r"[、；;，,]")
_PAGES = 15


def body_level(pages: list[Page], department: str | None = None) -> DisclosureLevel | None:
    """`consolidated` for two or more listed units, `single` for one or for a statement that there are no others.

    `unit` where the body says that the discloser itself belongs to another one (本单位为某局下属事业单位).
    """
    blocks = [block for page in pages[:_PAGES] for block in page.blocks]
    for i, block in enumerate(blocks):
        if not isinstance(block, TextLine) or ("单" not in block.text and "决" not in block.text):
            continue
        line = _line(block)
        if "单位" not in line and "决算" not in line:
            continue
        after = _line(blocks[i + 1]) if i + 1 < len(blocks) else ""
        near = line + after
        level = _part_of(line, department) or _part_of(after, department) or _stated(near) or _listed(near, blocks, i)
        if level:
            return level
    return None


def _line(block: TextLine | Grid) -> str:
    """A line of text without blanks; "" for a table."""
    return fold_tight(block.text) if isinstance(block, TextLine) else ""


def _part_of(line: str, department: str | None) -> DisclosureLevel | None:
    """`unit` where a line says that the discloser, by its name or as 本单位, belongs to another department."""
    own = fold_tight(department) if department else ""
    text = f"本单位{line[len(own) :]}" if own and line.startswith(own) else line
    return "unit" if any(pattern.search(text) for pattern in _PART) else None


def _stated(line: str) -> DisclosureLevel | None:
    if any(pattern.search(line) for pattern in _ALONE):
        return "single"
    return "consolidated" if any(pattern.search(line) for pattern in _WHOLE) else None


def _listed(near: str, blocks: list[TextLine | Grid], at: int) -> DisclosureLevel | None:
    """How many units the list behind the sentence names: a printed count, items, table rows, or names in the line."""
    match = _LIST.search(near)
    if not match:
        return None
    count = _COUNT.search(near, match.start())
    units = int(count.group(1)) if count else max(_units_below(blocks, at), _units_in(near[match.end() :]))
    return None if not units else "single" if units == 1 else "consolidated"


def _units_in(text: str) -> int:
    """Names in the rest of the sentence, separated by commas."""
    sentence = text.split("。", maxsplit=1)[0].lstrip("：:")
    return len([part for part in _SEPARATORS.split(sentence) if len(part) >= 3])


def _units_below(blocks: list[TextLine | Grid], at: int) -> int:
    """Lines below the sentence that are numbered alike, or the rows of a table there (its heading not counted)."""
    units = 0
    style = None
    for block in blocks[at + 1 : at + 40]:
        if isinstance(block, Grid):
            return max(units, len({cell.row for cell in block.cells if cell.row > 0 and cell.text}))
        item = _ITEM.match(_line(block))
        if item and _numbering(item.group()) == (style or _numbering(item.group())):
            style = _numbering(item.group())
            units += 1
        elif units:
            return units
    return units


def _numbering(mark: str) -> str:
    """The style of a list mark: `0.` for 1. and 12., `(一)` for (三)."""
    return re.sub("[一二三四五六七八九十]+", "一", re.sub("[0-9]+", "0", mark))
