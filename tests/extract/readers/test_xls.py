"""Legacy workbooks as their readers see them: BIFF files, and the XML that calls itself .xls.

files/summary.xls is a workbook of our own wording, saved in the format of Excel 97.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.readers.spreadsheet_xml import read_spreadsheet_xml
from pipelines.extract.readers.xls import read_xls
from tests.extract.readers.pages import check_promise, grids, shape

BOOK = Path(__file__).parent / "files" / "summary.xls"


def record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def test_a_legacy_workbook_looks_like_a_new_one() -> None:
    content = read_xls(BOOK.read_bytes())
    assert [(page.sheet, bool(page.text)) for page in content.pages] == [
        ("公开01表", True), ("旧表", False), ("空", False), ("杂项", True),
    ]  # fmt: skip
    assert shape(content.pages[0]) == [
        "收入支出决算总表",
        "公开01表",
        "部门：青河区档案馆",
        "金额单位：万元",
        [["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"],
         ["一、财政拨款收入", "10,152.21", "一、教育支出", "-"], ["合计", "854.15", "", ""]],
        "注：本表反映总收支。",
    ]  # fmt: skip
    assert shape(content.pages[3]) == [[
        ["日期", "比率", "是否", "编码", "文字数", "公式"],
        ["2024年8月5日", "12.34%", "TRUE", "2010301", "1,234.50", "0.2468"],
        ["", "0.3", "FALSE", "0201", "", "#DIV/0!"],
    ]]  # fmt: skip
    grid = grids(content)[0]
    assert {cell.text: cell.cell_ref for cell in grid.cells}["10,152.21"] == "B6"
    assert [cell.col_span for cell in grid.cells[:2]] == [2, 2]
    assert [(item.code, item.where.page) for item in content.flaws] == [("hidden_sheet", 2), ("hidden_cells", 4)]
    check_promise(content)


def test_its_cells_carry_sheet_and_reference() -> None:
    """F61: the name says text, the bytes say workbook."""
    result = parse(BOOK.read_bytes(), Context(file="青河区档案馆2023年度部门决算.txt"))
    assert result.document.media_type == "application/vnd.ms-excel"
    amounts = {cell.line_label: (cell.sheet, cell.cell_ref, cell.amount_yuan) for cell in result.cells}
    assert amounts["财政拨款收入"][:2] == ("公开01表", "B6")
    assert amounts["财政拨款收入"][2] == 101522100


@pytest.mark.parametrize("keep", [600, 2000, 5000, 8000])
def test_a_cut_legacy_workbook_is_damaged(keep: int) -> None:
    """F57."""
    assert read_xls(BOOK.read_bytes()[:keep]).status == "damaged"


def test_a_sheet_whose_records_break_off_is_no_empty_sheet() -> None:
    data = bytearray(BOOK.read_bytes())
    at = data.rindex(struct.pack("<HHHH", 0x809, 16, 0x600, 0x10)) + 20
    data[at : at + 64] = bytes(64)
    content = read_xls(bytes(data))
    assert (content.status, [item.code for item in content.flaws]) == ("damaged", ["unreadable_file"])
    assert "break off" in (content.status_reason or "")


def test_encrypted_and_empty_legacy_workbooks() -> None:
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    assert read_xls(start + record(0x2F, bytes(54))).status == "encrypted"
    assert read_xls(start + record(0xA)).status == "empty"


SHEET = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"><NumberFormat/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="Standard"/></Style>
<Style ss:ID="s2" ss:Parent="s1"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders></Style>
<Style ss:ID="s3"><NumberFormat ss:Format="yyyy/m/d"/></Style></Styles>
<Worksheet ss:Name="三公"><Table><Column ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">三公经费支出决算表</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="String">金额</Data></Cell>
<Cell><Data ss:Type="String">日期</Data></Cell></Row>
<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>公务</B>接待费</ss:Data></Cell>
<Cell ss:StyleID="s2"><Data ss:Type="Number">1234.5</Data></Cell>
<Cell ss:StyleID="s3"><Data ss:Type="DateTime">2024-08-05T00:00:00.000</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">合计</Data></Cell>
<Cell ss:Index="3" ss:Formula="=R[-1]C"><Data ss:Type="Number"></Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def test_a_workbook_in_xml() -> None:
    content = read_spreadsheet_xml(SHEET.encode())
    assert shape(content.pages[0]) == [
        "三公经费支出决算表",
        [["项目", "金额", "日期"], ["公务接待费", "1,234.50", "2024/8/5"], ["合计", "", ""]],
    ]
    assert grids(content)[0].cells[4].cell_ref == "B5"
    assert [item.code for item in content.flaws] == ["formula_without_value", "hidden_cells", "hidden_sheet"]
    check_promise(content)
    assert parse(SHEET.encode(), Context(file="三公.xls")).document.media_type == "application/vnd.ms-excel+xml"


def test_amounts_in_columns_that_an_xml_workbook_hides_are_told() -> None:
    """A column's Span hides those after it."""
    spanned = SHEET.replace('<Column ss:Hidden="1"/>', '<Column ss:Hidden="1" ss:Span="1"/><Column/>')
    found = read_spreadsheet_xml(spanned.encode()).flaws
    assert [item.message[-2:] for item in found if item.code == "hidden_amounts"] == ["B5"]
    row = SHEET.replace('ss:Hidden="1"', "").replace("<Row><Cell><ss:Data", '<Row ss:Hidden="1"><Cell><ss:Data')
    assert "hidden_amounts" in {item.code for item in read_spreadsheet_xml(row.encode()).flaws}


def test_numbers_that_do_not_show_are_told_in_xml() -> None:
    kept_back = SHEET.replace('ss:Format="Standard"', 'ss:Format=";;;"')
    found = read_spreadsheet_xml(kept_back.encode()).flaws
    assert [item.message[:2] for item in found if item.code == "number_not_shown"] == ["B5"]


def test_a_workbook_in_xml_that_is_cut_or_attacks_is_damaged() -> None:
    """F57 and F56 for the XML that calls itself .xls."""
    assert read_spreadsheet_xml(SHEET.encode()[:-300]).status == "damaged"
    attack = SHEET.replace("<Workbook", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Workbook', 1)
    assert read_spreadsheet_xml(attack.encode()).status == "damaged"
    assert read_spreadsheet_xml(b"<Workbook/>").status == "empty"
