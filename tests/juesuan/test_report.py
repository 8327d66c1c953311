"""`juesuan parse --report`: one file in, one HTML file out."""

from __future__ import annotations

from pathlib import Path

from sample_portal.generate import generate
from tests.juesuan.command import Command


def _saved(folder: Path) -> Path:
    made = generate(12, "html")
    path = folder / "a.html"
    path.write_bytes(made.data)
    return path


def test_the_report_is_written_and_stdout_stays_free(juesuan: Command, tmp_path: Path) -> None:
    source, report = _saved(tmp_path), tmp_path / "out.html"
    ran = juesuan("parse", str(source), "--report", str(report))
    assert ran.code == 0, ran.err
    assert ran.out == ""
    assert str(report) in ran.err
    html = report.read_text(encoding="utf-8")
    assert "T03" in html
    assert str(source) in html


def test_a_format_asked_for_is_printed_too(juesuan: Command, tmp_path: Path) -> None:
    ran = juesuan("parse", str(_saved(tmp_path)), "--report", str(tmp_path / "out.html"), "--format", "jsonl")
    assert ran.out.startswith('{"kind":"document"')


def test_a_report_is_of_one_file(juesuan: Command, tmp_path: Path) -> None:
    source = str(_saved(tmp_path))
    ran = juesuan("parse", source, source, "--report", str(tmp_path / "out.html"))
    assert ran.code == 2
    assert "takes one file" in ran.err
    missing = juesuan("parse", str(tmp_path / "none.pdf"), "--report", str(tmp_path / "out.html"))
    assert missing.code == 1
    assert "none.pdf" in missing.err
    assert not (tmp_path / "out.html").exists()


def test_a_check_report_holds_every_file_and_stdout_stays_free(juesuan: Command, tmp_path: Path) -> None:
    source, report = _saved(tmp_path), tmp_path / "check.html"
    ran = juesuan("check", str(source), str(tmp_path / "none.pdf"), "--report", str(report))
    assert (ran.code, ran.out) == (0, "")
    html = report.read_text(encoding="utf-8")
    assert html.count("<h1>") == 2
    assert str(tmp_path / "none.pdf") in html


def test_what_failed_can_be_read_as_text(juesuan: Command, tmp_path: Path) -> None:
    sentence = "机关运行经费支出9.00万元，比上年增加9.00万元，增长100%。"
    text = f"青河区档案馆2023年度部门决算\n八、机关运行经费支出情况说明\n{sentence}"
    path = tmp_path / "青河区档案馆2023年度部门决算.txt"
    path.write_text(text, encoding="utf-8")
    shown = juesuan("check", str(path), "--format", "text").out
    assert "R41 error" in shown
    assert "增长100%" in shown
