"""Which row a line without figures belongs to."""

from __future__ import annotations

from pipelines.extract.readers.pdf.row_lines import rows_of
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
