"""Where things lie under the data home (`--home`, `JUESUAN_HOME`, default ./data)."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

DEFAULT_HOME = Path("data")


class Home(msgspec.Struct, frozen=True):
    """The data home: every path of stored data, and nothing else."""

    root: Path

    @classmethod
    def from_env(cls) -> Home:
        """The home named by JUESUAN_HOME, or ./data."""
        return cls(Path(os.environ.get("JUESUAN_HOME") or DEFAULT_HOME).resolve())

    @property
    def archive(self) -> Path:
        """Original bytes by content hash; immutable."""
        return self.root / "archive"

    @property
    def ledger(self) -> Path:
        """The crawl ledger, one SQLite file."""
        return self.root / "ledger.sqlite"

    @property
    def parsed(self) -> Path:
        """Parquet batches of records, one folder per parser version."""
        return self.root / "parsed"

    @property
    def builds(self) -> Path:
        """DuckDB files while they are being built."""
        return self.root / "builds"

    @property
    def releases(self) -> Path:
        """Published releases, one folder each."""
        return self.root / "releases"

    @property
    def current(self) -> Path:
        """Link to the last good release."""
        return self.root / "current"

    @property
    def drop(self) -> Path:
        """Files handed in for districts that cannot be crawled: drop/<district code>/."""
        return self.root / "drop"

    @property
    def districts(self) -> Path:
        """District files of this home, beside the committed ones."""
        return self.root / "districts"

    @property
    def reports(self) -> Path:
        """One report per run."""
        return self.root / "reports"

    @property
    def dagster(self) -> Path:
        """Dagster's own state (runs, events, logs)."""
        return self.root / "dagster"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.root / "run.lock"
