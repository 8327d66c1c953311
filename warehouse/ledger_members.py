"""Archives in the ledger: which are still to be unpacked, and the files in them as documents of their own.

A file in an archive has the archive's address with its own name behind a `#`, the role `member`, and the disclosure
that the archive belongs to. It is never asked for: its bytes come out of the archive.
"""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date, datetime

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.sniffing import ZIP
from warehouse.clock import from_text
from warehouse.ledger_records import Found
from warehouse.states import LevelHint

LISTING = "archive"
_PACKED = """
    SELECT d.*, v.version_no, v.sha256, v.context, v.fetched_at, d.state IS 'gone' AS is_gone
    FROM document d
    JOIN version v ON v.document_id = d.document_id AND v.version_no = d.current_version_no
    LEFT JOIN unpacked u ON u.document_id = d.document_id AND u.version_no = v.version_no
        AND u.is_gone = (d.state IS 'gone')
    WHERE v.media_type = ? AND d.role <> 'member' AND u.document_id IS NULL
    ORDER BY d.document_id
"""
MEMBERS = "SELECT document_id FROM document WHERE role = 'member' AND substr(url, 1, length(:url) + 1) = :url || '#'"
LAST_RUN = "SELECT run_id FROM outcome WHERE document_id = ? ORDER BY at DESC LIMIT 1"
UNPACKED = "INSERT OR REPLACE INTO unpacked VALUES (:document_id, :version_no, :is_gone, :members, :at)"


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """An archive whose current version was not unpacked yet, or that vanished or came back since."""

    document_id: str
    district_code: str
    url: str
    disclosure_id: str
    published_on: date | None
    version_no: int
    sha256: str
    context: Context
    fetched_at: datetime
    is_gone: bool
    level_hint: LevelHint | None

    def member(self, path: str, context: Context) -> Found:
        """The document that a file of this archive is."""
        name = f"{self.district_code}\n{self.document_id}#{path}"
        return Found(
            document_id=hashlib.sha256(name.encode()).hexdigest()[:32],
            district_code=self.district_code,
            url=f"{self.url}#{path}",
            role="member",
            disclosure_id=self.disclosure_id,
            listing_id=LISTING,
            parent_url=self.url,
            link_title=path.rpartition("/")[2].rpartition(".")[0] or path,
            published_on=self.published_on,
            department_hint=context.department,
            fiscal_year_hint=context.fiscal_year,
            level_hint=self.level_hint,
        )


def packed(db: sqlite3.Connection) -> list[Packed]:
    """The archives that are to be unpacked, gone ones included: what they held stays."""
    return [_packed(row) for row in db.execute(_PACKED, (ZIP,))]


def _packed(row: sqlite3.Row) -> Packed:
    fields = {name: row[name] for name in Packed.__struct_fields__}
    fields["context"] = msgspec.json.decode(row["context"], type=Context)
    fields["fetched_at"] = from_text(row["fetched_at"])
    fields["is_gone"] = bool(row["is_gone"])
    return msgspec.convert(fields, Packed)
