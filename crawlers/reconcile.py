"""Ledger and archive brought together at the start of a run, and what is left of it at the end.

Nothing is deleted. An orphan is adopted when its document is fetched again. A missing content comes back out of the
archive file it was packed in, or from the site: a document without its content is asked for without conditions.
"""

from __future__ import annotations

from datetime import date

import msgspec

from pipelines.extract.readers.zip_members import UNREADABLE_ARCHIVE, members
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.ledger_archive import Reconciled

EXAMPLES = 20


class ArchiveState(msgspec.Struct, frozen=True, kw_only=True):
    """Archive against ledger: what a run found at its start, and what of it was left at its end.

    `orphans`: contents that no version names, the oldest known since `orphans_since`; `missing`: contents that
    versions name and that are not there. `returning` of those left are asked for again on the next visit of their
    district, the others can only come from a backup; `lost` are addresses of these.
    """

    orphans: int = 0
    orphans_left: int = 0
    orphans_since: date | None = None
    missing: int = 0
    missing_left: int = 0
    returning: int = 0
    lost: list[str] = []


def begin(ledger: Ledger, archive: Archive, run_id: str) -> Reconciled:
    """Compare, remember the orphans, and take missing contents out of the archives they were packed in."""
    found = ledger.reconcile(archive)
    ledger.keep_orphans(run_id, found.orphans)
    packed = {sha256 for missing in found.missing for sha256 in ledger.packed_in(missing)}
    for sha256 in packed:
        _unpack_again(archive, sha256, frozenset(found.missing))
    return found


def end(ledger: Ledger, archive: Archive, found: Reconciled) -> ArchiveState:
    """What is left of what was `found` at the start."""
    orphans = ledger.orphans_left()
    missing = [sha256 for sha256 in found.missing if not archive.has(sha256)]
    lacking = {sha256: ledger.lacking(sha256) for sha256 in missing}
    lost = [each for each in lacking.values() if not any(version.is_asked_for for version in each)]
    return ArchiveState(
        orphans=len(found.orphans),
        orphans_left=len(orphans),
        orphans_since=min(orphans.values()).date() if orphans else None,
        missing=len(found.missing),
        missing_left=len(missing),
        returning=len(missing) - len(lost),
        lost=[version.url for each in lost for version in each][:EXAMPLES],
    )


def _unpack_again(archive: Archive, packed: str, wanted: frozenset[str]) -> None:
    if not archive.has(packed):
        return
    try:
        for member in members(archive.read(packed)):
            if member.data is not None and member.sha256 in wanted:
                archive.put(member.data)
    except UNREADABLE_ARCHIVE:
        # It was unpacked once; what it gave until now is kept.
        return
