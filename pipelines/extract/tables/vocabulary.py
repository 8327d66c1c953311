"""The wording of tables as data, compiled once: titles, column heads, families, measures, row labels, notes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import FundType, Phase, RowKind, RowRole, TableId

_QUOTES = str.maketrans("", "", "\"“”„‟'‘’「」『』〝〞*＊")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十]+\))")
_ITEM_MARK = re.compile(r"^(?:[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十]+\)|\d+[.、](?!\d)|\(\d+\)|其中:)+")
_TRAILING_UNIT = re.compile(r"\((?:单位:)?(?:人民币)?(?:元|千元|万元|亿元)\)$|[,:]$")
_YEAR = re.compile(r"^((?:19|20)\d\d)年度?(?=.)")
_BARE_YEAR = re.compile(r"^((?:19|20)\d\d)年度?$")
_OF_THESE = re.compile(r"^\(?其中:?\)?$")
"""A heading that says no more than that those below it are parts of the one above."""
_COLUMN_NUMBER = re.compile(r"^(?:\(?\d+\)?|[a-zA-Z]|\d+=[\d+\-()]+)$")

_MIN_CLIPPED = 4
"""Fewer characters do not tell which heading was clipped."""


class TableKind(msgspec.Struct, frozen=True, kw_only=True):
    """One of T01-T15 as lexicon/tables.csv has it."""

    table_id: TableId
    row_kind: RowKind | None
    families: frozenset[str]
    fund_type: FundType | None


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """What a printed title was found to be.

    `table_ids` is empty for a known table that is none of T01-T15; where a wording serves two, the columns choose.
    """

    table_ids: tuple[TableId, ...]
    row_kind: RowKind | None
    key: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A column heading: the canonical name and what the column is for (`role` of lexicon/column_heads.csv)."""

    canonical: str
    role: str


@lru_cache(maxsize=65536)
def key_of(text: str) -> str:
    """The key of a heading, title or label: folded, no blanks, no quotation marks."""
    return fold_tight(text).translate(_QUOTES)


@lru_cache(maxsize=16384)
def strip_ordinal(key: str) -> str:
    """A folded label without a leading 一、 or （一）."""
    return _ORDINAL.sub("", key, count=1)


def strip_marks(key: str) -> str:
    """A folded label without any leading item mark: 一、 （一） 1. (1) 其中：."""
    return _ITEM_MARK.sub("", key)


def is_column_number(key: str) -> bool:
    """Whether a key is an entry of the 栏次 row: 1, (2), 3=4+5."""
    return _COLUMN_NUMBER.match(key) is not None


@cache
def table_kinds() -> dict[str, TableKind]:
    """T01-T15 by id."""
    return {
        row["table_id"]: TableKind(
            table_id=cast("TableId", row["table_id"]),
            row_kind=cast("RowKind | None", row["row_kind"] or None),
            families=frozenset(row["families"].split(";")),
            fund_type=cast("FundType | None", row["fund_type"] or None),
        )
        for row in read_lexicon("tables")
    }


@cache
def _heads() -> list[tuple[re.Pattern[str], Head]]:
    return [
        (re.compile(row["pattern"]), Head(canonical=row["canonical"], role=row["role"]))
        for row in read_lexicon("column_heads")
    ]


def without_unit(key: str) -> str:
    """A folded heading without the unit that it may name at its end: 采购金额(万元)."""
    return _TRAILING_UNIT.sub("", key)


@lru_cache(maxsize=16384)
def head_of(text: str) -> Head | None:
    """The column heading that `text` prints, or None where the lexicon has none."""
    key = _YEAR.sub("", without_unit(strip_marks(key_of(text))))
    if not key or len(key) > 40:
        return None
    return next((head for pattern, head in _heads() if pattern.fullmatch(key)), None) or _clipped(key)


def _clipped(key: str) -> Head | None:
    """The one heading that begins with `key`: a sheet prints no more of a long heading than its column holds."""
    if len(key) < _MIN_CLIPPED:
        return None
    whole = {head for _, head in _heads() if _name_key(head.canonical).startswith(key)}
    return whole.pop() if len(whole) == 1 else None


@cache
def _name_key(canonical: str) -> str:
    return key_of(canonical)


@lru_cache(maxsize=4096)
def head_year(text: str) -> int | None:
    """The year that a column heading is or begins with (2018年度, 2018年预算数), if any."""
    found = _BARE_YEAR.match(strip_marks(key_of(text))) or _YEAR.match(strip_marks(key_of(text)))
    return int(found.group(1)) if found else None


@lru_cache(maxsize=4096)
def heads_over(path: tuple[str, ...]) -> tuple[Head | None, ...]:
    """The headings of a column's path, None for an unknown one.

    A heading torn over two rows counts as one; 其中 and a year alone (2018年度) are none: ask `head_year`.
    """
    path = tuple(part for part in path if not (_BARE_YEAR.match(key := key_of(part)) or _OF_THESE.match(key)))
    heads: list[Head | None] = []
    i = 0
    while i < len(path):
        head = head_of(path[i])
        if i + 1 < len(path) and (head is None or head_of(path[i + 1]) is None):
            joined = head_of(path[i] + path[i + 1])
            if joined:
                heads.append(joined)
                i += 2
                continue
        heads.append(head)
        i += 1
    return tuple(heads)


@cache
def _row_labels() -> list[tuple[frozenset[str], RowRole | None, str | None, re.Pattern[str]]]:
    return [
        (
            frozenset(row["tables"].split()),
            cast("RowRole | None", row["role"] or None),
            row["measure"] or None,
            re.compile(row["pattern"]),
        )
        for row in read_lexicon("row_labels")
    ]


@lru_cache(maxsize=16384)
def label_role(table_id: str, label: str) -> RowRole | None:
    """total, balance or carry_over if the folded label of `table_id` says so."""
    bare = strip_marks(label.translate(_QUOTES))
    return next(
        (role for ids, role, _, rx in _row_labels() if role and (not ids or table_id in ids) and rx.fullmatch(bare)),
        None,
    )


@lru_cache(maxsize=4096)
def label_measure(table_id: str, label: str) -> str | None:
    """The measure that a row's label names, in tables whose rows are the measures (T09 printed downwards)."""
    bare = strip_marks(label.translate(_QUOTES))
    return next((m for ids, _, m, rx in _row_labels() if m and table_id in ids and rx.fullmatch(bare)), None)


@cache
def _row_funds() -> list[tuple[FundType, re.Pattern[str]]]:
    return [(cast("FundType", row["fund_type"]), re.compile(row["pattern"])) for row in read_lexicon("row_funds")]


@lru_cache(maxsize=4096)
def label_fund(label: str) -> FundType | None:
    """The fund that a folded row label names."""
    bare = strip_ordinal(label)
    return next((fund for fund, pattern in _row_funds() if pattern.fullmatch(bare)), None)


@cache
def phase_notes() -> list[tuple[Phase, re.Pattern[str]]]:
    """What a note under a table says about the basis of its 预算数."""
    return [(cast("Phase", row["phase"]), re.compile(row["pattern"])) for row in read_lexicon("phase_notes")]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What a column path of a table measures; `fund_type` where the column names one."""

    name: str
    fund_type: FundType | None


@cache
def _measures() -> dict[tuple[str, str, str], Measure]:
    return {
        (table_id, row["side"], row["path"]): Measure(
            name=row["measure"], fund_type=cast("FundType | None", row["fund_type"] or None)
        )
        for row in read_lexicon("table_columns")
        for table_id in row["tables"].split()
    }


def measure_of(table_id: str, side: str | None, path: str) -> Measure | None:
    """The measure of a canonical column path (“本年支出/基本支出”).

    The lexicon may leave out a closing 决算数 and a closing 合计.
    """
    measures = _measures()
    plain = path.removesuffix("/决算数")
    for wanted in (path, plain, plain.removesuffix("/合计")):
        found = measures.get((table_id, side or "", wanted)) or measures.get((table_id, "", wanted))
        if found:
            return found
    return None
