"""Word documents (packages, and those saved as one XML file) as their reader sees them."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml

from pipelines.extract.readers.docx import read_word_xml
from pipelines.extract.readers.office import read_docx
from tests.extract.readers.packages import document_bytes, told
from tests.extract.readers.pages import check_promise, grids, shape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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
    assert content.flaws == []
    hidden = read_word_xml(word_xml(row_xml("项目", "金额") + first + (merged + amount).format("", "乙", 2)))
    assert [(item.code, item.message[-1]) for item in hidden.flaws] == [("cells_covered", "乙")]
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


def test_what_is_raised_does_not_continue_the_number_before_it() -> None:
    """A note's mark behind an amount must not become its last digit."""
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>[1]</w:t></w:r>"
    document = docx.Document()
    struck = raised.replace("w:vertAlign w:val='superscript'", "w:dstrike")
    lowered = raised.replace("superscript", "subscript")
    for marked in (raised, lowered, struck, struck.replace("w:dstrike", "w:strike w:val='0'")):
        paragraph = f"<w:p xmlns:w='{WORD}'><w:r><w:t>234.25</w:t></w:r>{marked}</w:p>"
        document.element.body.insert(0, parse_xml(paragraph))
    expected = ["234.25[1]", "234.25[1\u0336]", "234.25[₁]", "234.25[¹]"]
    assert shape(read_docx(document_bytes(document)).pages[0]) == expected


def test_a_column_whose_deletion_is_tracked_is_gone() -> None:
    deleted = "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc></w:tr>"
    rows = "".join(row_xml(*texts).replace("</w:tr>", deleted) for texts in (("项目", "金额"), ("合计", "1.00")))
    assert shape(read_word_xml(word_xml(rows)).pages[0])[1] == [["项目", "金额"], ["合计", "1.00"]]
