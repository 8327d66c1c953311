"""Projects of the chapters about performance: named ones with their figures, and nothing else of those chapters."""

from __future__ import annotations

import pytest

from tests.extract.narrative.notation import line_of, read

CHAPTER = "十、预算绩效情况说明\n"
REVIEW = "1.桥梁检测项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为95分。"


def _lines(text: str) -> list[str]:
    result = read(CHAPTER + text)
    assert result.flaws == []
    return [line_of(claim) for claim in result.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{REVIEW}全年预算数为1,000.50万元，执行数为960.48万元，完成预算的96%。目标完成情况：良好。",
            [
                "项目 <桥梁检测> | - | 2024 | adjusted_budget | 10005000.00",
                "项目 <桥梁检测> | - | 2024 | final | 9604800.00 |  |  |  |  | budget_unspecified=96%",
            ],
        ),
        (
            f"{REVIEW}\n全年预算数为3万元，执行数为3万元，完成预算的100%。",
            [
                "项目 <桥梁检测> | - | 2024 | adjusted_budget | 30000.00",
                "项目 <桥梁检测> | - | 2024 | final | 30000.00 |  |  |  |  | budget_unspecified=100%",
            ],
        ),
        (
            "“智慧停车”项目年初预算8万元，全年预算数10万元，执行数9.5万元，执行率95%；渡口改造项目全年预算数20万元。",
            [
                "项目 <智慧停车> | - | 2024 | initial_budget | 80000.00",
                "项目 <智慧停车> | - | 2024 | adjusted_budget | 100000.00",
                "项目 <智慧停车> | - | 2024 | final | 95000.00 |  |  |  |  | adjusted_budget=95%",
                "项目 <渡口改造> | - | 2024 | adjusted_budget | 200000.00",
            ],
        ),
        (
            "公务用车购置项目，全年预算数20万元，执行数18万元，完成预算的90%。",
            [
                "项目 <公务用车购置> | - | 2024 | adjusted_budget | 200000.00",
                "项目 <公务用车购置> | - | 2024 | final | 180000.00 |  |  |  |  | budget_unspecified=90%",
            ],
        ),
    ],
)
def test_a_named_project_has_its_budget_execution_and_completion(text: str, expected: list[str]) -> None:
    assert _lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "组织对10个项目开展绩效自评，全年预算数500万元，执行数480万元，完成预算的96%。",
        "本部门整体支出全年预算数2,631.45万元，执行数2,543.79万元，完成预算的96.67%。",
        "渡口改造项目、桥梁检测项目等全年预算数30万元，执行数30万元。",
        "全年预算数为3万元，执行数为3万元，完成预算的100%。",
        "基本支出全年预算数50万元，执行数50万元。",
        f"{REVIEW}综合服务平台建设全年预算数60万元，执行数58万元。",
        f"{REVIEW}\n2.存在问题：执行进度慢。全年预算数60万元，执行数58万元。",
    ],
)
def test_figures_of_no_or_several_projects_are_left_alone(text: str) -> None:
    assert _lines(text) == []


def test_a_claim_of_a_project_leads_to_its_sentence() -> None:
    (claim,) = read(f"{CHAPTER}渡口改造项目全年预算数20万元。").claims
    assert (claim.sentence, claim.printed) == ("渡口改造项目全年预算数20万元。", "20万元")
