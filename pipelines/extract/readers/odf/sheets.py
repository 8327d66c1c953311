"""The sheets of an OpenDocument workbook: cells keep the text that they show beside their value."""

from __future__ import annotations

from pipelines.extract.content import Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.boxes import Box, OversizedTableError
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.number_format import is_kept_back, with_sign
from pipelines.extract.readers.odf.styles import Styles
from pipelines.extract.readers.odf.text import cells_of, rows_of, spans_of, text_of
from pipelines.extract.readers.package import Element, attribute, whole
from pipelines.extract.readers.sheets import MAX_COLUMNS, Hidden, not_shown, reference, write_sheet
from pipelines.extract.records import Place

_MOST_CELLS = 200_000
"""Filled cells of the largest sheet that is read; the largest real one seen has 15,000."""
_MANY = 256
"""A blank cell that is repeated more often has its border to the edge of the sheet, not of a table."""
_COLLAPSED = frozenset({"collapse", "filter"})


def read_sheets(book: Element, styles: Styles, flaws: list[Flaw]) -> list[Page]:
    """The sheets in their order; hidden ones are pages without text."""
    pages = []
    for number, sheet in enumerate(book.iterfind("{*}table"), 1):
        name = attribute(sheet, "name") or f"Sheet{number}"
        builder = PageBuilder("sheet")
        if attribute(sheet, "style-name") in styles.hidden:
            flaws.append(flaw("hidden_sheet", f"sheet {name} is hidden", Place(page=number)))
        else:
            flaws += _Sheet(sheet, styles, number).write(builder)
        pages.append(builder.page(number, name))
    return pages


class _Sheet:
    """One visible sheet on its way to a page."""

    def __init__(self, tree: Element, styles: Styles, number: int) -> None:
        self._tree = tree
        self._styles = styles
        self._number = number
        self._flaws: list[Flaw] = []
        self._boxes: list[Box] = []
        self._hidden_rows: set[int] = set()

    def write(self, builder: PageBuilder) -> list[Flaw]:
        """Put the sheet's tables on the page; returns what was odd."""
        try:
            self._read_rows()
        except OversizedTableError as error:
            return [*self._flaws, flaw("oversized_table", str(error), Place(page=self._number))]
        hidden = Hidden(frozenset(self._hidden_rows), frozenset(self._hidden_columns()))
        return [*self._flaws, *write_sheet(builder, self._boxes, self._number, hidden)]

    def _hidden_columns(self) -> set[int]:
        hidden: set[int] = set()
        col = 0
        for column in self._tree.iter("{*}table-column"):
            repeated = min(whole(attribute(column, "number-columns-repeated"), 1), MAX_COLUMNS)
            if attribute(column, "visibility") in _COLLAPSED:
                hidden.update(range(col, col + repeated))
            col += repeated
        return hidden

    def _read_rows(self) -> None:
        """The boxes of all rows; one that is repeated with text in it comes as often as it says."""
        row_no = 0
        for row in rows_of(self._tree):
            repeated = max(1, whole(attribute(row, "number-rows-repeated"), 1))
            first = len(self._boxes)
            self._read_row(row, row_no)
            found = self._boxes[first:]
            if found and attribute(row, "visibility") in _COLLAPSED:
                self._hidden_rows.add(row_no)
            if any(box.text for box in found):
                for down in range(1, repeated):
                    self._add(*(_moved(box, down) for box in found))
            row_no += repeated

    def _read_row(self, row: Element, row_no: int) -> None:
        """The filled, merged and bordered cells of a row."""
        col = 0
        for cell, repeated, _ in cells_of(row):
            text = self._shown(cell, row_no, col)
            n_rows, n_cols = spans_of(cell)
            is_drawn = attribute(cell, "style-name") in self._styles.drawn and repeated <= _MANY
            if text or is_drawn or n_rows * n_cols > 1:
                for at in range(col, col + repeated):
                    ref = reference(row_no, at)
                    self._add(Box(row=row_no, col=at, row_span=n_rows, col_span=n_cols, text=text, ref=ref))
            col += repeated

    def _add(self, *boxes: Box) -> None:
        self._boxes += boxes
        if len(self._boxes) > _MOST_CELLS:
            raise OversizedTableError(f"more than {_MOST_CELLS} cells")

    def _shown(self, cell: Element, row: int, col: int) -> str:
        """The displayed text of a cell; a negative number that only its colour tells apart is given a minus."""
        text, value = text_of(cell, self._styles), attribute(cell, "value")
        if value and is_kept_back(value, text):
            self._flaws.append(not_shown(row, col, self._number))
        elif not text and not value and attribute(cell, "formula"):
            message = f"{reference(row, col)} holds a formula without a stored result"
            self._flaws.append(flaw("formula_without_value", message, Place(page=self._number)))
        return with_sign(text) if value and value.startswith("-") else text


def _moved(box: Box, down: int) -> Box:
    """The same cell so many rows below."""
    row = box.row + down
    return Box(row=row, col=box.col, col_span=box.col_span, text=box.text, ref=reference(row, box.col))
