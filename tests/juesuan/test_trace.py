"""`juesuan trace`: from a fact of the release to the picture of its page, and what it says when there is no way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest
from PIL import Image

from pipelines.extract.records import Cell, Parsed
from pipelines.proof.pictures import BOX_COLOUR, PIXELS_PER_POINT
from sample_portal.generate import Format
from tests.juesuan.command import Command
from tests.proof.documents import read
from warehouse.archive import Archive
from warehouse.home import Home

FACT_ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "0123456789abcdef0123456789abcd00"
KEPT = ("T01", "T03")
TABLES = """
CREATE SCHEMA evidence;
CREATE TABLE fct_document (document_key VARCHAR, document_sha256 VARCHAR, region_code VARCHAR, fiscal_year BIGINT,
    department_printed VARCHAR, title VARCHAR, url VARCHAR, file_name VARCHAR, media_type VARCHAR, pages BIGINT,
    is_counted BOOLEAN, is_current BOOLEAN, document_id VARCHAR);
CREATE TABLE fct_spending (fact_id VARCHAR, document_key VARCHAR, page BIGINT, table_seq BIGINT, row_no BIGINT,
    char_start BIGINT, char_end BIGINT, total_amount_yuan DECIMAL(18, 2), total_col_no BIGINT, total_printed VARCHAR);
CREATE TABLE fct_claim (document_key VARCHAR, page BIGINT, char_start BIGINT, char_end BIGINT, sentence VARCHAR);
CREATE TABLE evidence.printed_table (document_key VARCHAR, table_seq BIGINT, title_printed VARCHAR);
CREATE TABLE evidence.page (document_key VARCHAR, page BIGINT, page_text VARCHAR);
CREATE TABLE evidence.cell (document_key VARCHAR, page BIGINT, table_seq BIGINT, table_id VARCHAR, row_no BIGINT,
    col_no BIGINT, line_code VARCHAR, line_label VARCHAR, column_header VARCHAR, measure VARCHAR, phase VARCHAR,
    printed VARCHAR, unit_printed VARCHAR, amount_yuan DECIMAL(24, 6), bbox DOUBLE[], sheet VARCHAR, cell_ref VARCHAR);
"""


class Release:
    """A home whose current release holds one generated document, a table fact and a narrative fact of it."""

    def __init__(self, root: Path, file_format: Format) -> None:
        data, parsed = read(file_format)
        self.parsed: Parsed = parsed
        self.sha256 = Archive(Home(root).archive).put(data)
        self.cell: Cell = max(
            (cell for cell in self.parsed.cells if cell.table_id == "T03"), key=lambda cell: len(cell.printed)
        )
        folder = root / "releases" / "2024-01-01-1"
        folder.mkdir(parents=True)
        (root / "current").symlink_to(folder)
        with duckdb.connect(str(folder / "juesuan.duckdb")) as connection:
            connection.execute(TABLES)
            self._fill(connection)

    def _fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        document, cell, key = self.parsed.document, self.cell, "k" * 32
        for sha256, name in ((self.sha256, key), (_like(self.sha256), "other")):
            connection.execute(
                "INSERT INTO fct_document "
                "VALUES (?, ?, '990101', ?, ?, ?, 'https://example.org/a', ?, ?, ?, true, true, ?)",
                [name, sha256, document.fiscal_year, document.department, document.title, document.file,
                 document.media_type, document.pages, name],
            )  # fmt: skip
        names = [row[0] for row in connection.execute("DESCRIBE evidence.cell").fetchall()]
        rows = [
            [key, *(getattr(each, name) for name in names[1:])] for each in self.parsed.cells if each.table_id in KEPT
        ]
        connection.executemany(f"INSERT INTO evidence.cell VALUES ({', '.join('?' * len(names))})", rows)
        pages = [[key, page.page, page.text] for page in self.parsed.pages]
        connection.executemany("INSERT INTO evidence.page VALUES (?, ?, ?)", pages)
        self.span = self.parsed.claims[0].spans[0] if self.parsed.claims else None
        facts: list[list[object]] = [
            [
                FACT_ID,
                key,
                cell.page,
                cell.table_seq,
                cell.row_no,
                None,
                None,
                cell.amount_yuan,
                cell.col_no,
                cell.printed,
            ]
        ]
        if self.span:
            start, end = self.span.char_start, self.span.char_end
            facts.append([OTHER_ID, key, self.span.page, None, None, start, end, 1, None, "x"])
            claim = [key, self.span.page, start, end, self.parsed.claims[0].sentence]
            connection.execute("INSERT INTO fct_claim VALUES (?, ?, ?, ?, ?)", claim)
        connection.executemany(f"INSERT INTO fct_spending VALUES ({', '.join('?' * 10)})", facts)


def _like(sha256: str) -> str:
    """Another hash with the same first 8 digits."""
    return sha256[:8] + hashlib.sha256(b"other").hexdigest()[8:]


def red_box(path: Path) -> tuple[float, ...]:
    """The outer bounds, in points, of what is drawn red."""
    image = Image.open(path).convert("RGB")
    pixels = image.load()
    assert pixels is not None
    red = [(x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == BOX_COLOUR]
    xs, ys = [x for x, _ in red], [y for _, y in red]
    return tuple(side / PIXELS_PER_POINT for side in (min(xs), min(ys), max(xs), max(ys)))


@pytest.fixture
def pdf(juesuan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.chdir(tmp_path)
    return Release(juesuan.home, "pdf")


def test_a_fact_leads_to_its_boxed_cell(juesuan: Command, pdf: Release, tmp_path: Path) -> None:
    ran = juesuan("trace", FACT_ID)
    assert ran.code == 0, ran.err
    cell = pdf.cell
    assert cell.amount_yuan is not None
    for told in (
        "https://example.org/a",
        pdf.sha256,
        f"{cell.page} of {pdf.parsed.document.pages}",
        f"{cell.table_seq}: T03",
        f"{cell.row_no}: {cell.line_code or ''} {cell.line_label}".replace(":  ", ": "),
        f"{cell.col_no}: ",
        f"“{cell.printed}” {cell.unit_printed} = {cell.amount_yuan:,.2f} yuan",
        f"fct_spending.total_amount_yuan = {cell.amount_yuan:,.2f}",
        FACT_ID,
    ):
        assert " ".join(told.split()) in " ".join(ran.out.split())
    assert red_box(tmp_path / f"trace-{FACT_ID[:12]}.png") == pytest.approx(cell.bbox, abs=5)


def test_a_cell_leads_to_its_picture_and_its_facts(juesuan: Command, pdf: Release, tmp_path: Path) -> None:
    cell, path = pdf.cell, tmp_path / "cell.png"
    place = ["--table", str(cell.table_seq), "--row", str(cell.row_no), "--col", str(cell.col_no)]
    ran = juesuan("trace", pdf.sha256[:12].upper(), *place, "--out", str(path))
    assert ran.code == 0, ran.err
    assert "fct_spending.total_amount_yuan" in ran.out
    assert red_box(path) == pytest.approx(cell.bbox, abs=5)
    assert not list(tmp_path.glob("trace-*"))


def test_a_fact_of_the_text_leads_to_its_sentence(juesuan: Command, pdf: Release, tmp_path: Path) -> None:
    ran = juesuan("trace", OTHER_ID)
    assert ran.code == 0, ran.err
    assert pdf.span is not None
    text = pdf.parsed.pages[pdf.span.page - 1].text[pdf.span.char_start : pdf.span.char_end]
    assert "".join(text.split()) in "".join(ran.out.split())
    left, top, right, bottom = red_box(tmp_path / f"trace-{OTHER_ID[:12]}.png")
    assert right - left > 50
    assert bottom - top < 200


def test_an_offset_leads_to_its_sentence_and_its_facts(juesuan: Command, pdf: Release, tmp_path: Path) -> None:
    assert pdf.span is not None
    ran = juesuan("trace", pdf.sha256, "--page", str(pdf.span.page), "--offset", str(pdf.span.char_end - 1))
    assert ran.code == 0, ran.err
    assert "".join(pdf.parsed.claims[0].sentence.split()) in "".join(ran.out.split())
    assert OTHER_ID in ran.out
    assert (tmp_path / f"trace-{pdf.sha256[:12]}-p{pdf.span.page}-o{pdf.span.char_start}.png").exists()


def test_a_workbook_has_a_place_and_no_picture(
    juesuan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    release = Release(juesuan.home, "xlsx")
    ran = juesuan("trace", FACT_ID)
    assert ran.code == 0, ran.err
    assert f"sheet {release.cell.sheet}" in ran.out
    assert f"(cell {release.cell.cell_ref})" in ran.out
    assert "picture    none" in ran.out
    assert not list(tmp_path.glob("*.png"))


def test_without_a_release_it_says_so(juesuan: Command) -> None:
    ran = juesuan("trace", FACT_ID)
    assert ran.code == 1
    assert "there is no release yet" in ran.err


def test_what_cannot_be_found_is_named(juesuan: Command, pdf: Release) -> None:
    cell = pdf.cell
    place = ["--table", str(cell.table_seq), "--row", str(cell.row_no)]
    whole = pdf.sha256
    for arguments, code, told in (
        (["f" * 32], 1, "nothing in the current release has it"),
        (["x'; DROP"], 1, "is no fact_id"),
        ([FACT_ID[:20]], 1, "2 begin so"),
        ([whole[:8], *place, "--col", "1"], 1, "2 begin so"),
        (["f" * 12, *place, "--col", "1"], 1, "nothing in the current release has it"),
        ([whole, *place, "--col", "99"], 1, f"no cell in row {cell.row_no} column 99; the row has columns"),
        ([whole, "--table", "3", "--row", "999", "--col", "1"], 1, "no cells in row 999"),
        ([whole, "--table", "99", "--row", "1", "--col", "1"], 1, "tables with cells: 1 (T01)"),
        ([whole, *place], 2, "all of --table, --row and --col"),
        ([whole, *place, "--page", "1"], 2, "a sentence by --page and --offset"),
        ([whole, "--page", "1", "--offset", "99999"], 1, "no statement was read at page 1 offset 99999"),
    ):
        ran = juesuan("trace", *arguments)
        assert (ran.code, told in ran.err) == (code, True), (arguments, ran.err)
        assert "Traceback" not in ran.err


def test_an_original_that_is_gone_is_named(juesuan: Command, pdf: Release) -> None:
    Archive(Home(juesuan.home).archive).path(pdf.sha256).unlink()
    ran = juesuan("trace", FACT_ID)
    assert ran.code == 1
    assert "is not in the archive" in ran.err
    assert "fct_spending.total_amount_yuan" in ran.out
