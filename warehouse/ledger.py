"""The crawl ledger: one SQLite file that gives every discovered document exactly one state per run.

Every method is one transaction; a process killed between two of them leaves documents pending, never half recorded.
Several crawl processes may write at once (WAL, short immediate transactions).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from pipelines.extract.context import document_key
from warehouse.clock import now, to_text
from warehouse.ledger_members import LAST_RUN, MEMBERS, UNPACKED, Packed, packed
from warehouse.ledger_reading import LedgerReading
from warehouse.ledger_records import (
    Copy,
    DistrictFacts,
    DistrictResult,
    Found,
    HostResult,
    ListingResult,
    Outcome,
)
from warehouse.ledger_schema import open_database
from warehouse.ledger_sql import ADD_VERSION, KNOWN, PENDING, RECORD_OUTCOME, SET_STATE, SIGHT_AGAIN, SIGHT_DOCUMENT
from warehouse.states import CrawlState, RunStatus, check_outcome


class LedgerError(sqlite3.OperationalError):
    """The ledger cannot be opened or written; the message names the file and why (such as a full disk)."""


class Ledger(LedgerReading):
    """The ledger at `path`; use as a context manager. Created and migrated on opening."""

    def __init__(self, path: Path) -> None:
        """Open `path`, creating it and its folder; raises LedgerError where it is not a ledger of ours."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self._db = open_database(str(path))
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"the ledger {path} cannot be opened: {error}") from error

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
        """Remember what a district's file says; department names that it no longer lists are forgotten."""
        fields = msgspec.structs.asdict(facts)
        departments = fields.pop("department_names")
        names, marks = ", ".join(fields), ", ".join(f":{name}" for name in fields)
        with self._transaction() as db:
            db.execute(f"INSERT OR REPLACE INTO district ({names}) VALUES ({marks})", fields)  # noqa: S608
            db.execute("DELETE FROM department_name WHERE district_code = ?", (facts.district_code,))
            for item in departments:
                db.execute(
                    "INSERT OR IGNORE INTO department_name VALUES (?, ?, ?, ?, ?)",
                    (facts.district_code, *msgspec.structs.astuple(item)),
                )

    # Discovery

    def sight(self, run_id: str, found: Sequence[Found]) -> None:
        """Record that documents were seen in this run; those without an outcome yet are pending."""
        at = to_text(now())
        with self._transaction() as db:
            for item in found:
                _sight(db, run_id, item, at)

    def sight_again(self, run_id: str, document_ids: Iterable[str]) -> None:
        """Take known documents up in this run although nothing showed them, such as those left in `retry`."""
        at = to_text(now())
        with self._transaction() as db:
            for document_id in document_ids:
                db.execute(SIGHT_AGAIN, (run_id, at, document_id))

    # Outcomes

    def store(self, run_id: str, copy: Copy) -> tuple[CrawlState, str]:
        """Record bytes that arrived: a new version, or `unchanged` where they are those of the current version."""
        with self._transaction():
            return self._store(run_id, copy)

    def packed(self) -> list[Packed]:
        """The archives that are to be unpacked."""
        return packed(self._db)

    def unpack(self, archive: Packed, members: Sequence[tuple[Found, Copy]]) -> None:
        """Record the files of an archive, whose bytes are stored already, in the run that last saw the archive.

        Files that it no longer holds are gone, all of them where the archive is; their versions stay.
        """
        at = to_text(now())
        with self._transaction() as db:
            run_id = db.execute(LAST_RUN, (archive.document_id,)).fetchone()[0]
            for found, copy in members:
                _sight(db, run_id, found, at)
                self._store(run_id, copy)
            there = set() if archive.is_gone else {copy.document_id for _, copy in members}
            known = [row["document_id"] for row in db.execute(MEMBERS, {"url": archive.url})]
            for name in set(known) - there:
                db.execute(SIGHT_AGAIN, (run_id, at, name))
                self._record(run_id, Outcome(document_id=name, state="gone", reason="unlisted"))
            db.execute(UNPACKED, {**msgspec.structs.asdict(archive), "members": len(members), "at": at})

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

    def hosts_done(self, run_id: str, results: Sequence[HostResult]) -> None:
        """Record how hosts stood."""
        for result in results:
            self._insert("host_run", {**msgspec.to_builtins(result), "run_id": run_id, "at": to_text(now())})

    # Against the archive

    def keep_orphans(self, run_id: str, sha256s: Sequence[str]) -> None:
        """Remember exactly these contents as those that no version names; what is known already keeps its moment."""
        at = to_text(now())
        with self._transaction() as db:
            known = {row[0] for row in db.execute("SELECT sha256 FROM orphan")}
            db.executemany("DELETE FROM orphan WHERE sha256 = ?", [(each,) for each in known - set(sha256s)])
            db.executemany("INSERT OR IGNORE INTO orphan VALUES (?, ?, ?)", [(each, run_id, at) for each in sha256s])

    # Inside a transaction

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._roll_back()
            raise LedgerError(f"the ledger {self.path} cannot be written: {error}") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        # A full disk makes SQLite roll back by itself.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _insert(self, table: str, values: dict[str, object]) -> None:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        with self._transaction() as db:
            db.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608

    def _store(self, run_id: str, copy: Copy) -> tuple[CrawlState, str]:
        row = self._db.execute(f"{KNOWN} WHERE d.document_id = ?", (copy.document_id,)).fetchone()
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
                flag=copy.flag,
                is_judged=True,
                etag=copy.etag,
                last_modified=copy.last_modified,
            ),
        )
        return state, reason

    def _record(self, run_id: str, outcome: Outcome) -> None:
        check_outcome(outcome.state, outcome.reason, outcome.flag)
        values = {
            **msgspec.to_builtins(outcome),
            "run_id": run_id,
            "at": to_text(now()),
            "next_try_at": to_text(outcome.next_try_at),
        }
        self._db.execute(SET_STATE, values)
        if self._db.execute(RECORD_OUTCOME, values).rowcount != 1:
            raise ValueError(f"no document {outcome.document_id}: it was never sighted")

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


def _sight(db: sqlite3.Connection, run_id: str, item: Found, at: str | None) -> None:
    db.execute(SIGHT_DOCUMENT, {**msgspec.to_builtins(item), "at": at})
    db.execute(
        "INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?, ?)",
        (run_id, item.document_id, item.listing_id, item.url, at),
    )


def _judge(current_sha256: str | None, sha256: str) -> tuple[CrawlState, str]:
    if current_sha256 is None:
        return "stored", "new"
    if current_sha256 == sha256:
        return "unchanged", "same_bytes"
    return "stored", "changed"
