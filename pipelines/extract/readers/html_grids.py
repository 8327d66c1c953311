"""Where the boxes of a CSS grid stand: columns by its template, places by its boxes' lines, else by their order.

The rules are those of CSS Grid Layout for a grid that flows by rows. What they leave to the width of the window
(auto-fill, named areas) or this file does not follow is uncertain, and no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipelines.extract.readers.html_regions import Element, is_dropped
from pipelines.extract.readers.html_styles import Style

_TRACK = re.compile(r"repeat\(\s*(\d{1,3})\s*,((?:[^()]|\([^()]*\))*)\)|repeat\(.*|(?:[a-z-]+\([^()]*\)|[^\s()]+)")
_LINE_NAMES = re.compile(r"\[[^\]]*\]")
_UNKNOWN_TRACKS = ("repeat", "none", "subgrid", "masonry", "inherit", "auto-")
_OUT_OF_TURN = frozenset({"absolute", "fixed"})
_NUMBER = re.compile(r"-?\d{1,3}")
_MAX_TRACKS = 100
_LONGEST_CELL = 200
_MAX_PLACES = 100_000
"""Rows x columns of the largest grid that is laid out."""


class UncertainPlacesError(ValueError):
    """The styles do not say for certain where a box stands."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A box at its place: 0-based row and column, and how many it covers."""

    box: Element
    row: int = 0
    col: int
    row_span: int = 1
    col_span: int = 1


class _Wish(msgspec.Struct, frozen=True):
    """What one box says about its place in one direction: the first line (None: the next free one) and the span."""

    start: int | None
    span: int


def tracks(style: Style) -> int:
    """How many columns a grid has by its template; 0 where the template does not say."""
    template = style.get("grid-template-columns") or style.get("grid-template", "").partition("/")[2]
    count = 0
    for found in _TRACK.finditer(_LINE_NAMES.sub(" ", template)):
        if found[1]:
            count += int(found[1]) * sum(1 for _ in _TRACK.finditer(found[2]))
        elif found[0].startswith(_UNKNOWN_TRACKS):
            return 0
        else:
            count += 1
    return count if count <= _MAX_TRACKS else 0


def items_of(box: Element, styles: dict[Element, Style]) -> list[Element]:
    """The boxes inside one, mere wrappers (`display: contents`) opened.

    Raises UncertainPlacesError where text stands between them, or one is no cell: it holds a table or many words, is
    hidden, or stands elsewhere than in its turn.
    """
    if (box.text or "").strip() or any((child.tail or "").strip() for child in box):
        raise UncertainPlacesError
    items: list[Element] = []
    for child in box:
        if is_dropped(child):
            continue
        style = styles.get(child, {})
        if style.get("display") == "none" or "order" in style or style.get("position") in _OUT_OF_TURN:
            raise UncertainPlacesError
        if style.get("display") == "contents":
            items.extend(items_of(child, styles))
        elif len("".join(child.itertext())) > _LONGEST_CELL or next(child.iter("table", "h1", "h2"), None) is not None:
            raise UncertainPlacesError
        else:
            items.append(child)
    return items


def grid_cells(box: Element, styles: dict[Element, Style]) -> list[Cell]:
    """The boxes of a grid at their places, in the order of the page; raises UncertainPlacesError."""
    style = styles[box]
    n_cols, items = tracks(style), items_of(box, styles)
    if n_cols < 2 or len(items) < 2 or style.get("grid-auto-flow", "row") != "row":
        raise UncertainPlacesError
    wishes = [_wishes(styles.get(item, {}), n_cols) for item in items]
    if any(row.start is not None for row, _ in wishes):
        cells = [_given(item, row, col) for item, (row, col) in zip(items, wishes, strict=True)]
        _forbid_overlaps(cells)
    else:
        cells = list(_in_order(items, wishes, n_cols))
    if max(cell.row + cell.row_span for cell in cells) * n_cols > _MAX_PLACES:
        raise UncertainPlacesError
    return cells


def _given(item: Element, row: _Wish, col: _Wish) -> Cell:
    if row.start is None or col.start is None:
        raise UncertainPlacesError
    return Cell(box=item, row=row.start, col=col.start, row_span=row.span, col_span=col.span)


def _forbid_overlaps(cells: list[Cell]) -> None:
    """Raise UncertainPlacesError where two boxes lie upon each other: one of their texts would be lost."""
    if sum(cell.row_span * cell.col_span for cell in cells) > _MAX_PLACES:
        raise UncertainPlacesError
    places = [
        (cell.row + r, cell.col + c) for cell in cells for r in range(cell.row_span) for c in range(cell.col_span)
    ]
    if len(set(places)) < len(places):
        raise UncertainPlacesError


def _in_order(items: list[Element], wishes: list[tuple[_Wish, _Wish]], n_cols: int) -> Iterator[Cell]:
    """Each box at the next free place behind the one before it (and in its column, where it names one)."""
    taken: set[tuple[int, int]] = set()
    row, col = 0, 0
    for item, (down, across) in zip(items, wishes, strict=True):
        if across.start is not None:
            row, col = row + (across.start < col), across.start
        while True:
            if col + across.span > n_cols:
                row, col = row + 1, 0
            covered = {(row + r, col + c) for r in range(down.span) for c in range(across.span)}
            if not covered & taken:
                break
            row, col = (row, col + 1) if across.start is None else (row + 1, col)
        taken |= covered
        if len(taken) > _MAX_PLACES:
            raise UncertainPlacesError
        yield Cell(box=item, row=row, col=col, row_span=down.span, col_span=across.span)
        col += across.span


def _wishes(style: Style, n_cols: int) -> tuple[_Wish, _Wish]:
    if "grid-area" in style:
        raise UncertainPlacesError
    return _wish(style, "grid-row", None), _wish(style, "grid-column", n_cols)


def _wish(style: Style, name: str, n_lines: int | None) -> _Wish:
    """The place that a box names: `2`, `span 2`, `1 / 3`, `1 / span 2`, `1 / -1`."""
    first, _, last = (part.strip() for part in style.get(name, "").partition("/"))
    first, last = style.get(f"{name}-start", first or "auto"), style.get(f"{name}-end", last or "auto")
    spans = [_whole(text.removeprefix("span")) for text in (first, last) if text.startswith("span")]
    start = None if first == "auto" or first.startswith("span") else _line(first, n_lines)
    span = spans[0] if spans else 1
    if last != "auto" and not last.startswith("span"):
        if start is None:
            raise UncertainPlacesError
        span = _line(last, n_lines) - start
    if not 1 <= span <= _MAX_TRACKS or (n_lines is not None and (start or 0) + span > n_lines):
        raise UncertainPlacesError
    return _Wish(start, span)


def _line(text: str, n_lines: int | None) -> int:
    """A line (1 is the first edge, -1 the last one of the template) as the 0-based track behind it."""
    number = _whole(text)
    if number == 0 or (number < 0 and (n_lines is None or -number > n_lines + 1)):
        raise UncertainPlacesError
    return number - 1 if number > 0 or n_lines is None else n_lines + 1 + number


def _whole(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise UncertainPlacesError
    return int(text)
