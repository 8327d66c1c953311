"""Where a table's header ends, and the path of headings over each column.

A header is told by its words (lexicon/column_heads.csv) and its merged cells, never by a number of rows. Text grids
and some sheets lose their merges: there a heading covers the blanks to its right, as far as the heading above it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from pipelines.extract.content import GridCell
from pipelines.extract.folding import fold_tight
from pipelines.extract.money import is_blank
from pipelines.extract.tables.vocabulary import head_of, is_column_number, key_of, strip_ordinal

RawRow = tuple[list[GridCell], list[str]]
_AMOUNT = re.compile(r"^[-−–—△(]?(?:[\d,]*\.\d+|\d{1,3}(?:,\d{3})+)\)?%?$")
_DIGITS = re.compile(r"^\d{3,}$")
_TOTALS = frozenset({"合计", "总计", "小计"})
_SHAPES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("blank", lambda key: not key),
    ("amount", _AMOUNT.match),
    ("digits", _DIGITS.match),
    ("number", is_column_number),
    ("total", _TOTALS.__contains__),
    ("marker", is_blank),
)
_FIGURES = frozenset({"amount", "digits", "number", "marker"})
"""What no heading is."""
_STRUCTURAL = frozenset(
    {"code", "label", "code_part", "line_no", "column_no", "item", "code_label", "unit", "unit_code", "unit_of_measure"}
)
_MAX_HEADER = 8
_MANY_NUMBERS = 4


class Header(msgspec.Struct, kw_only=True):
    """The header rows of a table: every position with the heading that covers it, and the path over each column.

    `rows` are as printed, a merged heading repeated over all that it covers, the 栏次 row included; `paths` go from
    the top, repeats and the 栏次 row left out.
    """

    rows: list[list[str]] = []
    paths: list[tuple[str, ...]] = []
    shared: frozenset[int] = frozenset()
    """Columns whose last heading stands in the first body row (Shanghai prints 合计, 基本支出 and 项目支出 in the
    total's own row): no amount slots there."""

    def key(self) -> tuple[tuple[str, ...], ...]:
        """What makes two headers the same."""
        return tuple(tuple(key_of(part) for part in path) for path in self.paths)


@lru_cache(maxsize=16384)
def _kind(text: str) -> str:
    """What a cell looks like: blank, amount, number (栏次, 行次), digits, head, total, marker (—) or text."""
    key = fold_tight(text)
    by_shape = next((kind for kind, has_shape in _SHAPES if has_shape(key)), None)
    if by_shape:
        return by_shape
    return "head" if strip_ordinal(key) == key and head_of(text) else "text"


def is_amount_text(text: str) -> bool:
    """Whether a cell's text is an amount with decimals or thousands."""
    return _kind(text) == "amount"


def is_header_like(text: str) -> bool:
    """Whether a cell's text is a known column heading."""
    return _kind(text) in {"head", "total"}


def find_header(rows: list[RawRow]) -> tuple[Header, int]:
    """The header at the top of `rows` and the number of its rows (0 where a continuation has none)."""
    length = 0
    number_rows: set[int] = set()
    while length < min(len(rows), _MAX_HEADER):
        kinds = [_kind(text) for text in rows[length][1]]
        if _numbers(rows[length], has_header=length > 0):
            number_rows.add(length)
            length += 1
            break
        if not _is_header_row(rows[length], kinds, has_header=length > 0):
            break
        if length and _begins_body(rows[length], rows[:length]):
            break
        reach = max(length + 1, _covered(rows[: length + 1]))
        below = next((i for i in range(length + 1, min(reach, len(rows))) if _numbers(rows[i], has_header=True)), None)
        if below is not None:
            number_rows.add(below)
            length = below + 1
            break
        length = reach
    header_rows = rows[: min(length, len(rows))]
    filled = _fill(header_rows)
    named = [row for i, row in enumerate(filled) if i not in number_rows]
    shared = _shared_row(rows[len(header_rows) - 1 :], _paths(named)) if header_rows else frozenset()
    if shared:
        texts = rows[len(header_rows)][1]
        named.append([text if c in shared else "" for c, text in enumerate(texts)])
    return Header(rows=filled, paths=_paths(named), shared=shared), len(header_rows)


def _begins_body(row: RawRow, above: list[RawRow]) -> bool:
    """Whether a row below headings is one of the body: the total, or names without amounts that also head columns.

    年初结转和结余 is a column of T07 and, below 项目, a row of T01.
    """
    filled = [c for c, text in enumerate(row[1]) if text]
    heads = [head_of(row[1][c]) for c in filled]
    are_names = bool(filled) and all(head and head.role not in _STRUCTURAL for head in heads)
    if not are_names and not _begins_with_total(row):
        return False
    paths = _paths(_fill(above))
    return _is_total_of(row, paths) or (are_names and all(_names_rows(paths[c]) for c in filled))


def _is_total_of(row: RawRow, paths: list[tuple[str, ...]]) -> bool:
    """Whether a row starts with 合计 in a column of codes or names: the table's total, no heading."""
    at = next((c for c, text in enumerate(row[1]) if text), 0)
    return _begins_with_total(row) and bool(paths) and _names_rows(paths[at])


def _begins_with_total(row: RawRow) -> bool:
    return _kind(next(filter(None, row[1]), "")) == "total"


def _names_rows(path: tuple[str, ...]) -> bool:
    """Whether a column holds codes, names or line numbers, not amounts."""
    head = head_of(path[-1]) if path else None
    return head is not None and head.role in _STRUCTURAL


def _shared_row(rows: list[RawRow], paths: list[tuple[str, ...]]) -> frozenset[int]:
    """The columns of the total's row that hold headings; `rows` starts with the last header row."""
    if len(rows) < 2 or not _is_total_of(rows[1], paths):
        return frozenset()
    texts = rows[1][1]
    first = next(c for c, text in enumerate(texts) if text)
    return frozenset(
        c
        for c, text in enumerate(texts)
        if c > first and _kind(text) in {"head", "total"} and not _names_rows(paths[c])
    )


def numbers_columns(texts: list[str]) -> bool:
    """Whether a row says by its first word that it numbers the columns (栏次); 类, 款 and 项 may stand before it."""
    for text in filter(None, texts):
        head = head_of(text)
        if head is None or head.role != "code_part":
            return head is not None and head.role == "column_no"
    return False


def first_after_numbers(rows: list[RawRow]) -> int:
    """How many rows above the amounts number the columns, blank ones before them included; 0 without such a row."""
    filled = next((i for i, (_, texts) in enumerate(rows) if any(texts)), None)
    return filled + 1 if filled is not None and _numbers(rows[filled], has_header=True) else 0


def _numbers(row: RawRow, *, has_header: bool) -> bool:
    """The row 栏次 1 2 3 …, or its numbers alone under a header or beside a heading that spans down over it.

    From 1 to 4 and more they number the columns whatever word stands before them: a cut-off heading may run into 栏次.

    The ministry's form prints 类, 款 and 项 in the same row, before 栏次.
    """
    filled = [(text, kind) for text in row[1] if (kind := _kind(text)) != "blank"]
    if not filled:
        return False
    if numbers_columns(row[1]):
        return True
    words = sum(kind != "number" for _, kind in filled)
    if not has_header or words > 1:
        return False
    numbers = [int(digits) for text, _ in filled if (digits := fold_tight(text).strip("()")).isdigit()]
    if words:
        return len(numbers) >= _MANY_NUMBERS and numbers == list(range(1, len(filled)))
    return len(numbers) >= min(2, len(filled)) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_header_row(row: RawRow, kinds: list[str], *, has_header: bool) -> bool:
    cells, texts = row
    filled = [(c, kind) for c, kind in enumerate(kinds) if kind != "blank"]
    if not filled:
        return has_header and all(cell.row_span > 1 for cell in cells)
    if any(kind in _FIGURES for _, kind in filled):
        return False
    heads = [c for c, kind in filled if kind == "head"]
    if not heads or (not has_header and _is_rest(cells, len(filled))):
        return False
    if any((head := head_of(texts[c])) and head.role in _STRUCTURAL for c in heads):
        return True
    only = cells[filled[0][0]] if len(filled) == 1 else None
    if only and only.col_span == 1 and (only.col == 0 or (not has_header and only.row_span == 1)):
        return False
    return 2 * (len(heads) + sum(kind == "total" for _, kind in filled)) >= len(filled)


def _is_rest(cells: list[GridCell], n_filled: int) -> bool:
    """Whether a first row is drawn as single boxes, most of them empty: the rest of a row that a page break tore."""
    are_single = all(cell.bbox is not None and cell.row_span == cell.col_span == 1 for cell in cells)
    return are_single and 2 * n_filled < len(cells)


def _covered(rows: list[RawRow]) -> int:
    """How many rows the merged cells that start in these header rows reach."""
    cells, texts = rows[-1]
    first = len(rows) - 1
    top = min((cell.row for cell in cells), default=first)
    own = max(cell.row for cell in cells)
    spans = [cell.row + cell.row_span - own for cell, text in zip(cells, texts, strict=True) if text]
    return first + max(spans, default=1) if top >= 0 else first + 1


def _fill(rows: list[RawRow]) -> list[list[str]]:
    """The headings with merged ones repeated and blanks covered from the left within the heading above."""
    filled: list[list[str]] = []
    groups: list[int] = []
    for cells, _ in rows:
        texts = [cell.text for cell in cells]
        for c in range(1, len(texts)):
            is_spread = not texts[c] and cells[c - 1].col_span == cells[c].col_span == 1
            if is_spread and (not groups or groups[c] == groups[c - 1]):
                texts[c] = texts[c - 1]
        groups = _groups(cells, texts, groups)
        filled.append(texts)
    return filled


def _groups(cells: list[GridCell], texts: list[str], above: list[int]) -> list[int]:
    """A number for each column: equal for neighbours under one heading."""
    numbers: list[int] = []
    for c in range(len(texts)):
        is_same = c > 0 and (not above or above[c] == above[c - 1])
        is_same = is_same and (
            cells[c] is cells[c - 1]
            or (texts[c] == texts[c - 1] and (bool(texts[c]) or bool(above)) and not cells[c].text)
        )
        numbers.append(numbers[-1] if is_same else c)
    return numbers


def _paths(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The headings over each column from the top, blanks and repeats left out."""
    if not rows:
        return []
    paths = []
    for c in range(len(rows[0])):
        parts: list[str] = []
        for row in rows:
            text = row[c]
            if text and not (parts and (parts[-1] == text or key_of(parts[-1]) == key_of(text))):
                parts.append(text)
        paths.append(tuple(parts))
    return paths
