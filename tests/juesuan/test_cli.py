"""What a user meets first: help, exit codes, one-line errors, and a quick start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.juesuan.command import Command
from warehouse.home import Home
from warehouse.lock import run_lock

COMMANDS = (
    "demo", "nightly", "collect", "build", "publish", "dagster", "parse", "check", "query", "trace", "districts",
    "status",
)  # fmt: skip


def test_help_names_every_command_the_home_and_the_exit_codes(juesuan: Command) -> None:
    ran = juesuan("--help")
    assert ran.code == 0
    for name in (*COMMANDS, "--home", "JUESUAN_HOME", "Exit codes"):
        assert name in ran.out


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "districts"])
def test_every_command_has_help_of_its_own(juesuan: Command, command: str) -> None:
    ran = juesuan(command, "--help")
    assert ran.code == 0
    assert f"Usage: juesuan {command}" in ran.out


def test_a_commands_help_is_its_docstring(juesuan: Command) -> None:
    assert "separated by form feeds" in juesuan("parse", "--help").out


@pytest.mark.parametrize(
    "arguments", [["bogus"], ["nightly", "--distrct", "1"], ["parse"], ["check", "x", "--format", "yaml"]]
)
def test_a_wrong_command_line_is_exit_2(juesuan: Command, arguments: list[str]) -> None:
    ran = juesuan(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err


def test_a_statement_may_begin_with_a_comment(juesuan: Command) -> None:
    ran = juesuan("query", "-- by region\nFROM dim_region")
    assert ran.code == 1
    assert "no release yet" in ran.err


def test_a_second_run_says_so_and_is_exit_3(juesuan: Command) -> None:
    with run_lock(Home(juesuan.home)):
        ran = juesuan("nightly")
    assert ran.code == 3
    assert str(juesuan.home) in ran.err
    assert "Traceback" not in ran.err


def test_home_may_stand_before_or_after_the_command(juesuan: Command, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "districts").mkdir(parents=True)
    (other / "districts" / "990199_broken.yml").write_text("district: [", encoding="utf-8")
    assert juesuan("districts", "check").code == 0
    for arguments in (["--home", str(other), "districts", "check"], ["districts", "check", "--home", str(other)]):
        ran = juesuan(*arguments)
        assert ran.code == 1
        assert "990199_broken.yml:" in ran.out


def test_parse_starts_without_dagster_dbt_scrapy_or_duckdb() -> None:
    script = (
        "import sys, juesuan.cli, juesuan.commands.files;"
        "heavy = {'dagster', 'dbt', 'scrapy', 'duckdb', 'pyarrow', 'pandas'} & set(sys.modules);"
        "sys.exit(f'imported: {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
