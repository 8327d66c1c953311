"""All tables of an account in the order of its layout."""

from __future__ import annotations

from sample_portal.account import Account
from sample_portal.details import economic_sheet, procurement_sheet, three_public_sheet
from sample_portal.sheet import Sheet
from sample_portal.summaries import fiscal_summary_sheet, summary_sheet
from sample_portal.tables import Layout, functional_sheet, layout_of

_MAKERS = {
    "T01": summary_sheet,
    "T04": fiscal_summary_sheet,
    "T06": economic_sheet,
    "T09": three_public_sheet,
    "T10": procurement_sheet,
}


def sheets_of(account: Account, layout: Layout | None = None) -> list[Sheet]:
    """The account's tables, in the layout of its place unless another is given."""
    layout = layout or layout_of(account)
    return [
        maker(account, layout) if (maker := _MAKERS.get(table_id)) else functional_sheet(account, layout, table_id)
        for table_id in layout.tables
    ]
