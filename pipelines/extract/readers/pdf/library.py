"""PDFium's C functions: plain pointers and integers in, numpy arrays out.

The helper classes of pypdfium2 build objects per call; a page needs thousands of calls, so the functions are declared
here once, and those that tell of a character or an object are asked of many at once (see bulk.py). The library is
loaded without releasing the interpreter lock: the other calls take less time than the lock. No layout knowledge
belongs here.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2_raw

from pipelines.extract.readers.pdf.bulk import HANDLES, INDICES, LONG_INDICES, ONE, Bulk, Declaration, Taken

Function = Callable[..., Any]

_POINTER, _INT, _ULONG = ct.c_void_p, ct.c_int, ct.c_ulong


def _path() -> Path:
    folder = Path(str(pypdfium2_raw.__file__)).parent
    names = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")
    found = [folder / name for name in names if (folder / name).exists()]
    if not found:
        raise ImportError(f"no PDFium library beside pypdfium2_raw in {folder}")
    return found[0]


_PATH = _path()
_LIBRARY = ct.PyDLL(str(_PATH))


def _function(name: str, result: Any, *arguments: Any) -> Function:
    function = _LIBRARY[name]
    function.restype, function.argtypes = result, arguments
    return function


def _told(name: str, *takes: Taken, value: str) -> Bulk:
    """A function that returns what it tells."""
    return Bulk(Declaration(_PATH, name, takes, value))


def _written(name: str, *takes: Taken, value: str, width: int, pointers: int) -> Bulk:
    """A function that writes what it tells."""
    return Bulk(Declaration(_PATH, name, takes, value, width, pointers))


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

count_objects = _function("FPDFPage_CountObjects", _INT, _POINTER)
object_has_transparency = _function("FPDFPageObj_HasTransparency", _INT, _POINTER)
count_image_filters = _function("FPDFImageObj_GetImageFilterCount", _INT, _POINTER)
get_image_filter = _function("FPDFImageObj_GetImageFilter", _ULONG, _POINTER, _INT, _POINTER, _ULONG)
text_render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _POINTER)

count_annotations = _function("FPDFPage_GetAnnotCount", _INT, _POINTER)
get_annotation = _function("FPDFPage_GetAnnot", _POINTER, _POINTER, _INT)
close_annotation = _function("FPDFPage_CloseAnnot", None, _POINTER)
annotation_subtype = _function("FPDFAnnot_GetSubtype", _INT, _POINTER)
annotation_flags = _function("FPDFAnnot_GetFlags", _INT, _POINTER)
annotation_string = _function("FPDFAnnot_GetStringValue", _ULONG, _POINTER, ct.c_char_p, _POINTER, _ULONG)

char_codes = _told("FPDFText_GetUnicode", ONE, INDICES, value="unsigned int")
char_map_errors = _told("FPDFText_HasUnicodeMapError", ONE, INDICES, value="int")
char_angles = _told("FPDFText_GetCharAngle", ONE, INDICES, value="float")
char_font_sizes = _told("FPDFText_GetFontSize", ONE, INDICES, value="double")
char_objects = _told("FPDFText_GetTextObject", ONE, INDICES, value="void *")
char_loose_boxes = _written("FPDFText_GetLooseCharBox", ONE, INDICES, value="float", width=4, pointers=1)
char_origins = _written("FPDFText_GetCharOrigin", ONE, INDICES, value="double", width=2, pointers=2)
char_matrices = _written("FPDFText_GetMatrix", ONE, INDICES, value="float", width=6, pointers=1)

page_objects = _told("FPDFPage_GetObject", ONE, INDICES, value="void *")
form_objects = _told("FPDFFormObj_GetObject", ONE, LONG_INDICES, value="void *")
object_types = _told("FPDFPageObj_GetType", HANDLES, value="int")
object_bounds = _written("FPDFPageObj_GetBounds", HANDLES, value="float", width=4, pointers=4)
object_matrices = _written("FPDFPageObj_GetMatrix", HANDLES, value="float", width=6, pointers=1)
segment_counts = _told("FPDFPath_CountSegments", HANDLES, value="int")
path_segments = _told("FPDFPath_GetPathSegment", HANDLES, INDICES, value="void *")
path_draw_modes = _written("FPDFPath_GetDrawMode", HANDLES, value="int", width=2, pointers=2)
segment_types = _told("FPDFPathSegment_GetType", HANDLES, value="int")
segment_points = _written("FPDFPathSegment_GetPoint", HANDLES, value="float", width=2, pointers=2)

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM = 1, 2, 3, 5
SEGMENT_CURVE, SEGMENT_MOVE = 1, 2
ANNOTATION_FREE_TEXT, ANNOTATION_WIDGET = 3, 20


def document_pointer(document: pypdfium2.PdfDocument) -> int:
    """The address of an open document, for `load_page`."""
    pointer = ct.cast(document.raw, ct.c_void_p).value
    if pointer is None:
        raise ValueError("the document is closed")
    return pointer
