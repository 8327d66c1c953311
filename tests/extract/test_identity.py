"""What a document is: the title grammar of many districts, and witnesses that contradict each other."""

from __future__ import annotations

import msgspec
import pytest

from pipelines.extract.content import Content, Page
from pipelines.extract.context import Context
from pipelines.extract.identity import Identity, identify
from pipelines.extract.readers.plain import read_text
from pipelines.extract.titles import read_title

TITLES = [
    ("青河区文化馆2023年度部门决算", "青河区文化馆", 2023, "final_account", None),
    ("2023年度部门决算公开", None, 2023, "final_account", None),
    ("白石县第二中学2023年决算公开", "白石县第二中学", 2023, "final_account", None),
    ("250006白石县第二中学2023年度单位决算", "白石县第二中学", 2023, "final_account", "unit"),
    ("2024部门决算", None, 2024, "final_account", None),
    ("青河区教育局（本级）2022年度部门决算情况说明", "青河区教育局", 2022, "final_account", "head_office"),
    ("青河区教育局机关2022年度部门决算", "青河区教育局", 2022, "final_account", "head_office"),
    ("青河区政府办公室(汇总)部门决算 2021年度", "青河区政府办公室", 2021, "final_account", "consolidated"),
    ("附件1：2023年度青河区民政局部门决算公开表", "青河区民政局", 2023, "final_account", None),
    ("2024/9/14 10:22 青河区民政局2023年度部门决算", "青河区民政局", 2023, "final_account", None),
    ("关于公布白石县水利局2021年度部门决算的通知", "白石县水利局", 2021, "final_account", None),
    ("青河区民政局关于2021年度部门决算公开的说明", "青河区民政局", 2021, "final_account", None),
    ("青河区直属机关工委2023年度部门决算（草案）", "青河区直属机关工委", 2023, "final_account", None),
    ("石桥镇人民政府2023年度部门决算", "石桥镇人民政府", 2023, "final_account", None),
    ("２０２３年度　青河区财政局　部门决算（公开）", "青河区财政局", 2023, "final_account", None),
    ("二〇二〇年度青河区财政局部门决算", "青河区财政局", 2020, "final_account", None),
    ("2023年度部门决算（青河区应急管理局）", "青河区应急管理局", 2023, "final_account", None),
    ("青河区委办公室2023年度决算决公开", "青河区委办公室", 2023, "final_account", None),
    ("2023年度青河区财政局部门决算-青河区人民政府网站", "青河区财政局", 2023, "final_account", None),
    ("青河区档案馆2024年度部门决算公开_20251010", "青河区档案馆", 2024, "final_account", None),
    ("2025年青河区财政局部门预算", "青河区财政局", 2025, "budget", None),
    ("青河区2024年三公经费预算", None, 2024, "budget", None),
    ("关于青河区2023年财政决算（草案）的报告", None, 2023, "government_final_account", None),
    ("青河区2023年度政府决算公开", None, 2023, "government_final_account", None),
    ("2022年度项目支出绩效自评表", None, 2022, "performance", None),
    ("青河区民政局2022年度部门决算项目绩效自评表", None, 2022, "performance", None),
    ("青河区民政局2022年度部门决算和绩效自评公开", "青河区民政局", 2022, "final_account", None),
    ("青河区民政局2024年公开2023年度部门决算", "青河区民政局", 2023, "final_account", None),
    ("P020250916413", None, None, None, None),
    ("首页", None, None, None, None),
]


@pytest.mark.parametrize(("title", "department", "year", "kind", "level"), TITLES)
def test_titles(title: str, department: str | None, year: int | None, kind: str | None, level: str | None) -> None:
    reading = read_title(title)
    assert (reading.department, reading.fiscal_year, reading.kind, reading.level) == (department, year, kind, level)


def identity_of(text: str, **context: object) -> Identity:
    found = {"file": "file.txt", **context}
    return identify(read_text(text.encode()), Context(**found))  # type: ignore[arg-type]


def codes(identity: Identity) -> list[str]:
    return [item.code for item in identity.flaws]


def test_a_heading_broken_over_lines_is_joined() -> None:
    identity = identity_of("\n2023年度\n白石县人民政府\n办公室（汇总）部门\n决算\n\n目 录\n")
    assert msgspec.structs.replace(identity, witnesses=[]) == Identity(
        title="2023年度白石县人民政府办公室（汇总）部门决算",
        department="白石县人民政府办公室",
        fiscal_year=2023,
        document_kind="final_account",
        disclosure_level="consolidated",
    )


@pytest.mark.parametrize(
    "lines", ["白石县教育局（本\n级）2023年度部门决算\n", "白石县教育局(本级\n）2023年度部门决算\n"]
)
def test_a_heading_broken_inside_its_brackets_names_no_half(lines: str) -> None:
    identity = identity_of(lines)
    assert (identity.department, identity.disclosure_level) == ("白石县教育局", "head_office")


def test_the_link_title_decides_and_a_contradicting_heading_is_told() -> None:
    identity = identity_of("青河区水利局\n2021年度部门决算\n", link_title="青河区民政局2022年度部门决算")
    assert (identity.department, identity.fiscal_year) == ("青河区民政局", 2022)
    assert codes(identity) == ["department_conflict", "fiscal_year_conflict"]
    assert "heading: 青河区水利局" in identity.flaws[0].message


def test_the_full_name_wins_over_its_short_form_without_a_flaw() -> None:
    identity = identity_of("云州市青河区民政局\n2022年度部门决算\n", link_title="青河区民政局2022年度部门决算")
    assert identity.department == "云州市青河区民政局"
    assert not identity.flaws


def test_the_metadata_of_an_office_file_speaks_after_its_heading() -> None:
    content = read_text("青河区民政局\n2022年度部门决算\n".encode())
    stale = msgspec.structs.replace(content, media_type="application/pdf", title="白石县水利局2019年度部门决算")
    identity = identify(stale, Context(file="x.pdf"))
    assert (identity.department, identity.fiscal_year) == ("青河区民政局", 2022)
    assert codes(identity) == ["department_conflict", "fiscal_year_conflict"]
    page = msgspec.structs.replace(stale, media_type="text/html")
    assert identify(page, Context(file="x.html")).department == "白石县水利局"


def test_a_body_about_another_year_is_told() -> None:
    identity = identity_of("2022年度收入。2022年度支出。", link_title="青河区民政局2023年部门决算")
    assert (identity.fiscal_year, codes(identity)) == (2023, ["fiscal_year_conflict"])


def test_a_truncated_link_title_is_no_witness() -> None:
    identity = identity_of("青河区民政局\n2022年度部门决算\n", link_title="青河区民政局和社会2022年度部门决算公...")
    assert (identity.department, identity.flaws) == ("青河区民政局", [])


def test_a_budget_linked_as_a_final_account_stays_a_budget() -> None:
    identity = identity_of("青河区民政局\n2022年部门预算\n", link_title="青河区民政局2022年度部门决算")
    assert identity.document_kind == "budget"
    assert "document_kind_conflict" in codes(identity)


def test_tables_alone_name_department_level_and_kind() -> None:
    text = "收入支出决算总表\n公开01表\n部门：青河区政府办公室（汇总）\n单位：万元\n项目\t金额\n合计\t1.00\n"
    identity = identity_of(text)
    assert identity.department == "青河区政府办公室"
    assert (identity.document_kind, identity.disclosure_level) == ("final_account", "consolidated")
    assert codes(identity) == ["fiscal_year_unknown"]


def test_the_unit_of_money_is_no_department() -> None:
    assert identity_of("收入支出决算总表\n单位：万元\n").department is None


def test_the_finders_hints_come_last() -> None:
    identity = identity_of("收入支出决算总表\n", department="青河区民政局", fiscal_year=2022)
    assert (identity.department, identity.fiscal_year, identity.flaws) == ("青河区民政局", 2022, [])


def test_the_body_names_the_year_unless_two_tie() -> None:
    assert identity_of("2022年度收入。2022年度支出。2021年度支出。").fiscal_year == 2022
    assert identity_of("2022年度收入。2021年度支出。").fiscal_year is None


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("纳入本部门2023年度部门决算编制范围的单位包括：\n1.青河区民政局本级\n2.青河区救助站\n", "consolidated"),
        ("纳入本部门2023年度部门决算编制范围的单位包括：\n1.青河区民政局本级\n\n二、其他", "single"),
        ("纳入2023年度部门决算编制范围的单位包括：\n序号\t单位名称\n1\t民政局（本级）\n2\t救助站\n", "consolidated"),
        ("纳入部门决算编制范围的单位共有5个，详见下表。", "consolidated"),
        ("纳入部门决算编制范围的预算单位包括青河区民政局本级、青河区救助站。", "consolidated"),
        ("本部门无下属预算单位，部门决算即单位决算。", "single"),
        ("从决算单位构成看，部门决算仅包括本级决算。", "single"),
        ("从预算单位构成看，部门决算包括：民政局本级决算、下属事业单位决算。", "consolidated"),
        ("本部门主要职责是民政工作。", None),
    ],
)
def test_the_body_tells_the_level(body: str, level: str | None) -> None:
    identity = identity_of(f"青河区民政局\n2023年度部门决算\n目录\n{body}")
    assert identity.disclosure_level == level


def test_the_title_tells_the_level_before_the_body() -> None:
    identity = identity_of("青河区民政局（本级）2023年度部门决算\n纳入决算编制范围的单位共有5个。")
    assert identity.disclosure_level == "head_office"


def test_radicals_in_a_heading_are_repaired() -> None:
    assert identity_of("⻘河区⺠政局2022年度部⻔决算\n").department == "青河区民政局"


def test_an_unread_file_is_known_by_its_context_without_flaws() -> None:
    content = Content(media_type="application/vnd.rar", pages=[], status="unsupported")
    identity = identify(content, Context(file="青河区民政局2023年度部门决算.rar"))
    assert (identity.department, identity.fiscal_year, identity.flaws) == ("青河区民政局", 2023, [])


def test_an_empty_page_is_no_witness() -> None:
    content = Content(media_type="text/plain", pages=[Page(number=1, text="", blocks=[])])
    assert codes(identify(content, Context(file="x"))) == ["department_unknown", "fiscal_year_unknown"]


def test_every_witness_is_kept_and_the_deciding_one_marked() -> None:
    identity = identity_of("青河区水利局\n2021年度部门决算\n", link_title="青河区民政局（本级）2022年度部门决算")
    told = {(w.of, w.source): (w.value, w.decides) for w in identity.witnesses}
    assert told == {
        ("department", "link title"): ("青河区民政局", True),
        ("department", "heading"): ("青河区水利局", False),
        ("fiscal_year", "link title"): ("2022", True),
        ("fiscal_year", "heading"): ("2021", False),
        ("fiscal_year", "body"): ("2021", False),
        ("document_kind", "heading"): ("final_account", True),
        ("document_kind", "link title"): ("final_account", False),
        ("disclosure_level", "link title"): ("head_office", True),
    }
