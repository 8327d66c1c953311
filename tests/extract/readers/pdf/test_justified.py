"""Names whose characters are spread over their cells stand as one text in the rows of a table."""

from __future__ import annotations

from pipelines.extract.readers.pdf.justified import with_justified
from pipelines.extract.readers.pdf.segments import Segment

EM = 10.0


def _line(middle: float, *texts: tuple[str, float]) -> list[Segment]:
    return [Segment(text, x, middle - EM / 2, x + EM * len(text), middle + EM / 2, ()) for text, x in texts]


def _spread(text: str, x0: float, x1: float) -> list[tuple[str, float]]:
    """The characters of a text evenly between two ends."""
    step = (x1 - x0 - EM) / (len(text) - 1)
    return [(char, x0 + step * at) for at, char in enumerate(text)]


def _texts(lines: list[list[Segment]]) -> list[list[str]]:
    return [[piece.text for piece in line] for line in with_justified(lines)]


def test_characters_evenly_apart_are_one_text_and_shorter_ones_in_its_cell_too() -> None:
    lines = [
        _line(100, ("205", 0), *_spread("教育支出", 60, 160), ("8.00", 200)),
        _line(120, ("20502", 0), *_spread("档案馆", 60, 160), ("8.00", 200)),
        _line(140, *_spread("合计", 60, 160), ("8.00", 200)),
    ]
    assert _texts(lines) == [["205", "教育支出", "8.00"], ["20502", "档案馆", "8.00"], ["合计", "8.00"]]


def test_two_names_side_by_side_stay_two() -> None:
    lines = [_line(100, *_spread("教育支出", 0, 100), ("8.00", 120), *_spread("科学技术支出", 180, 280), ("9.00", 300))]
    assert _texts(lines) == [["教育支出", "8.00", "科学技术支出", "9.00"]]


def test_columns_of_single_characters_stay_columns() -> None:
    """类, 款 and 项 head columns of one width; so do the characters of labels written downwards."""
    heading = _line(80, *_spread("基项上经", 0, 120))
    parts = _line(100, ("类", 0), ("款", 40), ("项", 80), ("1", 120))
    lines = [heading, parts, _line(120, ("205", 0), *_spread("教育支出", 60, 160), ("8.00", 200))]
    assert _texts(lines)[:2] == [["基", "项", "上", "经"], ["类", "款", "项", "1"]]


def test_the_glyphs_of_a_text_stay_with_it() -> None:
    chars = [Segment(char, x, 95, x + EM, 105, (at,)) for at, (char, x) in enumerate(_spread("教育支出", 0, 100))]
    (whole, _), *_ = with_justified([[*chars, *_line(100, ("8.00", 200))]])
    assert (whole.text, whole.x0, whole.x1, whole.members) == ("教育支出", 0.0, 100.0, (0, 1, 2, 3))
