"""Which lines end their paragraph: by the margins of the body, whatever head and foot stand out of them."""

from __future__ import annotations

from pipelines.extract.readers.pdf.lines import Line, paragraph_ends

EM = 16.0
TEXT = "因公出国（境）费用全年预算为十五万元，支出决算"


def _line(text: str, top: float, left: float = 90.0, em: float = EM) -> Line:
    return Line(text, (left, top, left + em * len(text), top + em))


def _body() -> list[Line]:
    return [
        _line(TEXT, 60, left=122),
        *(_line(TEXT + "数据", top) for top in (90, 120, 150)),
        _line("完成全年预算。", 180),
        _line(TEXT, 210, left=122),
        _line(TEXT + "数据", 240),
    ]


def test_body_runs_on_to_the_foot_of_the_page() -> None:
    assert paragraph_ends(_body(), 595.0) == [False, False, False, False, True, False, False]


def test_head_and_foot_outside_the_margins_change_nothing_between_them() -> None:
    head = _line("2024/9/14 10:22 越江区商务局2023年度部门决算", 16, left=24, em=8)
    foot = _line("https://www.example.invalid/art/2024/9/14/art_1_2.html?from=list 4/5", 818, left=24, em=8)
    assert paragraph_ends([head, *_body(), foot], 595.0)[1:-1] == paragraph_ends(_body(), 595.0)
