"""Which row a line without figures belongs to."""

from __future__ import annotations

import pytest

from pipelines.extract.readers.pdf.row_lines import Row, is_anchor, rows_of
from pipelines.extract.readers.pdf.segments import Segment


def _line(middle: float, *pieces: tuple[str, float]) -> list[Segment]:
    return [Segment(text, x, middle - 4, x + 7 * len(text), middle + 4, ()) for text, x in pieces]


def test_what_stands_below_a_whole_total_begins_the_next_name() -> None:
    lines = [
        _line(96, ("合", 100)),
        _line(104, ("计", 100), ("45.01", 140)),
        _line(114, ("一般公", 100)),
        _line(122, ("共服务", 100)),
        _line(130, ("201", 60), ("支出", 100), ("45.01", 140)),
        _line(140, ("教育支", 100)),
        _line(148, ("205", 60), ("出", 100), ("0.00", 140)),
    ]
    found = [[piece.text for piece in row.segments if not piece.is_number] for row in rows_of(lines, 0, 6)]
    assert [set(names) for names in found] == [{"合", "计"}, {"一般公", "共服务", "支出"}, {"教育支", "出"}]


def _names(rows: list[Row]) -> list[str]:
    return ["".join(piece.text for piece in row.segments if not piece.is_number) for row in rows]


def test_lines_of_names_stand_as_far_above_their_figures_as_below() -> None:
    """The lines of one name stand farther apart than two rows do."""
    lines = [
        _line(100, ("208", 0), ("社会保障支出", 40), ("9.00", 200)),
        _line(112, ("机关单位职工", 40)),
        _line(126, ("20805", 0), ("基本养老保险", 40), ("8.00", 200)),
        _line(140, ("缴费支出", 40)),
        _line(153, ("职业年金缴费", 40)),
        _line(160, ("20806", 0), ("7.00", 200)),
        _line(167, ("支出", 40)),
        _line(180, ("210", 0), ("卫生健康支出", 40), ("6.00", 200)),
    ]
    wanted = ["社会保障支出", "机关单位职工基本养老保险缴费支出", "职业年金缴费支出", "卫生健康支出"]
    assert _names(rows_of(lines, 0, 7)) == wanted


def test_the_row_of_column_numbers_takes_no_name() -> None:
    """The names right below it, as near as lines of one cell, have no figures of their own."""
    lines = [
        _line(100, ("栏次", 40), ("1", 200), ("栏次", 240), ("2", 400)),
        _line(109, ("使用非财政拨款结余", 40), ("结余分配", 240)),
        _line(121, ("年初结转和结余", 40), ("45.00", 200), ("年末结转和结余", 240), ("51.00", 400)),
        _line(133, ("总计", 40), ("45.00", 200), ("总计", 240), ("51.00", 400)),
    ]
    names = _names(rows_of(lines, 0, 3, is_numbered=True))
    assert names == ["栏次栏次", "使用非财政拨款结余结余分配", "年初结转和结余年末结转和结余", "总计总计"]


def test_items_without_figures_are_no_lines_of_a_name() -> None:
    lines = [
        _line(100, ("六、科学技术支出", 40)),
        _line(113, ("七、卫生健康支出", 40), ("2.50", 200)),
        _line(126, ("八、农业农村支出", 40)),
        _line(139, ("总计", 40), ("2.50", 200)),
    ]
    assert "六、科学技术支出七、卫生健康支出八、农业农村支出" not in _names(rows_of(lines, 0, 3))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("编制部门：某市第", "12", "中学（汇总）"), False),
        (("其中：政府性基金", "12"), True),
        (("住房保障：公积金", "12.50"), True),
        (("公用经费：", "12"), True),
    ],
    ids=["the discloser", "a part", "a row with a colon", "a colon at its end"],
)
def test_the_name_above_a_table_is_no_row_of_figures(texts: tuple[str, ...], expected: bool) -> None:
    assert is_anchor(_line(100, *[(text, 100.0 * at) for at, text in enumerate(texts)])) is expected


def test_digits_close_between_two_words_are_no_figures_of_a_row() -> None:
    sentence = [Segment(t, x0, 96, x1, 104, ()) for t, x0, x1 in (("全区第", 0, 24), ("44", 26, 34), ("片区", 36, 52))]
    row = [Segment(t, x0, 96, x1, 104, ()) for t, x0, x1 in (("收入", 0, 16), ("44", 40, 48), ("支出", 50, 66))]
    assert [is_anchor(sentence), is_anchor(row)] == [False, True]


def test_names_of_funds_without_figures_are_rows_and_no_lines_of_the_next() -> None:
    lines = [
        _line(100, ("一般公共预算财政拨款", 40), ("7.00", 200)),
        _line(113, ("政府性基金预算财政拨款", 40)),
        _line(126, ("国有资本经营预算财政拨", 40)),
        _line(138, ("款", 40)),
        _line(151, ("总计", 40), ("9.00", 200)),
        _line(181, ("注", 40), ("9.00", 200)),
    ]
    found = _names(rows_of(lines, 0, 5))
    assert "一般公共预算财政拨款" in found
    assert "总计" in found
