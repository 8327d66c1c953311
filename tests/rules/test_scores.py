"""Score sheets of performance (R52, R53), and what the text says of them (R46)."""

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


def _verdicts(
    rows: list[list[str]], header: list[list[str]] | None = None, *, rule: str = "R52", text: str = ""
) -> list[str]:
    table = Table(sha256=SHA, table_seq=1, pages=[1], header=header or [], rows=rows)
    found = judge(msgspec.structs.replace(Case({}, text=text).parsed(), tables=[table]))
    return [f.verdict for f in found if f.rule == rule and f.verdict != "not_applicable"]


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


LEVELS = [
    ["一级指标", "分值", "二级指标", "分值", "得分"],
    ["投入", "40", "预算", "15", "15"],
    ["", "", "制度", "25", "20"],
    ["效果", "60", "产出", "60", "60"],
    ["总分", "100", "", "100", "95"],
]


def test_the_weights_of_a_level_make_the_coarser_one() -> None:
    assert _verdicts(LEVELS) == ["pass"] * 5
    wrong = [LEVELS[0], ["投入", "45", "预算", "15", "15"], *LEVELS[2:]]
    assert _verdicts(wrong) == ["pass", "pass", "pass", "fail", "pass"]


def test_a_row_whose_boxes_moved_is_its_two_numbers() -> None:
    moved = [*LEVELS[:2], ["制度", "25", "", "", "20"], *LEVELS[3:]]
    assert _verdicts(moved) == ["pass"] * 5
    assert _verdicts([*moved[:4], ["总分", "100", "", "100", "96"]])[1:3] == ["pass", "fail"]


def test_what_the_text_says_of_a_row() -> None:
    assert _verdicts(LEVELS, rule="R46", text="“制度”指标权重25分，得分20分。") == ["pass", "pass"]
    assert _verdicts(LEVELS, rule="R46", text="制度（指标分值25分，得分 21 分）") == ["pass", "fail"]
    assert _verdicts(LEVELS, rule="R46", text="“人员”指标权重25分，得分20分。") == []


def test_comments_fit_the_marks() -> None:
    head = ["指标", "分值", "得分", "评价意见"]

    def comment(score: str, words: str) -> list[str]:
        return _verdicts([head, ["目标", "10", score, words], ["总分", "10", score, ""]], rule="R53")

    assert comment("10", "目标明确") == ["pass"]
    assert comment("10", "目标不够具体") == ["fail"]
    assert comment("10", "未发现管理不足") == ["pass"]
    assert comment("8", "目标不够具体") == ["pass"]
    assert comment("8", "目标明确，制度健全") == ["fail"]
    assert comment("8", "") == []
