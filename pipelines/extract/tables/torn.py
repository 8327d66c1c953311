"""What a page break tears: a row in two, or a heading in two. Both halves are boxes of their own, each on its page.

Word closes the boxes on both pages, so no ruling tells a torn row from two rows. Its halves do: one of them has no
key, no cell of the two stands for itself twice, and the rest of a name or an amount is no name and no amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipelines.extract.content import GridCell
from pipelines.extract.tables.heads import Header, find_header
from pipelines.extract.tables.pieces import Piece, Row
from pipelines.extract.tables.vocabulary import head_of, key_of, label_fund, label_role, strip_marks

EDGE_TOLERANCE = 4.0
"""Points by which the same ruling may differ between two pages."""
_HEADING_ROWS = 4
_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+$")
_WHOLE_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}$")
_INTEGER = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)$")
_OPEN_ORDINAL = re.compile(r"^\(?[一二三四五六七八九十]+$")
_CODE_LENGTHS = frozenset({3, 5, 7})
_NAMES = frozenset({"label", "item", "unit"})
_KEYS = frozenset({"code", "code_part", "line_no"})
_STRUCTURAL = _NAMES | _KEYS | {"code_label"}


def join_torn(last: Row, first: Row, header: Header) -> bool:
    """Join `first` to `last` if a page break tore one row in two; whether it did.

    Args:
        last: the last row before the break; it takes the texts of `first`.
        first: the first row after it.
        header: the headings over their columns.
    """
    filled = {c for c, text in enumerate(first.texts) if text}
    if last.page == first.page or not filled or not _are_halves(last, first, header):
        return False
    pages = last.pages or [last.page] * len(last.texts)
    for c in filled:
        if not last.texts[c]:
            pages[c], last.cells[c] = first.page, first.cells[c]
        last.texts[c] += first.texts[c]
    last.pages = pages
    return True


def _are_halves(last: Row, first: Row, header: Header) -> bool:
    """Whether two rows are the halves of one, by what each of their columns prints."""
    roles = [head.role if (head := head_of(path[-1] if path else "")) else "" for path in header.paths]
    names = {c for c, role in enumerate(roles) if role in _NAMES}
    keys = {c for c, role in enumerate(roles) if role in _KEYS}
    above = {c for c, text in enumerate(last.texts) if text}
    below = {c for c, text in enumerate(first.texts) if text}
    torn_amounts = (above & below) - names - keys
    if keys & above and keys & below:
        codes = {c for c in above if roles[c] == "code"}
        return len(codes) == 1 and _is_code_in_two(last, first, codes)
    is_keyed = bool(keys & above) or not names
    if not above or not all(_is_amount_in_two(last.texts[c], first.texts[c], is_keyed=is_keyed) for c in torn_amounts):
        return False
    if not below & (names | keys):
        return bool(torn_amounts) or (bool(names) and above <= names | keys)
    if keys & below:
        return above <= names and not any(_stands_alone(last.texts[c]) for c in above)
    has_key = bool(keys & above) or len(torn_amounts) > 1
    return below & names <= above and _is_rest_of_name(last, first, below & names, has_key=has_key)


def _is_rest_of_name(last: Row, first: Row, names: set[int], *, has_key: bool) -> bool:
    """Whether the lower half, which has no key, prints the rest of the upper half's names.

    Where the upper half has a key (or amounts are torn, too), any name that does not stand for itself is a rest.
    """
    if has_key:
        return not any(_stands_alone(first.texts[c]) for c in names if not _ends_in_ordinal(last.texts[c]))
    return all(_is_name_in_two(last.texts[c], first.texts[c]) for c in names)


def _is_code_in_two(last: Row, first: Row, codes: set[int]) -> bool:
    """Whether the rest of a code opens the lower half: no code by itself, a code behind the first half."""
    return all(
        first.texts[c].isdigit()
        and len(first.texts[c]) not in _CODE_LENGTHS
        and len(last.texts[c] + first.texts[c]) in _CODE_LENGTHS
        for c in codes
    )


def _is_amount_in_two(above: str, below: str, *, is_keyed: bool) -> bool:
    """Whether two texts are one amount with decimals: 1464 and .32, 1,700.1 and 2, 37,837,3 and 78.47; never two.

    Where no key tells that the row goes on, 1464 and 32.10 may be the amounts of two rows.
    """
    if not _AMOUNT.match(above + below) or _WHOLE_AMOUNT.match(above):
        return False
    return is_keyed or not _WHOLE_AMOUNT.match(below) or not _INTEGER.match(above)


def _is_name_in_two(above: str, below: str) -> bool:
    """Whether, where rows have no code, the rest of a name follows: the first begins as rows do, the rest does not."""
    first, joined = key_of(above), key_of(above + below)
    if _ends_in_ordinal(above):
        return True
    is_named = bool(label_role("T01", joined) or label_fund(joined))
    return not _stands_alone(below) and (is_named or (strip_marks(first) != first and not label_role("T01", first)))


def _ends_in_ordinal(text: str) -> bool:
    """Whether nothing but the beginning of an ordinal is left of a name: 二十 before 四、…."""
    return bool(_OPEN_ORDINAL.match(key_of(text)))


def _stands_alone(text: str) -> bool:
    """Whether a text is a label by itself: 合计, 一、…."""
    key = key_of(text)
    return bool(label_role("", key) or label_role("T01", key)) or strip_marks(key) != key


def mend_headings(pieces: list[Piece]) -> list[Piece]:
    """The pieces with each heading that a page break tore made whole; all others as they are."""
    mended: list[Piece] = []
    for piece in pieces:
        whole = _whole(mended[-1], piece) if mended else None
        if whole is not None:
            mended[-1] = whole
        else:
            mended.append(piece)
    return mended


def _whole(upper: Piece, lower: Piece) -> Piece | None:
    """The piece of an unfinished heading and what follows it on the next page; None if they are not one."""
    if not lower.follows_directly or lower.lead.title or upper.is_noted or lower.page != upper.page + 1:
        return None
    if not 0 < len(upper.rows) <= _HEADING_ROWS or _has_digits(upper.rows) or not lower.rows:
        return None
    if _has_digits(lower.rows[:1]) or (not lower.header.paths and _stands_alone(lower.rows[0].texts[0])):
        return None
    starts = _starts(upper, lower)
    if starts is None:
        return None
    is_whole = _is_known(upper.header) and _names_rows(upper.header)
    for join in (_one_into_another,) if is_whole else (_one_after_another, _one_into_another):
        rows = join(upper, lower, starts)
        header, length = find_header([(row.cells, row.texts) for row in rows])
        if _is_known(header) and length > len(upper.rows) - (not is_whole):
            return _piece(upper, lower, header, rows[length:])
    return None


def _piece(upper: Piece, lower: Piece, header: Header, body: list[Row]) -> Piece:
    return Piece(
        page=upper.page,
        sheet=upper.sheet,
        lead=upper.lead,
        header=header,
        rows=[*upper.rows, *lower.rows],
        body=body,
        edges=lower.edges,
        n_cols=lower.n_cols,
        has_rulings=upper.has_rulings and lower.has_rulings,
        trail=lower.trail,
        follows_directly=upper.follows_directly,
        is_noted=lower.is_noted,
    )


def _is_known(header: Header) -> bool:
    """Whether every column has a known heading."""
    return bool(header.paths) and all(path and head_of(path[-1]) for path in header.paths)


def _names_rows(header: Header) -> bool:
    """Whether a column holds what names the rows."""
    heads = [head_of(path[-1]) for path in header.paths if path]
    return any(head and head.role in _STRUCTURAL for head in heads)


def _has_digits(rows: list[Row]) -> bool:
    return any(any(char.isdigit() for char in text) for row in rows for text in row.texts)


def _starts(upper: Piece, lower: Piece) -> list[int] | None:
    """For each column of the upper piece the first of the lower's columns under it; None where edges do not meet."""
    if upper.n_cols == lower.n_cols:
        return list(range(lower.n_cols))
    if upper.edges is None or lower.edges is None or upper.n_cols > lower.n_cols:
        return None
    found = []
    for x in upper.edges:
        at = next((c for c, edge in enumerate(lower.edges) if abs(edge - x) <= EDGE_TOLERANCE), None)
        if at is None:
            return None
        found.append(at)
    return found[:-1]


def _one_after_another(upper: Piece, lower: Piece, starts: list[int]) -> list[Row]:
    """The rows of both, the break between two rows."""
    return [*_spread(upper, lower.n_cols, starts), *_moved(lower.rows, len(upper.rows))]


def _one_into_another(upper: Piece, lower: Piece, starts: list[int]) -> list[Row]:
    """The rows of both, the last of the one and the first of the other being one row that the break tore."""
    above = _spread(upper, lower.n_cols, starts)
    below = _moved(lower.rows, len(upper.rows))
    for c, cell in enumerate(above[-1].cells):
        under = {id(rest): rest for rest in below[0].cells[c : c + cell.col_span]} if cell.col == c and below else {}
        texts = [rest.text for rest in under.values() if rest.text]
        if not under or len(texts) > 1:
            continue
        depth = max(rest.row + rest.row_span for rest in under.values())
        joined = msgspec.structs.replace(cell, text=cell.text + "".join(texts), row_span=depth - cell.row)
        for row in (*above, *below):
            _put(row, {id(cell), *under}, joined)
    return [*above, *below]


def _put(row: Row, old: set[int], new: GridCell) -> None:
    """Let a joined cell stand where its parts stood; its text stands at its top left position only."""
    for c, cell in enumerate(row.cells):
        if id(cell) in old:
            row.cells[c] = new
            row.texts[c] = new.text if row.texts[c] and c == new.col and cell.row == new.row else ""


def _spread(piece: Piece, n_cols: int, starts: list[int]) -> list[Row]:
    """The rows of a piece laid over finer columns."""
    ends = [*starts[1:], n_cols]
    wide: dict[int, GridCell] = {}
    rows = []
    for row in piece.rows:
        cells: list[GridCell] = []
        texts: list[str] = []
        for cell, group in _groups(row):
            start, end = starts[group[0]], ends[group[-1]]
            replaced = wide.setdefault(id(cell), msgspec.structs.replace(cell, col=start, col_span=end - start))
            cells.extend([replaced] * (end - start))
            texts.extend([row.texts[group[0]], *[""] * (end - start - 1)])
        rows.append(Row(row.page, row.sheet, cells, texts))
    return rows


def _groups(row: Row) -> Iterator[tuple[GridCell, list[int]]]:
    """The cells of a row, each with the columns it covers."""
    c = 0
    while c < len(row.cells):
        group = [i for i in range(c, len(row.cells)) if row.cells[i] is row.cells[c]]
        yield row.cells[c], group
        c = group[-1] + 1


def _moved(rows: list[Row], by: int) -> list[Row]:
    """Rows whose cells stand `by` rows lower, shared cells shared."""
    cells = {id(cell): msgspec.structs.replace(cell, row=cell.row + by) for row in rows for cell in row.cells}
    return [
        Row(row.page, row.sheet, [cells[id(cell)] for cell in row.cells], list(row.texts), row.pages, row.headings)
        for row in rows
    ]
