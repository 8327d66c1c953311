"""Small documents in every format and the records they must turn into.

`python -m tests.extract.golden.documents` writes the records anew; the difference is to be read before committing.
The parser version changes with every line of code and is masked.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import openpyxl

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import to_json_line

HERE = Path(__file__).parent
MASKED = "masked"

TITLE = "青河区档案馆2023年度部门决算"
OPENING = "本部门无下属预算单位。"
HEADING = "一、收入支出决算总体情况说明"
CLAIM = "2023年度收、支总计120.50万元，比上年增加20.50万元，增长20.5%。"
EMPTY = "本部门没有国有资本经营预算支出。"
SUMMARY = [
    ["收入支出决算总表", "", "", "", "", ""],
    ["", "", "", "", "", "公开01表"],
    ["部门：青河区档案馆", "", "", "", "", "单位：万元"],
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "金额", "项目", "行次", "金额"],
    ["一、一般公共预算财政拨款收入", "1", "118.50", "一、一般公共服务支出", "5", "100.50"],
    ["二、其他收入", "2", "2.00", "二、住房保障支出", "6", "20.00"],
    ["本年收入合计", "3", "120.50", "本年支出合计", "7", "120.50"],
    ["总计", "4", "120.50", "总计", "8", "120.50"],
    ["注：本表列示总收支。", "", "", "", "", ""],
]
EXPENDITURE = [
    ["支出决算表", "", "", "", "", "", "", ""],
    ["部门：青河区档案馆", "", "", "", "", "", "", "单位：万元"],
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    ["合计", "", "120.50", "90.00", "30.50", "", "", ""],
    ["201", "一般公共服务支出", "100.50", "70.00", "30.50", "", "", ""],
    ["20126", "档案事务", "100.50", "70.00", "30.50", "", "", ""],
    ["2012601", "行政运行", "70.00", "70.00", "", "", "", ""],
    ["2012604", "档案馆", "30.50", "0.00", "30.50", "", "", ""],
    ["221", "住房保障支出", "20.00", "20.00", "", "", "", ""],
    ["22102", "住房改革支出", "20.00", "20.00", "", "", "", ""],
    ["2210201", "住房公积金", "20.00", "20.00", "", "", "", ""],
]


def text_file() -> bytes:
    """TXT: tables as tab-separated lines, the lead rows as lines."""
    lines = [TITLE, "", OPENING, ""]
    for table in (SUMMARY, EXPENDITURE):
        for row in table:
            filled = [text for text in row if text]
            is_lead = table.index(row) < 3 - (table is EXPENDITURE) or row[0].startswith("注")
            lines += filled if is_lead else ["\t".join(row)]
        lines.append("")
    return "\n".join([*lines, HEADING, CLAIM, EMPTY, ""]).encode("utf-8")


def web_page() -> bytes:
    """HTML in GBK without saying so, tables with merged cells, furniture around the article."""

    def row(cells: list[str]) -> str:
        filled = [text for text in cells if text]
        if len(filled) == 1 and cells[0]:
            return f'<tr><td colspan="{len(cells)}">{filled[0]}</td></tr>'
        return "<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>"

    tables = "".join(f"<table>{''.join(map(row, table))}</table>" for table in (SUMMARY, EXPENDITURE))
    body = f"<p>{OPENING}</p>{tables}<p>{HEADING}</p><p>{CLAIM.replace('比上年', '<b>比上年</b>')}</p><p>{EMPTY}</p>"
    return (
        f"<html><head><title>青河区</title></head><body><div class='nav'>首页</div><h1>{TITLE}</h1>"
        f"<div id='zoom'>{body}</div><div class='footer'>主办：青河区</div></body></html>"
    ).encode("gb18030")


def workbook() -> bytes:
    """XLSX: a sheet per table, amounts as numbers with a format."""
    book = openpyxl.Workbook()
    for number, table in enumerate((SUMMARY, EXPENDITURE), 1):
        sheet = book.active if number == 1 else book.create_sheet()
        assert sheet is not None
        sheet.title = f"表{number}"
        for row_no, row in enumerate(table, 1):
            for col_no, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(row_no, col_no)
                    is_amount = "." in text
                    cell.value = float(text) if is_amount else text
                    cell.number_format = "#,##0.00" if is_amount else "General"
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(table[0]))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def word_file() -> bytes:
    """DOCX: the article with its tables, lead rows merged."""
    document = docx.Document()
    for text in (TITLE, OPENING):
        document.add_paragraph(text)
    for table in (SUMMARY, EXPENDITURE):
        drawn = document.add_table(len(table), len(table[0]))
        for row_no, row in enumerate(table):
            for col_no, text in enumerate(row):
                drawn.cell(row_no, col_no).text = text
        drawn.cell(0, 0).merge(drawn.cell(0, len(table[0]) - 1))
    for text in (HEADING, CLAIM, EMPTY):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


DOCUMENTS: dict[str, tuple[Callable[[], bytes], Context]] = {
    "text": (text_file, Context(file="决算.txt")),
    "page": (web_page, Context(file="t20240901_1.html", url="http://a.example/t20240901_1.html")),
    "workbook": (workbook, Context(file="决算表.xls", link_title=TITLE)),
    "word": (word_file, Context(file="决算.doc")),
    "budget": (lambda: text_file().replace("决算".encode(), "预算".encode()), Context(file="预算.txt")),
    "unknown": (lambda: b"\x00\x01 not a document", Context(file="附件.rar", department="青河区档案馆")),
}


def records(name: str) -> list[str]:
    """The records of one document as JSON lines; hashes of packages vary with their time stamps and are masked."""
    make, context = DOCUMENTS[name]
    parsed = parse(make(), context)
    document = msgspec.structs.replace(parsed.document, parser_version=MASKED)
    everything = msgspec.structs.replace(parsed, document=document).records()
    return [to_json_line(msgspec.structs.replace(record, sha256=MASKED)).decode() for record in everything]


def main() -> None:
    """Write every golden file."""
    for name in DOCUMENTS:
        (HERE / f"{name}.jsonl").write_text("\n".join(records(name)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
