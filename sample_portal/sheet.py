"""A printed table before it is drawn: boxes in rows, the captions above it, and its cells as true records."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from pipelines.extract.records import Cell, TableId
from sample_portal.account import UNIT_YUAN, Style

TRUTH_SHA256 = "0" * 64
"""Stands for the content hash, which is not known before the bytes are made."""


class Box(msgspec.Struct, frozen=True):
    """A box of a row (as in HTML, none below a row span); `value` is what `text` prints, in its unit."""

    text: str = ""
    cols: int = 1
    rows: int = 1
    value: Decimal | None = None
    is_amount: bool = False


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table with everything printed around it."""

    table_id: TableId | None
    """None for a table that is none of T01-T15."""
    title: str
    number: str | None
    owner: str
    unit_line: str
    unit: str
    caption: list[str]
    widths: list[float]
    header: list[list[Box]]
    body: list[list[Box]]
    cells: list[Cell]
    orientation: str
    repeat_header: bool
    note: str | None = None
    empty_note: str | None = None

    @property
    def rows(self) -> list[list[Box]]:
        """Header and body."""
        return self.header + self.body


def money(amount: Decimal, style: Style) -> tuple[str, Decimal]:
    """The printed text of an amount in yuan, and its value in the printed unit; zero prints as the style wants."""
    decimals = 6 if style.unit == "亿元" else 2
    value = round(amount / UNIT_YUAN[style.unit], decimals)
    if not value:
        return style.zero, value
    return (f"{value:,.{decimals}f}" if style.thousands else f"{value:.{decimals}f}"), value


def amount_box(amount: Decimal | None, style: Style) -> Box:
    """A box with an amount in yuan; None is an empty slot."""
    if amount is None:
        return Box(is_amount=True)
    text, value = money(amount, style)
    return Box(text, value=value if _is_printed(text) else None, is_amount=True)


def _is_printed(text: str) -> bool:
    """Whether a zero is printed as one: neither a blank nor a dash is an amount."""
    return any(map(str.isdigit, text))


def place(rows: list[list[Box]]) -> Iterator[tuple[int, int, Box]]:
    """Every box with its 0-based row and column, row spans counted."""
    taken: set[tuple[int, int]] = set()
    for row_no, row in enumerate(rows):
        col_no = 0
        for box in row:
            while (row_no, col_no) in taken:
                col_no += 1
            taken |= {(row_no + i, col_no + j) for i in range(box.rows) for j in range(box.cols)}
            yield row_no, col_no, box
            col_no += box.cols


def header_rows(paths: list[str], depth: int | None = None) -> list[list[Box]]:
    """The header of columns given as paths "a/b/c": equal neighbours share a box, short paths reach down."""
    parts = [path.split("/") for path in paths]
    depth = depth or max(map(len, parts))
    rows: list[list[Box]] = [[] for _ in range(depth)]
    for level in range(depth):
        col = 0
        while col < len(parts):
            if len(parts[col]) <= level:
                col += 1
                continue
            end = col + 1
            while end < len(parts) and parts[end][: level + 1] == parts[col][: level + 1]:
                end += 1
            is_last = len(parts[col]) == level + 1
            rows[level].append(Box(parts[col][level], cols=end - col, rows=depth - level if is_last else 1))
            col = end
    return rows


def fold_label(text: str) -> str:
    """A label as records carry it: NFKC, without blanks and without a leading 一、 or （一）."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    head, mark, rest = folded.partition("、")
    if mark and rest and head and set(head) <= set("一二三四五六七八九十"):
        return rest
    if folded.startswith("(") and ")" in folded:
        inner, _, after = folded[1:].partition(")")
        if after and inner and set(inner) <= set("一二三四五六七八九十"):
            return after
    return folded
