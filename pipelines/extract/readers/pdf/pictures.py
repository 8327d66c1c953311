"""The pictures of a PDF page: how much of it they cover, and whether its text is hidden by them.

A scan is a page of pictures. Copiers and programs that recognize characters put those, unseen, over or under it: such
text is somebody's reading of a picture, with figures mistaken for others, and looks like print to whoever asks for it.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Floats
from pipelines.extract.readers.pdf.matrices import Matrix, product
from pipelines.extract.readers.pdf.objects import MAX_FORM_DEPTH, Objects, objects_in
from pipelines.extract.readers.pdf.rulings import matrix_of, transformed
from pipelines.extract.readers.pdf.upright import PageBox

MOST = 0.5
"""A picture, or several, over so much of a page may be the page itself."""
_LARGE = 0.05
"""A picture smaller than this part of the page is a seal or an emblem."""
_SAMPLE = 60
"""So many pieces of text tell whether a page's text is hidden."""
_OF_SCANS = frozenset({b"DCTDecode", b"JPXDecode", b"CCITTFaxDecode", b"JBIG2Decode"})
_INVISIBLE = 3
"""Text rendering mode, ISO 32000-1 table 106."""


class Pictures(NamedTuple):
    """What part of a page pictures cover (0 to 1), how many of them are large, and whether they hide its text."""

    share: float = 0.0
    large: int = 0
    hide_text: bool = False


class _Shown(NamedTuple):
    """An object of a page in the order of drawing, with its box left, bottom, right, top in page space."""

    kind: int
    handle: int
    box: Floats


def read_pictures(objects: Objects, box: PageBox) -> Pictures:
    """The pictures among the objects of a page, those inside form objects included."""
    shown = list(_shown(objects, None, 0))
    frame = np.array((box.left, box.bottom, box.right, box.top))
    area = (frame[2] - frame[0]) * (frame[3] - frame[1])
    parts = [_area(one.box, frame) / area for one in shown if one.kind == lib.OBJECT_IMAGE]
    share = min(sum(parts), 1.0)
    return Pictures(share, sum(part >= _LARGE for part in parts), share >= MOST and _hide_text(shown))


def _shown(objects: Objects, matrix: Matrix | None, depth: int) -> Iterator[_Shown]:
    """Images and texts, those inside forms where the form stands."""
    boxes = transformed(lib.object_bounds(objects.handles).astype(np.float64), matrix)
    for (handle, kind), box in zip(objects.each(), boxes, strict=True):
        if kind == lib.OBJECT_FORM and depth < MAX_FORM_DEPTH:
            yield from _shown(objects_in(handle), product(matrix_of(handle), matrix), depth + 1)
        elif kind in {lib.OBJECT_IMAGE, lib.OBJECT_TEXT}:
            yield _Shown(kind, handle, box)


def _area(box: Floats, frame: Floats) -> float:
    """Area of a box inside the page."""
    width, height = np.minimum(box[2:], frame[2:]) - np.maximum(box[:2], frame[:2])
    return float(max(width, 0.0) * max(height, 0.0))


def _hide_text(shown: list[_Shown]) -> bool:
    """Whether most texts are invisible, or lie under a scan."""
    texts = [(at, one) for at, one in enumerate(shown) if one.kind == lib.OBJECT_TEXT]
    scans = [(at, one.box) for at, one in enumerate(shown) if one.kind == lib.OBJECT_IMAGE and _is_scan(one.handle)]
    sample = texts[:: len(texts) // _SAMPLE + 1]
    unseen = sum(int(lib.text_render_mode(one.handle)) == _INVISIBLE for _, one in sample)
    covered = sum(any(above > at and _holds(box, one.box) for above, box in scans) for at, one in sample)
    return 2 * max(unseen, covered) > len(sample)


def _is_scan(image: int) -> bool:
    """Whether an image is packed as scanners pack theirs and lets nothing through; watermarks are drawn otherwise."""
    name = ct.create_string_buffer(32)
    filters: set[bytes] = set()
    for at in range(lib.count_image_filters(image)):
        lib.get_image_filter(image, at, ct.addressof(name), len(name))
        filters.add(name.value)
    lets_through = bool(lib.object_has_transparency(image))
    return not (lets_through or _OF_SCANS.isdisjoint(filters))


def _holds(box: Floats, text: Floats) -> bool:
    left, bottom, right, top = box.tolist()
    return bool(left < text[[0, 2]].mean() < right and bottom < text[[1, 3]].mean() < top)
