"""A grid on its way from geometry to `Grid`: boundaries, boxes, and the text of each box."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipelines.extract.content import Grid, GridCell, GridMethod
from pipelines.extract.readers.pdf.arrays import Floats, Indices, where
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.records import BoundingBox


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with text, before it has a place in the page's text.

    `owner` (R, C) holds the flat index of the top left position of each position's box, `text` the text by that
    index, `doubtful` the boxes whose glyphs contradict the boundaries, `heading` that of a table without rulings.
    `is_crowded` says that texts are higher than their rows: the order of drawing told them apart.
    """

    xs: Floats
    ys: Floats
    owner: Indices
    text: dict[int, str]
    method: GridMethod
    doubtful: list[int] = field(default_factory=list)
    heading: Heading | None = None
    is_crowded: bool = False

    @property
    def box(self) -> BoundingBox:
        """Outer bounds."""
        return bounding_box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def rows(self) -> list[list[str]]:
        """Texts by position; the text of a merged box stands top left, its other positions are empty."""
        n_rows, n_cols = self.owner.shape
        rows = [[""] * n_cols for _ in range(n_rows)]
        for index, text in self.text.items():
            rows[index // n_cols][index % n_cols] = text
        return rows

    def printed(self) -> str:
        """The grid as tab-separated rows, one a line."""
        return "\n".join(map("\t".join, self.rows()))

    def to_grid(self, start: int, end: int) -> Grid:
        """The finished grid at `start:end` of its page's text."""
        n_rows, n_cols = self.owner.shape
        flat = self.owner.ravel()
        tops = where(flat == np.arange(len(flat)))
        row, col = np.divmod(tops, n_cols)
        wide = high = np.ones(len(tops), np.int64)
        if len(tops) < len(flat):
            wide = (self.owner[row] == tops[:, None]).sum(axis=1)
            high = np.bincount(flat)[tops] // wide
        xs, ys, text = self.xs.round(2).tolist(), self.ys.round(2).tolist(), self.text.get
        cells = [
            GridCell(row=row, col=col, text=text(index, ""), bbox=(xs[col], ys[row], xs[col + 1], ys[row + 1]))
            if row_span == col_span == 1
            else GridCell(
                row=row,
                col=col,
                row_span=row_span,
                col_span=col_span,
                text=text(index, ""),
                bbox=(xs[col], ys[row], xs[col + col_span], ys[row + row_span]),
            )
            for index, row, col, row_span, col_span in zip(
                tops.tolist(), row.tolist(), col.tolist(), high.tolist(), wide.tolist(), strict=True
            )
        ]
        return Grid(n_rows=n_rows, n_cols=n_cols, cells=cells, method=self.method, start=start, end=end, bbox=self.box)


def bounding_box(x0: float, top: float, x1: float, bottom: float) -> BoundingBox:
    """A box rounded to hundredths of a point."""
    return round(float(x0), 2), round(float(top), 2), round(float(x1), 2), round(float(bottom), 2)
