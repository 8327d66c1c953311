"""What PDFium tells of many characters and objects at once: by LuaJIT as by ctypes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
import pytest

from pipelines.extract.readers.pdf import library
from pipelines.extract.readers.pdf.bulk import Bulk, Declaration, Given, by_ctypes, by_luajit
from pipelines.extract.readers.pdf.objects import objects_in, objects_on
from tests.extract.readers.pdf.drawing import make_pdf

BULK = {name: found for name, found in vars(library).items() if isinstance(found, Bulk)}
TEXTS = ("支出", "1,234.50", "Ⅱ")
BOX = (60.0, 500.0, 40.0, 20.0)


def draw(canvas: Any) -> None:
    for line, text in enumerate(TEXTS):
        canvas.drawString(60, 700 - 20 * line, text)
    canvas.line(60, 600, 200, 600)
    canvas.rect(*BOX)
    canvas.beginForm("stamp")
    canvas.circle(10, 10, 5)
    canvas.drawString(0, 0, "章")
    canvas.endForm()
    canvas.translate(300, 400)
    canvas.doForm("stamp")


@pytest.fixture
def given() -> Iterator[dict[str, tuple[Given, ...]]]:
    """What each function is given, by the first words of its name in PDFium."""
    pdf = pypdfium2.PdfDocument(make_pdf(draw))
    page = library.load_page(library.document_pointer(pdf), 0)
    text_page = library.load_text(page)
    objects = objects_on(page)
    (form,) = objects.of_kind(library.OBJECT_FORM).tolist()
    paths = np.concatenate((objects.of_kind(library.OBJECT_PATH), objects_in(form).of_kind(library.OBJECT_PATH)))
    first = np.zeros(len(paths), np.int64)
    yield {
        "FPDFText_": (text_page, np.arange(library.count_chars(text_page))),
        "FPDFPage_": (page, np.arange(len(objects))),
        "FPDFFormObj_": (form, np.arange(library.count_form_objects(form))),
        "FPDFPageObj_": (objects.handles,),
        "FPDFPath_": (paths,),
        "FPDFPath_GetPathSegment": (paths, first),
        "FPDFPathSegment_": (library.path_segments(paths, first + 1),),
    }
    library.close_text(text_page)
    library.close_page(page)
    pdf.close()


def asked(given: dict[str, tuple[Given, ...]], declaration: Declaration) -> tuple[Given, ...]:
    return given[max((name for name in given if declaration.name.startswith(name)), key=len)]


@pytest.mark.parametrize("name", BULK)
def test_luajit_and_ctypes_tell_the_same(given: dict[str, tuple[Given, ...]], name: str) -> None:
    bulk = BULK[name]
    items = asked(given, bulk.declaration)
    told = bulk(*items)
    for make in (by_luajit, by_ctypes):
        values = np.full_like(told, 77)
        make(bulk.declaration)(values, items)
        np.testing.assert_array_equal(values, told)
    assert len(told)
    assert told.any() or name in {"char_angles", "char_map_errors"}


def test_each_item_has_its_own_values(given: dict[str, tuple[Given, ...]]) -> None:
    text_page, every = given["FPDFText_"]
    text = "".join(map(chr, library.char_codes(text_page, every).tolist()))
    place = text.index("1,234.50")
    origins = library.char_origins(text_page, np.array([place, text.index("Ⅱ")]))
    assert origins.tolist() == [[60.0, 680.0], [60.0, 660.0]]
    (handles,) = given["FPDFPath_"]
    assert not isinstance(handles, int)
    left, bottom, right, top = library.object_bounds(handles[1:2])[0].tolist()
    assert (left, bottom, right, top) == pytest.approx((60.0, 500.0, 100.0, 520.0), abs=1.0)


def test_nothing_asked_is_nothing_told(given: dict[str, tuple[Given, ...]]) -> None:
    assert library.object_bounds(np.zeros(0, np.uint64)).shape == (0, 4)
    assert library.char_codes(given["FPDFText_"][0], np.zeros(0, np.int64)).shape == (0,)


def test_no_page_tells_nothing() -> None:
    assert library.page_objects(0, np.arange(2)).tolist() == [0, 0]
    assert library.object_bounds(np.zeros(2, np.uint64)).tolist() == [[0.0] * 4] * 2
    assert len(objects_on(0)) == 0


@pytest.mark.parametrize("items", [np.arange(4, dtype=np.int32), np.arange(4)[::2]], ids=["short", "apart"])
def test_items_that_c_would_misread_are_refused(given: dict[str, tuple[Given, ...]], items: Any) -> None:
    with pytest.raises(ValueError, match="side by side"):
        library.char_codes(given["FPDFText_"][0], items)


def test_the_last_argument_says_how_many(given: dict[str, tuple[Given, ...]]) -> None:
    with pytest.raises(TypeError, match="FPDFText_GetUnicode"):
        library.char_codes(given["FPDFText_"][0], 3)
