"""From grids to identified tables (T01-T15) and their cells: titles and columns, never ordinals; doubt is an issue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from pipelines.extract.disclosers import same_department
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place, Table
from pipelines.extract.tables.columns import Ask, plan_columns
from pipelines.extract.tables.decimals import longer_than_others
from pipelines.extract.tables.emission import Emission
from pipelines.extract.tables.heads import is_amount_text
from pipelines.extract.tables.identify import Identified, heads_of, identify_table
from pipelines.extract.tables.measuring import told_by_values
from pipelines.extract.tables.missing_totals import without_total
from pipelines.extract.tables.notes import budget_phase, empty_note
from pipelines.extract.tables.pieces import gather
from pipelines.extract.tables.proof import columns_add_up
from pipelines.extract.tables.rows import emit
from pipelines.extract.tables.rows_twice import first_of_rows, repeated_rows
from pipelines.extract.tables.slipped import cut_names, slipped_names
from pipelines.extract.tables.stitch import stitch
from pipelines.extract.tables.stitched import Stitched
from pipelines.extract.tables.stray import without_people
from pipelines.extract.tables.twice import contradicting_copies
from pipelines.extract.tables.units import unit_of_document, unit_of_neighbours
from pipelines.extract.tables.unread import unread_tables

if TYPE_CHECKING:
    from pipelines.extract.content import Page
    from pipelines.extract.identity import Identity
    from pipelines.extract.records import TableId
    from pipelines.extract.tables.titles import Lead
    from pipelines.extract.tables.vocabulary import Head


_CODED = frozenset({"T02", "T03", "T05", "T06", "T07", "T08", "T12", "T13", "T14"})
_CODE_LENGTHS = frozenset({3, 5, 7})


class TableResult(msgspec.Struct, frozen=True, kw_only=True):
    """Every table of a document in reading order, the cells of those that are T-tables, and what was doubtful."""

    tables: list[Table] = []
    cells: list[Cell] = []
    flaws: list[Flaw] = []


@dataclass(slots=True)
class _Document:
    """What is known while the tables of one document are read."""

    sha256: str
    fiscal_year: int | None
    by_signature: bool
    department: str | None = None
    """The department that the document is about, if that is known."""
    discloser: str | None = None
    """The department of the title above the first table that has one."""
    unit: str | None = None
    """The unit that the document declares for all tables."""
    unit_around: str | None = None
    """The unit of all tables that print one."""
    departments: dict[str, str] = field(default_factory=dict)
    """Per table id the department line of its first copy."""
    tables: list[Table] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def read_tables(pages: list[Page], identity: Identity, sha256: str) -> TableResult:
    """The tables and cells of a document; raises nothing on odd input.

    Args:
        pages: the pages of the document in order, lines and grids in reading order.
        identity: its fiscal year goes into the cells; only a final account's tables may be known by columns alone.
        sha256: the document's content hash.
    """
    by_signature = identity.document_kind in {"final_account", "other"}
    document = _Document(sha256, identity.fiscal_year, by_signature, department=identity.department)
    tables = stitch(gather(pages))
    document.unit = unit_of_document(pages)
    document.unit_around = unit_of_neighbours(tables)
    for seq, table in enumerate(tables, 1):
        _read(document, table, seq)
    if by_signature:
        document.flaws.extend(unread_tables(pages))
    document.flaws.extend(contradicting_copies(document.cells, document.tables))
    rows = first_of_rows(document.cells)
    document.flaws.extend(repeated_rows(document.cells, rows))
    document.flaws.extend(without_total(document.cells, document.tables))
    document.flaws.extend(slipped_names(rows))
    document.flaws.extend(cut_names(rows))
    return TableResult(tables=document.tables, cells=document.cells, flaws=document.flaws)


def _read(document: _Document, table: Stitched, seq: int) -> None:
    """Identify one table and append its record, cells and flaws."""
    heads = told_by_values(table, heads_of(table.header))
    identified = identify_table(table, heads, by_signature=document.by_signature)
    place = Place(page=table.pages[0], table_seq=seq)
    if identified.flaw:
        document.flaws.append(flaw(identified.flaw, identified.message, place))
    elif identified.table_id is None and _is_lost(document, table):
        document.flaws.append(flaw("unknown_table", "rows without any heading below a known table", place))
    cells: list[Cell] = []
    if identified.table_id:
        cells = _cells(document, table, identified, identified.table_id, heads, seq)
        document.cells.extend(cells)
    document.tables.append(_record(document, table, identified, seq, cells))


def _is_lost(document: _Document, table: Stitched) -> bool:
    """Whether amounts without a heading follow a known table: most likely rows of it that could not be joined."""
    before = document.tables[-1] if document.tables else None
    if before is None or before.table_id is None or table.header.paths or table.lead.known:
        return False
    return any(is_amount_text(text) for row in table.body for text in row.texts) or any(
        _names_and_counts(row.texts) for row in table.body
    )


def _names_and_counts(texts: list[str]) -> bool:
    """Whether a row has a code and a figure: all amounts of a page may be zeros."""
    digits = [text for text in texts if text.isdigit()]
    return any(len(text) in _CODE_LENGTHS for text in digits) and any(len(text) == 1 for text in digits)


def _cells(
    document: _Document, table: Stitched, identified: Identified, table_id: TableId, heads: list[list[Head]], seq: int
) -> list[Cell]:
    """The cells of an identified table; its doubts go to the document's flaws."""
    ask = Ask(table_id=table_id, heads=heads, budget=budget_phase(table.trail), fiscal_year=document.fiscal_year)
    plan = plan_columns(table, ask)
    out = Emission(
        sha256=document.sha256,
        fiscal_year=document.fiscal_year,
        table_seq=seq,
        table_id=table_id,
        row_kind=identified.row_kind,
        unit=table.lead.unit or document.unit or document.unit_around,
        entity=_other_department(document, table_id, table.lead),
        first_row_no=len(table.header.rows) + 1,
    )
    emit(table, plan, out)
    place = Place(page=table.pages[0], table_seq=seq)
    if not out.cells and any(is_amount_text(text) for row in table.body for text in row.texts):
        document.flaws.append(flaw("unread_table", f"{table_id}: its amounts stand in no column that is known", place))
    for code, col, message in plan.flaws:
        where = Place(page=table.pages[0], table_seq=seq, col_no=col + 1)
        document.flaws.append(flaw(code, message, where))
    if not table.lead.unit and out.cells and any(c.unit is None for group in plan.groups for c in group.amounts):
        _report_unit(document, out, place)
    if out.has_unknown_unit:
        document.flaws.append(flaw("unknown_unit", f"{table_id} prints no unit of money", place))
    document.flaws.extend(out.flaws)
    document.flaws.extend(longer_than_others(out.cells))
    _report_nameless(document, out.cells, place)
    _report_codes(document, out.cells, place)
    _report_stitching(document, table, seq)
    unlisted = frozenset(col + 1 for code, col, _ in plan.flaws if code == "unlisted_column")
    if not table.has_rulings and out.cells and not columns_add_up(out.cells, unlisted):
        message = f"{table_id} has no rulings and its columns do not add up"
        document.flaws.append(flaw("unproved_columns", message, place))
        return [msgspec.structs.replace(cell, measure=None) for cell in out.cells]
    return out.cells


def _report_nameless(document: _Document, cells: list[Cell], place: Place) -> None:
    """Name the rows that print a code but no name where others print both: a name was lost."""
    rows = {cell.row_no for cell in cells if cell.line_code and not cell.line_label}
    if rows and any(cell.line_code and cell.line_label for cell in cells):
        message = f"rows {', '.join(map(str, sorted(rows)[:20]))} print a code and no name"
        document.flaws.append(flaw("code_without_name", message, place))


def _report_codes(document: _Document, cells: list[Cell], place: Place) -> None:
    """Name the codes whose length is that of no level (类, 款, 项): torn or cut, they would name other rows."""
    odd = {cell.line_code for cell in cells if cell.line_code and len(cell.line_code) not in _CODE_LENGTHS}
    if odd and cells[0].table_id in _CODED:
        message = f"codes of no level: {', '.join(sorted(filter(None, odd))[:20])}"
        document.flaws.append(flaw("code_in_doubt", message, place))


def _report_unit(document: _Document, out: Emission, place: Place) -> None:
    """Say where the unit of a table that prints none comes from."""
    if document.unit:
        document.flaws.append(flaw("unit_of_document", f"{out.table_id}: {document.unit}", place))
    elif document.unit_around:
        document.flaws.append(flaw("unit_of_neighbours", f"{out.table_id}: {document.unit_around}", place))


def _report_stitching(document: _Document, table: Stitched, seq: int) -> None:
    for index in table.torn_rows:
        where = Place(page=table.body[index].page, table_seq=seq, row_no=len(table.header.rows) + index + 1)
        document.flaws.append(flaw("torn_row", "row joined over a page break", where))
    for row in table.doubted_names:
        name = "".join(row.texts)
        message = f"{name} stands alone at the top of a page: a row, or the rest of the name above"
        document.flaws.append(flaw("name_in_doubt", message, Place(page=row.page, table_seq=seq)))
    for page, text in table.between:
        message = f"{text} stands between two halves of the table: words of a row, or none of it"
        document.flaws.append(flaw("name_in_doubt", message, Place(page=page, table_seq=seq)))
    if table.repeated_headers:
        where = Place(page=table.pages[0], table_seq=seq)
        document.flaws.append(flaw("repeated_header", f"header repeated {table.repeated_headers} times", where))


def _other_department(document: _Document, table_id: str, lead: Lead) -> str | None:
    """The department that a table is about, where it is not the one that the document is about.

    The title above it says so: a file may hold several accounts. So does the 部门： line of a further copy of a table.
    """
    document.discloser = document.discloser or lead.discloser
    own = [name for name in (document.discloser, document.department) if name]
    is_own = lead.discloser is None or any(same_department(lead.discloser, name) for name in own)
    other = None if is_own else lead.discloser
    if lead.department is None:
        return other
    first = document.departments.setdefault(table_id, lead.department)
    return other if first == lead.department else lead.department


def _record(document: _Document, table: Stitched, identified: Identified, seq: int, cells: list[Cell]) -> Table:
    has_amounts = any(cell.printed for cell in cells)
    note = empty_note(table.trail, has_amounts=has_amounts or not identified.table_id)
    n_header = len(table.header.rows)
    rows = [*table.header.rows, *(row.texts for row in table.body)]
    if not identified.table_id:
        rows = without_people(rows)
    return Table(
        sha256=document.sha256,
        table_seq=seq,
        table_id=identified.table_id,
        title_printed=table.lead.title,
        number_printed=table.lead.number,
        unit_printed=table.lead.unit,
        row_kind=identified.row_kind,
        pages=table.pages,
        header=rows[:n_header],
        empty_note=note,
        rows=None if identified.table_id else rows[n_header:],
    )
