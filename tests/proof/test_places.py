"""Stretches of text as boxes and marks: what a reader's eye follows."""

from __future__ import annotations

import pytest

from pipelines.extract.content import Grid, GridCell, Page, TextLine
from pipelines.proof.places import Mark, Stretch, boxes_of, cell_stretches, pieces, unread_amounts

SENTENCE = "支出12.50万元，占20.00%；于2024.05.06收入1,203.4 元。"


def test_overlapping_marks_cut_the_text_and_lose_nothing() -> None:
    marks = [Mark(start=2, end=6, kind="claim", key="a"), Mark(start=4, end=99, kind="doubt", key="b")]
    cut = pieces("0123456789", marks)
    assert "".join(piece.text for piece in cut) == "0123456789"
    assert [(piece.text, [mark.key for mark in piece.marks]) for piece in cut] == [
        ("01", []),
        ("23", ["a"]),
        ("45", ["a", "b"]),
        ("6789", ["b"]),
    ]


def test_amounts_are_money_not_rates_or_dates() -> None:
    assert [SENTENCE[each.start : each.end] for each in unread_amounts(SENTENCE, [], [])] == ["12.50", "1,203.4"]


def test_an_amount_is_read_by_its_sentence_or_as_often_as_cells_print_it() -> None:
    assert [each.start for each in unread_amounts(SENTENCE, [Stretch(0, 9)], [])] == [SENTENCE.index("1,203.4")]
    text = "5.00\t5.00\n5.00"
    assert [each.start for each in unread_amounts(text, [], ["5.00", "5.00"])] == [10]


def test_cells_are_found_in_the_order_of_their_rows() -> None:
    text = "基本支出\t1.00\n行政运行\t2.00\t2.00\n说明 2.00\n住房\t2.00\t0.00"
    rows = [[("a", "2.00"), ("b", "2.00")], [("lost", "9.99")], [("c", "2.00"), ("d", "0.00")]]
    found = dict(cell_stretches(text, rows))
    assert sorted(found) == ["a", "b", "c", "d"]
    assert found["a"].start < found["b"].start < text.index("说明") < found["c"].start < found["d"].start
    assert text[found["d"].start : found["d"].end] == "0.00"


def test_a_stretch_is_boxed_where_it_stands_in_its_line_and_row() -> None:
    line = TextLine(text="支出12.50万元", start=0, end=9, bbox=(100, 0, 230, 10))
    cells = [
        GridCell(row=row, col=col, text=text, bbox=(col * 50, 20 + row * 10, col * 50 + 50, 30 + row * 10))
        for row, col, text in ((0, 0, "行政"), (0, 1, "5.44"), (1, 0, "住房"), (1, 1, "5.44"))
    ]
    grid = Grid(n_rows=2, n_cols=2, cells=cells, method="ruled", start=10, end=25, bbox=(0, 20, 100, 40))
    page = Page(number=1, text="支出12.50万元\n行政\t5.44\n住房\t5.44", blocks=[line, grid])
    assert list(boxes_of(page, Stretch(2, 7))) == [pytest.approx((140, 0, 190, 10))]
    second = page.text.rindex("5.44")
    assert list(boxes_of(page, Stretch(second, second + 4))) == [(50, 30, 100, 40)]
