"""Tables drawn by boxes: CSS grids, and rows of boxes that have the same widths one below another.

Only what the styles make certain becomes a table. Anything else stays as it is, and rows of amounts in it are named
(`unread_table`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, groupby

from lxml import etree

from pipelines.extract.readers.html_grids import Cell, UncertainPlacesError, grid_cells, items_of
from pipelines.extract.readers.html_regions import Element, is_dropped
from pipelines.extract.readers.html_styles import Style

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|%|em|rem|pt|vw)?")
_AMOUNT = re.compile(r"\d\.\d{2}(?!\d)")
_FLEX = frozenset({"flex", "inline-flex"})
_GRID = frozenset({"grid", "inline-grid"})
_SIDE_BY_SIDE = frozenset({"inline-block", "inline-flex", "inline-grid", "inline-table"})
_SLACK = 0.01
"""Part of a row's width by which edges of cells one below another may differ: 33.3 % thrice is no 100 %."""
_WIDE = 3
_WHOLE_ROW = 101
"""Percent beyond which boxes do not stand in one row."""

Size = tuple[float, str]
"""The declared width of a box: number and unit; `fr` for a share of the row, empty for columns of a grid."""


def draw_tables(root: Element, styles: dict[Element, Style]) -> None:
    """Turn boxes that make up a table into one; what is inside its cells is not looked at again."""
    stack = [root]
    while stack:
        element = stack.pop()
        if is_dropped(element) or element.tag in {"table", "head"}:
            continue
        if _display(element, styles) in _GRID and element.tag != "body" and _draw_grid(element, styles):
            continue
        for run in list(_runs(element, styles)):
            _draw_rows(run, styles)
        stack.extend(element)


def _display(box: Element, styles: dict[Element, Style]) -> str:
    return styles.get(box, {}).get("display", "")


def _draw_grid(box: Element, styles: dict[Element, Style]) -> bool:
    """Make a grid of two rows or more the table that it draws; False where it is none, or not certain."""
    try:
        cells = grid_cells(box, styles)
    except UncertainPlacesError:
        return False
    if max(cell.row for cell in cells) == 0:
        return False
    tail = box.tail
    box.clear()
    box.tag, box.tail = "table", tail
    _fill(box, cells)
    return True


def _runs(box: Element, styles: dict[Element, Style]) -> Iterator[list[Element]]:
    """The runs of two or more rows of cells that follow each other directly inside a box."""
    children = [child for child in box if not is_dropped(child)]
    for is_row, run in groupby(children, key=lambda child: bool(_row(child, styles))):
        rows = list(run)
        if is_row and len(rows) > 1 and not any((row.tail or "").strip() for row in rows[:-1]):
            yield rows


def _row(box: Element, styles: dict[Element, Style]) -> list[tuple[Element, Size]]:
    """The cells that stand side by side in a box and their widths; empty for what is no such row."""
    display, first = _display(box, styles), next(iter(box), None)
    is_flex = display in _FLEX
    if display not in _GRID and not is_flex and (first is None or not _stands_beside(styles.get(first, {}))):
        return []
    style = styles.get(box, {})
    if is_flex and (style.get("flex-direction", "row") != "row" or style.get("flex-wrap", "nowrap") != "nowrap"):
        return []
    try:
        if display in _GRID:
            cells = grid_cells(box, styles)
            return [] if any(cell.row for cell in cells) else [(cell.box, (float(cell.col_span), "")) for cell in cells]
        row = [(item, _size(styles.get(item, {}), is_flex=is_flex)) for item in items_of(box, styles)]
    except UncertainPlacesError:
        return []
    wraps = not is_flex and sum(width for _, (width, unit) in row if unit == "%") > _WHOLE_ROW
    return row if len(row) > 1 and not wraps else []


def _stands_beside(style: Style) -> bool:
    return style.get("display") in _SIDE_BY_SIDE or style.get("float") == "left"


def _size(style: Style, *, is_flex: bool) -> Size:
    """The declared width of a box beside others; raises UncertainPlacesError without one."""
    if not is_flex and not _stands_beside(style):
        raise UncertainPlacesError
    shares = style.get("flex", "").split() if is_flex else []
    basis = [*shares[2:3], style.get("flex-basis", "")] if is_flex else []
    for text in (*basis, style.get("width", "")):
        if (found := _LENGTH.fullmatch(text)) and float(found[1]) and found[2]:
            return float(found[1]), found[2]
    if shares and (found := _LENGTH.fullmatch(shares[0])) and float(found[1]) and not found[2]:
        return float(found[1]), "fr"
    raise UncertainPlacesError


def _draw_rows(rows: list[Element], styles: dict[Element, Style]) -> None:
    """Put a table in place of a run of rows whose cells' edges are those of one grid; leave any other run.

    Two columns without an amount are as likely a list (of links and dates) and stay.
    """
    read = [_row(row, styles) for row in rows]
    is_wide = max(map(len, read)) >= _WIDE
    cells = _placed(read) if is_wide or any(_AMOUNT.search("".join(row.itertext())) for row in rows) else []
    if not cells:
        return
    table = etree.Element("table")
    rows[0].addprevious(table)
    table.tail = rows[-1].tail
    for row in rows:
        row.getparent().remove(row)
    _fill(table, cells)


def _placed(rows: list[list[tuple[Element, Size]]]) -> list[Cell]:
    """The cells at the columns of the row with most; none where an edge of a cell is none of these columns'."""
    sizes = [[size for _, size in row] for row in rows]
    finest = max(sizes, key=len)
    if all(row == finest for row in sizes):
        return [Cell(box=box, row=r, col=c) for r, row in enumerate(rows) for c, (box, _) in enumerate(row)]
    if len({unit for row in sizes for _, unit in row}) > 1:
        return []
    edges = list(accumulate((width for width, _ in finest), initial=0.0))
    cells = []
    for r, row in enumerate(rows):
        own = accumulate((width for _, (width, _) in row), initial=0.0)
        lines = [next((i for i, x in enumerate(edges) if abs(x - edge) <= _SLACK * edges[-1]), -1) for edge in own]
        if lines != sorted(set(lines)) or lines[0] != 0 or lines[-1] != len(finest):
            return []
        cells += [
            Cell(box=box, row=r, col=lines[i], col_span=lines[i + 1] - lines[i]) for i, (box, _) in enumerate(row)
        ]
    return cells


def _fill(table: Element, cells: list[Cell]) -> None:
    """Put the cells into rows of the table, blank ones where nothing stands."""
    starts = {(cell.row, cell.col): cell for cell in cells}
    covered = {
        (cell.row + r, cell.col + c): cell for cell in cells for r in range(cell.row_span) for c in range(cell.col_span)
    }
    n_rows, n_cols = (max(place[i] for place in covered) + 1 for i in (0, 1))
    for r in range(n_rows):
        row = etree.SubElement(table, "tr")
        for c in range(n_cols):
            if (r, c) not in covered:
                etree.SubElement(row, "td")
            elif cell := starts.get((r, c)):
                holder = etree.SubElement(row, "td", rowspan=str(cell.row_span), colspan=str(cell.col_span))
                cell.box.tail = None
                holder.append(cell.box)
