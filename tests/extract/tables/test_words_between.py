"""Words between the two halves of a table, and whether they part it."""

from __future__ import annotations

import pytest

from pipelines.extract.content import TextLine
from tests.extract.tables.grids import codes, grid, page, read, slots
from tests.extract.tables.halves import FIRST, HEAD, NAMES, SECOND, TITLE, names


def test_a_note_closes_a_table() -> None:
    result = read(page(1, *TITLE, grid(HEAD + FIRST), "注：本表反映本年度支出情况。"), page(2, grid(SECOND)))
    assert [(t.table_id, len(t.rows or [])) for t in result.tables] == [("T03", 0), (None, 2)]
    assert names(result) == NAMES[:3]


def test_prose_between_two_grids_parts_them() -> None:
    prose = "二、关于本部门支出情况的说明，本年度支出比上年增加较多，主要是学校建设支出增加。"
    result = read(page(1, *TITLE, grid(HEAD + FIRST), prose), page(2, grid(SECOND)))
    assert [t.table_id for t in result.tables] == ["T03", None]


def test_running_heads_and_page_numbers_part_nothing() -> None:
    head = "某区教育局2023年度部门决算公开"
    pages = [
        page(1, head, "目录", "第 1 页"),
        page(2, head, *TITLE, grid(HEAD + FIRST), "第 2 页"),
        page(3, head, grid(SECOND), "第 3 页"),
        page(4, head, "说明如下。", "第 4 页"),
    ]
    assert [(t.table_id, t.pages) for t in read(*pages).tables] == [("T03", [2, 3])]


@pytest.mark.parametrize("words", ["续表", "（续上表）", "续表1", "续表二", "接上页"])
def test_a_table_goes_on_below_a_line_that_says_no_more_than_that(words: str) -> None:
    head = "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n"
    upper = grid(f"{head}205 | 教育支出 | 3.00 | 1.00 | 2.00\n20502 | 普通教育 | 3.00 | 1.00 | 2.00", "docx")
    lower = grid(f"{head}2050201 | 学前教育 | 3.00 | 1.00 | 2.00", "docx")
    result = read(page(1, "一般公共预算财政拨款支出决算表", "单位：万元", upper, words, "单位：万元", lower))
    assert [table.table_id for table in result.tables] == ["T05"]
    assert slots(result.cells, "line_code", "measure")[-1] == ("2050201", "项目支出")
    assert codes(result) == ["repeated_header"]


HEAD_OF_PAGES = "某区教育局2023年度部门决算公开"


@pytest.mark.parametrize(
    ("head", "foot"),
    [(HEAD_OF_PAGES, ""), ("", "内部资料"), ("", "Page {} of 2"), (HEAD_OF_PAGES, "〔{}〕")],
)
def test_what_two_pages_print_alike_parts_nothing(head: str, foot: str) -> None:
    """A file of two pages is too short to tell its running heads by how often they come."""
    feet = [[foot.format(number)] if foot else [] for number in (1, 2)]
    first = page(1, *filter(None, [head]), *TITLE, grid(HEAD + FIRST), *feet[0])
    result = read(first, page(2, *filter(None, [head]), grid(SECOND), *feet[1]))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert codes(result) == []


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        ("转下页", "承上页"),
        ("单位负责人：      制表人：", "填报日期：2024年8月"),
        ("（接下页）", "（接上页）"),
        ("未完待续", "续表一"),
        ("9 未完待续", "- 10 -"),
    ],
)
def test_words_that_say_that_a_table_goes_on_part_nothing(foot: str, head: str) -> None:
    result = read(page(1, *TITLE, grid(HEAD + FIRST), foot), page(2, head, grid(SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert codes(result) == []


@pytest.mark.parametrize("line", ["机关事业单位基本养", "某区教育局财务专用章", "审核人 张某"])
def test_words_between_two_halves_part_nothing_and_are_named(line: str) -> None:
    """The rest of a name, a stamp, a signature: the rows overleaf stand in the very columns of the table."""
    result = read(page(1, *TITLE, grid(HEAD + FIRST)), page(2, line, grid(SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert names(result) == NAMES
    assert codes(result) == ["name_in_doubt"]
    assert result.flaws[0].message.startswith(line)


def test_words_above_rows_in_other_columns_part_them() -> None:
    wider = page(2, "某区教育局财务专用章", grid(SECOND, width=50.0))
    assert [t.table_id for t in read(page(1, *TITLE, grid(HEAD + FIRST)), wider).tables] == ["T03", None]
    named = page(2, "支出决算明细表", grid(SECOND))
    assert [t.table_id for t in read(page(1, *TITLE, grid(HEAD + FIRST)), named).tables] == ["T03", None]


def test_a_signature_under_the_upper_half_parts_no_repeated_heading() -> None:
    signed = page(1, *TITLE, grid(HEAD + FIRST), "审核人 张某 制表人 李某")
    result = read(signed, page(2, grid(HEAD + SECOND)))
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert sorted(codes(result)) == ["name_in_doubt", "repeated_header"]


def test_words_above_a_heading_without_title_may_be_its_title() -> None:
    result = read(page(1, *TITLE, grid(HEAD + FIRST)), page(2, "下属单位支出情况", grid(HEAD + SECOND)))
    assert [t.pages for t in result.tables] == [[1], [2]]


def test_a_stamp_between_two_halves_parts_nothing() -> None:
    """Its words run round it: a line far higher than its characters are wide."""
    seal = TextLine(text="某区教育局财务专用章", start=0, end=0, bbox=(447.0, 118.0, 535.0, 178.0))
    second = page(2, *TITLE, seal, grid(SECOND))
    result = read(page(1, *TITLE, grid(HEAD + FIRST)), second)
    assert [(t.table_id, t.pages) for t in result.tables] == [("T03", [1, 2])]
    assert codes(result) == []
