"""PDFium's C functions, callable in batches: plain pointers and integers in, numpy buffers filled from C.

The helper classes of pypdfium2 build objects per call; a page needs thousands of calls, so the functions are
declared here once with prototypes that `map` can feed from ranges of addresses. The library is loaded without
releasing the interpreter lock: PDFium is not thread-safe, and the calls take less time than the lock.
No layout knowledge belongs here.
"""

from __future__ import annotations

import ctypes as ct
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2_raw

Function = Callable[..., Any]

_POINTER, _INT, _ULONG, _FLOAT, _DOUBLE = ct.c_void_p, ct.c_int, ct.c_ulong, ct.c_float, ct.c_double


def _library() -> ct.PyDLL:
    folder = Path(str(pypdfium2_raw.__file__)).parent
    names = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")
    found = [folder / name for name in names if (folder / name).exists()]
    if not found:
        raise ImportError(f"no PDFium library beside pypdfium2_raw in {folder}")
    return ct.PyDLL(str(found[0]))


_LIBRARY = _library()


def _function(name: str, result: Any, *arguments: Any) -> Function:
    function = _LIBRARY[name]
    function.restype, function.argtypes = result, arguments
    return function


load_page = _function("FPDF_LoadPage", _POINTER, _POINTER, _INT)
close_page = _function("FPDF_ClosePage", None, _POINTER)
page_rotation = _function("FPDFPage_GetRotation", _INT, _POINTER)
page_bounds = _function("FPDF_GetPageBoundingBox", _INT, _POINTER, _POINTER)

load_text = _function("FPDFText_LoadPage", _POINTER, _POINTER)
close_text = _function("FPDFText_ClosePage", None, _POINTER)
count_chars = _function("FPDFText_CountChars", _INT, _POINTER)
get_text = _function("FPDFText_GetText", _INT, _POINTER, _INT, _INT, _POINTER)
char_code = _function("FPDFText_GetUnicode", ct.c_uint, _POINTER, _INT)
char_loose_box = _function("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
char_origin = _function("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
char_angle = _function("FPDFText_GetCharAngle", _FLOAT, _POINTER, _INT)
char_font_size = _function("FPDFText_GetFontSize", _DOUBLE, _POINTER, _INT)
char_matrix = _function("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
char_map_error = _function("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)

count_objects = _function("FPDFPage_CountObjects", _INT, _POINTER)
get_object = _function("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
object_type = _function("FPDFPageObj_GetType", _INT, _POINTER)
object_bounds = _function("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_matrix = _function("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _POINTER)
get_form_object = _function("FPDFFormObj_GetObject", _POINTER, _POINTER, _ULONG)
count_segments = _function("FPDFPath_CountSegments", _INT, _POINTER)
get_segment = _function("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
segment_type = _function("FPDFPathSegment_GetType", _INT, _POINTER)
segment_point = _function("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
path_draw_mode = _function("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)

OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM = 2, 3, 5
SEGMENT_MOVE = 2


def exhaust(calls: Iterable[object]) -> None:
    """Run an iterator of calls for their effect."""
    deque(calls, maxlen=0)


def document_pointer(document: pypdfium2.PdfDocument) -> int:
    """The address of an open document, for `load_page`."""
    pointer = ct.cast(document.raw, ct.c_void_p).value
    if pointer is None:
        raise ValueError("the document is closed")
    return pointer
