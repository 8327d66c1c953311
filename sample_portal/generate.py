"""From a number to a file with its truth: the generator that the portal, the tests and the benchmarks share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from pipelines.extract.records import Cell, Claim, DisclosureLevel, Table, TableId
from sample_portal.account import Account
from sample_portal.annexes import annexes_of
from sample_portal.document import Disclosure, Paragraph
from sample_portal.narrative import narrate
from sample_portal.render.html import render_html
from sample_portal.render.office import column_letter, render_docx, render_xlsx
from sample_portal.render.pdf import render_ofd, render_pdf
from sample_portal.render.text import render_text
from sample_portal.sheet import TRUTH_SHA256, Sheet
from sample_portal.sheets import sheets_of
from sample_portal.synthesis import make_account

Format = Literal["pdf", "html", "xlsx", "docx", "txt", "ofd"]
Parts = Literal["all", "text", "tables"]
MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "ofd": "application/ofd",
}
RENDERERS: dict[Format, Callable[[Disclosure], bytes]] = {
    "pdf": render_pdf,
    "html": render_html,
    "xlsx": render_xlsx,
    "docx": render_docx,
    "txt": render_text,
    "ofd": render_ofd,
}


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What must be read from a file; `department` is the name without its level (汇总, 本级).

    `page` 0 is not known, and a null field is not compared.
    """

    title: str
    department: str
    fiscal_year: int
    level: DisclosureLevel | None
    tables: list[Table]
    cells: list[Cell]
    claims: list[Claim]

    @property
    def table_ids(self) -> list[TableId | None]:
        """The T-tables in their printed order, annexes included."""
        return [table.table_id for table in self.tables if table.table_id]


class GeneratedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a portal serves it, and its truth."""

    name: str
    data: bytes
    media_type: str
    truth: Truth


def generate(
    number: int,
    file_format: Format,
    *,
    parts: Parts = "all",
    region: str = "例京市东禾区",
    layout: str | None = None,
    fiscal_year: int | None = None,
    level: DisclosureLevel | None = None,
) -> GeneratedFile:
    """The file of a number: `make_account(number)` in a format. The same arguments give the same bytes."""
    account = make_account(number, region=region, layout=layout, fiscal_year=fiscal_year, level=level)
    return render(account, file_format, parts=parts)


def render(account: Account, file_format: Format, *, parts: Parts = "all") -> GeneratedFile:
    """An account as a file; a workbook holds the tables only."""
    if file_format == "xlsx":
        parts = "tables"
    disclosure = disclose(account, parts=parts)
    return GeneratedFile(
        name=f"{disclosure.title}.{file_format}",
        data=RENDERERS[file_format](disclosure),
        media_type=MEDIA_TYPES[file_format],
        truth=truth_of(account, disclosure, file_format),
    )


def disclose(account: Account, *, parts: Parts = "all") -> Disclosure:
    """The account as a disclosure: cover, contents, tables and text, or one of the two."""
    title = title_of(account)
    sheets = sheets_of(account) if parts != "text" else []
    annexes = annexes_of(account) if parts == "all" else []
    paragraphs, claims = narrate(account) if parts != "tables" else ([], [])
    front = [Paragraph(text=title, role="title")] if parts != "tables" else []
    if parts == "text":
        front += [
            Paragraph(text=f"第一部分 {account.fiscal_year}年度部门决算报表", role="part"),
            Paragraph(text="报表详见附件。"),
        ]
    elif parts == "all":
        front += [Paragraph(text="目录", role="part")]
        front += [Paragraph(text=f"{number}、{sheet.title}") for number, sheet in enumerate(sheets, start=1)]
    return Disclosure(
        title=title,
        department=account.department,
        fiscal_year=account.fiscal_year,
        blocks=[*front, *sheets, *paragraphs, *annexes],
        claims=claims,
    )


def title_of(account: Account) -> str:
    """The title in the habit of the account's place."""
    kind = "单位决算" if account.level == "unit" else "部门决算"
    if account.style.layout == "shandong":
        return f"{account.fiscal_year}年度{account.department}{kind}"
    return f"{account.department}{account.fiscal_year}年度{kind}"


def truth_of(account: Account, disclosure: Disclosure, file_format: Format) -> Truth:
    """The records that must come out of the rendered disclosure."""
    tables, cells = [], []
    for number, sheet in enumerate(disclosure.sheets, start=1):
        page = number if file_format == "xlsx" else 0 if file_format in {"pdf", "ofd", "txt"} else 1
        tables.append(
            Table(
                sha256=TRUTH_SHA256,
                table_seq=number,
                table_id=sheet.table_id,
                title_printed=sheet.title,
                number_printed=sheet.number,
                unit_printed=sheet.unit,
                pages=[page],
                header=[],
                empty_note=sheet.empty_note,
            )
        )
        cells += [_placed(cell, sheet, number, page, file_format) for cell in sheet.cells]
    return Truth(
        title=disclosure.title,
        department=account.department.partition("（")[0],
        fiscal_year=account.fiscal_year,
        level=account.level if disclosure.claims or _is_told(account) else None,
        tables=tables,
        cells=cells,
        claims=disclosure.claims,
    )


def _is_told(account: Account) -> bool:
    """Whether the title alone tells the level."""
    return account.level == "unit" or "（" in account.department


def _placed(cell: Cell, sheet: Sheet, number: int, page: int, file_format: Format) -> Cell:
    if file_format != "xlsx":
        return msgspec.structs.replace(cell, table_seq=number, page=page)
    reference = f"{column_letter(cell.col_no)}{len(sheet.caption) + cell.row_no}"
    return msgspec.structs.replace(cell, table_seq=number, page=page, cell_ref=reference)
