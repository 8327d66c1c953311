"""Workbooks and Word documents as their readers see them, and packages that attack."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.styles import Border, Side

from pipelines.extract.content import Content
from pipelines.extract.readers.docx import read_word_xml
from pipelines.extract.readers.number_format import display
from pipelines.extract.readers.office import read_docx, read_xlsx
from pipelines.extract.readers.sheets import reference
from tests.extract.readers.pages import check_promise, grids, shape

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def summary_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "公开01表"
    sheet.append(["收入支出决算总表"])
    sheet.append([None, None, None, "公开01表"])
    sheet.append(["部门：青河区档案馆", None, None, "金额单位：万元"])
    sheet.append(["收入", None, "支出", None])
    sheet.append(["项目", "金额", "项目", "金额"])
    sheet.append(["一、财政拨款收入", 10152.21, "一、教育支出", 0])
    sheet.append(["合计", 854.145, None, None])
    sheet.append(["注：本表反映总收支。"])
    for merged in ("A1:D1", "A4:B4", "C4:D4", "A8:D8"):
        sheet.merge_cells(merged)
    for cell, code in (("B6", "#,##0.00"), ("D6", ACCOUNTING), ("B7", "0.00_ ")):
        sheet[cell].number_format = code
    return book


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


def test_a_formula_without_a_result_is_told() -> None:
    book = summary_book()
    sheet = book.active
    assert sheet is not None
    sheet["B7"] = "=SUM(B6:B6)"
    content = read_xlsx(saved(book))
    assert [item.code for item in content.flaws] == ["formula_without_value"]
    assert "B7" in content.flaws[0].message


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
    ("raw", "code", "shown"),
    [
        ("854.14999999999998", "General", "854.15"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "General", "0.001"),
        ("5.5511151231257827E-17", "General", "0"),
        ("-5.5511151231257827E-17", ACCOUNTING, "-"),
        ("100", "General", "100"),
        ("854.145", "0.00", "854.15"),
        ("854.1", "0.00_ ", "854.10"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("-1234.5", "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
        ("-1234.5", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("10152.21", ACCOUNTING, "10,152.21"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", "#,###", ""),
        ("0", "0.00", "0.00"),
        ("0.1234", "0.00%", "12.34%"),
        ("1", "0%", "100%"),
        ("101522100", '#,##0.00,,"百万"', "101.52百万"),
        ("7", "00", "07"),
        ("12345000", "0!.0,", "1234.5"),
        ("12345000", '0\\.0,"万"', "1234.5万"),
        ("-345", "0!.0000", "-0.0345"),
        ("2024", "0.0!x0", "2024.0x0"),
        ("1.5", "0.##", "1.5"),
        ("12.5", "[$¥-804]#,##0.00", "¥12.50"),
        ("0.5", "# ?/?", "0.5"),
        ("1500", "0.00E+00", "1500"),
        ("45509", "yyyy/m/d", "2024/8/5"),
        ("45509.5", "yyyy-mm-dd hh:mm", "2024-08-05 12:00"),
        ("0", '[=0]"";#,##0.00', ""),
        ("-3", '[=0]"";#,##0.00', "-3.00"),
        ("250", '[>=100]0.0,"千";0.00', "0.3千"),
        ("5", "@", "5"),
        ("5", '"共"0"个"', "共5个"),
    ],
)
def test_numbers_are_printed_as_displayed(raw: str, code: str, shown: str) -> None:
    assert display(raw, code) == shown


@pytest.mark.parametrize(
    ("position", "ref"), [((0, 0), "A1"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((0, 16383), "XFD1")]
)
def test_references(position: tuple[int, int], ref: str) -> None:
    assert reference(*position) == ref


def document_bytes(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_word_paragraphs_and_merged_tables_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("民政局2023年度部门决算")
    table = document.add_table(5, 4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "支出决算表"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "项目"
    table.cell(1, 1).merge(table.cell(1, 3)).text = "金额"
    for col, text in enumerate(("小计", "基本", "项目\n支出"), 1):
        table.cell(2, col).text = text
    table.cell(3, 0).text = "合 计"
    table.cell(3, 1).text = "1.00"
    table.cell(4, 0).merge(table.cell(4, 3)).text = "注：略"
    document.add_paragraph("后\n行")
    content = read_docx(document_bytes(document))
    assert shape(content.pages[0]) == [
        "民政局2023年度部门决算", "支出决算表",
        [["项目", "金额", "", ""], ["", "小计", "基本", "项目支出"], ["合 计", "1.00", "", ""]],
        "注：略", "后", "行",
    ]  # fmt: skip
    assert grids(content)[0].cells[0].row_span == 2
    check_promise(content)


def test_word_controls_boxes_deletions_and_fields() -> None:
    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    inside = (
        f"<w:p>{run.format('前')}<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins>{run.format('增')}</w:ins>"
        "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>"
        f"<w:p>{run.format('框内')}</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )
    control = f"<w:sdt xmlns:w='{WORD}'><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control))
    assert shape(read_docx(document_bytes(document)).pages[0]) == ["前增", "框内"]


def test_a_frame_table_is_no_grid() -> None:
    document = docx.Document()
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "封面"
    inner = table.cell(0, 0).add_table(2, 2)
    for row in range(2):
        for col in range(2):
            inner.cell(row, col).text = f"{row}{col}"
    assert shape(read_docx(document_bytes(document)).pages[0]) == ["封面", [["00", "01"], ["10", "11"]]]


def repacked(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The package with some members replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return stream.getvalue()


def told(content: Content) -> tuple[str, list[str]]:
    return content.status, [item.code for item in content.flaws]


XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("attack", [XXE, LAUGHS, XXE.decode().encode("utf-16")], ids=["external", "laughs", "utf-16"])
def test_entities_are_refused(attack: bytes) -> None:
    book = repacked(saved(summary_book()), {"xl/worksheets/sheet1.xml": attack})
    word = repacked(document_bytes(docx.Document()), {"word/document.xml": attack})
    assert told(read_xlsx(book)) == ("damaged", ["unreadable_file"])
    assert told(read_docx(word)) == ("damaged", ["unreadable_file"])


def test_shared_strings_with_runs_readings_and_escapes() -> None:
    """As Excel and WPS write them: strings in a part of their own, referred to by number."""
    sheet = (
        '<worksheet xmlns="urn:x"><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c t="s"><v>9</v></c><c t="str"><f>A1</f><v>文</v></c><c t="e"><v>#REF!</v></c></row>'
        "</sheetData></worksheet>"
    )
    strings = (
        '<sst xmlns="urn:x"><si><r><t>合</t></r><r><t> 计</t></r><rPh><t>he</t></rPh></si>'
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
    assert shape(read_xlsx(stream.getvalue()).pages[0]) == [[["合 计", "a b", ""], ["", "文", "#REF!"]]]


def test_bombs_are_refused_before_expansion() -> None:
    book = saved(summary_book())
    ratio = repacked(book, {"xl/worksheets/sheet1.xml": b" " * (60 << 20)})
    assert len(ratio) < 1 << 20
    assert told(read_xlsx(ratio)) == ("unsupported", ["archive_bomb"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(6000):
            archive.writestr(f"xl/{number}", b"")
    assert told(read_xlsx(stream.getvalue())) == ("unsupported", ["archive_bomb"])


def test_a_sheet_without_its_part_is_told() -> None:
    data = saved(summary_book())
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
    content = read_xlsx(stream.getvalue())
    assert ("page_unreadable", 1) in [(item.code, item.where.page) for item in content.flaws]


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_cut_packages_are_damaged(keep: float) -> None:
    data = saved(summary_book())
    assert read_xlsx(data[: int(len(data) * keep)]).status == "damaged"


def test_a_package_without_its_main_part_is_damaged_and_one_without_text_empty() -> None:
    assert read_xlsx(document_bytes(docx.Document())).status == "damaged"
    assert read_xlsx(saved(openpyxl.Workbook())).status == "empty"
    assert read_docx(document_bytes(docx.Document())).status == "empty"


def row_xml(*texts: str, properties: str = "") -> str:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in texts)
    return f"<w:tr>{properties}{cells}</w:tr>"


def word_xml(rows: str) -> bytes:
    """A table as Word 2003 writes it into one XML file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:body><w:p><w:r><w:t>支出决算表</w:t></w:r></w:p><w:tbl>{rows}</w:tbl></w:body></w:wordDocument>"
    ).encode()


def test_word_as_one_xml_file() -> None:
    merged = "<w:tr><w:tc><w:tcPr><w:vmerge{}/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    amount = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    first = (merged + amount).format(' w:val="restart"', "甲", 1)
    second = (merged + amount).format("", "", 2)
    content = read_word_xml(word_xml(row_xml("项目", "金额") + first + second))
    assert shape(content.pages[0]) == ["支出决算表", [["项目", "金额"], ["甲", "1"], ["", "2"]]]
    assert grids(content)[0].cells[2].row_span == 2
    assert read_word_xml(word_xml("")[:-20]).status == "damaged"
    assert read_word_xml(b'<a xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>').status == "damaged"


def test_rows_that_end_before_the_table_are_told() -> None:
    """Which of the cells is missing is not known: every amount behind it may stand under a wrong heading."""
    rows = row_xml("项目", "预算数", "决算数") + row_xml("公务接待费", "1.00")
    assert told(read_word_xml(word_xml(rows))) == ("parsed", ["short_rows"])
    ended = row_xml("公务接待费", "1.00", properties='<w:trPr><w:gridAfter w:val="1"/></w:trPr>')
    content = read_word_xml(word_xml(row_xml("项目", "预算数", "决算数") + ended))
    assert told(content) == ("parsed", [])
    begun = row_xml("1.00", "2.00", properties='<w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    content = read_word_xml(word_xml(row_xml("项目", "预算数", "决算数") + begun))
    assert shape(content.pages[0])[1] == [["项目", "预算数", "决算数"], ["", "1.00", "2.00"]]
