"""Things shown beside the text: pictures may be tables, charts say so, objects of other programs are named."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from pipelines.extract.content import Content, Page, TextLine
from pipelines.extract.readers.html import read_html
from pipelines.extract.readers.office import read_docx
from pipelines.extract.readers.pictures import Shown, judged

PICTURE, CHART, OBJECT = Shown(pictures=2), Shown(charts=1), Shown(objects=1)


@pytest.mark.parametrize(
    ("text", "shown", "status", "codes"),
    [
        ("部门决算", Shown(), "parsed", []),
        ("部门决算", PICTURE, "parsed", ["image_content"]),
        ("部门决算", CHART, "parsed", ["chart_content"]),
        ("部门决算", OBJECT, "parsed", ["embedded_object"]),
        (" \n", PICTURE, "needs_ocr", ["image_content"]),
        ("", OBJECT, "needs_ocr", ["embedded_object"]),
        ("", CHART, "empty", ["chart_content"]),
        ("", Shown(), "empty", []),
    ],
)
def test_what_is_shown_and_what_it_means(text: str, shown: Shown, status: str, codes: list[str]) -> None:
    content = judged(Content(media_type="x", pages=[Page(number=1, text=text, blocks=[])]), shown)
    assert (content.status, [flaw.code for flaw in content.flaws]) == (status, codes)


@pytest.mark.parametrize(
    ("caption", "codes"),
    [
        ("图1：收入构成情况图", ["chart_content"]),
        ("（图 2 支出决算结构图）", ["chart_content"]),
        ("（柱状图）", ["chart_content"]),
        ("图1：收入支出决算总表", ["image_content"]),
        ("如图1所示，收入比上年增加。", ["image_content"]),
    ],
)
def test_a_caption_says_what_a_picture_is(caption: str, codes: list[str]) -> None:
    page = Page(number=1, text=caption + "\n", blocks=[TextLine(text=caption, start=0, end=len(caption))])
    content = judged(Content(media_type="x", pages=[page]), Shown(pictures=1))
    assert [flaw.code for flaw in content.flaws] == codes


def drawing(inside: str, words: str = "图片 1") -> str:
    placed = f'<wp:inline><wp:docPr id="1" name="{words}"/><a:graphic>{inside}</a:graphic></wp:inline>'
    return f"<w:drawing>{placed}</w:drawing>"


PIC = "<a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr name='1.png'/></pic:nvPicPr></pic:pic></a:graphicData>"
OLD_PICTURE = "<w:pict><v:shape><v:imagedata/></v:shape></w:pict>"
OLE = '<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="{}"/></w:object>'


@pytest.mark.parametrize(
    ("run", "codes"),
    [
        (drawing(PIC), ["image_content"]),
        (drawing(PIC, "支出构成饼状图"), ["chart_content"]),
        (drawing("<a:graphicData><c:chart/></a:graphicData>"), ["chart_content"]),
        (OLD_PICTURE, ["image_content"]),
        (OLE.format("Excel.Sheet.12"), ["embedded_object"]),
        (OLE.format("Excel.Chart.8"), ["chart_content"]),
        (OLE.format("Equation.3"), []),
        (
            f"<mc:AlternateContent><mc:Choice>{drawing(PIC)}</mc:Choice>{OLD_PICTURE}</mc:AlternateContent>",
            ["image_content"],
        ),
    ],
)
def test_what_a_word_document_shows(run: str, codes: list[str]) -> None:
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("wp", "a", "pic", "c", "v", "o", "mc"))
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = docx.Document()
    document.add_paragraph("某局部门决算")
    document.element.body.insert(0, parse_xml(f"<w:p xmlns:w='{word}' {spaces}><w:r>{run}</w:r></w:p>"))
    stream = io.BytesIO()
    document.save(stream)
    content = read_docx(stream.getvalue())
    assert [flaw.code for flaw in content.flaws] == codes
    counts = [flaw.message.split()[0] for flaw in content.flaws]
    assert counts == ["1"] * len(codes)


def test_what_a_web_page_shows() -> None:
    pictures = "<img src='/1.jpg' alt='收入构成饼图'><img src='/2.jpg'><p>图二：支出结构图</p><img src='/3.jpg'>"
    content = read_html(f"<p>某局2023年度部门决算</p><canvas></canvas>{pictures}".encode())
    assert [(flaw.code, flaw.message[0]) for flaw in content.flaws if flaw.code != "markup_cut"] == [
        ("image_content", "1"), ("chart_content", "3"),
    ]  # fmt: skip
