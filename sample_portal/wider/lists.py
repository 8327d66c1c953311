"""Tables that list items downwards: T10 procurement, T11 services bought, T15 running of the institution, strays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.extract.records import Phase
from sample_portal.account import ZERO, Account
from sample_portal.sheet import Box, Sheet, amount_box, money
from sample_portal.tables import Recorder
from sample_portal.vocabulary import read_yaml
from sample_portal.wider.around import Around

_SERVICES = ("物业管理服务", "信息系统运行维护服务")


def figure(account: Account, name: str) -> Decimal:
    """A figure of the account by its name in data/wider.yml (procurement.政府采购)."""
    where, _, key = name.partition(".")
    sources = {
        "three_public": account.three_public["final"],
        "procurement": account.procurement,
        "story": account.story,
    }
    return sources[where].get(key, ZERO)


def institution_sheet(account: Account, around: Around, *, side_by_side: bool) -> Sheet:
    """T15 机构运行信息表: money and numbers of things in one list, or in two halves side by side."""
    lines = read_yaml("wider.yml")["lists"]["T15"]
    half = -(-len(lines) // 2) if side_by_side else len(lines)
    halves = [lines[:half], lines[half:]] if side_by_side else [lines]
    header = [[Box(head) for _ in halves for head in ("项目", "行次", "统计数")]]
    header.append([box for i in range(len(halves)) for box in (Box("栏次"), Box(), Box(str(i + 1)))])
    recorder = Recorder(account, "T15", len(header))
    body: list[list[Box]] = []
    for row_no in range(half):
        boxes: list[Box] = []
        for side, part in enumerate(halves):
            line_no = str(row_no + 1 + side * half)
            if row_no >= len(part):
                boxes += [Box(), Box(), Box(is_amount=True)]
                continue
            line = part[row_no]
            box = _value(account, line)
            boxes += [Box(line["label"]), Box(line_no), box]
            if box.is_amount:
                recorder.add(row_no, side * 3 + 2, box, label=line["label"], line_no=line_no, group_no=side + 1,
                             row_role=line.get("role", "item"), measure="统计数", column_header="统计数")  # fmt: skip
        body.append(boxes)
    widths = [3.4, 0.7, 1.4] * len(halves)
    return around.sheet("T15", widths=widths, header=header, body=body, cells=recorder.cells)


def _value(account: Account, line: dict[str, Any]) -> Box:
    """What a line prints: an amount, or a number of things, which is no amount."""
    if not line.get("counts"):
        return amount_box(figure(account, line["money"]) if "money" in line else None, account.style)
    count = account.story.get(line.get("story", ""))
    return Box("—" if count is None else str(int(count)))


def procurement_sheet(account: Account, around: Around) -> Sheet:
    """T10 with the contracts of smaller enterprises, and their share, which is no amount."""
    columns = ("采购金额", "授予中小企业合同金额")
    header = [[Box("采购项目"), *map(Box, columns), Box("占比（%）")]]
    recorder = Recorder(account, "T10", 1)
    body: list[list[Box]] = []
    for row_no, line in enumerate(read_yaml("wider.yml")["lists"]["T10"]):
        amount = figure(account, line["money"])
        boxes = [amount_box(value, account.style) for value in (amount, amount / 2)]
        for offset, (box, column) in enumerate(zip(boxes, columns, strict=True)):
            recorder.add(row_no, 1 + offset, box, label=line["label"], row_role=line.get("role", "item"),
                         measure=column, column_header=column)  # fmt: skip
        body.append([Box(line["label"]), *boxes, Box("50.00")])
    return around.sheet("T10", widths=[2.4, 1.6, 1.8, 1.0], header=header, body=body, cells=recorder.cells)


def services_sheet(account: Account, around: Around) -> Sheet:
    """T11 政府购买服务: projects with budget and final amounts; the total's label is merged over their columns."""
    spent = account.procurement.get("政府购买服务", ZERO)
    header = [[Box(head) for head in ("序号", "项目名称", "承接主体类别", "预算金额", "决算金额")]]
    recorder = Recorder(account, "T11", 1)
    phases: tuple[tuple[str, Phase], ...] = (("预算金额", "budget_unspecified"), ("决算金额", "final"))
    body: list[list[Box]] = []
    for row_no, name in enumerate((*_SERVICES, "合计")):
        is_total = name == "合计"
        box = amount_box(spent if is_total else spent / len(_SERVICES), account.style)
        number = None if is_total else str(row_no + 1)
        for offset, (column, phase) in enumerate(phases):
            recorder.add(row_no, 3 + offset, box, label=name, row_role="total" if is_total else "item",
                         line_no=number, measure=column, phase=phase, column_header=column)  # fmt: skip
        left = [Box(number), Box(name), Box("企业")] if number else [Box(name, cols=3)]
        body.append([*left, box, box])
    return around.sheet("T11", widths=[0.7, 2.6, 1.6, 1.5, 1.5], header=header, body=body, cells=recorder.cells)


def stray_sheet(account: Account, around: Around, rows: list[list[str]]) -> Sheet:
    """A table that is none of T01-T15; its rows name figures of the account in braces."""
    figures = {name: money(amount, account.style)[0] for name, amount in account.procurement.items()}
    texts = [[text.format(department=account.department, **figures) for text in row] for row in rows]
    grid = [[Box(text) for text in row] for row in texts]
    return around.sheet(None, widths=[1.5] * len(rows[0]), header=grid[:1], body=grid[1:], cells=[])
