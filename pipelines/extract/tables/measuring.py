"""A column that says what rows are measured in: 计量单位, or 单位 above 万元, 辆 and 台, not above names of units."""

from __future__ import annotations

from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.money import unit_factor
from pipelines.extract.tables.columns import Group
from pipelines.extract.tables.pieces import Row
from pipelines.extract.tables.stitched import Stitched
from pipelines.extract.tables.vocabulary import Head

_MEASURING = Head(canonical="计量单位", role="unit_of_measure")
_COUNTS = frozenset(row["unit"] for row in read_lexicon("count_units"))
_BY_ROWS = frozenset({"T09", "T15"})
"""Tables that count things in rows of their own; elsewhere a row's unit is that of its 数量."""


def told_by_values(table: Stitched, heads: list[list[Head]]) -> list[list[Head]]:
    """The headings of a table, a 单位 above nothing but units of measure as 计量单位."""
    return [
        [*column[:-1], _MEASURING] if column and column[-1].role == "unit" and _measures(table, col) else column
        for col, column in enumerate(heads)
    ]


def _measures(table: Stitched, col: int) -> bool:
    values = [fold_tight(row.texts[col]) for row in table.body if row.texts[col]]
    return bool(values) and all(value in _COUNTS or unit_factor(value) is not None for value in values)


def money_unit(row: Row, group: Group) -> str | None:
    """The unit of money that a row of `group` prints for its amounts; None without such a column or for a count's."""
    unit = _unit(row, group)
    return unit if unit_factor(unit) is not None else None


def counts_things(row: Row, group: Group, table_id: str) -> bool:
    """Whether a row of `group` says by its unit that it counts things."""
    return table_id in _BY_ROWS and _unit(row, group) in _COUNTS


def _unit(row: Row, group: Group) -> str:
    return "" if group.unit_of_measure is None else fold_tight(row.cells[group.unit_of_measure].text)
