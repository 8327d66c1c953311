"""The rule page is the rule data, and the terminal rows lead with what failed."""

from __future__ import annotations

from pathlib import Path

from pipelines.rules import judge
from pipelines.rules.report import finding_rows, place_text, rules_markdown, verdict_counts
from tests.rules.account import account
from tests.rules.build import Case, change, findings

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == rules_markdown(), "python -m pipelines.rules.report > docs/rules.md"


def test_failures_come_first_and_passes_are_counted_only() -> None:
    broken = change(account(), "T01", "其他收入", "决算数", "10.02")
    broken = change(broken, "T03", "合计", "本年支出合计", "295.00")
    found = judge(Case(broken).parsed())
    rows = finding_rows(found)
    assert rows[0][2] == "fail"
    assert rows[-1][2] == "rounding"
    assert rows[0][4].startswith("p")
    assert verdict_counts(found)["pass"] > len(rows)


def test_a_place_in_the_text_is_its_characters() -> None:
    found = findings(None, "R46", told="一、收入支出决算总体情况说明\n收、支总计320.00万元。\n收、支总计302.00万元。")
    assert place_text(found[0]).split("; ")[0].startswith("p1 ")
    assert "None" not in place_text(found[0])
