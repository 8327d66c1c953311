"""Which tables a place prints, under which words and in which columns: a table layout drawn by chance."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from pipelines.extract.records import TableId
from sample_portal.account import Account
from sample_portal.tables import Layout, layout_of
from sample_portal.vocabulary import read_yaml

TITLES: dict[TableId, tuple[str, ...]] = {
    "T01": ("收入支出决算总表", "部门收支决算总表", "收支决算总表"),
    "T02": ("收入决算表", "部门收入决算表", "收入决算总表"),
    "T03": ("支出决算表", "部门支出决算表", "支出决算总表"),
    "T04": ("财政拨款收入支出决算总表", "财政拨款收支决算总表"),
    "T05": ("一般公共预算财政拨款支出决算表", "一般公共预算支出决算表"),
    "T06": ("一般公共预算财政拨款基本支出决算表", "一般公共预算财政拨款基本支出决算明细表"),
    "T07": ("政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款收支决算表"),
    "T08": ("国有资本经营预算财政拨款支出决算表",),
    "T09": ("财政拨款“三公”经费支出决算表", "“三公”经费支出决算表"),
}
CAPTIONS = (
    ["title", "number", "owner_unit"],
    ["number", "title", "owner_unit"],
    ["title", "owner_unit"],
    ["title", "owner_number_unit"],
    ["title", "owner", "unit"],
    ["owner_number", "title", "unit"],
    ["number", "title", "unit"],
)
GROUPS = (
    [["301", "303"], ["302"], ["307", "310", "312", "399"]],
    [["301", "303"], ["302", "307", "310", "312", "399"]],
    [["301", "303", "302", "307", "310", "312", "399"]],
)
HEADS: dict[str, tuple[str, ...]] = {
    "code_head": ("科目编码", "功能分类科目编码", "支出功能分类科目编码", "科目代码"),
    "name_head": ("科目名称", "功能分类科目名称"),
    "amount_head": ("金额", "决算数"),
    "item_head": ("项目",),
    "owner": ("部门", "编制单位", "公开部门", "编制部门", "部门名称"),
    "unit_label": ("单位", "金额单位", "货币单位"),
}
THREE_PUBLIC = ("shandong", "shanghai")
"""The layouts whose T09 has the two orders of its columns."""
MAY_BE_LEFT_OUT: tuple[TableId, ...] = ("T07", "T08", "T10")


def draw_layout(draw: random.Random, account: Account) -> Layout:
    """A layout by chance; the words of 预算数 stay those of the account's place, on which its text relies."""
    base = layout_of(account)
    groups = draw.choice(GROUPS)
    heads: dict[str, Any] = {name: draw.choice(words) for name, words in HEADS.items()}
    return msgspec.structs.replace(
        base,
        **heads,
        orientation=draw.choice(("portrait", "landscape")),
        repeat_header=draw.random() < 0.5,
        ordinal=draw.choice((None, "栏次", "栏 次")),
        line_numbers=draw.random() < 0.5,
        classes=draw.choice(("all", "used")),
        split_code=draw.random() < 0.25,
        total=draw.choice(("first", "first", "last")),
        caption=draw.choice(CAPTIONS),
        groups=groups,
        group_head=len(groups) > 1 and draw.random() < 0.5,
        tables=_tables(draw, base),
    )


def _tables(draw: random.Random, base: Layout) -> dict[TableId, dict[str, Any]]:
    """The place's tables, some without, some under another title, T09's columns in either order."""
    tables: dict[TableId, dict[str, Any]] = {}
    blocks = layout_columns(draw.choice(THREE_PUBLIC))
    for table_id, table in base.tables.items():
        if table_id in MAY_BE_LEFT_OUT and draw.random() < 0.2:
            continue
        title = draw.choice((table["title"], *TITLES.get(table_id, ())))
        tables[table_id] = table | {"title": title}
        if table_id == "T09":
            tables[table_id]["columns"] = blocks
    return tables


def layout_columns(place: str) -> dict[str, str]:
    """T09's columns as that place prints them."""
    columns: dict[str, str] = read_layout(place).tables["T09"]["columns"]
    return columns


def read_layout(place: str) -> Layout:
    """The layout of a place."""
    return msgspec.convert(read_yaml("layouts.yml")[place], Layout)
