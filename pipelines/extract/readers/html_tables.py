"""Tables of a web page: which are data, and their cells at the positions where a browser puts them."""

from __future__ import annotations

import re

from pipelines.extract.folding import lowered, raised, struck
from pipelines.extract.readers.boxes import MAX_POSITIONS, Box, OversizedTableError
from pipelines.extract.readers.html_regions import INLINE, Element, is_dropped

_ROW, _CELLS = frozenset({"tr"}), frozenset({"td", "th"})
_ACCOUNT = re.compile(r"\d\.\d{2}(?!\d)|科目(?:编码|名称)|本年(?:收入|支出)|决算数|公务接待费")
_STATEMENT = re.compile(r"(?:收入|支出|决算|经费|结余)[^。]{0,30}\d\s*[万亿]?元")
_SHOWN_FIELDS = frozenset({"text", "number"})
_MARKING = {
    "sup": raised, "super": raised, "sub": lowered, "s": struck, "strike": struck, "line-through": struck,
}  # fmt: skip
_MARKED = re.compile(
    r"(?:vertical-align|text-decoration(?:-line)?)\s*:[^;]*?\b(super|sub|line-through)\b", re.IGNORECASE
)
_MAX_SPAN = 1000
_LONG_CELL = 400
_FEW_CELLS = 4
_DATA_ROWS, _DATA_COLS, _SMALL_NESTED = 3, 3, 200


def mark_digits(root: Element) -> None:
    """Make digits that the page prints raised, lowered (marks of notes) or struck out characters that say so."""
    for element in root.iter("sup", "sub", "s", "strike", "span", "font", "a"):
        styled = _MARKED.search(element.get("style") or "")
        mark = _MARKING.get(styled[1].lower() if styled else element.tag)
        if mark is None:
            continue
        for inside in element.iter():
            inside.text = mark(inside.text or "")
            if inside is not element:
                inside.tail = mark(inside.tail or "")


def fill_fields(root: Element) -> None:
    """Make what form fields in tables show their text: some systems publish the form that was filled in."""
    for field in list(root.iter("input", "textarea", "select")):
        if next(field.iterancestors("td", "th"), None) is None:
            continue
        shown = field.text or ""
        if field.tag == "input":
            shown = field.get("value") or "" if (field.get("type") or "text").lower() in _SHOWN_FIELDS else ""
        elif field.tag == "select":
            shown = next((text_of(option) for option in field.iter("option") if "selected" in option.attrib), "")
        tail = field.tail
        field.clear()
        field.tag, field.text, field.tail = "span", shown, tail


def whole_table(content: Element) -> Element:
    """The content, or the outermost table of data around it: part of a table is never the article."""
    for table in content.iterancestors("table"):
        if not is_layout(table):
            content = table
    return content


def with_figures(content: Element) -> Element:
    """The content, or the smallest element around it that holds every table and paragraph of an account on the page.

    The densest part of a page may be one long table or one column of the layout: the others must not go in silence.
    """
    around = [content, *content.iterancestors()]
    level_of = {element: level for level, element in enumerate(around)}
    level = 0
    for found in around[-1].iter("table", "p"):
        line = [found, *found.iterancestors()]
        shared = next(level_of[element] for element in line if element in level_of)
        if shared > level and not any(map(is_dropped, line)) and _is_of_account(found):
            level = shared
    return around[level]


def _is_of_account(found: Element) -> bool:
    """Whether a paragraph states an amount, or a table (and no table in it) prints amounts or their headings."""
    pattern = _STATEMENT if found.tag == "p" else _ACCOUNT
    return next(found.iterdescendants("table"), None) is None and bool(pattern.search(text_of(found)))


def with_heading(content: Element) -> Element:
    """The content, or the smallest element around it that says anything outside tables of data.

    Pages that place everything by tables keep the title and the unit of a table in another cell than the table.
    """
    around = content
    while not _has_own_text(around):
        parent = around.getparent()
        if parent is None or parent.tag == "html":
            return content
        around = parent
    return around


def _has_own_text(root: Element) -> bool:
    """Whether any text stands outside tables of data."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element is not root and (element.tail or "").strip():
            return True
        if (element is not root and is_dropped(element)) or (element.tag == "table" and not is_layout(element)):
            continue
        if (element.text or "").strip():
            return True
        stack.extend(element)
    return False


def _rows(table: Element) -> list[list[Element]]:
    """The cells of each row of this table, not of tables inside it; rows and cells wrapped in stray tags included."""
    return [_inside(row, _CELLS) for row in _inside(table, _ROW)]


def _inside(root: Element, tags: frozenset[str]) -> list[Element]:
    """The outermost elements with one of the tags under `root`, in order; other tables are not entered."""
    found = []
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag == "table" or is_dropped(element):
            continue
        if element.tag in tags:
            found.append(element)
        else:
            stack.extend(reversed(element))
    return found


def is_layout(table: Element) -> bool:
    """A table that only places things: it holds the article, other tables, or never two cells side by side."""
    rows = _rows(table)
    widest = max(map(len, rows), default=0)
    if widest < 2:
        return True
    nested = [inner for inner in table.iter("table") if inner is not table]
    if nested:
        is_data = len(rows) >= _DATA_ROWS and widest >= _DATA_COLS
        return not is_data or any(len(text_of(inner)) > _SMALL_NESTED for inner in nested)
    cells = [cell for row in rows for cell in row]
    return len(cells) <= _FEW_CELLS and any(len(text_of(cell)) > _LONG_CELL for cell in cells)


def text_of(root: Element) -> str:
    """All text of an element, a line break at every edge of a block."""
    parts: list[str] = []
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, is_closing = stack.pop()
        edge = "" if element.tag in INLINE or element is root else "\n"
        if is_closing or is_dropped(element):
            parts += (edge, "" if element is root else element.tail or "")
            continue
        parts += (edge, element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return "".join(parts)


def boxes_of(table: Element) -> list[Box]:
    """The cells at their positions, after the rules by which browsers place spans.

    Raises OversizedTableError before absurd spans are laid out.
    """
    boxes: list[Box] = []
    taken: dict[int, int] = {}
    rows = _rows(table)
    area = 0
    for number, cells in enumerate(rows):
        col = 0
        for cell in cells:
            while taken.get(col, 0) > number:
                col += 1
            col_span, row_span = _span(cell, "colspan"), _span(cell, "rowspan") or len(rows)
            row_span = min(row_span, len(rows) - number)
            area += row_span * (col_span or 1)
            if area > MAX_POSITIONS:
                raise OversizedTableError(f"cells span more than {MAX_POSITIONS} positions")
            boxes.append(Box(row=number, col=col, row_span=row_span, col_span=col_span or 1, text=text_of(cell)))
            for covered in range(col, col + (col_span or 1)):
                taken[covered] = number + row_span
            col += col_span or 1
    return boxes


def _span(cell: Element, attribute: str) -> int:
    """A colspan or rowspan; 1 if missing or no number, 0 as printed (a rowspan of 0 goes on to the end)."""
    value = (cell.get(attribute) or "1").strip().rstrip("%px").strip()
    return min(int(value), _MAX_SPAN) if value.isascii() and value.isdigit() else 1
