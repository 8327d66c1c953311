"""OFD files: the layouts that the PDF reader reads, the notations of other producers, and packages that are bad."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.extract.content import Content, TextLine
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.readers.ofd import read_ofd
from pipelines.extract.records import Parsed
from sample_portal.document import Disclosure
from sample_portal.generate import disclose
from sample_portal.layouts.drawing import draw
from sample_portal.layouts.look import PLAIN, Look
from sample_portal.layouts.ofd_canvas import OfdCanvas
from sample_portal.synthesis import make_account
from tests.extract.readers.pages import check_promise, shape

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROOT = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/Doc/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
PAGE = '<ofd:Page ID="1" BaseLoc="Pages/P.xml"/>'


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def one_page(objects: str, common: str = "", head: str = "", **more: str) -> bytes:
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    document = f"<ofd:Document {SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{PAGE}</ofd:Pages>"
    page = f"<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    return packed({"OFD.xml": ROOT, "Doc/Document.xml": f"{document}</ofd:Document>", "Doc/Pages/P.xml": page, **more})


def text(boundary: str, code: str, more: str = "", size: str = "4") -> str:
    return f'<ofd:TextObject ID="7" Boundary="{boundary}" Size="{size}"{more}>{code}</ofd:TextObject>'


def path(data: str, more: str = "") -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="0 0 210 297"{more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def filled(left: float, top: float, right: float, bottom: float) -> str:
    corners = f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C"
    return path(corners, ' Stroke="false" Fill="true"')


def lines(content: Content) -> list[str]:
    return [block.text for page in content.pages for block in page.blocks if isinstance(block, TextLine)]


@pytest.fixture(scope="module")
def disclosure() -> Disclosure:
    return disclose(make_account(301))


@pytest.mark.parametrize(
    "look",
    [PLAIN, Look(ruling="none"), Look(ruling="edges", turn=90)],
    ids=["ruled", "unruled", "turned"],
)
def test_a_drawn_page_reads_as_in_a_pdf(disclosure: Disclosure, look: Look) -> None:
    def read(data: bytes) -> Parsed:
        return parse(data, Context(file="决算"))

    pdf, ofd = read(draw(disclosure, look).data), read(draw(disclosure, look, canvas_type=OfdCanvas).data)
    assert ofd.document.media_type == "application/ofd"
    assert ofd.document.status == "parsed"
    assert ofd.document.title == pdf.document.title
    assert [(table.table_id, table.pages) for table in ofd.tables] == [(t.table_id, t.pages) for t in pdf.tables]

    def slots(parsed: Parsed) -> list[object]:
        return [(c.page, c.row_no, c.col_no, c.line_code, c.measure, c.printed) for c in parsed.cells]

    assert len(slots(ofd)) > 100
    assert slots(ofd) == slots(pdf)
    assert [(c.sentence, c.amount_yuan) for c in ofd.claims] == [(c.sentence, c.amount_yuan) for c in pdf.claims]
    [first, second] = [parsed.cells[0].bbox for parsed in (ofd, pdf)]
    assert first is not None
    assert second is not None
    assert first == pytest.approx(second, abs=1)


def test_the_notations_of_other_producers() -> None:
    points = ' CTM="0.3528 0 0 0.3528 0 0"'
    unit = (
        f'<ofd:Res {SPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>'
        + text("0 0 60 5", '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">档案馆章</ofd:TextCode>')
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    template = (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>"
        + text("20 10 60 5", '<ofd:TextCode X="0" Y="4">页眉</ofd:TextCode>')
        + "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    content = read_ofd(
        one_page(
            text("20 30 80 0", '<ofd:TextCode X="0" Y="0" DeltaX="g 3 12 5.9">支出决算12</ofd:TextCode>', points, "12")
            + "<ofd:PageBlock>"
            + text("20 40 80 5", '<ofd:TextCode X="0" Y="4" DeltaX="4 4">年度 </ofd:TextCode>'
                   '<ofd:TextCode X="12" Y="4" DeltaX="g 9 2">1,234.56</ofd:TextCode>')
            + "</ofd:PageBlock>"
            + text("20 50 80 5", '<ofd:TextCode X="0" Y="4">看不见</ofd:TextCode>', ' Visible="false"')
            + '<ofd:CompositeObject ID="9" ResourceID="50" Boundary="20 60 50 20"/>',
            common='<ofd:TemplatePage ID="3" BaseLoc="Tpls/T.xml"/><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>',
            head='<ofd:Area><ofd:PhysicalBox>0 0 100 80</ofd:PhysicalBox></ofd:Area><ofd:Template TemplateID="3"/>',
            **{"Doc/Tpls/T.xml": template, "Doc/PublicRes.xml": unit},
        )
    )  # fmt: skip
    check_promise(content)
    assert lines(content) == ["页眉", "支出决算12", "年度 1,234.56", "档案馆章"]
    [page] = content.pages
    assert (page.width, page.height) == (283.46, 226.77)
    second = page.blocks[1].bbox
    assert second is not None
    assert second[0] == pytest.approx(20 * 72 / 25.4, abs=0.1)


@pytest.mark.parametrize(
    "grid",
    [
        path("M 10 20 L 90 20 M 10 30 L 90 30 M 10 40 L 90 40 M 10 20 L 10 40 M 50 20 L 50 40 M 90 20 L 90 40"),
        path("M 10 20 L 50 20 L 50 30 L 10 30 C M 50 20 L 90 20 L 90 30 L 50 30 C M 10 30 L 50 30 L 50 40 L 10 40 C")
        + path("M 50,30 L 90,30 L 90,40 L 50,40 C"),
        "".join(filled(10, y, 90, y + 0.2) for y in (20, 30, 40))
        + "".join(filled(x, 20, x + 0.2, 40) for x in (10, 50, 90)),
    ],
    ids=["lines", "boxes", "fills"],
)
def test_rulings_are_drawn_in_several_ways(grid: str) -> None:
    words = (("项目", 12, 22), ("决算数", 52, 22), ("教育支出", 12, 32), ("10.00", 52, 32))
    content = read_ofd(
        one_page(
            grid
            + path("M 100 100 A 20 20 0 0 1 140 100 A 20 20 0 0 1 100 100", ' Stroke="true"')
            + path("M 0 0 L 210 0 L 210 297 L 0 297 C", ' Stroke="false" Fill="true"')
            + path("M 5 5 L 205 5 L 205 290", ' Stroke="false"')
            + "".join(text(f"{x} {y} 30 5", f'<ofd:TextCode X="0" Y="4">{word}</ofd:TextCode>') for word, x, y in words)
        )
    )
    assert shape(content.pages[0]) == [[["项目", "决算数"], ["教育支出", "10.00"]]]


def test_small_raised_figures_are_marks_of_notes() -> None:
    amount = text("20 20 40 5", '<ofd:TextCode X="0" Y="4" DeltaX="g 5 2">234.25</ofd:TextCode>')
    mark = text("32 18 5 5", '<ofd:TextCode X="0" Y="4">1</ofd:TextCode>', size="2")
    assert lines(read_ofd(one_page(amount + mark))) == ["234.25¹"]


def test_a_page_of_pictures_needs_ocr_and_an_empty_one_is_empty() -> None:
    picture = '<ofd:ImageObject ID="4" ResourceID="5" Boundary="0 0 210 297"/>'
    assert read_ofd(one_page(picture)).status == "needs_ocr"
    assert [flaw.code for flaw in read_ofd(one_page(picture)).flaws] == ["page_needs_ocr"]
    assert read_ofd(one_page("")).status == "empty"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"OFD.xml": ROOT}), "Doc/Document.xml"),
        (packed({"OFD.xml": f"<ofd:OFD {SPACE}/>"}), "no document"),
        (one_page("", head='<ofd:Template TemplateID="99"/>'), "99"),
        (one_page(text("0 0 x 5", '<ofd:TextCode X="0" Y="4">一</ofd:TextCode>')), "'x'"),
        (one_page(path("M 0 0 Z 5 5")), "unknown command 'Z'"),
        (packed({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "document type"),
        (packed({"OFD.xml": "<ofd:OFD"}), ""),
    ],
    ids=["no document part", "no body", "no template", "no number", "no command", "doctype", "no xml"],
)
def test_what_cannot_be_read_is_damaged(data: bytes, reason: str) -> None:
    content = read_ofd(data)
    assert content.status == "damaged"
    assert not content.pages
    assert reason in (content.status_reason or "")


def test_repeats_without_end_stop_at_the_text() -> None:
    content = read_ofd(
        one_page(text("10 10 9 9", '<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 4">本年</ofd:TextCode>'))
    )
    assert lines(content) == ["本年"]


@pytest.mark.parametrize("steps", ["", ' DeltaX="2"', ' DeltaX="g 2 2"', ' DeltaX="2 2 2 2 2 2 2 2"'])
def test_steps_that_are_left_out_lose_no_digit(steps: str) -> None:
    content = read_ofd(one_page(text("10 10 90 9", f'<ofd:TextCode X="0" Y="4"{steps}>1,111.00</ofd:TextCode>')))
    assert lines(content) == ["1,111.00"]


def test_pages_that_no_list_names_are_told() -> None:
    page = text("10 20 100 5", '<ofd:TextCode X="0" Y="4">支出决算表</ofd:TextCode>')
    content = read_ofd(one_page(page, **{"Doc/Pages/Page_1/Content.xml": "<Page/>"}))
    assert [flaw.code for flaw in content.flaws] == ["file_disordered"]
    assert read_ofd(one_page(page)).flaws == []


def test_a_package_without_its_entrance_is_a_damaged_one_and_no_archive() -> None:
    data = packed({"Doc_0/Document.xml": f"<ofd:Document {SPACE}/>", "Doc_0/Pages/Page_0/Content.xml": "<Page/>"})
    document = parse(data, Context(file="决算.ofd")).document
    assert (document.media_type, document.status) == ("application/ofd", "damaged")
