"""Workbooks and Word documents to test with, and packages with other parts."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl

from pipelines.extract.content import Content

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


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


def document_bytes(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The package with some members replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return stream.getvalue()


def told(content: Content) -> tuple[str, list[str]]:
    return content.status, [item.code for item in content.flaws]
