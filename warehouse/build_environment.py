"""The environment in which dbt runs over a build file: which file, and how much memory DuckDB may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

BUILD_VARIABLE = "JUESUAN_BUILD"
"""The variable by which dbt_project/profiles.yml learns the build file."""
MEMORY_VARIABLE = "JUESUAN_MEMORY"
MEGABYTE = 1024**2
COPYING = 300
"""Megabytes for loading and publishing, which pass over one table at a time."""
SPREAD = 6
"""Records in Parquet take about a sixth of the room that they take while they are joined and sorted."""
MODELLING = 600
"""Megabytes for dbt, which joins tables."""


def memory_limit(build_path: Path | None = None, *, at_least: int = COPYING) -> str:
    """What DuckDB may use at most in one step, as its setting; beyond it, it spills beside the build file.

    Some times the size of the build's records, and never less than `at_least` megabytes: a limit that does not grow
    fails a large night. JUESUAN_MEMORY decides where it is set.
    """
    size = SPREAD * _record_bytes(build_path) // MEGABYTE if build_path is not None and build_path.is_file() else 0
    return os.environ.get(MEMORY_VARIABLE) or f"{max(at_least, size)}MB"


def _record_bytes(build_path: Path) -> int:
    """What load noted; 0 for a build that does not say."""
    with duckdb.connect(str(build_path), read_only=True) as connection:
        try:
            row = connection.execute("SELECT record_bytes FROM raw.build").fetchone()
        except duckdb.Error:
            return 0
    return int(row[0]) if row else 0


@contextmanager
def build_environment(build_path: Path) -> Iterator[None]:
    """Point dbt at the build file for the length of the block; the variables are then as before."""
    settings = {
        BUILD_VARIABLE: str(build_path),
        MEMORY_VARIABLE: memory_limit(build_path, at_least=MODELLING),
        "DO_NOT_TRACK": "1",
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
