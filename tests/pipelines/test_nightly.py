"""The nightly job for real, on a home with one district that hands files in and one whose server is down.

One of the files handed in is an archive. The job runs once as a whole and once more with nothing new; the tests look at
what it left.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import msgspec
import pytest

from pipelines.instance import dagster_environment
from pipelines.nightly import JobOutcome, Request, run_job
from pipelines.overview import overview
from pipelines.progress import StepEvent
from sample_portal.generate import generate
from warehouse.home import Home
from warehouse.lock import run_lock
from warehouse.publish import current_release
from warehouse.query import run_query

HANDED_IN = """\
district: {code: "990101", name: 东禾区, province: 例京市, city: 例京市, is_sample: true}
site: {base_url: "http://127.0.0.1:9", render: blocked, blocked_reason: files are handed in}
"""
UNREACHABLE = """\
district: {code: "990102", name: 南澄区, province: 例粤省, is_sample: true}
site: {family: nfcms, base_url: "http://127.0.0.1:9", delay_s: 0.0, retries: 0, allow_loopback: true}
listings: [{id: accounts, url: /index.html}]
"""


class Nights(msgspec.Struct, frozen=True):
    """Two nights over the same home, and what was said during the first."""

    home: Home
    first: JobOutcome
    second: JobOutcome
    events: list[StepEvent]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    home = Home(tmp_path_factory.mktemp("nights") / "home")
    _write(home.districts / "990101_donghe.yml", HANDED_IN.encode())
    _write(home.districts / "990102_nancheng.yml", UNREACHABLE.encode())
    made, member = (generate(number, "xlsx", region="例京市东禾区") for number in (1, 2))
    _write(home.drop / "990101" / made.name, made.data)
    _write(home.drop / "990101" / "2024年度部门决算.zip", _packed(f"附件/{member.name}", member.data))
    events: list[StepEvent] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, value in dagster_environment(home).items():
            patch.setenv(name, value)
        request = Request(job="nightly", districts=["990101", "990102"])
        with run_lock(home):
            first = run_job(home, request, events.append)
            second = run_job(home, request)
        yield Nights(home, first, second, events)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _packed(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def test_a_district_that_fails_turns_the_run_red_and_is_named(nights: Nights) -> None:
    assert not nights.first.is_ok
    assert len(nights.first.problems) == 1
    assert "990102 南澄区" in nights.first.problems[0]
    assert nights.first.problems[0].startswith("every_district_collected: 1 of 2 districts failed")
    assert nights.first.page is not None
    assert "990102 南澄区" in nights.first.page.read_text(encoding="utf-8")


def test_it_stops_no_other_and_the_release_is_published(nights: Nights) -> None:
    report = nights.first.report
    assert report.read is not None
    assert report.read.by_status == {"parsed": 3}
    assert report.models is not None
    assert report.models.is_ok
    release = current_release(nights.home)
    assert release is not None
    assert release.row_counts["main.fct_expenditure_by_function"] > 0
    assert report.release is not None
    assert Path(report.release.release).name == release.name


def test_a_file_in_an_archive_is_a_document_with_facts(nights: Nights) -> None:
    """F39: its facts lead to it, and it to the archive it came in."""
    sql = """
        SELECT archive.media_type, archive.file_name, member.file_name, member.url
        FROM fct_document AS member JOIN fct_document AS archive ON member.parent_sha256 = archive.document_sha256
        WHERE member.role = 'member'
            AND member.document_sha256 IN (SELECT fact.document_sha256 FROM fct_expenditure_by_function AS fact)
    """
    [(media_type, archive, member, url)] = run_query(nights.home, sql).rows
    assert (media_type, archive) == ("application/zip", "2024年度部门决算.zip")
    assert member.startswith("附件/")
    assert url == f"drop:990101/{archive}#{member}"


def test_an_unchanged_night_stores_reads_and_builds_nothing(nights: Nights) -> None:
    report = nights.second.report
    assert report.collect is not None
    assert report.collect.report.total("stored") == 0
    assert report.read is not None
    assert report.read.documents == 0
    assert report.load is not None
    assert report.load.is_skipped
    assert report.models is None
    assert report.release is None
    assert len(list(nights.home.releases.iterdir())) == 1


def test_the_status_counts_departments_of_the_release_however_their_files_came(nights: Nights) -> None:
    departments = {each.holding.district_code: each.departments for each in overview(nights.home).coverage}
    known = run_query(nights.home, "SELECT count(*) FROM dim_department WHERE region_code = '990101'").rows[0][0]
    assert (departments["990101"], departments["990102"]) == (known, 0)
    assert known > 0


def test_dagster_knows_the_run_the_partition_and_the_checks(nights: Nights) -> None:
    with dg.DagsterInstance.get() as instance:
        runs = {run.run_id: run.status for run in instance.get_runs()}
        assert runs[nights.first.report.run_id] == dg.DagsterRunStatus.FAILURE
        assert instance.get_materialized_partitions(dg.AssetKey("district_disclosures")) == {"990101"}
        checks = instance.get_records_for_run(
            nights.first.report.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
        ).records
        names = {check.check_name for each in checks if (check := each.event_log_entry.asset_check_evaluation)}
    assert {"findings", "every_document_was_read"} <= names
    assert any("primary_key" in name or "unique" in name for name in names)


def test_progress_tells_of_every_step(nights: Nights) -> None:
    assert {event.step for event in nights.events} == {"collect", "read", "load", "models", "publish"}
    counted = [event for event in nights.events if event.step == "read"]
    assert (counted[-1].done, counted[-1].total) == (3, 3)


def documented_questions() -> list[str]:
    root = Path(__file__).parents[2]
    texts = [(root / name).read_text(encoding="utf-8") for name in ("README.md", "docs/operate.md")]
    blocks = [sql for text in texts for sql in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)]
    return blocks + [sql for text in texts for sql in re.findall(r'query "([^"]+)"', text)]


def test_every_question_in_the_readme_and_the_operators_guide_has_an_answer(nights: Nights) -> None:
    questions = documented_questions()
    assert len(questions) >= 4
    for sql in questions:
        assert run_query(nights.home, sql).columns, sql
