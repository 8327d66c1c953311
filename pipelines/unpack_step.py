"""The unpack step: archives that arrived become documents, one for each file in them, before anything is read."""

from __future__ import annotations

from pipelines.extract.members import member_context
from pipelines.extract.readers.zip_members import UNREADABLE_ARCHIVE, Member, members
from pipelines.extract.sniffing import sniff
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_members import Packed
from warehouse.ledger_records import Copy, Found


def unpack_new(home: Home) -> int:
    """Unpack the archives that changed since they were last unpacked; returns how many there were.

    An archive is recorded with all its files at once, so that a killed step leaves it to the next. One that cannot be
    unpacked has no files, and says why as a document when it is read. Raises OSError where the disk cannot take them.
    """
    if not home.ledger.exists():
        return 0
    store = Archive(home.archive)
    with Ledger(home.ledger) as ledger:
        waiting = [packed for packed in ledger.packed() if store.has(packed.sha256)]
        for packed in waiting:
            ledger.unpack(packed, _stored(store, packed))
    return len(waiting)


def _stored(store: Archive, packed: Packed) -> list[tuple[Found, Copy]]:
    """The files of an archive, their bytes stored."""
    found: list[tuple[Found, Copy]] = []
    unpacking = members(store.read(packed.sha256))
    while True:
        try:
            member = next(unpacking, None)
        except UNREADABLE_ARCHIVE:
            return []
        if member is None:
            return found
        if member.data is not None:
            store.put(member.data)
            found.append(_recorded(packed, member, member.data))


def _recorded(packed: Packed, member: Member, data: bytes) -> tuple[Found, Copy]:
    context = member_context(packed.context, member.path, member.parent_sha256)
    found = packed.member(member.path, context)
    copy = Copy(
        document_id=found.document_id,
        sha256=member.sha256,
        byte_size=len(data),
        media_type=sniff(data, member.path),
        context=context,
        fetched_at=packed.fetched_at,
        parent_sha256=member.parent_sha256,
    )
    return found, copy
