"""A disclosure as plain text: tables as tab-separated lines, a form feed before each."""

from __future__ import annotations

from sample_portal.document import Disclosure
from sample_portal.sheet import Sheet, place


def render_text(disclosure: Disclosure) -> bytes:
    """The text in UTF-8; a merged box stands at its first position, the others are empty."""
    lines: list[str] = []
    for block in disclosure.blocks:
        if isinstance(block, Sheet):
            lines += ["\f" + block.title, *filter(None, [block.number]), f"{block.owner}", block.unit_line]
            lines += _rows(block)
            lines += [note for note in (block.note, block.empty_note) if note]
        else:
            lines.append(block.text)
    return ("\n".join(lines) + "\n").encode()


def _rows(sheet: Sheet) -> list[str]:
    grid = [[""] * len(sheet.widths) for _ in sheet.rows]
    for row, col, box in place(sheet.rows):
        grid[row][col] = box.text
    return ["\t".join(row) for row in grid]
