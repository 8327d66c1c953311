"""Score sheets of performance (R52)."""

from __future__ import annotations

import msgspec

from pipelines.extract.records import Table
from pipelines.rules import judge
from tests.rules.build import SHA, Case

SHEET = [["指标", "分值", "得分"], ["决策", "40", "38.5"], ["效益", "60", "60"], ["总分", "100", "98.5"]]
FORM = [
    ["资金情况", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    ["年度资金总额", "49.90", "45.10", "10", "90.38%", "9"],
]


def _verdicts(rows: list[list[str]], header: list[list[str]] | None = None) -> list[str]:
    table = Table(sha256=SHA, table_seq=1, pages=[1], header=header or [], rows=rows)
    found = judge(msgspec.structs.replace(Case({}).parsed(), tables=[table]))
    return [f.verdict for f in found if f.rule == "R52" and f.verdict != "not_applicable"]


def test_weights_make_a_hundred_and_scores_their_total() -> None:
    assert _verdicts(SHEET) == ["pass"] * 3
    assert _verdicts(SHEET[1:], SHEET[:1]) == ["pass"] * 3
    assert _verdicts([*SHEET[:3], ["总分", "100", "97.5"]]) == ["pass", "pass", "fail"]
    assert _verdicts([SHEET[0], ["决策", "30", "28.5"], SHEET[2], ["总分", "90", "88.5"]]) == ["pass", "fail", "pass"]


def test_points_for_execution_count_in_a_form() -> None:
    indicators = [
        ["目标", "完成", "", "", "", ""],
        ["指标", "目标值", "完成值", "分值", "", "得分"],
        ["产出", "1", "1", "50", "", "50"],
        ["效益", "1", "1", "40", "", "38"],
    ]
    assert _verdicts([*FORM, *indicators, ["总分", "", "", "100", "", "97"]]) == ["pass"] * 4
    assert _verdicts([*FORM, *indicators, ["总分", "", "", "100", "", "98"]])[-1] == "fail"


def test_a_row_without_a_number_proves_nothing() -> None:
    shifted = [*SHEET[:2], ["效益", "", "60"], SHEET[3]]
    assert _verdicts(shifted) == ["insufficient_data", "pass", "pass"]


def test_execution_is_spent_by_budget() -> None:
    assert _verdicts(FORM) == ["pass"]
    assert _verdicts([FORM[0], [*FORM[1][:4], "100%", "10"]]) == ["fail"]
