"""The tables of the ledger, as numbered migrations: rolled forward one transaction each, never edited."""

from __future__ import annotations

import sqlite3

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE run (
        run_id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        status TEXT NOT NULL,
        parser_version TEXT,
        note TEXT
    ) STRICT;
    CREATE TABLE district (
        district_code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        province TEXT NOT NULL,
        city TEXT,
        family TEXT,
        is_sample INTEGER NOT NULL,
        enabled INTEGER NOT NULL,
        blocked_reason TEXT,
        expected_departments INTEGER,
        notes TEXT
    ) STRICT;
    CREATE TABLE document (
        document_id TEXT PRIMARY KEY,
        district_code TEXT NOT NULL,
        url TEXT NOT NULL,
        role TEXT NOT NULL,
        disclosure_id TEXT NOT NULL,
        parent_url TEXT,
        link_title TEXT,
        listing_id TEXT,
        published_on TEXT,
        department_hint TEXT,
        fiscal_year_hint INTEGER,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        state TEXT,
        state_reason TEXT,
        state_since TEXT,
        next_try_at TEXT,
        current_version_no INTEGER,
        etag TEXT,
        last_modified TEXT
    ) STRICT;
    CREATE INDEX document_by_district ON document (district_code, role);
    CREATE INDEX document_by_disclosure ON document (disclosure_id);
    CREATE TABLE version (
        document_id TEXT NOT NULL REFERENCES document,
        version_no INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        document_key TEXT NOT NULL,
        byte_size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        final_url TEXT,
        http_status INTEGER,
        etag TEXT,
        last_modified TEXT,
        content_type TEXT,
        file_name TEXT,
        parent_sha256 TEXT,
        handed_in_by TEXT,
        context TEXT NOT NULL,
        PRIMARY KEY (document_id, version_no)
    ) STRICT;
    CREATE INDEX version_by_content ON version (sha256);
    CREATE TABLE sighting (
        run_id TEXT NOT NULL REFERENCES run,
        document_id TEXT NOT NULL REFERENCES document,
        listing_id TEXT NOT NULL,
        url TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        PRIMARY KEY (run_id, document_id, listing_id, url)
    ) STRICT;
    CREATE TABLE outcome (
        run_id TEXT NOT NULL REFERENCES run,
        document_id TEXT NOT NULL REFERENCES document,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        http_status INTEGER,
        attempts INTEGER NOT NULL,
        bytes_received INTEGER NOT NULL,
        at TEXT NOT NULL,
        detail TEXT,
        PRIMARY KEY (run_id, document_id)
    ) STRICT;
    CREATE TABLE listing_run (
        run_id TEXT NOT NULL REFERENCES run,
        district_code TEXT NOT NULL,
        listing_id TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        pages INTEGER NOT NULL,
        items INTEGER NOT NULL,
        included INTEGER NOT NULL,
        printed_total INTEGER,
        detail TEXT,
        at TEXT NOT NULL,
        PRIMARY KEY (run_id, district_code, listing_id)
    ) STRICT;
    CREATE TABLE district_run (
        run_id TEXT NOT NULL REFERENCES run,
        district_code TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        detail TEXT,
        seconds REAL NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (run_id, district_code)
    ) STRICT;
    """,
    """
    CREATE TABLE department_name (
        district_code TEXT NOT NULL,
        printed_name TEXT NOT NULL,
        department_name TEXT NOT NULL,
        department_code TEXT,
        parent_name TEXT,
        PRIMARY KEY (district_code, printed_name, department_name)
    ) STRICT;
    """,
    """
    CREATE TABLE unpacked (
        document_id TEXT PRIMARY KEY REFERENCES document,
        version_no INTEGER NOT NULL,
        is_gone INTEGER NOT NULL,
        members INTEGER NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    """,
    """
    ALTER TABLE outcome ADD COLUMN flag TEXT;
    ALTER TABLE district ADD COLUMN departures TEXT;
    """,
    """
    ALTER TABLE document ADD COLUMN flag TEXT;
    """,
    """
    ALTER TABLE outcome ADD COLUMN state_since TEXT;
    ALTER TABLE outcome ADD COLUMN next_try_at TEXT;
    UPDATE outcome SET state_since = (
        SELECT d.state_since FROM document d
        WHERE d.document_id = outcome.document_id AND d.state = outcome.state AND d.state_reason = outcome.reason
            AND d.state_since <= outcome.at
    );
    CREATE TABLE host_run (
        run_id TEXT NOT NULL REFERENCES run,
        host TEXT NOT NULL,
        state TEXT NOT NULL,
        detail TEXT,
        requests INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        bytes_received INTEGER NOT NULL,
        seconds REAL NOT NULL,
        slowest_s REAL NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (run_id, host)
    ) STRICT;
    CREATE TABLE orphan (
        sha256 TEXT PRIMARY KEY,
        run_id TEXT NOT NULL REFERENCES run,
        found_at TEXT NOT NULL
    ) STRICT;
    """,
    """
    CREATE INDEX outcome_by_document ON outcome (document_id, at);
    """,
    """
    ALTER TABLE document ADD COLUMN level_hint TEXT;
    """,
)


def open_database(path: str) -> sqlite3.Connection:
    """A connection in WAL mode with every migration applied; raises sqlite3.DatabaseError for a newer ledger."""
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    # In WAL mode a killed process loses nothing, and a power cut at most the newest transactions, never consistency:
    # their documents are asked for again. Waiting for the disk on every commit would hold up a whole crawl.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Roll the ledger forward; each migration and its number become visible together or not at all."""
    if _applied(connection) > len(MIGRATIONS):
        raise sqlite3.DatabaseError("this ledger was written by a newer version of the project")
    for number, script in enumerate(MIGRATIONS, start=1):
        if _applied(connection) >= number:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _applied(connection) < number:
                for statement in script.split(";"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _applied(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
