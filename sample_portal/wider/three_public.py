"""T09 as the places print it that add 会议费 and 培训费, put the basis into rows, list downwards, or print it twice."""

from __future__ import annotations

import msgspec

from pipelines.extract.records import Phase
from sample_portal.account import Account
from sample_portal.sheet import Box, Sheet, amount_box, header_rows
from sample_portal.tables import Recorder
from sample_portal.wider.around import Around
from sample_portal.wider.coded import wider_columns

_BASES: tuple[tuple[str, Phase], ...] = (
    ("年初预算数", "initial_budget"),
    ("全年预算数", "adjusted_budget"),
    ("决算数", "final"),
)
_ITEMS = (
    ("（一）支出合计", "合计"),
    ("1．因公出国（境）费", "因公出国（境）费"),
    ("2．公务用车购置及运行维护费", "公务用车购置及运行维护费"),
    ("（1）公务用车购置费", "公务用车购置费"),
    ("（2）公务用车运行维护费", "公务用车运行维护费"),
    ("3．公务接待费", "公务接待费"),
)
_COUNTS = (
    ("（二）相关统计数", ""),
    ("1．公务用车保有量", "count.vehicles"),
    ("2．公务接待人次（人）", "count.guests"),
)


def across_sheet(account: Account, around: Around) -> Sheet:
    """Items across, with meetings and training, and a row for each basis."""
    columns = wider_columns("T09")
    header = header_rows(["项目", *columns])
    recorder = Recorder(account, "T09", len(header))
    body: list[list[Box]] = []
    for row_no, (label, phase) in enumerate(_BASES):
        figures = account.three_public[phase]
        boxes = [amount_box(figures[measure] if measure else figures["公务接待费"], account.style)
                 for measure in columns.values()]  # fmt: skip
        for offset, (box, (head, measure)) in enumerate(zip(boxes, columns.items(), strict=True)):
            if measure:
                recorder.add(row_no, 1 + offset, box, label=label, measure=measure, phase=phase,
                             column_header=head, fund_type="fiscal")  # fmt: skip
        body.append([Box(label), *boxes])
    widths = [1.6, *[1.2] * len(columns)]
    return around.sheet("T09", widths=widths, header=header, body=body, cells=recorder.cells)


def downwards_sheet(account: Account, around: Around, bases: list[str]) -> Sheet:
    """Items downwards with numbers of things below them; `bases` are the columns printed of 年初预算数 to 决算数."""
    phases = [(head, phase) for head, phase in _BASES if head in bases]
    header = [[Box("项目"), Box("行次"), *(Box(head) for head, _ in phases)]]
    header.append([Box("栏次"), Box(), *(Box(str(i + 1)) for i in range(len(phases)))])
    recorder = Recorder(account, "T09", len(header))
    body: list[list[Box]] = []
    for row_no, (label, measure) in enumerate(_ITEMS):
        boxes = [amount_box(account.three_public[phase][measure], account.style) for _, phase in phases]
        for offset, (box, (head, phase)) in enumerate(zip(boxes, phases, strict=True)):
            recorder.add(row_no, 2 + offset, box, label=label, line_no=str(row_no + 1), measure=measure,
                         phase=phase, column_header=head, fund_type="fiscal")  # fmt: skip
        body.append([Box(label), Box(str(row_no + 1)), *boxes])
    for label, key in (
        ("（二）相关统计数", ""),
        ("1．公务用车保有量", "vehicles"),
        ("2．公务接待人次（人）", "guests"),
    ):
        count = str(int(account.story[f"count.{key}"])) if key else "—"
        body.append([Box(label), Box(str(len(body) + 1)), *[Box("—")] * (len(phases) - 1), Box(count)])
    widths = [3.2, 0.7, *[1.5] * len(phases)]
    return around.sheet("T09", widths=widths, header=header, body=body, cells=recorder.cells)


def twice(account: Account, around: Around) -> list[Sheet]:
    """One table with the budgets and another with the final amounts, under one title each with its mark."""
    title = around.title
    budget = msgspec.structs.replace(around, title=f"{title}（一）")
    final = msgspec.structs.replace(around, title=f"{title}（二）")
    return [
        downwards_sheet(account, budget, ["年初预算数", "全年预算数"]),
        downwards_sheet(account, final, ["决算数"]),
    ]
