"""`juesuan parse` and `check`: what a script that reads stdout relies on."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipelines.extract.records import Cell, Document, Finding, PageText, from_json_line
from sample_portal.generate import generate
from tests.juesuan.command import Command


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of an invented department."""
    path = tmp_path_factory.mktemp("files") / "决算.xlsx"
    path.write_bytes(generate(3, "xlsx").data)
    return path


def test_parse_prints_records_only_and_each_file_as_often_as_named(juesuan: Command, workbook: Path) -> None:
    ran = juesuan("parse", str(workbook), str(workbook))
    records = [from_json_line(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    documents = [record for record in records if isinstance(record, Document)]
    assert [document.file for document in documents] == [str(workbook)] * 2
    assert {document.status for document in documents} == {"parsed"}
    assert isinstance(records[0], Document)


def test_a_path_that_cannot_be_read_gets_its_document_and_exit_0(juesuan: Command, workbook: Path) -> None:
    ran = juesuan("check", str(workbook.parent / "absent.pdf"), str(workbook.parent), str(workbook))
    records = [from_json_line(line) for line in ran.out.splitlines()]
    documents = [record for record in records if isinstance(record, Document)]
    assert ran.code == 0
    assert [document.status for document in documents] == ["error", "error", "parsed"]
    assert all(document.status_reason for document in documents[:2])
    assert sum(isinstance(record, Finding) for record in records) > 20


def test_text_is_the_pages_with_form_feeds_between(juesuan: Command, workbook: Path) -> None:
    records = [from_json_line(line) for line in juesuan("parse", str(workbook)).out.splitlines()]
    pages = [record.text for record in records if isinstance(record, PageText)]
    assert len(pages) > 1
    assert juesuan("parse", str(workbook), "--format", "text").out.split("\f") == pages


def test_table_shows_titles_amounts_and_verdicts(juesuan: Command, workbook: Path) -> None:
    shown = juesuan("parse", str(workbook), "--format", "table").out
    assert "T03" in shown
    assert "本年支出合计" in shown
    assert " pass" in juesuan("check", str(workbook), "--format", "table").out


def test_the_files_of_an_archive_follow_it(juesuan: Command, workbook: Path) -> None:
    """F39: the archive's record, then each member's with its parent; an archive that is none stops nothing."""
    archive = workbook.parent / "2023年度部门决算.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(workbook, "民政局/决算.xlsx")
        packed.writestr("说明.txt", "某区民政局2023年度部门决算\n2023年度收、支总计5.00万元。\n")
    bad = workbook.parent / "坏.zip"
    bad.write_bytes(archive.read_bytes()[:-9])
    ran = juesuan("parse", str(archive), str(bad), str(workbook))
    records = [from_json_line(line) for line in ran.out.splitlines()]
    documents = [record for record in records if isinstance(record, Document)]
    assert ran.code == 0
    assert [(document.file, document.status) for document in documents] == [
        (str(archive), "parsed"),
        (f"{archive}/民政局/决算.xlsx", "parsed"),
        (f"{archive}/说明.txt", "parsed"),
        (str(bad), "damaged"),
        (str(workbook), "parsed"),
    ]
    assert [document.parent_sha256 for document in documents[:3]] == [None, documents[0].sha256, documents[0].sha256]
    cells = [record for record in records if isinstance(record, Cell)]
    assert sum(cell.sha256 == documents[1].sha256 for cell in cells) > 100
