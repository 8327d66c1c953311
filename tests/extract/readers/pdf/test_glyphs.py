"""Characters and their boxes, from fonts that tell too little of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.em_boxes import without_em
from tests.extract.readers.pages import grids, rows
from tests.extract.readers.pdf.drawing import COLUMNS, FONT, LANDSCAPE, make_pdf, put_rulings

_FIGURES = [("205", "教育支出"), ("20502", "普通教育"), ("213", "农林水支出"), ("21301", "农业农村")]


def _unruled(canvas: Any) -> None:
    """A table without rulings, its figures in a Latin font as LibreOffice prints it."""
    canvas.setFont(FONT, 10)
    for x, text in zip(COLUMNS, ("科目编", "科目名称", "支出合计", "基本支出", "项目支出"), strict=False):
        canvas.drawString(x, 515, text)
    canvas.drawString(COLUMNS[0], 504, "码")
    for number, (code, name) in enumerate(_FIGURES):
        y = 480 - 20 * number
        canvas.setFont(FONT, 10)
        canvas.drawString(COLUMNS[1], y, name)
        canvas.setFont("Vera", 10)
        canvas.drawString(COLUMNS[0], y, code)
        for right in COLUMNS[3:]:
            canvas.drawRightString(right, y, "234,567.50")


def test_figures_of_a_font_without_metrics_are_as_high_as_the_names_beside_them() -> None:
    vera = Path(str(reportlab.__file__)).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", str(vera)))
    data = make_pdf(_unruled, size=LANDSCAPE)
    flat = data.replace(b"/Ascent 759.7656", b"/Ascent 600.0000").replace(b"/Descent -240.2344", b"/Descent  000.0000")
    assert flat != data
    for each in (data, flat):
        (grid,) = grids(read_pdf(each).pages[0])
        assert rows(grid)[0] == ["科目编码", "科目名称", "支出合计", "基本支出", "项目支出"]


def test_brackets_of_a_font_without_metrics_have_the_box_of_their_ink_too() -> None:
    heights = np.array([9.2, 9.0, 9.1, 6.7, 6.8, 6.7])
    boxes = np.stack([np.zeros(6), heights, np.full(6, 5.0), np.zeros(6)], axis=1)
    is_cjk = np.array([True, True, False, False, False, False])
    assert without_em(boxes, is_cjk, np.array([False] * 3 + [True] * 3)).tolist() == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    boxes[4:, 1] = 9.0
    assert without_em(boxes, is_cjk, np.array([False] * 3 + [True] * 3)).tolist() == [False] * 3 + [True, False, False]


def test_small_raised_figures_are_marks_of_notes() -> None:
    def draw(canvas: Any) -> None:
        put_rulings(canvas, 4, (90, 200), 720, 20)
        for row, (text, mark) in enumerate((("1,234.50", "1"), ("234.25", "12"), ("款项", "3"))):
            y = 705 - 20 * row
            canvas.drawString(100, y, text)
            canvas.setFont(FONT, 6)
            canvas.drawString(100 + canvas.stringWidth(text, FONT, 10), y + 4, mark)
            canvas.setFont(FONT, 10)
        canvas.drawString(100, 645, "第")
        canvas.setFont(FONT, 7)
        canvas.drawString(110, 645, "4")

    (grid,) = grids(read_pdf(make_pdf(draw)).pages[0])
    assert [row[0] for row in rows(grid)] == ["1,234.50¹", "234.25¹²", "款项³", "第4"]
