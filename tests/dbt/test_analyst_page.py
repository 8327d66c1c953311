"""Every query of docs/analyst.md answers on a release that has something to say to each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.dbt.nights import ask

PAGE = Path(__file__).parents[2] / "docs" / "analyst.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_holds_its_queries() -> None:
    assert len(QUERIES) == 11


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_every_query_of_the_analysts_page_answers(number: int) -> None:
    assert ask(QUERIES[number])
