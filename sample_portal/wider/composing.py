"""The tables of a wider disclosure in their order: which there are, in which form, and what stands between them."""

from __future__ import annotations

import random
from typing import Any

from pipelines.extract.records import TableId
from sample_portal.account import Account
from sample_portal.details import economic_sheet as basic_sheet
from sample_portal.document import Paragraph
from sample_portal.sheet import Sheet
from sample_portal.summaries import fiscal_summary_sheet, summary_sheet
from sample_portal.tables import Layout
from sample_portal.vocabulary import read_yaml
from sample_portal.wider.around import Around
from sample_portal.wider.coded import CodeForm, economic_sheet, functional_sheet
from sample_portal.wider.lists import institution_sheet, procurement_sheet, services_sheet, stray_sheet
from sample_portal.wider.three_public import across_sheet, downwards_sheet, twice

Block = Paragraph | Sheet
_FORMS: tuple[CodeForm, ...] = ("one", "split", "ministry", "ministry")
_FUNCTIONAL: tuple[TableId, ...] = ("T02", "T03", "T05", "T07", "T12")
_COMMON: tuple[TableId, ...] = ("T01", "T02", "T03", "T04")
_RARE: tuple[TableId, ...] = ("T10", "T11", "T13", "T14", "T15")
_GENERAL: tuple[TableId, ...] = ("T05", "T12")
_SUMMED = frozenset({"T01", "T04", "T06"})


class _Composer:
    """Makes one table after another; each choice is drawn from `chance`."""

    def __init__(self, account: Account, layout: Layout, chance: random.Random) -> None:
        self.account = account
        self.layout = layout
        self.chance = chance
        self.data: dict[str, Any] = read_yaml("wider.yml")
        self.form = chance.choice(_FORMS)
        self.ordinal = 0

    def around(self, title: str) -> Around:
        self.ordinal += 1
        return Around(account=self.account, layout=self.layout, title=title, ordinal=self.ordinal)

    def table(self, table_id: TableId) -> list[Sheet]:
        """A table of T01-T15; T09 may be two."""
        if table_id in _SUMMED:
            self.ordinal += 1
            return [self._common(table_id)]
        around = self.around(self.chance.choice(self.data["titles"][table_id]))
        if table_id == "T09":
            return self._expenses(around)
        return [self._wider(table_id, around)]

    def _common(self, table_id: TableId) -> Sheet:
        if table_id == "T06":
            return basic_sheet(self.account, self.layout)
        return (summary_sheet if table_id == "T01" else fiscal_summary_sheet)(self.account, self.layout)

    def _wider(self, table_id: TableId, around: Around) -> Sheet:
        account = self.account
        if table_id in _FUNCTIONAL:
            rows = account.rows["T05" if table_id == "T12" else table_id]
            return functional_sheet(account, table_id, rows, around, self.form)
        if table_id in {"T13", "T14"}:
            return economic_sheet(account, table_id, around)
        if table_id == "T15":
            return institution_sheet(account, around, side_by_side=self.chance.random() < 0.5)
        return (procurement_sheet if table_id == "T10" else services_sheet)(account, around)

    def _expenses(self, around: Around) -> list[Sheet]:
        roll = self.chance.random()
        if roll < 0.4:
            return [across_sheet(self.account, around)]
        if roll < 0.7:
            return twice(self.account, around)
        return [downwards_sheet(self.account, around, ["年初预算数", "全年预算数", "决算数"])]

    def stray(self, name: str) -> Sheet:
        """A table that is none of T01-T15."""
        stray = self.data["strays"][name]
        around = Around(account=self.account, layout=self.layout, title=stray["title"], ordinal=self.ordinal)
        return stray_sheet(self.account, around, stray["rows"])


def compose(account: Account, layout: Layout, chance: random.Random) -> list[Block]:
    """The tables of a wider disclosure, with paragraphs and tables that are none of T01-T15 between them."""
    composer = _Composer(account, layout, chance)
    ids: list[TableId] = [*_COMMON, chance.choice(_GENERAL), "T06", "T07", "T09"]
    ids += [table_id for table_id in _RARE if chance.random() < 0.6]
    sheets: list[Sheet] = [composer.stray("units")] if chance.random() < 0.5 else []
    for table_id in ids:
        sheets += composer.table(table_id)
    sheets += [composer.stray(name) for name in ("assets", "projects", "both_funds", "assessment")
               if chance.random() < 0.4]  # fmt: skip
    if chance.random() < 0.5:
        return list(sheets)
    blocks: list[Block] = []
    for sheet in sheets:
        if chance.random() < 0.6:
            blocks.append(Paragraph(text=chance.choice(composer.data["sentences"])))
        blocks.append(sheet)
    return blocks
