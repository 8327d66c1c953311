"""The compiled description of the dbt project, made when it is missing or older than the project.

Dagster reads the models and their tests from it when the definitions are imported.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from pathlib import Path

from pipelines.resources import DBT_EXECUTABLE, DBT_PROJECT

TARGET = DBT_PROJECT / "target"
SOURCES = ("models", "macros", "seeds", "tests", "dbt_project.yml", "profiles.yml")


class ManifestError(Exception):
    """dbt could not parse the project; the message is dbt's own."""


def manifest() -> Path:
    """The path of an up-to-date manifest.json; raises ManifestError where dbt rejects the project.

    Several processes may ask at once: one parses, the others wait for it.
    """
    path = TARGET / "manifest.json"
    if is_fresh(path):
        return path
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_fresh(path):
            _parse(path)
    return path


def is_fresh(path: Path) -> bool:
    """Whether the manifest is younger than every source of the project."""
    if not path.exists():
        return False
    made = path.stat().st_mtime_ns
    roots = (DBT_PROJECT / name for name in SOURCES)
    files = (file for root in roots for file in (root.rglob("*") if root.is_dir() else [root]))
    return all(file.stat().st_mtime_ns <= made for file in files)


def _parse(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=TARGET) as folder:
        command = [
            str(DBT_EXECUTABLE),
            "parse",
            f"--project-dir={DBT_PROJECT}",
            f"--profiles-dir={DBT_PROJECT}",
            f"--target-path={folder}",
            f"--log-path={folder}",
            "--quiet",
        ]
        environment = {**os.environ, "DO_NOT_TRACK": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ManifestError(f"dbt parse failed:\n{done.stdout}{done.stderr}")
        (Path(folder) / "manifest.json").replace(path)
