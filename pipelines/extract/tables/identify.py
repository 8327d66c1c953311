"""Which of T01-T15 a table is: its title and its column signature together, never its number.

A signature belongs to a family (lexicon/table_families.csv). Some families are one table (income sources are T02),
others are shared (基本支出 and 项目支出 stand in T05, T08 and T14). Where the title's table admits the family, both
agree. Where it does not, a family of one table decides and the contradiction is an issue; else nothing is decided.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import RowKind, TableId
from pipelines.extract.tables.heads import Header
from pipelines.extract.tables.stitched import Stitched
from pipelines.extract.tables.vocabulary import Head, heads_over, table_kinds

_CODE_ROLES = frozenset({"code", "code_part"})
_LABEL_ROLES = frozenset({"item", "label", "code_label"})
_OVERRULING = frozenset({"income", "expense", "three_public", "sides_funds"})
"""Families of one table that are surer than a title; 收入 and 支出 alone (sides_plain) are not."""
_SHARED = frozenset({"carried", "basic_project", "economic_groups", "economic_matrix", "personnel_public", "uncoded"})
"""Families whose tables differ in their money: the ministry prints one matrix for all money (财决05表), one for the
general public budget (财决08表)."""
_FUNCTIONAL_CODE = re.compile(r"^2\d{2}(?:\d{2}){0,2}$")
_DECIMALS = re.compile(r"^-?[0-9][0-9,]*\.[0-9]{2}$")
_MONEY_TITLE = re.compile("决算|收支|收入|支出|拨款|经费|采购|基金|资本经营|购买服务")
_LONGEST_HEADING = 200
_AMOUNT_ROLES = frozenset({"final", "budget_unspecified", "initial_budget", "adjusted_budget", "amount"})


class Identified(msgspec.Struct, frozen=True, kw_only=True):
    """A table's id, or None; `flaw` names the issue and `message` says what contradicts what."""

    table_id: TableId | None = None
    row_kind: RowKind | None = None
    family: str = "other"
    flaw: str | None = None
    message: str = ""


class _Family(msgspec.Struct, frozen=True):
    name: str
    needs: frozenset[str]
    least: int
    some: frozenset[str]
    never: frozenset[str]


@cache
def _families() -> list[_Family]:
    return [
        _Family(
            name=row["family"],
            needs=frozenset(filter(None, row["needs"].split(";"))),
            least=int(row["least"]),
            some=frozenset(filter(None, row["some"].split(";"))),
            never=frozenset(filter(None, row["never"].split(";"))),
        )
        for row in read_lexicon("table_families")
    ]


@cache
def _unique_families() -> dict[str, TableId]:
    """The families that only one table admits first of all: the table itself."""
    owners: dict[str, list[TableId]] = {}
    for kind in table_kinds().values():
        for family in kind.families:
            owners.setdefault(family, []).append(kind.table_id)
    unique = {family: ids[0] for family, ids in owners.items() if len(ids) == 1 and family not in _SHARED}
    return unique | {"sides_plain": "T01", "expense": "T03"}


def heads_of(header: Header) -> list[list[Head]]:
    """The known headings over each column, from the top."""
    return [[head for head in heads_over(path) if head] for path in header.paths]


def family_of(table: Stitched, heads: list[list[Head]]) -> str:
    """The family of the column signature; `other` where there is none."""
    names = {head.canonical for column in heads for head in column}
    for family in _families():
        if family.needs <= names and len(family.some & names) >= family.least and not family.never & names:
            return family.name
    leaves = [column[-1].role if column else "" for column in heads]
    n_labels = sum(role in _LABEL_ROLES for role in leaves)
    n_amounts = sum(role in _AMOUNT_ROLES or role == "side" for role in leaves)
    if not n_labels or not n_amounts:
        return "other"
    if any(role in _CODE_ROLES for role in leaves):
        return _family_of_codes(table, leaves)
    return "pairs" if n_labels > 1 and n_amounts > 1 else "label_amount"


def _family_of_codes(table: Stitched, leaves: list[str]) -> str:
    """The family by the classification that most codes are of: the economic (3xx), else `coded`; `uncoded` for none."""
    codes = _codes(table, [c for c, role in enumerate(leaves) if role in _CODE_ROLES])
    if not codes:
        return "uncoded"
    return "economic_groups" if sum(code.startswith(("3", "5")) for code in codes) * 2 > len(codes) else "coded"


def _has_functional_codes(table: Stitched, heads: list[list[Head]]) -> bool:
    """Whether the codes are of the functional classification (2xx)."""
    codes = _codes(table, [c for c, column in enumerate(heads) if column and column[-1].role in _CODE_ROLES])
    return sum(code.startswith("2") for code in codes) * 2 > len(codes)


def _codes(table: Stitched, columns: list[int]) -> list[str]:
    return [text for row in table.body for c in columns if (text := row.texts[c].strip()).isdigit()]


def identify_table(table: Stitched, heads: list[list[Head]], *, by_signature: bool = True) -> Identified:
    """The table's id by title and signature; without `by_signature` never by its columns alone.

    A budget's tables have the columns of a final account's, so they must bear a final account's title.
    """
    family = family_of(table, heads)
    known = table.lead.known
    unit_columns = any(column and column[-1].role in {"unit", "unit_code"} for column in heads)
    if known and not known.table_ids:
        return Identified(family=family)
    for table_id in known.table_ids if known else ():
        if _admits(table, table_id, family, unit_columns=unit_columns):
            kind = _row_kind(table_id, known.row_kind if known else None, unit_columns=unit_columns)
            if kind == "economic" and _has_functional_codes(table, heads):
                kind = "function"
            return Identified(table_id=table_id, row_kind=kind, family=family)
    return _by_columns(table, heads, family, by_signature=by_signature, unit_columns=unit_columns)


def _by_columns(
    table: Stitched, heads: list[list[Head]], family: str, *, by_signature: bool, unit_columns: bool
) -> Identified:
    """The table's id where the title does not settle it, with the issue that this is; or none."""
    known = table.lead.known
    title = table.lead.title or "no title"
    unique = _unique_families().get(family) if by_signature else None
    if unique and (known is None or family in _OVERRULING):
        return Identified(
            table_id=unique,
            row_kind=_row_kind(unique, None, unit_columns=unit_columns),
            family=family,
            flaw="table_by_signature" if known is None else "title_signature_conflict",
            message=f"{title}: the columns are those of {unique}",
        )
    if known:
        message = f"{title}: the columns are not those of {' or '.join(known.table_ids)}"
        return Identified(family=family, flaw="unknown_table", message=message)
    if family in _SHARED:
        return Identified(family=family, flaw="unknown_table", message=f"{title}: several tables have these columns")
    if table.lead.title and _MONEY_TITLE.search(table.lead.title) and _holds_decimals(table):
        message = f"{title}: no table of this name is known; its columns are {_heading(table)}"
        return Identified(family=family, flaw="unknown_table", message=message)
    amounts = 0 if table.lead.title else _amounts_of_a_torn_table(table, heads)
    if amounts:
        return Identified(family=family, flaw="unknown_table", message=f"no title, {amounts} amounts")
    return Identified(family=family)


def _holds_decimals(table: Stitched) -> bool:
    return any(_DECIMALS.search(text) for row in table.body for text in row.texts)


def _heading(table: Stitched) -> str:
    """The headings of a table, or its first row where none is known."""
    paths = ["/".join(path) for path in table.header.paths] or (table.body[0].texts if table.body else [])
    return " | ".join(paths)[:_LONGEST_HEADING]


def _amounts_of_a_torn_table(table: Stitched, heads: list[list[Head]]) -> int:
    """The amounts of a table that is what a cut or a page break left: no known heading, or codes under unknown ones."""
    texts = [text for row in table.body for text in row.texts]
    is_torn = not any(heads) or any(_FUNCTIONAL_CODE.match(text) for text in texts)
    return sum(bool(_DECIMALS.search(text)) for text in texts) if is_torn else 0


def _admits(table: Stitched, table_id: str, family: str, *, unit_columns: bool) -> bool:
    """Whether the table may have this signature.

    An annex by unit may show any part of it, and a table of which only the head is printed has none. Without rulings
    a single heading may be what is left of a longer one: 支出 of 经营支出.
    """
    if not table.header.paths:
        return not table.n_cols
    families = table_kinds()[table_id].families
    if unit_columns and family not in {*_unique_families(), "economic_matrix", "other"}:
        return True
    if family == "uncoded" and "economic_groups" in families:
        return True
    if family in {"coded", "uncoded"}:
        return "coded" in families and table.has_rulings
    return family in families


def _row_kind(table_id: str, printed: RowKind | None, *, unit_columns: bool) -> RowKind | None:
    if unit_columns or printed == "unit":
        return "unit"
    return printed or table_kinds()[table_id].row_kind
