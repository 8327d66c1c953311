"""Rows that a page break tears in two: both halves are boxes of their own, each on its page.

Word closes the boxes on both pages, so no ruling tells a torn row from two rows. Its halves do: one of them has no
key, no cell of the two stands for itself twice, and the rest of a name or an amount is no name and no amount.
"""

from __future__ import annotations

import re

from pipelines.extract.folding import fold_tight
from pipelines.extract.tables.heads import Header
from pipelines.extract.tables.pieces import Row
from pipelines.extract.tables.vocabulary import head_of, key_of, label_fund, label_measure, label_role, strip_marks

_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+$")
_WHOLE_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}$")
_INTEGER = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)$")
_OPEN_ORDINAL = re.compile(r"^\(?[一二三四五六七八九十]+$")
_NEARLY_FULL = 0.7
"""A text that fills less of its cell's width, however large its characters, did not go on for want of room."""
_FUND_BEGINS = re.compile("一般公共|政府性基金|国有资本")
"""What a fund's whole name begins with: 公共预算财政拨款 may be the rest of one."""
_CODE_LENGTHS = frozenset({3, 5, 7})
_NAMES = frozenset({"label", "item", "unit"})
_CODES = frozenset({"code", "code_part"})
_KEYS = frozenset({"code", "code_part", "line_no"})
STRUCTURAL = _NAMES | _KEYS | {"code_label"}
"""Roles of the columns that name rows."""


def join_torn(above: list[Row], first: Row, header: Header) -> bool:
    """Join `first` to the last row above it if a page break tore one row in two; whether it did.

    Args:
        above: the rows before the break; the last takes the texts of `first`.
        first: the first row after it.
        header: the headings over their columns.
    """
    last = above[-1]
    filled = {c for c, text in enumerate(first.texts) if text}
    if last.page == first.page or not filled:
        return False
    roles = _roles(header)
    is_torn = (
        _are_halves(last, first, roles)
        or _is_name_below_full_rows(above, first, roles)
        or _is_line_number_in_two(above, first, roles)
    )
    if not is_torn:
        return False
    pages = last.pages or [last.page] * len(last.texts)
    for c in filled:
        if not last.texts[c]:
            pages[c], last.cells[c] = first.page, first.cells[c]
        last.texts[c] += first.texts[c]
    last.pages = pages
    return True


def _is_name_below_full_rows(above: list[Row], first: Row, roles: list[str]) -> bool:
    """Whether `first` prints the rest of a name alone, in a table that leaves no amount of any row blank.

    The name above must be long enough to go on: 货物 in a wide column is whole, and what stands below another row.
    """
    amounts = _amounts(roles)
    if not (_is_name_alone(first, roles) and all(row.texts[c] for row in above for c in amounts)):
        return False
    return all(_may_be_wrapped(above[-1], c) for c, text in enumerate(first.texts) if text)


def _may_be_wrapped(row: Row, col: int) -> bool:
    """Whether a text may have filled a line of its cell: one character is at most as wide as the row is high."""
    cell = row.cells[col]
    if cell.bbox is None:
        return True
    x0, top, x1, bottom = cell.bbox
    return len(row.texts[col]) * (bottom - top) > _NEARLY_FULL * (x1 - x0)


def _is_line_number_in_two(above: list[Row], first: Row, roles: list[str]) -> bool:
    """Whether each 行次 of the last row goes on in `first`, and is the next number only together with its rest."""
    if len(above) < 2:
        return False
    before, last = above[-2:]
    torn = [(last.texts[c], first.texts[c]) for c in _amounts(roles) if last.texts[c] and first.texts[c]]
    if not all(_is_amount_in_two(upper, lower, is_keyed=True) for upper, lower in torn):
        return False
    numbers = [
        (before.texts[c], last.texts[c] + first.texts[c])
        for c, role in enumerate(roles)
        if role == "line_no" and last.texts[c] and first.texts[c]
    ]
    return bool(numbers) and all(a.isdigit() and b.isdigit() and int(b) == int(a) + 1 for a, b in numbers)


def may_be_torn(above: list[Row], first: Row, header: Header) -> bool:
    """Whether `first` prints a name alone on a new page, in a table that leaves no row without any amount."""
    roles = _roles(header)
    has_amounts = all(any(row.texts[c] for c in _amounts(roles)) for row in above)
    return above[-1].page != first.page and has_amounts and _is_name_alone(first, roles)


def _roles(header: Header) -> list[str]:
    """What each column is for, by its last heading."""
    return [head.role if (head := head_of(path[-1] if path else "")) else "" for path in header.paths]


def _amounts(roles: list[str]) -> list[int]:
    return [c for c, role in enumerate(roles) if role not in STRUCTURAL]


def _is_name_alone(row: Row, roles: list[str]) -> bool:
    filled = {c for c, text in enumerate(row.texts) if text}
    is_name = all(roles[c] in _NAMES and not stands_alone(row.texts[c]) for c in filled if c < len(roles))
    return bool(filled and _amounts(roles)) and is_name


def _are_halves(last: Row, first: Row, roles: list[str]) -> bool:
    """Whether two rows are the halves of one, by what each of their columns prints."""
    names = {c for c, role in enumerate(roles) if role in _NAMES}
    keys = {c for c, role in enumerate(roles) if role in _KEYS}
    above = {c for c, text in enumerate(last.texts) if text}
    below = {c for c, text in enumerate(first.texts) if text}
    torn_amounts = (above & below) - names - keys
    if keys & above and keys & below:
        has_two = any(not _is_amount_in_two(last.texts[c], first.texts[c], is_keyed=True) for c in torn_amounts)
        codes = (_is_code_in_two(last.texts[c], first.texts[c], _code_lengths(roles, c)) for c in keys & below)
        return not has_two and all(codes)
    is_keyed = bool(keys & above) or not names
    if not above or not all(_is_amount_in_two(last.texts[c], first.texts[c], is_keyed=is_keyed) for c in torn_amounts):
        return False
    if not below & (names | keys):
        return bool(torn_amounts) or (bool(names) and above <= names | keys)
    if keys & below:
        return above <= names and not any(stands_alone(last.texts[c]) for c in above)
    has_key = bool(keys & above) or len(torn_amounts) > 1
    return below & names <= above and _is_rest_of_name(last, first, below & names, has_key=has_key)


def _is_rest_of_name(last: Row, first: Row, names: set[int], *, has_key: bool) -> bool:
    """Whether the lower half, which has no key, prints the rest of the upper half's names.

    Where the upper half has a key (or amounts are torn, too), any name that does not stand for itself is a rest.
    """
    if has_key:
        return not any(stands_alone(first.texts[c]) for c in names if not _ends_in_ordinal(last.texts[c]))
    return all(_is_name_in_two(last.texts[c], first.texts[c]) for c in names)


def _code_lengths(roles: list[str], col: int) -> frozenset[int]:
    """How many digits a whole code of a column has: 类 alone three, 款 and 项 two; none where it holds no codes."""
    if roles[col] not in _CODES:
        return frozenset()
    follows = col > 0 and roles[col - 1] in _CODES
    is_part = follows or roles[col] == "code_part" or roles[col + 1 : col + 2] == ["code"]
    return frozenset({2 if follows else 3}) if is_part else _CODE_LENGTHS


def _is_code_in_two(upper: str, lower: str, lengths: frozenset[int]) -> bool:
    """Whether two halves of a code, one of them no code by itself, are a code together."""
    is_whole = upper.isdigit() and lower.isdigit() and len(upper + lower) in lengths
    return is_whole and not (len(upper) in lengths and len(lower) in lengths)


def _is_amount_in_two(above: str, below: str, *, is_keyed: bool) -> bool:
    """Whether two texts are one amount with decimals: 1464 and .32, 1,700.1 and 2, 37,837,3 and 78.47; never two.

    Where no key tells that the row goes on, 1464 and 32.10 may be the amounts of two rows.
    """
    above, below = fold_tight(above), fold_tight(below)
    if not _AMOUNT.match(above + below) or _WHOLE_AMOUNT.match(above):
        return False
    return is_keyed or not _WHOLE_AMOUNT.match(below) or not _INTEGER.match(above)


def _is_name_in_two(above: str, below: str) -> bool:
    """Whether, where rows have no code, the rest of a name follows: the first begins as rows do, the rest does not."""
    first, joined = key_of(above), key_of(above + below)
    if _ends_in_ordinal(above):
        return True
    is_named = bool(label_role("T01", joined) or label_fund(joined))
    return not stands_alone(below) and (is_named or (strip_marks(first) != first and not label_role("T01", first)))


def _ends_in_ordinal(text: str) -> bool:
    """Whether nothing but the beginning of an ordinal is left of a name: 二十 before 四、…."""
    return bool(_OPEN_ORDINAL.match(key_of(text)))


def stands_alone(text: str) -> bool:
    """Whether a text is a label by itself: 合计, 一、…, 公务接待费 of T09, 工程 of T10, a fund's row."""
    key = key_of(text)
    is_fund = _FUND_BEGINS.match(key) and label_fund(key)
    if strip_marks(key) != key or is_fund or label_measure("T09", key):
        return True
    return any(label_role(table_id, key) for table_id in ("", "T01", "T10"))
