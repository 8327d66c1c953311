"""What the ledger can be asked; nothing here writes."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pipelines.extract.context import Context
from warehouse import ledger_archive
from warehouse.archive import Archive
from warehouse.clock import from_text
from warehouse.ledger_archive import Lacking, Reconciled
from warehouse.ledger_records import (
    Example,
    HealthyRun,
    Holding,
    KnownDocument,
    LastComplete,
    ListingResult,
    OpenTrouble,
    Tally,
    Version,
)
from warehouse.ledger_sql import EXAMPLES, HOLDINGS, KNOWN, OPEN_TROUBLES, PENDING, STUCK

if TYPE_CHECKING:
    import pyarrow as pa


_T = TypeVar("_T", bound=msgspec.Struct)
STUCK_NIGHTS = 3
"""After so many runs in `retry` nobody expects that a document heals by itself."""


class LedgerReading:
    """The questions; `Ledger` opens the file and adds what writes."""

    _db: sqlite3.Connection

    def known(self, district_code: str) -> dict[str, KnownDocument]:
        """Every document of a district by document_id."""
        rows = self._db.execute(f"{KNOWN} WHERE d.district_code = ?", (district_code,))
        return {row["document_id"]: _record(row, KnownDocument) for row in rows}

    def pending(self, run_id: str, district_code: str) -> set[str]:
        """Documents sighted in this run that have no outcome yet."""
        rows = self._db.execute(
            f"SELECT document_id FROM sighting JOIN document USING (document_id) WHERE {PENDING} AND district_code = ?",  # noqa: S608
            (run_id, run_id, district_code),
        )
        return {row["document_id"] for row in rows}

    def settled(self, run_id: str, district_code: str) -> set[str]:
        """Documents that already have their outcome in this run."""
        rows = self._db.execute(
            "SELECT document_id FROM outcome JOIN document USING (document_id) WHERE run_id = ? AND district_code = ?",
            (run_id, district_code),
        )
        return {row["document_id"] for row in rows}

    def tally(self, run_id: str, district_code: str) -> Tally:
        """The outcomes of a district in a run, counted."""
        rows = self._db.execute(
            """SELECT o.state, o.reason, count(*) AS n, sum(o.bytes_received) AS bytes
               FROM outcome o JOIN document USING (document_id)
               WHERE run_id = ? AND district_code = ? GROUP BY 1, 2 ORDER BY 1, 2""",
            (run_id, district_code),
        ).fetchall()
        disclosures = self._db.execute(
            """SELECT count(DISTINCT disclosure_id) FROM sighting JOIN document USING (document_id)
               WHERE run_id = ? AND district_code = ? AND role <> 'attachment'""",
            (run_id, district_code),
        ).fetchone()[0]
        flags = self._db.execute(
            """SELECT d.flag, count(*) AS n FROM outcome o JOIN document d USING (document_id)
               WHERE run_id = ? AND district_code = ? AND d.flag IS NOT NULL AND o.state IN ('stored', 'unchanged')
               GROUP BY 1 ORDER BY 1""",
            (run_id, district_code),
        )
        stuck = self._db.execute(
            STUCK, {"run_id": run_id, "district_code": district_code, "nights": STUCK_NIGHTS}
        ).fetchall()
        return Tally(
            counts={(row["state"], row["reason"]): row["n"] for row in rows},
            pending=len(self.pending(run_id, district_code)),
            disclosures=disclosures,
            bytes_received=sum(row["bytes"] for row in rows),
            flags={row["flag"]: row["n"] for row in flags},
            stuck={row["reason"]: row["n"] for row in stuck},
        )

    def examples(self, run_id: str, district_code: str, most: int = 3) -> dict[str, list[Example]]:
        """Documents to look at: up to `most` of each trouble (`failed: blocked`, or a flag), the oldest first."""
        rows = self._db.execute(EXAMPLES, {"run_id": run_id, "district_code": district_code, "most": most})
        found: dict[str, list[Example]] = {}
        for trouble, url, link_title, detail in rows:
            found.setdefault(trouble, []).append(Example(url=url, link_title=link_title, detail=detail))
        return found

    def holdings(self) -> list[Holding]:
        """What is stored of each district."""
        return [_record(row, Holding) for row in self._db.execute(HOLDINGS)]

    def open_troubles(self) -> list[OpenTrouble]:
        """The documents that are in trouble now, counted by district, state and reason."""
        return [_record(row, OpenTrouble) for row in self._db.execute(OPEN_TROUBLES)]

    def unended(self) -> dict[str, datetime]:
        """The runs that are marked as running, each with when it began; all but the one at work were killed."""
        rows = self._db.execute("SELECT run_id, started_at FROM run WHERE status = 'running' ORDER BY started_at")
        return {row["run_id"]: datetime.fromisoformat(row["started_at"]) for row in rows}

    def last_healthy(self, district_code: str) -> date | None:
        """The day (Asia/Shanghai) of the district's last run that ended well and left nothing over."""
        row = self._db.execute(
            "SELECT max(at) FROM district_run WHERE district_code = ? AND status = 'ok' AND reason IS NOT 'budget'",
            (district_code,),
        ).fetchone()
        moment = from_text(row[0])
        return moment.date() if moment else None

    def healthy_before(self, run_id: str, district_code: str) -> HealthyRun | None:
        """The district's last run that ended well, other than `run_id`."""
        row = self._db.execute(
            """SELECT run_id, at FROM district_run WHERE district_code = ? AND run_id <> ? AND status = 'ok'
               ORDER BY at DESC LIMIT 1""",
            (district_code, run_id),
        ).fetchone()
        moment = from_text(row["at"]) if row else None
        return HealthyRun(row["run_id"], moment.date()) if moment else None

    def listings(self, run_id: str, district_code: str) -> list[ListingResult]:
        """How reading the district's lists went in a run."""
        rows = self._db.execute(
            "SELECT * FROM listing_run WHERE run_id = ? AND district_code = ? ORDER BY listing_id",
            (run_id, district_code),
        )
        return [_record(row, ListingResult) for row in rows]

    def last_complete(self, district_code: str, listing_id: str) -> LastComplete | None:
        """When a listing was last read completely, and what it gave."""
        row = self._db.execute(
            """SELECT at, items, included FROM listing_run
               WHERE district_code = ? AND listing_id = ? AND status = 'complete' ORDER BY at DESC LIMIT 1""",
            (district_code, listing_id),
        ).fetchone()
        moment = from_text(row["at"]) if row else None
        return LastComplete(moment.date(), row["items"], row["included"]) if moment else None

    def versions(self) -> list[Version]:
        """Every stored version of every document, gone ones included: the inputs of parsing."""
        rows = self._db.execute("SELECT * FROM version ORDER BY document_id, version_no")
        return [
            Version(
                document_id=row["document_id"],
                version_no=row["version_no"],
                sha256=row["sha256"],
                document_key=row["document_key"],
                context=msgspec.json.decode(row["context"], type=Context),
                media_type=row["media_type"],
                byte_size=row["byte_size"],
            )
            for row in rows
        ]

    def export(self) -> dict[str, pa.Table]:
        """The ledger as Arrow tables, named and columned as ledger_export.SCHEMAS."""
        from warehouse import ledger_export  # noqa: PLC0415 - crawl processes need no Arrow, and it is slow to import

        return ledger_export.export(self._db)

    def reconcile(self, archive: Archive) -> Reconciled:
        """Compare with the archive: a kill between archive and ledger leaves an orphan, which is harmless."""
        return ledger_archive.reconcile(self._db, archive)

    def orphans_left(self) -> dict[str, datetime]:
        """The orphans that `keep_orphans` remembered and no version names by now, each with when it was first found."""
        return ledger_archive.orphans_left(self._db)

    def lacking(self, sha256: str) -> list[Lacking]:
        """The versions that have a content, for one that is missing."""
        return ledger_archive.lacking(self._db, sha256)

    def packed_in(self, sha256: str) -> list[str]:
        """The contents of the ZIP archives out of which a content came."""
        return ledger_archive.packed_in(self._db, sha256)


def _record(row: sqlite3.Row, kind: type[_T]) -> _T:
    """A row as the record whose fields its columns are named like."""
    return msgspec.convert({name: row[name] for name in kind.__struct_fields__}, kind)
