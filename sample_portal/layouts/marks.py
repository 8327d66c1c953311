"""The accidents of printing: how numbers, zeros, negatives and words are spelt, and where the unit stands."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from typing import Literal

import msgspec

from pipelines.extract.records import Cell
from sample_portal.sheet import Box, Sheet, place

UnitPlace = Literal["caption", "document", "headings"]
_FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_SPREAD = ("合计", "项目", "总计", "金额", "小计", "单位", "行次", "栏次", "类", "款", "项")


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """The spelling of one document; chances are of each amount or word."""

    has_notes: bool = True
    full_width: bool = False
    blank_in_number: float = 0.0
    negative: Literal["-", "－", "−", "（", "(", "△"] = "-"
    has_radicals: bool = False
    spread: str = ""
    """What stands between the two characters of a short word (合 计)."""
    unit_place: UnitPlace = "caption"
    has_year: bool = False
    """Whether a title begins with the fiscal year."""
    number_form: str = "公开{:02d}表"


def reprint(sheet: Sheet, ordinal: int, marks: Marks, draw: random.Random) -> Sheet:
    """The sheet spelt so; its cells print what its boxes print, their amounts stay."""
    printed: dict[tuple[int, int], str] = {}
    n_header = len(sheet.header)
    amount_columns = {col for _, col, box in place(sheet.body) if box.is_amount and box.cols == 1}
    rows: list[list[Box]] = [[] for _ in sheet.rows]
    for row, col, box in place(sheet.rows):
        text = box.text
        if box.is_amount:
            text = _amount(text, marks, draw) if text else text
            printed[row + 1, col + 1] = text
        else:
            is_leaf = row + box.rows >= n_header - (_is_ordinals(sheet.header[-1])) and box.cols == 1
            text = _word(text, marks)
            if marks.unit_place == "headings" and row < n_header and is_leaf and col in amount_columns:
                text = text if not text or text.isdigit() else f"{text}（{sheet.unit}）"
        rows[row].append(msgspec.structs.replace(box, text=text))
    return msgspec.structs.replace(
        sheet,
        title=_title(sheet, marks),
        number=marks.number_form.format(ordinal) if sheet.number else None,
        unit_line=sheet.unit_line if marks.unit_place == "caption" else "",
        header=rows[:n_header],
        body=rows[n_header:],
        cells=[_reprinted(cell, printed, marks) for cell in sheet.cells],
        note=sheet.note if marks.has_notes else None,
    )


def _title(sheet: Sheet, marks: Marks) -> str:
    year = f"{sheet.cells[0].fiscal_year}年度" if marks.has_year and sheet.cells else ""
    return _radicals(year + sheet.title) if marks.has_radicals else year + sheet.title


def _is_ordinals(row: list[Box]) -> bool:
    """Whether a header row is the 栏次 row."""
    return any(box.text == "1" for box in row)


def _reprinted(cell: Cell, printed: dict[tuple[int, int], str], marks: Marks) -> Cell:
    """The note under T09 says which budget its 预算数 are: without it nothing does, unless column or row do."""
    told = f"{cell.column_header}{cell.line_label}"
    is_basis_told = marks.has_notes or cell.phase == "final" or "年初预算" in told or "全年预算" in told
    phase = cell.phase if is_basis_told else "budget_unspecified"
    return msgspec.structs.replace(cell, printed=printed[cell.row_no, cell.col_no], phase=phase)


def _amount(text: str, marks: Marks, draw: random.Random) -> str:
    if text.startswith("-") and len(text) > 1:
        text = {"（": f"（{text[1:]}）", "(": f"({text[1:]})"}.get(marks.negative, marks.negative + text[1:])
    if draw.random() < marks.blank_in_number:
        text = text.replace(".", ". " if draw.random() < 0.5 else " .")
    return text.translate(_FULL_WIDTH) if marks.full_width else text


def _word(text: str, marks: Marks) -> str:
    if marks.spread and text in _SPREAD and len(text) == 2:
        text = marks.spread.join(text)
    return _radicals(text) if marks.has_radicals else text


@cache
def _radical_table() -> dict[int, str]:
    """The characters that have a Kangxi radical of the same shape (U+2F00-2FD5), and a few CJK radicals."""
    kangxi = {ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord("长"): "⻓", ord("门"): "⻔", ord("车"): "⻋", ord("民"): "⺠"}


def _radicals(text: str) -> str:
    return text.translate(_radical_table())
