"""What the rules say of the reference documents: contradictions read off the page by hand, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Finding
from pipelines.rules import judge
from sample_portal.generate import Format, generate

# file → rule, words of the sentence that is wrong
CONTRADICTIONS: dict[str, list[tuple[str, str]]] = {
    "000_*": [("R37", "团组 0 个、2 人次"), ("R41", "“卫生健康支出”2024年度"), ("R41", "“行政事业单位医疗”")],
    "001_*": [("R03", "7.23元"), ("R40", "减少9.84%"), ("R41", "“组织事务”2020年度")],
    "002_*": [("R41", "“卫生健康支出”(类)2024年度年初预算0万元")],
    "003_*": [],
    "004_*": [
        ("R37", "国内公务接待批次 13 次"),
        ("R37", "国内公务接待人次 132 人"),
        ("R38", "45.70 万元，决算支出数为0.00"),
        ("R40", "减少 13.66%"),
        ("R40", "减少 13.69%"),
        ("R40", "与 2017 年决算数相比增加了 10.68 万元"),
        ("R41", "完成年初预算数的 0.00%"),
        ("R42", "增加了 32.06 万元"),
        *[("R46", "“系统开发数量”指标权重 8 分")] * 2,
        *[("R46", "“网站维护数量”指标权重 8 分")] * 2,
        ("R46", "45.70 万元，决算支出数为0.00"),
        *[("R52", words) for words in ("总分 100", "总分 97", "项目绩效 55", "项目产出 30")],
        *[("R52", words) for words in ("总分 100", "总分 98", "项目绩效 55", "项目产出 30")],
    ],
}


def _failed(path: Path) -> list[Finding]:
    findings = judge(parse(path.read_bytes(), Context(file=path.name)))
    return [f for f in findings if f.verdict in {"fail", "error"} and f.severity in {"fatal", "error"}]


@pytest.mark.parametrize("pattern", CONTRADICTIONS)
def test_the_contradictions_of_a_text_and_no_others(shared: Path, pattern: str) -> None:
    (path,) = (shared / "seeds").glob(pattern)
    failed = _failed(path)
    expected = CONTRADICTIONS[pattern]
    assert [f.rule for f in failed] == [rule for rule, _ in expected]
    for finding, (_, words) in zip(failed, expected, strict=True):
        assert any(words in quote for quote in finding.quotes), (words, finding.quotes)


def test_a_sound_document_has_none_in_any_rendering(shared: Path) -> None:
    for path in (shared / "samples").glob("taierzhuang*.pdf"):
        assert _failed(path) == [], path.name


def test_a_year_without_a_year_before_has_percentages_of_nothing(shared: Path) -> None:
    (path,) = (shared / "samples").glob("putuo*.pdf")
    assert {f.rule for f in _failed(path)} == {"R41"}


@pytest.mark.parametrize("file_format", ["html", "pdf"])
def test_generated_accounts_are_sound(file_format: Format) -> None:
    for number in range(1, 9):
        file = generate(number, file_format)
        findings = judge(parse(file.data, Context(file=file.name)))
        grave = [f.message_zh for f in findings if f.verdict in {"fail", "error"} and f.severity in {"fatal", "error"}]
        assert grave == [], number
