"""Running the dbt project over one build file: models, seeds and the build tests.

dbt's own outcome is stored in the build (schema `build`, table `node_result`), so whoever ran it - this module or an
orchestrator - publish can see whether the tests passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from warehouse.build_environment import build_environment
from warehouse.load import BUILD_FILE, DBT_PROJECT

PASSED = frozenset({"success", "pass", "warn"})


class NodeOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one seed, model or test."""

    name: str
    kind: str
    status: str
    seconds: float
    message: str | None = None

    @property
    def passed(self) -> bool:
        """True unless the node failed, errored or was skipped."""
        return self.status in PASSED


class TransformError(RuntimeError):
    """dbt could not start, or a model or build test failed; the message names them."""


def transform(build_path: Path, arguments: Sequence[str] = ("build",)) -> list[NodeOutcome]:
    """Run dbt over a build file.

    Args:
        build_path: the file that load.build wrote.
        arguments: the dbt command and its own options; the project, profile and paths are added.

    Raises:
        TransformError: something did not pass.
    """
    result = _invoke(build_path, arguments, dbtRunner(manifest=dbt_project()))
    if result.exception is not None:
        raise TransformError(f"dbt did not run: {result.exception}")
    outcomes = [_outcome(item) for item in getattr(result.result, "results", ())]
    failed = [item for item in outcomes if not item.passed]
    if failed or not result.success:
        raise TransformError("; ".join(f"{item.kind} {item.name}: {item.message or item.status}" for item in failed))
    return outcomes


@cache
def dbt_project() -> Manifest:
    """The project as dbt reads it, once in a process: that takes longer than a small build, and is the same for all.

    Raises:
        TransformError: the project cannot be read.
    """
    with TemporaryDirectory(prefix="juesuan-dbt-") as folder:
        result = _invoke(Path(folder) / BUILD_FILE, ("parse",), dbtRunner())
    if not isinstance(result.result, Manifest):
        raise TransformError(f"the dbt project cannot be read: {result.exception}")
    return result.result


def _invoke(build_path: Path, arguments: Sequence[str], runner: dbtRunner) -> dbtRunnerResult:
    target = build_path.parent / "dbt"
    options = [
        *arguments,
        f"--project-dir={DBT_PROJECT}",
        f"--profiles-dir={DBT_PROJECT}",
        f"--target-path={target}",
        f"--log-path={target}",
        "--quiet",
    ]
    with build_environment(build_path):
        try:
            return runner.invoke(options)
        finally:
            _close_connections()


def _outcome(item: object) -> NodeOutcome:
    node = getattr(item, "node", None)
    return NodeOutcome(
        name=str(getattr(node, "name", "")),
        kind=str(getattr(node, "resource_type", "")),
        status=str(getattr(item, "status", "")),
        seconds=float(getattr(item, "execution_time", 0.0)),
        message=getattr(item, "message", None),
    )


def _close_connections() -> None:
    """Let go of the build file: dbt's adapter keeps it open until the process ends, and the next step needs it."""
    manager: Any = DuckDBConnectionManager
    manager.close_all_connections()
