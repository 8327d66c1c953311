"""Bytes and their context to records: which reader, which identity, and a status for everything else."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

import msgspec

from pipelines.extract import sniffing
from pipelines.extract.content import Content
from pipelines.extract.context import Context
from pipelines.extract.garbage import collected_rarely
from pipelines.extract.identity import Identity, identify
from pipelines.extract.issues import Flaw, flaw, to_issue
from pipelines.extract.narrative import ClaimResult, read_claims
from pipelines.extract.readers.doc import read_doc
from pipelines.extract.readers.docx import read_word_xml
from pipelines.extract.readers.html import read_html
from pipelines.extract.readers.mhtml import read_mhtml
from pipelines.extract.readers.ofd import read_ofd
from pipelines.extract.readers.office import read_docx, read_odf, read_xlsx
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.plain import read_text
from pipelines.extract.readers.rtf import read_rtf
from pipelines.extract.readers.spreadsheet_xml import read_spreadsheet_xml
from pipelines.extract.readers.unread import read_unread
from pipelines.extract.readers.xls import read_xls
from pipelines.extract.readers.zip_members import read_archive
from pipelines.extract.records import Document, PageText, Parsed, ParseStatus
from pipelines.extract.tables import TableResult, read_tables
from pipelines.extract.tables.beside_unread import beside_unread
from pipelines.extract.version import parser_version

_T = TypeVar("_T")

_READERS: dict[str, Callable[[bytes], Content]] = {
    sniffing.PDF: read_pdf,
    sniffing.HTML: read_html,
    sniffing.MHTML: read_mhtml,
    sniffing.XLSX: read_xlsx,
    sniffing.DOCX: read_docx,
    sniffing.TEXT: read_text,
    sniffing.ZIP: read_archive,
    sniffing.DOC: read_doc,
    sniffing.RTF: read_rtf,
    sniffing.XLS: read_xls,
    sniffing.SPREADSHEET_XML: read_spreadsheet_xml,
    sniffing.WORD_XML: read_word_xml,
    sniffing.OFD: read_ofd,
    sniffing.ODF: read_odf,
}
_READ: frozenset[ParseStatus] = frozenset({"parsed", "partial"})
_CLOSED: frozenset[ParseStatus] = frozenset({"unsupported", "encrypted", "damaged"})
_SAID = frozenset({"unreadable_file", "archive_bomb", "oversized_table", "member_unreadable"})
_EXPECTED_TO_SAY_SOMETHING = frozenset({"final_account", "other"})


class Failure(msgspec.Struct, frozen=True):
    """A step that raised: what to tell, and the short reason for the document's status."""

    flaw: Flaw
    reason: str


def sniff(data: bytes, file_name: str) -> str:
    """The media type of a file by its bytes; see `sniffing.sniff`."""
    return sniffing.sniff(data, file_name)


@collected_rarely()
def parse(data: bytes, context: Context) -> Parsed:
    """All records of one document. Never raises: whatever goes wrong is a status and an issue with its place."""
    sha256 = hashlib.sha256(data).hexdigest()
    failures: list[Failure] = []
    content = attempt("reader", failures, lambda: _read(data, context)) or Content(
        media_type=attempt("sniff", failures, lambda: sniff(data, context.file)) or sniffing.BINARY, status="error"
    )
    identity = attempt("identity", failures, lambda: identify(content, context)) or Identity()
    tables, claims = TableResult(tables=[], cells=[], flaws=[]), ClaimResult(claims=[], flaws=[])
    if content.status in _READ:
        tables = attempt("tables", failures, lambda: read_tables(content.pages, identity, sha256)) or tables
        found = tables.tables
        claims = attempt("narrative", failures, lambda: read_claims(content.pages, identity, sha256, found)) or claims
    status, reason, silent = _status(content, identity, failures, found=bool(tables.cells or claims.claims))
    torn = beside_unread(tables.tables, content.flaws)
    silent = [*_unread(content), *silent, *_pictured(content, identity, tables)]
    flaws = [*content.flaws, *identity.flaws, *tables.flaws, *torn, *claims.flaws, *silent, *(f.flaw for f in failures)]
    return Parsed(
        document=Document(
            sha256=sha256,
            file=context.file,
            parser_version=parser_version(),
            parent_sha256=context.parent_sha256,
            media_type=content.media_type,
            title=identity.title,
            department=identity.department,
            fiscal_year=identity.fiscal_year,
            document_kind=identity.document_kind,
            disclosure_level=identity.disclosure_level,
            witnesses=identity.witnesses,
            status=status,
            status_reason=reason,
            pages=len(content.pages),
        ),
        pages=[PageText(sha256=sha256, page=page.number, text=page.text) for page in content.pages],
        tables=tables.tables,
        cells=tables.cells,
        claims=claims.claims,
        issues=[to_issue(item, sha256) for item in flaws],
    )


def _read(data: bytes, context: Context) -> Content:
    media_type = sniff(data, context.file)
    reader = _READERS.get(media_type)
    return reader(data) if reader else read_unread(data, media_type)


def attempt(step: str, failures: list[Failure], action: Callable[[], _T]) -> _T | None:
    """What the step returns, or None after noting that, why and where in our code it failed."""
    try:
        return action()
    except MemoryError:
        failures.append(Failure(flaw("stage_failed", f"{step}: out of memory"), "oom"))
    except Exception as error:  # noqa: BLE001 - one hostile file must not stop the others; it becomes a status
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{step}: {type(error).__name__}: {error}"[:300]
        message = f"{told} ({PurePath(place.filename).name}:{place.lineno})"
        failures.append(Failure(flaw("stage_failed", message), f"{step}: {type(error).__name__}"))
    return None


def _unread(content: Content) -> list[Flaw]:
    """A file that no reader opens (a RAR archive, one with a password) names its reason among the issues, too."""
    if content.status not in _CLOSED or any(item.code in _SAID for item in content.flaws):
        return []
    return [flaw("unreadable_file", content.status_reason or content.status)]


def _pictured(content: Content, identity: Identity, tables: TableResult) -> list[Flaw]:
    """A final account without any table that shows pictures: most likely they are its tables."""
    shown = [item for item in content.flaws if item.code in {"image_content", "embedded_object"}]
    if tables.cells or not shown or identity.document_kind != "final_account" or content.status not in _READ:
        return []
    return [flaw("tables_in_pictures", f"no table was read; {shown[0].message}")]


def _status(
    content: Content, identity: Identity, failures: list[Failure], *, found: bool
) -> tuple[ParseStatus, str | None, list[Flaw]]:
    """The document's status: `error` if a step failed, `partial` if a final account says nothing at all."""
    if failures:
        return "error", failures[0].reason, []
    is_silent = content.status == "parsed" and bool(content.pages) and not found
    if is_silent and identity.document_kind in _EXPECTED_TO_SAY_SOMETHING:
        if any(item.code == "content_in_attachments" for item in content.flaws):
            return "partial", "content_in_attachments", []
        message = f"{len(content.pages)} pages, no cell and no claim"
        return "partial", "nothing_found", [flaw("nothing_found", message)]
    return content.status, content.status_reason, []
