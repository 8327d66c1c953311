"""Titles and first pages as portals print them: which department, year, kind and level each says, or does not."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.identity import identify
from pipelines.extract.readers.plain import read_text

Found = tuple[str | None, int | None, str, str | None]
# fmt: off
TITLES: list[tuple[str, Found]] = [
    ("2023年度青河市白石区教育局部门决算公开", ("青河市白石区教育局", 2023, "final_account", None)),
    ("青河市白石区教育局（本级）2023年度决算公开", ("青河市白石区教育局", 2023, "final_account", "head_office")),
    ("青河市白石区教育局本级决算2023年", ("青河市白石区教育局", 2023, "final_account", "head_office")),
    ("2023年度白石区教育局本级决算公开说明", ("白石区教育局", 2023, "final_account", "head_office")),
    ("白石区教育局部门2023年度决算公开（汇总）", ("白石区教育局", 2023, "final_account", "consolidated")),
    ("白石区教育局汇总2023年度部门决算", ("白石区教育局", 2023, "final_account", "consolidated")),
    ("白石区教育局（汇总公开）2023年部门决算", ("白石区教育局", 2023, "final_account", "consolidated")),
    ("白石区教育局（含所属单位）2023年度部门决算", ("白石区教育局", 2023, "final_account", "consolidated")),
    ("白石区教育局（二级单位）白石区第三小学2023年度单位决算", ("白石区第三小学", 2023, "final_account", "unit")),
    ("白石区教育局所属单位白石区第三小学2023年单位决算公开", ("白石区第三小学", 2023, "final_account", "unit")),
    ("白石区教育局-白石区第三小学2023年度决算", ("白石区第三小学", 2023, "final_account", None)),
    ("白石区柳树街道办事处2023年度部门决算公开", ("白石区柳树街道办事处", 2023, "final_account", None)),
    ("白石区人民政府柳树街道办事处2023年度部门决算", ("白石区人民政府柳树街道办事处", 2023, "final_account", None)),
    ("柳树镇人民政府2023年度部门决算公开", ("柳树镇人民政府", 2023, "final_account", None)),
    ("中共青河市白石区委宣传部2023年度部门决算", ("中共青河市白石区委宣传部", 2023, "final_account", None)),
    ("中共白石区纪委 白石区监委2023年度部门决算", ("中共白石区纪委白石区监委", 2023, "final_account", None)),
    ("中共白石区纪律检查委员会机关2023年度决算", ("中共白石区纪律检查委员会", 2023, "final_account", "head_office")),
    ("白石区人大常委会办公室2023年度部门决算", ("白石区人大常委会办公室", 2023, "final_account", None)),
    ("白石区政协办公室2023年部门决算", ("白石区政协办公室", 2023, "final_account", None)),
    ("共青团白石区委员会2023年度部门决算", ("共青团白石区委员会", 2023, "final_account", None)),
    ("白石区妇女联合会2023年度部门决算公开情况", ("白石区妇女联合会", 2023, "final_account", None)),
    ("白石区人民法院2023年度部门决算", ("白石区人民法院", 2023, "final_account", None)),
    ("白石区人民检察院二〇二三年度部门决算", ("白石区人民检察院", 2023, "final_account", None)),
    ("白石区总工会二○二三年部门决算", ("白石区总工会", 2023, "final_account", None)),
    ("白石区档案馆２０２３年度决算", ("白石区档案馆", 2023, "final_account", None)),
    ("二零二三年度白石区审计局部门决算", ("白石区审计局", 2023, "final_account", None)),
    ("白石区教育局教育局2023年度部门决算", ("白石区教育局", 2023, "final_account", None)),
    ("白石区卫生健康局卫生健康局（本级）2023年度决算", ("白石区卫生健康局", 2023, "final_account", "head_office")),
    ("关于白石区审计局2023年度部门决算公开的说明", ("白石区审计局", 2023, "final_account", None)),
    ("关于2023年度部门决算公开的说明", (None, 2023, "final_account", None)),
    ("白石区审计局关于公开2023年度部门决算的公告", ("白石区审计局", 2023, "final_account", None)),
    ("白石区审计局关于批复2023年度部门决算的通知", ("白石区审计局", 2023, "final_account", None)),
    ("白石区审计局2023年度部门决算公开更正公告", ("白石区审计局", 2023, "final_account", None)),
    ("（更正）白石区审计局2023年度部门决算公开", ("白石区审计局", 2023, "final_account", None)),
    ("关于更正白石区审计局2023年度部门决算公开内容的说明", ("白石区审计局", 2023, "final_account", None)),
    ("白石区审计局2023年度部门决算（修订版）", ("白石区审计局", 2023, "final_account", None)),
    ("白石区审计局2024年度部门预算公开", ("白石区审计局", 2024, "budget", None)),
    ("白石区审计局2024年部门预算编制说明", ("白石区审计局", 2024, "budget", None)),
    ("白石区2024年区级预算调整方案（草案）的报告", (None, 2024, "budget", None)),
    ("白石区审计局2024年预算调整情况说明", ("白石区审计局", 2024, "budget", None)),
    ("2023年白石区财政总决算", (None, 2023, "government_final_account", None)),
    ("白石区2023年度区级财政总决算报表", (None, 2023, "government_final_account", None)),
    ("白石区人民政府2023年政府决算公开", (None, 2023, "government_final_account", None)),
    ("关于白石区2023年财政决算（草案）的报告", (None, 2023, "government_final_account", None)),
    ("白石区2023年一般公共预算收支决算表", (None, 2023, "government_final_account", None)),
    ("白石区2023年度政府性基金收支决算情况", (None, 2023, "government_final_account", None)),
    ("白石区2023年社会保险基金收支决算", (None, 2023, "government_final_account", None)),
    ("2023年白石区人民政府决算公开", (None, 2023, "government_final_account", None)),
    ("柳树镇人民政府2023年决算编制说明", ("柳树镇人民政府", 2023, "final_account", None)),
    ("白石区2017年“三公”经费决算情况说明", (None, 2017, "government_final_account", None)),
    ("2020年度全区“三公”经费决算情况", (None, 2020, "government_final_account", None)),
    ("白石州州本级2021年度“三公”经费决算支出情况说明", (None, 2021, "government_final_account", None)),
    ("白石区2024年“三公”经费预算", (None, 2024, "budget", None)),
    ("白石区审计局2024年“三公”经费预算情况", ("白石区审计局", 2024, "budget", None)),
    ("柳树镇2020年度“三公”经费决算情况", ("柳树镇", 2020, "final_account", None)),
    ("白石区人民法院2017年一般公共预算财政拨款“三公”经费支出决算情况说明",
     ("白石区人民法院", 2017, "final_account", None)),
    ("2023年白石区审计局一般公共预算财政拨款“三公”经费支出决算情况说明",
     ("白石区审计局", 2023, "final_account", None)),
    ("白石区文联关于财政拨款“三公”经费2015年决算的情况说明", ("白石区文联", 2015, "final_account", None)),
    ("柳树镇2015年“三公”经费支出说明", ("柳树镇", 2015, "final_account", None)),
    ("标题:白石区农产品检测中心2019年度部门决算公开", ("白石区农产品检测中心", 2019, "final_account", None)),
    ("白石学院2021年度政府采购决算公开情况说明", ("白石学院", 2021, "final_account", None)),
    ("白石区2023年度国有资产管理情况综合报告", (None, 2023, "other", None)),
    ("白石区2023年度行政事业性国有资产报告", (None, 2023, "other", None)),
    ("白石区教育局2023年度部门整体支出绩效评价报告", (None, 2023, "performance", None)),
    ("白石区教育局2023年度项目支出绩效自评结果公开", (None, 2023, "performance", None)),
    ("白石区第三中学2023年单位决算", ("白石区第三中学", 2023, "final_account", "unit")),
    ("青河市白石区第三中学校2023年决算公开", ("青河市白石区第三中学校", 2023, "final_account", None)),
    ("白石区柳树社区卫生服务中心2023年度单位决算公开", ("白石区柳树社区卫生服务中心", 2023, "final_account", "unit")),
    ("白石区中医医院2023年度部门决算", ("白石区中医医院", 2023, "final_account", None)),
    ("白石经济技术开发区管理委员会2023年度部门决算", ("白石经济技术开发区管理委员会", 2023, "final_account", None)),
    ("白石高新区管委会财政金融局2023年度部门决算", ("白石高新区管委会财政金融局", 2023, "final_account", None)),
    ("白石区机关事务管理局（部门）2023年度决算", ("白石区机关事务管理局", 2023, "final_account", None)),
    ("白石区信访局2023年度决算信息公开目录", ("白石区信访局", 2023, "final_account", None)),
    ("2022年度白石区信访局部门决算.pdf", ("白石区信访局", 2022, "final_account", None)),
    ("附件：2022年度白石区信访局部门决算公开报表.xls", ("白石区信访局", 2022, "final_account", None)),
    ("12.白石区信访局2022年度部门决算公开", ("白石区信访局", 2022, "final_account", None)),
    ("001白石区信访局-2022年部门决算公开", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局2022部门决算公开20230915", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局部门决算公开（2022年）", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局[2022年度部门决算]", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局2022年部门决算及2023年部门预算", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局2022年度部门决算报告", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局2022年度部门决算分析", ("白石区信访局", 2022, "final_account", None)),
    ("白石区信访局决算公开", ("白石区信访局", None, "final_account", None)),
    ("白石区新闻信息中心2022年决算", ("白石区新闻信息中心", 2022, "final_account", None)),
    ("白石区12345热线中心2022年度单位决算", ("白石区12345热线中心", 2022, "final_account", "unit")),
    ("白石区九三学社支社2022年度部门决算", ("白石区九三学社支社", 2022, "final_account", None)),
    ("中国民主同盟白石区委员会2022年决算", ("中国民主同盟白石区委员会", 2022, "final_account", None)),
    ("白石区武装部2022年度部门决算", ("白石区武装部", 2022, "final_account", None)),
    ("白石区公安分局交通警察大队2022年度部门决算", ("白石区公安分局交通警察大队", 2022, "final_account", None)),
    ("国家税务总局白石区税务局2022年决算", ("国家税务总局白石区税务局", 2022, "final_account", None)),
    ("白石区2022年度部门决算公开（区教育局）", ("区教育局", 2022, "final_account", None)),
    ("白石区教育局2023年度部门决算公开表", ("白石区教育局", 2023, "final_account", None)),
    ("白石区教育局2023年度部门决算批复表", ("白石区教育局", 2023, "final_account", None)),
]
FIRST_PAGES: list[tuple[str, Found]] = [
    ("一、青河市第一人民医院2019年度部门决算单位概况\n医院现有职工300人。\n",
     ("青河市第一人民医院", 2019, "final_account", None)),
    ("—1—\n中国共产党青河市委员会宣传部\n2022 年度部门决算\n—2—\n",
     ("中国共产党青河市委员会宣传部", 2022, "final_account", None)),
    ("封面\n2023年度\n白石区教育局部门决算\n目  录\n第一部分 部门概况",
     ("白石区教育局", 2023, "final_account", None)),
    ("白石区教育局\n2023年度部门决算\n（本级）\n目录",
     ("白石区教育局", 2023, "final_account", "head_office")),
    ("2023年度\n部门决算公开文本\n部门名称：白石区教育局\n目录",
     ("白石区教育局", 2023, "final_account", None)),
    ("2023 年度部门决算\n\n预算代码：205001\n部门名称：白石区教育局\n目 录",
     ("白石区教育局", 2023, "final_account", None)),
    ("白石区2023年度区级部门决算\n（白石区教育局）\n目录",
     ("白石区教育局", 2023, "final_account", None)),
    ("白 石 区 教 育 局\n二〇二三年度部门决算",
     ("白石区教育局", 2023, "final_account", None)),
    ("附件2\n白石区教育局2023年度\n部门决算公开",
     ("白石区教育局", 2023, "final_account", None)),
    ("收入支出决算总表\n公开01表\n部门：白石区教育局\n金额单位：万元\n2023年度",
     ("白石区教育局", 2023, "final_account", None)),
    ("收入支出决算总表\n公开01表\n部门：205001-白石区教育局\n2023年度  金额单位：元",
     ("白石区教育局", 2023, "final_account", None)),
    ("收入支出决算总表\n编制单位：白石区教育局（汇总） 2023年度 单位：元",
     ("白石区教育局", 2023, "final_account", "consolidated")),
    ("监督索引号53010200123456000\n白石区教育局2023年度部门决算\n目录",
     ("白石区教育局", 2023, "final_account", None)),
    ("白石区教育局2023年部门预算公开\n目录\n第一部分 概况\n一、收入支出决算总表",
     ("白石区教育局", 2023, "budget", None)),
    ("白石区教育局2024年部门预算\n一、2024年预算安排情况\n2023年度决算数为10万元",
     ("白石区教育局", 2024, "budget", None)),
    ("关于白石区2023年区级财政决算（草案）的报告\n2024年8月20日在区人大常委会会议上",
     (None, 2023, "government_final_account", None)),
    ("白石区2023年一般公共预算收入决算表\n单位：万元",
     (None, 2023, "government_final_account", None)),
    ("2023年度一般公共预算财政拨款支出决算表\n部门：白石区教育局",
     ("白石区教育局", 2023, "final_account", None)),
    ("一般公共预算支出决算表\n部门：白石区教育局\n2023年度",
     ("白石区教育局", 2023, "final_account", None)),
    ("2023年度白石区教育局项目支出绩效自评表\n项目名称",
     (None, 2023, "performance", None)),
    ("白石区行政事业单位国有资产2023年度报告",
     (None, 2023, "other", None)),
    ("白石区教育局2023年度决算公开\n我局2023年度部门决算包括局本级和所属12个事业单位。\n纳入2023年度部门决算编制范围的单位包括：\n1.白石区教育局本级\n2.白石区第一小学",
     ("白石区教育局", 2023, "final_account", "consolidated")),
    ("白石区第一小学2023年度部门决算\n一、学校概况\n白石区第一小学是隶属于白石区教育局的公益一类事业单位。",
     ("白石区第一小学", 2023, "final_account", "unit")),
    ("白石区人民法院\n2017年度一般公共预算财政拨款\n“三公”经费决算情况说明",
     ("白石区人民法院", 2017, "final_account", None)),
    ("2017年度一般公共预算财政拨款“三公”经费及机关运行经费支出决算表\n单位：万元\n关于白石区司法局2017年度“三公”经费支出决算情况说明",
     ("白石区司法局", 2017, "final_account", None)),
    ("当前位置 : 首页\n>>统计局 >>财政信息 >>财政决算\n白石区统计局2021年度部门决算",
     ("白石区统计局", 2021, "final_account", None)),
    ("索引号 | 0152603 | 发布机构 | 白石区财政局 |\n公开目录 | 部门决算 | 文号 | |\n白石区科协2018年度部门决算",
     ("白石区科协", 2018, "final_account", None)),
    ("第一部分 白石区人民医院概况\n一、主要职能\n第二部分 2018年部门决算表\n第三部分 2018年部门决算情况说明",
     ("白石区人民医院", 2018, "final_account", None)),
    ("第一部分柳树指挥中心概况\n第二部分柳树指挥中心2015年度部门决算表\n一、收入支出决算总表",
     ("柳树指挥中心", 2015, "final_account", None)),
    ("2017年“三公”经费预算情况说明\n2017年县级一般公共预算安排“三公”经费支出预算39.6万元",
     (None, 2017, "budget", None)),
    ("2021年度部门决算公开文本\n单位名称：某某省XXX厅\n收入支出决算总表\n单位：白石区第五中学",
     ("白石区第五中学", 2021, "final_account", None)),
    ("白石区教育局2023年度部门决算\n本部门无下属单位，部门决算仅包含本级决算。",
     ("白石区教育局", 2023, "final_account", "single")),
]
# fmt: on


def found(text: str, link: str | None) -> Found:
    identity = identify(read_text(text.encode()), Context(file="a.pdf", link_title=link))
    return identity.department, identity.fiscal_year, identity.document_kind, identity.disclosure_level


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_what_the_title_of_a_link_says(title: str, expected: Found) -> None:
    assert found("第一行\n", title) == expected


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_the_same_title_on_the_first_page_says_the_same(title: str, expected: Found) -> None:
    department, _, kind, level = found(f"{title}\n", None)
    assert (department, kind, level) == (expected[0], *expected[2:])


@pytest.mark.parametrize(("text", "expected"), FIRST_PAGES)
def test_what_a_first_page_says(text: str, expected: Found) -> None:
    assert found(text, None) == expected


def test_a_title_of_several_years_names_none() -> None:
    assert found("第一行\n", "白石区信访局2021-2022年度部门决算") == ("白石区信访局", None, "final_account", None)
