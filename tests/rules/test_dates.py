"""Periods of the text (R55)."""

from __future__ import annotations

import pytest

from tests.rules.build import findings


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("项目期限：2023年1月1日至2023年12月31日。", "pass"),
        ("项目期限：2023 年 3 月-2023 年 11 月。", "pass"),
        ("项目期限：2023年9月1日至6月30日。", "insufficient_data"),
        ("项目期限：2023年9月1日至2023年6月30日。", "fail"),
        ("项目期限：2023年1月1日至2023年2月30日。", "fail"),
        ("2023年预算比2022年多。", "not_applicable"),
    ],
)
def test_a_period_begins_before_it_ends(text: str, verdict: str) -> None:
    assert [f.verdict for f in findings(None, "R55", text=text)] == [verdict]
