"""Word 97-2003's properties: lists of changes (sprms) to a paragraph, a run of characters or a table row.

Numbers and layouts are those of [MS-DOC] 2.6 and 2.9. Only what decides about text and tables is looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.extract.folding import Mark, lowered, raised, struck
from pipelines.extract.readers.marks import DamagedDocumentError, ParagraphShape, RowShape

IN_TABLE, ROW_END = 0x2416, 0x2417
INNER_CELL, INNER_ROW_END = 0x244B, 0x244C
DEPTH = 0x6649
ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
"""The properties lie in the data stream, at the offset given (huge ones, and those of a row)."""
DELETED, HIDDEN, RAISED, STRUCK = 0x0800, 0x083C, 0x2A48, 0x0837
_TABLE, _VERTICAL_MERGE, _MERGE = 0xD608, 0xD62B, 0x5624
_TABS = 0xC615
_OPERAND_SIZE = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE = 6
_CELL = 20
_CONTINUES_LEFT = 1
_CONTINUES_ABOVE = 1


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The changes of a list as (number, operand); raises DamagedDocumentError where one is cut off."""
    at = 0
    while at + 2 <= len(data):
        number = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _OPERAND_SIZE[number >> 13]
        if number >> 13 == _VARIABLE:
            head = 2 if number == _TABLE else 1
            size = head + int.from_bytes(data[at : at + head], "little") - (number == _TABLE)
            if number == _TABS and data[at : at + 1] == b"\xff":
                return
        if at + size > len(data):
            raise DamagedDocumentError("a list of properties is cut off")
        yield number, data[at : at + size]
        at += size


def paragraph_shape(data: bytes, elsewhere: bytes) -> ParagraphShape:
    """What a paragraph's list of changes says, those in the data stream `elsewhere` included."""
    changes = list(_followed(data, elsewhere))
    last = dict(changes)
    flags = {
        number: bool(last[number][0]) for number in (IN_TABLE, ROW_END, INNER_CELL, INNER_ROW_END) if number in last
    }
    depth = int.from_bytes(last[DEPTH], "little") if DEPTH in last else int(flags.get(IN_TABLE, False))
    ends_row = flags.get(ROW_END, False) or flags.get(INNER_ROW_END, False)
    return ParagraphShape(
        depth=depth if flags.get(IN_TABLE) else 0,
        ends_cell=flags.get(INNER_CELL, False),
        ends_row=ends_row,
        row=_row_shape(changes) if ends_row else None,
    )


def _followed(data: bytes, elsewhere: bytes) -> Iterator[tuple[int, bytes]]:
    """The changes with those that lie in the data stream in the place that names them."""
    for number, operand in sprms(data):
        if number in ELSEWHERE:
            at = int.from_bytes(operand, "little")
            size = int.from_bytes(elsewhere[at : at + 2], "little")
            yield from sprms(elsewhere[at + 2 : at + 2 + size])
        else:
            yield number, operand


def _row_shape(changes: list[tuple[int, bytes]]) -> RowShape | None:
    """The row that the changes define; None if they define none."""
    shape = None
    for number, operand in changes:
        if number == _TABLE:
            shape = _defined(operand)
        elif shape and number == _VERTICAL_MERGE and len(operand) == 3 and operand[1] < len(shape.continues_above):
            shape.continues_above[operand[1]] = operand[2] == _CONTINUES_ABOVE
        elif shape and number == _MERGE:
            for cell in range(operand[0] + 1, min(operand[1], len(shape.continues_left))):
                shape.continues_left[cell] = True
    return shape


def _defined(operand: bytes) -> RowShape:
    """A table definition: cell count, edges, and twenty bytes for each cell (the last ones may be left out)."""
    count = operand[2] if len(operand) > 2 else 0
    cells_at = 3 + 2 * (count + 1)
    if len(operand) < cells_at or not count:
        raise DamagedDocumentError("a row's definition is cut off")
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 3))
    if edges != sorted(edges):
        raise DamagedDocumentError("a row's cells do not stand side by side")
    flags = [int.from_bytes(operand[at : at + 2], "little") for at in range(cells_at, cells_at + _CELL * count, _CELL)]
    return RowShape(
        edges,
        [flag & 3 == _CONTINUES_LEFT for flag in flags],
        [flag >> 5 & 3 == _CONTINUES_ABOVE for flag in flags],
    )


def is_unprinted(data: bytes) -> bool:
    """Whether a run's changes hide it or mark it as deleted."""
    last = dict(sprms(data))
    return any(last.get(number, b"\0")[0] & 1 for number in (DELETED, HIDDEN))


def mark_of(data: bytes) -> Mark | None:
    """What a run's changes make of its digits: raised, lowered, struck out, or as they are."""
    last = dict(sprms(data))
    if last.get(STRUCK, b"\0")[0] & 1:
        return struck
    return {1: raised, 2: lowered}.get(last.get(RAISED, b"\0")[0])
