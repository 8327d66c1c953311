"""The whole way of a generated file: what is read is what was meant, in every format and layout, and no rule fails."""

from __future__ import annotations

from typing import get_args

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Finding
from pipelines.rules import judge
from sample_portal.compare import compare
from sample_portal.figures import FigureName, figures_account
from sample_portal.generate import Format, GeneratedFile, generate, render
from sample_portal.synthesis import LAYOUTS

ACCEPTED = {"pass", "rounding", "not_applicable"}
TABLE_RULES = {f"R{number}" for number in range(11, 32)}
PUBLISHED_SO = {"northern_office_2024": {"R37"}}
"""What the published figures themselves contradict: 2.96万元 were spent abroad by no delegation (团组) at all."""


def faults(made: GeneratedFile) -> list[str]:
    """Everything that was read otherwise than it is, and every rule that fails on it."""
    parsed = parse(made.data, Context(file=made.name))
    wrong = [str(difference) for difference in compare(parsed, made.truth)]
    return wrong + [str(finding) for finding in judge(parsed) if not is_accepted(finding)]


def is_accepted(finding: Finding) -> bool:
    """Nothing fails, and the rules on the tables have all that they need."""
    doubtful = {"insufficient_data"} if finding.rule not in TABLE_RULES else set()
    return finding.verdict in ACCEPTED | doubtful


@pytest.mark.parametrize("file_format", get_args(Format))
def test_every_format_is_read_as_meant(file_format: Format) -> None:
    for number in (3, 10):
        assert faults(generate(number, file_format)) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_as_meant(layout: str) -> None:
    for number in (6, 12):
        assert faults(generate(number, "pdf", layout=layout)) == []


def test_annexes_are_told_from_the_tables_of_the_discloser() -> None:
    made = generate(7, "pdf", layout="guangdong", level="consolidated")
    own = [cell for cell in made.truth.cells if cell.table_id == "T09" and cell.entity is None]
    by_unit = [cell for cell in made.truth.cells if cell.entity is not None]
    assert len(own) == 12
    assert len({cell.entity for cell in by_unit}) == 3
    assert made.truth.tables[-1].table_id is None
    assert faults(made) == []


@pytest.mark.parametrize("name", [name for name in get_args(FigureName) if name != "northern_office_2020"])
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_the_published_figures_are_read_as_meant(name: FigureName, file_format: Format) -> None:
    found = faults(render(figures_account(name, region="例市甲区"), file_format))
    published_so = PUBLISHED_SO.get(name, set())
    assert [fault for fault in found if not any(f"rule='{rule}'" in fault for rule in published_so)] == []
    assert all(any(f"rule='{rule}'" in fault for fault in found) for rule in published_so)


def test_a_class_without_spending_is_doubt_not_failure() -> None:
    """The account of 2020 prints 教育支出 0.00 in T05 only: R28 has nothing to compare it with."""
    parsed = parse(
        (made := render(figures_account("northern_office_2020", region="例市甲区"), "html")).data,
        Context(file=made.name),
    )
    assert compare(parsed, made.truth) == []
    assert all(finding.verdict in {*ACCEPTED, "insufficient_data"} for finding in judge(parsed))


@pytest.mark.parametrize("file_format", ["pdf", "xlsx"])
def test_a_table_of_the_three_public_expenses_without_amounts_says_so(file_format: Format) -> None:
    made = generate(167, file_format)
    (table,) = [table for table in made.truth.tables if table.table_id == "T09"]
    assert table.empty_note
    assert not any(cell.printed for cell in made.truth.cells if cell.table_id == "T09")
    assert faults(made) == []


@pytest.mark.parametrize("number", [65, 91])
def test_a_sentence_whose_amount_opens_a_page_is_read_as_meant(number: int) -> None:
    assert faults(generate(number, "pdf", layout="beijing")) == []


def test_a_change_from_nothing_has_no_percentage() -> None:
    made = generate(119, "html", layout="beijing")
    from_nothing = [
        claim.sentence
        for claim in made.truth.claims
        for change in claim.comparisons
        if change.change_abs_yuan == claim.amount_yuan
    ]
    assert from_nothing
    assert not any("%" in sentence for sentence in from_nothing)
    assert faults(made) == []
