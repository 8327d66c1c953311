"""The asset graph and the schedule: what an operator would lose if a name or a switch were wrong."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from itertools import islice

import dagster as dg
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from pipelines.definitions import defs
from pipelines.resources import WRITER_POOL
from warehouse.clock import SHANGHAI, now

OWN = {
    "nightly_collection",
    "district_disclosures",
    "parsed_records",
    "raw_build",
    "release",
    "every_district_collected",
}


@pytest.fixture(scope="module")
def graph() -> dg.AssetGraph:
    return defs.resolve_asset_graph()


def test_no_asset_depends_on_one_that_nobody_makes(graph: dg.AssetGraph) -> None:
    phantoms = [key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable]
    assert phantoms == []


def test_the_way_of_a_number_is_the_way_through_the_graph(graph: dg.AssetGraph) -> None:
    upstream = {
        key: {each.to_user_string() for each in graph.get(key).parent_keys} for key in graph.get_all_asset_keys()
    }
    assert upstream[dg.AssetKey("parsed_records")] == {"nightly_collection", "district_disclosures"}
    assert upstream[dg.AssetKey("raw_build")] == {"parsed_records"}
    facts = {name for name in upstream[dg.AssetKey("release")] if "fct_" in name}
    assert any(name.endswith("fct_expenditure_by_function") for name in facts)
    assert all(name.startswith(("marts/", "evidence/")) for name in upstream[dg.AssetKey("release")])
    sources = {name for names in upstream.values() for name in names}
    assert not any(name.startswith("raw/") for name in sources)


def test_the_nightly_job_is_everything_but_the_back_fill() -> None:
    job = defs.resolve_job_def("nightly")
    keys = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert OWN - keys == {"district_disclosures"}
    assert any("fct_" in key for key in keys)
    assert job.partitions_def is None
    assert job.executor_def.name == dg.in_process_executor.name


def test_the_schedule_is_on_at_half_past_one_in_shanghai() -> None:
    schedule = defs.resolve_schedule_def("every_night")
    assert schedule.cron_schedule == "30 1 * * *"
    assert schedule.execution_timezone == "Asia/Shanghai"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "nightly"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai", "Pacific/Auckland"])
def test_one_night_a_day_over_new_year_and_summer_time_in_any_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F46: clocks that are put forward or back, where the machine stands, neither double nor drop a night."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        schedule = defs.resolve_schedule_def("every_night")
        begin = datetime(2026, 12, 25, tzinfo=SHANGHAI)
        times = (begin.timestamp(), schedule.cron_schedule, schedule.execution_timezone)
        seen = [tick.astimezone(SHANGHAI) for tick in islice(schedule_execution_time_iterator(*times), 365)]
        assert [tick.date() for tick in seen] == [begin.date() + timedelta(days=number) for number in range(365)]
        assert {(tick.hour, tick.minute) for tick in seen} == {(1, 30)}
        assert now().utcoffset() == timedelta(hours=8)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_whatever_writes_is_in_the_pool_of_one() -> None:
    writers = {
        node.name: node.definition.pool
        for node in defs.resolve_job_def("nightly").nodes
        if isinstance(node.definition, dg.OpDefinition) and node.name != "every_district_collected"
    }
    assert len(writers) >= 5
    assert set(writers.values()) == {WRITER_POOL}


def test_telemetry_is_off_and_the_state_lies_under_the_home(instance: dg.DagsterInstance) -> None:
    assert not instance.telemetry_enabled
    assert instance.storage_directory().startswith(os.environ["DAGSTER_STATE_DIR"])
