"""Titles, file names, headings and bodies as districts combine them, and what the document is found to be."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.identity import identify
from pipelines.extract.readers.plain import read_text

Found = tuple[str | None, int | None, str, str | None]
Row = tuple[str, str, str, str | None, Found]
TABLE = "收入支出决算总表\n公开01表\n部门：{department}\n单位：万元\n项目\t金额\n合计\t1.00\n"
# link title, file, text, title of the parent page -> department, fiscal year, kind, disclosure level
ROWS: list[Row] = [
    ("青河区财政局2023年度部门决算", "a.pdf", "", None, ("青河区财政局", 2023, "final_account", None)),
    (
        "青河区财政局（汇总）2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("青河区财政局", 2023, "final_account", "consolidated"),
    ),
    (
        "2023年度青河区财政局(本级)部门决算公开",
        "a.pdf",
        "",
        None,
        ("青河区财政局", 2023, "final_account", "head_office"),
    ),
    (
        "青河区财政局（汇总） 青河区财政局（汇总）2023年度部门决算（公开）.xlsx",
        "a.xlsx",
        "",
        None,
        ("青河区财政局", 2023, "final_account", "consolidated"),
    ),
    ("财政局 青河区财政局2023年度部门决算", "a.pdf", "", None, ("青河区财政局", 2023, "final_account", None)),
    ("青河镇青河镇中心小学2023年度部门决算", "a.pdf", "", None, ("青河镇青河镇中心小学", 2023, "final_account", None)),
    ("青河区财政局机关2022年度部门决算", "a.pdf", "", None, ("青河区财政局", 2022, "final_account", "head_office")),
    ("青河区国库支付中心2022年度单位决算", "a.pdf", "", None, ("青河区国库支付中心", 2022, "final_account", "unit")),
    (
        "青河区第一小学2023年度部门决算",
        "a.pdf",
        "青河区第一小学\n2023年度部门决算\n本单位为青河区教育局下属二级预算单位，无下级预算单位。\n",
        None,
        ("青河区第一小学", 2023, "final_account", "unit"),
    ),
    ("250006白石市杨家小学2023年度单位决算公开", "a.pdf", "", None, ("白石市杨家小学", 2023, "final_account", "unit")),
    ("306001-青河区文化馆2021年决算", "a.docx", "", None, ("青河区文化馆", 2021, "final_account", None)),
    ("2024部门决算", "a.pdf", "青河区司法局\n2024年度部门决算\n", None, ("青河区司法局", 2024, "final_account", None)),
    (
        "2023年度部门决算公开",
        "x.pdf",
        "2023年度\n青河区审计局部门决算\n",
        None,
        ("青河区审计局", 2023, "final_account", None),
    ),
    (
        "2023年度部门决算公开",
        "x.pdf",
        TABLE.format(department="青河区审计局"),
        None,
        ("青河区审计局", 2023, "final_account", None),
    ),
    *(
        (
            "2018年度部门决算公开",
            "x.pdf",
            TABLE.format(department=f"青河区审计局 {beside}"),
            None,
            ("青河区审计局", 2018, "final_account", None),
        )
        for beside in ("财决01表 金额单位：元", "表（一） 金额单位：元", "附件2-公开01表", "公开表1")
    ),
    ("决算公开", "青河区审计局2021年度决算.pdf", "", None, ("青河区审计局", 2021, "final_account", None)),
    ("青河区应急管理局2020年度部门决算（草案）", "a.pdf", "", None, ("青河区应急管理局", 2020, "final_account", None)),
    ("关于青河区2023年区级决算草案的报告", "a.pdf", "", None, (None, 2023, "government_final_account", None)),
    ("青河区2023年财政决算公开", "a.pdf", "", None, (None, 2023, "government_final_account", None)),
    ("青河区2022年政府决算公开表", "a.xlsx", "", None, (None, 2022, "government_final_account", None)),
    (
        "关于青河区2022年财政决算和2023年上半年预算执行情况的报告",
        "a.pdf",
        "",
        None,
        (None, 2022, "government_final_account", None),
    ),
    ("青河区2024年区本级部门预算公开", "a.pdf", "", None, (None, 2024, "budget", None)),
    ("青河区教育局2025年部门预算", "a.pdf", "", None, ("青河区教育局", 2025, "budget", None)),
    ("青河区教育局2025年部门预算及“三公”经费预算公开", "a.pdf", "", None, ("青河区教育局", 2025, "budget", None)),
    ("青河区教育局2024年度部门整体支出绩效自评报告", "a.pdf", "", None, (None, 2024, "performance", None)),
    ("2023年度青河区教育局项目支出绩效自评表", "a.pdf", "", None, (None, 2023, "performance", None)),
    ("青河区教育局2023年度部门决算及绩效自评情况", "a.pdf", "", None, ("青河区教育局", 2023, "final_account", None)),
    (
        "青河区教育局预决算信息",
        "a.pdf",
        "青河区教育局\n2023年度部门决算\n",
        None,
        ("青河区教育局", 2023, "final_account", None),
    ),
    ("青河区教育局2023年部门决算情况说明", "a.doc", "", None, ("青河区教育局", 2023, "final_account", None)),
    ("青河区教育局2023年度决算决公开", "a.pdf", "", None, ("青河区教育局", 2023, "final_account", None)),
    ("青河区　教育局　２０２３年度　部门决算", "a.pdf", "", None, ("青河区教育局", 2023, "final_account", None)),
    ("附件2.青河区教育局2023年度部门决算公开表", "a.xls", "", None, ("青河区教育局", 2023, "final_account", None)),
    ("青河区教育局关于2023年度部门决算的公开说明", "a.pdf", "", None, ("青河区教育局", 2023, "final_account", None)),
    ("中共青河区委组织部2023年度部门决算", "a.pdf", "", None, ("中共青河区委组织部", 2023, "final_account", None)),
    (
        "中国共产党青河区委员会办公室（本级）2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("中国共产党青河区委员会办公室", 2023, "final_account", "head_office"),
    ),
    (
        "青河区人民代表大会常务委员会办公室2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("青河区人民代表大会常务委员会办公室", 2023, "final_account", None),
    ),
    (
        "中国人民政治协商会议青河区委员会办公室2023年决算公开",
        "a.pdf",
        "",
        None,
        ("中国人民政治协商会议青河区委员会办公室", 2023, "final_account", None),
    ),
    ("青河区红十字会2023年度部门决算", "a.pdf", "", None, ("青河区红十字会", 2023, "final_account", None)),
    (
        "青河区柳树街道办事处2023年度部门决算公开情况说明",
        "a.pdf",
        "",
        None,
        ("青河区柳树街道办事处", 2023, "final_account", None),
    ),
    (
        "石桥镇2023年度部门决算",
        "a.pdf",
        "石桥镇人民政府\n2023年度部门决算\n",
        None,
        ("石桥镇人民政府", 2023, "final_account", None),
    ),
    ("2023年度石桥乡人民政府决算", "a.pdf", "", None, ("石桥乡人民政府", 2023, "final_account", None)),
    (
        "国家税务总局青河区税务局2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("国家税务总局青河区税务局", 2023, "final_account", None),
    ),
    ("青河区预算评审中心2023年度单位决算", "a.pdf", "", None, ("青河区预算评审中心", 2023, "final_account", "unit")),
    (
        "青河区财政预算评审中心2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("青河区财政预算评审中心", 2023, "final_account", None),
    ),
    (
        "青河区公共资源交易中心2023年度决算公开（2024年10月）",
        "a.pdf",
        "",
        None,
        ("青河区公共资源交易中心", 2023, "final_account", None),
    ),
    ("青河区民政局2024年公布2023年度部门决算", "a.pdf", "", None, ("青河区民政局", 2023, "final_account", None)),
    (
        "青河区民政局2023年度部门决算公开20241010112233",
        "a.pdf",
        "",
        None,
        ("青河区民政局", 2023, "final_account", None),
    ),
    ("青河区民政局2022年度部门决算（更正）", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    ("【决算公开】青河区民政局2022年度部门决算", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    ("青河区民政局部门2022年度决算公开", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    ("青河区民政局2022年收支决算", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    ("青河区民政局二〇二二年度部门决算", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    ("青河区民政局2022年度“三公”经费决算", "a.pdf", "", None, ("青河区民政局", 2022, "final_account", None)),
    (
        "青河区救助管理站2022年度部门决算",
        "a.pdf",
        "青河区救助管理站\n2022年度部门决算\n青河区救助管理站是青河区民政局所属的公益一类事业单位。\n",
        None,
        ("青河区救助管理站", 2022, "final_account", "unit"),
    ),
    (
        "",
        "zfys/20241010.pdf",
        "青河区卫生健康局\n2023年度部门决算\n纳入本部门决算编制范围的单位包括：\n1.青河区卫生健康局本级\n2.青河区疾控中心\n",
        None,
        ("青河区卫生健康局", 2023, "final_account", "consolidated"),
    ),
    (
        "",
        "a.pdf",
        TABLE.format(department="青河区卫生健康局（本级）"),
        "青河区卫生健康局2023年度部门决算",
        ("青河区卫生健康局", 2023, "final_account", "head_office"),
    ),
    (
        "2023年度",
        "a.pdf",
        TABLE.format(department="青河区卫生健康局"),
        None,
        ("青河区卫生健康局", 2023, "final_account", None),
    ),
    (
        "青河区卫健局2023年部门决算",
        "a.pdf",
        "青河区卫生健康局\n2023年度部门决算\n",
        None,
        ("青河区卫生健康局", 2023, "final_account", None),
    ),
    ("青河区委党校2023年度部门决算公开", "a.pdf", "", None, ("青河区委党校", 2023, "final_account", None)),
    (
        "青河区工商业联合会(单位)2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("青河区工商业联合会", 2023, "final_account", "unit"),
    ),
    (
        "青河区供销合作社联合社（本部）2023年度部门决算",
        "a.pdf",
        "",
        None,
        ("青河区供销合作社联合社", 2023, "final_account", "head_office"),
    ),
    (
        "青河区第三人民医院2023年单位决算公开.pdf",
        "a.pdf",
        "",
        None,
        ("青河区第三人民医院", 2023, "final_account", "unit"),
    ),
    ("青河区融媒体中心2023年度部门决算分析报告", "a.pdf", "", None, ("青河区融媒体中心", 2023, "final_account", None)),
    ("青河区2023年度部门决算批复", "a.pdf", "", None, (None, 2023, "final_account", None)),
    ("青河区2023年度区级部门决算公开目录", "a.pdf", "", None, (None, 2023, "final_account", None)),
    ("青河区民政局2023年政府采购情况", "a.pdf", "", None, (None, 2023, "other", None)),
    (
        "青河区审计局关于2022年度区级预算执行和其他财政收支的审计工作报告",
        "a.pdf",
        "",
        None,
        (None, 2022, "other", None),
    ),
    (
        "青河区机关事务服务中心2023年度部门决算",
        "a.pdf",
        "机构情况\n青河区机关事务服务中心为青河区人民政府直属事业单位。\n",
        None,
        ("青河区机关事务服务中心", 2023, "final_account", None),
    ),
    (
        "青河区残联2023年度部门决算-通知公告-青河区人民政府门户网站",
        "a.html",
        "",
        None,
        ("青河区残联", 2023, "final_account", None),
    ),
]


@pytest.mark.parametrize(("link", "file", "text", "parent", "expected"), ROWS)
def test_what_a_document_is(link: str, file: str, text: str, parent: str | None, expected: Found) -> None:
    identity = identify(read_text(text.encode()), Context(file=file, link_title=link or None, parent_title=parent))
    found = (identity.department, identity.fiscal_year, identity.document_kind, identity.disclosure_level)
    assert found == expected
