"""The unit of a table that prints none itself: said once for all tables, or by its neighbours.

A sentence for all tables, or a unit that stands by itself before the first table, counts for every table without its
own. Else a table takes the unit of the tables around it where they all print the same: that is likely, not certain,
and an issue says so.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.extract.content import Grid, Page, TextLine
from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.money import find_unit
from pipelines.extract.tables.stitched import Stitched

_MAX_LINE = 20
_UNITS = "|".join(sorted((row["printed"] for row in read_lexicon("units")), key=len, reverse=True))
_ALONE = re.compile(rf"\(?(?:金额|货币|计量)?单位(?:均为|为)?[:：]?(?:{_UNITS})\)?")


def unit_of_document(pages: list[Page]) -> str | None:
    """The unit that the document declares for all its tables; None without one, or where it declares several."""
    speaking = [page for page in pages if "表" in page.text and "元" in page.text]
    declared = {unit for page in speaking for block in page.blocks for unit in _for_all(block)}
    if not declared:
        declared = {unit for page in _before_tables(pages) for block in page.blocks for unit in _alone(block)}
    return declared.pop() if len(declared) == 1 else None


def unit_of_neighbours(tables: list[Stitched]) -> str | None:
    """The one unit that the tables print which print any; None where they differ."""
    printed = {unit for table in tables for unit in _printed(table)}
    return printed.pop() if len(printed) == 1 else None


def _printed(table: Stitched) -> set[str]:
    named = {unit for path in table.header.paths for part in path if (unit := find_unit(part))}
    return named | {table.lead.unit} if table.lead.unit else named


def _before_tables(pages: list[Page]) -> list[Page]:
    """The pages before the first that has a grid; none where no page has one."""
    first = next((i for i, page in enumerate(pages) if any(isinstance(b, Grid) for b in page.blocks)), 0)
    return pages[:first]


def _for_all(block: TextLine | Grid) -> list[str]:
    if isinstance(block, Grid) or "表" not in block.text or "元" not in block.text:
        return []
    key = fold_tight(block.text)
    return [found.group(1) for pattern in _scopes() if (found := pattern.search(key))]


def _alone(block: TextLine | Grid) -> list[str]:
    """The unit of a line that says nothing else: 金额单位：万元."""
    if isinstance(block, Grid) or len(block.text) > _MAX_LINE:
        return []
    unit = find_unit(block.text)
    return [unit] if unit and _ALONE.fullmatch(fold_tight(block.text)) else []


@cache
def _scopes() -> list[re.Pattern[str]]:
    return [re.compile(row["pattern"].replace("{unit}", _UNITS)) for row in read_lexicon("unit_scopes")]
