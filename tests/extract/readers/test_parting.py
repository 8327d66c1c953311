"""Tables drawn as one, below or beside each other, come apart where titles say so, and only there."""

from __future__ import annotations

from pipelines.extract.readers.boxes import Box
from pipelines.extract.readers.layout import PageBuilder
from tests.extract.readers.pages import Block, shape

BY_FUNCTION: list[Block] = [
    "一般公共预算财政拨款支出决算表", [["科目", "合计"], ["教育支出", "3.00"], ["普通教育", "3.00"]],
]  # fmt: skip
BY_ECONOMIC_CLASS: list[Block] = [
    "一般公共预算财政拨款基本支出决算表", [["科目", "金额"], ["办公费", "1.00"], ["", ""]],
]  # fmt: skip


def drawn(rows: list[list[str]], spans: dict[tuple[int, int], int] | None = None) -> list[Block]:
    """What a page shows of rows drawn as one table; `spans` are columns merged from a position on."""
    builder = PageBuilder("html")
    spans = spans or {}
    builder.table(
        [
            Box(row=r, col=c, col_span=spans.get((r, c), 1), text=text)
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ]
    )
    return shape(builder.page(1))


def beside(gap: int) -> list[list[str]]:
    (left, right), blank = ((BY_FUNCTION[0], BY_ECONOMIC_CLASS[0]), [""] * gap)
    assert isinstance(left, str)
    assert isinstance(right, str)
    return [
        [left, "", *blank, right, ""],
        ["科目", "合计", *blank, "科目", "金额"],
        ["教育支出", "3.00", *blank, "办公费", "1.00"],
        ["普通教育", "3.00", *blank, "", ""],
    ]


def test_a_blank_column_parts_two_titled_tables() -> None:
    assert drawn(beside(1)) == [*BY_FUNCTION, *BY_ECONOMIC_CLASS]


def test_a_title_merged_over_its_table_parts_it_from_its_neighbour() -> None:
    assert drawn(beside(0), {(0, 0): 2, (0, 2): 2}) == [*BY_FUNCTION, *BY_ECONOMIC_CLASS]


def test_a_unit_below_the_title_tells_where_a_table_begins() -> None:
    rows = beside(0)
    rows.insert(1, ["单位：元", "", "单位：元", ""])
    assert [block for block in drawn(rows) if isinstance(block, list)] == [BY_FUNCTION[1], BY_ECONOMIC_CLASS[1]]


def test_without_gap_or_merge_nothing_is_cut() -> None:
    [*_, rows] = drawn(beside(0))
    assert [len(row) for row in rows] == [4, 4, 4]


def test_a_title_over_both_and_a_note_below_both_are_no_part_of_either() -> None:
    rows = [["某局决算报表", *[""] * 4], *beside(1), ["注：金额以元计", *[""] * 4]]
    blocks = drawn(rows, {(0, 0): 5, (5, 0): 5})
    assert blocks == ["某局决算报表", *BY_FUNCTION, *BY_ECONOMIC_CLASS, "注：金额以元计"]


def test_tables_below_and_beside_each_other() -> None:
    above = [["收入决算表", *[""] * 4], ["科目", "收入", *[""] * 3], ["合计", "9.00", *[""] * 3]]
    blocks = drawn([*above, *beside(1)])
    assert [block for block in blocks if isinstance(block, str)] == ["收入决算表", BY_FUNCTION[0], BY_ECONOMIC_CLASS[0]]


def test_the_two_sides_of_one_table_stay_together() -> None:
    rows = [["收入支出决算总表", "", "", ""], ["收入", "", "支出", ""], ["一、财政拨款收入", "5", "一、教育支出", "5"]]
    assert drawn(rows, {(0, 0): 4, (1, 0): 2, (1, 2): 2}) == [rows[0][0], rows[1:]]


def test_names_of_tables_in_a_list_are_lines() -> None:
    rows = [["收入决算表", "", "支出决算表"], ["收入支出决算总表", "", "财政拨款收入支出决算总表"]]
    assert drawn(rows) == [text for row in rows for text in row if text]
