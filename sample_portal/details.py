"""T06, T09 and T10: basic expenditure by economic class, the 三公 expenses, procurement."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest

from pipelines.extract.records import Phase, RowRole
from sample_portal.account import ZERO, Account
from sample_portal.sheet import Box, Sheet, amount_box, header_rows
from sample_portal.tables import EMPTY_NOTES, Layout, Recorder, captions
from sample_portal.vocabulary import economic_names, path_of

Entry = tuple[str, str]


def economic_sheet(account: Account, layout: Layout) -> Sheet:
    """T06: two or three groups of code, name and amount side by side; the last row sums staff and running costs."""
    groups = _groups(account, layout)
    heads = ["人员经费", *["公用经费"] * (len(groups) - 1)]
    leaves = ("科目编码", "科目名称", layout.amount_head)
    # Equal paths would fall into one box, so the groups' heads are made one by one.
    header = [[Box(leaf) for _ in groups for leaf in leaves]]
    if layout.group_head and len(groups) > 1:
        header.insert(0, [Box(heads[0], cols=3), Box("公用经费", cols=3 * (len(groups) - 1))])
    recorder = Recorder(account, "T06", len(header))
    body: list[list[Box]] = []
    for row_no, entries in enumerate(zip_longest(*groups)):
        boxes: list[Box] = []
        for group_no, entry in enumerate(entries):
            if entry is None:
                boxes += [Box(), Box(), Box(is_amount=True)]
                continue
            code, name = entry
            box = amount_box(account.economic.get(code, ZERO), account.style)
            head = f"{heads[group_no]}/{layout.amount_head}" if layout.group_head else layout.amount_head
            role: RowRole | None = "class" if len(code) == 3 else None
            recorder.add(row_no, group_no * 3 + 2, box, label=name, line_code=code, group_no=group_no + 1,
                         row_role=role, measure="决算数", column_header=head,
                         fund_type="general_public_budget")  # fmt: skip
            boxes += [Box(code), Box(name), box]
        body.append(boxes)
    body += _economic_totals(account, layout, recorder, len(body), len(groups))
    return Sheet(
        **captions(account, layout, "T06"),
        widths=[1.0, 2.8, 1.2] * len(groups),
        header=header,
        body=body,
        cells=recorder.cells,
        note="注：本表为一般公共预算财政拨款基本支出的明细。",
    )


def _groups(account: Account, layout: Layout) -> list[list[Entry]]:
    names = economic_names(account.era)
    return [
        [(code, name) for wanted in classes for code, name in names.items() if path_of(code)[0] == wanted]
        for classes in layout.groups
    ]


def _economic_totals(
    account: Account, layout: Layout, recorder: Recorder, row_no: int, n_groups: int
) -> list[list[Box]]:
    """Staff and running costs: the last row, their labels merged over the groups; two rows under a single group."""
    rows: list[list[Box]] = [[]]
    for group_no, name in ((1, "人员经费"), (min(2, n_groups), "公用经费")):
        box = amount_box(account.economic[name], account.style)
        label = f"{name}合计"
        if n_groups == 1 and rows[-1]:
            rows.append([])
        width = 2 if group_no == 1 else 3 * (n_groups - 1) - 1
        col = 2 if group_no == 1 else 3 * n_groups - 1
        head = f"{name}/{layout.amount_head}" if layout.group_head else layout.amount_head
        recorder.add(row_no + len(rows) - 1, col, box, label=label, group_no=group_no, row_role="total",
                     measure="决算数", column_header=head, fund_type="general_public_budget")  # fmt: skip
        rows[-1] += [Box(label, cols=width), box]
    return rows


def three_public_sheet(account: Account, layout: Layout) -> Sheet:
    """T09: one row of amounts, the budget's and the account's."""
    columns: dict[str, str] = layout.tables["T09"]["columns"]
    header = header_rows(list(columns))
    if layout.ordinal:
        header.append([Box(str(i + 1)) for i in range(len(columns))])
    recorder = Recorder(account, "T09", len(header))
    boxes = []
    general = "一般公共预算" in layout.tables["T09"]["title"]
    for col, (head, measure) in enumerate(columns.items()):
        phase: Phase = "final" if "决算数" in head else layout.public_phase
        box = amount_box(account.three_public[phase][measure], account.style)
        recorder.add(0, col, box, measure=measure, phase=phase, column_header=head,
                     fund_type="general_public_budget" if general else "fiscal")  # fmt: skip
        boxes.append(box)
    basis = "年初预算数" if layout.public_phase == "initial_budget" else "全年预算数"
    return Sheet(
        **captions(account, layout, "T09"),
        widths=[1.0] * len(columns),
        header=header,
        body=[boxes],
        cells=recorder.cells,
        note=f"注：预算数为“三公”经费{basis}，决算数包括当年拨款和以前年度结转资金安排的支出。",
        empty_note=None if any(box.text for box in boxes) else EMPTY_NOTES["T09"],
    )


def procurement_sheet(account: Account, layout: Layout) -> Sheet:
    """T10 政府采购情况表: an item and its amount a row."""
    items: list[tuple[str, Decimal]] = [
        ("政府采购支出合计", account.procurement["政府采购"]),
        ("货物", account.procurement["政府采购货物"]),
        ("工程", account.procurement["政府采购工程"]),
        ("服务", account.procurement["政府采购服务"]),
    ]
    header = [[Box("采购项目"), Box("采购金额")]]
    recorder = Recorder(account, "T10", 1)
    body = []
    for row_no, (label, amount) in enumerate(items):
        box = amount_box(amount, account.style)
        recorder.add(row_no, 1, box, label=label, measure="采购金额", column_header="采购金额")
        body.append([Box(label), box])
    return Sheet(**captions(account, layout, "T10"), widths=[3.0, 2.0], header=header, body=body, cells=recorder.cells)
