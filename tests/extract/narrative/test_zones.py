"""What is not read: glossaries, performance reports, amounts without a certain subject, thresholds."""

from __future__ import annotations

import re

import pytest

from pipelines.extract.identity import Identity
from pipelines.extract.narrative import read_claims
from pipelines.extract.narrative.lexicon import lexicon, meanings, subject_names
from pipelines.extract.records import DocumentKind
from tests.extract.narrative.notation import line_of, pages_of, read

OVERALL = "一、收入支出决算总体情况说明\n2024年度收、支总计12.00万元。\n"


@pytest.mark.parametrize(
    "zone",
    [
        "六、专业名词解释\n1.基本支出：指保障运转的支出，2024年度基本支出5.00万元。",
        "六、名词解释\n（一）财政拨款收入：指从财政取得的资金100.00万元。",
        "第四部分 2024年度部门绩效评价情况\n一、当年预算执行情况\n2024年基本支出5.00万元，项目支出138.00万元。",
        "十三、预算绩效情况说明\n（二）项目支出情况\n项目支出5.00万元，完成预算的100%。\n1.政府采购\n政府采购支出3.00万元。",
        "第五部分 附件\n一、项目概况\n（二）项目资金情况\n项目支出33.10万元。",
    ],
)
def test_zones_without_claims_give_neither_claims_nor_issues(zone: str) -> None:
    result = read(OVERALL + zone)
    assert [claim.subject for claim in result.claims] == ["收、支总计"]
    assert result.flaws == []


def test_a_chapter_behind_a_glossary_is_read_again() -> None:
    result = read(OVERALL + "四、名词解释\n1.基本支出：指日常支出。\n五、政府采购支出情况\n政府采购支出总额5.00万元。")
    assert [claim.subject for claim in result.claims] == ["收、支总计", "政府采购"]


def test_the_next_heading_of_the_text_ends_a_zone_in_which_reports_are_annexed() -> None:
    reports = "（九）预算绩效情况说明\n一、绩效目标\n（一）项目资金情况\n项目支出33.10万元。\n六、建议\n"
    result = read(f"{OVERALL}{reports}（十）其他重要事项情况说明\n1.政府采购支出情况说明\n政府采购支出总额5.00万元。")
    assert [claim.subject for claim in result.claims if claim.subject != "项目"] == ["收、支总计", "政府采购"]
    inside = read(f"{OVERALL}{reports}（十）项目支出情况\n项目支出33.10万元。")
    assert [claim.subject for claim in inside.claims if claim.subject != "项目"] == ["收、支总计"]


def test_table_of_contents_does_not_close_the_chapters() -> None:
    contents = "目 录\n一、收入支出决算总体情况说明\n二、政府采购支出说明\n第四部分 名词解释\n第五部分 附件\n"
    assert [claim.subject for claim in read(contents + OVERALL).claims] == ["收、支总计"]


@pytest.mark.parametrize(
    "sentence",
    [
        "本年度政务服务项目支出5.00万元。",
        "其中本级决算收入5.00万元。",
        "2024年度拨付下属学校专款5.00万元。",
        "上缴上级支出、经营支出共5.00万元。",
        "收、支总计各是1.00,2.00,3.00万元。",
        "上缴上级支出、经营支出比上年减少5.00万元。",
    ],
)
def test_amount_without_a_certain_subject_is_an_issue_and_no_claim(sentence: str) -> None:
    result = read(f"一、收入支出决算总体情况说明\n{sentence}")
    assert [claim.amount_yuan for claim in result.claims if claim.amount_yuan is not None] == []
    assert [flaw.code for flaw in result.flaws] == ["unread_amount"]
    (flaw,) = result.flaws
    assert flaw.where.page == 1
    assert flaw.where.char_start is not None


@pytest.mark.parametrize("kind", ["budget", "government_final_account", "performance"])
def test_documents_of_another_kind_make_no_claims(kind: DocumentKind) -> None:
    result = read_claims(pages_of(OVERALL), Identity(fiscal_year=2024, document_kind=kind), "0" * 64)
    assert result.claims == []


def test_a_negative_increase_has_no_clear_direction() -> None:
    result = read("一、收入支出决算总体情况说明\n收、支总计12.00万元，比上年增加-3.00万元。")
    assert [line_of(claim) for claim in result.claims] == [
        "收、支总计 | all | 2024 | final | 120000.00 |  |  | prior_year 2023 unclear 30000.00"
    ]
    assert [flaw.code for flaw in result.flaws] == ["direction_unclear"]


def test_thresholds_are_no_amounts() -> None:
    result = read("四、国有资产占用情况\n截至12月31日，单价100万元（含）以上设备2台（套）。")
    assert [line_of(claim) for claim in result.claims] == [
        "大型设备 | - | 2024 | final | - |  | 单价100万元（含）以上设备=2台（套）"
    ]


def test_figures_of_a_named_unit_are_not_the_disclosers() -> None:
    unit = "云岭区公路养护中心2024年度公务接待费支出0.80万元。"
    text = f"七、财政拨款“三公”经费支出决算情况说明\n{unit}\n公务接待费支出2.00万元。"
    assert [claim.entity for claim in read(text).claims] == ["云岭区公路养护中心", None]


@pytest.mark.parametrize("name", ["云岭区交通局", "云岭区交通局（汇总）", "区交通局", "本局", "我局及所属单位"])
def test_the_disclosers_own_names_are_no_entity(name: str) -> None:
    (claim,) = read(f"七、“三公”经费支出决算情况说明\n{name}2024年度公务接待费支出0.80万元。").claims
    assert claim.entity is None


def test_the_head_office_of_a_consolidated_discloser_is_an_entity() -> None:
    text = "七、“三公”经费支出决算情况说明\n云岭区交通局（本级）2024年度公务接待费支出0.80万元。"
    (claim,) = read(text, department="云岭区交通局（汇总）").claims
    assert claim.entity == "云岭区交通局（本级）"


def test_a_document_without_a_year_claims_no_year() -> None:
    (claim,) = read("一、收入支出决算总体情况说明\n收、支总计12.00万元，比上年增加1.00万元。", year=None).claims
    assert line_of(claim) == "收、支总计 | all | None | final | 120000.00 |  |  | prior_year None increase 10000.00"


def test_the_wording_holds_together() -> None:
    words = lexicon()
    assert {thing.subject for thing in words.counted} <= subject_names()
    assert {chapter.topic for chapter in words.chapters if chapter.topic} <= subject_names()
    assert set(words.counted_after) <= subject_names()
    assert set(words.functional_chapters) <= {chapter.kind for chapter in words.chapters}
    assert all(re.compile(pattern) for pattern in words.template_residue)
    assert not any(" " in phrase or "（" in phrase or "“" in phrase for phrase in meanings())
