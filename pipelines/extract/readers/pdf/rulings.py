"""The ruling lines of a page: thin paths and images, edges of stroked boxes, rings of nested filled boxes.

Table borders are drawn in many ways: hairlines, thin filled boxes, dashes, one path with every line of a table,
rectangles stroked round each cell, or an outer and an inner rectangle filled between. All become boxes that are
thin in one direction. A plain filled box is a background, not a ruling. No tables belong here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Flags, Floats, Indices, changes, columns, tally, where
from pipelines.extract.readers.pdf.matrices import Matrix, product
from pipelines.extract.readers.pdf.objects import MAX_FORM_DEPTH, Handles, Objects, objects_in

THIN = 3.0
"""A path at most this thick (points) is a ruling: the thickest table border seen is 2.25 pt."""
_AXIS_TOLERANCE = 1.5
_MAX_SEGMENTS = 20_000
_SEGMENTS_OF_A_BOX = 5
_MIN_IMAGES = 8
"""A table whose lines are images has so many of them at least."""
_NO_BOXES: Floats = np.zeros((0, 4))


Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Thin boxes of a page in page space, (n, 4) left, top, right, bottom, and how much else it shows.

    `images` and `paths` are counted: a page without characters but with them shows text as pictures or outlines.
    """

    boxes: Floats
    images: int
    paths: int


def read_rulings(objects: Objects) -> Drawing:
    """All rulings among the objects of a page, those inside form objects included, in page space."""
    found: list[Floats] = []
    images, paths = _collect(objects, None, 0, found)
    boxes = np.concatenate(found) if found else _NO_BOXES
    return Drawing(boxes.take((0, 3, 2, 1), axis=1), images, paths)


def _collect(objects: Objects, matrix: Matrix | None, depth: int, found: list[Floats]) -> tuple[int, int]:
    """Append the thin boxes (left, bottom, right, top) of some objects; returns how many images and paths there are."""
    paths, images = objects.of_kind(lib.OBJECT_PATH), objects.of_kind(lib.OBJECT_IMAGE)
    if len(paths):
        found.extend(transformed(boxes, matrix) for boxes in _path_boxes(paths))
    if len(images) >= _MIN_IMAGES:
        found.append(transformed(_image_boxes(images), matrix))
    n_images, n_paths = len(images), len(paths)
    if depth < MAX_FORM_DEPTH:
        for form in objects.of_kind(lib.OBJECT_FORM).tolist():
            more = _collect(objects_in(form), product(matrix_of(form), matrix), depth + 1, found)
            n_images, n_paths = n_images + more[0], n_paths + more[1]
    return n_images, n_paths


def _bounds(handles: Handles) -> Floats:
    return lib.object_bounds(handles).astype(np.float64)


def _path_boxes(paths: Handles) -> Iterator[Floats]:
    boxes = _bounds(paths)
    thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN
    yield boxes[thin]
    if tally(thin) == len(thin):
        return
    outlines = paths[~thin]
    segments = lib.segment_counts(outlines)
    few = (segments >= 2) & (segments <= _MAX_SEGMENTS)
    stroked = lib.path_draw_modes(outlines)[:, 1] != 0
    yield from _sides(outlines, segments, few & stroked, is_stroked=True)
    yield from _sides(outlines, segments, few & ~stroked & (segments > _SEGMENTS_OF_A_BOX), is_stroked=False)


def _image_boxes(images: Handles) -> Floats:
    """Images as thin as lines, where they run across and down; a scan may be cut into strips as thin."""
    boxes = _bounds(images)
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    across, down = (height <= THIN) & (width > height), (width <= THIN) & (height > width)
    return boxes[across | down] if across.any() and down.any() else _NO_BOXES


def _sides(paths: Handles, segments: Counts, chosen: Flags, *, is_stroked: bool) -> Iterator[Floats]:
    """Thin boxes of the chosen paths, which are wide and high; so many paths at a time as memory allows."""
    paths, segments = paths[chosen], segments[chosen]
    part = segments.cumsum() // _MAX_SEGMENTS
    for begin, end in pairwise([*where(changes(part)).tolist(), len(part)]):
        yield _sides_of_some(paths[begin:end], segments[begin:end], is_stroked=is_stroked)


def _sides_of_some(paths: Handles, counts: Counts, *, is_stroked: bool) -> Floats:
    ends = counts.cumsum()
    starts = ends - counts
    places = np.arange(ends[-1]) - np.repeat(starts, counts)
    segments = lib.path_segments(np.repeat(paths, counts), places)
    xs, ys = lib.segment_points(segments).astype(np.float64).T
    kinds = lib.segment_types(segments)
    moved = kinds == lib.SEGMENT_MOVE
    moved[starts] = True
    a, b, c, d, e, f = np.repeat(lib.object_matrices(paths).astype(np.float64), counts, axis=0).T
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


def matrix_of(form: int) -> Matrix:
    """How what is inside a form object is placed on what holds the form."""
    a, b, c, d, e, f = lib.object_matrices(np.array([form], np.uint64))[0].tolist()
    return a, b, c, d, e, f


def transformed(boxes: Floats, matrix: Matrix | None) -> Floats:
    """Boxes (n, 4) left, bottom, right, top as a matrix places them."""
    if matrix is None or not len(boxes):
        return boxes
    a, b, c, d, e, f = matrix
    xs = np.stack([boxes[:, 0] * a + boxes[:, 1] * c + e, boxes[:, 2] * a + boxes[:, 3] * c + e])
    ys = np.stack([boxes[:, 0] * b + boxes[:, 1] * d + f, boxes[:, 2] * b + boxes[:, 3] * d + f])
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)
