"""RTF documents, as Word and LibreOffice write them: tables, character sets, what is not printed."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.readers.rtf import read_rtf
from tests.extract.readers.pages import check_promise, grids, shape

HEAD = (
    r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}{\info{\title 决算}{\author 某}}"
)


def escaped(text: str) -> str:
    """Chinese as Word writes it: the bytes of its code page."""
    return "".join(char if char < "\x80" else "".join(f"\\'{b:02x}" for b in char.encode("gb18030")) for char in text)


def rtf(body: str) -> bytes:
    return escaped(HEAD + body + "}").encode("ascii")


def row(*cells: str, edges: tuple[int, ...], flags: tuple[str, ...] = ()) -> str:
    marks = [*flags, *[""] * (len(edges) - len(flags))]
    definition = "".join(f"{mark}\\cellx{edge}" for mark, edge in zip(marks, edges, strict=True))
    return rf"\trowd\trleft0{definition}\pard\intbl " + "".join(f"{cell}\\cell " for cell in cells) + r"\row"


def test_tables_by_the_edges_of_their_cells() -> None:
    body = (
        r"\pard\f1 支出决算表\par 金额单位：万元\par"
        + row("项目", "金额", edges=(1000, 4000), flags=(r"\clvmgf",))
        + row("", "小计", "基本\\par 支出", "项目", edges=(1010, 1990, 3000, 4000), flags=(r"\clvmrg",))
        + row("公务接待费", "1,234.50", "", "-1.00", edges=(1000, 2000, 3000, 4000))
        + r"\pard 后一段。\par"
    )
    content = read_rtf(rtf(body))
    assert shape(content.pages[0]) == [
        "支出决算表", "金额单位：万元",
        [["项目", "金额", "", ""], ["", "小计", "基本支出", "项目"], ["公务接待费", "1,234.50", "", "-1.00"]],
        "后一段。",
    ]  # fmt: skip
    assert [(cell.row_span, cell.col_span) for cell in grids(content)[0].cells[:2]] == [(2, 1), (1, 3)]
    assert (content.title, content.flaws) == ("决算", [])
    check_promise(content)


def test_tables_in_tables_and_cells_merged_to_the_left() -> None:
    inner = (
        r"{\*\nesttableprops\trowd\cellx400\cellx800\cellx1200\nestrow}{\nonesttables\par}".join(
            rf"\pard\intbl\itap2 {r}0\nestcell {r}1\nestcell {r}2\nestcell" for r in range(3)
        )
        + r"{\*\nesttableprops\trowd\cellx400\cellx800\cellx1200\nestrow}"
    )
    body = rf"\trowd\cellx1000\cellx4000\pard\intbl 左\cell {inner}\pard\intbl\cell \row\pard 完\par"
    assert shape(read_rtf(rtf(body)).pages[0]) == [
        "左", [["00", "01", "02"], ["10", "11", "12"], ["20", "21", "22"]], "完",
    ]  # fmt: skip
    edges = (600, 1200, 1800)
    merged = row("甲", "", "丙", edges=edges, flags=(r"\clmgf", r"\clmrg")) + row("1", "2", "3", edges=edges)
    grid = grids(read_rtf(rtf(merged)))[0]
    assert [(cell.text, cell.col_span) for cell in grid.cells] == [
        ("甲", 2), ("丙", 1), ("1", 1), ("2", 1), ("3", 1),
    ]  # fmt: skip


def test_a_cell_without_width_loses_no_text() -> None:
    body = row("甲", "乙", "丙", edges=(1, 900, 1800)) + row("1", "2", "", edges=(900, 1800, 1801))
    assert shape(read_rtf(rtf(body)).pages[0]) == [[["甲乙", "丙"], ["1", "2"]]]


def test_what_is_not_printed_is_not_read() -> None:
    body = (
        r"\pard 前{\v 隐}{\deleted 删}{\*\bkmkstart x}{\field{\*\fldinst PAGE}{\fldrslt 5}}{\header 页眉\par}"
        r"{\listtext 一、}{\*\unknown 不}{\footnote 脚注}\u22269\'3f{\uc2\u26085\'c8\'d5}\~后\line 行\par"
        r"{\shp{\*\shpinst{\shptxt \pard 框内\par}}{\shprslt 框内}}锚\par{\pict\bin4 ab}\par"
    )
    data = rtf(body).replace(rb"\bin4 ab}", b"\\bin4 a}b{}")
    content = read_rtf(data)
    assert shape(content.pages[0]) == ["前5一、国日 后", "行", "锚", "框内"]


def test_character_sets_of_fonts_and_of_none() -> None:
    big5 = "".join(f"\\'{b:02x}" for b in "決算".encode("big5"))
    data = (
        rtf(r"\pard\f1 决算\f0 预算\par")
        .replace(rb"\fcharset0 Arial", rb"\fcharset136 Ming")
        .replace(rb"\f0 \'d4\'a4\'cb\'e3", b"\\f0 " + big5.encode())
    )
    assert shape(read_rtf(data).pages[0]) == ["决算決算"]
    raw = HEAD.encode("gb18030") + rb"\pard " + "决算".encode("gb18030") + rb"\par}"
    assert shape(read_rtf(raw).pages[0]) == ["决算"]
    lost = read_rtf(rtf(r"\pard\f1 决算").replace(rb"\'e3", rb"\'ff"))
    assert [item.code for item in lost.flaws] == ["undecodable_bytes"]


def test_zeros_and_controls_are_no_rtf_where_the_document_is_not_over() -> None:
    """A download with holes: the words of the format next to one are read as text of a cell."""
    body = rtf(r"\pard\f1 支出\fs24 决算\par")
    holed = read_rtf(body.replace(rb"\fs24 ", b"\0\0" + rb"fs24 "))
    assert [(item.code, item.message[:2]) for item in holed.flaws] == [("undecodable_bytes", "2 ")]
    assert read_rtf(body + bytes(300)).flaws == [], "a file padded to its block"
    flipped = read_rtf(body.replace(rb"\fs24 ", b"\\\x1afs24\x07"))
    assert [item.message[:2] for item in flipped.flaws] == ["2 "]


@pytest.mark.parametrize("tail", [-1, -30, -100])
def test_a_cut_document_is_damaged(tail: int) -> None:
    """F57: never a part of it."""
    data = rtf(r"\pard 支出决算表\par" + row("甲", "1", edges=(9, 99)) + row("乙", "2", edges=(9, 99)))
    assert read_rtf(data).status == "parsed"
    assert read_rtf(data.replace(rb"\pard\intbl", rb"}\pard\intbl", 1)).status == "damaged"
    content = read_rtf(data[:tail])
    assert (content.status, content.pages) == ("damaged", [])


def test_tables_that_do_not_hold_together() -> None:
    no_end = rtf(r"\trowd\cellx9\cellx99\pard\intbl 甲\cell 乙\cell\pard 后\par")
    assert read_rtf(no_end).status == "damaged"
    one_too_many = rtf(row("甲", "乙", "丙", edges=(900, 9900)) + row("1", "2", "3", edges=(900, 9900)))
    assert [item.code for item in read_rtf(one_too_many).flaws] == ["grid_in_doubt"]
    deep = rtf("{" * 5000 + "}" * 5000)
    assert read_rtf(deep).status == "damaged"


def test_empty_and_pictures_only() -> None:
    assert read_rtf(rtf(r"\pard\par")).status == "empty"
    picture = read_rtf(rtf(r"\pard{\pict\pngblip 89504e47}\par"))
    assert (picture.status, [item.code for item in picture.flaws]) == ("needs_ocr", ["image_content"])
    assert parse(rtf(r"\pard 决算\par"), Context(file="决算.doc")).document.media_type == "application/rtf"


def test_raised_digits_do_not_continue_the_number_before_them() -> None:
    body = r"\pard 234.25{\super 1}元，5\super 2\nosupersub 3\plain 4{\sub 5}{\strike 6\strike0 7}{\striked1 8}\par"
    assert shape(read_rtf(rtf(body)).pages[0]) == ["234.25¹元，5²34₅6\u033678\u0336"]
