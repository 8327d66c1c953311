"""What a ledger file may be when it is opened: newer, older, or none at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from warehouse.ledger import Ledger, LedgerError
from warehouse.ledger_schema import MIGRATIONS


def test_a_newer_ledger_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(path)


def test_what_is_no_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("these are not the bytes of a database, whatever the name says" * 20)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite cannot be opened"):
        Ledger(path)


def test_a_ledger_of_an_earlier_version_learns_since_when(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as database:
        for script in MIGRATIONS[:5]:
            database.executescript(script)
        database.execute("PRAGMA user_version = 5")
        database.execute("INSERT INTO run VALUES ('n1', '2025-01-01', NULL, 'finished', NULL, NULL)")
        database.execute("INSERT INTO run VALUES ('n2', '2025-01-02', NULL, 'finished', NULL, NULL)")
        database.execute(
            "INSERT INTO document (document_id, district_code, url, role, disclosure_id, first_seen_at, last_seen_at, "
            "state, state_reason, state_since) VALUES ('a', '990101', 'http://x/', 'page', 'a', '2025-01-01', "
            "'2025-01-02', 'retry', 'dns', '2025-01-01T01:00:00+08:00')"
        )
        for run in (1, 2):
            database.execute(
                "INSERT INTO outcome VALUES (?, 'a', 'retry', 'dns', NULL, 1, 0, ?, NULL, NULL)",
                (f"n{run}", f"2025-01-0{run}T01:00:00+08:00"),
            )
    with Ledger(path) as ledger:
        since = {str(row["state_since"]) for row in ledger.export()["crawl_outcome"].to_pylist()}
    assert since == {"2025-01-01 01:00:00"}
