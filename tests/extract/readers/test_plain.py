"""Plain text: lines and grids with exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.content import Grid, Page, TextLine
from pipelines.extract.readers.decoding import decode
from pipelines.extract.readers.plain import read_text


def page_of(text: str) -> Page:
    [page] = read_text(text.encode()).pages
    return page


def test_tabs_make_a_grid_and_a_blank_line_ends_it() -> None:
    page = page_of("支出决算表\n单位：万元\n\n项 目\t\t合计\n201\t一般公共服务支出\t10.50\n\n合计\t\t10.50\n注：略\n")
    kinds = [type(block) for block in page.blocks]
    assert kinds == [TextLine, TextLine, Grid, Grid, TextLine]
    grid = page.blocks[2]
    assert isinstance(grid, Grid)
    assert (grid.n_rows, grid.n_cols, grid.method) == (2, 3, "tabs")
    assert [cell.text for cell in grid.cells] == ["项 目", "", "合计", "201", "一般公共服务支出", "10.50"]
    assert page.text[grid.start : grid.end] == "项 目\t\t合计\n201\t一般公共服务支出\t10.50"


def test_ragged_rows_are_padded() -> None:
    [grid] = page_of("a\tb\tc\nd\te\n").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["a", "b", "c", "d", "e", ""]


def test_indented_lines_are_lines() -> None:
    page = page_of("\t一级指标\n\t90\n\t\n\t\t二级指标\n")
    assert [block.text for block in page.blocks if isinstance(block, TextLine)] == ["一级指标", "90", "二级指标"]


def test_form_feeds_separate_pages() -> None:
    pages = read_text("一\f二\r\n三".encode()).pages
    assert [(page.number, page.text) for page in pages] == [(1, "一"), (2, "二\n三")]


def test_a_long_line_without_a_stop_runs_on_but_not_into_a_heading() -> None:
    torn = "2023年度一般公共预算财政拨款支出一百二十万元，主要用于以下几个方面的支出事项其"
    lines = page_of(f"{torn}\n\n中：教育支出三万元。\n{torn}\n\n二、教育\n短行\n").blocks
    assert [line.ends_paragraph for line in lines if isinstance(line, TextLine)] == [False, True, True, True, True]


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_no_text_is_empty(data: bytes) -> None:
    assert read_text(data).status == "empty"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read_text("决算支出合计".encode(encoding)).pages[0].text == "决算支出合计"


def test_a_wrong_declaration_is_told_and_a_hopeless_file_too() -> None:
    assert [item.code for item in decode("决算".encode("gbk"), "utf-8").flaws] == ["charset_mismatch"]
    assert decode("决算".encode("gbk"), "iso-8859-1").text == "决算"
    assert [item.code for item in decode("决算".encode() + b"\xff\xff").flaws] == ["undecodable_bytes"]


def test_a_broken_character_does_not_change_the_encoding() -> None:
    decoded = decode("部门决算收入支出总表".encode() * 20 + b"\xe5\x86", "gb2312")
    assert decoded.text.startswith("部门决算收入支出总表部门决算")
    assert [item.code for item in decoded.flaws] == ["charset_mismatch", "undecodable_bytes"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab决算\t\n\r\f \u3000。，1", max_size=60))
def test_offsets_are_exact_and_grids_rectangular(text: str) -> None:
    for page in read_text(text.encode()).pages:
        for block in page.blocks:
            stretch = page.text[block.start : block.end]
            if isinstance(block, TextLine):
                assert stretch == block.text
                assert block.text.strip()
            else:
                assert len(stretch.split("\n")) == block.n_rows
                assert [(cell.row, cell.col) for cell in block.cells] == [
                    (row, col) for row in range(block.n_rows) for col in range(block.n_cols)
                ]
