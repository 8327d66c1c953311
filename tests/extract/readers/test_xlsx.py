"""Workbooks as their reader sees them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from pipelines.extract.readers.office import read_xlsx
from pipelines.extract.readers.sheets import reference
from tests.extract.readers.packages import repacked, saved, summary_book
from tests.extract.readers.pages import check_promise, grids, shape


def test_a_sheet_looks_like_any_other_page() -> None:
    content = read_xlsx(saved(summary_book()))
    [page] = content.pages
    assert (page.number, page.sheet) == (1, "公开01表")
    assert shape(page) == [
        "收入支出决算总表",
        "公开01表",
        "部门：青河区档案馆",
        "金额单位：万元",
        [["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"],
         ["一、财政拨款收入", "10,152.21", "一、教育支出", "-"], ["合计", "854.15", "", ""]],
        "注：本表反映总收支。",
    ]  # fmt: skip
    [grid] = grids(content)
    assert {cell.text: cell.cell_ref for cell in grid.cells}["10,152.21"] == "B6"
    assert [cell.col_span for cell in grid.cells[:2]] == [2, 2]
    check_promise(content)


def test_hidden_empty_and_stacked_sheets() -> None:
    book = summary_book()
    hidden = book.create_sheet("旧表")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    stacked = book.create_sheet("两表")
    for row in (["表一"], ["甲", "乙"], [1, 2], [], ["表二"], ["丙", "丁"], [3, 4], [], ["续", 5]):
        stacked.append(row)
    stacked.column_dimensions["C"].hidden = True
    content = read_xlsx(saved(book))
    assert [(page.number, page.sheet, bool(page.text)) for page in content.pages] == [
        (1, "公开01表", True), (2, "旧表", False), (3, "空", False), (4, "两表", True),
    ]  # fmt: skip
    assert shape(content.pages[3]) == [
        "表一", [["甲", "乙"], ["1", "2"]], "表二", [["丙", "丁"], ["3", "4"], ["", ""], ["续", "5"]],
    ]  # fmt: skip
    assert [(item.code, item.where.page) for item in content.flaws] == [("hidden_sheet", 2), ("hidden_cells", 4)]


def test_amounts_in_hidden_rows_and_columns_are_told() -> None:
    book = summary_book()
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[6].hidden = True
    content = read_xlsx(saved(book))
    assert [(item.code, item.message) for item in content.flaws] == [
        ("hidden_amounts", "1 amounts in hidden rows or columns, the first in B6")
    ]
    sheet.row_dimensions[6].hidden = False
    sheet.column_dimensions["B"].hidden = True
    assert [item.code for item in read_xlsx(saved(book)).flaws] == ["hidden_amounts"]


def test_a_sheet_that_the_workbook_does_not_list_is_told() -> None:
    book = summary_book()
    book.create_sheet("表二")["A1"] = 1
    data = saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listing = archive.read("xl/workbook.xml")
    lost = re.sub(rb"<sheet [^>]*sheetId=\"2\"[^>]*/>", b"", listing)
    content = read_xlsx(repacked(data, {"xl/workbook.xml": lost}))
    assert [page.sheet for page in content.pages] == ["公开01表"]
    assert [item.code for item in content.flaws] == ["file_disordered"]


def test_a_formula_without_a_result_is_told() -> None:
    book = summary_book()
    sheet = book.active
    assert sheet is not None
    sheet["B7"] = "=SUM(B6:B6)"
    content = read_xlsx(saved(book))
    assert [item.code for item in content.flaws] == ["formula_without_value"]
    assert "B7" in content.flaws[0].message


def test_a_number_that_its_format_keeps_back_is_told() -> None:
    book = summary_book()
    sheet = book.active
    assert sheet is not None
    sheet["B7"].number_format = ";;;"
    sheet["D6"] = 0
    sheet["D6"].number_format = "0.00;-0.00;"
    content = read_xlsx(saved(book))
    assert [(item.code, item.message[:2], item.where.page) for item in content.flaws] == [("number_not_shown", "B7", 1)]
    assert shape(content.pages[0])[4][3] == ["合计", "", "", ""]


def test_what_lies_under_a_merged_cell_is_told_unless_it_repeats_it() -> None:
    """Programs keep the texts of cells that are merged by copying a format; they show the first one only."""
    book = summary_book()
    sheet = book.active
    assert sheet is not None
    rows = len(list(sheet.rows)) + 1
    sheet.append(["总计", "总计", 3, 4])
    data = saved(book)
    below = repacked(data, {"xl/worksheets/sheet1.xml": sheet_with_merge(data, f"A{rows}:B{rows}")})
    assert read_xlsx(below).flaws == []
    over = repacked(data, {"xl/worksheets/sheet1.xml": sheet_with_merge(data, f"B{rows}:D{rows}")})
    [told] = read_xlsx(over).flaws
    assert (told.code, told.message.split()[0], told.message[-2:]) == ("cells_covered", "2", f"C{rows}")


def sheet_with_merge(data: bytes, area: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    return sheet.replace(b"</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'.encode())


def test_zeros_that_the_sheet_hides_are_blank() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["甲", "乙"])
    sheet.append([0, 1])
    sheet.sheet_view.showZeros = False
    assert shape(read_xlsx(saved(book)).pages[0]) == [[["甲", "乙"], ["", "1"]]]


def test_a_title_merged_over_all_columns_does_not_widen_the_table() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["支出决算表"], ["项目", "金额"], ["合计", "1.00"]):
        sheet.append(row)
    sheet.merge_cells("A1:XFD1")
    content = read_xlsx(saved(book))
    assert shape(content.pages[0]) == ["支出决算表", [["项目", "金额"], ["合计", "1.00"]]]
    check_promise(content)


def test_one_drawn_blank_row_stays_and_more_do_not() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["合计", "公务接待费"])
    side = Side(style="thin")
    for row in (2, 3, 4):
        for col in (1, 2):
            sheet.cell(row, col).border = Border(left=side, bottom=side)
    assert shape(read_xlsx(saved(book)).pages[0]) == [[["合计", "公务接待费"], ["", ""]]]


def test_a_total_below_drawn_blank_rows_belongs_to_their_table() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("科目编码", "科目名称", "金额"), (), (), ("合计",)):
        sheet.append(row)
    side = Side(style="thin")
    for number in range(1, 5):
        for col in (1, 2, 3):
            sheet.cell(number, col).border = Border(left=side, bottom=side)
    (grid,) = grids(read_xlsx(saved(book)))
    assert [cell.text for cell in grid.cells if cell.col == 0] == ["科目编码", "", "", "合计"]


def test_dates_truths_and_texts() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([dt.date(2024, 8, 5), True, "2010301", 2010301, "854.10"])
    sheet["A1"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.append(["a", "b", "c", "d", "e"])
    assert shape(read_xlsx(saved(book)).pages[0])[0][0] == ["2024年8月5日", "TRUE", "2010301", "2010301", "854.10"]


@pytest.mark.parametrize(
    ("position", "ref"), [((0, 0), "A1"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((0, 16383), "XFD1")]
)
def test_references(position: tuple[int, int], ref: str) -> None:
    assert reference(*position) == ref


def test_shared_strings_with_runs_readings_and_escapes() -> None:
    """As Excel and WPS write them: strings in a part of their own, referred to by number."""
    sheet = (
        '<worksheet xmlns="urn:x"><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c t="s"><v>9</v></c><c t="str"><f>A1</f><v>文</v></c><c t="e"><v>#REF!</v></c></row>'
        "</sheetData></worksheet>"
    )
    strings = (
        '<sst xmlns="urn:x"><si><r><t>合</t></r><r><t> 计</t></r>'
        '<r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r><rPh><t>he</t></rPh></si>'
        "<si><t>a_x000D_b</t></si></sst>"
    )
    relations = '<Relationships><Relationship Id="r1" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="urn:r"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    assert shape(read_xlsx(stream.getvalue()).pages[0]) == [[["合 计²", "a b", ""], ["", "文", "#REF!"]]]
