"""The truth must be what the file prints, and the same number must give the same file."""

from decimal import Decimal
from io import BytesIO
from typing import get_args

import openpyxl
import pypdfium2
import pytest
from msgspec.structs import replace

from pipelines.extract.records import Document, Parsed
from sample_portal.compare import compare
from sample_portal.generate import Format, Truth, disclose, generate, render
from sample_portal.sheet import Box, fold_label, header_rows, place
from sample_portal.sheets import sheets_of
from sample_portal.synthesis import LAYOUTS, make_account


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_true_cell_is_printed_in_its_place(layout: str) -> None:
    for number in range(4):
        for sheet in sheets_of(make_account(number, layout=layout)):
            boxes = {(row + 1, col + 1): box for row, col, box in place(sheet.rows)}
            covered = sum(box.rows * box.cols for box in boxes.values())
            assert covered == len(sheet.rows) * len(sheet.widths), sheet.table_id
            for cell in sheet.cells:
                assert boxes[cell.row_no, cell.col_no].text == cell.printed
                assert boxes[cell.row_no, cell.col_no].is_amount


def test_amounts_are_yuan_and_blanks_are_null() -> None:
    account = make_account(4, layout="shandong")
    for sheet in sheets_of(account):
        factor = Decimal(10000) if account.style.unit == "万元" else Decimal(1)
        for cell in sheet.cells:
            if cell.printed:
                assert cell.amount_yuan == Decimal(cell.printed.replace(",", "")) * factor
            else:
                assert cell.amount_yuan is None


@pytest.mark.parametrize("file_format", get_args(Format))
def test_a_number_gives_the_same_bytes(file_format: Format) -> None:
    first, second = generate(5, file_format), generate(5, file_format)
    assert first.data == second.data
    assert first.data != generate(6, file_format).data


def test_the_pdf_prints_every_cell() -> None:
    made = generate(8, "pdf")
    document = pypdfium2.PdfDocument(made.data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) >= 10
    for cell in made.truth.cells:
        assert cell.printed in text


def test_the_workbook_holds_numbers_where_the_truth_says() -> None:
    made = generate(9, "xlsx")
    workbook = openpyxl.load_workbook(BytesIO(made.data))
    filled = 0
    for cell in made.truth.cells:
        value = workbook.worksheets[cell.page - 1][cell.cell_ref or ""].value
        if cell.printed:
            assert Decimal(str(value)).quantize(Decimal("0.01")) == Decimal(cell.printed.replace(",", ""))
            filled += 1
        else:
            assert value is None
    assert filled > 100


def test_claims_stand_in_their_sentences() -> None:
    for number in range(12):
        disclosure = disclose(make_account(number))
        texts = {paragraph.text for paragraph in disclosure.paragraphs}
        assert len(disclosure.claims) > 20
        for claim in disclosure.claims:
            assert claim.sentence in texts
            if claim.amount_yuan is None:
                assert claim.comparisons or claim.quantities
                continue
            wan = f"{claim.amount_yuan / 10000:,.2f}"
            spellings = {wan, wan.replace(",", "")} | {
                text.rstrip("0").rstrip(".") for text in (wan, wan.replace(",", ""))
            }
            assert any(spelling + "万元" in claim.sentence for spelling in spellings)


def test_parts_can_be_published_apart() -> None:
    account = make_account(3)
    text, tables = disclose(account, parts="text"), disclose(account, parts="tables")
    assert not text.sheets
    assert text.claims
    assert tables.sheets
    assert not tables.claims


def as_read(truth: Truth) -> Parsed:
    """A perfect reading of a truth."""
    document = Document(
        sha256="0" * 64,
        file="x",
        parser_version="x",
        media_type="x",
        status="parsed",
        department=truth.department,
        document_kind="final_account",
        disclosure_level=truth.level,
        fiscal_year=truth.fiscal_year,
    )
    return Parsed(document=document, tables=truth.tables, cells=truth.cells, claims=truth.claims)


def test_compare_finds_nothing_in_a_perfect_reading() -> None:
    truth = render(make_account(2), "html").truth
    assert compare(as_read(truth), truth) == []


def test_compare_finds_a_lost_cell_a_wrong_amount_and_a_lost_claim() -> None:
    truth = render(make_account(2), "html").truth
    read = as_read(truth)
    wrong = replace(truth.cells[1], amount_yuan=Decimal("0.01"))
    read = replace(read, cells=[wrong, *truth.cells[2:]], claims=truth.claims[1:])
    kinds = {difference.kind for difference in compare(read, truth)}
    assert {"missing_cell", "cell"} <= kinds
    assert len([d for d in compare(read, truth) if d.kind == "missing_cell"]) == 1


def test_header_rows_join_equal_neighbours_and_reach_down() -> None:
    rows = header_rows(["a/b", "a/c", "d"])
    assert rows == [[Box("a", cols=2), Box("d", rows=2)], [Box("b"), Box("c")]]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("（一）项 目", "项目"),
        ("维修（护）费", "维修(护)费"),
        ("十九、住房", "住房"),
    ],
)
def test_labels_fold(printed: str, folded: str) -> None:
    assert fold_label(printed) == folded
