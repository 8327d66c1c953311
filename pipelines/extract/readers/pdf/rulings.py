"""The ruling lines of a page: thin paths and images, edges of stroked boxes, rings of nested filled boxes.

Table borders are drawn in many ways: hairlines, thin filled boxes, dashes, one path with every line of a table,
rectangles stroked round each cell, or an outer and an inner rectangle filled between. All become boxes that are
thin in one direction. A plain filled box is a background, not a ruling. No tables belong here.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, groupby, repeat

import numpy as np

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, columns, where
from pipelines.extract.readers.pdf.matrices import Matrix, product

THIN = 3.0
"""A path at most this thick (points) is a ruling: the thickest table border seen is 2.25 pt."""
_AXIS_TOLERANCE = 1.5
_MAX_SEGMENTS = 20_000
_SEGMENTS_OF_A_BOX = 5
MAX_FORM_DEPTH = 5
_MIN_IMAGES = 8
"""A table whose lines are images has so many of them at least."""
_NO_BOXES: Floats = np.zeros((0, 4))


_Outline = tuple[lib.Pointer, int]
"""A path and how many segments it has."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Thin boxes of a page in page space, (n, 4) left, top, right, bottom, and how much else it shows.

    `images` and `paths` are counted: a page without characters but with them shows text as pictures or outlines.
    """

    boxes: Floats
    images: int
    paths: int


def read_rulings(page: int) -> Drawing:
    """All rulings of a loaded page, those inside form objects included, in page space."""
    handles = map(lib.get_object, repeat(lib.pointer(page)), range(lib.count_objects(page)))
    found: list[Floats] = []
    images, paths = _collect(list(handles), None, 0, found)
    boxes = np.concatenate(found) if found else _NO_BOXES
    return Drawing(boxes.take((0, 3, 2, 1), axis=1), images, paths)


def _collect(handles: list[int], matrix: Matrix | None, depth: int, found: list[Floats]) -> tuple[int, int]:
    """Append the thin boxes (left, bottom, right, top) of some objects; returns how many images and paths there are."""
    kinds = bytes(map(lib.object_type, handles))
    paths = [lib.pointer(handles[place]) for place in _places(kinds, lib.OBJECT_PATH)]
    if paths:
        found.extend(transformed(boxes, matrix) for boxes in _path_boxes(paths))
    images = [lib.pointer(handles[place]) for place in _places(kinds, lib.OBJECT_IMAGE)]
    if len(images) >= _MIN_IMAGES:
        found.append(transformed(_image_boxes(images), matrix))
    n_images, n_paths = len(images), len(paths)
    if depth < MAX_FORM_DEPTH:
        for handle in (handles[place] for place in _places(kinds, lib.OBJECT_FORM)):
            inner = list(map(lib.get_form_object, repeat(handle), range(lib.count_form_objects(handle))))
            more = _collect(inner, product(matrix_of(handle), matrix), depth + 1, found)
            n_images, n_paths = n_images + more[0], n_paths + more[1]
    return n_images, n_paths


def _places(kinds: bytes, kind: int) -> list[int]:
    found: list[int] = where(np.frombuffer(kinds, np.uint8) == kind).tolist()
    return found


def _path_boxes(paths: list[lib.Pointer]) -> Iterator[Floats]:
    boxes = lib.filled_quads(len(paths), lambda *sides: map(lib.object_bounds, paths, *sides))
    thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN
    yield boxes[thin]
    stroked: list[_Outline] = []
    filled: list[_Outline] = []
    for path in (paths[index] for index in where(~thin).tolist()):
        segments = lib.count_segments(path)
        if 2 <= segments <= _MAX_SEGMENTS:
            if _is_stroked(path):
                stroked.append((path, segments))
            elif segments > _SEGMENTS_OF_A_BOX:
                filled.append((path, segments))
    for outlines in (stroked, filled):
        totals = accumulate(segments for _, segments in outlines)
        for _, some in groupby(zip(outlines, totals, strict=True), lambda pair: pair[1] // _MAX_SEGMENTS):
            yield _sides([outline for outline, _ in some], is_stroked=outlines is stroked)


def _image_boxes(images: list[lib.Pointer]) -> Floats:
    """Images as thin as lines, where they run across and down; a scan may be cut into strips as thin."""
    boxes = lib.filled_quads(len(images), lambda *sides: map(lib.object_bounds, images, *sides))
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    across, down = (height <= THIN) & (width > height), (width <= THIN) & (height > width)
    return boxes[across | down] if across.any() and down.any() else _NO_BOXES


def _is_stroked(path: lib.Pointer) -> bool:
    fill, stroke = ct.c_int(), ct.c_int()
    lib.path_draw_mode(path, ct.addressof(fill), ct.addressof(stroke))
    return bool(stroke.value)


def _sides(outlines: list[_Outline], *, is_stroked: bool) -> Floats:
    """Thin boxes of paths that are wide and high."""
    paths, counts = zip(*outlines, strict=True)
    segments = [
        lib.pointer(segment)
        for path, number in outlines
        for segment in map(lib.get_segment, repeat(path), range(number))
    ]
    points = lib.filled_quads(len(segments), lambda xs, ys, *_: map(lib.segment_point, segments, xs, ys))[:, :2]
    kinds = np.fromiter(map(lib.segment_type, segments), np.int64, len(segments))
    moved = kinds == lib.SEGMENT_MOVE
    moved[np.cumsum(counts)[:-1]] = True
    a, b, c, d, e, f = np.repeat(_matrices(paths), counts, axis=0).T
    xs, ys = points.T
    placed = np.stack([xs * a + ys * c + e, xs * b + ys * d + f], axis=1)
    return sides_of(placed, moved, kinds == lib.SEGMENT_CURVE, is_stroked=is_stroked)


def sides_of(points: Floats, moved: Flags, curved: Flags, *, is_stroked: bool) -> Floats:
    """Thin boxes (n, 4) left, bottom, right, top of a path that is wide and high.

    Args:
        points: (k, 2); a curve has the two points that bend it, too.
        moved: which points begin a subpath.
        curved: which points a curve leads to.
        is_stroked: whether its lines are drawn, or what they enclose.
    """
    starts = where(moved)
    if not len(starts) or starts[0]:
        starts = np.concatenate((np.zeros(1, np.int64), starts))
    return _edges(points, starts, curved) if is_stroked else _filled(points, starts, curved)


def _edges(points: Floats, starts: Indices, curved: Flags) -> Floats:
    """Axis-parallel sides of stroked subpaths; one of three points or more is taken as closed.

    What is curved or slanted for the most part (a seal and its star, a signature) has no sides: it is a drawing.
    """
    following = np.arange(1, len(points) + 1)
    lasts = np.concatenate((starts[1:], [len(points)])) - 1
    following[lasts] = starts
    two_points = lasts - starts < 2
    following[lasts[two_points]] = lasts[two_points]
    ends = points[following]
    boxes = np.concatenate((np.minimum(points, ends), np.maximum(points, ends)), axis=1)
    extent = boxes[:, 2:] - boxes[:, :2]
    level = (extent.min(axis=1) < _AXIS_TOLERANCE) & ~curved[following]
    length = extent.max(axis=1)
    drawn = np.add.reduceat(length * ~level, starts) > np.add.reduceat(length * level, starts)
    level &= (length > 0) & ~np.repeat(drawn, lasts - starts + 1)
    sides: Floats = boxes[level]
    return sides


def _filled(points: Floats, starts: Indices, curved: Flags) -> Floats:
    """Thin filled subpaths, and the rings between nested filled boxes (not between circles: they have no sides)."""
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    boxes = np.concatenate((low, high), axis=1)
    thin = (high - low).min(axis=1) <= THIN
    points_of = np.concatenate((starts[1:], [len(points)])) - starts
    has_sides = np.add.reduceat(curved.astype(np.int64), starts) < points_of - 1
    return np.concatenate((boxes[thin], _rings(boxes[~thin & has_sides])))


def _rings(boxes: Floats) -> Floats:
    """The middles of the four sides between two boxes drawn one after the other, the inner one first or last."""
    first, second = boxes[:-1], boxes[1:]
    gap = (second - first) * (1, 1, -1, -1)
    ring = (np.abs(gap) <= THIN).all(axis=1) & ((gap >= 0).all(axis=1) | (gap <= 0).all(axis=1))
    left, bottom, right, top = ((first[ring] + second[ring]) / 2).T
    sides = (
        (left, bottom, left, top),
        (right, bottom, right, top),
        (left, bottom, right, bottom),
        (left, top, right, top),
    )
    return np.concatenate([columns(*side) for side in sides])


def matrix_of(handle: int) -> Matrix:
    """How what is inside a form object is placed on what holds the form."""
    a, b, c, d, e, f = _matrices([handle])[0].tolist()
    return a, b, c, d, e, f


def _matrices(handles: Sequence[int | lib.Pointer]) -> Floats:
    """(n, 6) matrices of objects."""
    values = np.zeros((len(handles), 6), np.float32)
    for handle, address in zip(handles, count(values.ctypes.data, values.strides[0]), strict=False):
        lib.object_matrix(handle, address)
    return values.astype(np.float64)


def transformed(boxes: Floats, matrix: Matrix | None) -> Floats:
    """Boxes (n, 4) left, bottom, right, top as a matrix places them."""
    if matrix is None or not len(boxes):
        return boxes
    a, b, c, d, e, f = matrix
    xs = np.stack([boxes[:, 0] * a + boxes[:, 1] * c + e, boxes[:, 2] * a + boxes[:, 3] * c + e])
    ys = np.stack([boxes[:, 0] * b + boxes[:, 1] * d + f, boxes[:, 2] * b + boxes[:, 3] * d + f])
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)
