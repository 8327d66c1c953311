"""The ledger beside the archive: contents that no version names, and versions whose content is not there.

A kill between archive and ledger leaves an orphan: it is kept, and no longer one as soon as the document it belongs to
is fetched again. What is missing was lost with a disk, or left out of a restored backup.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from pipelines.extract.sniffing import ZIP
from warehouse.archive import Archive
from warehouse.clock import from_text

NAMED = "SELECT DISTINCT sha256 FROM version WHERE sha256 BETWEEN ? AND ?"
ORPHANS = "SELECT sha256, found_at FROM orphan WHERE sha256 NOT IN (SELECT sha256 FROM version) ORDER BY found_at"
LACKING = """
    SELECT d.url, v.sha256, v.version_no = d.current_version_no AND d.state IS NOT 'gone' AS is_asked_for
    FROM version v JOIN document d USING (document_id) WHERE v.sha256 = ? ORDER BY d.url, v.version_no
"""
AROUND = """
    SELECT DISTINCT outer_version.sha256
    FROM version JOIN document member USING (document_id)
    JOIN document packed ON packed.url = member.parent_url AND packed.district_code = member.district_code
    JOIN version outer_version ON outer_version.document_id = packed.document_id
    WHERE member.role = 'member' AND version.sha256 = ? AND outer_version.media_type = ?
"""


class Reconciled(msgspec.Struct, frozen=True):
    """Archive against ledger: contents no version names (`orphans`), versions whose content is absent (`missing`)."""

    orphans: list[str]
    missing: list[str]


class Lacking(msgspec.Struct, frozen=True):
    """A version without its content; `is_asked_for`: the next visit asks for the address and puts it right."""

    url: str
    sha256: str
    is_asked_for: bool


def reconcile(db: sqlite3.Connection, archive: Archive) -> Reconciled:
    """Compare all contents, a 256th of them at a time: millions of hashes at once would need a gigabyte."""
    orphans: list[str] = []
    missing: list[str] = []
    for prefix in (f"{number:02x}" for number in range(256)):
        named = {row[0] for row in db.execute(NAMED, (prefix, prefix + "g"))}
        held = set(archive.hashes(prefix))
        orphans += sorted(held - named)
        missing += sorted(named - held)
    return Reconciled(orphans=orphans, missing=missing)


def orphans_left(db: sqlite3.Connection) -> dict[str, datetime]:
    """The orphans remembered that are still none's content, each with the moment it was first found, oldest first."""
    moments = ((row["sha256"], from_text(row["found_at"])) for row in db.execute(ORPHANS))
    return {sha256: moment for sha256, moment in moments if moment is not None}


def lacking(db: sqlite3.Connection, sha256: str) -> list[Lacking]:
    """The versions that have this content."""
    rows = db.execute(LACKING, (sha256,))
    return [Lacking(row["url"], row["sha256"], bool(row["is_asked_for"])) for row in rows]


def packed_in(db: sqlite3.Connection, sha256: str) -> list[str]:
    """The contents of the ZIP archives out of which this content came."""
    return [row[0] for row in db.execute(AROUND, (sha256, ZIP))]
