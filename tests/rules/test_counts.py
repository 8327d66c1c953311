"""Counts of T09 against the text (R46): one that it does not state fails, one of several that it states passes."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.rules import judge

HEAD = "<h1>云岭区交通局2023年度部门决算</h1><p>公开09表</p><h3>财政拨款“三公”经费支出决算表</h3><p>金额单位：元</p>"
ROWS = (
    ("项目", "行次", "年初预算数", "决算统计数"),
    ("（一）支出合计", "1", "58,000.00", "51,000.00"),
    ("1.公务用车运行维护费", "2", "58,000.00", "51,000.00"),
    ("（二）相关统计数", "3", "—", "—"),
    ("1.公务用车保有量（辆）", "4", "—", "3"),
    ("2.国内公务接待批次（个）", "5", "—", "52"),
)
TEXT = "<p>七、财政拨款“三公”经费支出决算情况说明</p><p>公务用车运行维护费支出5.10万元，公务用车保有量{kept}辆。</p>"
GUESTS = "<p>国内公务接待52批次。其中：外事接待3批次；其他国内公务接待49批次。</p>"


@pytest.mark.parametrize(("kept", "verdicts"), [("3", ["pass", "pass"]), ("4", ["fail", "pass"])])
def test_a_count_of_the_table_is_one_of_those_that_the_text_states(kept: str, verdicts: list[str]) -> None:
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    page = f"<html><body>{HEAD}<table border=1>{table}</table>{TEXT.format(kept=kept)}{GUESTS}</body></html>"
    parsed = parse(page.encode(), Context(file="a.html"))
    repeats = [found for found in judge(parsed) if found.rule == "R46" and found.found is not None]
    counted = [found for found in repeats if (found.found or 0) < 100]
    assert [found.verdict for found in counted] == verdicts
