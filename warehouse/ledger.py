"""The crawl ledger: one SQLite file that gives every discovered document exactly one state per run.

Every method is one transaction; a process killed between two of them leaves documents pending, never half recorded.
Several crawl processes may write at once (WAL, short immediate transactions).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from pipelines.extract.context import Context, document_key
from warehouse.archive import Archive
from warehouse.clock import from_text, now, to_text
from warehouse.ledger_records import (
    Copy,
    DistrictFacts,
    DistrictResult,
    Found,
    KnownDocument,
    ListingResult,
    Outcome,
    Tally,
    Version,
)
from warehouse.ledger_schema import open_database
from warehouse.ledger_sql import ADD_VERSION, KNOWN, PENDING, RECORD_OUTCOME, SET_STATE, SIGHT_DOCUMENT
from warehouse.states import CrawlState, RunStatus, check_outcome

if TYPE_CHECKING:
    import pyarrow as pa


class Reconciled(msgspec.Struct, frozen=True):
    """Archive against ledger: contents no version names (`orphans`), versions whose content is absent (`missing`)."""

    orphans: list[str]
    missing: list[str]


class Ledger:
    """The ledger at `path`; use as a context manager. Created and migrated on opening."""

    def __init__(self, path: Path) -> None:
        """Open `path`, creating it and its folder; raises sqlite3.DatabaseError where it is not a ledger of ours."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = open_database(str(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    # Runs

    def start_run(self, run_id: str, *, parser_version: str | None = None, note: str | None = None) -> None:
        """Begin a run, or resume it. Only the holder of the run lock may call this.

        Any other run still marked running was killed: it becomes `interrupted`, its pending documents `retry`.
        """
        with self._transaction() as db:
            for row in db.execute("SELECT run_id FROM run WHERE status = 'running' AND run_id <> ?", (run_id,)):
                self._settle(row["run_id"], None, "interrupted")
                db.execute(
                    "UPDATE run SET status = 'interrupted', finished_at = ? WHERE run_id = ?",
                    (to_text(now()), row["run_id"]),
                )
            db.execute(
                """INSERT INTO run VALUES (?, ?, NULL, 'running', ?, ?) ON CONFLICT (run_id) DO UPDATE SET
                   status = 'running', finished_at = NULL, parser_version = coalesce(excluded.parser_version,
                   parser_version), note = coalesce(excluded.note, note)""",
                (run_id, to_text(now()), parser_version, note),
            )

    def finish_run(self, run_id: str, status: RunStatus) -> None:
        """End a run; a document that had no turn becomes `retry`."""
        with self._transaction() as db:
            self._settle(run_id, None, "interrupted")
            db.execute("UPDATE run SET status = ?, finished_at = ? WHERE run_id = ?", (status, to_text(now()), run_id))

    def register_district(self, facts: DistrictFacts) -> None:
        """Remember what a district's file says."""
        fields = msgspec.structs.asdict(facts)
        names, marks = ", ".join(fields), ", ".join(f":{name}" for name in fields)
        with self._transaction() as db:
            db.execute(f"INSERT OR REPLACE INTO district ({names}) VALUES ({marks})", fields)  # noqa: S608

    # Discovery

    def sight(self, run_id: str, found: Sequence[Found]) -> None:
        """Record that documents were seen in this run; those without an outcome yet are pending."""
        at = to_text(now())
        with self._transaction() as db:
            for item in found:
                db.execute(SIGHT_DOCUMENT, {**msgspec.to_builtins(item), "at": at})
                db.execute(
                    "INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?, ?)",
                    (run_id, item.document_id, item.listing_id, item.url, at),
                )

    def sight_again(self, run_id: str, document_ids: Iterable[str]) -> None:
        """Take known documents up in this run although nothing showed them, such as those left in `retry`."""
        at = to_text(now())
        with self._transaction() as db:
            for document_id in document_ids:
                db.execute(
                    """INSERT OR IGNORE INTO sighting SELECT ?, document_id, coalesce(listing_id, ''), url, ?
                       FROM document WHERE document_id = ?""",
                    (run_id, at, document_id),
                )

    def known(self, district_code: str) -> dict[str, KnownDocument]:
        """Every document of a district by document_id."""
        rows = self._db.execute(f"{KNOWN} WHERE d.district_code = ?", (district_code,))
        return {row["document_id"]: _known(row) for row in rows}

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

    # Outcomes

    def store(self, run_id: str, copy: Copy) -> tuple[CrawlState, str]:
        """Record bytes that arrived: a new version, or `unchanged` where they are those of the current version."""
        with self._transaction() as db:
            row = db.execute(f"{KNOWN} WHERE d.document_id = ?", (copy.document_id,)).fetchone()
            state, reason = _judge(row["sha256"], copy.sha256)
            if state == "stored":
                self._add_version(copy)
            self._record(
                run_id,
                Outcome(
                    document_id=copy.document_id,
                    state=state,
                    reason=reason,
                    http_status=copy.http_status,
                    attempts=copy.attempts,
                    bytes_received=copy.byte_size,
                    detail=copy.note,
                    etag=copy.etag,
                    last_modified=copy.last_modified,
                ),
            )
        return state, reason

    def record(self, run_id: str, outcomes: Sequence[Outcome]) -> None:
        """Record how documents ended; raises ValueError for a reason that is not in the closed list."""
        with self._transaction():
            for outcome in outcomes:
                self._record(run_id, outcome)

    def settle(self, run_id: str, district_code: str, reason: str) -> int:
        """Give every pending document of a district the state `retry` for `reason`; returns how many."""
        with self._transaction():
            return self._settle(run_id, district_code, reason)

    def listing_done(self, run_id: str, result: ListingResult) -> None:
        """Record how reading a listing went."""
        values = {**msgspec.to_builtins(result), "run_id": run_id, "at": to_text(now())}
        self._insert("listing_run", values)

    def district_done(self, run_id: str, result: DistrictResult) -> None:
        """Record how a district went."""
        values = {**msgspec.to_builtins(result), "run_id": run_id, "at": to_text(now())}
        self._insert("district_run", values)

    # Reading

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
        return Tally(
            counts={(row["state"], row["reason"]): row["n"] for row in rows},
            pending=len(self.pending(run_id, district_code)),
            disclosures=disclosures,
            bytes_received=sum(row["bytes"] for row in rows),
        )

    def last_healthy(self, district_code: str) -> date | None:
        """The day (Asia/Shanghai) of the district's last run that ended well."""
        row = self._db.execute(
            "SELECT max(at) FROM district_run WHERE district_code = ? AND status = 'ok'", (district_code,)
        ).fetchone()
        moment = from_text(row[0])
        return moment.date() if moment else None

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
        """The ledger as Arrow tables: crawl_document, crawl_version, crawl_outcome, crawl_run and crawl_district."""
        from warehouse import ledger_export  # noqa: PLC0415 - crawl processes need no Arrow, and it is slow to import

        return ledger_export.export(self._db)

    def reconcile(self, archive: Archive) -> Reconciled:
        """Compare with the archive: a kill between archive and ledger leaves an orphan, which is harmless."""
        named = {row[0] for row in self._db.execute("SELECT DISTINCT sha256 FROM version")}
        held = set(archive.hashes())
        return Reconciled(orphans=sorted(held - named), missing=sorted(named - held))

    # Inside a transaction

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _insert(self, table: str, values: dict[str, object]) -> None:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        with self._transaction() as db:
            db.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608

    def _record(self, run_id: str, outcome: Outcome) -> None:
        check_outcome(outcome.state, outcome.reason)
        values = {
            **msgspec.to_builtins(outcome),
            "run_id": run_id,
            "at": to_text(now()),
            "next_try_at": to_text(outcome.next_try_at),
        }
        self._db.execute(RECORD_OUTCOME, values)
        self._db.execute(SET_STATE, values)

    def _settle(self, run_id: str, district_code: str | None, reason: str) -> int:
        query = f"SELECT DISTINCT document_id FROM sighting JOIN document USING (document_id) WHERE {PENDING}"  # noqa: S608
        parameters: list[str] = [run_id, run_id]
        if district_code is not None:
            query += " AND district_code = ?"
            parameters.append(district_code)
        left = [row[0] for row in self._db.execute(query, parameters)]
        for document_id in left:
            self._record(run_id, Outcome(document_id=document_id, state="retry", reason=reason))
        return len(left)

    def _add_version(self, copy: Copy) -> None:
        number = self._db.execute(
            "SELECT coalesce(max(version_no), 0) + 1 FROM version WHERE document_id = ?", (copy.document_id,)
        ).fetchone()[0]
        values = {
            **msgspec.to_builtins(copy),
            "version_no": number,
            "document_key": document_key(copy.sha256, copy.context),
            "fetched_at": to_text(copy.fetched_at),
            "file_name": copy.context.file,
            "context": msgspec.json.encode(copy.context).decode(),
        }
        self._db.execute(ADD_VERSION, values)
        self._db.execute(
            "UPDATE document SET current_version_no = ?, etag = NULL, last_modified = NULL WHERE document_id = ?",
            (number, copy.document_id),
        )


def _judge(current_sha256: str | None, sha256: str) -> tuple[CrawlState, str]:
    if current_sha256 is None:
        return "stored", "new"
    if current_sha256 == sha256:
        return "unchanged", "same_bytes"
    return "stored", "changed"


def _known(row: sqlite3.Row) -> KnownDocument:
    fields = {name: row[name] for name in KnownDocument.__struct_fields__}
    return msgspec.convert(fields, KnownDocument)
