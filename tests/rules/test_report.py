"""The rule page is the rule data, and the terminal rows lead with what failed."""

from __future__ import annotations

from pathlib import Path

from pipelines.rules import judge
from pipelines.rules.report import finding_rows, rules_markdown, verdict_counts
from tests.rules.build import Case, account, change

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
