"""One page of a PDF to one `Page`: choose the way to read it, and set its blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from pipelines.extract.content import Block, Page, TextLine
from pipelines.extract.readers.pdf.arrays import Flags, median, tally, where
from pipelines.extract.readers.pdf.fill import fill_frame
from pipelines.extract.readers.pdf.frames import Frame, Rulings, find_frames, join_rulings
from pipelines.extract.readers.pdf.glyphs import Glyphs, to_text
from pipelines.extract.readers.pdf.halves import WIDE, find_gutter, halves
from pipelines.extract.readers.pdf.heading import Heading
from pipelines.extract.readers.pdf.lines import Line, lines_from_glyphs, paragraph_ends
from pipelines.extract.readers.pdf.marks import NO_PICTURES, Marks
from pipelines.extract.readers.pdf.open_body import upper_rows, without_open_body
from pipelines.extract.readers.pdf.pictures import MOST, Pictures
from pipelines.extract.readers.pdf.rulings import THIN
from pipelines.extract.readers.pdf.sheet import Sheet, bounding_box
from pipelines.extract.readers.pdf.stream import find_streams, has_rows, stacks_rows
from pipelines.extract.readers.pdf.typeset import in_lines
from pipelines.extract.readers.pdf.upright import to_upright

_FEW_PATHS = 3
"""A line or two on an empty page is no content."""
_PAGE_NUMBER = 10
"""Characters of a page's number, with what stands around it, are fewer."""
_OUTLINES = 400
"""Paths of a page that may be the outlines of its characters."""
_FEW_BOXES = 3
_HEADING = 20
"""Characters of a text that is too long for a column's heading."""
_TALL = 5.0
"""A row of a frame so many em high may hold several rows of the table."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was found on a page: upright size, grids, lines outside them, and what the reader noticed."""

    width: float
    height: float
    sheets: list[Sheet] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    characters: int = 0
    has_drawing: bool = False
    has_unknown: bool = False
    pictures: Pictures = NO_PICTURES
    paths: int = 0
    gutter: float | None = None
    """Where white parts two tables side by side: what is left of it comes first."""

    @property
    def columns(self) -> Heading | None:
        """The heading and the columns with which the page ends, if its last table has no rulings."""
        if self.gutter is not None:
            return None
        last = max(self.sheets, key=lambda sheet: sheet.ys[-1], default=None)
        return last.heading if last else None

    def place_of(self, piece: Sheet | Line) -> tuple[bool, float, float]:
        """Where a piece comes in reading order: the half of the page, the height, and from the left."""
        x0, top, *_ = piece.box
        return self.gutter is not None and x0 > self.gutter, top, x0

    @property
    def is_blind(self) -> bool:
        """Whether the page shows something and has no characters, or a page number beside a picture or outlines."""
        few = _PAGE_NUMBER if self.pictures.share >= MOST or self.paths >= _OUTLINES else 1
        return self.has_drawing and self.characters < few

    @property
    def doubts(self) -> int:
        """Boxes whose glyphs contradict the boundaries."""
        return sum(len(sheet.doubtful) for sheet in self.sheets)


def read_marked_page(marks: Marks, carried: Heading | None = None) -> PageReading:
    """What the marks on a page make up.

    `carried` are the columns with which the page before ended (`PageReading.columns`): a page of text may then go on
    with a table without rulings.
    """
    drawing = marks.drawing
    reading = partial(
        PageReading,
        characters=tally(marks.codes > 0x20),
        has_drawing=drawing.images > 0 or drawing.paths > _FEW_PATHS,
        has_unknown=marks.has_unknown,
        pictures=marks.pictures,
        paths=drawing.paths,
    )
    if marks.lines is not None and carried is None:
        return reading(*marks.box.size(0), [], marks.lines)
    glyphs, turn = marks.glyphs()
    if not len(glyphs):
        turn = marks.box.rotation
    is_sideways = turn != marks.box.rotation
    if is_sideways:
        glyphs = glyphs.take(marks.drawn_order())
    rulings = join_rulings(to_upright(drawing.boxes, marks.box, turn), THIN)
    size = marks.box.size(turn)
    gutter = find_gutter(glyphs, rulings) if size[0] > WIDE else None
    if gutter is not None:
        sides = [set_page(*side) for side in halves(glyphs, rulings, gutter)]
        return reading(*size, *map(list, map(chain.from_iterable, zip(*sides, strict=True))), gutter=gutter)
    sheets, lines = set_page(glyphs, rulings, carried)
    if not is_sideways and any(sheet.is_crowded for sheet in sheets):
        order = marks.drawn_order()
        if tally(order[1:] < order[:-1]):
            sheets, lines = set_page(glyphs.take(order), rulings, carried)
    return reading(*size, sheets, lines)


def set_page(glyphs: Glyphs, rulings: Rulings, carried: Heading | None = None) -> tuple[list[Sheet], list[Line]]:
    """Grids and the lines outside them, from glyphs and rulings of an upright page."""
    free = ~glyphs.skewed
    sheets = []
    frames = find_frames(rulings) if len(glyphs) else []
    em = median(glyphs.em) if frames else 0.0
    for found in frames:
        frame = _closed(found, rulings, glyphs, free, em)
        if frame is None:
            continue
        sheet, taken = fill_frame(frame, glyphs, free)
        if _is_table(frame, sheet):
            sheets.append(sheet)
            free[taken] = False
    sheets, rest = find_streams(in_lines(glyphs.take(where(free))), rulings, sheets, carried)
    return sheets, lines_from_glyphs(rest) + _skewed_lines(glyphs)


def _closed(frame: Frame, rulings: Rulings, glyphs: Glyphs, free: Flags, em: float) -> Frame | None:
    """The frame as far as its rulings part its rows: without a last row, or none, that holds many of them.

    `em` is the usual height of the page's glyphs.
    """
    head = without_open_body(frame)
    if head is not None:
        inside = _inside(frame, glyphs, free, float(head.ys[-1]), float(frame.ys[-1]))
        return head if has_rows(inside) else frame
    height = frame.ys[1:] - frame.ys[:-1]
    tall = where(height > _TALL * em).tolist()
    spans = [(row, float(frame.ys[row]), float(frame.ys[row + 1])) for row in tall]
    open_rows = [
        row
        for row, top, bottom in spans
        if stacks_rows(_inside(frame, glyphs, free, top, bottom), rulings, is_all=len(height) == 1)
    ]
    if not open_rows:
        return frame
    return upper_rows(frame, open_rows[0]) if open_rows == [len(height) - 1] and open_rows[0] else None


def _inside(frame: Frame, glyphs: Glyphs, free: Flags, top: float, bottom: float) -> Glyphs:
    """The free glyphs within the frame between two heights."""
    x, y = glyphs.centre, glyphs.middle
    return glyphs.take(where(free & (x > frame.xs[0]) & (x < frame.xs[-1]) & (y > top) & (y < bottom)))


def _is_table(frame: Frame, sheet: Sheet) -> bool:
    """One box, or boxes under one another, frame a text, unless they are a column that a page holds alone.

    A spreadsheet prints the last column of a wide table on a page of its own: amounts, or blanks below a heading. A
    grid without any text frames nothing.
    """
    if tally(frame.owner % frame.shape[1]):
        return bool(sheet.text)
    texts = sheet.text.values()
    words = sum(any(map(str.isalpha, text)) for text in texts)
    is_short = max(map(len, texts), default=_HEADING) < _HEADING
    return is_short and len(frame.owner) >= _FEW_BOXES and 2 * words <= len(frame.owner)


def _skewed_lines(glyphs: Glyphs) -> list[Line]:
    """Slanted text (a watermark) as one line in content order, where its box lies."""
    if not tally(glyphs.skewed):
        return []
    slanted = glyphs.take(where(glyphs.skewed))
    low, high = slanted.box[:, :2].min(axis=0), slanted.box[:, 2:].max(axis=0)
    return [Line(to_text(slanted.code), bounding_box(low[0], low[1], high[0], high[1]))]


def to_page(reading: PageReading, number: int) -> Page:
    """Blocks in reading order with their offsets; the text of the page holds all of them."""
    ends = paragraph_ends(reading.lines, reading.width)
    pieces: list[tuple[Sheet | Line, bool]] = [(sheet, True) for sheet in reading.sheets]
    pieces += zip(reading.lines, ends, strict=True)
    pieces.sort(key=lambda piece: reading.place_of(piece[0]))
    blocks: list[Block] = []
    texts: list[str] = []
    start = 0
    for piece, ends_paragraph in pieces:
        text = piece.printed() if isinstance(piece, Sheet) else piece.text
        end = start + len(text)
        if isinstance(piece, Sheet):
            blocks.append(piece.to_grid(start, end))
        else:
            blocks.append(TextLine(text=text, start=start, end=end, bbox=piece.box, ends_paragraph=ends_paragraph))
        texts.append(text)
        start = end + 1
    return Page(
        number=number,
        text="\n".join(texts),
        blocks=blocks,
        width=round(reading.width, 2),
        height=round(reading.height, 2),
    )
