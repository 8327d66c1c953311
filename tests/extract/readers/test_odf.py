"""OpenDocument texts and workbooks, as LibreOffice writes them, look like those of Office."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.readers.office import read_odf
from tests.extract.readers.packages import told
from tests.extract.readers.pages import check_promise, grids, shape

NAMES = " ".join(f'xmlns:{name}="urn:x:{name}"' for name in ("office", "text", "table", "style", "fo", "draw", "dc"))
STYLES = (
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="low"><style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="hid"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="away"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="box"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
)
MERGED = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'


def packed(kind: str, body: str, *, manifest: str = "") -> bytes:
    """A package of the kind `text` or `spreadsheet`."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", content)
        package.writestr("meta.xml", f"<office:document-meta {NAMES}><dc:title>决算</dc:title></office:document-meta>")
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return stream.getvalue()


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = "", name: str = "table-cell") -> str:
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:{name} {more}>{shown}</table:{name}>"


def covered(text: str = "", more: str = "") -> str:
    return cell(text, more, "covered-table-cell")


def number(value: str, text: str, more: str = "") -> str:
    return cell(text, f'office:value-type="float" office:value="{value}" {more}')


def test_a_text_is_read_in_order_with_its_tables() -> None:
    body = (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        "<text:h>支出<text:s text:c='2'/>决算表</text:h>"
        '<text:p>1<text:span text:style-name="up">2</text:span><text:span text:style-name="hid">藏</text:span>'
        "<text:note><text:note-citation>3</text:note-citation><text:note-body>注</text:note-body></text:note>"
        '<text:span text:style-name="low">4</text:span><text:span text:style-name="out">5</text:span>元</text:p>'
        "<table:table><table:table-header-rows>"
        + row(cell("项目", MERGED), covered(), cell("金额"))
        + "</table:table-header-rows>"
        + row(covered(), covered(), cell("万元"))
        + row(cell("类"), cell("款"), cell("1.00"))
        + "</table:table><text:list><text:list-item><text:p>后</text:p></text:list-item></text:list>"
        "<text:p><draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame>锚</text:p>"
    )
    content = read_odf(packed("text", body))
    assert shape(content.pages[0]) == [
        "支出 决算表", "1²³₄5\u0336元",
        [["项目", "", "金额"], ["", "", "万元"], ["类", "款", "1.00"]],
        "后", "锚", "框内",
    ]  # fmt: skip
    first = grids(content)[0].cells[0]
    assert (first.row_span, first.col_span, content.title, content.flaws) == (2, 2, "决算", [])
    check_promise(content)


def test_a_workbook_shows_what_its_cells_show() -> None:
    body = (
        "<table:table table:name='公开03表'><table:table-column table:number-columns-repeated='3'/>"
        + row(cell("支出决算表", 'table:number-columns-spanned="3"'), covered(more='table:number-columns-repeated="2"'))
        + row(cell("项目"), cell("金额"), cell("备注"), cell(more='table:number-columns-repeated="16000"'))
        + row(cell("亏"), number("-12.5", "12.50"), cell(more='table:style-name="box"'))
        + row(cell("盈"), number("1234.5", "1,234.50"), more='table:number-rows-repeated="2"')
        + row(cell(), more='table:number-rows-repeated="1000000"')
        + "</table:table><table:table table:name='旧' table:style-name='away'>"
        + row(cell("藏"))
        + "</table:table>"
    )
    content = read_odf(packed("spreadsheet", body))
    assert [(page.sheet, bool(page.text)) for page in content.pages] == [("公开03表", True), ("旧", False)]
    assert shape(content.pages[0]) == [
        "支出决算表",
        [["项目", "金额", "备注"], ["亏", "-12.50", ""], ["盈", "1,234.50", ""], ["盈", "1,234.50", ""]],
    ]
    assert [cell.cell_ref for cell in grids(content)[0].cells if cell.text == "1,234.50"] == ["B4", "B5"]
    assert [item.code for item in content.flaws] == ["hidden_sheet"]
    check_promise(content)


def test_what_a_sheet_does_not_show_is_told() -> None:
    body = (
        "<table:table><table:table-column/><table:table-column table:visibility='collapse'/>"
        + row(cell("项目"), cell("金额"), cell("说明"))
        + row(cell("甲"), number("5", "5.00"), number("7", ""))
        + row(cell("乙"), cell(more='table:formula="of:=[.B1]"'), cell("覆", 'table:number-rows-spanned="2"'))
        + row(cell("丙"), number("6", "6.00"), covered("盖"))
        + "</table:table>"
    )
    content = read_odf(packed("spreadsheet", body))
    codes = ["number_not_shown", "formula_without_value", "cells_covered", "hidden_amounts"]
    assert [item.code for item in content.flaws] == codes
    assert [item.message[:2] for item in content.flaws[:2]] == ["C2", "B3"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed("text", "<text:p/>"), ("empty", [])),
        (packed("text", "<draw:image/>"), ("needs_ocr", ["image_content"])),
        (packed("text", "<text:p>x</text:p>", manifest="<encryption-data/>"), ("encrypted", [])),
        (packed("presentation", "<text:p>x</text:p>"), ("unsupported", [])),
        (packed("text", "<text:p>x"), ("damaged", ["unreadable_file"])),
        (packed("text", "")[:-30], ("damaged", ["unreadable_file"])),
    ],
)
def test_each_way_of_being_bad_has_its_status(data: bytes, expected: tuple[str, list[str]]) -> None:
    assert told(read_odf(data)) == expected


def test_absurd_repetitions_are_bounded() -> None:
    wide = row(cell("1", 'table:number-columns-repeated="999999999"'), more='table:number-rows-repeated="999999999"')
    content = read_odf(packed("spreadsheet", f"<table:table>{wide}</table:table>"))
    assert [item.code for item in content.flaws] == ["oversized_table"]


def test_its_bytes_tell_what_it_is() -> None:
    result = parse(packed("text", "<text:p>某区档案馆2023年度部门决算</text:p>"), Context(file="决算.docx"))
    assert (result.document.media_type, result.document.department) == (
        "application/vnd.oasis.opendocument", "某区档案馆",
    )  # fmt: skip
