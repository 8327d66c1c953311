"""Printing for people: what a reader of a log or a terminal would lose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rich.console import Console

from juesuan.console import Reporter, table, text_of
from pipelines.progress import StepEvent


def rendered(*args: object) -> str:
    console = Console(width=100, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    console.print(*args)
    return console.export_text()


def test_blank_is_blank_and_money_is_grouped() -> None:
    assert text_of(None) == ""
    assert text_of(Decimal("1234567.80")) == "1,234,567.80"
    assert text_of(2024) == "2024"


def test_printed_brackets_are_text_not_markup() -> None:
    text = rendered(table("t", ["label"], [["公务接待费[red]x[/red]"]]))
    assert "公务接待费[red]x[/red]" in text


def test_without_a_terminal_each_message_is_a_line_but_a_count_is_not_a_flood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reporter = Reporter(None)
    for done in range(1, 501):
        reporter(StepEvent("read", "documents", done, 500))
    reporter(StepEvent("load", "12 rows"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].split() == ["read", "1/500", "documents"]
    assert lines[-2].split() == ["read", "500/500", "documents"]
    assert lines[-1].split() == ["load", "12", "rows"]
    assert len(lines) < 20
