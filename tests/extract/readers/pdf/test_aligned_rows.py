"""Names in several lines that stand as close as rows do: the alignment of the cells tells which row each belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.extract.readers.pdf.aligned_rows import aligned_rows
from pipelines.extract.readers.pdf.segments import Segment

PITCH, EM = 12.0, 10.0
NAMES = (("教育支出",), ("机关单位基", "本养老保险", "缴费支出"), ("进修及培训",), ("行政事业单", "位医疗"))
CODES = ("205", "20805", "20508", "21011")
SEPARATORS = [50.0, 130.0]


def _piece(text: str, x: float, middle: float) -> Segment:
    return Segment(text, x, middle - EM / 2, x + EM * len(text), middle + EM / 2, ())


def _lines(names: Sequence[tuple[str, ...]], share: float, codes: Sequence[str] = CODES) -> list[list[Segment]]:
    """Rows whose figures stand at this share of the height of their names, lines evenly spaced over all rows."""
    at: dict[float, list[Segment]] = {}
    top = 100.0
    for code, own in zip(codes, names, strict=True):
        height = top + share * PITCH * (len(own) - 1)
        at.setdefault(height, []).extend([_piece(code, 0, height), _piece("8.00", 200, height)])
        for number, line in enumerate(own):
            middle = top + number * PITCH
            at.setdefault(middle, []).append(_piece(line, 60, middle))
        top += PITCH * len(own)
    return [sorted(at[height], key=lambda piece: piece.x0) for height in sorted(at)]


def _read(lines: list[list[Segment]], last: int) -> list[str]:
    rows = aligned_rows(lines, 0, last, SEPARATORS)
    return ["".join(piece.text for piece in row.segments if not piece.is_number) for row in rows]


def _last(lines: list[list[Segment]]) -> int:
    return max(number for number, line in enumerate(lines) if any(piece.is_number for piece in line))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["top", "middle", "bottom"])
def test_the_one_alignment_that_explains_all_lines_tells_the_rows(share: float) -> None:
    lines = _lines(NAMES, share)
    assert _read(lines, _last(lines)) == ["".join(name) for name in NAMES]


def test_lines_that_two_alignments_explain_are_left_to_others() -> None:
    """The first line of the second name may as well be the last one of the first."""
    lines = _lines((("行政事业单", "位医疗补助"), ("位医疗",)), 0.0, CODES[:2])
    assert _read(lines, _last(lines)) == []


def test_a_name_without_figures_is_a_row_of_its_own() -> None:
    names = (("一、教育支", "出"), ("二、卫生支",), ("三、科学技", "术支出"), ("四、社会保", "障支出"))
    lines = _lines(names, 0.0)
    lines[2] = [piece for piece in lines[2] if not piece.is_number]
    assert _read(lines, _last(lines)) == ["".join(name) for name in names]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [((("本年收入", "合计"), *NAMES[1:]), "本年收入合计"), ((("三、其他收入", "合计"), *NAMES[1:]), None)],
    ids=["of this total", "of another row"],
)
def test_a_bare_total_ends_what_it_may_sum_up(names: tuple[tuple[str, ...], ...], wanted: str | None) -> None:
    lines = _lines(names, 0.0)
    found = _read(lines, _last(lines))
    assert wanted in found if wanted else "三、其他收入合计" not in found


def test_the_rest_of_a_row_overleaf_stands_above_the_rows_by_itself() -> None:
    names = (*NAMES, *NAMES[1:])
    lines = _lines(names, 0.0, (*CODES, *CODES[1:]))
    rest = [_piece("管理事务", 60, lines[0][0].middle - PITCH)]
    assert _read([rest, *lines], _last(lines) + 1) == ["管理事务", *("".join(name) for name in names)]


def test_a_note_below_a_full_name_is_no_line_of_it() -> None:
    lines = _lines(NAMES[:3], 0.0, CODES[:3])
    note = [_piece("注：本表反映收支", 60, lines[-1][0].middle + PITCH)]
    assert _read([*lines, note], _last(lines))[-1] == "进修及培训"


def test_bare_blank_rows_before_a_total_are_no_lines_of_it() -> None:
    """A full name without figures above 本年支出合计: the sum has no part of it."""
    names = (("抗疫国债等",), ("本年支出合计",), ("行政事业单", "位医疗"), ("年末结转和结余",))
    lines = _lines(names, 0.0, ("1", "2", "3", "4"))
    lines[0] = [piece for piece in lines[0] if not piece.is_number]
    assert "抗疫国债等本年支出合计" not in _read(lines, _last(lines))


def test_brackets_that_may_not_end_or_begin_a_line_leave_it_short() -> None:
    names = (("因公出国", "（境）费用"), ("公务用车运行", "维护费"), ("会议费",), ("培训费及其他", "费用"))
    lines = _lines(names, 0.0)
    assert _read(lines, _last(lines)) == ["".join(name) for name in names]


def test_the_last_row_keeps_the_rest_of_its_code() -> None:
    """A code of two lines stands round its figures: 21011 above them, 01 below, where the page ends."""
    lines = _lines(NAMES, 0.0)
    height = lines[_last(lines)][0].middle
    lines[_last(lines)][0] = _piece("21011", 0, height - EM / 4)
    rest = [_piece("01", 0, height + EM / 2)]
    last = _last(lines)
    rows = aligned_rows([*lines[: last + 1], rest, *lines[last + 1 :]], 0, last, SEPARATORS)
    assert [piece.text for piece in rows[-1].segments if piece.is_number] == ["21011", "8.00", "01"]
