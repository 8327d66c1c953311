"""`juesuan trace`: from a number of the release back to the page it is printed on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from juesuan.console import out, text_of
from juesuan.exits import CommandError, Exit
from juesuan.options import home
from pipelines.extract.readers.pdf import MEDIA_TYPE as PDF
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.records import BoundingBox
from pipelines.proof.guard import StoppedError, guarded
from pipelines.proof.pictures import PictureError, boxed_page
from pipelines.proof.places import Stretch, boxes_of
from warehouse.archive import Archive, ArchiveError
from warehouse.query import QueryError
from warehouse.trace import Fact, Printed, Trace, TraceError, trace_cell, trace_fact, trace_sentence

NAME_WIDTH = 10
DRAWING_SECONDS = 120.0
Numbers = tuple[int | None, ...]


def trace(
    reference: str,
    /,
    *,
    table: int | None = None,
    row: int | None = None,
    col: int | None = None,
    page: int | None = None,
    offset: int | None = None,
    output: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
) -> int:
    """Follow a number of the current release to the page it is printed on: its cell or its sentence, boxed, as a PNG.

    Prints the way from page to fact: document, address, page, table, row, column, printed text, unit, amount, fact
    table and column. Documents without pages (HTML, XLSX, DOCX, TXT) have no picture; their place is printed.

        juesuan trace 10851c4c0472                        # a fact_id, or its beginning
        juesuan trace 44874c06 --table 4 --row 6 --col 3  # a cell of a document, by its sha256
        juesuan trace 44874c06 --page 17 --offset 86      # a sentence of it

    Parameters
    ----------
    reference
        The `fact_id` of a row of a fact table; or, with a place, the sha256 of a document. The beginning is enough
        where it is unique.
    table
        The table's number in the document (`table_seq`).
    row
        The row in the joined table (`row_no`).
    col
        The column (`col_no`).
    page
        The page of a sentence.
    offset
        A code point of the sentence, counted from 0 in the page's text (`char_start`).
    output
        Where to write the picture; ./trace-ID.png by default.
    """
    try:
        found = _find(reference.lower(), (table, row, col), (page, offset))
        for name, value in _way(found):
            out().print(f"{name:<{NAME_WIDTH}} {value}", markup=False, soft_wrap=True)
        picture = _picture(found)
        if picture is None:
            out().print(f"{'picture':<{NAME_WIDTH}} none: {_no_picture(found)}", markup=False, soft_wrap=True)
            return 0
        path = output or Path(f"trace-{found.name}.png")
        path.write_bytes(picture)
        out().print(f"{'picture':<{NAME_WIDTH}} {path}", markup=False, soft_wrap=True)
    except (TraceError, QueryError, ArchiveError, PictureError, OSError) as error:
        raise CommandError(str(error)) from error
    return 0


def _find(reference: str, cell: Numbers, sentence: Numbers) -> Trace:
    match cell, sentence:
        case (int(table), int(row), int(col)), (None, None):
            return trace_cell(home(), reference, table, row, col)
        case (None, None, None), (int(page), int(offset)):
            return trace_sentence(home(), reference, page, offset)
        case (None, None, None), (None, None):
            return trace_fact(home(), reference)
    raise CommandError(
        "a cell is named by all of --table, --row and --col, a sentence by --page and --offset", Exit.USAGE
    )


def _way(found: Trace) -> Iterator[tuple[str, str]]:
    """The way from the page to the fact, as lines."""
    origin = found.origin
    about = (origin.title, origin.department_printed, origin.fiscal_year, origin.region_code)
    yield "document", " · ".join(str(part) for part in about if part is not None)
    yield "url", origin.url or "none"
    kind = f"{origin.file_name or ''} ({origin.media_type})".strip()
    yield "original", f"{Archive(home().archive).path(origin.document_sha256)}  {kind}"
    if found.cells:
        yield from _table_lines(found, found.cells[0])
    elif found.sentence:
        yield "page", f"{found.sentence.page} of {origin.pages}"
        yield "sentence", f"{found.sentence.sentence} (offset {found.sentence.char_start})"
    for cell in found.cells:
        yield from _cell_lines(cell, [fact for fact in found.facts if fact.col_no == cell.col_no])
    if not found.cells:
        for fact in found.facts:
            yield "printed", f"“{fact.printed or ''}” = {text_of(fact.amount_yuan)} yuan"
            yield "fact", _fact(fact)


def _table_lines(found: Trace, cell: Printed) -> Iterator[tuple[str, str]]:
    yield "page", f"{cell.page} of {found.origin.pages}" + (f", sheet {cell.sheet}" if cell.sheet else "")
    yield "table", f"{cell.table_seq}: {cell.table_id or ''} {cell.title_printed or ''}".rstrip()
    yield "row", f"{cell.row_no}: {cell.line_code or ''} {cell.line_label or ''}".rstrip()


def _cell_lines(cell: Printed, facts: list[Fact]) -> Iterator[tuple[str, str]]:
    """A column of the row, and what became of it."""
    column = " · ".join(dict.fromkeys(part for part in (cell.column_header, cell.measure, cell.phase) if part))
    reference = f" (cell {cell.cell_ref})" if cell.cell_ref else ""
    amount = "blank" if cell.amount_yuan is None else f"{cell.amount_yuan:,.2f} yuan"
    yield "column", f"{cell.col_no}: {column}{reference}"
    yield "printed", f"“{cell.printed}” {cell.unit_printed or 'without unit'} = {amount}"
    for fact in facts:
        yield "fact", _fact(fact)
    if not facts:
        yield "fact", "none: no fact table takes this cell"


def _fact(fact: Fact) -> str:
    identity = f" · fact_id {fact.fact_id}" if fact.fact_id else ""
    return f"{fact.fact_table}.{fact.fact_column} = {text_of(fact.amount_yuan)}{identity}"


def _picture(found: Trace) -> bytes | None:
    """The page with the cells or the sentence boxed; None where the document has no pages to draw."""
    if found.origin.media_type != PDF:
        return None
    data = Archive(home().archive).read(found.origin.document_sha256, verify=True)
    try:
        return guarded(DRAWING_SECONDS, _drawn, found, data)
    except StoppedError as stopped:
        raise PictureError(f"drawing was stopped: {stopped}") from stopped


def _drawn(found: Trace, data: bytes) -> bytes | None:
    page, boxes = _boxes(found, data)
    return boxed_page(data, page, boxes) if page is not None and boxes else None


def _boxes(found: Trace, data: bytes) -> tuple[int | None, list[BoundingBox]]:
    if found.cells:
        return found.cells[0].page, [cell.bbox for cell in found.cells if cell.bbox]
    if found.sentence is None:
        return None, []
    page = read_pdf(data).pages[found.sentence.page - 1]
    return found.sentence.page, list(boxes_of(page, Stretch(found.sentence.char_start, found.sentence.char_end)))


def _no_picture(found: Trace) -> str:
    if found.origin.media_type == PDF:
        return "the place has no box on the page"
    return f"no picture is drawn of {found.origin.media_type}; the place is the one above"
