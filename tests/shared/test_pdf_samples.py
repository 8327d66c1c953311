"""Real disclosures and re-rendered ones: every cell of every table, against the truth beside the files."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipelines.extract.content import Content, Grid, Page, TextLine
from pipelines.extract.folding import fold
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.fallback import SecondReader, disagreement

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
LAYOUTS = ["lo_writer", "lo_calc", "rl_grid", "chromium"]
DISCLOSURES = [f"taierzhuang-2024.{layout}" for layout in LAYOUTS] + [
    "putuo-shehuigongzuobu-2024",
    "shanghai-template-blank",
]
Row = tuple[str, ...]


@cache
def content(name: str) -> Content:
    return read_pdf((SAMPLES / f"{name}.pdf").read_bytes())


def grids(page: Page) -> list[Grid]:
    return [block for block in page.blocks if isinstance(block, Grid)]


def key(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def rows(grid: Grid) -> list[Row]:
    table = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        table[cell.row][cell.col] = key(cell.text)
    return [tuple(row) for row in table]


def all_rows(name: str) -> list[Row]:
    return [row for page in content(name).pages for grid in grids(page) for row in rows(grid)]


def true_tables(layout: str) -> list[dict[str, Any]]:
    truth = json.loads((SAMPLES / f"taierzhuang-2024.{layout}.truth.json").read_text(encoding="utf-8"))
    tables: list[dict[str, Any]] = truth["tables"]
    return tables


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_of_the_tables_in_order(layout: str) -> None:
    read = iter(all_rows(f"taierzhuang-2024.{layout}"))
    for table in true_tables(layout):
        for row in [*table["header"], *table["rows"]]:
            wanted = tuple(key(text) for text in row)
            assert wanted in read, (table["title"], wanted)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_row_more_than_the_tables_have(layout: str) -> None:
    """What the reader finds between the first and the last row of a table is the table, or its repeated heading."""
    tables = true_tables(layout)
    known = {tuple(key(text) for text in row) for table in tables for row in [*table["header"], *table["rows"]]}
    widths = {len(table["header"][0]) for table in tables}
    last = tuple(key(text) for text in tables[-1]["rows"][-1])
    read = all_rows(f"taierzhuang-2024.{layout}")
    end = len(read) - read[::-1].index(last)
    assert [row for row in read[:end] if row not in known or len(row) not in widths] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_heading_spans(layout: str) -> None:
    first = next(grid for page in content(f"taierzhuang-2024.{layout}").pages for grid in grids(page))
    spans = {key(cell.text): cell.col_span for cell in first.cells if cell.row == 0}
    assert spans == {"收入": 3, "支出": 3}


@pytest.mark.parametrize("name", DISCLOSURES)
def test_text_and_offsets(name: str) -> None:
    read = content(name)
    assert (read.status, read.flaws) == ("parsed", [])
    for page in read.pages:
        for block in page.blocks:
            stretch = page.text[block.start : block.end]
            if isinstance(block, TextLine):
                assert stretch == block.text
            else:
                printed = [[""] * block.n_cols for _ in range(block.n_rows)]
                for cell in block.cells:
                    printed[cell.row][cell.col] = cell.text
                assert stretch == "\n".join("\t".join(row) for row in printed)


@pytest.mark.parametrize("name", DISCLOSURES)
def test_no_character_is_lost(name: str) -> None:
    """Every page holds the characters that PDFium names, whatever their order."""
    document = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")
    try:
        for number, page in enumerate(content(name).pages):
            named = document[number].get_textpage().get_text_range()
            assert sorted(re.sub(r"[\s\ufffe]", "", named)) == sorted(re.sub(r"\s", "", page.text)), number + 1
    finally:
        document.close()


@pytest.mark.parametrize("name", ["taierzhuang-2024.rl_grid", "taierzhuang-2024.lo_calc", "putuo-shehuigongzuobu-2024"])
def test_both_readers_agree_on_amounts_and_codes(name: str) -> None:
    every = content(name).pages
    pages = [page for page in every if grids(page)][:12]
    with SecondReader((SAMPLES / f"{name}.pdf").read_bytes(), len(every)) as second:
        for page in pages:
            judged = second.read(page.number - 1)
            assert judged is not None
            ours, theirs = disagreement(grids(page), judged)
            assert (page.number, ours, theirs) == (page.number, {}, {})


def test_real_disclosure_grids() -> None:
    """Putuo: the grid of every table page, as seen on the rendered pages."""
    shapes = {page.number: [(g.n_rows, g.n_cols) for g in grids(page)] for page in content(DISCLOSURES[4]).pages}
    assert {number: found for number, found in shapes.items() if found} == {
        4: [(3, 3)],
        5: [(32, 4)],
        6: [(14, 9)],
        7: [(6, 9)],
        8: [(14, 8)],
        9: [(6, 8)],
        10: [(17, 7)],
        11: [(17, 7)],
        12: [(20, 5)],
        13: [(40, 6)],
        14: [(5, 12)],
        15: [(6, 8)],
        16: [(6, 8)],
    }


def test_real_disclosure_cells() -> None:
    pages = content(DISCLOSURES[4]).pages
    spending = rows(grids(pages[7])[0])
    assert spending[0][2:] == (
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    )
    assert spending[2] == ("合计", "", "307.82", "105.58", "202.24", "", "", "")
    assert spending[10] == ("2080505", "机关事业单位基本养老保险缴费支出", "6.18", "6.18", "", "", "", "")
    assert rows(grids(pages[8])[0])[0] == ("2101101", "行政单位医疗", "2.22", "2.22", "", "", "", "")
    assert rows(grids(pages[12])[0])[-1] == ("人员经费合计", "", "95.36", "公用经费合计", "", "10.23")
    three_public = grids(pages[13])[0]
    spans = {key(cell.text): (cell.row_span, cell.col_span) for cell in three_public.cells if cell.text}
    assert spans["公务用车购置及运行维护费"] == (1, 6)
    assert spans["公务接待费"] == (2, 2)


def test_blank_official_form_keeps_its_blank_slots() -> None:
    pages = content(DISCLOSURES[5]).pages
    shapes = [[(g.n_rows, g.n_cols) for g in grids(page)] for page in pages[4:14]]
    assert shapes == [
        [(30, 4)],
        [(10, 9)],
        [(10, 8)],
        [(17, 7)],
        [(15, 7)],
        [(10, 5)],
        [(40, 6)],
        [(5, 12)],
        [(6, 8)],
        [(6, 8)],
    ]
    assert rows(grids(pages[11])[0])[-1] == ("",) * 12


def test_sentences_of_the_real_disclosure_run_on_over_lines() -> None:
    page = content(DISCLOSURES[4]).pages[17]
    lines = [block for block in page.blocks if isinstance(block, TextLine)]
    assert not lines[0].ends_paragraph
    assert lines[1].text == "万元，增长100.00%。主要原因：单位于2024年成立。"
    assert lines[1].ends_paragraph
