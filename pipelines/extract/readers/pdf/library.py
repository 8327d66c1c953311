"""PDFium's C functions, callable in batches: plain pointers and integers in, numpy buffers filled from C.

The helper classes of pypdfium2 build objects per call; a page needs thousands of calls, so the functions are
declared here once for `map` to feed. Those that are called per character or object have no declared arguments: ctypes
then takes half the time, and whoever calls them passes what `pointer` made, or an int for a C int. The library is
loaded without releasing the interpreter lock: PDFium is not thread-safe, and the calls take less time than the lock.
No layout knowledge belongs here.
"""

from __future__ import annotations

import ctypes as ct
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2_raw
from numpy.typing import NDArray

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


def _bulk(name: str, result: Any) -> Function:
    function = _LIBRARY[name]
    function.restype = result
    return function


Pointer = Any
"""An address as an argument of a bulk function; the others take it, too."""
pointer: Callable[[int], Pointer] = _POINTER.from_param

has_valid_directory = _function("FPDF_DocumentHasValidCrossReferenceTable", _INT, _POINTER)
load_page = _function("FPDF_LoadPage", _POINTER, _POINTER, _INT)
close_page = _function("FPDF_ClosePage", None, _POINTER)
count_attachments = _function("FPDFDoc_GetAttachmentCount", _INT, _POINTER)
page_rotation = _function("FPDFPage_GetRotation", _INT, _POINTER)
page_bounds = _function("FPDF_GetPageBoundingBox", _INT, _POINTER, _POINTER)

load_text = _function("FPDFText_LoadPage", _POINTER, _POINTER)
close_text = _function("FPDFText_ClosePage", None, _POINTER)
count_chars = _function("FPDFText_CountChars", _INT, _POINTER)
get_text = _function("FPDFText_GetText", _INT, _POINTER, _INT, _INT, _POINTER)
char_code = _function("FPDFText_GetUnicode", ct.c_uint, _POINTER, _INT)
char_loose_box = _bulk("FPDFText_GetLooseCharBox", None)
char_origin = _bulk("FPDFText_GetCharOrigin", None)
char_angle = _bulk("FPDFText_GetCharAngle", _FLOAT)
char_font_size = _bulk("FPDFText_GetFontSize", _DOUBLE)
char_matrix = _bulk("FPDFText_GetMatrix", None)
char_object = _bulk("FPDFText_GetTextObject", ct.c_size_t)
char_map_error = _bulk("FPDFText_HasUnicodeMapError", _INT)

count_objects = _function("FPDFPage_CountObjects", _INT, _POINTER)
get_object = _bulk("FPDFPage_GetObject", ct.c_size_t)
object_type = _function("FPDFPageObj_GetType", _INT, _POINTER)
object_bounds = _bulk("FPDFPageObj_GetBounds", None)
object_matrix = _function("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
object_has_transparency = _function("FPDFPageObj_HasTransparency", _INT, _POINTER)
count_image_filters = _function("FPDFImageObj_GetImageFilterCount", _INT, _POINTER)
get_image_filter = _function("FPDFImageObj_GetImageFilter", _ULONG, _POINTER, _INT, _POINTER, _ULONG)
text_render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _POINTER)
get_form_object = _function("FPDFFormObj_GetObject", _POINTER, _POINTER, _ULONG)
count_segments = _function("FPDFPath_CountSegments", _INT, _POINTER)
get_segment = _bulk("FPDFPath_GetPathSegment", ct.c_size_t)
segment_type = _bulk("FPDFPathSegment_GetType", _INT)
segment_point = _bulk("FPDFPathSegment_GetPoint", None)
path_draw_mode = _function("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)

count_annotations = _function("FPDFPage_GetAnnotCount", _INT, _POINTER)
get_annotation = _function("FPDFPage_GetAnnot", _POINTER, _POINTER, _INT)
close_annotation = _function("FPDFPage_CloseAnnot", None, _POINTER)
annotation_subtype = _function("FPDFAnnot_GetSubtype", _INT, _POINTER)
annotation_flags = _function("FPDFAnnot_GetFlags", _INT, _POINTER)
annotation_string = _function("FPDFAnnot_GetStringValue", _ULONG, _POINTER, ct.c_char_p, _POINTER, _ULONG)

_CAPACITY, _MOST_KEPT = 4096, 65536

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM = 1, 2, 3, 5
SEGMENT_CURVE, SEGMENT_MOVE = 1, 2
ANNOTATION_FREE_TEXT, ANNOTATION_WIDGET = 3, 20


def exhaust(calls: Iterable[object]) -> None:
    """Run an iterator of calls for their effect."""
    deque(calls, maxlen=0)


class _Quads:
    """Memory for rows of four floats, and for each of the four columns an argument that points at it in every row."""

    def __init__(self, capacity: int) -> None:
        self.memory = np.zeros((capacity, 4), np.float32)
        start = self.memory.ctypes.data
        self.columns = [list(map(pointer, range(start + side, start + 16 * capacity, 16))) for side in (0, 4, 8, 12)]


_idle: list[_Quads] = []
"""Making the arguments takes as long as the calls: buffers are used again, each by one caller at a time."""


def filled_quads(count: int, calls: Callable[..., Iterable[object]]) -> NDArray[np.float64]:
    """(count, 4) floats that C has filled; what no call has written is 0.

    Args:
        count: number of rows.
        calls: from the arguments of the four columns, one list each of at least `count`, to the calls that fill them.
    """
    quads = _idle.pop() if _idle else _Quads(_CAPACITY)
    if len(quads.memory) < count:
        quads = _Quads(2 * count)
    rows = quads.memory[:count]
    rows.fill(0)
    exhaust(calls(*quads.columns))
    found = rows.astype(np.float64)
    if len(quads.memory) <= _MOST_KEPT:
        _idle.append(quads)
    return found


def document_pointer(document: pypdfium2.PdfDocument) -> int:
    """The address of an open document, for `load_page`."""
    pointer = ct.cast(document.raw, ct.c_void_p).value
    if pointer is None:
        raise ValueError("the document is closed")
    return pointer
