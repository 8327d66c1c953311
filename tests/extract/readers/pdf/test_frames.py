"""Rulings to boxes, for any way of merging."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.readers.pdf.frames import Rulings, find_frames, join_rulings, merge_boxes

Box = tuple[int, int, int, int]


@st.composite
def partitions(draw: st.DrawFn) -> tuple[int, int, list[Box]]:
    """Rows, columns, and a partition of the positions into boxes (top, left, height, width)."""
    n_rows, n_cols = draw(st.integers(1, 7)), draw(st.integers(2, 7))
    taken = np.zeros((n_rows, n_cols), np.bool_)
    boxes: list[Box] = []
    for row in range(n_rows):
        for col in range(n_cols):
            if taken[row, col]:
                continue
            free = 1
            while col + free < n_cols and not taken[row, col + free]:
                free += 1
            width = draw(st.integers(1, free))
            height = draw(st.integers(1, n_rows - row)) if draw(st.booleans()) else 1
            taken[row : row + height, col : col + width] = True
            boxes.append((row, col, height, width))
    return n_rows, n_cols, boxes


def owners(n_rows: int, n_cols: int, boxes: list[Box]) -> np.ndarray:
    owner = np.zeros((n_rows, n_cols), np.int64)
    for top, left, height, width in boxes:
        owner[top : top + height, left : left + width] = top * n_cols + left
    return owner


@given(partitions())
def test_boxes_come_back_from_their_own_sides(partition: tuple[int, int, list[Box]]) -> None:
    n_rows, n_cols, boxes = partition
    walls = np.zeros((n_rows, n_cols + 1), np.bool_)
    floors = np.zeros((n_rows + 1, n_cols), np.bool_)
    for top, left, height, width in boxes:
        walls[top : top + height, [left, left + width]] = True
        floors[[top, top + height], left : left + width] = True
    assert (merge_boxes(walls, floors) == owners(n_rows, n_cols, boxes)).all()


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**30))
def test_any_rulings_give_a_partition_into_rectangles(n_rows: int, n_cols: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    walls = random.random((n_rows, n_cols + 1)) < 0.5
    floors = random.random((n_rows + 1, n_cols)) < 0.5
    owner = merge_boxes(walls, floors)
    for name in np.unique(owner).tolist():
        rows, cols = np.nonzero(owner == name)
        assert name == rows.min() * n_cols + cols.min()
        assert len(rows) == (np.ptp(rows) + 1) * (np.ptp(cols) + 1)
        top, left, bottom, right = rows.min(), cols.min(), rows.max(), cols.max()
        assert not walls[top : bottom + 1, left + 1 : right + 1].any()
        assert not floors[top + 1 : bottom + 1, left : right + 1].any()


@given(partitions(), st.floats(0, 0.9), st.integers(0, 2**30))
def test_drawn_sides_give_the_frame(partition: tuple[int, int, list[Box]], jitter: float, seed: int) -> None:
    """Each box draws its own four sides, a little off, as spreadsheets do."""
    n_rows, n_cols, boxes = partition
    random = np.random.default_rng(seed)
    xs, ys = 50 + 40.0 * np.arange(n_cols + 1), 70 + 15.0 * np.arange(n_rows + 1)
    sides = []
    for top, left, height, width in boxes:
        x0, x1, y0, y1 = xs[left], xs[left + width], ys[top], ys[top + height]
        sides += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    drawn = np.array(sides)
    level = drawn[:, 1] == drawn[:, 3]
    shift = random.uniform(-jitter, jitter, len(drawn))
    drawn[level] += shift[level, None] * [0, 1, 0, 1]
    drawn[~level] += shift[~level, None] * [1, 0, 1, 0]
    frames = find_frames(join_rulings(drawn, 3.0))
    distinct_rows = sorted({edge for top, _, height, _ in boxes for edge in (top, top + height)})
    distinct_cols = sorted({edge for _, left, _, width in boxes for edge in (left, left + width)})
    if len(boxes) == 1:
        assert frames == []
        return
    (frame,) = frames
    assert np.allclose(frame.xs, xs[distinct_cols], atol=1)
    assert np.allclose(frame.ys, ys[distinct_rows], atol=1)
    assert len(np.unique(frame.owner)) == len(boxes)


def test_no_rulings_no_frames() -> None:
    assert find_frames(join_rulings(np.zeros((0, 4)), 3.0)) == []


def test_underlines_and_a_margin_rule_are_no_frame() -> None:
    lines = np.array([(50.0, 100, 300, 100.5), (50, 130, 200, 130.5), (400, 50, 400.5, 700)])
    assert find_frames(join_rulings(lines, 3.0)) == []


ACROSS = np.array([(y, 100.0, 400.0) for y in (120.0, 140.0, 160.0)])


def test_a_row_without_an_outer_side_reaches_as_far_as_the_line_between_its_boxes() -> None:
    down = np.array([(200.0, 120.0, 180.0), (250.0, 120.0, 160.0), (300.0, 100.0, 160.0)])
    (frame,) = find_frames(Rulings(ACROSS, down))
    assert frame.ys.tolist() == [100, 120, 140, 160, 180]
    assert frame.xs.tolist() == [100, 200, 250, 300, 400]
    assert frame.owner.tolist() == [[0, 0, 0, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 13, 13]]


def test_the_two_sides_of_a_table_that_run_on_alone_make_no_row() -> None:
    """A browser draws the border round the whole table to the end of the page."""
    inner = [(x, 120.0, 160.0) for x in (200.0, 250.0, 300.0)]
    (frame,) = find_frames(Rulings(ACROSS, np.array([(100.0, 120.0, 190.0), *inner, (400.0, 120.0, 190.0)])))
    assert frame.ys.tolist() == [120, 140, 160]
