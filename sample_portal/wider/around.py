"""What stands around one of the wider tables: its title, its number, and the lines that all tables of a place have."""

from __future__ import annotations

from typing import Any

import msgspec

from pipelines.extract.records import Cell, TableId
from sample_portal.account import Account
from sample_portal.sheet import Box, Sheet
from sample_portal.tables import Layout


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """The surroundings of one table; `ordinal` counts the tables of the document from 1."""

    account: Account
    layout: Layout
    title: str
    ordinal: int

    def sheet(
        self,
        table_id: TableId | None,
        *,
        widths: list[float],
        header: list[list[Box]],
        body: list[list[Box]],
        cells: list[Cell],
        **more: Any,
    ) -> Sheet:
        """The table with these surroundings; `more` are further fields of the sheet."""
        layout, account = self.layout, self.account
        has_number = any("number" in caption for caption in layout.caption)
        return Sheet(
            table_id=table_id,
            title=self.title,
            number=f"公开{self.ordinal:02d}表" if has_number and table_id else None,
            owner=f"{layout.owner}：{account.department}",
            unit_line=f"{layout.unit_label}：{account.style.unit}",
            unit=account.style.unit,
            caption=layout.caption,
            orientation=layout.orientation,
            repeat_header=layout.repeat_header,
            widths=widths,
            header=header,
            body=body,
            cells=cells,
            **more,
        )
