"""What stands behind the text: the 三公 expenses by unit, and the self-assessment of a project (绩效自评表)."""

from __future__ import annotations

import msgspec

from pipelines.extract.records import Phase
from sample_portal.account import Account
from sample_portal.details import three_public_sheet
from sample_portal.sheet import Box, Sheet, amount_box, money
from sample_portal.tables import Layout, Recorder, layout_of

LISTS_UNITS = ("guangdong", "beijing")
"""The layouts whose places print the 三公 expenses by unit."""


def annexes_of(account: Account, layout: Layout | None = None) -> list[Sheet]:
    """The annexes of an account: by unit where it sums up several, a self-assessment for every second number."""
    layout = layout or layout_of(account)
    annexes = []
    if account.parts and account.style.layout in LISTS_UNITS:
        annexes.append(_units(account, layout))
    if account.number % 2:
        annexes.append(_assessment(account, layout))
    return annexes


def _units(account: Account, layout: Layout) -> Sheet:
    """T09 by unit: the discloser's own row first, then its parts; every row belongs to the entity it names.

    Such an annex prints no column numbers and does not say which budget its 预算数 are.
    """
    plain = three_public_sheet(account, msgspec.structs.replace(layout, ordinal=None))
    header = [[*row] for row in plain.header]
    header[0].insert(0, Box("单位名称", rows=len(header)))
    recorder = Recorder(account, "T09", len(header))
    body = []
    lines = {account.department: account.three_public, **account.parts}
    for row_no, (name, figures) in enumerate(lines.items()):
        boxes = []
        for cell in plain.cells:
            box = amount_box(figures[cell.phase][cell.measure or ""], account.style)
            phase: Phase = "final" if cell.phase == "final" else "budget_unspecified"
            recorder.add(row_no, cell.col_no, box, label=name, entity=name, measure=cell.measure, phase=phase)
            boxes.append(box)
        body.append([Box(name), *boxes])
    return msgspec.structs.replace(
        plain,
        title=f"{account.fiscal_year}年度财政拨款“三公”经费支出决算分单位情况表",
        number=None,
        caption=["title", "owner_unit"],
        orientation="landscape",
        widths=[3.0, *plain.widths],
        header=header,
        body=body,
        cells=recorder.cells,
        note=None,
    )


def _assessment(account: Account, layout: Layout) -> Sheet:
    """A table that is none of T01-T15, with names and numbers of people as such tables have them."""
    spent, _ = money(account.procurement["政府采购服务"], account.style)
    rows = [
        [Box("项目名称"), Box("办公系统运行维护", cols=3), Box("实施单位"), Box(account.department, cols=3)],
        [Box("项目负责人"), Box("王一鸣", cols=3), Box("联系电话"), Box("88880000", cols=3)],
        [Box(text) for text in ("项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")],
        [Box(text) for text in ("年度资金总额", "", spent, spent, spent, "10", "100%", "10")],
        [Box("年度总体目标"), Box("预期目标", cols=3), Box("实际完成情况", cols=4)],
        [Box(""), Box("系统全年可用", cols=3), Box("系统全年可用", cols=4)],
        [Box(text) for text in ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")],
        [Box(text) for text in ("", "产出指标", "数量指标", "维护次数", "≥12次", "12次", "50", "50")],
        [Box(text) for text in ("", "效益指标", "社会效益", "系统可用率", "≥99%", "99.5%", "40", "38")],
        [Box("总分", cols=6), Box("100"), Box("98")],
    ]
    return Sheet(
        table_id=None,
        title="项目支出绩效自评表",
        number=None,
        owner=f"（{account.fiscal_year}年度）",
        unit_line=f"单位：{account.style.unit}",
        unit=account.style.unit,
        caption=["title", "owner_unit"],
        widths=[1.4, 1.2, 1.2, 1.4, 1.3, 1.0, 0.8, 0.8],
        header=rows[:1],
        body=rows[1:],
        cells=[],
        orientation=layout.orientation,
        repeat_header=False,
    )
