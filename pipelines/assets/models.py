"""Model: the dbt project as assets, one per model, its tests as checks. In a module of its own: dbt imports slowly."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from pipelines.assets.load import raw_build
from pipelines.dbt_manifest import manifest
from pipelines.progress import Progress
from pipelines.reports import ModelStep, save_step
from pipelines.resources import DBT_EXECUTABLE, DBT_PROJECT, WRITER_POOL, WriterLock, build_of
from warehouse.build_environment import build_environment
from warehouse.home import Home

RUN_BY_BUILD = ("seed", "model", "test")
FAILED = ("error", "fail", "runtime error")


class Translator(DagsterDbtTranslator):
    """Names dbt's nodes in the asset graph: every raw table is the one asset `raw_build`; groups are dbt's folders."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Sources lead back to the load step."""
        if dbt_resource_props["resource_type"] == "source":
            return raw_build.key
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder of the dbt project: seeds, staging, core, marts."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return str(dbt_resource_props["fqn"][1])


@dbt_assets(manifest=manifest(), dagster_dbt_translator=Translator(), name="models", pool=WRITER_POOL)
def models(
    context: dg.AssetExecutionContext,
    home: dg.ResourceParam[Home],
    progress: dg.ResourceParam[Progress],
    writer: WriterLock,
) -> Iterator[Any]:
    """Build the models over the run's build file and test them; a failed test fails the step and stops the release."""
    del writer
    started = time.monotonic()
    path = build_of(home, context.run.run_id)
    dbt = DbtCliResource(
        project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=str(DBT_EXECUTABLE)
    )
    built, tests, total = 0, Counter[str](), _node_count()
    with build_environment(path):
        invocation = dbt.cli(["build"], context=context, target_path=path.parent / "dbt", raise_on_error=False)
        for event in invocation.stream():
            if isinstance(event, dg.AssetCheckResult):
                tests["pass" if event.passed else event.severity.value.lower()] += 1
            elif not isinstance(event, dg.AssetObservation):
                built += 1
            progress.emit("models", "", built + sum(tests.values()), total)
            yield event
    is_ok = invocation.is_successful()
    seconds = time.monotonic() - started
    save_step(home, context.run.run_id, ModelStep(is_ok=is_ok, models=built, tests=dict(tests), seconds=seconds))
    if not is_ok:
        raise dg.Failure(f"no release: {_failures(path.parent / 'dbt')}", allow_retries=False)


def _node_count() -> int:
    nodes = json.loads(manifest().read_bytes())["nodes"].values()
    return sum(1 for node in nodes if node["resource_type"] in RUN_BY_BUILD)


def _failures(target: Path) -> str:
    """The seeds, models and tests that did not pass, each with the first line of dbt's reason."""
    results = target / "run_results.json"
    if not results.is_file():
        return f"dbt did not run; see {target / 'dbt.log'}"
    bad = [each for each in json.loads(results.read_bytes())["results"] if each["status"] in FAILED]
    reasons = {each["unique_id"].split(".")[2]: (each["message"] or each["status"]).splitlines()[0] for each in bad}
    named = "; ".join(f"{name} ({reason})" for name, reason in reasons.items())
    return f"{named or 'dbt ended badly'}; see {target / 'dbt.log'}"
