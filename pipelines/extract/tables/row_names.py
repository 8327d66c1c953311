"""What names a row within a group of columns: its code, joined where it is split, its name and its role."""

from __future__ import annotations

import re

import msgspec

from pipelines.extract.issues import flaw
from pipelines.extract.records import Place, RowRole
from pipelines.extract.tables.columns import Group, Plan
from pipelines.extract.tables.emission import Emission
from pipelines.extract.tables.glyphs import label_key
from pipelines.extract.tables.pieces import Row
from pipelines.extract.tables.vocabulary import head_of, label_role, strip_ordinal

_CODE_AND_NAME = re.compile(r"^(\d{3}|\d{5}|\d{7})[-—–:]?([^\d.,%].*)$")
_AMOUNT = re.compile(r"^[-−–—△]?[\d,]*\.\d+$")
_ELLIPSIS = re.compile(r"^\s*[.…·]+\s*$")
_DIGITS = re.compile(r"^\d+$")
_CODE_TEXT = re.compile(r"^(?:\d+|[.…·]+)$")
_CODE_ROLES: dict[int, RowRole] = {3: "class", 5: "section", 7: "item"}


_CODE_AS_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?")


class Key(msgspec.Struct):
    """What names a row within a group."""

    code: str | None = None
    label: str = ""
    printed: str = ""
    line_no: str | None = None
    role: RowRole | None = None
    parent: str | None = None
    entity: str | None = None
    label_col: int | None = None


def name_row(row: Row, group: Group, parts: list[str], plan: Plan, out: Emission) -> Key | None:
    """The code and name of a group in a row; None where it has neither.

    In a table by unit and class the total and the units' own rows print their name in the unit's column only.
    """
    texts = row.texts
    named = group.labels
    if not [c for c in named if texts[c]]:
        named = [*named, *_merged_total(row, group, plan)]
    if plan.unit_names and not any(texts[code] for code in group.codes):
        named = [*named, *plan.unit_names]
    label_col = _first_name(texts, named)
    printed = texts[label_col] if label_col is not None else ""
    code = None
    if group.codes:
        code, other = _code(row, group.codes, parts, has_name=bool(printed))
        if other is not None and not (printed and code):
            if printed:
                message = f"a name in two columns: {texts[other]} | {printed}"
                out.flaws.append(flaw("name_in_doubt", message, Place(page=row.page, table_seq=out.table_seq)))
            label_col, printed = other, texts[other] + printed
    label = label_key(printed)
    if code is None and printed and out.row_kind in {"function", "economic"}:
        found = _CODE_AND_NAME.match(label)
        if found:
            code, label = found.group(1), found.group(2)
    if code is None and (not printed.strip() or _AMOUNT.match(label)):
        return None
    key = Key(code=code, label=strip_ordinal(label), printed=printed, label_col=label_col)
    if group.line_no is not None:
        key.line_no = label_key(texts[group.line_no]) or None
    key.role = _role(key, group, out)
    return key


def _first_name(texts: list[str], columns: list[int]) -> int | None:
    """The first of the columns that prints more than an ellipsis."""
    for c in columns:
        if texts[c] and not _ELLIPSIS.match(texts[c]):
            return c
    return None


def _code(row: Row, columns: list[int], parts: list[str], *, has_name: bool) -> tuple[str | None, int | None]:
    """The code in `columns` (split over 类, 款 and 项 columns: joined) and the column of other text found there.

    Where a row prints only its own part (款 39 under 类 201), the parts before it are those of the rows above, which
    `parts` remembers.
    """
    printed = [row.texts[c] for c in columns]
    if len(columns) == 1 and (not printed[0] or (printed[0].isascii() and printed[0].isdigit())):
        return printed[0] or None, None
    found = [label_key(text) if text and not _is_code_part(text) else "" for text in printed]
    digits = [text if _DIGITS.match(text) else "" for text in found]
    other = next((c for c, text in zip(columns, found, strict=True) if text and not _CODE_TEXT.match(text)), None)
    if other is not None and has_name and (unformatted := _unformatted(row.texts[other])):
        return unformatted, None
    if len(columns) == 1 or other is not None:
        return next(filter(None, digits), None), other
    last = max((i for i, text in enumerate(digits) if text), default=-1)
    remembered = [*parts, *[""] * len(columns)]
    whole = ""
    for i in range(last + 1):
        digits[i] = digits[i] or remembered[i]
        whole = digits[i] if whole and digits[i].startswith(whole) else whole + digits[i]
    if last >= 0:
        parts[:] = digits[: last + 1]
    return whole or None, None


def _unformatted(text: str) -> str | None:
    """The code that a workbook shows as an amount (2,080,201 or 2080201.00); None for any other text."""
    found = _CODE_AS_AMOUNT.fullmatch(label_key(text))
    code = found.group(1).replace(",", "") if found else ""
    return code if len(code) in _CODE_ROLES else None


def _merged_total(row: Row, group: Group, plan: Plan) -> list[int]:
    """The column of a 合计 that is merged over the columns before the amounts: of 行次, or of a unit's code."""
    before = range(group.amounts[0].col) if group is plan.groups[0] else [group.line_no]
    return [c for c in before if c is not None and c not in group.codes and _is_total(row.texts[c])]


def _is_total(text: str) -> bool:
    return label_role("", label_key(text)) == "total"


def _is_code_part(text: str) -> bool:
    """Whether a cell holds 类, 款 or 项: a heading that reaches down into the total's row, or stands in it."""
    head = head_of(text)
    return head is not None and head.role == "code_part"


def _role(key: Key, group: Group, out: Emission) -> RowRole | None:
    """The role of a row: by its label, else by the length of its code, else by its table."""
    if out.table_id == "T09":
        return None
    named = None if key.code else label_role(out.table_id, key.label)
    if named:
        return named
    if key.code and out.row_kind in {"function", "economic", "unit"}:
        return _CODE_ROLES.get(len(key.code), "item")
    if group.side == "expenditure" and key.printed and strip_ordinal(label_key(key.printed)) != label_key(key.printed):
        return "class"
    return "item"
