"""Workbooks: every sheet a page, every cell with its reference and the text that it displays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipelines.extract.content import Content, Page
from pipelines.extract.folding import struck
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.readers.boxes import Box
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.number_format import is_kept_back, shown_number
from pipelines.extract.readers.package import MARKING, Element, Package, attribute, local, whole
from pipelines.extract.readers.pictures import Shown
from pipelines.extract.readers.sheets import MAX_COLUMNS, Hidden, not_shown, reference, write_sheet
from pipelines.extract.records import Place

_BUILT_IN = {int(row["id"]): row["format"] for row in read_lexicon("number_formats")}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHEETS = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$")
_SHEET_ROOTS = frozenset({"worksheet", "chartsheet", "dialogsheet", "macrosheet"})
_TRUE = ("1", "true")
_FALSE = ("0", "false")


class _Style(msgspec.Struct, frozen=True):
    """How a cell shows a number, and whether it has a border."""

    format: str = "General"
    is_drawn: bool = False


class _Book(msgspec.Struct, frozen=True):
    """What all sheets share: texts, cell styles, the day count."""

    strings: list[str]
    styles: list[_Style]
    is_1904: bool


def read_workbook(package: Package, media_type: str) -> tuple[Content, Shown]:
    """The sheets of a workbook in their order; empty and hidden ones are pages without text. What it shows beside them.

    Raises what `Package` raises.
    """
    name, root = package.main_part("xl/workbook.xml", "workbook")
    targets = package.targets(name)
    is_1904 = attribute(root.find("{*}workbookPr"), "date1904") in _TRUE
    book = _Book(_strings(package), _styles(package), is_1904)
    pages: list[Page] = []
    flaws: list[Flaw] = []
    listed: list[str] = []
    for number, sheet in enumerate(root.iterfind("{*}sheets/{*}sheet"), 1):
        name = sheet.get("name") or f"Sheet{number}"
        listed.append(targets.get(attribute(sheet, "id") or "", ""))
        tree = package.part(listed[-1])
        builder = PageBuilder("sheet")
        if sheet.get("state", "visible") != "visible":
            flaws.append(flaw("hidden_sheet", f"sheet {name} is hidden", Place(page=number)))
        elif tree is None or local(tree) not in _SHEET_ROOTS:
            flaws.append(flaw("page_unreadable", f"sheet {name} has no content in the file", Place(page=number)))
        else:
            flaws.extend(_Sheet(tree, book, number).write(builder))
        pages.append(builder.page(number, name))
    if unlisted := package.others(_SHEETS, listed):
        flaws.append(flaw("file_disordered", f"{len(unlisted)} sheets in the package are not in the list of sheets"))
    pictures, charts, objects = map(package.count, ("xl/media/", "xl/charts/chart", "xl/embeddings/"))
    shown = Shown(pictures=pictures, charts=charts, objects=objects)
    return Content(media_type=media_type, pages=pages, flaws=flaws), shown


def _strings(package: Package) -> list[str]:
    root = package.part("xl/sharedStrings.xml")
    return [] if root is None else [_text(item) for item in root.iterfind("{*}si")]


def _text(item: Element) -> str:
    """The runs of a string; phonetic readings are no text."""
    runs = [_run(run) for run in item.iter("{*}t") if local(run.getparent()) != "rPh"]
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), "".join(runs))


def _run(text: Element) -> str:
    """The text of a run, digits printed off the line or struck out as such."""
    shown, run = text.text or "", text.getparent()
    if mark := MARKING.get(attribute(run.find("{*}rPr/{*}vertAlign"), "val") or ""):
        return mark(shown)
    stroke = run.find("{*}rPr/{*}strike")
    return shown if stroke is None or attribute(stroke, "val") in _FALSE else struck(shown)


def _styles(package: Package) -> list[_Style]:
    """The cell styles by their number."""
    root = package.part("xl/styles.xml")
    if root is None:
        return []
    custom = root.iterfind("{*}numFmts/{*}numFmt")
    codes = {whole(item.get("numFmtId")): item.get("formatCode", "") for item in custom}
    borders = root.iterfind("{*}borders/{*}border")
    drawn = [any(side.get("style", "none") != "none" for side in border) for border in borders]
    styles = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number, border = whole(style.get("numFmtId")), whole(style.get("borderId"))
        code = codes.get(number) or _BUILT_IN.get(number, "General")
        styles.append(_Style(code, border < len(drawn) and drawn[border]))
    return styles


class _Sheet:
    """One visible sheet on its way to a page."""

    def __init__(self, tree: Element, book: _Book, number: int) -> None:
        self._tree = tree
        self._book = book
        self._number = number
        self._shows_zeros = attribute(tree.find("{*}sheetViews/{*}sheetView"), "showZeros") not in _FALSE
        self._flaws: list[Flaw] = []

    def write(self, builder: PageBuilder) -> list[Flaw]:
        """Put the sheet's tables on the page; returns what was odd."""
        odd = write_sheet(builder, self._boxes(), self._number, self._hidden())
        return [*self._flaws, *odd]

    def _hidden(self) -> Hidden:
        columns = self._tree.iterfind("{*}cols/{*}col[@hidden]")
        spans = [(whole(c.get("min")), whole(c.get("max"))) for c in columns if c.get("hidden") in _TRUE]
        return Hidden(
            rows=frozenset(number for number, row in self._rows() if row.get("hidden") in _TRUE),
            columns=frozenset(col for first, last in spans for col in range(first - 1, min(last, MAX_COLUMNS))),
        )

    def _rows(self) -> Iterator[tuple[int, Element]]:
        """The rows with their 0-based numbers; one that names none follows the row before."""
        number = -1
        for row in self._tree.iterfind("{*}sheetData/{*}row"):
            number = whole(row.get("r"), number + 2) - 1
            yield number, row

    def _boxes(self) -> list[Box]:
        """The filled, merged and bordered cells with their extents."""
        spans = self._merged()
        boxes: dict[tuple[int, int], Box] = {}
        for row_number, row in self._rows():
            column = -1
            for cell in row:
                at = _position(cell.get("r", ""))
                column = at[1] if at else column + 1
                position = at or (row_number, column)
                text = self._shown(cell, position)
                if text or position in spans or self._style(cell).is_drawn:
                    row_span, col_span = spans.get(position, (1, 1))
                    boxes[position] = Box(
                        row=position[0],
                        col=position[1],
                        row_span=row_span,
                        col_span=col_span,
                        text=text,
                        ref=reference(*position),
                    )
        return [boxes[position] for position in sorted(boxes)]

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Top left position to (rows, columns) of each merged range."""
        spans = {}
        for merged in self._tree.iterfind("{*}mergeCells/{*}mergeCell"):
            first, _, last = merged.get("ref", "").partition(":")
            start, end = _position(first), _position(last)
            if start and end:
                spans[start] = (max(1, end[0] - start[0] + 1), max(1, end[1] - start[1] + 1))
        return spans

    def _shown(self, cell: Element, position: tuple[int, int]) -> str:
        """The displayed text of a cell."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell)
        value = cell.findtext("{*}v")
        if not value:
            if cell.find("{*}f") is not None:
                message = f"{reference(*position)} holds a formula without a stored result"
                self._flaws.append(flaw("formula_without_value", message, Place(page=self._number)))
            return ""
        if kind == "s":
            return self._shared(value, position)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._number_shown(value, cell, position) if kind == "n" else _ESCAPED.sub("", value)

    def _shared(self, value: str, position: tuple[int, int]) -> str:
        number = whole(value, len(self._book.strings))
        if number < len(self._book.strings):
            return self._book.strings[number]
        message = f"{reference(*position)} names text {value}, which the file does not have"
        self._flaws.append(flaw("text_missing", message, Place(page=self._number)))
        return ""

    def _style(self, cell: Element) -> _Style:
        number = whole(cell.get("s"))
        return self._book.styles[number] if number < len(self._book.styles) else _Style()

    def _number_shown(self, value: str, cell: Element, position: tuple[int, int]) -> str:
        if not self._shows_zeros and not value.strip("0.-+Ee"):
            return ""
        shown = shown_number(value, self._style(cell).format, is_1904=self._book.is_1904)
        if is_kept_back(value, shown):
            self._flaws.append(not_shown(*position, self._number))
        return shown


def _position(ref: str) -> tuple[int, int] | None:
    """The 0-based (row, column) of an A1 reference; None for anything else."""
    match = _REFERENCE.match(ref)
    if not match:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return (int(match.group(2)) - 1, column - 1) if column <= MAX_COLUMNS else None
